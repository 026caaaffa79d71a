"""Requests and providers that mean no good."""

import json
import socket
import threading

from harness import KEYS, WHOLE, equal, new_id, wait_for

CHAT = "/v1/chat/completions"


def raw(gateway, data, seconds=10):
    """Sends bytes; gives all that comes back until the connection ends or is silent."""
    with socket.create_connection(("127.0.0.1", gateway.port), timeout=seconds) as link:
        link.settimeout(seconds)
        out = b""
        try:
            link.sendall(data)
            link.settimeout(3)
            while True:
                more = link.recv(65536)
                if not more:
                    break
                out += more
        except (TimeoutError, ConnectionError):
            pass
        return out


def request(body, *headers, line=f"POST {CHAT} HTTP/1.1"):
    lines = [line, "host: gateway", "content-type: application/json", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def prompt(id):
    return json.dumps({
        "model": "assistant", "messages": [{"role": "user", "content": f"x [[id={id}]]"}]}).encode()


def smuggling(fakes, gateway):
    """A second request that only one of two readers would see is seen by nobody."""
    hidden = new_id()
    inner = request(prompt(hidden), f"content-length: {len(prompt(hidden))}")
    chunked = b"0\r\n\r\n" + inner
    shapes = {
        "length and chunks": request(
            chunked, f"content-length: {len(chunked)}", "transfer-encoding: chunked"),
        "chunks and length": request(
            chunked, "transfer-encoding: chunked", "content-length: 5"),
        "two lengths": request(b"{}" + inner, "content-length: 2", f"content-length: {2 + len(inner)}"),
        "a list of lengths": request(b"{}" + inner, f"content-length: 2, {2 + len(inner)}"),
        "a coding that is no coding": request(
            chunked, "transfer-encoding: xchunked", f"content-length: {len(chunked)}"),
        "chunked, and then another": request(chunked, "transfer-encoding: chunked, identity"),
        "a blank before the colon": request(
            chunked, "transfer-encoding : chunked", f"content-length: {len(chunked)}"),
        "a signed length": request(b"{}" + inner, "content-length: +2"),
        "a negative length": request(b"{}" + inner, "content-length: -1"),
        "a length of letters": request(b"{}" + inner, "content-length: 0x2"),
        "a length that overflows": request(
            b"{}" + inner, "content-length: 18446744073709551618"),
        "a chunk that overflows": request(
            b"10000000000000002\r\n{}\r\n0\r\n\r\n" + inner, "transfer-encoding: chunked"),
        "a chunk without a size": request(
            b"\r\n{}\r\n0\r\n\r\n" + inner, "transfer-encoding: chunked"),
        "a NUL in a header": request(inner, "x-a: b\x00c", "content-length: 0"),
    }
    for name, data in shapes.items():
        answer = raw(gateway, data)
        heads = answer.count(b"HTTP/1.1 ")
        assert heads <= 1, f"{name}: {heads} answers"
        assert b" 200 " not in answer.split(b"\r\n")[0], f"{name}: {answer[:60]}"
        assert not fakes.seen(hidden), f"{name}: the hidden request came through"


def oversized(fakes, gateway):
    """Headers and bodies beyond their limits are refused, and the next request is served."""
    long = request(b"{}", "x-long: " + "y" * (200 << 10), "content-length: 2")
    assert b" 200 " not in raw(gateway, long)[:40]
    many = request(b"{}", *[f"x-{i}: y" for i in range(2000)], "content-length: 2")
    assert b" 200 " not in raw(gateway, many)[:40]
    endless = f"GET /{'x' * (300 << 10)} HTTP/1.1\r\nhost: x\r\n\r\n".encode()
    assert b" 200 " not in raw(gateway, endless)[:40]
    body = b'{"model":"assistant","x":"' + b"y" * (9 << 20) + b'"}'
    answer = raw(gateway, request(body, f"content-length: {len(body)}"))
    assert answer.startswith(b"HTTP/1.1 413 ") or not answer, answer[:60]
    pieces = b"".join(b"100000\r\n" + b"z" * (1 << 20) + b"\r\n" for _ in range(10)) + b"0\r\n\r\n"
    answer = raw(gateway, request(pieces, "transfer-encoding: chunked"))
    assert answer.startswith(b"HTTP/1.1 413 ") or not answer, answer[:60]
    equal(gateway.chat("x").text, WHOLE)


def invalid(fakes, gateway):
    """Bodies that are no chat: told what is wrong, and nobody is asked."""
    deep = b'{"model":"assistant","messages":' + b"[" * 5000 + b"]" * 5000 + b"}"
    message = b'"messages":[{"role":"user","content":"x"}]'
    bodies = {
        b"": 400, b"{": 400, b"null": 400, b"[]": 400, b"{}": 400, b'"x"': 400, deep: 400,
        b'{"model":"assistant"}': 400, b'{"model":5,' + message + b"}": 400,
        b'{"model":"assistant","messages":"x"}': 400, b'{"model":"assistant","messages":[]}': 400,
        b'{"model":"assistant","messages":[1]}': 400,
        b'{"model":"assistant","model":"gpt-4o",' + message + b"}": 400,
        b'{"model":"assistant","mod\\u0065l":"gpt-4o",' + message + b"}": 400,
        b'{"model":"assistant","stream":"yes",' + message + b"}": 400,
        b'{"model":"assistant","n":0,' + message + b"}": 400,
        b'{"model":"assistant","n":1e9,' + message + b"}": 400,
        b'{"model":"\xff\xfe",' + message + b"}": 400,
        b'{"model":"assistant",' + message + b",}": 400,
        b'{"model":"assistant",' + message + b"} x": 400,
        b'{"model":"assistant","x":01,' + message + b"}": 400,
        b'{"model":"assistant","x":NaN,' + message + b"}": 400,
        b'{"model":"assistant","x":"a\nb",' + message + b"}": 400,
        b'{"model":"no-such-model",' + message + b"}": 404,
        b'{"model":"x\\r\\nset-cookie: a=b",' + message + b"}": 404,
    }
    for body, status in bodies.items():
        found, headers, answer = gateway.call("POST", CHAT, body)
        equal(found, status, f"the status of {body[:40]!r}")
        assert json.loads(answer)["error"]["message"], answer
        assert "set-cookie" not in headers
    for method, path in [("GET", "/"), ("GET", "/v1/nothing"), ("POST", "/v1/chat/completions/stream"),
                         ("GET", "/v1/../../etc/passwd"), ("DELETE", CHAT), ("GET", CHAT)]:
        found, _, answer = gateway.call(method, path, b"")
        assert found in (404, 405), f"{method} {path}: {found}"
        assert json.loads(answer)["error"]["message"], answer
    equal(gateway.chat("x").text, WHOLE)


def hosts(fakes, gateway):
    """No host that a client names is ever called."""
    called = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as trap:
        port = trap.getsockname()[1]
        trap.settimeout(15)

        def listen():
            try:
                trap.accept()
                called.set()
            except OSError:
                pass

        threading.Thread(target=listen, daemon=True).start()
        evil = f"127.0.0.1:{port}"
        id = new_id()
        body = json.loads(prompt(id))
        body |= {"base_url": f"http://{evil}", "api_base": f"http://{evil}", "url": f"http://{evil}"}
        data = json.dumps(body).encode()
        size = f"content-length: {len(data)}"
        for extra in ([], [f"x-forwarded-host: {evil}", f"forwarded: host={evil}",
                           f"x-original-url: http://{evil}/", f"x-rewrite-url: http://{evil}/"]):
            raw(gateway, request(data, size, "connection: close", *extra).replace(
                b"host: gateway", f"host: {evil}".encode()))
        raw(gateway, request(
            data, size, "connection: close", line=f"POST http://{evil}{CHAT} HTTP/1.1"))
        raw(gateway, f"CONNECT {evil} HTTP/1.1\r\nhost: {evil}\r\n\r\n".encode())
        gateway.call("POST", f"{CHAT}?url=http://{evil}/", data)
        assert not called.is_set(), "a client's host was called"
        assert {row["provider"] for row in fakes.seen(id)} <= {"one"}


def injection(fakes, gateway):
    """A provider sets no header of ours, and sees no key but its own."""
    id = new_id()
    turn = gateway.chat(f"x [[id={id}; one: inject]]")
    equal(turn.text, WHOLE)
    for name in ("set-cookie", "x-echo-key", "location", "x-folded", "injected",
                 "access-control-allow-origin"):
        assert name not in turn.headers, f"{name}: {turn.headers[name]}"
    id = new_id()
    turn = gateway.chat(f"x [[id={id}; one: echo]]")
    equal(turn.status, 400)
    assert KEYS["ONE_KEY"] not in turn.error["message"], turn.error
    assert "[redacted]" in turn.error["message"], turn.error
    id = new_id()
    gateway.chat(f"x [[id={id}; one: 404; two: 404]]")
    own = {"one": {KEYS["ONE_KEY"], KEYS["ONE_KEY_NEXT"]}, "two": {KEYS["TWO_KEY"]},
           "long": {KEYS["LONG_KEY"]}}
    rows = fakes.seen(id)
    equal([row["provider"] for row in rows], ["one", "two", "long"])
    for row in rows:
        assert row["key"] in own[row["provider"]], f"{row['provider']} saw {row['key']}"


def secrets(fakes, gateway):
    """No key stands in what operators read."""
    gateway.chat("x [[one: 401; two: 500]]", "stream")
    _, _, metrics = gateway.call("GET", "/metrics")
    assert b"policy_attempts_total" in metrics
    for key in list(KEYS.values()) + ["sk-client-own-key"]:
        assert key.encode() not in metrics, "a key in the metrics"
        assert key not in gateway.text(), "a key in the log"


def hang_up(fakes, gateway):
    """Whoever hangs up, in whatever part of an answer: the provider is not left generating."""
    for mode, faults in [("stream", "slow@200"), ("stream", "silent"), ("whole", "silent"),
                         ("held", "slow@200")]:
        id = new_id()
        body = json.loads(prompt(id))
        body["messages"][0]["content"] = f"x [[id={id}; tokens=1000; one: {faults}]]"
        body["stream"] = mode != "whole"
        data = json.dumps(body).encode()
        more = ["x-stream-hold: true"] if mode == "held" else []
        link = socket.create_connection(("127.0.0.1", gateway.port), timeout=10)
        link.sendall(request(data, f"content-length: {len(data)}", *more))
        wait_for("the attempt", lambda: fakes.seen(id))
        if faults != "silent" and mode == "stream":
            assert link.recv(100)
        link.close()
        row = wait_for(f"its end ({mode}, {faults})", lambda: [
            r for r in fakes.seen(id) if r["end"] != "open"])[0]
        equal(row["end"], "aborted")
        equal(len(fakes.seen(id)), 1, "the attempts")
    wait_for("requests in flight", lambda: b'policy_requests_in_flight{route="chat-stream"} 0'
             in gateway.call("GET", "/metrics")[2])
