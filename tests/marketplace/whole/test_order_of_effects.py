"""What an instant asked for has happened before the next instant comes, however much it is."""

from simulator.wire.fallback import journal
from simulator.wire.fallback.embedded import EmbeddedAws
from tools.in_process import in_process

FORM = "<crowd-form><crowd-input name='word'></crowd-input></crowd-form>"
MORE_THAN_ARE_WRITTEN_AT_ONCE = 35


async def test_every_document_of_an_instant_is_written_before_time_moves_on():
    async with in_process() as app:
        await app.prepare()
        await app.post("/workers", name="ann")
        await app.flow("first", FORM, TaskCount=2, TaskAvailabilityLifetimeInSeconds=60)
        await app.flow("later", FORM, TaskCount=2, TaskAvailabilityLifetimeInSeconds=61)
        names = [f"first-{number}" for number in range(MORE_THAN_ARE_WRITTEN_AT_ONCE)]
        for name in [*names, "later-0"]:
            await app.start(name, name.partition("-")[0], {})
            await app.post(f"/human-loops/{name}/answers", worker="ann", answer={"word": "yes"})
        await app.advance()
        written = [event for event in await app.events() if event["kind"] == "output-written"]
        assert [event["data"]["human_loop_name"] for event in written] == [*names, "later-0"]
        ended = [event for event in await app.events() if event["kind"].startswith(("output-", "task-expired"))]
        last = next(at for at, event in enumerate(ended) if event["data"]["human_loop_name"] == "later-0")
        assert {event["kind"] for event in ended[last - len(names) : last]} == {"output-written"}


async def test_documents_of_moved_time_wait_for_the_disk_together(tmp_path, monkeypatch):
    synced = []
    sync_file = journal._sync_file
    monkeypatch.setattr(journal, "_sync_file", lambda file: synced.append(file) or sync_file(file))
    async with in_process(data_dir=tmp_path) as app:
        await app.prepare()
        await app.flow("reviews", FORM)
        await app.post("/workers", name="robot", kind="simulated")
        for number in range(8):
            await app.start(f"loop-{number}", "reviews", {})
        await app.advance()
        written = [event for event in await app.events() if event["kind"] == "output-written"]
        assert len(written) == 8
        assert len(synced) == 1


async def record(monkeypatch, *, here):
    """The events of a crew's work, whose documents the thread that writes shall put into S3, or may not."""
    asked, put_here = [], EmbeddedAws.put_here
    with monkeypatch.context() as patched:
        patched.setattr(EmbeddedAws, "put_here", lambda *given: asked.append(given) or (here and put_here(*given)))
        async with in_process() as app:
            await app.prepare()
            await app.flow("reviews", FORM, TaskCount=2)
            for name in ("ann", "bob", "cid"):
                await app.post("/workers", name=name, kind="simulated")
            for number in range(6):
                await app.start(f"loop-{number}", "reviews", {})
            await app.advance()
            events = await app.events()
    assert len(asked) >= 6
    return events


async def test_documents_written_by_the_thread_that_writes_or_beside_it_leave_the_same_record(monkeypatch):
    events = await record(monkeypatch, here=True)
    assert events == await record(monkeypatch, here=False)
    assert [event["kind"] for event in events].count("output-written") == 6
