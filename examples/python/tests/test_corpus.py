"""The trace corpus through the binding: the decisions of Swift, heard and unheard.

The transcript and its lines are described in ``Tests/C/transcript.md``.
"""

from __future__ import annotations

import base64
import ctypes as c
import os
import pathlib
from collections.abc import Iterator
from typing import Any

import pytest

from policyc._library import NEVER, NONE, Action, Event, Facts, Listener, Note, Options
from policyc._library import RequestInfo, lib, pairs
from policyc._policy import Policy


def shown(value: int, *nothing: int) -> str:
    return "-" if value in nothing else str(value)


def action_line(action: Any, policy: Policy) -> str:
    a = action
    words = [shown(t, NEVER) for t in (a.until, a.wake_at, a.hedge_at, a.retry_after)]
    words += [shown(i, NONE) for i in (a.endpoint, a.credential, a.step)]
    words += [str(n) for n in (a.attempt, a.leg, a.kind, a.reason, a.executed)]
    words += [str(n) for n in (a.commits, a.cancels, a.timed_out)]
    words.append("-" if a.handler == NONE else policy.handlers[a.handler])
    return "action " + " ".join(words)


def note_line(n: Any) -> str:
    words = [shown(n.at, NEVER), shown(n.value, NEVER), str(n.request)]
    indices = (n.route, n.endpoint, n.breaker, n.group, n.error_class, n.credential, n.step)
    words += [shown(i, NONE) for i in indices]
    words += [str(n.attempt), str(n.kind), str(n.reason)]
    words += [shown(n.response, 255), shown(n.scope, 255)]
    return "note " + " ".join(words)


class Replay:
    """One case: its calls are made anew, and what they give is written as the transcript has it."""

    def __init__(self, *, hears: bool) -> None:
        self.lines: list[str] = []
        self._hears = hears
        self._policies: list[Policy] = []
        self._engines: list[tuple[int, Policy]] = []
        self._requests: dict[int, tuple[Any, tuple[int, Policy]]] = {}
        self._draws: list[int] | None = None
        self._listener = Listener(self._hear) if hears else Listener()
        self._action = Action()

    def close(self) -> None:
        for handle, _ in self._requests.values():
            lib.request_free(handle)
        for engine, _ in self._engines:
            lib.engine_free(engine)

    def _hear(self, _data: int | None, note: Any) -> None:
        self.lines.append(note_line(note.contents))

    def call(self, line: str) -> None:
        kind, *words = line.split(" ")
        fields = dict(word.split("=", 1) for word in words if "=" in word)
        if kind == "policy":
            self._policies.append(Policy.load(base64.b64decode(words[1])))
        elif kind == "draws":
            self._draws = [int(word) for word in words]
        elif kind == "engine":
            self._engine(self._policies[int(words[0])], int(fields["at"]))
        elif kind == "operate":
            lib.operate(self._engines[-1][0], int(words[0]), int(words[1]), int(fields["at"]))
        elif kind == "begin":
            self._begin(int(words[0]), fields, words)
        else:
            self._step(int(words[0]), fields)

    def _engine(self, policy: Policy, at: int) -> None:
        options = Options(fixed_draws=1, listener=self._listener)
        previous = self._engines[-1][0] if self._engines else None
        handle = c.c_void_p()
        status = lib.engine_new(
            policy.handle, c.byref(options), previous, at, c.byref(handle), None, 0
        )
        assert status == 0 and handle.value
        self._engines.append((handle.value, policy))

    def _draw(self, engine: int) -> None:
        if self._draws is not None:
            values = (c.c_int64 * len(self._draws))(*self._draws)
            assert lib.draws(engine, values, len(self._draws)) == 0
            self._draws = None

    def _begin(self, number: int, fields: dict[str, str], words: list[str]) -> None:
        tags = [tuple(w[4:].split("=", 1)) for w in words if w.startswith("tag=")]
        given = [(name.encode(), value.encode()) for name, value in tags]
        facts = Facts(
            size=int(fields["size"]),
            number=int(fields["number"]),
            priority=int(fields["priority"]),
            delivery=int(fields["delivery"]),
            tags=pairs(given) if given else None,
            tag_count=len(given),
        )
        engine = self._engines[-1]
        self._draw(engine[0])
        handle = c.c_void_p()
        status = lib.begin(
            engine[0],
            int(fields["route"]),
            c.byref(facts),
            int(fields["at"]),
            c.byref(handle),
            c.byref(self._action),
        )
        assert status == 0
        self._requests[number] = (handle, engine)
        self.lines.append(action_line(self._action, engine[1]))

    def _step(self, number: int, fields: dict[str, str]) -> None:
        handle, engine = self._requests[number]
        event = Event(kind=int(fields["kind"]), result=int(fields.get("result", 0)))
        event.leg, event.attempt = int(fields.get("leg", 0)), int(fields.get("attempt", 0))
        if "class" in fields:
            o = event.outcome
            o.error_class = NONE if fields["class"] == "-" else int(fields["class"])
            o.executed, o.scope = int(fields["executed"]), int(fields["scope"])
            o.hint, o.never = int(fields["hint"]), int(fields["never"])
            o.usage, o.answered = int(fields["usage"]), int(fields["answered"])
        self._draw(engine[0])
        at = int(fields["at"])
        assert lib.step(handle, c.byref(event), at, c.byref(self._action)) == 0
        info = RequestInfo()
        assert lib.request_at(handle, c.byref(info)) == 0
        assert bool(info.has_ended) or self._action.kind < 6
        self.lines.append(action_line(self._action, engine[1]))


def cases() -> Iterator[tuple[str, list[str]]]:
    path = os.environ.get("POLICYC_TRANSCRIPT")
    if path is None:
        pytest.skip("POLICYC_TRANSCRIPT names no transcript")
    name = ""
    lines: list[str] = []
    for line in pathlib.Path(path).read_text().splitlines():
        if line.startswith("case "):
            if name:
                yield name, lines
            name, lines = line[5:], []
        else:
            lines.append(line)
    yield name, lines


@pytest.mark.parametrize("hears", [True, False])
def test_every_case_is_decided_as_in_swift(hears: bool) -> None:
    count = 0
    for name, lines in cases():
        count += 1
        replay = Replay(hears=hears)
        wanted: list[str] = []
        for line in lines:
            if line.startswith("action ") or line.startswith("note "):
                if hears or line.startswith("action "):
                    wanted.append(line)
                continue
            assert replay.lines == wanted, f"{name}, before: {line}"
            replay.lines, wanted = [], []
            replay.call(line)
        assert replay.lines == wanted, name
        replay.close()
    assert count >= 250


def test_the_structures_are_as_large_as_in_c() -> None:
    assert [c.sizeof(t) for t in (Action, Event, Note, Facts)] == [64, 32, 64, 40]
