"""Every guess in one place: what AWS does not publish, and what the simulator does instead.

Two kinds. A `Setting` tells about one field of `Rules` or `ApiRules`, which the table `[rules]` of the configuration
file changes. A `Sentence` of `sentences.py` is the text of a refusal. `make docs` writes both into `docs/guesses.md`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from simulator.domain import sentences
from simulator.domain.api_rules import ApiRules
from simulator.domain.human_loops import Rules
from simulator.domain.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Setting:
    """A rule: what is not known about AWS, what the values mean, and the source with its flag."""

    name: str
    unknown: str
    meaning: str
    source: str


SETTINGS: Sequence[Setting] = (
    Setting(
        "partial_answers_at_expiry",
        "How a loop ends whose availability lifetime lapses with some of its answers.",
        "`completed`: Completed, with the answers there are. `failed`: Failed with Expired.",
        "B [G, after Ground Truth]",
    ),
    Setting(
        "expire_after_declines",
        "What happens when as many workers declined a loop's tasks as it wants answers.",
        "`true`: it is offered to nobody else. `false`: it stays on offer until its lifetime lapses.",
        "B [G, after Ground Truth]",
    ),
    Setting(
        "retake_after_release",
        "Whether a worker who released a task may take it again.",
        "`true`: while it is available. `false`: never.",
        "I [D for Ground Truth's portal]",
    ),
    Setting(
        "empty_output",
        "Whether a loop that ends without any answer gets an output document.",
        "`true`: one with `humanAnswers: []`. `false`: none.",
        "A3 [I, strong]",
    ),
    Setting(
        "tasks_per_worker",
        "Whether a worker can be at work on several tasks at a time.",
        "How many a worker may have in hand at most; stopped ones do not count.",
        "I [G]",
    ),
    Setting(
        "public_adult_content_rule",
        "Who of the public workforce sees content that is not declared FreeOfAdultContent.",
        "`true`: workers who accept adult content. `false`: everybody.",
        "C3, H [I from MTurk]",
    ),
    Setting(
        "auto_approval_seconds",
        "When a worker of the public workforce is paid for an answer that nobody judged.",
        "Seconds of simulator time from the answer to its approval; 0 means at once.",
        "H [D for MTurk, whose default is 30 days; G for A2I]",
    ),
    Setting(
        "gold_minimum_accuracy",
        "Nothing: A2I has no gold questions; these are the simulator's own.",
        "A worker whose share of right answers to a flow definition's gold questions is smaller is blocked from the "
        "flow; 0 blocks nobody.",
        "F [ours]",
    ),
    Setting(
        "gold_minimum_answers",
        "Nothing, as before.",
        "How many gold questions of a flow definition a worker answers before the accuracy counts.",
        "F [ours]",
    ),
    Setting(
        "initializing_seconds",
        "How long a new flow definition or workforce is Initializing.",
        "Seconds of simulator time; 0 means Active at once.",
        "D [statuses D, duration G]",
    ),
    Setting(
        "updating_seconds",
        "How long a workforce is Updating after UpdateWorkforce.",
        "Seconds of simulator time; 0 means Active at once.",
        "D [status D, duration G]",
    ),
    Setting(
        "deleting_seconds",
        "How long a flow definition, human task UI or workforce is Deleting when nothing holds it up.",
        "Seconds of simulator time; 0 means gone at once.",
        "B, D [statuses D, duration G]",
    ),
    Setting(
        "public_price_required",
        "Whether a flow definition for the public workforce must name a PublicWorkforceTaskPrice.",
        "`true`: without one it is refused. `false`: the model's word counts, which does not require it.",
        "C3 [G]",
    ),
    Setting(
        "undeclared_pii",
        "What becomes of a loop for the public workforce that is not declared free of personally identifiable "
        "information; the guide says that its tasks fail.",
        "`failed`: it is Failed with ValidationError at once. `refused`: StartHumanLoop refuses it.",
        "B [D that it fails, G how]",
    ),
    Setting(
        "input_object_required",
        "Whether InputContent may be any JSON value or must be an object.",
        "`true`: an object. `false`: any JSON value.",
        "K [G]",
    ),
    Setting(
        "stop_after_end",
        "What StopHumanLoop says about a loop that has ended.",
        "`refused`: ValidationException. `ignored`: success, and nothing happens.",
        "B, K [G]",
    ),
    Setting(
        "reuse_ended_names",
        "Whether StartHumanLoop may take the name of a loop that has ended and was not deleted.",
        "`true`: the new loop takes its place. `false`: ConflictException until it is deleted.",
        "B [D speaks of active loops only; G]",
    ),
    Setting(
        "delete_workteam_in_use",
        "Whether a work team can be deleted while a flow definition names it.",
        "`allowed`: it goes, and the flow definition's loops find no workers. `refused`: ResourceInUse.",
        "C4 [G]",
    ),
    Setting(
        "members_of_workforce",
        "Whether a work team's members are compared with the account's workforce.",
        "`true`: user pool and client must be the workforce's, and an OIDC team needs an OIDC workforce. "
        "`false`: any members will do.",
        "D [I from the model's documentation]",
    ),
    Setting(
        "foreign_roles",
        "Nothing: AWS refuses a RoleArn of another account. Here nobody assumes roles, and programs bring the ARN of "
        "their real account along.",
        "`allowed`: any role will do. `refused`: ValidationException, as on AWS.",
        "C4 [I]",
    ),
    Setting(
        "most_open_human_loops",
        "How many human loops an account may have open in a region; the model only says that there is a quota.",
        "One more than so many is refused with ServiceQuotaExceededException (402); 0 means no limit.",
        "C2 [error D, number G]",
    ),
)


def defaults() -> Mapping[str, object]:
    """The default of every rule by its name."""
    return {field.name: field.default for kind in (Rules, ApiRules) for field in fields(kind)}


def all_sentences() -> Mapping[str, Sentence]:
    """Every sentence by its name, in the order in which they are written."""
    return {name: value for name, value in vars(sentences).items() if isinstance(value, Sentence)}
