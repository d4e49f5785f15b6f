"""Many loops over many days: 10,000 loops of TaskCount 3, 100 workers, ten simulated days, in one process.

Beside it, in the same run and on the same disk, the store's own ceiling: durable units of one row, 64 callers, measured
after each tenth of the loops. What is compared is rows written a second; rows are counted by SQLite itself. Whether a
loop costs more at the end is seen in the last tenth against the first, and with less chance in it in the halves. Every
loop must complete with three answers from three workers, or the figure means nothing.

`make scale`; `make scale ARGS="1000 50"` for a thousand loops and fifty workers.
"""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from simulator.app import Simulator
from simulator.domain.pace import Pace
from simulator.domain.workforce import WorkerKind
from simulator.marketplace import people
from simulator.settings import Settings
from simulator.store import tables
from simulator.store.store import open_store
from simulator.store.unit_of_work import UnitOfWork

DAYS = 10
TASK_COUNT = 3
START_MS = 1_772_359_200_000
HOUR_MS = 3_600_000
CEILING_ROWS = 5_000
SIGNATURE = (
    b"AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sagemaker/aws4_request, SignedHeaders=host, Signature=0"
)
TEMPLATE = """<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
<crowd-form><crowd-classifier name="sentiment" categories="['Positive', 'Negative', 'Neutral']" header="Choose">
<classification-target>{{ task.input.text }}</classification-target></crowd-classifier></crowd-form>"""
PROFILE = {"reaction_seconds": [5, 600], "work_seconds": [30, 3000], "skill": 0.9}


@dataclass(frozen=True, slots=True)
class Tenth:
    """A tenth of the loops: how long it took, and how many rows a second the store alone wrote right after it."""

    seconds: float
    ceiling: float

    @property
    def cost(self) -> float:
        """What it took in units of the store's own work: as many rows as the store alone writes in that time."""
        return self.seconds * self.ceiling


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run measured."""

    loops: int
    cpu_seconds: float
    rows: int
    tenths: Sequence[Tenth]

    @property
    def seconds(self) -> float:
        """Wall time."""
        return sum(tenth.seconds for tenth in self.tenths)

    @property
    def rate(self) -> float:
        """Rows a second."""
        return self.rows / self.seconds

    @property
    def ceiling(self) -> float:
        """What the store alone writes in a second."""
        return sum(tenth.ceiling for tenth in self.tenths) / len(self.tenths)

    @property
    def ratio(self) -> float:
        """The rows that were written, by those that the store alone would have written."""
        return self.rows / sum(tenth.cost for tenth in self.tenths)


def run(loops: int, workers: int) -> Figures:
    """Run the whole once."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_run(Path(folder), loops, workers))


async def _run(folder: Path, loops: int, workers: int) -> Figures:
    settings = Settings(data_dir=folder / "kept", pace=Pace.parse("manual"), seed=1, start_ms=START_MS)
    simulator = Simulator(settings)
    await simulator.start()
    try:
        flow_arn = await _prepare(simulator, workers)
        before = await _rows(simulator)
        tenths, cpu_seconds = await _ten_days(simulator, flow_arn, loops, folder)
        rows = await _rows(simulator) - before
        await _check(simulator, loops)
    finally:
        await simulator.stop()
    return Figures(loops, cpu_seconds, rows, tenths)


async def _ten_days(simulator: Simulator, flow_arn: str, loops: int, folder: Path) -> tuple[list[Tenth], float]:
    """Start loops evenly over the days and let time pass, to the end of all work; also the processor's time."""
    tenths, cpu_seconds, hours = [], 0.0, range(24 * DAYS)
    for day in range(DAYS):
        of_day = hours[24 * day : 24 * (day + 1)]
        began, cpu_began = time.perf_counter(), time.process_time()
        for hour in of_day:
            numbers = range(loops * hour // len(hours), loops * (hour + 1) // len(hours))
            await asyncio.gather(*(_start(simulator, flow_arn, number) for number in numbers))
            await simulator.core.dispatcher.advance(START_MS + (hour + 1) * HOUR_MS)
        if day == DAYS - 1:
            await simulator.core.dispatcher.advance(None)
        seconds = time.perf_counter() - began
        cpu_seconds += time.process_time() - cpu_began
        tenths.append(Tenth(seconds, await row_ceiling(folder / f"alone-{day}.sqlite3")))
    return tenths, cpu_seconds


async def _start(simulator: Simulator, flow_arn: str, number: int) -> None:
    content = json.dumps({"text": "The delivery was late, but the shop was very kind about it.", "number": number})
    body = {"HumanLoopName": f"loop-{number}", "FlowDefinitionArn": flow_arn}
    await _call(simulator, "POST", "/human-loops", {}, body | {"HumanLoopInput": {"InputContent": content}})


async def _prepare(simulator: Simulator, workers: int) -> str:
    s3 = SIGNATURE.replace(b"/sagemaker/", b"/s3/")
    await _call(simulator, "PUT", "/bench", {b"authorization": s3}, None)
    member = {"CognitoMemberDefinition": {"UserPool": "us-east-1_Bench0001", "UserGroup": "g", "ClientId": "c"}}
    team = {"WorkteamName": "bench", "MemberDefinitions": [member], "Description": "bench"}
    arn = (await _sagemaker(simulator, "CreateWorkteam", team))["WorkteamArn"]
    task_ui = {"HumanTaskUiName": "bench", "UiTemplate": {"Content": TEMPLATE}}
    config = {
        "WorkteamArn": arn,
        "HumanTaskUiArn": (await _sagemaker(simulator, "CreateHumanTaskUi", task_ui))["HumanTaskUiArn"],
        "TaskTitle": "t",
        "TaskDescription": "d",
        "TaskCount": TASK_COUNT,
    }
    flow = {
        "FlowDefinitionName": "bench",
        "HumanLoopConfig": config,
        "OutputConfig": {"S3OutputPath": "s3://bench/out"},
        "RoleArn": "arn:aws:iam::123456789012:role/bench",
    }
    answer = await _sagemaker(simulator, "CreateFlowDefinition", flow)
    for number in range(workers):
        wanted = people.NewWorker(f"worker-{number}", WorkerKind.SIMULATED, profile=PROFILE)
        create = partial(people.create, entropy=simulator.core.entropy, wanted=wanted, at_ms=START_MS)
        await simulator.core.store.write(create)
    return str(answer["FlowDefinitionArn"])


async def _sagemaker(simulator: Simulator, operation: str, body: dict[str, Any]) -> dict[str, Any]:
    headers = {b"x-amz-target": f"SageMaker.{operation}".encode(), b"content-type": b"application/x-amz-json-1.1"}
    return await _call(simulator, "POST", "/", headers, body)


async def _call(
    simulator: Simulator, method: str, path: str, headers: dict[bytes, bytes], body: dict[str, Any] | None
) -> dict[str, Any]:
    """One request of the ASGI application; its JSON answer."""
    content = json.dumps(body).encode() if body is not None else b""
    given = {b"authorization": SIGNATURE, b"host": b"127.0.0.1", b"content-length": b"%d" % len(content), **headers}
    scope = {
        "type": "http", "http_version": "1.1", "method": method, "path": path, "raw_path": path.encode(),
        "query_string": b"", "headers": list(given.items()), "scheme": "http", "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1), "root_path": "",
    }  # fmt: skip
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": content, "more_body": False}

    async def send(message: Any) -> None:  # noqa: ANN401
        sent.append(message)

    await simulator(scope, receive, send)
    answer = b"".join(message.get("body", b"") for message in sent)
    if sent[0]["status"] >= 300:  # noqa: PLR2004
        message = f"{method} {path} was refused: {answer.decode()}"
        raise RuntimeError(message)
    return json.loads(answer) if answer.startswith(b"{") else {}


async def _rows(simulator: Simulator) -> int:
    """How many rows the writer's connection has inserted, changed or deleted so far."""
    count: int = await simulator.core.store.write(lambda uow: uow.scalar(text("SELECT total_changes()")))
    return count


async def _check(simulator: Simulator, loops: int) -> None:
    counts = {
        "completed loops": "SELECT count(*) FROM human_loop WHERE status = 'Completed'",
        "thirds of answers": (
            "SELECT count(*) / 3 FROM (SELECT DISTINCT loop_id, worker_id FROM assignment WHERE status = 'submitted')"
        ),
    }
    for what, query in counts.items():
        found = await simulator.core.store.read(lambda uow, query=query: uow.scalar(text(query)))  # type: ignore[misc]
        if found != loops:
            message = f"{found} {what}, not {loops}"
            raise RuntimeError(message)


async def row_ceiling(file: Path) -> float:
    """Durable units of one row a second with 64 callers: the store's own ceiling."""
    store = open_store(f"sqlite:///{file}")
    numbers = iter(range(CEILING_ROWS))

    async def caller() -> None:
        for number in numbers:
            await store.write(partial(_add_row, {"loop_name": f"loop-{number}", "answer": "{}"}))

    began = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(64)))
    seconds = time.perf_counter() - began
    await store.close()
    return CEILING_ROWS / seconds


def _add_row(row: dict[str, str], uow: UnitOfWork) -> None:
    uow.run(insert(tables.truths), row)


def main(given: Sequence[str] = ()) -> None:
    """Measure and report; `given` are the number of loops and of workers, where they shall not be the usual."""
    loops, workers = (int(each) for each in [*given, *("10000", "100")[len(given) :]])
    figures = run(loops, workers)
    tenths = figures.tenths
    print(f"{loops:,} loops of TaskCount {TASK_COUNT}, {workers} workers, {DAYS} simulated days")
    print(f"  wall time          {figures.seconds:,.1f} s, {1000 * figures.seconds / loops:.2f} ms a loop")
    print(f"  processor time     {figures.cpu_seconds:,.1f} s, {1000 * figures.cpu_seconds / loops:.2f} ms a loop")
    print(f"  rows written       {figures.rows:,}, {figures.rows / loops:.1f} a loop; {figures.rate:,.0f} a second")
    print(f"  the store alone    {figures.ceiling:,.0f} rows a second, on average of ten")
    print(f"  ratio              {figures.ratio:.2f}")
    print(f"  seconds per tenth  {' '.join(f'{tenth.seconds:.2f}' for tenth in tenths)}")
    print(f"  store beside each  {' '.join(f'{tenth.ceiling:,.0f}' for tenth in tenths)}")
    print(f"  last to first      {tenths[-1].seconds / tenths[0].seconds:.2f} for a tenth", end=", ")
    print(f"{sum(t.seconds for t in tenths[5:]) / sum(t.seconds for t in tenths[:5]):.2f} for a half")


if __name__ == "__main__":
    main(sys.argv[1:])
