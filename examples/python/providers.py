"""Fake providers of a chat model on real sockets, which fail as they are told."""

from __future__ import annotations

import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

WORDS = ["Once", " upon", " a", " time", " there", " was", " a", " policy", "."]


class Provider:
    """A server whose next answers are those of ``behaviours``, then ``otherwise``.

    ``ok``, a status (``"503"``), ``retry-after``, ``error-200`` (a 200 whose body says that it is
    an error), ``hang``, ``reset``, ``garbage``; for streams also ``cut`` (after three words) and
    ``event-error`` (an error event after three words).
    """

    def __init__(self, name: str, otherwise: str = "ok") -> None:
        self.name = name
        self.otherwise = otherwise
        self.behaviours: list[str] = []
        #: Every request: path, headers in lower case, and the body as JSON.
        self.requests: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.lock = threading.Lock()
        provider = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                provider._answer(self)

            def log_message(self, format: str, *args: object) -> None:
                """Says nothing."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, request: object, client_address: object) -> None:
                """A client that hung up is no news."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, http: BaseHTTPRequestHandler) -> None:
        body = http.rfile.read(int(http.headers.get("content-length", 0)))
        asked: dict[str, Any] = json.loads(body)
        with self.lock:
            headers = {name.lower(): value for name, value in http.headers.items()}
            self.requests.append((http.path, headers, asked))
            behaviour = self.behaviours.pop(0) if self.behaviours else self.otherwise
        if behaviour == "hang":
            time.sleep(30)
            return
        if behaviour == "reset":
            http.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            http.connection.close()
            return
        if behaviour.isdigit() or behaviour == "retry-after":
            status = 429 if behaviour == "retry-after" else int(behaviour)
            error = {"error": {"message": f"{self.name} says {status}", "type": "fake"}}
            extra = {"retry-after": "2"} if behaviour == "retry-after" else {}
            self._send(http, status, json.dumps(error).encode(), **extra)
        elif behaviour == "error-200":
            self._send(http, 200, b'{"error": {"type": "overloaded_error", "message": "no"}}')
        elif behaviour == "garbage":
            http.wfile.write(b"this is not HTTP\r\n\r\n")
            http.close_connection = True
        elif asked.get("stream"):
            self._stream(http, asked, behaviour)
        elif http.path.endswith("/messages"):
            self._send(http, 200, json.dumps(self._message(asked)).encode())
        else:
            self._send(http, 200, json.dumps(self._completion(asked)).encode())

    @staticmethod
    def _send(http: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
        http.send_response(status)
        for name, value in {"content-type": "application/json", **headers}.items():
            http.send_header(name, value)
        http.send_header("content-length", str(len(body)))
        http.end_headers()
        http.wfile.write(body)

    def _completion(self, asked: dict[str, Any]) -> dict[str, Any]:
        message = {"role": "assistant", "content": f"{self.name}: " + "".join(WORDS)}
        return {
            "id": "1",
            "object": "chat.completion",
            "created": 1,
            "model": asked["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 3, "completion_tokens": 9, "total_tokens": 12},
        }

    def _message(self, asked: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": "1",
            "type": "message",
            "role": "assistant",
            "model": asked["model"],
            "content": [{"type": "text", "text": f"{self.name}: " + "".join(WORDS)}],
            "stop_reason": "end_turn",
            "stop_sequence": None,
            "usage": {"input_tokens": 3, "output_tokens": 9},
        }

    def _stream(self, http: BaseHTTPRequestHandler, asked: dict[str, Any], behaviour: str) -> None:
        """Says its words, from where the text so far ends if it is to go on."""
        said = [m["content"] for m in asked["messages"] if m["role"] == "assistant"]
        # A model that goes on may repeat the last words of what it goes on with.
        first = max(0, len(self._spoken(said[-1])) - 2) if said else 0
        http.send_response(200)
        http.send_header("content-type", "text/event-stream")
        http.send_header("transfer-encoding", "chunked")
        http.end_headers()
        for i, word in enumerate(WORDS[first:]):
            if i == 3 and behaviour == "cut":
                http.close_connection = True
                return
            if i == 3 and behaviour == "event-error":
                self._event(http, {"error": {"type": "overloaded_error", "message": "no"}})
                http.close_connection = True
                return
            last = i + first == len(WORDS) - 1
            choice = {
                "index": 0,
                "delta": {"content": word},
                "finish_reason": "stop" if last else None,
            }
            chunk = {
                "id": "1",
                "object": "chat.completion.chunk",
                "created": 1,
                "model": asked["model"],
                "choices": [choice],
            }
            self._event(http, chunk)
            if behaviour == "slow":
                time.sleep(0.05)
        self._chunk(http, b"data: [DONE]\n\n")
        http.wfile.write(b"0\r\n\r\n")

    @staticmethod
    def _spoken(text: str) -> list[str]:
        count = 0
        while count < len(WORDS) and text.startswith("".join(WORDS[: count + 1])):
            count += 1
        return WORDS[:count]

    def _event(self, http: BaseHTTPRequestHandler, event: dict[str, Any]) -> None:
        self._chunk(http, b"data: " + json.dumps(event).encode() + b"\n\n")

    @staticmethod
    def _chunk(http: BaseHTTPRequestHandler, data: bytes) -> None:
        http.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        http.wfile.flush()
