"""What can go wrong, and how a caller says what did."""

from __future__ import annotations

from collections.abc import Iterable

Headers = Iterable[tuple[str | bytes, str | bytes]]


class PolicyError(Exception):
    """A policy cannot be loaded, or lacks what it needs to run."""


class UnknownName(PolicyError, KeyError):
    """The policy has nothing of that name."""

    def __str__(self) -> str:
        return str(self.args[0])


class GivenUp(Exception):
    """An attempt was given up: another one won, or its time is over. Nothing of it may be used."""


class AttemptFailed(Exception):
    """What went wrong with an attempt, as a client saw it; the policy says which class that is.

    Raise it from the function that makes the attempt. Its text shows the status or the
    transport's word, and never a header or the body.
    """

    def __init__(
        self,
        status: int = 0,
        headers: Headers = (),
        body: bytes = b"",
        *,
        transport: str = "none",
        is_event: bool = False,
        grpc_status: int = -1,
    ) -> None:
        self.status = status
        self.headers = [(_bytes(name), _bytes(value)) for name, value in headers]
        self.body = body[: 64 << 10]
        self.transport = transport
        self.is_event = is_event
        self.grpc_status = grpc_status
        what = transport if transport != "none" else f"status {status}"
        super().__init__(f"attempt failed: {what}")

    @classmethod
    def below_http(cls, transport: str) -> AttemptFailed:
        """Something went wrong below HTTP: ``refused``, ``reset``, ``timeout``, ``cut`` ..."""
        return cls(transport=transport)

    @classmethod
    def event(cls, body: bytes, status: int = 200) -> AttemptFailed:
        """An event of a stream, after a good beginning, that says what went wrong."""
        return cls(status, body=body, is_event=True)

    @classmethod
    def of(cls, error: BaseException) -> AttemptFailed:
        """What any exception of a client counts as.

        Nobody knows how far an unknown one came, so that it counts as a connection that was cut:
        what may have been carried out is not sent again lightly.
        """
        if isinstance(error, AttemptFailed):
            return error
        if isinstance(error, TimeoutError):
            return cls.below_http("timeout")
        if isinstance(error, ConnectionRefusedError):
            return cls.below_http("refused")
        if isinstance(error, ConnectionResetError):
            return cls.below_http("reset")
        return cls.below_http("cut")


class RequestFailed(Exception):
    """Why a request was not answered."""

    def __init__(
        self,
        reason: str,
        route: str,
        *,
        error_class: str | None = None,
        status: int | None = None,
        endpoint: str | None = None,
        attempts: int = 0,
        executed: str = "no",
        retry_after: float | None = None,
    ) -> None:
        #: The code that ended it, the same in events, traces and metrics.
        self.reason = reason
        self.route = route
        #: The class of the last failure; ``None`` if no attempt failed.
        self.error_class = error_class
        #: The status of the last failure's answer.
        self.status = status
        #: Where the last failure was.
        self.endpoint = endpoint
        self.attempts = attempts
        #: Whether the request was carried out at a far end: ``no``, ``maybe`` or ``yes``.
        self.executed = executed
        #: Seconds until the same request might be answered in full, as far as is known.
        self.retry_after = retry_after
        text = f"route `{route}`: {reason}"
        if error_class is not None:
            text += f"; last failure: {error_class}"
            text += f" (status {status})" if status else ""
            text += f" at {endpoint}"
        plural = "" if attempts == 1 else "s"
        text += f"; {attempts} attempt{plural}, executed: {executed}"
        super().__init__(text)


def _bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogateescape")
