"""The command `a2i-simulator`: start a simulator, show what it can, or call one that runs.

What a command does is imported when it runs, so that those which only call a running simulator start fast.
"""

import gc
import logging
import sys
from typing import Any

import click

from simulator import __version__
from simulator.cli import market_commands
from simulator.cli.bots import bots
from simulator.cli.client import Remote, client_options
from simulator.cli.crew_commands import hire, presets, rules
from simulator.cli.options import InstantType, PaceType, SecondsType, option, serve_options, settings_from
from simulator.cli.tables import cell, event_row, facts, table
from simulator.cli.values import json_object
from simulator.domain import instants
from simulator.domain.errors import DomainError
from simulator.domain.pace import Pace

_LOOP_COLUMNS = {
    "NAME": "name",
    "STATUS": "status",
    "ANSWERS WANTED": "task_count",
    "CREATED": "created_at",
    "ENDED": "ended_at",
    "WHY": "failure_reason",
}
_LOOP_FACTS = {
    "Name": "name",
    "ARN": "arn",
    "Status": "status",
    "Why": "failure_reason",
    "Created": "created_at",
    "Available until": "available_until",
    "Ended": "ended_at",
    "Output": "output_uri",
    "Output waits": "pending_output.since",
    "Output error": "pending_output.error",
    "Input": "input_content",
    "Truth": "truth",
}
_TASK_COLUMNS = {
    "TASK": "id",
    "HUMAN LOOP": "human_loop_name",
    "STATUS": "status",
    "WORKER": "worker",
    "LEASE UNTIL": "lease.deadline",
    "AVAILABLE UNTIL": "available_until",
}
_ANSWER_COLUMNS = {"WORKER": "worker", "SUBMITTED": "submitted_at", "SECONDS": "active_seconds", "ANSWER": "answer"}
_WORKER_COLUMNS = {
    "NAME": "name",
    "KIND": "kind",
    "WORK TEAM": "workteam_arn",
    "WORKING ON": "working_on",
    "CREATED": "created_at",
}
_EVENT_COLUMNS = {"SEQ": "seq", "AT": "at", "KIND": "kind", "ABOUT": "about", "WORKER": "worker", "MORE": "more"}
_REQUEST_COLUMNS = {
    "AT": "at",
    "SERVICE": "service",
    "OPERATION": "operation",
    "METHOD": "method",
    "PATH": "path",
    "STATUS": "status",
    "ERROR": "error_code",
}
_CLOCK_FACTS = {"Now": "now", "Mode": "mode", "Speed": "speed", "Next deadline": "next_deadline"}
_HEALTH_FACTS = {
    "Status": "status",
    "Version": "version",
    "AWS endpoint": "endpoint_url",
    "Portal": "portal_url",
    "Console": "console_url",
    "Account": "account",
    "Region": "region",
    "Seed": "seed",
    "Now": "clock.now",
    "Outputs waiting": "outputs.pending",
    "Outputs failing": "outputs.failing",
}


class _Commands(click.Group):
    """Commands whose refusals are one sentence on stderr and exit status 1."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401
        """Run the command."""
        try:
            return super().invoke(ctx)
        except DomainError as error:
            raise click.ClickException(error.message) from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="a2i-simulator")
def main() -> None:
    """Amazon Augmented AI (A2I) on your own machine, people included.

    'serve' starts a simulator and 'demo' shows one at work. The other commands call a simulator that runs.
    """


@main.command()
@serve_options
@click.pass_context
def serve(context: click.Context, /, **options: Any) -> None:  # noqa: ANN401
    """Start a simulator; prints 'listening on URL' when it is ready.

    Every option can stand in the environment and in the file of --config. The command line counts first, then the
    environment, then the file.
    """
    settings = settings_from(context, options)
    gc.disable()
    from simulator.cli import serving  # noqa: PLC0415

    gc.freeze()
    gc.enable()
    logging.basicConfig(level=settings.log_level.upper(), format="%(levelname)s %(name)s: %(message)s")
    sys.exit(serving.serve(settings))


@main.command()
@click.option("--once", is_flag=True, help="End after the first finished human loops.")
def demo(*, once: bool) -> None:
    """Run human loops from start to output, with simulated workers; keeps serving unless --once."""
    from simulator.cli import demo as demonstration  # noqa: PLC0415

    sys.exit(demonstration.run(once=once))


@main.command()
@client_options
def health(remote: Remote) -> None:
    """Whether a simulator runs, and where its pages are."""
    remote.show(remote.get("health"), lambda answer: facts(answer, _HEALTH_FACTS))


@main.command()
@client_options
def reset(remote: Remote) -> None:
    """Empty the simulator: everything gone but configuration."""
    remote.show(remote.post("reset", body={}), lambda answer: f"Everything is gone. It is {answer['clock']['now']}.")


@main.group(invoke_without_command=True)
@client_options
def clock(remote: Remote) -> None:
    """Show the simulator's time, set how it runs, or move it."""
    if click.get_current_context().invoked_subcommand is None:
        remote.show(remote.get("clock"), lambda answer: facts(answer, _CLOCK_FACTS))


@clock.command("advance", context_settings={"ignore_unknown_options": True})
@click.argument("seconds", type=SecondsType(), required=False)
@click.option("--until", metavar="ISO|idle", help="An instant, or 'idle' for the end of all work.")
@client_options
def clock_advance(remote: Remote, seconds: float | None, until: str | None) -> None:
    """Move time by SECONDS or to an instant; returns when all that fell due has happened."""
    if (seconds is None) == (until is None):
        raise click.UsageError("Give either SECONDS or --until.")
    body = {"seconds": seconds} if until is None else {"until": until}
    remote.show(
        remote.post("clock", "advance", body=body),
        lambda answer: f"It is {answer['now']}; {answer['fired']} things fell due on the way.",
    )


@clock.command("set")
@click.argument("mode", type=PaceType(), metavar="real|manual|SPEEDx")
@click.option("--now", type=InstantType(), help="With manual: where time stands, not before the present.")
@client_options
def clock_set(remote: Remote, mode: Pace, now: int | None) -> None:
    """Let time run as told; 60x is sixty times as fast as real."""
    body: dict[str, object] = {"mode": mode.mode}
    if mode.mode == "scaled":
        body["speed"] = mode.speed
    if now is not None:
        body["now"] = instants.iso_millis(now)
    remote.show(remote.post("clock", body=body), lambda answer: facts(answer, _CLOCK_FACTS))


@main.command()
@click.argument("loop")
@click.argument("answer")
@click.option("--worker", help="Who answers; else anyone in a browser, or a new worker.")
@client_options
def answer(remote: Remote, loop: str, answer: str, worker: str | None) -> None:
    """Answer the human loop LOOP with the JSON object ANSWER ('-' reads it from stdin)."""
    body = {"answer": json_object(answer)} | ({"worker": worker} if worker else {})
    remote.show(
        remote.post("human-loops", loop, "answers", body=body),
        lambda given: f"{given['worker']} answered {loop}: {given['answers']} of {given['task_count']} answers.",
    )


@main.command()
@click.argument("loop")
@click.argument("answer")
@client_options
def truth(remote: Remote, loop: str, answer: str) -> None:
    """Set the right answer to the human loop LOOP, which skilled simulated workers find ('-' reads stdin)."""
    body = {"answer": json_object(answer)}
    remote.show(
        remote.put("human-loops", loop, "truth", body=body),
        lambda kept: f"The truth of {loop} is {cell(kept['answer'])}.",
    )


@main.command()
@click.argument("name", required=False)
@click.option("--status", help="Only those, as in InProgress.")
@click.option("--limit", type=click.IntRange(1, 1000), default=100, show_default=True)
@client_options
def loops(remote: Remote, name: str | None, status: str | None, limit: int) -> None:
    """List the human loops, or show the one called NAME."""
    if name is not None:
        remote.show(remote.get("human-loops", name), _one_loop)
        return
    found = remote.get("human-loops", status=status, limit=limit)
    _show_list(remote, found, "human_loops", _LOOP_COLUMNS, "There is no such human loop.")


@main.command()
@click.option("--loop", help="Only the tasks of that human loop.")
@click.option("--worker", help="Only the tasks that this worker holds or answered.")
@click.option("--status", help="Only those, as in available.")
@click.option("--limit", type=click.IntRange(1, 1000), default=100, show_default=True)
@client_options
def tasks(remote: Remote, loop: str | None, worker: str | None, status: str | None, limit: int) -> None:
    """List the tasks, who holds them, and until when."""
    found = remote.get("tasks", human_loop_name=loop, worker=worker, status=status, limit=limit)
    _show_list(remote, found, "tasks", _TASK_COLUMNS, "There is no such task.")


@main.command()
@click.option("--after", type=click.IntRange(0), default=0, help="Only events after this SEQ.")
@click.option("--limit", type=click.IntRange(1, 1000), default=100, show_default=True)
@client_options
def events(remote: Remote, after: int, limit: int) -> None:
    """List what happened, in order."""
    found = remote.get("events", after=after, limit=limit)
    remote.show(
        found,
        lambda answer: table([event_row(event) for event in answer["events"]], _EVENT_COLUMNS, "Nothing happened."),
    )
    if len(found["events"]) == limit and not remote.as_json:
        click.echo(f"There may be more: --after {found['last']} goes on from here.", err=True)


@main.command()
@click.option("--limit", type=click.IntRange(1), help="Only so many, the newest.")
@client_options
def requests(remote: Remote, limit: int | None) -> None:
    """List the AWS calls that were received, newest last."""
    found = remote.get("requests", limit=limit)
    _show_list(remote, found, "requests", _REQUEST_COLUMNS, "No AWS call was received.")


@main.group(invoke_without_command=True)
@client_options
def workers(remote: Remote) -> None:
    """List the workers, create one, or get a link to sign in as one."""
    if click.get_current_context().invoked_subcommand is None:
        _list_workers(remote)


@workers.command("list")
@client_options
def workers_list(remote: Remote) -> None:
    """List the workers."""
    _list_workers(remote)


@workers.command("create")
@click.argument("name")
@click.option("--kind", type=click.Choice(["browser", "simulated"]), default="browser", show_default=True)
@click.option("--workteam", help="A work team's name or ARN; else a member of every team.")
@click.option("--profile", help="How a simulated worker behaves, as a JSON object.")
@option("--password", help="What a browser worker signs in with; else the name is enough.")
@client_options
def workers_create(remote: Remote, /, name: str, profile: str | None, **options: str | None) -> None:
    """Create the worker NAME."""
    given: dict[str, object] = {key: value for key, value in options.items() if value is not None}
    if profile is not None:
        given["profile"] = json_object(profile)
    created = remote.post("workers", body={"name": name, **given})
    remote.show(created, lambda worker: f"{worker['name']} is there, a {worker['kind']} worker.")


@workers.command("sign-in")
@click.argument("name")
@click.option("--task", help="The task that the link opens.")
@client_options
def workers_sign_in(remote: Remote, name: str, task: str | None) -> None:
    """Print a link that opens the portal once, signed in as NAME."""
    body = {"task": task} if task else {}
    remote.show(remote.post("workers", name, "sign-in", body=body), lambda link: str(link["url"]))


def _list_workers(remote: Remote) -> None:
    _show_list(remote, remote.get("workers", limit=1000), "workers", _WORKER_COLUMNS, "There is no worker.")


def _show_list(remote: Remote, found: dict[str, Any], member: str, columns: dict[str, str], empty: str) -> None:
    remote.show(found, lambda answer: table(answer[member], columns, empty))
    remote.say_more(found)


def _one_loop(loop: dict[str, Any]) -> str:
    parts = [facts(loop, _LOOP_FACTS), table(loop["tasks"], _TASK_COLUMNS, "It has no tasks.")]
    return "\n\n".join([*parts, table(loop["answers"], _ANSWER_COLUMNS, "Nobody has answered it yet.")])


for _command in (bots, hire, presets, rules, *market_commands.COMMANDS):
    main.add_command(_command)
for _command in market_commands.OF_WORKERS:
    workers.add_command(_command)
