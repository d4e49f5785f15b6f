"""Where answers come from: rules, a URL, a function; time that is moved waits for them."""

import asyncio
import json
from collections import Counter

import pytest

from simulator.domain.answer_rules import rule_of
from simulator.domain.pace import Pace
from tools.in_process import in_process

FORM = """<crowd-form><crowd-classifier name="s" categories="['A', 'B']" header="h">
<classification-target>{{ task.input.text }}</classification-target></crowd-classifier></crowd-form>"""
A, B = {"s": {"label": "A"}}, {"s": {"label": "B"}}


class Answerer:
    """A web server that answers as it is told, and keeps what it was asked."""

    def __init__(self):
        self.asked = []
        self.replies = []

    async def __aenter__(self):
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}/answer"
        return self

    async def __aexit__(self, *_error):
        self.server.close()
        await self.server.wait_closed()

    async def serve(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.split("content-length:")[1].split("\r\n")[0])
        self.asked.append(json.loads(await reader.readexactly(length)))
        status, body = self.replies.pop(0) if self.replies else (200, json.dumps({"answer": B}))
        if status is None:
            await reader.read()
        else:
            writer.write(f"HTTP/1.1 {status} X\r\ncontent-length: {len(body)}\r\n\r\n{body}".encode())
            await writer.drain()
        writer.close()


@pytest.fixture
async def answerer():
    async with Answerer() as started:
        yield started


async def work(app, loops=1, **config):
    """The answers to some loops, by the loop's name, and the events."""
    await app.prepare()
    await app.flow("reviews", FORM, **config)
    for number in range(loops):
        await app.start(f"loop-{number}", "reviews", {"text": f"number {number}", "kind": ["x", "y"][number % 2]})
    await app.advance()
    found = {}
    for number in range(loops):
        loop = await app.get(f"/human-loops/loop-{number}")
        found[loop["name"]] = [given["answer"] for given in loop["answers"]]
    return found, await app.events()


async def test_the_first_rule_that_matches_decides_and_then_those_of_the_settings():
    async with in_process(crew=2, answer_rules=()) as app:
        await app.post("/answer-rules", loop="loop-0", worker="crew-1", answer={"first": True})
        await app.post("/answer-rules", loop="loop-0", answer={"second": True})
        await app.post("/answer-rules", input={"kind": "y"}, truth=A)
        await app.put("/human-loops/loop-2/truth", answer=B)
        found, _ = await work(app, 3, TaskCount=2)
    assert sorted(map(json.dumps, found["loop-0"])) == ['{"first": true}', '{"second": true}']
    assert {answer["s"]["label"] for answer in found["loop-1"] + found["loop-2"]} <= {"A", "B"}


async def test_a_truth_given_by_a_rule_is_found_as_often_as_skill_lets_it():
    async with in_process(crew=1) as app:
        await app.post("/answer-rules", truth=A)
        found, _ = await work(app, 60)
    right = sum(answers == [A] for answers in found.values())
    assert 45 <= right < 60


async def test_a_rule_can_make_a_worker_decline():
    async with in_process(crew=1) as app:
        await app.post("/answer-rules", move="decline")
        found, events = await work(app)
    assert found == {"loop-0": []}
    assert "task-declined" in {event["kind"] for event in events}


async def test_a_url_is_asked_with_the_task_and_its_answer_is_there_when_time_has_moved(answerer):
    async with in_process(crew=1, answer_rules=(rule_of(answerer.url),)) as app:
        found, _ = await work(app)
    assert found == {"loop-0": [B]}
    [asked] = answerer.asked
    assert asked["input"] == {"text": "number 0", "kind": "x"}
    assert asked["fields"] == [{"name": "s", "kind": "label", "choices": ["A", "B"], "required": True}]
    assert asked["worker"]["name"] == "crew-1"
    assert asked["task"]["human_loop_name"] == "loop-0"


async def test_a_url_may_leave_the_answer_to_the_worker(answerer):
    answerer.replies = [(204, "")]
    async with in_process(crew=1, answer_rules=(rule_of(answerer.url),)) as app:
        await app.put("/human-loops/loop-0/truth", answer=A)
        found, _ = await work(app)
    assert found["loop-0"][0]["s"]["label"] in {"A", "B"}


@pytest.mark.parametrize(
    "reply,said",
    [
        ((500, "no"), "it answered with status 500, 3 times."),
        ((200, "<html>"), "The body must be valid JSON"),
        ((200, '{"s": 1}'), 'it must answer {"answer": {…}}, or with status 204.'),
        ((200, '{"answer": {"s": {"label": "C"}}}'), 'its answer does not fit the form. "s" has no choice "C"'),
        ((None, ""), "did not answer within 0.1 seconds"),
    ],
)
async def test_what_goes_wrong_outside_is_an_event_and_the_worker_declines(answerer, monkeypatch, reply, said):
    monkeypatch.setattr("simulator.outbox.asking._PAUSES_SECONDS", (0.0, 0.0))
    answerer.replies = [reply] * 3
    async with in_process(crew=1, answer_rules=(rule_of(answerer.url),), answer_seconds=0.1) as app:
        found, events = await work(app)
    assert found == {"loop-0": []}
    kinds = [event["kind"] for event in events if event["kind"] in {"answer-failed", "task-declined"}]
    assert kinds == ["answer-failed", "task-declined"]
    [failure] = [event for event in events if event["kind"] == "answer-failed"]
    assert said in failure["data"]["error"]
    assert answerer.url in failure["data"]["error"]


async def test_a_url_that_fails_once_is_asked_again(answerer, monkeypatch):
    monkeypatch.setattr("simulator.outbox.asking._PAUSES_SECONDS", (0.0, 0.0))
    answerer.replies = [(503, "later")]
    async with in_process(crew=1, answer_rules=(rule_of(answerer.url),)) as app:
        found, _ = await work(app)
    assert (found, len(answerer.asked)) == ({"loop-0": [B]}, 2)


async def test_many_questions_are_asked_side_by_side_and_their_order_is_not_the_networks(answerer):
    async with in_process(crew=8, answer_rules=(rule_of(answerer.url),)) as app:
        found, events = await work(app, 12)
    assert all(answers == [B] for answers in found.values())
    times = [event["at"] for event in events]
    assert times == sorted(times)


async def test_a_function_of_the_caller_answers_in_this_process():
    questions = []

    def answer(question):
        questions.append(question["task"]["human_loop_name"])
        return A if question["input"]["kind"] == "x" else None

    async def later(question):
        return await asyncio.to_thread(answer, question)

    for function in (answer, later):
        async with in_process(function, crew=1) as app:
            await app.put("/human-loops/loop-1/truth", answer=B)
            found, _ = await work(app, 2)
        assert found["loop-0"] == [A]
        assert found["loop-1"][0]["s"]["label"] in {"A", "B"}
    assert Counter(questions) == {"loop-0": 2, "loop-1": 2}


@pytest.mark.parametrize(
    "source,said",
    [
        ("no.such.module:f", "there is no such function"),
        ("json:nothing", "there is no such function"),
        ("json:decoder", "it is no function"),
        ("json:loads", "it raised TypeError"),
    ],
)
async def test_a_function_that_is_none_or_raises_is_an_event(source, said):
    async with in_process(crew=1, answer_rules=(rule_of(source),)) as app:
        _, events = await work(app)
    [failure] = [event for event in events if event["kind"] == "answer-failed"]
    assert said in failure["data"]["error"]


async def test_in_time_that_runs_by_itself_the_worker_waits_for_the_answer():
    asked, may_answer = asyncio.Event(), asyncio.Event()

    async def answer(_question):
        asked.set()
        await may_answer.wait()
        return A

    async with in_process(answer, crew=1, pace=Pace(50.0)) as app:
        await app.prepare()
        await app.flow("reviews", FORM)
        await app.start("loop", "reviews", {"text": "x"})
        await asked.wait()
        before = await app.get("/events", after=0, limit=1000)
        assert "task-submitted" not in {event["kind"] for event in before["events"]}
        may_answer.set()
        seen = before["events"][-1]["seq"]
        kinds = set()
        while "output-written" not in kinds:
            more = (await app.get("/events", after=seen, wait=20))["events"]
            kinds |= {event["kind"] for event in more}
            seen = more[-1]["seq"]
        assert (await app.get("/human-loops/loop"))["answers"][0]["answer"] == A
