"""What a service does itself when its policy says so."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Union

from ._policy import Destination
from ._request import Request, Secret


@dataclass(frozen=True)
class CacheLookup:
    """What a cache is asked."""

    request: Request
    route: str
    #: How old an answer may be, in seconds; ``None`` if the policy does not say.
    max_age: float | None
    #: How long the lookup may take, in seconds.
    within: float


@dataclass(frozen=True)
class FallbackCall:
    """What a service's own fallback is asked."""

    request: Request
    route: str
    within: float


@dataclass(frozen=True)
class Notice:
    """What a handler is told."""

    request: Request
    route: str
    step: str


@dataclass(frozen=True)
class Inquiry:
    """The question whether a request was carried out."""

    request: Request
    route: str
    #: The name of the endpoint that the request was sent to.
    sent_to: str
    #: Whom to ask.
    destination: Destination
    credential: Secret | None
    #: The URL to ask, without a path.
    url: str
    within: float


#: What became of a request that may have been carried out. ``cannot-land`` may be answered only if
#: it was not carried out *and cannot be any more*.
Verdict = Literal["landed", "cannot-land", "unknown"]

Cache = Callable[[CacheLookup], Union[Any, Awaitable[Any]]]
Call = Callable[[FallbackCall], Union[Any, Awaitable[Any]]]
Notify = Callable[[Notice], Union[None, Awaitable[None]]]
Reconcile = Callable[
    [Inquiry], Union[Verdict, tuple[Verdict, Any], Awaitable[Union[Verdict, tuple[Verdict, Any]]]]
]


@dataclass(frozen=True)
class Handlers:
    """Registered by name before the engine starts, which refuses to start while one is missing.

    Each is a function or a coroutine function; synchronous runs take functions only. One that
    raises is *unavailable* (the ladder's next step follows) or *unknown* (nothing is sent again).
    """

    #: Looks something up; ``None`` if it is not there, or too old.
    cache: Cache | None = None
    #: By the name in ``call "name"``; ``None`` if there is nothing for this request.
    call: Mapping[str, Call] = field(default_factory=dict)
    #: By the name in ``notify "name"``.
    notify: Mapping[str, Notify] = field(default_factory=dict)
    #: Finds out whether a request was carried out: a verdict, or one with what was found.
    reconcile: Reconcile | None = None

    def find(self, name: str) -> Callable[..., Any] | None:
        """The handler of a name of the C interface, as in ``call fallback``."""
        kind, _, rest = name.partition(" ")
        if kind == "cache":
            return self.cache
        if kind == "reconcile":
            return self.reconcile
        return (self.call if kind == "call" else self.notify).get(rest)
