"""The marketplace from a shell: a worker's record, gates and pay; reviews, gold questions, agreement."""

from typing import Any

import click

from simulator.cli.client import Remote, client_options
from simulator.cli.tables import facts, table
from simulator.cli.values import json_object

_WORKER_FACTS = {
    "Name": "name",
    "Kind": "kind",
    "Work teams": "workteam_arns",
    "Working on": "working_on",
    "Answers": "statistics.answers",
    "Accuracy": "statistics.accuracy",
    "Median seconds": "statistics.median_seconds",
    "Earned": "earnings.total_usd",
    "Pending": "earnings.pending_usd",
}
_SCORE_COLUMNS = {"QUALIFICATION": "name", "SCORE": "score"}
_BLOCK_COLUMNS = {"BLOCKED FROM": "scope", "CAUSE": "cause", "REASON": "reason"}
_ENTRY_COLUMNS = {"AT": "at", "KIND": "kind", "USD": "usd", "HUMAN LOOP": "human_loop_name", "REASON": "reason"}
_GOLD_COLUMNS = {
    "NAME": "name",
    "HUMAN LOOP": "human_loop_name",
    "FLOW DEFINITION": "flow_definition_arn",
    "ANSWERED": "answered",
    "RIGHT": "right",
    "ANSWER": "answer",
}
_FIELD_COLUMNS = {
    "FIELD": "field",
    "SCALE": "scale",
    "ANSWERS": "answers",
    "PERCENT": "percent_agreement",
    "ALPHA": "krippendorff_alpha",
}


@click.command("show")
@click.argument("name")
@client_options
def show_worker(remote: Remote, name: str) -> None:
    """Show what the worker NAME did, how well, and what it earned."""
    remote.show(remote.get("workers", name), _one_worker)


@click.command("qualify")
@click.argument("name")
@click.argument("qualification")
@click.argument("score", type=int)
@client_options
def qualify(remote: Remote, name: str, qualification: str, score: int) -> None:
    """Give the worker NAME a score in QUALIFICATION."""
    given = remote.post("workers", name, "qualifications", body={"name": qualification, "score": score})
    remote.show(given, lambda answer: table(answer["qualifications"], _SCORE_COLUMNS, "None."))


@click.command("block")
@click.argument("name")
@click.argument("reason")
@click.option("--scope", default="*", help="A flow definition or work team by name or ARN; else everything.")
@client_options
def block(remote: Remote, name: str, reason: str, scope: str) -> None:
    """Keep the worker NAME from tasks, for a REASON that the worker may read."""
    blocked = remote.post("workers", name, "blocks", body={"reason": reason, "scope": scope})
    remote.show(blocked, lambda answer: table(answer["blocks"], _BLOCK_COLUMNS, "None."))


@click.command("unblock")
@click.argument("name")
@click.option("--scope", default="*", help="From what the worker was blocked; else everything.")
@client_options
def unblock(remote: Remote, name: str, scope: str) -> None:
    """Let the worker NAME in again."""
    left = remote.delete("workers", name, "blocks", scope=scope)
    remote.show(left, lambda answer: table(answer["blocks"], _BLOCK_COLUMNS, f"{name} is blocked from nothing."))


@click.command("ledger")
@click.argument("name")
@click.option("--limit", type=click.IntRange(1, 1000), default=100, show_default=True)
@client_options
def show_ledger(remote: Remote, name: str, limit: int) -> None:
    """List what the worker NAME earned, entry by entry."""
    found = remote.get("workers", name, "ledger", limit=limit)
    remote.show(found, lambda answer: table(answer["entries"], _ENTRY_COLUMNS, "Nothing was earned yet."))
    remote.say_more(found)


@click.command("bonus")
@click.argument("name")
@click.argument("usd")
@click.argument("reason")
@client_options
def bonus(remote: Remote, name: str, usd: str, reason: str) -> None:
    """Pay the worker NAME a bonus of USD, such as 0.500, for a REASON."""
    paid = remote.post("workers", name, "bonuses", body={"usd": usd, "reason": reason})
    remote.show(paid, lambda answer: f"{name} has earned {answer['earnings']['total_usd']} US dollars.")


@click.command()
@click.argument("answer")
@click.option("--reason", help="Why, in words that the worker may read.")
@client_options
def approve(remote: Remote, answer: str, reason: str | None) -> None:
    """Approve the ANSWER with that id ('loops NAME --json' shows ids), which books its reward."""
    _judge(remote, answer, "approve", reason)


@click.command()
@click.argument("answer")
@click.argument("reason")
@client_options
def reject(remote: Remote, answer: str, reason: str) -> None:
    """Reject the ANSWER with that id for a REASON, so it earns nothing."""
    _judge(remote, answer, "reject", reason)


@click.group(invoke_without_command=True)
@client_options
def gold(remote: Remote) -> None:
    """List, mark or forget gold questions, whose known answers measure workers."""
    if click.get_current_context().invoked_subcommand is None:
        remote.show(remote.get("gold"), lambda found: table(found["gold"], _GOLD_COLUMNS, "There is no gold question."))


@gold.command("mark")
@click.argument("name")
@click.argument("answer")
@click.option("--loop", help="The human loop that it is.")
@click.option("--flow", help="The flow definition whose loops it is, by name or ARN.")
@client_options
def gold_mark(remote: Remote, name: str, answer: str, loop: str | None, flow: str | None) -> None:
    """Mark a question as gold under NAME, with the JSON object ANSWER ('-' reads it from stdin)."""
    given = {"human_loop_name": loop, "flow_definition": flow}
    body = {"answer": json_object(answer)} | {key: value for key, value in given.items() if value is not None}
    remote.show(remote.put("gold", name, body=body), lambda kept: f"{name} is gold, answered {kept['answered']} times.")


@gold.command("forget")
@click.argument("name")
@client_options
def gold_forget(remote: Remote, name: str) -> None:
    """Forget the gold question NAME and the scores that it gave."""
    remote.show(remote.delete("gold", name), lambda _: f"{name} is forgotten.")


@click.command()
@click.option("--flow", help="All loops of a flow definition, by name or ARN.")
@click.option("--loop", help="One human loop.")
@client_options
def agreement(remote: Remote, flow: str | None, loop: str | None) -> None:
    """Show how far workers agree, field by field."""
    if (flow is None) == (loop is None):
        raise click.UsageError("Give either --flow or --loop.")
    remote.show(remote.get("agreement", flow_definition=flow, human_loop_name=loop), _agreement)


OF_WORKERS = (show_worker, qualify, block, unblock, show_ledger, bonus)
COMMANDS = (approve, reject, gold, agreement)


def _judge(remote: Remote, answer: str, verdict: str, reason: str | None) -> None:
    body = {} if reason is None else {"reason": reason}
    judged = remote.post("answers", answer, verdict, body=body)
    remote.show(judged, lambda given: f"The answer of {given['worker']} is {given['review']['status']}.")


def _one_worker(worker: dict[str, Any]) -> str:
    parts = [facts(worker, _WORKER_FACTS)]
    for member, columns in (("qualifications", _SCORE_COLUMNS), ("blocks", _BLOCK_COLUMNS)):
        if worker[member]:
            parts.append(table(worker[member], columns, ""))
    return "\n\n".join([*parts, *(["\n".join(worker["why_nothing"])] if worker["why_nothing"] else [])])


def _agreement(found: dict[str, Any]) -> str:
    rows = [{"field": name, **field} for name, field in found["fields"].items()]
    shown = table(rows, _FIELD_COLUMNS, "Nobody has answered yet.")
    return f"{shown}\n\n{found['note']}" if found["note"] else shown
