"""Drives a request without an event loop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any, Generic, TypeVar

from . import _request as machine_of
from ._library import NEVER
from ._request import Answer, Attempt, Machine, Step, now
from ._work import event_of, question
from .errors import RequestFailed

T = TypeVar("T")


class Cancellation:
    """Ends a synchronous run from another thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: list[Callable[[], None]] = []
        self.is_cancelled = False

    def cancel(self) -> None:
        """Gives the request up; its run raises ``RequestFailed`` with the reason ``cancelled``."""
        with self._lock:
            self.is_cancelled = True
            calls, self._calls = self._calls, []
        for call in calls:
            call()

    def on_cancel(self, call: Callable[[], None]) -> None:
        """Calls ``call`` once it is cancelled."""
        with self._lock:
            if not self.is_cancelled:
                self._calls.append(call)
                return
        call()


class Run(Generic[T]):
    """One request: attempts run in the calling thread, or in threads beside it."""

    def __init__(
        self,
        machine: Machine,
        call: Callable[[Attempt], T],
        threads: Callable[[], Executor],
        cancellation: Cancellation | None,
    ) -> None:
        self._machine = machine
        self._call = call
        self._threads = threads
        self._cancellation = cancellation
        self._apart = False
        self._ready = threading.Condition()
        self._results: list[tuple[Attempt, T | None, BaseException | None]] = []
        self._value: T | None = None
        machine.ring = self._ring
        if cancellation is not None:
            cancellation.on_cancel(self._ring)

    def _ring(self) -> None:
        with self._ready:
            self._ready.notify_all()

    @property
    def _is_cancelled(self) -> bool:
        return self._cancellation is not None and self._cancellation.is_cancelled

    def drive(self, *, apart: bool) -> Answer[T]:
        """Carries out what the machine wants, until the request ends."""
        machine, action = self._machine, self._machine.first
        self._apart = apart
        try:
            while True:
                if self._is_cancelled and not action.is_end:
                    raise machine.failed(machine.step(machine_of.CANCEL))
                if action.kind in (machine_of.ATTEMPT, machine_of.RESUME):
                    action = self._attempt(action)
                elif action.kind == machine_of.WAIT:
                    action = self._next()
                elif action.kind == machine_of.NOTIFY:
                    handler, argument = question(machine, action)
                    self._threads().submit(handler, argument)
                    action = machine.step(machine_of.PROCEED)
                elif action.kind == machine_of.ANSWER:
                    return machine.answer(action, self._value)
                elif action.kind == machine_of.FAIL:
                    raise machine.failed(action)
                else:
                    action = self._ask(action)
        except RequestFailed:
            raise
        except BaseException:
            # The caller was interrupted: nobody wants an answer any more.
            machine.step(machine_of.CANCEL)
            raise

    def _attempt(self, action: Step) -> Step:
        attempt = self._machine.begin(action)
        self._apart = self._apart or action.hedge_at != NEVER
        if self._apart:
            self._threads().submit(self._make, attempt)
            return self._next()
        try:
            value = self._call(attempt)
        except Exception as error:
            return self._machine.fail(attempt, error)
        self._value = value
        return self._machine.finished(attempt, None, None)

    def _make(self, attempt: Attempt) -> None:
        value: T | None = None
        error: BaseException | None = None
        try:
            value = self._call(attempt)
        except BaseException as found:
            error = found
        with self._ready:
            self._results.append((attempt, value, error))
            self._ready.notify_all()

    def _next(self) -> Step:
        """Waits until something happened, tells the machine, and gives what it wants next."""
        machine = self._machine
        while True:
            if (action := machine.heed()) is not None:
                return action
            if self._is_cancelled:
                return machine.step(machine_of.CANCEL)
            with self._ready:
                result = self._results.pop(0) if self._results else None
                left = None if machine.wake_at == NEVER else (machine.wake_at - now()) / 1e9
                if result is None and (left is None or left > 0) and not machine.unheeded:
                    self._ready.wait(left)
                    continue
            if result is None:
                return machine.heed() or machine.step(machine_of.TIMER)
            attempt, value, error = result
            if attempt.is_given_up:
                continue
            if error is not None:
                return machine.fail(attempt, error)
            self._value = value
            return machine.finished(attempt, None, None)

    def _ask(self, action: Step) -> Step:
        """Lets a handler answer, for as long as it has; one that takes longer is left behind."""
        machine = self._machine
        handler, argument = question(machine, action)
        future = self._threads().submit(handler, argument)
        reply: Any = None
        try:
            reply = future.result(max(0.0, (action.until - now()) / 1e9))
        except Exception:
            if not future.done() and now() >= machine.wake_at:
                return machine.step(machine_of.TIMER)
        return machine.step(*event_of(machine, action, reply))
