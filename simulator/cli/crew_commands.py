"""The crew from a shell: hire a population, see the presets, tell workers what to answer."""

import json
from typing import Any

import click

from simulator.cli.client import Remote, client_options
from simulator.cli.tables import table
from simulator.cli.values import json_object

_PRESET_COLUMNS = {"NAME": "name", "FOR": "says", "PROFILE": "profile"}
_RULE_COLUMNS = {"ID": "id", "RULE": "rule"}


@click.command()
@click.argument("population")
@click.option("--workteam", help="A work team's name or ARN, for the groups that name none; else of every team.")
@client_options
def hire(remote: Remote, population: str, workteam: str | None) -> None:
    """Hire the simulated workers of POPULATION, as in '50 careful, 10 hasty, 2 spammers @team'."""
    body = {"crew": population} | ({"workteam": workteam} if workteam else {})
    remote.show(remote.post("populations", body=body), _hired)


@click.command()
@client_options
def presets(remote: Remote) -> None:
    """List the kinds of simulated workers."""
    remote.show(
        remote.get("presets"), lambda answer: table(answer["presets"], _PRESET_COLUMNS, "There are no presets.")
    )


@click.group(invoke_without_command=True)
@client_options
def rules(remote: Remote) -> None:
    """List, add or remove the rules of what simulated workers answer; the first that matches decides."""
    if click.get_current_context().invoked_subcommand is None:
        remote.show(
            remote.get("answer-rules"), lambda answer: table(answer["rules"], _RULE_COLUMNS, "There are no rules.")
        )


@rules.command("add")
@click.argument("rule")
@client_options
def rules_add(remote: Remote, rule: str) -> None:
    """Add the JSON object RULE behind the others ('-' reads it from stdin)."""
    added = remote.post("answer-rules", body=json_object(rule))
    remote.show(added, lambda kept: f"Rule {kept['id']}: {json.dumps(kept['rule'], ensure_ascii=False)}")


@rules.command("remove")
@click.argument("number", type=click.IntRange(1))
@client_options
def rules_remove(remote: Remote, number: int) -> None:
    """Forget the rule with that ID."""
    removed = remote.delete("answer-rules", str(number))
    remote.show(removed, lambda answer: f"Rule {answer['removed']} is gone.")


def _hired(answer: Any) -> str:  # noqa: ANN401
    names = answer["created"]
    shown = ", ".join(names[:10]) + (f" and {len(names) - 10} more" if len(names) > 10 else "")  # noqa: PLR2004
    return f"Hired: {shown}."
