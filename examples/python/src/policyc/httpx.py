"""Failover inside httpx: any client that takes an ``httpx.Client`` fails over by a policy.

.. code-block:: python

    engine = policyc.Engine.load("chat.policyc")
    client = openai.OpenAI(
        api_key="unused", http_client=httpx.Client(transport=policyc.httpx.Transport(engine))
    )

The client's own key and host are not used: the policy says where a request goes, and with which
credential. A JSON body that names a ``model`` becomes the tag ``model``, and gets the endpoint's own
name for it.
"""

from __future__ import annotations

import asyncio
import queue
import socket
from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import TypeAlias

import httpx

from ._exchange import Events, Exchange, Size, below_http, estimated_size, reading
from ._request import Answer, Attempt
from ._threaded import Cancellation
from .engine import Engine
from .errors import AttemptFailed, GivenUp, RequestFailed
from .route import Route

__all__ = ["AsyncTransport", "Transport"]


class _Choosing:
    """Which route a request takes: the one that was named, else the first that matches it."""

    def __init__(self, engine: Engine, route: str | None, size: Size | None) -> None:
        self._engine = engine
        self._route = None if route is None else engine.route(route)
        self._size = size or estimated_size

    def _route_of(self, request: httpx.Request) -> Route:
        if self._route is not None:
            return self._route
        path = request.url.raw_path.decode("ascii")
        route = self._engine.match(request.method, path, dict(request.headers))
        if route is None:
            raise httpx.UnsupportedProtocol(
                f"no route of the policy takes {request.method} {request.url.path}",
                request=request,
            )
        return route


#: What comes out of a relay: the stream's head, its pieces, and what it came to in the end.
Piece: TypeAlias = "bytes | httpx.Response | Answer[httpx.Response | None] | BaseException"


class _Pieces:
    """The side of a relay that a stream is written into."""

    _pieces: queue.SimpleQueue[Piece] | asyncio.Queue[Piece]
    _is_open = False

    def open(self, response: httpx.Response) -> None:
        if not self._is_open:
            self._is_open = True
            self._pieces.put_nowait(response)

    def put(self, piece: bytes) -> None:
        self._pieces.put_nowait(piece)

    def end(self, result: Answer[httpx.Response | None] | BaseException) -> None:
        self._pieces.put_nowait(result)


class _Stream:
    """An attempt's stream of events: shown from its commit on, held together where it has none."""

    def __init__(
        self, exchange: Exchange, attempt: Attempt, response: httpx.Response, relay: _Pieces
    ) -> None:
        self._events = Events(exchange, attempt, response.status_code)
        self._attempt = attempt
        self._response = response
        self._relay = relay
        self._held: list[bytes] = []
        self._shows: bool | None = None

    def take(self, piece: bytes) -> None:
        for event in self._events.take(piece):
            if self._shows is None:
                self._shows = self._attempt.commit()
                if self._shows:
                    self._relay.open(self._response)
            if self._shows:
                self._attempt.write(partial(self._relay.put, event))
            else:
                self._held.append(event)

    def end(self) -> httpx.Response | None:
        """The answer, if it was held; raises if the stream broke off."""
        self._events.end()
        if self._shows:
            return None
        return httpx.Response(
            200, headers=_headers(self._response), content=b"".join(self._held)
        )


class Transport(_Choosing, httpx.BaseTransport):
    """Sends requests to the endpoints of a policy, for ``httpx.Client``."""

    def __init__(
        self,
        engine: Engine,
        route: str | None = None,
        *,
        transport: httpx.BaseTransport | None = None,
        size: Size | None = None,
    ) -> None:
        """A transport of an engine.

        Args:
            engine: Whose policy decides.
            route: The route of all requests; without it, the policy's ``match`` statements decide.
            transport: What attempts are made with.
            size: How large a request is, in the units of the policy's limits (tokens).
        """
        super().__init__(engine, route, size)
        self._inner = transport or httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Runs a request by the policy."""
        exchange = Exchange(request, request.read(), self._size)
        route = self._route_of(request)
        if exchange.is_stream:
            return self._streamed(route, exchange)
        try:
            answer = route.run_sync(lambda a: self._whole(exchange, a), **exchange.facts)
        except RequestFailed as error:
            return exchange.failed(error)
        return exchange.answered(answer)

    def close(self) -> None:
        """Closes the connections."""
        self._inner.close()

    def _send(self, exchange: Exchange, attempt: Attempt) -> httpx.Response:
        request = exchange.request(attempt)
        try:
            response = self._inner.handle_request(request)
        except httpx.TransportError as error:
            raise below_http(error, has_begun=False) from error
        response.request = request
        reading(request, attempt)
        attempt.on_given_up(lambda: _hang_up(response))
        return response

    def _whole(self, exchange: Exchange, attempt: Attempt) -> httpx.Response:
        response = self._send(exchange, attempt)
        try:
            body = b"".join(self._pieces(response, attempt))
        finally:
            response.close()
        return exchange.whole(attempt, response.status_code, response.headers, body)

    @staticmethod
    def _pieces(response: httpx.Response, attempt: Attempt) -> Iterator[bytes]:
        """An answer's body, for as long as the attempt may take."""
        try:
            for piece in response.iter_bytes():
                yield piece
                if attempt.is_given_up:
                    raise GivenUp
        except (httpx.TransportError, httpx.StreamError) as error:
            raise _cut(error) from error

    def _streamed(self, route: Route, exchange: Exchange) -> httpx.Response:
        relay = _Relay()

        def make(attempt: Attempt) -> httpx.Response | None:
            response = self._send(exchange, attempt)
            try:
                if not _is_stream(response):
                    body = b"".join(self._pieces(response, attempt))
                    return exchange.whole(
                        attempt, response.status_code, response.headers, body
                    )
                stream = _Stream(exchange, attempt, response, relay)
                for piece in self._pieces(response, attempt):
                    stream.take(piece)
                return stream.end()
            finally:
                response.close()

        def drive() -> None:
            try:
                relay.end(
                    route.run_sync(make, cancellation=relay.cancellation, **exchange.facts)
                )
            except BaseException as error:
                relay.end(error)

        route._engine._threads().submit(drive)
        return relay.response(exchange)


class _Relay(_Pieces, httpx.SyncByteStream):
    """Hands the pieces of a stream from the thread that reads it to the one that shows it."""

    def __init__(self) -> None:
        self.cancellation = Cancellation()
        self._pieces: queue.SimpleQueue[Piece] = queue.SimpleQueue()
        self._has_ended = False

    def response(self, exchange: Exchange) -> httpx.Response:
        """What the client gets: the stream once it has begun, or the end without one."""
        first = self._pieces.get()
        if isinstance(first, httpx.Response):
            return httpx.Response(first.status_code, headers=_headers(first), stream=self)
        return _ended(exchange, first)

    def __iter__(self) -> Iterator[bytes]:
        while True:
            piece = self._pieces.get()
            if isinstance(piece, bytes):
                yield piece
                continue
            self._has_ended = True
            _check_end(piece)
            return

    def close(self) -> None:
        if not self._has_ended:
            self.cancellation.cancel()


class AsyncTransport(_Choosing, httpx.AsyncBaseTransport):
    """Sends requests to the endpoints of a policy, for ``httpx.AsyncClient``."""

    def __init__(
        self,
        engine: Engine,
        route: str | None = None,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        size: Size | None = None,
    ) -> None:
        """A transport of an engine, as ``Transport``."""
        super().__init__(engine, route, size)
        self._inner = transport or httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Runs a request by the policy."""
        exchange = Exchange(request, await request.aread(), self._size)
        route = self._route_of(request)
        if exchange.is_stream:
            return await self._streamed(route, exchange)
        try:
            answer = await route.run(lambda a: self._whole(exchange, a), **exchange.facts)
        except RequestFailed as error:
            return exchange.failed(error)
        return exchange.answered(answer)

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._inner.aclose()

    async def _send(self, exchange: Exchange, attempt: Attempt) -> httpx.Response:
        request = exchange.request(attempt)
        try:
            response = await self._inner.handle_async_request(request)
        except httpx.TransportError as error:
            raise below_http(error, has_begun=False) from error
        response.request = request
        reading(request, attempt)
        return response

    async def _whole(self, exchange: Exchange, attempt: Attempt) -> httpx.Response:
        response = await self._send(exchange, attempt)
        try:
            body = b"".join([piece async for piece in self._pieces(response)])
        finally:
            await response.aclose()
        return exchange.whole(attempt, response.status_code, response.headers, body)

    @staticmethod
    async def _pieces(response: httpx.Response) -> AsyncIterator[bytes]:
        try:
            async for piece in response.aiter_bytes():
                yield piece
        except (httpx.TransportError, httpx.StreamError) as error:
            raise _cut(error) from error

    async def _streamed(self, route: Route, exchange: Exchange) -> httpx.Response:
        relay = _AsyncRelay()

        async def make(attempt: Attempt) -> httpx.Response | None:
            response = await self._send(exchange, attempt)
            try:
                if not _is_stream(response):
                    body = b"".join([piece async for piece in self._pieces(response)])
                    return exchange.whole(
                        attempt, response.status_code, response.headers, body
                    )
                stream = _Stream(exchange, attempt, response, relay)
                async for piece in self._pieces(response):
                    stream.take(piece)
                return stream.end()
            finally:
                await response.aclose()

        async def drive() -> None:
            try:
                relay.end(await route.run(make, **exchange.facts))
            except BaseException as error:
                relay.end(error)

        relay.task = asyncio.get_running_loop().create_task(drive())
        return await relay.response(exchange)


class _AsyncRelay(_Pieces, httpx.AsyncByteStream):
    """Hands the pieces of a stream from the task that reads it to the one that shows it."""

    def __init__(self) -> None:
        self.task: asyncio.Task[None] | None = None
        self._pieces: asyncio.Queue[Piece] = asyncio.Queue()

    async def response(self, exchange: Exchange) -> httpx.Response:
        """What the client gets: the stream once it has begun, or the end without one."""
        try:
            first = await self._pieces.get()
        except asyncio.CancelledError:
            await self.aclose()
            raise
        if isinstance(first, httpx.Response):
            return httpx.Response(first.status_code, headers=_headers(first), stream=self)
        return _ended(exchange, first)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            piece = await self._pieces.get()
            if not isinstance(piece, bytes):
                _check_end(piece)
                return
            yield piece

    async def aclose(self) -> None:
        if self.task is not None and not self.task.done():
            self.task.cancel()


def _is_stream(response: httpx.Response) -> bool:
    kind = response.headers.get("content-type", "")
    return response.status_code == 200 and kind.startswith("text/event-stream")


def _headers(response: httpx.Response) -> list[tuple[str, str]]:
    gone = ("content-encoding", "content-length", "transfer-encoding", "connection")
    return [(k, v) for k, v in response.headers.multi_items() if k not in gone]


def _cut(error: httpx.TransportError | httpx.StreamError) -> AttemptFailed:
    """What an answer that broke off is told as."""
    known = error if isinstance(error, httpx.TransportError) else httpx.RemoteProtocolError(str(error))
    return below_http(known, has_begun=True)


def _ended(
    exchange: Exchange,
    result: bytes | Answer[httpx.Response | None] | BaseException,
) -> httpx.Response:
    """A request that ended before it showed anything."""
    if isinstance(result, RequestFailed):
        return exchange.failed(result)
    if isinstance(result, BaseException):
        raise result
    if isinstance(result, bytes):
        raise TypeError("a piece before its stream")
    return exchange.answered(result)  # type: ignore[arg-type]


def _check_end(result: object) -> None:
    """Raises if a stream that was shown did not end as it should."""
    if isinstance(result, RequestFailed):
        raise httpx.RemoteProtocolError(f"the answer broke off: {result}")
    if isinstance(result, BaseException):
        raise result


def _hang_up(response: httpx.Response) -> None:
    """Wakes a thread that reads an answer nobody wants any more."""
    stream = response.extensions.get("network_stream")
    found = stream.get_extra_info("socket") if stream is not None else None
    if isinstance(found, socket.socket):
        try:
            found.shutdown(socket.SHUT_RDWR)
        except OSError:
            return


