"""The C library, as ``policyc.h`` declares it: structures, functions, and nothing else."""

from __future__ import annotations

import ctypes as c
import os
import pathlib
from typing import Any

ABI_VERSION = 1
NONE = 0xFFFF_FFFF
NEVER = 0x7FFF_FFFF_FFFF_FFFF


class Text(c.Structure):
    """A text, or bytes; owned by whoever made it."""

    _fields_ = [("bytes", c.c_void_p), ("length", c.c_size_t)]

    def string(self) -> str | None:
        """A copy as a string; ``None`` where there is none."""
        if not self.bytes:
            return None
        return c.string_at(self.bytes, self.length).decode("utf-8", "replace")


class Pair(c.Structure):
    _fields_ = [("name", Text), ("value", Text)]


class Endpoint(c.Structure):
    _fields_ = [
        ("url", Text),
        ("key_header", Text),
        ("url_source", c.c_uint32),
        ("credential_first", c.c_uint32),
        ("credential_count", c.c_uint32),
        ("attribute_count", c.c_uint32),
        ("domain_count", c.c_uint32),
        ("handover", c.c_uint8),
        ("holds_credential", c.c_uint8),
        ("reserved", c.c_uint8 * 2),
    ]


class Step(c.Structure):
    _fields_ = [
        ("text", Text),
        ("max_age", c.c_int64),
        ("status", c.c_uint32),
        ("kind", c.c_uint8),
        ("reserved", c.c_uint8 * 3),
    ]


class Note(c.Structure):
    _fields_ = [
        ("at", c.c_int64),
        ("value", c.c_int64),
        ("request", c.c_uint64),
        ("route", c.c_uint32),
        ("endpoint", c.c_uint32),
        ("breaker", c.c_uint32),
        ("group", c.c_uint32),
        ("error_class", c.c_uint32),
        ("credential", c.c_uint32),
        ("step", c.c_uint32),
        ("attempt", c.c_uint16),
        ("kind", c.c_uint8),
        ("reason", c.c_uint8),
        ("response", c.c_uint8),
        ("scope", c.c_uint8),
        ("reserved", c.c_uint8 * 6),
    ]


Listener = c.CFUNCTYPE(None, c.c_void_p, c.POINTER(Note))


class Options(c.Structure):
    _fields_ = [
        ("values", c.POINTER(Text)),
        ("value_count", c.c_size_t),
        ("listener", Listener),
        ("listener_data", c.c_void_p),
        ("seed", c.c_uint64),
        ("excludes_missing", c.c_uint8),
        ("fixed_draws", c.c_uint8),
        ("reserved", c.c_uint8 * 6),
    ]


class Facts(c.Structure):
    _fields_ = [
        ("size", c.c_int64),
        ("number", c.c_uint64),
        ("tags", c.POINTER(Pair)),
        ("tag_count", c.c_size_t),
        ("priority", c.c_uint8),
        ("delivery", c.c_uint8),
        ("lane", c.c_uint8),
        ("reserved", c.c_uint8 * 5),
    ]


class Action(c.Structure):
    _fields_ = [
        ("until", c.c_int64),
        ("wake_at", c.c_int64),
        ("hedge_at", c.c_int64),
        ("retry_after", c.c_int64),
        ("endpoint", c.c_uint32),
        ("credential", c.c_uint32),
        ("step", c.c_uint32),
        ("handler", c.c_uint32),
        ("attempt", c.c_uint16),
        ("leg", c.c_uint8),
        ("kind", c.c_uint8),
        ("reason", c.c_uint8),
        ("executed", c.c_uint8),
        ("commits", c.c_uint8),
        ("cancels", c.c_uint8),
        ("timed_out", c.c_uint8),
        ("reserved", c.c_uint8 * 7),
    ]


class Outcome(c.Structure):
    _fields_ = [
        ("hint", c.c_int64),
        ("usage", c.c_int64),
        ("error_class", c.c_uint32),
        ("executed", c.c_uint8),
        ("scope", c.c_uint8),
        ("never", c.c_uint8),
        ("answered", c.c_uint8),
    ]


class Event(c.Structure):
    _fields_ = [
        ("outcome", Outcome),
        ("attempt", c.c_uint16),
        ("leg", c.c_uint8),
        ("kind", c.c_uint8),
        ("result", c.c_uint8),
        ("reserved", c.c_uint8 * 3),
    ]


class Evidence(c.Structure):
    _fields_ = [
        ("headers", c.POINTER(Pair)),
        ("header_count", c.c_size_t),
        ("body", Text),
        ("status", c.c_uint32),
        ("grpc_status", c.c_int32),
        ("transport", c.c_uint8),
        ("is_event", c.c_uint8),
        ("is_failure", c.c_uint8),
        ("reserved", c.c_uint8 * 5),
    ]


class Timeouts(c.Structure):
    _fields_ = [
        ("connect", c.c_int64),
        ("first_byte", c.c_int64),
        ("idle", c.c_int64),
        ("attempt", c.c_int64),
        ("stream", c.c_int64),
    ]


class RequestInfo(c.Structure):
    _fields_ = [
        ("number", c.c_uint64),
        ("waited", c.c_int64),
        ("route", c.c_uint32),
        ("sent_to", c.c_uint32),
        ("attempts", c.c_uint32),
        ("has_ended", c.c_uint8),
        ("reserved", c.c_uint8 * 3),
    ]


_HANDLE = c.c_void_p
_STATUS = c.c_int32

_FUNCTIONS: dict[str, tuple[Any, list[Any]]] = {
    "abi_version": (c.c_uint32, []),
    "word": (c.c_char_p, [c.c_uint32, c.c_uint32]),
    "load": (_STATUS, [c.c_char_p, c.c_size_t, c.POINTER(_HANDLE), c.c_char_p, c.c_size_t]),
    "policy_free": (None, [_HANDLE]),
    "digest": (_STATUS, [_HANDLE, c.c_char_p, c.POINTER(c.c_uint64)]),
    "count": (c.c_uint32, [_HANDLE, c.c_uint32]),
    "name": (_STATUS, [_HANDLE, c.c_uint32, c.c_uint32, c.POINTER(Text)]),
    "find": (c.c_uint32, [_HANDLE, c.c_uint32, c.c_char_p, c.c_size_t]),
    "match": (c.c_uint32, [_HANDLE, Text, Text, c.POINTER(Pair), c.c_size_t]),
    "endpoint_at": (_STATUS, [_HANDLE, c.c_uint32, c.POINTER(Endpoint)]),
    "attribute": (_STATUS, [_HANDLE, c.c_uint32, c.c_uint32, c.POINTER(Pair)]),
    "domain": (_STATUS, [_HANDLE, c.c_uint32, c.c_uint32, c.POINTER(Pair)]),
    "value": (_STATUS, [_HANDLE, c.c_uint32, Text, Text, c.POINTER(Text)]),
    "step_at": (_STATUS, [_HANDLE, c.c_uint32, c.POINTER(Step)]),
    "engine_new": (
        _STATUS,
        [
            _HANDLE,
            c.POINTER(Options),
            _HANDLE,
            c.c_int64,
            c.POINTER(_HANDLE),
            c.c_char_p,
            c.c_size_t,
        ],
    ),
    "engine_free": (None, [_HANDLE]),
    "engine_policy": (_HANDLE, [_HANDLE]),
    "secret": (_STATUS, [_HANDLE, c.c_uint32, c.POINTER(Text)]),
    "url": (c.c_size_t, [_HANDLE, c.c_uint32, c.c_uint32, Text, c.c_char_p, c.c_size_t]),
    "operate": (_STATUS, [_HANDLE, c.c_uint32, c.c_uint32, c.c_int64]),
    "snapshot": (c.c_size_t, [_HANDLE, c.c_int64, c.c_char_p, c.c_size_t]),
    "metrics": (c.c_size_t, [_HANDLE, c.c_int64, c.c_char_p, c.c_size_t]),
    "draws": (_STATUS, [_HANDLE, c.POINTER(c.c_int64), c.c_size_t]),
    "begin": (
        _STATUS,
        [
            _HANDLE,
            c.c_uint32,
            c.POINTER(Facts),
            c.c_int64,
            c.POINTER(_HANDLE),
            c.POINTER(Action),
        ],
    ),
    "step": (_STATUS, [_HANDLE, c.POINTER(Event), c.c_int64, c.POINTER(Action)]),
    "request_free": (None, [_HANDLE]),
    "request_at": (_STATUS, [_HANDLE, c.POINTER(RequestInfo)]),
    "classify": (
        _STATUS,
        [
            _HANDLE,
            c.c_uint32,
            c.c_uint32,
            c.POINTER(Evidence),
            c.c_int64,
            c.POINTER(Outcome),
        ],
    ),
    "reads_body": (c.c_uint32, [_HANDLE, c.c_uint32, c.c_uint32]),
    "timeouts_of": (_STATUS, [_HANDLE, c.POINTER(Action), c.c_int64, c.POINTER(Timeouts)]),
}


class Library:
    """The functions of the C library by their names without ``policyc_``.

    They hold the interpreter's lock while they run: a decision takes less time than giving that
    away and taking it back. Loading is the exception, where a policy may be large.
    """

    def __init__(self, path: str) -> None:
        whole = c.PyDLL(path)
        for name, (result, arguments) in _FUNCTIONS.items():
            function = getattr(whole, f"policyc_{name}")
            function.restype = result
            function.argtypes = arguments
            setattr(self, name, function)
        found = self.abi_version()
        if found != ABI_VERSION:
            raise ImportError(f"{path} speaks version {found}, this package {ABI_VERSION}")

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


def _path() -> str:
    """Where the library is: beside this file, or where ``POLICYC_LIBRARY`` says."""
    return os.environ.get("POLICYC_LIBRARY") or str(
        pathlib.Path(__file__).with_name("libpolicyc.so")
    )


lib = Library(_path())


def text(value: bytes | None) -> Text:
    """A view of ``value``, which has to outlive it."""
    if value is None:
        return Text(None, 0)
    return Text(c.cast(c.c_char_p(value), c.c_void_p), len(value))


def pairs(items: list[tuple[bytes, bytes]]) -> Any:
    """An array of names and values, which have to outlive it."""
    array = (Pair * len(items))()
    for i, (name, value) in enumerate(items):
        array[i].name = text(name)
        array[i].value = text(value)
    return array


def filled(function: Any, *arguments: Any) -> bytes:
    """What a function writes that takes a buffer and returns how long the whole text is."""
    room = 4096
    while True:
        buffer = c.create_string_buffer(room)
        length: int = function(*arguments, buffer, room)
        if length <= room:
            return buffer.raw[:length]
        room = length


def words(kind: int) -> list[str]:
    """All words of a set."""
    found: list[str] = []
    while (word := lib.word(kind, len(found))) is not None:
        found.append(word.decode())
    return found
