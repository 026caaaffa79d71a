"""Who is let in: keys from a file with their limits, and pages of other origins."""

import hashlib
import json
import os
import signal
import subprocess
import time

import anthropic
import openai

from forms import Asked, claude, fails, line_of, lines, made
from harness import BUILD, KEYS, WHOLE, equal, folder, gateway_on, new_id, wait_for

CHAT = "/v1/chat/completions"


def hash_of(key):
    return hashlib.sha256(key.encode()).hexdigest()


def key_file(text, mode=0o600):
    path = os.path.join(folder, f"keys-{new_id()}.txt")
    with open(path, "w") as file:
        file.write(text)
    os.chmod(path, mode)
    return path


def names(fakes, policy):
    """Clients by their names: the hash of a key lets its owner in, by either header, and nobody else."""
    made_by_coreutils = subprocess.run(
        ["sh", "-c", "printf %s sk-alice | sha256sum | cut -d' ' -f1"], capture_output=True, text=True)
    path = key_file(f"# who may\nalice {made_by_coreutils.stdout.strip()},{hash_of('sk-alice-next')}\n\n"
                    f"bob\t{hash_of('sk-bob').upper()} requests=1000  # ours\n", 0o644)
    with gateway_on(policy, "--client-keys", path) as gateway:
        equal(made(gateway, "sk-alice").responses.create(
            model="assistant", input="x").output_text, WHOLE)
        equal(claude(gateway, "sk-bob").messages.create(
            model="assistant", max_tokens=9, messages=[{"role": "user", "content": "x"}]
        ).content[0].text, WHOLE)
        fails(openai.AuthenticationError, lambda: made(gateway, "sk-carol").models.list())
        error = fails(anthropic.AuthenticationError, lambda: claude(gateway, "sk-carol").messages.create(
            model="assistant", max_tokens=9, messages=[{"role": "user", "content": "x"}]))
        equal(error.body["error"]["type"], "authentication_error")
        for key, status in [("sk-alice-next", 200), (hash_of("sk-alice"), 401), ("", 401),
                            ("sk-alice ", 200), ("sk-alic", 401)]:
            found = gateway.call("GET", "/v1/models", None, {"authorization": f"Bearer {key}"})[0]
            equal(found, status, key)
        # One that says who he is in two ways is whom the usual one names.
        two = {"authorization": "Bearer sk-no", "x-api-key": "sk-bob"}
        equal(gateway.call("GET", "/v1/models", None, two)[0], 401)
        clients = [line["client"] for line in lines(gateway)]
        equal(sorted(set(clients)), ["-", "alice", "bob"])
        metrics = gateway.metrics().decode()
        assert 'gateway_client_requests_total{client="bob",status="200"} 1' in metrics
        assert 'gateway_client_tokens_total{client="alice",kind="completion"} 10' in metrics
        refused = [line for line in metrics.splitlines() if "client_refusals_total{" in line]
        assert refused[0].startswith(
            'gateway_client_refusals_total{client="-",reason="unauthorized"}'), refused
        for word in ("sk-alice", "sk-bob", hash_of("sk-bob")):
            assert word not in gateway.text() and word not in metrics, word


def limits(fakes, policy):
    """Requests and tokens of a minute: 429 with Retry-After, in the form of the path."""
    path = key_file(f"few {hash_of('sk-few')} requests=2\nthrifty {hash_of('sk-thrifty')} tokens=12\n"
                    f"free {hash_of('sk-free')}\n")
    with gateway_on(policy, "--client-keys", path) as gateway:
        def ask(key, form="messages", **more):
            return Asked(gateway, form, "x", headers={"x-api-key": key}, **more)

        equal([ask("sk-few").status for _ in range(3)], [200, 200, 429])
        turn = ask("sk-few")
        equal(turn.error["type"], "rate_limit_error")
        assert 1 <= int(turn.headers["retry-after"]) <= 30, turn.headers
        equal(ask("sk-few", "responses").error["code"], "rate_limit_exceeded")
        error = fails(anthropic.RateLimitError, lambda: claude(gateway, "sk-few").messages.create(
            model="assistant", max_tokens=9, messages=[{"role": "user", "content": "x"}]))
        assert error.response.headers["retry-after"]
        # What was used beyond the limit is waited for.
        equal([ask("sk-thrifty").status for _ in range(3)], [200, 200, 429])
        turn = ask("sk-thrifty")
        assert 30 <= int(turn.headers["retry-after"]) <= 60, turn.headers
        equal({ask("sk-free").status for _ in range(10)}, {200})
        # Lists of models count as nothing.
        equal(gateway.call("GET", "/v1/models", None, {"x-api-key": "sk-few"})[0], 200)
        metrics = gateway.metrics().decode()
        for name, reason in [("few", "client-requests"), ("thrifty", "client-tokens")]:
            assert f'client_refusals_total{{client="{name}",reason="{reason}"}}' in metrics, metrics


def reload(fakes, policy):
    """SIGHUP takes the file anew; one that is broken changes nothing, and a line says where it is."""
    path = key_file(f"alice {hash_of('sk-alice')}\n")
    with gateway_on(policy, "--client-keys", path) as gateway:
        def status(key):
            return gateway.call("GET", "/v1/models", None, {"x-api-key": key})[0]

        def put(text, mode=0o600):
            # In place of the old one, as whoever runs it does.
            with open(path + ".new", "w") as file:
                file.write(text)
            os.chmod(path + ".new", mode)
            os.rename(path + ".new", path)
            gateway.process.send_signal(signal.SIGHUP)

        put(f"bob {hash_of('sk-bob')} requests=1\n")
        wait_for("the new key", lambda: status("sk-bob") == 200)
        equal(status("sk-alice"), 401)
        equal(Asked(gateway, "messages", "x", headers={"x-api-key": "sk-bob"}).status, 200)
        put(f"bob {hash_of('sk-bob')} requests=1\nalice oops\n")
        wait_for("the complaint", lambda: f"{path}:2: a hash is 64" in gateway.text())
        assert "oops" not in gateway.text()
        put(f"eve {hash_of('sk-eve')}\n", 0o666)
        wait_for("the complaint", lambda: "may be written by others" in gateway.text())
        equal((status("sk-bob"), status("sk-eve")), (200, 401))
        # What was used stays used.
        put(f"bob {hash_of('sk-bob')} requests=1\n")
        time.sleep(0.5)
        equal(Asked(gateway, "messages", "x", headers={"x-api-key": "sk-bob"}).status, 429)
        os.remove(path)
        gateway.process.send_signal(signal.SIGHUP)
        wait_for("the complaint", lambda: f"{path}: cannot be read" in gateway.text())
        equal(status("sk-bob"), 200)


def broken_files(fakes, policy):
    """What is wrong with a file of keys is told with its line, and without what stands there."""
    good = hash_of("sk-good")

    def start(path, *words, **env):
        done = subprocess.run(
            [os.path.join(BUILD, "gateway"), policy, "--port", "0", "--client-keys", path, *words],
            env={"PATH": os.environ["PATH"], **KEYS, **env}, capture_output=True, text=True, timeout=60)
        equal(done.returncode, 2, done.stderr)
        assert "sk-" not in done.stderr and good not in done.stderr, done.stderr
        assert "\x1b" not in done.stderr, done.stderr
        return done.stderr

    bad = {
        "": "holds no key", "# nobody\n": "holds no key", "alice\n": ":1: alice has no hash",
        "\nalice sk-plain-key\n": ":2: a hash is 64", f"alice {good[:-1]}\n": ":1: a hash is 64",
        f"alice {good},\n": ":1: a hash is 64", f"a/b {good}\n": ":1: a name is",
        f"-x {good}\n": ":1: a name is", f"\x1b[31m {good}\n": ":1: a name is",
        f"{'x' * 65} {good}\n": ":1: a name is", f"alicé {good}\n": ":1: a name is",
        f"alice {good}\nalice {hash_of('x')}\n": ":2: alice stands twice",
        f"alice {good}\nbob {good}\n": ":2: this key has a name already",
        f"alice {good},{good}\n": ":1: this key has a name already",
        f"alice {hash_of('')}\n": "hash of no key", f"alice {good} requests=0\n": "from 1",
        f"alice {good} requests=-1\n": "from 1", f"alice {good} requests=1e9\n": "from 1",
        f"alice {good} requests=99999999999\n": "from 1", f"alice {good} tokens\n": "from 1",
        f"alice {good} requests=1 requests=2\n": "once", f"alice {good} cost=1\n": "once",
        "x" * ((1 << 20) + 1): "bytes",
        "".join(f"c{i} {hash_of(str(i))}\n" for i in range(1001)): ":1001: there are more than 1000",
    }
    for text, words in bad.items():
        assert words in start(key_file(text)), f"{text[:60]!r}: {start(key_file(text))}"
    for mode in (0o660, 0o606, 0o622):
        assert "chmod go-w" in start(key_file(f"alice {good}\n", mode))
    path = key_file("")
    with open(path, "wb") as file:
        file.write(b"alice \xff\xfe\n")
    assert "UTF-8" in start(path)
    fifo = os.path.join(folder, "fifo")
    os.mkfifo(fifo)
    for path in (fifo, folder, "/dev/zero"):
        assert "is not a file" in start(path), path
    assert "cannot be read" in start("no-such-file")
    good_file = key_file(f"alice {good}\n")
    assert "give one of them" in start(good_file, GATEWAY_KEYS="sk-mine")
    assert "give one of them" in start(good_file, "--open")


def pages(fakes, policy):
    """Pages of the origins that are named may use it, by a key; all others are told nothing."""
    def ask(gateway, method, path, origin, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if origin is not None:
            headers["origin"] = origin
        status, names, _ = gateway.call(
            method, path, json.dumps({"model": "assistant", "input": "x"}) if method == "POST" else None,
            headers)
        assert "access-control-allow-credentials" not in names, names
        return status, names

    def preflight(gateway, origin, path="/v1/responses", **headers):
        return ask(gateway, "OPTIONS", path, origin, access_control_request_method="POST", **headers)

    chosen = ["https://chat.example.com", "http://localhost:3000"]
    words = [word for origin in chosen for word in ("--cors", origin)]
    with gateway_on(policy, *words, GATEWAY_KEYS="sk-mine") as gateway:
        for origin in chosen:
            status, names = preflight(
                gateway, origin, access_control_request_headers="Authorization, x-stainless-os, "
                "content-type, cookie, x-evil, x-stainless-a:b")
            equal(status, 204)
            equal(names["access-control-allow-origin"], origin)
            equal(names["access-control-allow-headers"], "authorization, x-stainless-os, content-type")
            equal(names["access-control-allow-methods"], "GET, POST")
            equal(names["vary"], "origin")
            # The answer, and a refusal: a page may read both.
            for key, wanted in [("sk-mine", 200), ("sk-other", 401)]:
                status, names = ask(gateway, "POST", "/v1/responses", origin, authorization=f"Bearer {key}")
                equal((status, names["access-control-allow-origin"]), (wanted, origin))
                assert "x-request-id" in names["access-control-expose-headers"]
        for origin in ["https://chat.example.com.evil.example", "https://evil.example", "null", "",
                       "http://chat.example.com", "https://chat.example.com:444", "*",
                       "https://CHAT.example.com", "https://chat.example.com/", None,
                       "https://chat.example.com, https://evil.example", "https://xchat.example.com"]:
            status, names = preflight(gateway, origin)
            assert status in (404, 405), f"{origin}: {status}"
            assert not [name for name in names if name.startswith("access-control")], names
            status, names = ask(gateway, "POST", "/v1/responses", origin, authorization="Bearer sk-mine")
            equal((status, names.get("access-control-allow-origin"), names["vary"]),
                  (200, None, "origin"), str(origin))
    with gateway_on(policy, "--cors", "*") as gateway:
        equal(preflight(gateway, "https://any.example")[1]["access-control-allow-origin"], "*")
    with gateway_on(policy) as gateway:
        status, names = preflight(gateway, chosen[0])
        assert status in (404, 405) and "vary" not in names, names
        _, names = ask(gateway, "POST", "/v1/responses", chosen[0])
        assert not [name for name in names if name.startswith("access-control")], names
    for origin in ("", "chat.example.com", "https://x/", "https://x:443", "null", "https://X", "ftp://x",
                   "https://x y", "https://x\r\nset-cookie: a"):
        done = subprocess.run(
            [os.path.join(BUILD, "gateway"), policy, "--cors", origin],
            env={"PATH": os.environ["PATH"], **KEYS}, capture_output=True, text=True, timeout=60)
        equal(done.returncode, 2, origin)
