"""Drafts over HTTP: kept under the lease, given back to who holds it, gone with the assignment."""

import pytest

from simulator.store import drafts

DRAFT = {"input word 0": "half", "crowd-slider s 0": 3.5, "select many 0": ["a", "b"]}


@pytest.fixture
async def held(site):
    """Ann with a task in hand: its id, its lease, and calls for its draft."""
    await site.worker()
    await site.sign_in()
    await site.start("loop")
    return Held(site, await site.take())


class Held:
    """A task in Ann's hands."""

    def __init__(self, site, task_id):
        self.site, self.task_id = site, task_id
        self.path = f"/portal/tasks/{task_id}/draft"

    async def lease(self):
        return (await self.site.state(self.task_id))["lease"]

    async def save(self, draft=DRAFT, client=None, **changes):
        headers = {"x-csrf-token": await self.site.proof(client=client), "accept": "application/json"}
        body = {"draft": draft, "lease": await self.lease()} | changes
        return await (client or self.site.client).put(self.path, json=body, headers=headers)

    async def kept(self, lease=None, client=None):
        answer = await (client or self.site.client).get(
            self.path, params={"lease": lease or await self.lease()}, headers={"accept": "application/json"}
        )
        return answer.json().get("draft", answer.status_code)


async def test_a_draft_comes_back_as_it_was_and_the_latest_counts(held):
    assert await held.kept() is None
    assert (await held.save({"input word 0": "h"})).status_code == 200
    assert (await held.save()).status_code == 200
    assert await held.kept() == DRAFT


async def test_a_draft_survives_a_pause_and_can_be_saved_in_it(held):
    await held.save()
    lease = await held.lease()
    await held.site.move(held.task_id, "pause", lease)
    assert await held.kept() == DRAFT
    assert (await held.save({"input word 0": "more"})).status_code == 200
    await held.site.move(held.task_id, "resume", lease)
    assert await held.kept() == {"input word 0": "more"}


@pytest.mark.parametrize("ending", ["release", "decline", "submit", "lapse"])
async def test_a_draft_is_gone_when_the_assignment_ends(held, ending):
    await held.save()
    lease = await held.lease()
    if ending == "submit":
        await held.site.submit(held.task_id, lease, [{"word": "x"}])
    elif ending == "lapse":
        await held.site.advance(300)
    else:
        await held.site.move(held.task_id, ending, lease)
    assert await held.site.store.read(lambda uow: drafts.of(uow, lease)) is None
    assert (await held.save(lease=lease)).status_code == 409
    assert await held.kept(lease) == 409


async def test_who_takes_the_task_again_finds_an_empty_form(held):
    await held.save()
    await held.site.move(held.task_id, "release", await held.lease())
    assert await held.site.take() == held.task_id
    assert await held.kept() is None


async def test_another_worker_can_neither_read_nor_write_it(held):
    await held.save()
    lease = await held.lease()
    await held.site.worker("bob")
    async with held.site.visitor() as bob:
        await held.site.sign_in("bob", bob)
        assert await held.kept(lease, bob) == 403
        assert (await held.save({}, bob, lease=lease)).status_code == 403
    assert await held.kept() == DRAFT


async def test_a_draft_without_a_session_or_a_proof_is_refused(held):
    lease = await held.lease()
    async with held.site.visitor() as nobody:
        assert await held.kept(lease, nobody) == 401
    body = {"draft": {}, "lease": lease}
    answer = await held.site.client.put(held.path, json=body, headers={"accept": "application/json"})
    assert answer.status_code == 403


async def test_a_draft_of_another_task_or_of_another_form_is_refused(held):
    answer = await held.site.client.get("/portal/tasks/other/draft", params={"lease": await held.lease()})
    assert answer.status_code == 409
    assert (await held.save(["no object"])).status_code == 400
    assert (await held.save({"picture": "x" * 300_000})).status_code == 413
    assert await held.kept() is None
