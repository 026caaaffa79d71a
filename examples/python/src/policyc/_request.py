"""One request: its machine, and what its attempts and its driver share. No I/O, no waiting."""

from __future__ import annotations

import ctypes as c
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from . import _library as library
from ._library import NEVER, NONE, Evidence, Facts, Outcome, RequestInfo, lib, pairs, text
from ._policy import DELIVERIES, EXECUTED, REASONS, TRANSPORTS, Destination, Handover, url_of
from .errors import AttemptFailed, GivenUp, Headers, RequestFailed

if TYPE_CHECKING:
    from .engine import Generation

T = TypeVar("T")

WAIT, ATTEMPT, RESUME, RECONCILE, DEGRADE, NOTIFY, ANSWER, FAIL = range(8)
FIRST_BYTE, FINISHED, TIMER, RECONCILED, STEP_FINISHED, PROCEED, CANCEL = range(7)


def now() -> int:
    """Nanoseconds of a clock that is never set back."""
    return time.monotonic_ns()


@dataclass(frozen=True)
class Request:
    """What a policy and its handlers are told about one request."""

    #: The size known before sending, in the units of the policy's limits (tokens).
    size: int = 0
    #: 0 to 9, 9 the highest.
    priority: int = 5
    #: How the caller takes the answer: ``whole``, ``shown`` while it comes in, or ``held``.
    delivery: str = "shown"
    #: What the policy may ask by ``when tag:``, ``serves`` and ``balance sticky``.
    tags: Mapping[str, str] | None = None
    #: What handlers know it by; the engine does not look at it, and logs it nowhere.
    key: str = ""


class Secret:
    """A credential; no text of it but ``value`` shows the secret."""

    __slots__ = ("reference", "value")

    def __init__(self, reference: str, value: str) -> None:
        #: Where it was read, as in ``env OPENAI_KEY``.
        self.reference = reference
        #: The secret itself.
        self.value = value

    def __repr__(self) -> str:
        return f"Secret({self.reference!r})"

    __str__ = __repr__


@dataclass(frozen=True)
class TimeLimits:
    """How long each part of an attempt may take, in seconds; ``None``: unbounded."""

    connect: float | None
    first_byte: float | None
    #: Between two pieces of the answer.
    idle: float | None
    #: All of it; on a route that commits at the first byte, what comes before that.
    attempt: float
    #: The rest of an answer once it is committed.
    stream: float | None


@dataclass(frozen=True)
class Step:
    """A copy of what the machine wants: its own memory is written again by the next step."""

    kind: int
    reason: int
    executed: int
    until: int
    wake_at: int
    hedge_at: int
    retry_after: int
    endpoint: int
    credential: int
    step: int
    handler: int
    attempt: int
    leg: int
    commits: bool
    cancels: int

    @property
    def is_end(self) -> bool:
        return self.kind >= ANSWER


class Machine:
    """A request of the C library, behind a lock: attempts report from other threads."""

    def __init__(self, generation: Generation, route: int, request: Request, number: int) -> None:
        self.generation = generation
        self.route = route
        self.request = request
        self.number = number
        self.lock = threading.RLock()
        #: What a ``commit`` brought about, for the driver.
        self.unheeded: deque[Step] = deque()
        #: Called when there is something to heed.
        self.ring: Callable[[], None] | None = None
        self.wake_at = NEVER
        self.live: dict[int, Attempt] = {}
        self.usage: dict[int, int] = {}
        self.failure: tuple[str, int, int | None] | None = None
        self.served: Any = None
        self.writer = 0
        self._handle = c.c_void_p()
        self._action = library.Action()
        self._event = library.Event()
        self.started = now()
        facts = Facts(
            size=max(0, min(request.size, 1 << 53)),
            number=number,
            priority=max(0, min(9, request.priority)),
            delivery=DELIVERIES.index(request.delivery),
            lane=threading.get_ident() >> 8 & 0xFF,
        )
        tags = [(k.encode(), v.encode()) for k, v in (request.tags or {}).items()]
        if tags:
            facts.tags = pairs(tags)
            facts.tag_count = len(tags)
        status = lib.begin(
            generation.handle,
            route,
            c.byref(facts),
            self.started,
            c.byref(self._handle),
            c.byref(self._action),
        )
        if status != 0:
            raise ValueError("no such request")
        self.first = self._taken()

    def __del__(self) -> None:
        if self._handle:
            lib.request_free(self._handle)
            self._handle = c.c_void_p()

    def _taken(self) -> Step:
        a = self._action
        self.wake_at = a.wake_at
        for leg in [leg for leg in self.live if a.cancels >> leg & 1]:
            attempt = self.live.pop(leg)
            if a.timed_out >> leg & 1:
                self._note(attempt, AttemptFailed.below_http("timeout"))
            attempt.give_up()
        return Step(
            a.kind,
            a.reason,
            a.executed,
            a.until,
            a.wake_at,
            a.hedge_at,
            a.retry_after,
            a.endpoint,
            a.credential,
            a.step,
            a.handler,
            a.attempt,
            a.leg,
            bool(a.commits),
            a.cancels,
        )

    def _note(self, attempt: Attempt, failure: AttemptFailed) -> None:
        """Remembers what an attempt failed of whose time was over."""
        index = attempt.destination.index
        outcome = self.classify(failure, index, is_failure=True)
        self.failure = (self.generation.policy.classes[outcome.error_class], index, None)

    def _tell(self) -> Step:
        lib.step(self._handle, c.byref(self._event), now(), c.byref(self._action))
        return self._taken()

    def step(self, kind: int, result: int = 0) -> Step:
        """Tells what happened; gives what is to be done next."""
        with self.lock:
            self._event.kind, self._event.result = kind, result
            return self._in_order(self._tell())

    def finished(self, attempt: Attempt, outcome: Outcome | None, status: int | None) -> Step:
        """An attempt is over; one that was given up meanwhile changes nothing."""
        with self.lock:
            event = self._event
            event.kind, event.leg, event.attempt = FINISHED, attempt.leg, attempt.number
            if outcome is None:
                event.outcome = Outcome(hint=-1, usage=self.usage.get(attempt.number, -1))
                event.outcome.error_class = NONE
            else:
                event.outcome = outcome
                if self.live.get(attempt.leg) is attempt:
                    name = self.generation.policy.classes[outcome.error_class]
                    self.failure = (name, attempt.destination.index, status)
            if self.live.get(attempt.leg) is attempt:
                del self.live[attempt.leg]
            return self._in_order(self._tell())

    def _in_order(self, action: Step) -> Step:
        """What a commit brought about comes first, in the order in which it was decided."""
        if not self.unheeded:
            return action
        if action.kind != WAIT or action.cancels:
            self.unheeded.append(action)
        return self.unheeded.popleft()

    def heed(self) -> Step | None:
        """What the driver has not heeded yet."""
        with self.lock:
            return self.unheeded.popleft() if self.unheeded else None

    def begin(self, action: Step) -> Attempt:
        """The attempt that an action asks for."""
        attempt = Attempt(self, action)
        with self.lock:
            self.live[action.leg] = attempt
        return attempt

    def commit(self, attempt: Attempt) -> bool:
        with self.lock:
            if self.live.get(attempt.leg) is not attempt:
                raise GivenUp
            event = self._event
            event.kind, event.leg, event.attempt = FIRST_BYTE, attempt.leg, attempt.number
            action = self._tell()
            if action.commits and not action.is_end:
                self.writer = attempt.number
            self.unheeded.append(action)
        if self.ring is not None:
            self.ring()
        return action.commits and not action.is_end

    def write(self, attempt: Attempt, body: Callable[[], T]) -> T:
        with self.lock:
            if self.live.get(attempt.leg) is not attempt or self.writer != attempt.number:
                raise GivenUp
            return body()

    def classify(self, failure: AttemptFailed, endpoint: int, *, is_failure: bool) -> Outcome:
        evidence = Evidence(
            status=failure.status if 0 <= failure.status < 1 << 32 else 0,
            grpc_status=failure.grpc_status,
            transport=TRANSPORTS.index(failure.transport),
            is_event=failure.is_event,
            is_failure=is_failure,
        )
        if failure.headers:
            evidence.headers = pairs(failure.headers[:256])
            evidence.header_count = min(256, len(failure.headers))
        evidence.body = text(failure.body)
        outcome = Outcome()
        lib.classify(
            self.generation.handle,
            self.route,
            endpoint,
            c.byref(evidence),
            time.time_ns(),
            c.byref(outcome),
        )
        return outcome

    def fail(self, attempt: Attempt, error: BaseException) -> Step:
        """An attempt raised: what the machine wants next."""
        failure = AttemptFailed.of(error)
        outcome = self.classify(failure, attempt.destination.index, is_failure=True)
        return self.finished(attempt, outcome, failure.status or None)

    def info(self) -> RequestInfo:
        out = RequestInfo()
        lib.request_at(self._handle, c.byref(out))
        return out

    @property
    def route_name(self) -> str:
        return self.generation.policy.routes[self.route]

    def handler(self, action: Step) -> str:
        """The name of the handler that an action wants."""
        return self.generation.policy.handlers[action.handler]

    def failed(self, action: Step) -> RequestFailed:
        """Why the request ended without an answer."""
        name, endpoint, status = self.failure or (None, None, None)
        return RequestFailed(
            REASONS[action.reason],
            self.route_name,
            error_class=name,
            status=status,
            endpoint=None if endpoint is None else self.generation.policy.endpoints[endpoint],
            attempts=self.info().attempts,
            executed=EXECUTED[action.executed],
            retry_after=seconds(action.retry_after),
        )

    def answer(self, action: Step, value: T | None) -> Answer[T]:
        """How the request was answered."""
        policy = self.generation.policy
        step = None if action.step == NONE else policy.ladder[action.step]
        made = action.endpoint != NONE and REASONS[action.reason] != "landed"
        return Answer(
            value=value if made else None,
            served=None if made else self.served,
            text=step.text if step and step.kind == "text" else None,
            status=step.status if step and step.kind == "text" else None,
            step=step.name if step else None,
            endpoint=None if action.endpoint == NONE else policy.endpoints[action.endpoint],
            attempts=self.info().attempts,
            executed=EXECUTED[action.executed],
            reason=REASONS[action.reason],
            retry_after=seconds(action.retry_after),
        )


class Attempt:
    """One attempt of a request: where to send it, with what, and for how long.

    The function that makes it returns the answer when that is whole and useful, and raises
    otherwise: an :class:`AttemptFailed` says what went wrong. Any other exception counts as a
    connection that was cut.
    """

    def __init__(self, machine: Machine, action: Step) -> None:
        self._machine = machine
        self._action = action
        self._started = now()
        self._gone: list[Callable[[], None]] = []
        #: Whether it was given up: nothing of its answer may be used.
        self.is_given_up = False
        #: The attempt's number in its request, from 1.
        self.number = action.attempt
        self.leg = action.leg
        #: Where it goes.
        self.destination: Destination = machine.generation.policy.destinations[action.endpoint]
        #: Whether it continues an answer that was cut: only the rest is wanted.
        self.is_resume = action.kind == RESUME

    @property
    def endpoint(self) -> str:
        """The endpoint's name."""
        return self.destination.endpoint

    @property
    def handover(self) -> Handover | None:
        """How the endpoint is given what was received so far; ``None`` unless it continues."""
        return self.destination.handover if self.is_resume else None

    @property
    def attributes(self) -> Mapping[str, str]:
        """Facts about the endpoint, as in ``attribute model: "gpt-large"``."""
        return self.destination.attributes

    @property
    def credential(self) -> Secret | None:
        """The credential to use; ``None`` if the endpoint declares none."""
        if self._action.credential == NONE:
            return None
        return self._machine.generation.secrets[self._action.credential]

    @property
    def request(self) -> Request:
        """What the request was begun with."""
        return self._machine.request

    @property
    def request_number(self) -> int:
        """The request's number, the same in notes."""
        return self._machine.number

    @property
    def idempotency_key(self) -> str | None:
        """The header in which the request's key is to be sent, where repeating is safe by one."""
        return self.destination.idempotency_key

    @property
    def model(self) -> str | None:
        """What the endpoint calls the model that the request names by its tag ``model``."""
        return self.name_of("model")

    def name_of(self, tag: str) -> str | None:
        """What the endpoint calls the value of one of the request's tags."""
        given = (self._machine.request.tags or {}).get(tag)
        return self._machine.generation.policy.value(self.destination.index, tag, given)

    def url(self, path: str = "") -> str:
        """The endpoint's URL with ``path`` and its query joined to it.

        Where the credential goes into it, this holds the secret; ``destination.url`` is for logs.
        """
        return url_of(
            self._machine.generation.handle,
            self.destination.index,
            self._action.credential,
            path,
        )

    @property
    def timeouts(self) -> TimeLimits:
        """How long each part may take, from the attempt's start."""
        found = library.Timeouts()
        action = library.Action(endpoint=self.destination.index, until=self._action.until)
        lib.timeouts_of(
            self._machine.generation.handle, c.byref(action), self._started, c.byref(found)
        )
        return TimeLimits(
            seconds(found.connect),
            seconds(found.first_byte),
            seconds(found.idle),
            found.attempt / 1e9,
            seconds(found.stream),
        )

    def left(self) -> float:
        """Seconds that the attempt still has, at least 0."""
        return max(0.0, (self._action.until - now()) / 1e9)

    def commit(self) -> bool:
        """Tells that the first byte of the answer's body is there.

        Returns:
            Whether bytes may go to the caller now; if not, the answer is held until it is whole.

        Raises:
            GivenUp: Another attempt won, or its time is over.
        """
        return self._machine.commit(self)

    def write(self, body: Callable[[], T]) -> T:
        """Runs ``body``, which hands bytes of the committed answer on, unless it was given up.

        Once this attempt was given up another one may continue its answer: a piece that it still
        wrote would stand in the middle of that.
        """
        return self._machine.write(self, body)

    def report(self, usage: int) -> None:
        """Tells how many tokens the answer used; the last call counts."""
        with self._machine.lock:
            self._machine.usage[self.number] = max(0, min(usage, 10**12))

    def check(self, status: int, headers: Headers = (), body: bytes = b"") -> None:
        """Raises if the policy's error table takes an answer for a failure.

        A 200 that carries an error is one, where the table looks into bodies. Otherwise the
        tokens are remembered that the answer says it used.
        """
        self._check(AttemptFailed(status, headers, body))

    def check_event(self, event: bytes, status: int = 200) -> None:
        """Raises if the policy's error table takes an event of a stream for a failure."""
        self._check(AttemptFailed.event(event, status))

    def _check(self, evidence: AttemptFailed) -> None:
        outcome = self._machine.classify(evidence, self.destination.index, is_failure=False)
        if outcome.error_class != NONE:
            raise evidence
        if outcome.usage >= 0:
            self.report(outcome.usage)

    def on_given_up(self, call: Callable[[], None]) -> None:
        """Calls ``call`` when the attempt is given up, on the thread that decides so."""
        with self._machine.lock:
            if not self.is_given_up:
                self._gone.append(call)
                return
        call()

    def give_up(self) -> None:
        self.is_given_up = True
        for call in self._gone:
            call()
        self._gone = []


@dataclass(frozen=True)
class Answer(Generic[T]):
    """How a request was answered: in full, or by a step of the ladder below full service."""

    #: What the function returned; ``None`` if something else stands in for it.
    value: T | None
    #: What a handler gave to be served.
    served: Any
    #: The policy's text, if that is what answers, and its status.
    text: str | None
    status: int | None
    #: The step of the ladder that answered; ``None``: the main path.
    step: str | None
    #: The endpoint whose attempt answered; ``None`` where none did.
    endpoint: str | None
    attempts: int
    #: Whether the request was carried out at a far end: ``no``, ``maybe`` or ``yes``.
    executed: str
    reason: str
    retry_after: float | None

    @property
    def is_degraded(self) -> bool:
        """Whether a step of the ladder answered."""
        return self.step is not None


def seconds(ns: int) -> float | None:
    """Nanoseconds as seconds; ``None`` for never."""
    return None if ns == NEVER else ns / 1e9
