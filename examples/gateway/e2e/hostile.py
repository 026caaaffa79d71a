"""Requests and providers that mean no good."""

import http.server
import json
import os
import socket
import subprocess
import threading
import time

from harness import (
    BUILD, KEYS, PACKAGE, POLICYC, WHOLE, compile_text, equal, folder, gateway_on, new_id, wait_for)

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
    turn = gateway.chat(f"x [[id={id}; one: echo; two: 400; long: echo]]")
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
    metrics = gateway.metrics()
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
    wait_for("requests in flight", lambda: b'policy_requests_in_flight{route="chat"} 0'
             in gateway.metrics())


def doubtful(fakes, gateway):
    """A request whose host or end is in doubt is refused with a 400, and nothing behind it is read."""
    hidden = new_id()
    inner = request(prompt(hidden), f"content-length: {len(prompt(hidden))}")
    body = prompt(new_id())
    size = f"content-length: {len(body)}"
    chunked = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
    line = f"POST {CHAT} HTTP/1.0"
    no_host = request(body, size).replace(b"host: gateway\r\n", b"")
    shapes = {
        "no host": no_host,
        "two hosts": request(body, size, "host: other"),
        "two equal hosts": request(body, size, "host: gateway"),
        "two hosts of HTTP/1.0": request(body, size, "host: other", line=line),
        "two codings": request(chunked, "transfer-encoding: chunked", "transfer-encoding: chunked"),
        "a list of codings": request(chunked, "transfer-encoding: chunked, chunked"),
        "a coding and a length": request(chunked, "transfer-encoding: chunked", size),
        "a length and a coding": request(chunked, size, "transfer-encoding: chunked"),
        "two lengths": request(body, size, size),
        "HTTP/1.0 in chunks": request(chunked, "transfer-encoding: chunked", line=line),
    }
    for name, data in shapes.items():
        answer = raw(gateway, data + inner)
        assert answer.startswith(b"HTTP/1.1 400 "), f"{name}: {answer[:60]}"
        equal(answer.count(b"HTTP/1.1 "), 1, f"the answers to {name}")
        assert not fakes.seen(hidden), f"{name}: what stood behind it came through"
    sound = {
        "HTTP/1.0 without a host": no_host.replace(b"HTTP/1.1", b"HTTP/1.0"),
        "chunks": request(chunked, "transfer-encoding: Chunked", "connection: close"),
    }
    for name, data in sound.items():
        assert b" 200 " in raw(gateway, data).split(b"\r\n")[0], name
    # One that is served, and a doubtful one behind it on the same connection.
    answer = raw(gateway, request(body, size) + shapes["two hosts"] + inner)
    equal(answer.count(b"HTTP/1.1 200 "), 1, "the good answers")
    equal(answer.count(b"HTTP/1.1 400 "), 1, "the refusals")
    assert not fakes.seen(hidden), "what stood behind it came through"
    # Whoever was refused keeps no descriptor, whether it hangs up or not.
    before = gateway.descriptors()
    kept = []
    for data in [shapes["two hosts"], b"\x16\x03\x01" + b"\0" * 200, b"GET / HTTP/1.1\r\n"] * 10:
        link = socket.create_connection(("127.0.0.1", gateway.port), timeout=10)
        link.sendall(data)
        if data[0] == 0x47:
            link.close()
        else:
            kept.append(link)
    wait_for("the end of their connections", lambda: gateway.descriptors() <= before + 2)
    for link in kept:
        link.close()


def leaks(fakes, gateway):
    """A key that a provider repeats is shown to nobody: spelled in JSON's escapes, or cut in pieces."""
    key = KEYS["ONE_KEY"]

    def is_clean(name, raw):
        assert key.encode() not in raw, f"{name}: the key came through"

    turn = gateway.chat("x [[one: echo@1; two: echo; long: echo@1]]")
    equal(turn.status, 400)
    equal(turn.error["message"], "Incorrect request by key [redacted]")
    is_clean("an error", turn.raw)
    turn = gateway.chat("x [[one: leak]]")
    equal(turn.text, "[redacted]" + WHOLE)
    equal(set(json.loads(turn.raw)["choices"][0]["message"]), {"[redacted]", "content", "role"})
    for mode in ("stream", "held"):
        for size in (0, 1, 2, 3, 7, 20):
            name = f"{mode}, in pieces of {size}"
            turn = gateway.chat(f"x [[one: leak@{size}]]", mode)
            is_clean(name, turn.raw)
            for text in (turn.text.removesuffix(WHOLE), turn.calls):
                # So few of its letters stood there before anybody could know.
                assert text in [key[:count] + "[redacted]" for count in range(5)], f"{name}: {text}"
            assert turn.text.endswith(WHOLE) and turn.is_done, f"{name}: {turn.text}"
    # What begins like a key, and is none, comes whole.
    for mode, size in [("whole", 0), ("stream", 0), ("stream", 1), ("stream", 5), ("held", 3)]:
        turn = gateway.chat(f"x [[one: almost@{size}]]", mode)
        equal(turn.text, key[:-4] + WHOLE, f"the text ({mode}, {size})")
        assert turn.is_done


def handed_over(fakes, gateway):
    """A key that one provider has said does not go to the next one with the text so far."""
    id = new_id()
    turn = gateway.chat(f"x [[id={id}; one: leakcut]]", "stream")
    equal(turn.models, ["one-large", "two-large"])
    assert KEYS["ONE_KEY"].encode() not in turn.raw
    handed = fakes.seen(id)[-1]["begun"]
    assert "[redacted]" in handed and KEYS["ONE_KEY"] not in handed, handed


def lines(fakes, gateway):
    """An event of several lines goes on with its field's name before each."""
    for mode in ("stream", "held"):
        turn = gateway.chat("x [[one: lines]]", mode)
        equal(turn.text, WHOLE)
        assert turn.is_done and b"\ndata: \"choices\"" in turn.raw, turn.raw[:200]
        for line in turn.raw.split(b"\n"):
            assert not line or line.startswith(b"data: "), line


def choices(fakes, gateway):
    """A stream is whole when each answer that has begun in it has ended, and not when one has."""
    turn = gateway.chat("x [[one: second]]", "stream")
    assert turn.error and not turn.is_done, turn.raw[-200:]
    turn = gateway.chat("x [[one: second]]", "held")
    equal((turn.text, turn.models), (WHOLE, ["two-large"]))
    for mode in ("stream", "held"):
        turn = gateway.chat("x [[one: second@1]]", mode)
        equal((turn.text, turn.models, turn.is_done), (WHOLE, ["one-large"], True), mode)
    # Two are asked for, and one is given: it is whole if the provider says so.
    equal(gateway.chat("x", "stream", n=2).is_done, True)
    turn = gateway.chat("x [[one: nodone]]", "held", n=2)
    equal(turn.models, ["two-large"])


def hints(fakes, gateway):
    """Informational answers are skipped; a provider that sends nothing else is left."""
    for mode in ("whole", "stream"):
        equal(gateway.chat("x [[one: hints@10]]", mode).models, ["one-large"])
        id = new_id()
        equal(gateway.chat(f"x [[id={id}; one: hints@1000000]]", mode).models, ["two-large"])
        wait_for("its end", lambda: fakes.seen(id)[0]["end"] == "aborted")


def members(fakes, gateway):
    """Members that others may read as ours are refused, and so is a body with too many of anything."""
    message = b'"messages":[{"role":"user","content":"x"}]'
    for name in [b"Model", b"MODEL", b"mOdel", b"\\u004dodel", b"Messages", b"STREAM",
                 "\u017ftream".encode(), b"Stream_Options", b"N"]:
        for body in (b'{"model":"assistant","' + name + b'":"gpt-4o",' + message + b"}",
                     b'{"' + name + b'":"gpt-4o","model":"assistant",' + message + b"}"):
            status, _, answer = gateway.call("POST", CHAT, body)
            equal(status, 400, f"the status with {name}")
            assert "case" in json.loads(answer)["error"]["message"], answer
    many = ",".join(f'"x{i}":1' for i in range(127)).encode()
    equal(gateway.call("POST", CHAT, b'{"model":"assistant",' + message + b"}")[0], 200)
    equal(gateway.call("POST", CHAT, b'{"model":"assistant",' + message + b"," + many + b"}")[0], 400)
    some = b",".join([b'{"role":"user","content":"x"}'] * 10_000)
    too_many = some + b',{"role":"user","content":"x"}'
    for messages, wanted in [(some, 200), (too_many, 400)]:
        body = b'{"model":"assistant","messages":[' + messages + b"]}"
        equal(gateway.call("POST", CHAT, body)[0], wanted)
    # Millions of either cost no more than their bytes.
    for body in (b'{"model":"assistant","messages":[' + b"{}," * 2_600_000 + b"{}]}",
                 b'{"model":"assistant",' + b",".join(b'"%d":0' % i for i in range(700_000)) + b"}"):
        before = gateway.memory()
        equal(gateway.call("POST", CHAT, body)[0], 400)
        grown = (gateway.memory() - before) >> 20
        assert grown < 64, f"{grown} MiB for {len(body) >> 20}"


def paths(fakes, gateway):
    """What is for whoever runs it is on a port of its own, and a path has one spelling."""
    for path in ["/metrics", "//metrics", "/metrics/", "/./metrics", "/v1/../metrics", "/%6detrics",
                 "//v1/models", "/v1//models", "/v1/models/", "/healthz/", "http://x/metrics",
                 "http://x//metrics", "metrics", "/\\metrics", "/metrics?x", "/metrics;x"]:
        answer = raw(gateway, f"GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".encode())
        status = answer.split(b" ")[1:2]
        assert status in ([b"404"], [b"400"]), f"{path}: {answer[:40]}"
        assert b"policy_" not in answer, path
    for path in ["//metrics", "/metrics/", "/v1/models", CHAT]:
        equal(gateway.call("GET", path, port=gateway.admin)[0], 404, path)
    assert b"policy_requests_in_flight" in gateway.metrics()


def crowd(fakes, policy):
    """More connections than descriptors: they wait, one line tells of it, and then they are served."""
    with gateway_on(policy, descriptors=256) as gateway:
        equal(gateway.chat("x").text, WHOLE)
        links = []
        try:
            for _ in range(300):
                link = socket.create_connection(("127.0.0.1", gateway.port), timeout=10)
                links.append(link)
            wait_for("the log", lambda: "the most there may be" in gateway.text())
            time.sleep(0.5)
            most = gateway.descriptors()
            assert most < 200, f"{most} descriptors"
            equal(gateway.text().count("the most there may be"), 1, "the lines")
            # Whoever is in is served, and so is whoever runs it.
            body = prompt(new_id())
            links[0].sendall(request(body, f"content-length: {len(body)}"))
            assert b" 200 " in links[0].recv(100)
            equal(gateway.call("GET", "/readyz", port=gateway.admin)[0], 200)
            assert gateway.process.poll() is None
        finally:
            for link in links:
                link.close()
        wait_for("the next one", lambda: gateway.chat("x").text == WHOLE)


def unlocked(fakes, policy):
    """Nobody serves the world by mistake: an empty list of keys, or none on an address of others."""
    def start(*words, **env):
        done = subprocess.run(
            [os.path.join(BUILD, "gateway"), policy, "--port", "0", *words],
            env={"PATH": os.environ["PATH"], **KEYS, **env}, capture_output=True, text=True,
            timeout=60)
        equal(done.returncode, 2, f"the exit code of {words} {env}")
        assert "sk-" not in done.stderr, done.stderr
        return done.stderr

    for empty in ("", ",", " , "):
        assert "holds no key" in start(GATEWAY_KEYS=empty)
        assert "holds no key" in start("--open", GATEWAY_KEYS=empty)
    assert "no header can hold" in start(GATEWAY_KEYS="sk-a,sk-b\n")
    for host in ("0.0.0.0", "::", "127.evil.example", "10.0.0.1"):
        assert "--open" in start("--host", host)
    assert "give one of them" in start("--open", GATEWAY_KEYS="sk-mine")
    assert "descriptors" in start("--connections", "100000000")
    for words in (["--admin"], ["--admin", "x"], ["--admin", ":9"], ["--connections", "0"]):
        assert "usage" in start(*words)
    with gateway_on(policy, "--host", "0.0.0.0", "--open") as gateway:
        equal(gateway.chat("x").text, WHOLE)
    with gateway_on(policy, "--host", "0.0.0.0", GATEWAY_KEYS="sk-mine, sk-other") as gateway:
        for said, status in [("Bearer sk-mine", 200), ("bearer sk-other", 200), ("sk-mine", 401),
                             ("Basic sk-mine", 401), ("Bearer:sk-mine", 401), ("Bearer", 401),
                             ("XXXXXX sk-mine", 401), ("Bearer sk-mine,sk-other", 401),
                             ("Bearer  sk-mine", 200), ("BearerXsk-mine", 401), ("Bearer ", 401)]:
            body = prompt(new_id())
            equal(gateway.call("POST", CHAT, body, {"authorization": said})[0], status, said)
        assert "sk-mine" not in gateway.text() and "sk-other" not in gateway.text()


def policies(fakes, policy):
    """What a policy puts into requests is what HTTP allows there: it makes no second header, no second
    request, and names no other host."""
    with open(os.path.join(PACKAGE, "gateway.policy")) as file:
        shipped = file.read()
    place = '  attribute  model: "one-large"\n'
    assert place in shipped
    lines = {
        'attribute auth-header: "x-key\\nhost: evil.example"': "P0411",
        'attribute auth-header: "x key"': "P0411",
        'idempotency-key header: "key: 1"': "P0411",
        'attribute auth-header: "Host"': "P0412",
        'attribute auth-header: "Proxy-Authorization"': "P0412",
        'idempotency-key header: "Transfer-Encoding"': "P0412",
        'idempotency-key header: "content-length"': "P0412",
        'attribute auth-scheme: "Bearer\\nx: y"': "P0413",
        'probe path: "@evil.example/", every: 9s': "P0414",
        'probe path: "//evil.example/", every: 9s': "P0414",
        'probe path: "/up HTTP/1.1\\nx: y", every: 9s': "P0414",
        'attribute auth-header: "x-api-key", auth-scheme: ""': None,
        'idempotency-key header: "Idempotency-Key"': None,
        'probe path: "/health?deep=1", every: 500ms': None,
    }
    for line, code in lines.items():
        path = os.path.join(folder, "hostile.policy")
        with open(path, "w") as file:
            file.write(shipped.replace(place, place + f"  {line}\n"))
        done = subprocess.run([POLICYC, "compile", path, "-o", path + "c"], capture_output=True,
                              text=True)
        if code:
            assert done.returncode != 0 and f"[{code}]" in done.stderr, f"{line}: {done.stderr}"
            assert not os.path.exists(path + "c"), f"{line}: there is an artifact"
        else:
            equal(done.returncode, 0, f"the exit code with {line} ({done.stderr})")
            os.remove(path + "c")


class Listener(http.server.ThreadingHTTPServer):
    """A provider of one answer, which notes the requests that it gets."""

    def __init__(self, status, body):
        self.seen = []
        listener = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers.get("content-length", 0)))
                self.do_GET()

            def do_GET(self):
                listener.seen.append((self.path, dict(self.headers)))
                probe = self.path.split("?")[0].endswith("/health")
                data = b"ok" if probe else body.replace("URL", self.path).encode()
                self.send_response(200 if probe else status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *words):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


def keys_in_urls():
    """A key in a URL's path or query, probes included: it arrives there, and stands nowhere else."""
    error = json.dumps({"error": {"message": "no such model at URL", "type": "invalid_request_error"}})
    first, second = Listener(503, error), Listener(400, error)
    policy = compile_text(None, f"""
language 1
endpoint one {{
  url "http://127.0.0.1:{first.server_port}/v2/{{credential}}"
  credential env("ONE_KEY")
  probe path: "/health", every: 500ms
}}
endpoint two {{
  url "http://127.0.0.1:{second.server_port}/rpc?key={{credential}}"
  credential env("TWO_KEY")
  probe path: "/health", every: 500ms
}}
active-passive both {{ member one; member two }}
route chat {{ match path: "/v1/chat/completions"; to both; effect idempotent; deadline 30s; errors llm-http }}
""")
    with gateway_on(policy) as gateway:
        wait_for("probes", lambda: first.seen and second.seen)
        turn = gateway.chat("hello")
        equal(turn.status, 400)
        encoded = KEYS["ONE_KEY"].replace("/", "%2F")
        equal({path.split("?")[0] for path, _ in first.seen},
              {f"/v2/{encoded}/health", f"/v2/{encoded}/v1/chat/completions"})
        equal({path for path, _ in second.seen},
              {f"/rpc/health?key={KEYS['TWO_KEY']}",
               f"/rpc/v1/chat/completions?key={KEYS['TWO_KEY']}"})
        read = [gateway.text(), gateway.metrics().decode(), json.dumps(gateway.state()),
                turn.raw.decode(), str(turn.headers)]
        headers = [str(headers) for _, headers in first.seen + second.seen]
        for key in (KEYS["ONE_KEY"], encoded, KEYS["TWO_KEY"]):
            for text in read + headers:
                assert key not in text, f"a key in {text[:200]}"
    first.shutdown()
    second.shutdown()
