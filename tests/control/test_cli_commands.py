"""The commands that call a running simulator, against the control API over a real socket."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import uvicorn
from click.testing import CliRunner, Result
from starlette.applications import Starlette

from simulator.cli.main import main
from simulator.web.control import control_routes

Run = Callable[..., Awaitable[Result]]
GOOD = '{"sentiment": {"label": "Good"}}'


@pytest.fixture
async def url(control) -> AsyncIterator[str]:
    """Where a server with the control API listens."""
    app = Starlette(routes=control_routes(control.context))
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None, ws="none", access_log=False))
    with socket.create_server(("127.0.0.1", 0)) as sock:
        serving = asyncio.create_task(server.serve(sockets=[sock]))
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
        server.should_exit = True
        await serving


@pytest.fixture
def run(url) -> Run:
    """Run a client command against that server; `exit_code` is what it must end with."""

    async def command(*arguments: str, exit_code: int = 0, **more: Any) -> Result:
        environment = {"A2I_SIMULATOR_URL": url}
        result = await asyncio.to_thread(CliRunner().invoke, main, arguments, env=environment, **more)
        assert result.exit_code == exit_code, result.output
        return result

    return command


async def test_health_tells_where_the_pages_are(run):
    lines = (await run("health")).stdout.splitlines()
    assert lines[0].split() == ["Status", "running"]
    assert "Portal           http://simulator.test/portal" in lines


async def test_the_clock_is_shown_moved_and_set(run):
    assert "2026-01-01T00:00:00.000Z" in (await run("clock")).stdout
    assert (
        await run("clock", "advance", "90")
    ).stdout == "It is 2026-01-01T00:01:30.000Z; 0 things fell due on the way.\n"
    assert "2026-02-01T00:00:00.000Z" in (await run("clock", "advance", "--until", "2026-02-01T00:00:00Z")).stdout
    assert "2026-02-01T00:00:00.000Z" in (await run("clock", "advance", "--until", "idle")).stdout
    moved = await run("clock", "set", "manual", "--now", "2026-03-01T00:00:00Z", "--json")
    assert json.loads(moved.stdout)["now"] == "2026-03-01T00:00:00.000Z"
    assert json.loads((await run("clock", "set", "60x", "--json")).stdout)["speed"] == 60


async def test_what_a_group_is_told_counts_for_its_commands(run):
    assert json.loads((await run("clock", "--json", "advance", "1")).stdout)["fired"] == 0
    refused = await run("clock", "--url", "http://127.0.0.1:1", "advance", "1", exit_code=1)
    assert "http://127.0.0.1:1" in refused.stderr


async def test_an_answer_completes_a_loop(control, run):
    await control.start()
    answered = await run("answer", "loop", GOOD)
    assert answered.stdout == "answers-1 answered loop: 1 of 1 answers.\n"
    shown = (await run("loops", "loop")).stdout
    assert "Status           Completed" in shown
    assert '{"sentiment": {"label": "Good"}}' in shown


async def test_an_answer_can_come_from_stdin_and_from_a_named_worker(control, run):
    await control.start()
    await run("workers", "create", "ann")
    assert (await run("answer", "loop", "-", "--worker", "ann", input=GOOD)).stdout.startswith("ann answered loop")


async def test_lists_are_aligned_tables(control, run):
    await control.start("a-rather-long-name")
    await control.start("b")
    head, first, second = (await run("loops", "--status", "InProgress")).stdout.splitlines()
    assert head.index("STATUS") == first.index("InProgress") == second.index("InProgress")
    tasks = (await run("tasks", "--loop", "b")).stdout.splitlines()
    assert len(tasks) == 2
    assert tasks[1].split()[1:4] == ["b", "available", "-"]


async def test_empty_lists_say_so(run):
    assert (await run("tasks")).stdout == "There is no such task.\n"
    assert (await run("events")).stdout == "Nothing happened.\n"
    assert (await run("requests")).stdout == "No AWS call was received.\n"
    assert (await run("workers")).stdout == "There is no worker.\n"
    assert (await run("loops")).stdout == "There is no such human loop.\n"


async def test_a_list_that_was_cut_says_so_on_stderr(control, run):
    await control.start(task_count=3)
    assert "There are more" in (await run("tasks", "--limit", "2")).stderr
    assert (await run("tasks", "--limit", "3")).stderr == ""


async def test_workers_are_created_listed_and_signed_in(run):
    await run("workers", "create", "sim", "--kind", "simulated", "--profile", '{"skill": 1}')
    await run("workers", "create", "ann", "--password", "open sesame")
    assert [line.split()[0] for line in (await run("workers", "list")).stdout.splitlines()] == ["NAME", "sim", "ann"]
    url = (await run("workers", "sign-in", "ann")).stdout
    assert url.startswith("http://simulator.test/portal/sign-in?token=")
    refused = await run("workers", "sign-in", "sim", exit_code=1)
    assert refused.stderr == "Error: 'sim' is a simulated worker, who never signs in. Create one of kind 'browser'.\n"


async def test_events_go_on_after_a_number(control, run):
    await control.start(task_count=2)
    events = json.loads((await run("events", "--after", "1", "--json")).stdout)["events"]
    assert [event["seq"] for event in events] == [2]
    head, first, _ = (await run("events")).stdout.splitlines()
    assert head.split() == ["SEQ", "AT", "KIND", "ABOUT", "WORKER", "MORE"]
    assert first.split()[2:5] == ["task-created", "loop", "-"]
    assert first.split()[5].startswith("task_id=")


async def test_requests_are_listed(control, run):
    control.received.append(
        {"at": "now", "service": "s3", "operation": None, "method": "GET", "path": "/", "status": 200}
    )
    assert (await run("requests")).stdout.splitlines()[1].split() == ["now", "s3", "-", "GET", "/", "200", "-"]


async def test_reset_and_truth_say_what_they_did(control, run):
    await control.start()
    assert "The truth of loop is" in (await run("truth", "loop", GOOD)).stdout
    assert (await run("reset")).stdout == "Everything is gone. It is 2026-01-01T00:00:00.000Z.\n"


async def test_a_refusal_is_one_sentence_on_stderr(run):
    refused = await run("answer", "nowhere", GOOD, exit_code=1)
    assert refused.stdout == ""
    assert refused.stderr == "Error: No human loop is called 'nowhere'. GET /_simulator/human-loops lists them.\n"


async def test_control_characters_of_an_answer_do_not_reach_the_terminal(control, run):
    await control.start(task_count=1)
    await run("truth", "loop", r'{"sentiment": "[31mred"}')
    assert "\x1b" not in (await run("loops", "loop")).stdout


async def test_a_name_with_odd_characters_reaches_the_server_whole(run):
    refused = await run("loops", "50% ?x=1#y", exit_code=1)
    assert "'50% ?x=1#y'" in refused.stderr


async def test_something_else_at_the_url_is_told_apart(run, url):
    refused = await run("health", "--url", f"{url}/elsewhere", exit_code=1)
    assert "is no A2I simulator (status 404)" in refused.stderr


async def test_the_marketplace_is_at_hand_on_the_command_line(run, control):
    await control.start("loop", 2, reward_tenths=36)
    await run("workers", "create", "ann")
    await run("answer", "loop", GOOD, "--worker", "ann")
    answer_id = json.loads((await run("loops", "loop", "--json")).stdout)["answers"][0]["id"]
    assert (await run("approve", answer_id)).stdout == "The answer of ann is approved.\n"
    assert "cannot be rejected" in (await run("reject", answer_id, "Hasty.", exit_code=1)).stderr
    paid = await run("workers", "bonus", "ann", "0.5", "Careful.")
    assert paid.stdout == "ann has earned 0.536 US dollars.\n"
    ledger = (await run("workers", "ledger", "ann")).stdout.splitlines()
    assert [line.split()[1:3] for line in ledger] == [["KIND", "USD"], ["reward", "0.036"], ["bonus", "0.500"]]
    await run("workers", "qualify", "ann", "english", "95")
    await run("workers", "block", "ann", "Enough for today.")
    shown = (await run("workers", "show", "ann")).stdout
    for said in ("0.536", "english", "95", "You are blocked from every task: Enough for today."):
        assert said in shown
    assert (await run("workers", "unblock", "ann")).stdout == "ann is blocked from nothing.\n"


async def test_gold_questions_and_agreement_are_at_hand_on_the_command_line(run, control):
    await control.start("loop", 2)
    for name in ("ann", "bob"):
        await run("workers", "create", name)
        await run("answer", "loop", GOOD, "--worker", name)
    assert (await run("gold", "mark", "it", GOOD, "--loop", "loop")).stdout == "it is gold, answered 2 times.\n"
    assert (await run("gold")).stdout.splitlines()[1].split()[:5] == ["it", "loop", "-", "2", "2"]
    assert (await run("gold", "forget", "it")).stdout == "it is forgotten.\n"
    fields = (await run("agreement", "--loop", "loop")).stdout.splitlines()
    assert fields[1].split() == ["sentiment", "nominal", "2", "100.0", "-"]
    assert "Give either --flow or --loop." in (await run("agreement", exit_code=2)).stderr


async def test_a_population_is_hired_and_presets_are_listed(run):
    hired = await run("hire", "11 careful, 1 spammers")
    assert hired.stdout.startswith("Hired: careful-1, careful-2,")
    assert hired.stdout.endswith(" and 2 more.\n")
    assert "night-shift" in (await run("presets")).stdout
    refused = await run("hire", "2 carful", exit_code=1)
    assert refused.stderr == "Error: body.crew: There is no preset 'carful'. Did you mean 'careful'?\n"


async def test_answer_rules_are_added_listed_and_removed(run):
    assert (await run("rules")).stdout == "There are no rules.\n"
    added = await run("rules", "add", '{"loop": "x-*", "move": "decline"}')
    assert added.stdout == 'Rule 1: {"loop": "x-*", "move": "decline"}\n'
    assert "x-*" in (await run("rules")).stdout
    assert (await run("rules", "remove", "1")).stdout == "Rule 1 is gone.\n"
    assert "There is no answer rule '1'" in (await run("rules", "remove", "1", exit_code=1)).stderr


@pytest.mark.parametrize("seconds", ["nan", "inf", "-5", "soon"])
async def test_time_moves_by_a_number_of_seconds_only(run, seconds):
    refused = await run("clock", "advance", seconds, exit_code=2)
    assert "is not a number of seconds, 0 or more: time never runs backwards." in refused.stderr


async def test_a_truth_is_shown_as_json(run):
    assert (await run("truth", "loop", '{"is": true}')).stdout == 'The truth of loop is {"is": true}.\n'


async def test_a_full_list_of_events_says_how_to_go_on(run, control):
    await control.start()
    assert "--after 1 goes on from here" in (await run("events", "--limit", "1")).stderr
