"""The real marketplace without a server: store, operations, desk, dispatcher, relay, on a database that can crash."""

import asyncio
import json
import shutil
import tempfile
from pathlib import Path

from simulator.clock import Clock
from simulator.domain.calls import Call
from simulator.domain.errors import DomainError
from simulator.domain.human_loops import Rules
from simulator.domain.pace import Pace
from simulator.entropy import Entropy
from simulator.marketplace import people
from simulator.marketplace.answers import Answers
from simulator.marketplace.crew import Crew
from simulator.marketplace.desk import Desk
from simulator.marketplace.dispatcher import Dispatcher, kept_time_ms
from simulator.marketplace.duties import Duties
from simulator.marketplace.pool import Pool
from simulator.operations import table
from simulator.operations.service import Service
from simulator.outbox.output_writer import OutputWriter
from simulator.outbox.relay import Relay
from simulator.rendering.liquid import TemplateRenderer
from simulator.store import human_loops, meta, tasks, workers
from simulator.store.store import open_store

ARN = "arn:aws:sagemaker:us-east-1:123456789012"
MEMBER = {"CognitoMemberDefinition": {"UserPool": "us-east-1_Machine1", "UserGroup": "g", "ClientId": "c"}}
START_MS = 1_772_359_200_000
_MEMORY = Path("/dev/shm")


class Bucket:
    """An object store that survives every crash. Every other object can be put by the thread that writes."""

    def __init__(self):
        self.objects = {}
        self.writes = 0
        self.asked = 0

    async def put(self, uri, body, _content_type, *, account=None, region=None, durable=True):
        """Write an object."""
        self.objects[uri] = body
        self.writes += 1

    def put_here(self, uri, body, _content_type, *, account, region):
        """Write an object, or leave it to `put`."""
        self.asked += 1
        if self.asked % 2:
            return False
        self.objects[uri] = body
        self.writes += 1
        return True


class Plant:
    """A simulator's core, driven step by step."""

    def __init__(self, rules):
        self.folder = Path(tempfile.mkdtemp(prefix="machine-", dir=_MEMORY if _MEMORY.is_dir() else None))
        self.rules = Rules(**rules)
        self.bucket = Bucket()
        self.lives = 0
        self.runner = asyncio.Runner()
        self.runner.run(self._open())

    async def _open(self):
        self.store = open_store(f"sqlite:///{self._database()}")
        kept_ms = await self.store.read(kept_time_ms)
        self.clock = Clock(Pace(0.0), kept_ms or START_MS)
        entropy, renderer = Entropy(1), TemplateRenderer(lambda uri, _account: uri)
        self.desk = Desk(Pool(entropy, self.rules))
        self.relay = Relay(self.store, OutputWriter(self.bucket, entropy), 0)
        crew = Crew(self.desk, Answers(entropy, self.desk.pool.calling.presence, ()))
        self.dispatcher = Dispatcher(self.store, self.clock, Duties(self.desk.pool, crew), self.relay)
        service = Service(self.store, entropy, self.desk.pool, renderer, lambda: "http://localhost")
        self.handlers = table.build(service)

    def _database(self):
        return self.folder / f"life-{self.lives}.sqlite3"

    def crash(self):
        """Lose everything that is not on disk, whatever was still to be done, and start again."""
        files = [Path(f"{self._database()}{end}") for end in ("", "-wal")]
        self.lives += 1
        for file, end in zip(files, ("", "-wal"), strict=True):
            if file.exists():
                shutil.copy(file, f"{self._database()}{end}")
        self.runner.run(self.store.close())
        self.runner.run(self._open())

    def close(self):
        """Stop, and leave nothing behind."""
        self.runner.run(self.store.close())
        self.runner.close()
        shutil.rmtree(self.folder)

    def aws(self, service, operation, **parameters):
        """An AWS operation; its result, or None where it is refused."""
        call = Call(service, operation, "123456789012", "us-east-1", "aws", self.clock.now_ms(), "request")
        try:
            return self.runner.run(self.handlers[service, operation](call, parameters)) or {}
        except DomainError:
            return None

    def at_desk(self, move, worker_name, *arguments):
        """A worker does something at the desk; its result, or the refusal."""

        def work(uow):
            return move(uow, workers.named(uow, worker_name), *arguments, at_ms=self.clock.now_ms())

        try:
            return self.runner.run(self.store.write(work))
        except DomainError as error:
            return error

    def hire(self, *names, team):
        """Workers in a browser."""
        for name in names:
            wanted = people.NewWorker(name, workteam=team)

            def work(uow, wanted=wanted):
                return people.create(uow, self.desk.pool.entropy, wanted, self.clock.now_ms())

            self.runner.run(self.store.write(work))

    def prepare(self):
        """A work team and a task UI."""
        self.aws("sagemaker", "CreateWorkteam", WorkteamName="team", MemberDefinitions=[MEMBER], Description="d")
        template = {"Content": "<crowd-form><input name=word></crowd-form>"}
        self.aws("sagemaker", "CreateHumanTaskUi", HumanTaskUiName="ui", UiTemplate=template)

    def create_flow(self, name, count, limit, lifetime):
        """A flow definition."""
        config = {
            "WorkteamArn": f"{ARN}:workteam/private-crowd/team",
            "HumanTaskUiArn": f"{ARN}:human-task-ui/ui",
            "TaskTitle": "t",
            "TaskDescription": "d",
            "TaskCount": count,
            "TaskTimeLimitInSeconds": limit,
            "TaskAvailabilityLifetimeInSeconds": lifetime,
        }
        output = {"S3OutputPath": "s3://bucket/out"}
        role = "arn:aws:iam::123456789012:role/r"
        named = {"FlowDefinitionName": name, "RoleArn": role}
        return self.aws("sagemaker", "CreateFlowDefinition", HumanLoopConfig=config, OutputConfig=output, **named)

    def start(self, name, flow, content):
        """StartHumanLoop."""
        given = {"HumanLoopInput": {"InputContent": content}, "FlowDefinitionArn": f"{ARN}:flow-definition/{flow}"}
        return self.aws("sagemaker-a2i-runtime", "StartHumanLoop", HumanLoopName=name, **given)

    def runtime(self, operation, name):
        """Another operation about a loop."""
        return self.aws("sagemaker-a2i-runtime", operation, HumanLoopName=name)

    def advance(self, until_ms):
        """Move the clock; None: to the end of all work."""
        return self.runner.run(self.dispatcher.advance(until_ms))

    def drain(self):
        """Let the effects of what happened happen."""
        self.runner.run(self.relay.drain())

    def task_of(self, name):
        """The id of the first task of a loop that nobody holds, or of its first."""

        def query(uow):
            found = tasks.of_loop(uow, human_loops.find(uow, "123456789012", "us-east-1", name).id)
            return next((task.id for task in found if task.status == "available"), found[0].id)

        return self.runner.run(self.store.read(query))

    def loops(self):
        """Every loop with its assignments and the worker of each."""

        def query(uow):
            rows = {row.id: row for row in workers.everyone(uow)}
            found = {}
            for name in self.loop_names(uow):
                loop = human_loops.find(uow, "123456789012", "us-east-1", name)
                holds = tasks.assignments_of_loop(uow, loop.id)
                found[name] = (loop, [(rows[hold.worker_id].name, hold) for hold in holds])
            return found

        return self.runner.run(self.store.read(query))

    @staticmethod
    def loop_names(uow):
        """The names of the loops that are there."""
        rows = uow.connection.connection.driver_connection.execute("SELECT name FROM human_loop")
        return [row[0] for row in rows]

    def document(self, loop):
        """The output document of a loop, or None."""
        body = self.bucket.objects.get(loop.output_uri)
        return json.loads(body) if body else None

    def facts(self):
        """Everything that happened, in order."""
        return self.runner.run(self.store.read(lambda uow: meta.facts_after(uow, 0, 100_000)))
