"""A rich week of a marketplace, run from its beginning; prints the hashes of everything that came of it as JSON.

`python scenario.py [--data-dir DIR] [--jitter N] [--crew POPULATION]`
"""

import argparse
import asyncio
import hashlib
import json
import random
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from simulator.clock import pause  # noqa: E402
from simulator.domain.populations import parse_population  # noqa: E402
from simulator.domain.presets import with_custom  # noqa: E402
from simulator.rendering.samples import load, template  # noqa: E402
from tools.in_process import InProcess, in_process  # noqa: E402

CREW = "1 careful, 1 hasty, 1 spammer, 5 moody, 2 novice, 2 distracted, 1 night-shift, 2 drop-in, 1 office @team"
TEMPLATES = ROOT / "templates"
MOODY = {
    "preset": "careful", "pause": 0.3, "release": 0.3, "decline": 0.1, "lapse": 0.15, "vanish": 0.2,
    "bias": {"Positive": 3}, "guesses": 0.2,
}  # fmt: skip
FLOWS = {"sentiment": 3, "transcription": 1, "extraction": 2}
LOOPS = 36


async def play(app: InProcess, jitter: random.Random | None) -> None:
    """The week."""

    async def wobble() -> None:
        for _ in range(jitter.randrange(4) if jitter else 0):
            await pause(jitter.random() * 0.01)

    await app.prepare()
    for flow, count in FLOWS.items():
        await app.flow(flow, template(flow, TEMPLATES), TaskCount=count, TaskTimeLimitInSeconds=900)
    await app.post("/answer-rules", loop="sentiment-006", worker="*1", move="decline")
    await app.post("/answer-rules", loop="extraction-005", answer={"fixed": "by a rule"})
    await app.post("/workers", name="ann")
    samples = {flow: load(flow, TEMPLATES) for flow in FLOWS}
    for number in range(LOOPS):
        flow = list(FLOWS)[number % len(FLOWS)]
        sample = samples[flow][number % len(samples[flow])]
        name = f"{flow}-{number:03d}"
        await wobble()
        if number % 2:
            await app.put(f"/human-loops/{name}/truth", answer=sample.truth)
        await app.start(name, flow, sample.input)
        if number % 7 == 3:
            await app.stop(name)
        elif number % 5 == 2:
            await app.post(f"/human-loops/{name}/answers", answer={"by": "hand"}, worker="ann", check=False)
        await wobble()
        await app.advance(40 if number < 24 else 4000)
    await app.advance()


async def harvest(app: InProcess) -> dict[str, object]:
    """What came of it."""
    events, loops = await app.events(), await app.loops()
    outputs = {}
    for loop in loops:
        if loop["status"] in {"Completed", "Stopped"} or loop["failure_code"] == "Expired":
            outputs[loop["name"]] = hashlib.sha256(await app.output(loop["output_uri"])).hexdigest()
    answers = {}
    for loop in loops:
        for given in (await app.get(f"/human-loops/{loop['name']}"))["answers"]:
            answers[f"{given['worker']} {loop['name']}"] = [given["answer"], given["active_seconds"]]
    return {
        "events": hashlib.sha256(json.dumps(events).encode()).hexdigest(),
        "kinds": sorted({event["kind"] for event in events}),
        "statuses": {loop["name"]: loop["status"] for loop in loops},
        "now": (await app.get("/clock"))["now"],
        "outputs": outputs,
        "answers": answers,
    }


def word(question):
    """An answer from a function to what careful-1 transcribes; the rest is answered as workers answer."""
    heard = question["worker"]["name"] == "careful-1" and any(
        each["name"] == "transcript" for each in question["fields"]
    )
    return {"transcript": f"heard in {question['task']['human_loop_name']}"} if heard else None


async def main() -> None:
    """Play and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data-dir", type=Path)
    parser.add_argument("--jitter", type=int)
    parser.add_argument("--crew", default=CREW)
    given = parser.parse_args()
    jitter = None if given.jitter is None else random.Random(given.jitter)
    population = parse_population(given.crew)
    async with in_process(word, crew=population, presets=with_custom({"moody": MOODY}), data_dir=given.data_dir) as app:
        await play(app, jitter)
        sys.stdout.write(json.dumps(await harvest(app)))


if __name__ == "__main__":
    asyncio.run(main())
