"""One HTTP exchange of a client, turned into attempts at the policy's endpoints. No I/O."""

from __future__ import annotations

import errno
import json
import socket
import ssl
from collections.abc import Callable, Iterator
from typing import Any

import httpx

from ._request import Answer, Attempt, Secret
from .errors import AttemptFailed, RequestFailed

#: Headers that are of one connection, or would hand the client's own key on.
_NOT_FORWARDED = {
    "host",
    "connection",
    "keep-alive",
    "transfer-encoding",
    "content-length",
    "authorization",
    "cookie",
    "x-api-key",
    "api-key",
    "x-goog-api-key",
}
#: Where clients put their key, when they do not say ``authorization``.
_KEY_HEADERS = ("x-api-key", "api-key", "x-goog-api-key")
#: Headers of an answer that no longer hold once its body was read.
_OF_THE_WIRE = {"content-encoding", "content-length", "transfer-encoding", "connection"}

_INSTRUCTION = (
    "Your last message was cut off. Go on exactly where it stops, within a word if it stops "
    "there: begin with the very next character, repeat nothing of it, and add no introduction and "
    "no remark."
)

Size = Callable[[httpx.Request, dict[str, Any]], int]


def estimated_size(request: httpx.Request, body: dict[str, Any]) -> int:
    """About how many tokens a request has: a quarter of its messages' bytes."""
    return len(json.dumps(body.get("messages") or body.get("input") or "")) // 4


class Exchange:
    """What a client asked, and what of it goes to which endpoint."""

    def __init__(self, request: httpx.Request, body: bytes, size: Size) -> None:
        self._request = request
        self._body = body
        try:
            parsed = json.loads(body) if body else None
        except ValueError:
            parsed = None
        self._json: dict[str, Any] = parsed if isinstance(parsed, dict) else {}
        self.is_stream = self._json.get("stream") is True
        self._is_chat = isinstance(self._json.get("messages"), list)
        #: What the client was shown of a stream, and where it has to go on.
        self.shown = ""
        #: The last answer that was a failure: what the client gets if nobody answers.
        self.refusal: httpx.Response | None = None
        model = self._json.get("model")
        self.facts: dict[str, Any] = {
            "size": size(request, self._json),
            "delivery": "shown" if self.is_stream else "whole",
            "tags": {"model": model} if isinstance(model, str) else None,
            "key": request.headers.get("idempotency-key", ""),
        }

    def request(self, attempt: Attempt) -> httpx.Request:
        """What is sent to an attempt's endpoint."""
        headers = [
            (name, value)
            for name, value in self._request.headers.multi_items()
            if name not in _NOT_FORWARDED
        ]
        return httpx.Request(
            self._request.method,
            attempt.url(self._request.url.raw_path.decode("ascii")),
            headers=headers + self._signature(attempt),
            content=self._content(attempt),
            extensions={"timeout": _timeouts(attempt)},
        )

    def _signature(self, attempt: Attempt) -> list[tuple[str, str]]:
        """The credential where the endpoint wants it, and the request's key."""
        signed: list[tuple[str, str]] = []
        if attempt.idempotency_key and attempt.request.key:
            signed.append((attempt.idempotency_key, attempt.request.key))
        credential = attempt.credential
        if credential is None or attempt.destination.holds_credential:
            return signed
        given = next((h for h in _KEY_HEADERS if h in self._request.headers), "authorization")
        header = attempt.attributes.get("auth-header", given)
        usual = "Bearer" if header.lower() == "authorization" else ""
        scheme = attempt.attributes.get("auth-scheme", usual)
        return [*signed, (header, f"{scheme} {credential.value}" if scheme else credential.value)]

    def _content(self, attempt: Attempt) -> bytes:
        """The body with the endpoint's own name of the model, and the text so far if it is cut."""
        model = attempt.model
        continues = attempt.is_resume and self.shown
        if not continues and (not self._json or model in (None, self._json.get("model"))):
            return self._body
        body = dict(self._json)
        if model is not None and "model" in body:
            body["model"] = model
        if continues:
            if not self._is_chat:
                raise AttemptFailed.below_http("unreadable")
            said: dict[str, Any] = {"role": "assistant", "content": self.shown}
            body["messages"] = [*body["messages"], said]
            if attempt.handover == "prefill":
                if prefix := attempt.attributes.get("prefix"):
                    said[prefix] = True
            else:
                wish = attempt.attributes.get("instruction", _INSTRUCTION)
                body["messages"].append({"role": "user", "content": wish})
        return json.dumps(body, ensure_ascii=False).encode()

    def whole(
        self, attempt: Attempt, status: int, headers: httpx.Headers, body: bytes
    ) -> httpx.Response:
        """A whole answer; raises if the policy takes it for a failure."""
        response = httpx.Response(
            status,
            headers=[(k, v) for k, v in headers.multi_items() if k not in _OF_THE_WIRE],
            content=redacted(body, attempt.credential),
            request=self._request,
        )
        try:
            attempt.check(status, list(headers.multi_items()), body)
        except AttemptFailed:
            self.refusal = response
            raise
        return response

    def answered(self, answer: Answer[httpx.Response]) -> httpx.Response:
        """What the client gets: an endpoint's answer, or what stands in for it."""
        if answer.value is not None:
            return answer.value
        served: Any = answer.served
        if isinstance(served, httpx.Response):
            return served
        if answer.text is not None:
            status = answer.status or 200
            if status >= 400:
                return self._error(answer.text, answer.reason, status, answer.retry_after)
            return self._said(answer.text)
        if isinstance(served, (dict, list)):
            return httpx.Response(200, json=served, request=self._request)
        return self._said(served.decode() if isinstance(served, bytes) else str(served or ""))

    def failed(self, error: RequestFailed) -> httpx.Response:
        """What the client gets if nobody answers: the last refusal, else a 503 that says why.

        Clients that try again by themselves are told not to: the policy has done so.
        """
        if self.refusal is not None and self.refusal.status_code == error.status:
            self.refusal.headers["x-should-retry"] = "false"
            return self.refusal
        return self._error(str(error), error.reason, 503, error.retry_after)

    def _error(
        self, message: str, code: str, status: int, retry_after: float | None
    ) -> httpx.Response:
        headers = {"x-should-retry": "false"}
        if retry_after is not None:
            headers["retry-after"] = str(int(-(-retry_after // 1)))
        error = {"message": message, "type": "policy", "code": code}
        return httpx.Response(
            status, headers=headers, json={"error": error}, request=self._request
        )

    def _said(self, text: str) -> httpx.Response:
        """A text as an answer of the kind that was asked for."""
        if not self._is_chat:
            return httpx.Response(200, text=text, request=self._request)
        base = {"id": "policyc", "created": 0, "model": self._json.get("model", "")}
        message = {"role": "assistant", "content": text}
        if not self.is_stream:
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            whole = {**base, "object": "chat.completion", "choices": [choice]}
            return httpx.Response(200, json=whole, request=self._request)
        piece = {"index": 0, "delta": message, "finish_reason": "stop"}
        chunk = {**base, "object": "chat.completion.chunk", "choices": [piece]}
        return httpx.Response(
            200,
            headers={"content-type": "text/event-stream"},
            content=f"data: {json.dumps(chunk)}\n\ndata: [DONE]\n\n".encode(),
            request=self._request,
        )


class Events:
    """A stream of one attempt, event by event: each is checked before it is handed on."""

    def __init__(self, exchange: Exchange, attempt: Attempt, status: int) -> None:
        self._exchange = exchange
        self._attempt = attempt
        self._status = status
        self._buffer = b""
        self._seam = Seam(exchange.shown) if attempt.handover == "continuation" else None
        self._has_ended = False

    def take(self, piece: bytes) -> Iterator[bytes]:
        """The events that are whole now, as they are to be handed on."""
        self._buffer += piece.replace(b"\r\n", b"\n")
        while (end := self._buffer.find(b"\n\n")) >= 0:
            event, self._buffer = self._buffer[: end + 2], self._buffer[end + 2 :]
            yield from self._event(event)

    def end(self) -> None:
        """Raises if the stream broke off."""
        if not self._has_ended:
            raise AttemptFailed.below_http("cut")

    def _event(self, event: bytes) -> Iterator[bytes]:
        data = b"\n".join(
            line[5:].strip() for line in event.split(b"\n") if line.startswith(b"data:")
        )
        if data == b"[DONE]":
            self._has_ended = True
            if rest := self._seam and self._seam.end():
                yield self._chunk(rest)
            yield event
            return
        self._attempt.check_event(event, self._status)
        try:
            chunk = json.loads(data) if data else None
        except ValueError:
            raise AttemptFailed.below_http("unreadable") from None
        if not isinstance(chunk, dict):
            yield event
            return
        if chunk.get("type") in ("message_stop", "response.completed"):
            self._has_ended = True
        yield from self._spoken(chunk, event)

    def _spoken(self, chunk: dict[str, Any], event: bytes) -> Iterator[bytes]:
        """Remembers what a chunk of a chat says, and joins it to what was shown before."""
        choices = chunk.get("choices")
        choice = choices[0] if isinstance(choices, list) and choices else {}
        delta = choice.get("delta") if isinstance(choice, dict) else None
        text = delta.get("content") if isinstance(delta, dict) else None
        if isinstance(choice, dict) and choice.get("finish_reason"):
            self._has_ended = True
        if not isinstance(text, str):
            yield redacted(event, self._attempt.credential)
            return
        if self._seam is not None:
            text = self._seam.take(text)
            if choice.get("finish_reason"):
                text += self._seam.end()
            if not text and not choice.get("finish_reason"):
                return
            choice["delta"] = {**choice["delta"], "content": text}
            event = f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode()
        self._exchange.shown += text
        yield redacted(event, self._attempt.credential)

    def _chunk(self, text: str) -> bytes:
        self._exchange.shown += text
        piece = {"index": 0, "delta": {"content": text}, "finish_reason": None}
        return f"data: {json.dumps({'choices': [piece]})}\n\n".encode()


class Seam:
    """Joins a continuation to the text so far: what it repeats of that is left out."""

    #: A continuation repeats no more than this of what it goes on with.
    LONGEST = 200

    def __init__(self, shown: str) -> None:
        self._shown = shown[-self.LONGEST :]
        self._held = ""
        self._is_joined = not shown

    def take(self, text: str) -> str:
        """What follows of a piece of the continuation; the beginning is held back."""
        if self._is_joined:
            return text
        self._held += text
        if len(self._held) < len(self._shown) and self._may_repeat():
            return ""
        return self.end()

    def end(self) -> str:
        """The rest of what is held back."""
        if self._is_joined:
            return ""
        self._is_joined = True
        for length in range(min(len(self._shown), len(self._held)), 3, -1):
            if self._shown.endswith(self._held[:length]):
                return self._held[length:]
        return self._held

    def _may_repeat(self) -> bool:
        """Whether what came so far might be a part of the text's end."""
        return self._held in self._shown


def redacted(data: bytes, credential: Secret | None) -> bytes:
    """Bytes of an endpoint without the key that it was sent."""
    if credential is None or len(credential.value) < 8:
        return data
    return data.replace(credential.value.encode(), b"[redacted]")


def below_http(error: httpx.TransportError, *, has_begun: bool) -> AttemptFailed:
    """The word for what went wrong below HTTP; ``has_begun``: the answer's headers were there."""
    return AttemptFailed.below_http(_word(error, has_begun=has_begun))


def _word(error: BaseException, *, has_begun: bool) -> str:
    if isinstance(error, (httpx.ConnectTimeout, httpx.PoolTimeout)):
        return "connect-timeout"
    if isinstance(error, httpx.TimeoutException):
        return "idle-timeout" if has_begun else "timeout"
    causes: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in causes:
        causes.append(cause)
        cause = cause.__cause__ or cause.__context__
    for cause in causes:
        if isinstance(cause, socket.gaierror):
            return "dns"
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "certificate"
        if isinstance(cause, ssl.SSLError):
            return "tls"
        if isinstance(cause, OSError):
            if cause.errno in (errno.EHOSTUNREACH, errno.ENETUNREACH):
                return "unreachable"
            if isinstance(cause, ConnectionRefusedError):
                return "refused"
            if isinstance(cause, ConnectionResetError):
                return "reset"
    text = str(error)
    if isinstance(error, httpx.ConnectError):
        # Without a chain of causes (several addresses were tried), the text says what it was.
        if "Name or service" in text or "getaddrinfo" in text:
            return "dns"
        return "refused" if "refused" in text or "attempts failed" in text else "unreachable"
    if isinstance(error, httpx.RemoteProtocolError) and "without sending" in text:
        return "closed"
    return "cut"


def _timeouts(attempt: Attempt) -> dict[str, float | None]:
    limits = attempt.timeouts
    first = limits.attempt if limits.first_byte is None else min(limits.first_byte, limits.attempt)
    connect = limits.attempt if limits.connect is None else min(limits.connect, limits.attempt)
    return {"connect": connect, "pool": connect, "write": limits.attempt, "read": first}


def reading(request: httpx.Request, attempt: Attempt) -> None:
    """From the headers on, a read may take as long as the answer may pause."""
    timeouts: dict[str, float | None] = request.extensions["timeout"]
    limits = attempt.timeouts
    timeouts["read"] = limits.attempt if limits.idle is None else limits.idle
