"""The composition root: puts every room together into one ASGI application.

Tests, the command line and the container all use `Simulator`. It answers AWS calls, portal, console and control API on
one port: a request for a page of ours without an AWS signature goes to the web, everything else to the wire.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

from starlette.applications import Starlette

from simulator.assets import worker_ui
from simulator.clock import Clock, wall_ms
from simulator.domain import arns, instants
from simulator.domain.answer_rules import Gives, Rule
from simulator.domain.faults import FaultBook
from simulator.domain.pace import Pace
from simulator.entropy import Entropy, fresh_seed, unguessable
from simulator.marketplace import people
from simulator.marketplace.answers import Answers
from simulator.marketplace.crew import Crew
from simulator.marketplace.desk import Desk
from simulator.marketplace.dispatcher import Dispatcher, kept_time_ms
from simulator.marketplace.duties import Duties
from simulator.marketplace.pool import Pool
from simulator.operations import errors, table
from simulator.operations.service import Service
from simulator.outbox.asking import GIVEN, AnswerFunction, Asking
from simulator.outbox.object_store import ObjectStore
from simulator.outbox.output_writer import OutputWriter
from simulator.outbox.outside import Outside
from simulator.outbox.relay import Relay
from simulator.rendering.liquid import TemplateRenderer
from simulator.settings import Auth, Settings
from simulator.spec import Spec
from simulator.store import admission, meta, workers
from simulator.store.store import Store, open_store
from simulator.store.unit_of_work import UnitOfWork
from simulator.web.context import WebContext
from simulator.web.control import control_routes
from simulator.web.routes import routes
from simulator.web.static import crowd_elements
from simulator.web.task_ui_templates import template_routes
from simulator.wire.fallback.embedded import EmbeddedAws
from simulator.wire.faults import completed
from simulator.wire.gateway import AwsGateway
from simulator.wire.journal import JournalEntry
from simulator.wire.signatures.guard import Guard
from simulator.wire.signatures.keys import Key, KeyRing

_JOURNAL_LENGTH = 10_000
_PRESIGNED_SECONDS = 3600
_PAGES = (
    "/portal", "/console", "/docs/elements", "/_simulator", "/worker_ui", "/crowd-html-elements.js",
    "/human-task-ui-templates",
)  # fmt: skip
_LENIENT_NAMES = {"HumanLoopName": "[A-Za-z0-9](-*[A-Za-z0-9])*"}
"""Upper case and `--` worked on AWS although the model's pattern refuses them (A2I_FACTS A3, K [O])."""

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Core:
    """What every room shares."""

    store: Store
    clock: Clock
    entropy: Entropy
    objects: ObjectStore
    renderer: TemplateRenderer
    desk: Desk
    relay: Relay
    asking: Asking
    dispatcher: Dispatcher


class Simulator:
    """One A2I simulator as an ASGI application; `start` and `stop` are its lifespan."""

    def __init__(
        self, settings: Settings, objects: ObjectStore | None = None, answer: AnswerFunction | None = None
    ) -> None:
        """`objects` replaces the object store that the settings name.

        `answer` is asked what simulated workers answer where no rule says so; see `outbox.asking`.
        """
        self.settings = settings
        self.base_url = f"http://{settings.host}:{settings.port}"
        self._embedded = EmbeddedAws(settings.data_dir, settings.account)
        self._keys = KeyRing(
            {name: Key(key.secret, key.account, key.session_token) for name, key in settings.keys.items()},
            settings.account,
            unguessable(),
            self._embedded.issued_key,
        )
        self._spec = Spec()
        self._faults = FaultBook(partial(completed, self._spec, (table.SAGEMAKER, table.RUNTIME)))
        self._objects = objects
        self._answer = answer
        self._journal: deque[JournalEntry] = deque(maxlen=_JOURNAL_LENGTH)
        self._running: list[asyncio.Task[None]] = []
        self.started = asyncio.Event()
        self._core: Core | None = None
        self._gateway: AwsGateway | None = None
        self._web: App = _not_started

    @property
    def core(self) -> Core:
        """What runs; only after `start`."""
        if self._core is None:
            message = "the simulator is not started"
            raise RuntimeError(message)
        return self._core

    async def start(self) -> None:
        """Open what is kept and begin to run what is due."""
        if self.settings.data_dir:
            self.settings.data_dir.mkdir(parents=True, exist_ok=True)
        await self._embedded.start()
        store = open_store(self.settings.where_the_database_is())
        self._core = core = await self._assemble(store)
        self._gateway, self._web = self._wire(core), self._pages(core)
        store.first_durable(self._embedded.sync)
        store.when_due(core.dispatcher.wake_for)
        store.when_effects(partial(_carry_out, core))
        await store.write(self._hire)
        await core.dispatcher.settle()
        core.asking.wake()
        duties = (core.dispatcher.run(), core.relay.run(), core.asking.run())
        self._running = [asyncio.create_task(duty) for duty in duties]
        self.started.set()

    def warm(self) -> None:
        """Load in the background what the first calls need, moto and the service models above all.

        For whoever serves, once it listens. Without it each call loads for itself what is missing.
        """
        if self._gateway is not None:
            self._running.append(asyncio.create_task(self._warm(self._gateway)))

    async def _warm(self, gateway: AwsGateway) -> None:
        await asyncio.to_thread(gateway.warm)
        await self.core.objects.warm()
        await asyncio.to_thread(crowd_elements, worker_ui())
        await self._embedded.ready()

    async def stop(self) -> None:
        """End everything; what was acknowledged is kept."""
        for running in self._running:
            running.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        if self._core:
            await self._core.asking.close()
            await self._core.objects.__aexit__(None, None, None)
            await self._core.store.close()
        await self._embedded.stop()

    async def reset(self) -> None:
        """Everything gone but configuration; time goes on."""
        await self.core.store.clear()
        await self._embedded.reset()
        self.core.relay.forget()
        self._journal.clear()
        self._faults.clear()
        await self.core.store.write(self._hire)
        self.core.dispatcher.wake()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "websocket":
            await self._web(scope, receive, send)
        else:
            await self._answer_request(scope, receive, self._settled(send))

    def _settled(self, send: Send) -> Send:
        async def settle_and_send(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                await self.core.dispatcher.settle()
            await send(message)

        return settle_and_send

    async def _answer_request(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _is_page(scope):
            await self._web(scope, receive, send)
        else:
            await (self._gateway or _not_started)(scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        await self.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def _assemble(self, store: Store) -> Core:
        entropy, clock = await store.write(self._begin)
        objects = await (self._objects or self._object_store()).__aenter__()
        renderer = TemplateRenderer(lambda uri, account: objects.presign(uri, _PRESIGNED_SECONDS, account=account))
        desk = Desk(Pool(entropy, self.settings.rules))
        relay = Relay(store, OutputWriter(objects, entropy), self.settings.output_attempts)
        asking = Asking(store, clock, entropy, self.settings.answer_seconds, self._answer)
        duties = Duties(desk.pool, Crew(desk, Answers(entropy, desk.pool.calling.presence, self._answer_rules())))

        dispatcher = Dispatcher(store, clock, duties, Outside(asking, relay))
        return Core(store, clock, entropy, objects, renderer, desk, relay, asking, dispatcher)

    def _answer_rules(self) -> tuple[Rule, ...]:
        return self.settings.answer_rules + ((Rule(Gives.FUNCTION, GIVEN),) if self._answer else ())

    def _begin(self, uow: UnitOfWork) -> tuple[Entropy, Clock]:
        kept_seed, kept_ms = meta.get(uow, "seed"), kept_time_ms(uow)
        given = self.settings.seed
        seed = given if given is not None else int(kept_seed) if kept_seed else fresh_seed()
        meta.put(uow, "seed", str(seed))
        return Entropy(seed), Clock(
            self.settings.pace, first_instant(self.settings.pace, kept_ms, self.settings.start_ms)
        )

    def _object_store(self) -> ObjectStore:
        if self.settings.s3_endpoint_url:
            return ObjectStore.at(self.settings.s3_endpoint_url, self.settings.region)
        return ObjectStore.embedded(
            self._embedded.asgi,
            self.settings.account,
            self.settings.region,
            lambda: self.base_url,
            None if self.settings.auth is Auth.OFF else self._keys.own,
            self._embedded.put_object,
            self._embedded.put_here,
        )

    def _wire(self, core: Core) -> AwsGateway:
        service = Service(
            core.store,
            core.entropy,
            core.desk.pool,
            core.renderer,
            lambda: self.base_url,
            self.settings.api_rules,
            self.settings.subscriptions,
        )
        number = iter(range(1, 2**63))
        return AwsGateway(
            self._spec,
            table.build(service),
            self._embedded.asgi,
            now_ms=core.clock.now_ms,
            next_request_id=lambda: core.entropy.uuid("request", wall_ms(), next(number)),
            error_codes=errors.code,
            default_account=self.settings.account,
            default_region=self.settings.region,
            name_patterns={} if self.settings.strict_names else _LENIENT_NAMES,
            body_limit_bytes=self.settings.body_limit_bytes,
            journal=self._journal.append,
            keys=self._keys,
            fault_of=self._faults.take,
            guard=None if self.settings.auth is Auth.OFF else Guard(self._keys, wall_ms),
        )

    def _pages(self, core: Core) -> App:
        context = WebContext(
            settings=self.settings,
            store=core.store,
            clock=core.clock,
            entropy=core.entropy,
            desk=core.desk,
            timekeeper=core.dispatcher,
            renderer=core.renderer,
            objects=core.objects,
            reset=self.reset,
            requests=lambda: [asdict(entry) | {"at": instants.iso_millis(entry.at_ms)} for entry in self._journal],
            base_url=lambda: self.base_url,
            faults=self._faults,
        )
        return Starlette(routes=[*routes(context), *control_routes(context), *template_routes(context)])

    def _hire(self, uow: UnitOfWork) -> None:
        for asked in self.settings.requirements:
            admission.require(uow, replace(asked, scope=self._arn(asked.scope)))
        if workers.everyone(uow):
            return
        settings = self.settings
        crew = tuple(replace(group, workteam=self._team(group.workteam)) for group in settings.population())
        people.hire_population(uow, self.core.entropy, crew, settings.presets, self.core.clock.now_ms())

    def _team(self, name: str | None) -> str | None:
        if name is None or arns.parse(name):
            return name
        return self._arn(f"workteam/private-crowd/{name}")

    def _arn(self, resource: str) -> str:
        if arns.parse(resource):
            return resource
        return arns.sagemaker("aws", self.settings.region, self.settings.account, resource)


def _carry_out(core: Core, _kinds: frozenset[str]) -> None:
    """Effects wait to be carried out: at once in time that runs by itself, else before the request is answered."""
    if core.clock.pace.speed == 0:
        core.dispatcher.stir()
    else:
        core.relay.wake()
        core.asking.wake()


def first_instant(pace: Pace, kept_ms: int | None, start_ms: int | None) -> int | None:
    """Where time starts: where it was left, else at `start_ms`.

    Time that runs by itself is not behind the wall's after a restart.
    """
    if kept_ms is None:
        return start_ms
    return kept_ms if pace.mode == "manual" else max(kept_ms, wall_ms())


def _is_page(scope: Scope) -> bool:
    path: str = scope["path"]
    if path == "/":
        return _header(scope, b"accept").startswith(b"text/html") and not _is_signed(scope)
    ours = any(path == page or path.startswith(page + "/") for page in _PAGES)
    return ours and not _is_signed(scope)


def _is_signed(scope: Scope) -> bool:
    query: bytes = scope["query_string"]
    signed = (
        _header(scope, b"authorization").startswith(b"AWS")
        or b"X-Amz-Signature=" in query
        or b"AWSAccessKeyId=" in query
    )
    return signed or bool(_header(scope, b"x-amz-target"))


def _header(scope: Scope, name: bytes) -> bytes:
    return next((value for key, value in scope["headers"] if key == name), b"")


async def _not_started(_scope: Scope, _receive: Receive, _send: Send) -> None:
    message = "the simulator is not started"
    raise RuntimeError(message)
