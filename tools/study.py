"""The population study: `make study` runs it, in simulator time, and writes docs/study/.

Every point is a simulator of its own in this process, with seed 1: a crew, a stream of product reviews whose true
sentiment is known, and the same questions for everybody. The numbers go to `results.json`; the page and the plots are
made from those alone.
"""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from in_process import InProcess, in_process  # noqa: E402
from plots import Chart, svg  # noqa: E402

from simulator.domain import instants  # noqa: E402
from simulator.domain.populations import parse_population  # noqa: E402
from simulator.domain.presets import with_custom  # noqa: E402
from simulator.rendering.samples import load, template  # noqa: E402

STUDY = ROOT / "docs" / "study"
RESULTS = STUDY / "results.json"
TEMPLATES = ROOT / "templates"
ITEMS = 60
REWARD_CENTS = 12
SKILLS = {"novice": 0.65, "trained": 0.8, "careful": 0.95}
WORKERS = (3, 6, 12, 24, 48)
ANSWERS = (1, 2, 3)
SPAMMERS = (0, 2, 4, 6, 8)
TEAM = 12
_BASE = {
    "reaction_seconds": {"median": 10, "spread": 2},
    "work_seconds": {"median": 40, "spread": 1.6},
    "break_seconds": [1, 5],
}
PRESETS = {name: {**_BASE, "skill": skill} for name, skill in SKILLS.items()}

Point = dict[str, float]


async def point(crew: str, task_count: int, items: int = ITEMS) -> Point:
    """What a crew makes of the items, each asked for `task_count` answers."""
    population = parse_population(crew)
    async with in_process(crew=population, presets=with_custom(PRESETS)) as app:
        await app.prepare()
        await app.flow("reviews", template("sentiment", TEMPLATES), REWARD_CENTS, TaskCount=task_count)
        samples = load("sentiment", TEMPLATES)
        truths = {}
        for number in range(items):
            name, sample = f"review-{number:03d}", samples[number % len(samples)]
            truths[name] = _label(sample.truth)
            await app.put(f"/human-loops/{name}/truth", answer=dict(sample.truth))
            await app.start(name, "reviews", sample.input)
        await app.advance()
        return await _measured(app, truths)


async def _measured(app: InProcess, truths: Mapping[str, str]) -> Point:
    given = {name: await _answers(app, name) for name in truths}
    labels = {name: [_label(each["answer"]) for each in answers] for name, answers in given.items()}
    ended = [instants.parse_iso(each["submitted_at"]) for answers in given.values() for each in answers]
    began = instants.parse_iso((await app.get("/human-loops/review-000"))["created_at"])
    alpha = await _alpha(app)
    pairs = [one == other for found in labels.values() for one, other in combinations(found, 2)]
    answers = sum(map(len, labels.values()))
    hours = (max(ended) - began) / 3_600_000
    return {
        "answers": answers,
        "hours": round(hours, 4),
        "answers_per_hour": round(answers / hours, 2),
        "cost_per_item_usd": round(answers * REWARD_CENTS / 100 / len(truths), 4),
        "agreement": round(sum(pairs) / len(pairs), 4) if pairs else 1.0,
        "alpha": alpha,
        "accuracy_of_answers": round(_share(label == truths[name] for name in labels for label in labels[name]), 4),
        "accuracy_of_majority": round(_share(_majority(labels[name]) == truths[name] for name in labels), 4),
    }


async def _answers(app: InProcess, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await app.get(f"/human-loops/{name}"))["answers"]
    return found


async def _alpha(app: InProcess) -> float:
    fields = (await app.get("/agreement", flow_definition="reviews"))["fields"]
    alphas = [each["krippendorff_alpha"] for each in fields.values() if each["krippendorff_alpha"] is not None]
    return round(sum(alphas) / len(alphas), 4) if alphas else 1.0


def _label(answer: Mapping[str, Any]) -> str:
    return str(next(value["label"] for value in answer.values() if isinstance(value, dict) and "label" in value))


def _majority(labels: Sequence[str]) -> str:
    """The label that most gave; of several, the one that was given first."""
    return Counter(labels).most_common(1)[0][0]


def _share(facts: Any) -> float:  # noqa: ANN401
    found = list(facts)
    return sum(found) / len(found) if found else 0.0


async def run() -> dict[str, dict[str, Point]]:
    """Every point of the study."""
    results: dict[str, dict[str, Point]] = {"workers": {}, "answers": {}, "spammers": {}}
    for skill in SKILLS:
        for number in WORKERS:
            results["workers"][f"{skill} {number}"] = await point(f"{number} {skill}", 3)
        for count in ANSWERS:
            results["answers"][f"{skill} {count}"] = await point(f"{TEAM} {skill}", count)
    for number in SPAMMERS:
        crew = f"{TEAM - number} careful" + (f", {number} spammers" if number else "")
        results["spammers"][str(number)] = await point(crew, 3)
    return results


def charts(results: Mapping[str, Mapping[str, Point]]) -> dict[str, str]:
    """The plots by file name."""
    workers, answers, spam = results["workers"], results["answers"], results["spammers"]
    throughput = {skill: [(n, workers[f"{skill} {n}"]["answers_per_hour"]) for n in WORKERS] for skill in SKILLS}
    agreement = {skill: [(n, workers[f"{skill} {n}"]["agreement"]) for n in WORKERS] for skill in SKILLS}
    accuracy = {
        skill: [(answers[f"{skill} {n}"]["cost_per_item_usd"], answers[f"{skill} {n}"]["accuracy_of_majority"])
        for n in ANSWERS] for skill in SKILLS
    }  # fmt: skip
    spammers = {
        "agreement": [(n, spam[str(n)]["agreement"]) for n in SPAMMERS],
        "majority right": [(n, spam[str(n)]["accuracy_of_majority"]) for n in SPAMMERS],
    }
    share = {"percent": True, "low": 0.0, "high": 1.0}
    return {
        "throughput.svg": svg(Chart("Throughput grows with the crew", "workers", "answers per hour", throughput)),
        "agreement.svg": svg(
            Chart("Agreement follows skill, not numbers", "workers", "pairs of answers that agree", agreement, **share)  # type: ignore[arg-type]
        ),
        "cost.svg": svg(
            Chart("What an item costs, and how often it is right", "US dollars for each item", "majority is right",
                  accuracy, **share)  # type: ignore[arg-type]
        ),
        "spammers.svg": svg(
            Chart(f"Spammers among {TEAM} workers", "spammers", "share", spammers, **share)  # type: ignore[arg-type]
        ),
    }  # fmt: skip


def page(results: Mapping[str, Mapping[str, Point]]) -> str:
    """The page of the study."""
    names = ("", "answers", "hours", "answers per hour", "cost of an item", "pairs agree", "alpha", "answers right")
    head = f"| {' | '.join((*names, 'majority right'))} |"
    parts = [_PAGE]
    for title, name, points in (
        ("Workers and skill, three answers for each item", "workers", results["workers"]),
        (f"Answers for each item, {TEAM} workers", "answers", results["answers"]),
        (f"Spammers among {TEAM} workers, the others careful, three answers for each item", "spammers",
         results["spammers"]),
    ):  # fmt: skip
        parts += [f"### {title}", "", head, "|---" * 9 + "|", *(_row(name, each, points[each]) for each in points), ""]
    return "\n".join(parts)


def _row(kind: str, name: str, values: Point) -> str:
    words = {"workers": "workers", "answers": "answers", "spammers": "spammers"}[kind]
    cells = (
        f"{name} {words}",
        f"{values['answers']:.0f}",
        f"{values['hours']:.2f}",
        f"{values['answers_per_hour']:.0f}",
        f"${values['cost_per_item_usd']:.2f}",
        f"{values['agreement']:.0%}",
        f"{values['alpha']:.2f}",
        f"{values['accuracy_of_answers']:.0%}",
        f"{values['accuracy_of_majority']:.0%}",
    )
    return f"| {' | '.join(cells)} |"


_PAGE = f"""# A population study

<!-- Made by `make study`; changes by hand are lost. -->

How many people does a review need, how good must they be, and what does it cost? The simulator can answer that for
people as you imagine them, in seconds. Here {ITEMS} product reviews are asked for their sentiment, all at once, of the
public workforce at ${REWARD_CENTS / 100:.2f} for each answer. The workers are made up: a task takes a median of 40
seconds (lognormal, spread 1.6), and a worker finds the true label with a chance of {SKILLS["novice"]:.0%} (`novice`),
{SKILLS["trained"]:.0%} (`trained`) or {SKILLS["careful"]:.0%} (`careful`). Everything runs under the manual clock with
seed 1, so `make study` gives these very numbers. They say how the simulator behaves, not how people do.

## What it shows

![Answers per hour against the number of workers](throughput.svg)

Throughput grows with the crew as long as there is enough to do for everybody; with {WORKERS[-1]} workers the last
answers are waited for by a few. Skill has no part in it, because here it costs no time.

![Share of pairs of answers that agree, against the number of workers](agreement.svg)

Agreement belongs to skill: whoever is right agrees with whoever else is right. More workers do not change it, so a low
agreement is a sign of who works, not of how many.

![Share of items whose majority is right, against what an item costs](cost.svg)

Each further answer costs its price. A second one changes little by itself, since two cannot outvote each other; the
third lets the majority mend what one of them got wrong, which is worth most where skill is neither very high nor very
low.

![Agreement and accuracy against the number of spammers](spammers.svg)

Spammers answer within seconds, so two of them are enough to give two of the three answers to most items: agreement
and majority fall together. They cannot be outvoted; they must be kept out, by gold questions and blocks. What a crew of
spammers gives away is an alpha of about 0.

## The numbers

"Pairs agree" is the share of pairs of answers to one item that are the same; alpha is Krippendorff's, as
`GET /_simulator/agreement` computes it. The majority of two different answers is the one that came first. With
{ITEMS} items, differences of less than ten points are chance.
"""


def write(results: Mapping[str, Mapping[str, Point]]) -> None:
    """Write numbers, page and plots."""
    STUDY.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    (STUDY / "population.md").write_text(page(results), encoding="utf-8")
    for name, text in charts(results).items():
        (STUDY / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(asyncio.run(run()))
