"""Workers as people: created, signed in, known by a session. Tokens are kept as hashes only."""

import asyncio
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row

from simulator.domain import arns, json_values
from simulator.domain.errors import Forbidden, InUse, Invalid, NotFound
from simulator.domain.events import Event, Kind
from simulator.domain.populations import Population, resolved
from simulator.domain.profiles import Profile, read_profile
from simulator.domain.workforce import WorkerKind
from simulator.entropy import Entropy, unguessable
from simulator.marketplace import passwords
from simulator.store import admission, documents, workers
from simulator.store.store import Store
from simulator.store.unit_of_work import UnitOfWork

_NAME = re.compile(r"[^\s/](?:[^\n/]{0,62}[^\s/])?")
_LINK_LIFETIME_MS = 24 * 3600 * 1000
_SESSION_LIFETIME_MS = 30 * 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class NewWorker:
    """What is asked for. `workteam` is a work team's name or ARN, `workteams` several more.

    Whoever is given no team is a member of every team.
    """

    name: str
    kind: WorkerKind = WorkerKind.BROWSER
    workteam: str | None = None
    profile: Mapping[str, object] | None = None
    password: str | None = None
    workteams: Sequence[str] = ()
    takes_adult_content: bool = True
    qualifications: Mapping[str, int] = field(default_factory=dict)


async def hire(store: Store, entropy: Entropy, wanted: NewWorker, at_ms: int) -> Row[Any]:
    """Add a worker, with a password if one is wanted."""
    kept = await asyncio.to_thread(passwords.hashed, wanted.password) if wanted.password else None
    return await store.write(lambda uow: create(uow, entropy, wanted, at_ms, kept))


def create(
    uow: UnitOfWork, entropy: Entropy, wanted: NewWorker, at_ms: int, password_hash: str | None = None
) -> Row[Any]:
    """Add a worker; a simulated one looks for work at once. `hire` knows how to come by the hash of a password."""
    check_name(wanted.name)
    if workers.named(uow, wanted.name):
        message = f"There is a worker called {wanted.name!r} already."
        raise InUse(message)
    given = [*([wanted.workteam] if wanted.workteam else []), *wanted.workteams]
    arns_of_teams = [workteam_arn(uow, each) for each in given]
    worker_id = workers.add(uow, _row(entropy, wanted, at_ms) | {"password_hash": password_hash})
    admission.join_team(uow, worker_id, arns_of_teams)
    for name, score in wanted.qualifications.items():
        admission.set_score(uow, worker_id, name, score, at_ms)
    data = {"worker": wanted.name, "kind": wanted.kind.value, "workteam_arns": arns_of_teams or None}
    uow.emit(Event(Kind.WORKER_CREATED, at_ms, data))
    return _present(workers.by_id(uow, worker_id), wanted.name)


def check_name(name: str) -> None:
    """Invalid if no worker can be called that."""
    if not _NAME.fullmatch(name):
        message = "name must be 1 to 64 characters without '/', and not begin or end with a space."
        raise Invalid(message)


def join(uow: UnitOfWork, worker: Row[Any], workteams: Sequence[str] | None, at_ms: int) -> None:
    """Make the worker a member of those teams, by name or ARN, and of no others; None: of every team.

    What the worker holds stays; a simulated one looks again at what there is.
    """
    arns_of_teams = [workteam_arn(uow, each) for each in workteams or ()]
    workers.change(uow, worker.id, in_every_team=workteams is None)
    admission.join_team(uow, worker.id, arns_of_teams)
    changed(uow, worker, {"workteam_arns": None if workteams is None else arns_of_teams}, at_ms)


def accept_adult_content(uow: UnitOfWork, worker: Row[Any], at_ms: int, *, accepts: bool) -> None:
    """Set whether the worker takes tasks that may show adult content."""
    workers.change(uow, worker.id, takes_adult_content=accepts)
    changed(uow, worker, {"takes_adult_content": accepts}, at_ms)


def changed(uow: UnitOfWork, worker: Row[Any], data: Mapping[str, object], at_ms: int) -> None:
    """Say what is different about a worker, and let an idle simulated one look again."""
    uow.emit(Event(Kind.WORKER_CHANGED, at_ms, {"worker": worker.name, **data}))
    look_again(uow, worker, at_ms)


def look_again(uow: UnitOfWork, worker: Row[Any], at_ms: int) -> None:
    """Let a simulated worker who found nothing look for work: what bars it may have changed."""
    if worker.kind == WorkerKind.SIMULATED.value:
        workers.wake_if_idle(uow, worker.id, at_ms)


def hire_population(
    uow: UnitOfWork, entropy: Entropy, population: Population, presets: Mapping[str, Profile], at_ms: int
) -> list[str]:
    """Add simulated workers; their names. A team that is no ARN must exist; an unknown preset is Invalid."""
    created: list[str] = []
    for group in resolved(population, presets):
        profile = presets[group.preset].document() if group.preset else {}
        arn = workteam_arn(uow, group.workteam) if group.workteam else None
        taken = workers.names_like(uow, f"{group.name}-")
        for name in group.names(taken.__contains__):
            create(uow, entropy, NewWorker(name, WorkerKind.SIMULATED, arn, profile), at_ms)
            created.append(name)
    return created


def named(uow: UnitOfWork, name: str) -> Row[Any]:
    """The worker of that name, or NotFound."""
    return _present(workers.named(uow, name), name)


def workteam_arn(uow: UnitOfWork, workteam: str) -> str:
    """The ARN of a work team given by name or ARN; an ARN need not exist yet, a name must."""
    if arns.parse(workteam):
        return workteam
    found = [row.arn for row in documents.of_kind(uow, "workteam") if row.name == workteam]
    if len(found) == 1:
        return str(found[0])
    which = "no work team is" if not found else "several work teams are"
    message = f"workteam: {which} called {workteam!r}. Create it with CreateWorkteam, or give its ARN."
    raise Invalid(message)


def sign_in_link(uow: UnitOfWork, worker: Row[Any], at_ms: int) -> str:
    """A token that signs the worker in once, within a day."""
    return _open(uow, worker, "link", at_ms)


def follow_link(uow: UnitOfWork, token: str, at_ms: int) -> str:
    """Trade a link's token for a session's; a used, unknown or old link is Forbidden."""
    link = workers.session(uow, _hash(token), "link")
    if (
        link is None
        or at_ms - link.created_ms > _LINK_LIFETIME_MS
        or not workers.remove_session(uow, link.token_sha256)
    ):
        message = "This sign-in link was used already or is too old. Ask for a new one."
        raise Forbidden(message)
    worker = _present(workers.by_id(uow, link.worker_id), "")
    return _open(uow, worker, "session", at_ms)


async def sign_in(store: Store, name: str, password: str, at_ms: int) -> str:
    """A session's token for a name and password. A worker without a password signs in by name alone."""
    worker = await store.read(lambda uow: workers.named(uow, name))
    person = worker is not None and worker.kind == WorkerKind.BROWSER.value
    kept = worker.password_hash if worker is not None else None
    if worker is None or not person or not await asyncio.to_thread(passwords.matches, password, kept):
        message = "The name or the password is not right."
        raise Forbidden(message)
    return await store.write(lambda uow: _open(uow, worker, "session", at_ms))


def signed_in(uow: UnitOfWork, token: str | None, at_ms: int) -> Row[Any] | None:
    """The worker of a session, or None."""
    session = workers.session(uow, _hash(token), "session") if token else None
    if session is None or at_ms - session.created_ms > _SESSION_LIFETIME_MS:
        return None
    return workers.by_id(uow, session.worker_id)


def sign_out(uow: UnitOfWork, token: str) -> None:
    """End a session."""
    workers.remove_session(uow, _hash(token))


def _row(entropy: Entropy, wanted: NewWorker, at_ms: int) -> dict[str, Any]:
    profile = read_profile(wanted.profile or {})
    arrives_ms = round(profile.arrives_after_seconds.seconds(entropy.share("arrival", wanted.name)) * 1000)
    return {
        "name": wanted.name,
        "kind": wanted.kind.value,
        "in_every_team": wanted.workteam is None and not wanted.workteams,
        "takes_adult_content": wanted.takes_adult_content,
        "profile": json_values.dump(profile.document()),
        "sub": entropy.uuid("sub", wanted.name),
        "created_ms": at_ms,
        "wake_ms": at_ms + arrives_ms if wanted.kind is WorkerKind.SIMULATED else None,
    }


def _present(worker: Row[Any] | None, name: str) -> Row[Any]:
    if worker is None:
        message = f"There is no worker called {name!r}."
        raise NotFound(message)
    return worker


def _open(uow: UnitOfWork, worker: Row[Any], kind: str, at_ms: int) -> str:
    token = unguessable()
    workers.add_session(uow, _hash(token), worker.id, kind, at_ms)
    return token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
