"""Sentences of refusals that AWS has but does not publish: ours, in AWS's manner, each with what is known.

An error's code and the words that programs look for are AWS's where they are known; the rest of the text is a guess.
Each is written once, here, and `docs/guesses.md` lists them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text with `{places}`, when it is said, and where the little that is known comes from (A2I_FACTS and flag)."""

    text: str
    when: str
    source: str = "C4 [G]"

    def __call__(self, **parts: object) -> str:
        """The sentence with its places filled in."""
        return self.text.format(**parts)


NAME_TAKEN = Sentence("{noun} already exists: {arn}", "Create of a name that is taken (ResourceInUse)")
FLOW_MISSING = Sentence(
    "The flow definition '{name}' does not exist.",
    "Describe or Delete of a flow definition that is not there (ResourceNotFound)",
    "C1 [code O, text G]",
)
TASK_UI_MISSING = Sentence(
    "The human task UI '{name}' does not exist.",
    "Describe, Delete or RenderUiTemplate of a human task UI that is not there (ResourceNotFound)",
    "C1 [code O, text G]",
)
WORKTEAM_MISSING = Sentence(
    "The work team '{name}' does not exist or you do not have access to it.",
    "Describe, Update or Delete of a work team that is not there (ValidationException)",
    "C1 ['The work team' O, the rest G]",
)
WORKFORCE_MISSING = Sentence(
    "No workforce found with name '{name}'.",
    "Describe, Update or Delete of a workforce that is not there (ValidationException)",
    "C1 ['No workforce' O, the rest G]",
)
FLOW_NEEDS_TASK_UI = Sentence(
    "The specified HumanTaskUi '{arn}' does not exist or you do not have access to it.",
    "CreateFlowDefinition with an unknown human task UI (ValidationException)",
    "C1 [G, after the sentence for work teams]",
)
LOOP_NEEDS_FLOW = Sentence(
    "The specified FlowDefinition '{arn}' does not exist or you do not have access to it.",
    "StartHumanLoop with an unknown flow definition (ValidationException)",
    "C2 [code I, text G]",
)
LOOP_NEEDS_ACTIVE_FLOW = Sentence(
    "The flow definition '{arn}' is {status}. Only an Active one can start human loops.",
    "StartHumanLoop with a flow definition that is Initializing, Failed or Deleting (ValidationException)",
    "C2 [code I, text G]",
)
