"""The console's pages of one worker and one answer, and what their forms do."""

import re

import pytest

from simulator.domain.admission import Block, Comparator, Requirement
from simulator.marketplace import gates, people
from simulator.store import ledger, workers

ANN = "/console/workers/ann"


@pytest.fixture
async def answer(site):
    """A page's client after ann answered a loop that pays; the answer's id."""
    await site.worker("ann")
    await site.start("loop", reward_tenths=36)
    return await site.answer("ann")


async def test_a_worker_shows_figures_and_every_change_is_made_there(site, answer):
    assert (await site.post(f"{ANN}/qualification", qualification="english", score="90")).status_code == 303
    assert (await site.post(f"{ANN}/block", scope="*", reason="Too hasty.")).status_code == 303
    assert (await site.post(f"{ANN}/bonus", usd="0.5", reason="Careful.")).status_code == 303
    assert (await site.post(f"{ANN}/adjustment", usd="-0.1", reason="Too much.")).status_code == 303
    page = (await site.client.get(ANN)).text
    for said in ("english", "90", "Too hasty.", "Everything", "Blocked", "$0.400", "$0.036 waits for approval"):
        assert said in page
    assert "You are blocked from every task: Too hasty." in page
    assert (await site.post(f"{ANN}/unblock", scope="*")).status_code == 303
    assert (await site.post(f"{ANN}/disqualification", qualification="english")).status_code == 303
    page = (await site.client.get(ANN)).text
    assert "Too hasty." not in page
    assert "Take away" not in page


@pytest.mark.parametrize(
    ("path", "fields", "said"),
    [
        ("bonus", {"usd": "much", "reason": "x"}, "The amount must be US dollars"),
        ("bonus", {"usd": "1", "reason": ""}, "A reason has 1 to 1024 characters"),
        ("qualification", {"qualification": "english", "score": "high"}, "A score is a whole number"),
        ("block", {"scope": "nothing", "reason": "x"}, "should name a flow definition or work team"),
        ("unblock", {"scope": "*"}, "is not blocked from"),
    ],
)
async def test_what_cannot_be_done_is_said_and_not_done(site, answer, path, fields, said):
    page = await site.post(f"{ANN}/{path}", **fields)
    assert 400 <= page.status_code < 500
    assert said in page.text
    ann = await site.store.read(lambda uow: workers.named(uow, "ann"))
    assert await site.store.read(lambda uow: ledger.page(uow, ann.id, 10, None)) == []


async def test_an_answer_is_approved_from_the_page_of_its_loop_and_paid(site, answer):
    loop = (await site.client.get("/console/human-loops/123456789012/us-east-1/loop")).text
    assert f'formaction="/console/answers/{answer}/approve"' in loop
    assert (await site.post(f"/console/answers/{answer}/approve", reason="")).status_code == 303
    page = (await site.client.get(f"/console/answers/{answer}")).text
    assert "It is approved, so it stays." in page
    assert "Reward" in (await site.client.get(ANN)).text
    again = await site.post(f"/console/answers/{answer}/reject", reason="x")
    assert (again.status_code, "cannot be rejected" in again.text) == (409, True)


async def test_what_happened_says_who_did_it_and_to_whom_it_was_done(site, answer):
    await site.post(f"{ANN}/block", scope="*", reason="Too hasty.")
    page = (await site.client.get("/console")).text
    assert "<strong>Task submitted</strong> by ann" in page
    assert "<strong>Worker blocked</strong>: ann" in page


async def test_a_rejection_needs_a_reason_and_the_worker_reads_it(site, answer):
    refused = await site.post(f"/console/answers/{answer}/reject", reason=" ")
    assert (refused.status_code, "Give the worker a reason" in refused.text) == (400, True)
    assert (await site.post(f"/console/answers/{answer}/reject", reason="Not <b>that</b>.")).status_code == 303
    page = (await site.client.get(f"/console/answers/{answer}")).text
    assert "Not &lt;b&gt;that&lt;/b&gt;." in page
    assert (
        await site.post(f"/console/answers/{answer}/bonus", usd="0.25", reason="For the effort.")
    ).status_code == 303
    assert "$0.250" in (await site.client.get(ANN)).text


async def test_a_worker_sees_the_reward_of_a_task_and_what_was_earned(site, answer):
    await site.start("next", reward_tenths=1200)
    await site.sign_in("ann")
    board = (await site.client.get("/portal")).text
    assert re.search(r"Reward</dt><dd>\$1\.200", board)
    assert re.search(r'data-figure="pending">\$0\.036', board)


async def test_no_form_of_another_origin_is_heeded(site, answer):
    answered = await site.client.post(f"{ANN}/bonus", data={"usd": "1", "reason": "x", "csrf": "made up"})
    assert answered.status_code == 403


async def test_pages_of_nobody_are_missing(site):
    assert (await site.client.get("/console/workers/nobody")).status_code == 404
    assert (await site.client.get("/console/answers/nothing")).status_code == 404


@pytest.mark.parametrize(
    ("bar", "heading", "sentence"),
    [
        ("block", "You are blocked from this task", "You are blocked from every task: Too hasty."),
        ("require", "You are not qualified for this task", "These tasks need the qualification &#39;english&#39;."),
        ("adult", "This task may show adult content", "It is for workers who accept that; you do not."),
        ("team", "This task belongs to another team", "Only members of its work team can take it."),
    ],
)
async def test_the_page_of_a_task_says_what_bars_the_worker(site, bar, heading, sentence):
    ann = await site.worker("ann", takes_adult_content=bar != "adult")
    loop = await site.start("loop", for_adults=bar == "adult")
    now_ms = site.context.clock.now_ms()

    def stand(uow):
        if bar == "block":
            gates.block(uow, ann.id, "ann", Block("*", "Too hasty."), "operator", now_ms)
        elif bar == "require":
            gates.require(uow, Requirement(loop.flow_arn, "english", Comparator.EXISTS), now_ms)
        elif bar == "team":
            people.join(uow, ann, [], now_ms)

    await site.store.write(stand)
    await site.sign_in("ann")
    page = await site.client.get(f"/portal/tasks/{await site.task_id('loop')}")
    assert page.status_code == 403
    assert heading in page.text
    assert sentence in page.text
    board = (await site.client.get("/portal")).text
    assert "Nothing for you to take right now" in board
