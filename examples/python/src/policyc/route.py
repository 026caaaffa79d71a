"""A route of a policy: what a service keeps, and runs its requests on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from . import _asynchronous, _threaded
from ._request import Answer, Attempt, Machine, Request
from .errors import RequestFailed

if TYPE_CHECKING:
    from ._threaded import Cancellation
    from .engine import Engine

T = TypeVar("T")


class Route:
    """One route, by its name."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self.name = name

    async def run(
        self,
        call: Callable[[Attempt], Awaitable[T]],
        *,
        size: int = 0,
        priority: int = 5,
        delivery: str = "shown",
        tags: Mapping[str, str] | None = None,
        key: str = "",
    ) -> Answer[T]:
        """Runs a request: ``call`` makes its attempts, one call for each.

        Each attempt runs in a task of its own, which is cancelled when its time is over or another
        one won. If the caller is cancelled, so is everything that the request does.

        Args:
            call: Makes one attempt; returns a whole and useful answer, or raises.
            size: Known before sending, in the units of the policy's limits (tokens).
            priority: 0 to 9, 9 the highest.
            delivery: How the caller takes the answer: ``whole``, ``shown`` or ``held``.
            tags: What the policy may ask.
            key: What handlers know the request by.

        Raises:
            RequestFailed: Why there is no answer.
        """
        machine = self._begin(Request(size, priority, delivery, tags, key))
        return await _asynchronous.Run(machine, call).drive()

    def run_sync(
        self,
        call: Callable[[Attempt], T],
        *,
        size: int = 0,
        priority: int = 5,
        delivery: str = "shown",
        tags: Mapping[str, str] | None = None,
        key: str = "",
        cancellation: Cancellation | None = None,
        threads: bool = False,
    ) -> Answer[T]:
        """Runs a request as ``run`` does, for code without an event loop.

        Attempts run in the calling thread and are trusted to keep to ``Attempt.timeouts``, but for
        those that another may have to run beside (a hedge), that may be cancelled, or that
        ``threads`` asks for: they run in threads of the engine. A thread cannot be cut: an attempt
        that is given up is left behind, and told by ``Attempt.on_given_up``.
        """
        machine = self._begin(Request(size, priority, delivery, tags, key))
        run = _threaded.Run(machine, call, self._engine._threads, cancellation)
        return run.drive(apart=threads or cancellation is not None)

    def _begin(self, request: Request) -> Machine:
        engine = self._engine
        generation = engine.generation
        try:
            index = generation.policy.routes.index(self.name)
        except ValueError:
            raise RequestFailed("route-removed", self.name) from None
        return Machine(generation, index, request, next(engine._numbers))
