"""Drives a request on an event loop."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

from . import _request as machine_of
from ._library import NEVER
from ._request import Answer, Attempt, Machine, Step, now
from ._work import event_of, question

T = TypeVar("T")

#: Tasks that were cancelled and are not over yet, and handlers that are being told something: an
#: event loop itself keeps none alive.
_background: set[asyncio.Task[Any]] = set()


class Run(Generic[T]):
    """One request: its attempts run in tasks beside one another, and beside the machine's time."""

    def __init__(self, machine: Machine, call: Callable[[Attempt], Awaitable[T]]) -> None:
        self._machine = machine
        self._call = call
        self._tasks: dict[asyncio.Task[T], Attempt] = {}
        self._rung = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._value: T | None = None
        machine.ring = self._ring

    def _ring(self) -> None:
        """Something happened; an attempt may say so from any thread."""
        self._loop.call_soon_threadsafe(self._rung.set)

    async def drive(self) -> Answer[T]:
        """Carries out what the machine wants, until the request ends."""
        machine, action = self._machine, self._machine.first
        try:
            while True:
                if action.kind in (machine_of.ATTEMPT, machine_of.RESUME):
                    self._launch(action)
                    action = await self._next()
                elif action.kind == machine_of.WAIT:
                    action = await self._next()
                elif action.kind == machine_of.NOTIFY:
                    action = self._notify(action)
                elif action.kind == machine_of.ANSWER:
                    return machine.answer(action, self._value)
                elif action.kind == machine_of.FAIL:
                    raise machine.failed(action)
                else:
                    action = await self._ask(action)
        except asyncio.CancelledError:
            machine.step(machine_of.CANCEL)
            raise
        finally:
            for task in list(self._tasks):
                self._leave(task)

    def _launch(self, action: Step) -> None:
        attempt = self._machine.begin(action)

        async def make() -> T:
            return await self._call(attempt)

        task = self._loop.create_task(make(), name=f"policyc {attempt.endpoint}")
        self._tasks[task] = attempt
        task.add_done_callback(lambda _: self._rung.set())

        def leave() -> None:
            self._loop.call_soon_threadsafe(self._leave, task)

        attempt.on_given_up(leave)

    def _leave(self, task: asyncio.Task[Any]) -> None:
        """Cancels a task that nobody waits for any more."""
        self._tasks.pop(task, None)
        if not task.done():
            task.cancel()
            _background.add(task)
        task.add_done_callback(_forget)

    async def _next(self) -> Step:
        """Waits until something happened, tells the machine, and gives what it wants next."""
        machine = self._machine
        while True:
            self._rung.clear()
            if (action := machine.heed()) is not None:
                return action
            if (action := self._finished()) is not None:
                return action
            left = None if machine.wake_at == NEVER else (machine.wake_at - now()) / 1e9
            if left is not None and left <= 0:
                return machine.step(machine_of.TIMER)
            try:
                await asyncio.wait_for(self._rung.wait(), left)
            except (asyncio.TimeoutError, TimeoutError):
                continue

    def _finished(self) -> Step | None:
        """Tells the machine of one attempt that is over."""
        for task, attempt in list(self._tasks.items()):
            if not task.done():
                continue
            del self._tasks[task]
            if attempt.is_given_up:
                task.add_done_callback(_forget)
            elif task.cancelled():
                # It cancelled itself: whoever makes attempts gave the request up.
                raise asyncio.CancelledError
            elif (error := task.exception()) is not None:
                return self._machine.fail(attempt, error)
            else:
                self._value = task.result()
                return self._machine.finished(attempt, None, None)
        return None

    def _notify(self, action: Step) -> Step:
        handler, argument = question(self._machine, action)
        told = self._loop.create_task(_called(handler, argument))
        _background.add(told)
        told.add_done_callback(_forget)
        return self._machine.step(machine_of.PROCEED)

    async def _ask(self, action: Step) -> Step:
        """Lets a handler answer, for as long as it has."""
        machine = self._machine
        handler, argument = question(machine, action)
        reply: Any = None
        try:
            left = max(0.0, (action.until - now()) / 1e9)
            reply = await asyncio.wait_for(_called(handler, argument), left)
        except asyncio.CancelledError:
            raise
        except (asyncio.TimeoutError, TimeoutError):
            if now() >= machine.wake_at:
                return machine.step(machine_of.TIMER)
        except Exception:
            reply = None
        return machine.step(*event_of(machine, action, reply))


async def _called(handler: Callable[[Any], Any], argument: Any) -> Any:
    reply = handler(argument)
    return await reply if inspect.isawaitable(reply) else reply


def _forget(task: asyncio.Task[Any]) -> None:
    """Lets go of a task; an exception that nobody asked for is not complained about."""
    _background.discard(task)
    if not task.cancelled():
        task.exception()
