"""moto once it is loaded: its state as one world, its application, and what it touched on its way to the journal."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from simulator.domain.new_object import NewObject
from simulator.wire.fallback import own_objects
from simulator.wire.fallback.answers import Answer
from simulator.wire.fallback.bridge import Environ
from simulator.wire.fallback.issued_keys import issued_key
from simulator.wire.fallback.journal import Journal
from simulator.wire.fallback.moto_app import MotoApp
from simulator.wire.fallback.s3_state import bring_back, save_touched
from simulator.wire.fallback.witness import take_touched
from simulator.wire.fallback.world import World, forget_strays
from simulator.wire.signatures.keys import Key

_T = TypeVar("_T")


class Runtime:
    """One embedded AWS's moto. Every method blocks, and holds moto meanwhile."""

    def __init__(self, default_account: str, journal: Journal | None) -> None:
        """Bring back what `journal` keeps. Raises StoreUnusable."""
        self.world = World()
        self._app = MotoApp(default_account)
        with self.world.entered():
            if journal is not None:
                bring_back(journal)
            take_touched()
            forget_strays()

    def answer(self, environ: Environ, journal: Journal | None) -> "tuple[Answer, Future[None] | None]":
        """The answer to a request, and the ticket that it has to wait for."""
        return self._saving(lambda: self._app.answer(environ), journal)

    def put(self, new: NewObject, journal: Journal | None) -> "tuple[bool, Future[None] | None]":
        """Whether S3 took an object of this program's own, and the ticket that this has to wait for."""
        return self._saving(lambda: own_objects.put(new), journal, durable=new.durable)

    def issued_key(self, access_key: str) -> Key | None:
        """The key that this IAM or STS issued under that id."""
        with self.world.entered():
            return issued_key(access_key)

    def reset(self, journal: Journal | None) -> "Future[None] | None":
        """Empty moto and the journal."""
        with self.world.entered():
            self.world.empty()
            take_touched()
            return journal.submit(((), True)) if journal is not None else None

    def _saving(
        self, work: Callable[[], _T], journal: Journal | None, *, durable: bool = True
    ) -> "tuple[_T, Future[None] | None]":
        with self.world.entered():
            done = work()
            ticket = save_touched(journal, durable=durable)
            forget_strays()
            return done, ticket
