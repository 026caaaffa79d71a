"""A loaded policy: names, endpoints, and what it needs of its service."""

from __future__ import annotations

import ctypes as c
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ._library import NEVER, NONE, Endpoint, Pair, Step, Text, filled, lib, pairs, text, words
from .errors import PolicyError

ROUTES, ENDPOINTS, GROUPS, BREAKERS, CLASSES, STEPS, CREDENTIALS, HANDLERS, SOURCES = range(9)

REASONS = words(0)
SENTENCES = words(1)
NOTES = words(3)
EXECUTED = words(4)
RESPONSES = words(5)
SCOPES = words(6)
TRANSPORTS = words(7)
DELIVERIES = words(8)

Handover = Literal["prefill", "continuation"]


@dataclass(frozen=True)
class Destination:
    """Where an attempt goes, as the policy declares the endpoint."""

    endpoint: str
    #: The base URL; where the credential goes into it, with ``{credential}`` in that place.
    url: str
    #: Whether the credential goes into the URL, and into no header.
    holds_credential: bool
    #: Facts for the service, as in ``attribute model: "gpt-large"``.
    attributes: Mapping[str, str]
    #: The fault domains it lies in, as in ``{"region": "us-east"}``.
    domains: Mapping[str, str]
    #: How it continues an answer that was cut; ``None`` if it cannot.
    handover: Handover | None
    #: The header that carries a request's key, where that makes repeating safe.
    idempotency_key: str | None
    index: int


@dataclass(frozen=True)
class LadderStep:
    """What a step of a ladder does."""

    name: str
    kind: str
    text: str | None
    status: int | None
    max_age: float | None


class Policy:
    """The tables of one policy; ``owned`` is freed with it, what an engine lends is not."""

    def __init__(self, handle: int, *, owned: bool) -> None:
        self.handle = handle
        self._owned = owned
        self.routes = self._names(ROUTES)
        self.endpoints = self._names(ENDPOINTS)
        self.groups = self._names(GROUPS)
        self.breakers = self._names(BREAKERS)
        self.classes = self._names(CLASSES)
        self.steps = self._names(STEPS)
        self.credentials = self._names(CREDENTIALS)
        self.handlers = self._names(HANDLERS)
        self.sources = self._names(SOURCES)
        self.destinations = [self._destination(i) for i in range(len(self.endpoints))]
        self.ladder = [self._step(i) for i in range(len(self.steps))]

    @classmethod
    def load(cls, artifact: bytes) -> Policy:
        """Reads an artifact, every byte of it checked.

        Raises:
            PolicyError: It is not one that this version runs.
        """
        handle = c.c_void_p()
        reason = c.create_string_buffer(1024)
        if lib.load(artifact, len(artifact), c.byref(handle), reason, len(reason)) != 0:
            raise PolicyError(reason.value.decode("utf-8", "replace"))
        return cls(handle.value or 0, owned=True)

    def __del__(self) -> None:
        if self._owned and self.handle:
            lib.policy_free(self.handle)
            self.handle = 0

    def digest(self) -> tuple[str, int]:
        """SHA-256 in hexadecimal, and the revision."""
        digest = c.create_string_buffer(32)
        revision = c.c_uint64()
        lib.digest(self.handle, digest, c.byref(revision))
        return digest.raw.hex(), revision.value

    def match(self, method: str, path: str, headers: list[tuple[bytes, bytes]]) -> str | None:
        """The first route that takes such a request; ``None`` if none does."""
        names = (method.encode(), path.encode())
        index = lib.match(
            self.handle, text(names[0]), text(names[1]), pairs(headers), len(headers)
        )
        return None if index == NONE else self.routes[index]

    def value(self, endpoint: int, tag: str, given: str | None) -> str | None:
        """What an endpoint calls the value of a request's tag."""
        name, value = tag.encode(), None if given is None else given.encode()
        out = Text()
        lib.value(self.handle, endpoint, text(name), text(value), c.byref(out))
        return out.string()

    def _names(self, table: int) -> list[str]:
        found: list[str] = []
        for i in range(lib.count(self.handle, table)):
            name = Text()
            lib.name(self.handle, table, i, c.byref(name))
            found.append(name.string() or "")
        return found

    def _pairs(self, function: Any, endpoint: int, count: int) -> dict[str, str]:
        found: dict[str, str] = {}
        for i in range(count):
            pair = Pair()
            function(self.handle, endpoint, i, c.byref(pair))
            found[pair.name.string() or ""] = pair.value.string() or ""
        return found

    def _destination(self, index: int) -> Destination:
        row = Endpoint()
        lib.endpoint_at(self.handle, index, c.byref(row))
        ways: list[Handover | None] = [None, "prefill", "continuation"]
        return Destination(
            endpoint=self.endpoints[index],
            url=row.url.string() or "",
            holds_credential=bool(row.holds_credential),
            attributes=self._pairs(lib.attribute, index, row.attribute_count),
            domains=self._pairs(lib.domain, index, row.domain_count),
            handover=ways[row.handover],
            idempotency_key=row.key_header.string(),
            index=index,
        )

    def _step(self, index: int) -> LadderStep:
        row = Step()
        lib.step_at(self.handle, index, c.byref(row))
        kinds = ["use", "cache", "text", "call", "shed", "fail"]
        return LadderStep(
            name=self.steps[index],
            kind=kinds[row.kind],
            text=row.text.string(),
            status=row.status or None,
            max_age=None if row.max_age == NEVER else row.max_age / 1e9,
        )


def url_of(engine: int, endpoint: int, credential: int, path: str) -> str:
    """The URL of a request, with the secret where it belongs."""
    below = path.encode()
    return filled(lib.url, engine, endpoint, credential, text(below)).decode()
