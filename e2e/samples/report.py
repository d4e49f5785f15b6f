"""The table of docs/sample-templates.md."""

_HEAD = """# AWS's sample templates

<!-- Made by `python -m e2e.samples --write`; changes by hand are lost. -->

Every template of [aws-samples/amazon-a2i-sample-task-uis](https://github.com/aws-samples/amazon-a2i-sample-task-uis),
tried from StartHumanLoop to `output.json`: it is rendered with sample data, opened in the portal in Chromium, completed
through what is visible by mouse and keyboard, submitted, and the answer in `output.json` is compared with the one that
was entered. The templates are fetched when the check runs.

- **renders**: the Liquid renders with the sample's input.
- **loads**: the page loads, every crowd element is known, and our code reports no error.
- **completed**: a person can fill it in and submit it.
- **answer**: `output.json` holds what was entered, in the form that the answer schema gives.

"""


def page_of(findings):
    """The page for these findings."""
    rows = [
        f"| {finding.name} | {_mark(finding.renders)} | {_mark(finding.loads)} | {_mark(finding.completed)} "
        f"| {_mark(finding.answer)} |"
        for finding in findings
    ]
    well = sum(finding.is_well for finding in findings)
    head = ["| template | renders | loads | completed | answer |", "| --- | --- | --- | --- | --- |"]
    return _HEAD + "\n".join([f"{well} of {len(findings)} are well.", "", *head, *rows, ""])


def _mark(problem):
    return "yes" if not problem else f"**no**: {problem}".replace("|", "\\|").replace("\n", " ")
