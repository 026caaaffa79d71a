"""A policy at work in a service."""

from __future__ import annotations

import concurrent.futures
import ctypes as c
import difflib
import itertools
import json
import logging
import os
import pathlib
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from . import _library as library
from ._library import NONE, Listener, Options, filled, lib, text
from ._policy import NOTES, REASONS, RESPONSES, SCOPES, SENTENCES, Policy
from ._request import Secret, now
from .errors import PolicyError, UnknownName, _bytes
from .handlers import Handlers
from .route import Route

logger = logging.getLogger("policyc")


@dataclass(frozen=True)
class Note:
    """One thing that an engine decided or learnt, with the reason's code."""

    kind: str
    reason: str
    #: Seconds on the monotonic clock.
    at: float
    request: int
    attempt: int
    route: str | None
    endpoint: str | None
    group: str | None
    breaker: str | None
    error_class: str | None
    response: str | None
    scope: str | None
    credential: str | None
    step: str | None
    value: int

    @property
    def sentence(self) -> str:
        """What the reason means, for a person."""
        return SENTENCES[REASONS.index(self.reason)]

    def __str__(self) -> str:
        words = [self.kind, self.reason]
        for name in ("route", "request", "attempt", "endpoint", "group", "breaker"):
            words += [f"{name}={getattr(self, name)}"] if getattr(self, name) else []
        for name in ("error_class", "response", "scope", "credential", "step", "value"):
            words += [f"{name}={getattr(self, name)}"] if getattr(self, name) else []
        return " ".join(words)


class Generation:
    """One policy as it was loaded, with all that its requests need until they are over."""

    def __init__(
        self,
        artifact: bytes,
        engine: Engine,
        previous: Generation | None = None,
    ) -> None:
        self.handle = 0
        loaded = Policy.load(artifact)
        self._check(loaded, engine.handlers)
        read = [engine._read(source) for source in loaded.sources]
        values = (library.Text * max(1, len(read)))(*[text(value) for value in read])
        options = Options(
            values=values,
            value_count=len(read),
            seed=engine._seed,
            excludes_missing=engine.missing_credentials == "exclude",
        )
        self._listener = Listener(self._hear) if engine._hears else Listener()
        self._tell: Callable[[Note], None] = engine._tell
        self.handlers = engine.handlers
        options.listener = self._listener
        handle = c.c_void_p()
        reason = c.create_string_buffer(4096)
        status = lib.engine_new(
            loaded.handle,
            c.byref(options),
            previous.handle if previous is not None else None,
            now(),
            c.byref(handle),
            reason,
            len(reason),
        )
        if status != 0:
            raise PolicyError(reason.value.decode("utf-8", "replace"))
        self.handle = handle.value or 0
        self.policy = Policy(lib.engine_policy(self.handle), owned=False)
        self.secrets = [self._secret(i) for i in range(len(self.policy.credentials))]

    def __del__(self) -> None:
        if self.handle:
            lib.engine_free(self.handle)
            self.handle = 0

    @staticmethod
    def _check(policy: Policy, handlers: Handlers) -> None:
        missing = [name for name in policy.handlers if handlers.find(name) is None]
        if missing:
            names = ", ".join(f"`{name}`" for name in missing)
            raise PolicyError(f"the policy names handlers that are not registered: {names}")

    def _secret(self, index: int) -> Secret | None:
        value = library.Text()
        lib.secret(self.handle, index, c.byref(value))
        found = value.string()
        return None if found is None else Secret(self.policy.credentials[index], found)

    def _hear(self, _data: int | None, note: Any) -> None:
        n, p = note.contents, self.policy
        self._tell(
            Note(
                kind=NOTES[n.kind],
                reason=REASONS[n.reason],
                at=n.at / 1e9,
                request=n.request,
                attempt=n.attempt,
                route=_at(p.routes, n.route),
                endpoint=_at(p.endpoints, n.endpoint),
                group=_at(p.groups, n.group),
                breaker=_at(p.breakers, n.breaker),
                error_class=_at(p.classes, n.error_class),
                response=None if n.response == 255 else RESPONSES[n.response],
                scope=None if n.scope == 255 else SCOPES[n.scope],
                credential=_at(p.credentials, n.credential),
                step=_at(p.steps, n.step),
                value=n.value,
            )
        )


class Engine:
    """A policy at work: load it once when the service starts, and ask it for routes.

    It starts only if the policy is sound, every credential is there, and every handler that the
    policy names is registered: what can be wrong is wrong at startup, not at the first request.
    """

    def __init__(
        self,
        artifact: bytes,
        *,
        handlers: Handlers | None = None,
        environ: Mapping[str, str] | None = None,
        missing_credentials: Literal["fail", "exclude"] = "fail",
        on_note: Callable[[Note], None] | None = None,
    ) -> None:
        """Starts an engine of a compiled policy.

        Args:
            artifact: The bytes that ``policyc compile`` writes.
            handlers: What the service does itself when the policy says so.
            environ: Where variables are read, now and at every reload.
            missing_credentials: Whether a credential that is not there refuses the policy, or
                excludes its endpoints as long as every route has others.
            on_note: Is told of every decision, on the thread that makes it: it returns soon, and
                calls neither the engine nor an attempt. Without it, and with the logger
                ``policyc`` above DEBUG, nobody is told, which is much faster.

        Raises:
            PolicyError: What keeps the policy from running.
        """
        self.handlers = handlers or Handlers()
        self.missing_credentials = missing_credentials
        self._environ = os.environ if environ is None else environ
        self._on_note = on_note
        self._hears = on_note is not None or logger.isEnabledFor(logging.DEBUG)
        self._seed = secrets.randbits(64)
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._pool: concurrent.futures.ThreadPoolExecutor | None = None
        self.generation = Generation(artifact, self)

    @classmethod
    def load(cls, path: str | os.PathLike[str], **options: Any) -> Engine:
        """Starts an engine of the compiled policy in a file; the options are those of ``Engine``."""
        return cls(pathlib.Path(path).read_bytes(), **options)

    def reload(self, artifact: bytes | str | os.PathLike[str]) -> None:
        """Puts a newly compiled policy, its bytes or its file, in the place of the present one.

        Requests in flight finish on the policy they began on. Breakers, coolings, budgets, limits
        and active members go on where both policies mean the same by them; credentials are read
        again, and one whose value changed starts without coolings. If anything is wrong with the
        new policy, the present one stays.
        """
        data = artifact if isinstance(artifact, bytes) else pathlib.Path(artifact).read_bytes()
        with self._lock:
            self.generation = Generation(data, self, self.generation)

    def route(self, name: str) -> Route:
        """The route of a name; it stays valid when the policy is replaced."""
        self._index(self.generation.policy.routes, "route", name)
        return Route(self, name)

    def match(
        self, method: str, path: str, headers: Mapping[str, str] | None = None
    ) -> Route | None:
        """The first route that takes such a request by one of its ``match`` statements."""
        given = [(_bytes(k), _bytes(v)) for k, v in (headers or {}).items()]
        name = self.generation.policy.match(method, path, given)
        return None if name is None else Route(self, name)

    @property
    def digest(self) -> str:
        """SHA-256 of the present policy, as ``policyc inspect`` shows it."""
        return self.generation.policy.digest()[0]

    def snapshot(self) -> dict[str, Any]:
        """All live state: endpoints with their breakers and coolings, groups, routes."""
        found: dict[str, Any] = json.loads(filled(lib.snapshot, self.generation.handle, now()))
        return found

    def prometheus_text(self) -> str:
        """All counters and all live state as text that Prometheus reads."""
        return filled(lib.metrics, self.generation.handle, now()).decode()

    def isolate(self, endpoint: str) -> None:
        """Takes an endpoint out: nothing is sent there until it is restored."""
        self._operate(0, endpoint)

    def restore(self, endpoint: str) -> None:
        """Takes an endpoint in again that was isolated, or is down by its probes."""
        self._operate(1, endpoint)

    def clear(self, endpoint: str) -> None:
        """Ends the coolings that keep an endpoint out, and closes its breakers."""
        self._operate(2, endpoint)

    def fail_back(self, group: str) -> None:
        """Makes the first member of an active-passive group active at once."""
        generation = self.generation
        index = self._index(generation.policy.groups, "group", group)
        lib.operate(generation.handle, 3, index, now())

    def probed(self, endpoint: str, *, up: bool) -> None:
        """Tells what an active health probe of an endpoint found."""
        self._operate(4 if up else 5, endpoint)

    def _operate(self, what: int, endpoint: str) -> None:
        generation = self.generation
        index = self._index(generation.policy.endpoints, "endpoint", endpoint)
        lib.operate(generation.handle, what, index, now())

    @staticmethod
    def _index(names: list[str], kind: str, name: str) -> int:
        if name in names:
            return names.index(name)
        near = difflib.get_close_matches(name, names, n=2)
        hint = f"; did you mean {' or '.join(f'`{n}`' for n in near)}?" if near else ""
        raise UnknownName(f"the policy has no {kind} `{name}`{hint}")

    def _read(self, source: str) -> bytes | None:
        kind, _, name = source.partition(" ")
        if kind == "env":
            value = self._environ.get(name)
            return None if value is None else value.encode("utf-8", "surrogateescape")
        try:
            return pathlib.Path(name).read_bytes()[: 64 << 10]
        except OSError:
            return None

    def _tell(self, note: Note) -> None:
        logger.debug("%s", note)
        if self._on_note is not None:
            self._on_note(note)

    def _threads(self) -> concurrent.futures.ThreadPoolExecutor:
        with self._lock:
            if self._pool is None:
                self._pool = concurrent.futures.ThreadPoolExecutor(256, "policyc")
            return self._pool


def _at(names: list[str], index: int) -> str | None:
    return None if index == NONE else names[index]



