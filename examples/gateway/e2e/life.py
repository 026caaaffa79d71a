"""A gateway over time: breakers, reloads, the end, and memory."""

import json
import os
import re
import shutil
import signal
import socket
import threading
import time

from harness import KEYS, WHOLE, compile_policy, equal, folder, gateway_on, new_id, wait_for
from hostile import CHAT, prompt, raw, request


def breaker(fakes, policy):
    """While the first choice is down it is left alone; once it is well it is used within seconds."""
    with gateway_on(policy) as gateway:
        fakes.always("one", "503")
        try:
            for _ in range(8):
                equal(gateway.chat("x").models, ["two-large"])
            assert b'policy_breaker_state{endpoint="one",breaker="steady",state="closed"} 0' in (
                gateway.metrics()), "the breaker is closed"
            started, asked, probes = time.monotonic(), 0, len(fakes.seen(""))
            before = sum(row["provider"] == "one" for row in fakes.seen(""))
            while time.monotonic() - started < 4:
                equal(gateway.chat("x").models, ["two-large"])
                asked += 1
            probes = sum(row["provider"] == "one" for row in fakes.seen("")) - before
            assert probes <= 8, f"{probes} probes among {asked} requests"
            assert asked > 2 * probes, f"{probes} probes among {asked} requests"
        finally:
            fakes.always("one", "")
        healed = time.monotonic()
        # A cooldown of seconds, two probes, and a second of good health.
        wait_for("the first choice", lambda: [gateway.chat("x").models for _ in range(4)]
                 == [["one-large"]] * 4, 30)
        assert time.monotonic() - healed < 20, "it took too long"


def flapping(fakes, policy):
    """One that fails every other time is left alone as well, and nobody sees an error."""
    with gateway_on(policy) as gateway:
        fakes.always("one", "503")
        try:
            for i in range(60):
                fakes.always("one", "503" if i % 3 else "")
                equal(gateway.chat("x", ["whole", "stream"][i % 2]).text, WHOLE)
            assert b"breaker-opened" in gateway.text().encode() or (
                "opened" in gateway.text()), "no breaker has opened"
        finally:
            fakes.always("one", "")


def reloads(fakes, policy):
    """Reloads under load: every request gets its one answer, streams across them too."""
    copy = os.path.join(folder, "reloaded.policyc")
    shutil.copy(policy, copy)
    with gateway_on(copy) as gateway:
        end = time.monotonic() + 4
        problems, count, lock = [], [0], threading.Lock()

        def work(number):
            while time.monotonic() < end:
                id = new_id()
                mode = ["whole", "stream", "held"][number % 3]
                turn = gateway.chat(f"x [[id={id}; one: {'slow@20' if number % 2 else 'ok'}]]", mode)
                rows = fakes.seen(id)
                with lock:
                    count[0] += 1
                    if turn.text != WHOLE or not turn.is_done or len(rows) != 1:
                        problems.append((turn.status, turn.text, rows))

        workers = [threading.Thread(target=work, args=(i,)) for i in range(6)]
        for worker in workers:
            worker.start()
        hups = 0
        while time.monotonic() < end:
            gateway.process.send_signal(signal.SIGHUP)
            hups += 1
            time.sleep(0.1)
        for worker in workers:
            worker.join()
        assert not problems, problems[:3]
        assert count[0] > 10, f"only {count[0]} requests"
        wait_for("the reloads", lambda: gateway.text().count("loaded,") >= 5)
        # A policy that is none changes nothing.
        with open(copy, "wb") as file:
            file.write(b"nonsense")
        gateway.process.send_signal(signal.SIGHUP)
        wait_for("the refusal", lambda: "stays as it is" in gateway.text())
        equal(gateway.chat("x").text, WHOLE)


def drain(fakes, policy):
    """SIGTERM: what is begun is finished, nothing new is taken, and the process ends well."""
    with gateway_on(policy) as gateway:
        answers = {}

        def ask(mode):
            answers[mode] = gateway.chat("x [[one: slow@200]]", mode)

        workers = [threading.Thread(target=ask, args=(mode,)) for mode in ("stream", "held", "whole")]
        for worker in workers:
            worker.start()
        wait_for("the requests", lambda: b'policy_requests_in_flight{route="chat"} 3'
                 in gateway.metrics())
        idle = socket.create_connection(("127.0.0.1", gateway.port))
        gateway.process.send_signal(signal.SIGTERM)

        def refused():
            try:
                socket.create_connection(("127.0.0.1", gateway.port), timeout=1).close()
                return False
            except OSError:
                return True

        wait_for("the closed door", refused)
        # Whoever runs it still sees it at work, and that it is not to be sent more.
        equal(gateway.call("GET", "/readyz", port=gateway.admin)[0], 503)
        equal(gateway.call("GET", "/healthz", port=gateway.admin)[0], 200)
        assert b"policy_requests_in_flight" in gateway.metrics()
        for worker in workers:
            worker.join()
        for mode, turn in answers.items():
            equal(turn.text, WHOLE, f"the text ({mode})")
            assert turn.is_done, mode
        idle.close()
        equal(gateway.process.wait(30), 0, "the exit code")


def slow_client(fakes, policy):
    """Clients that do not read cost no memory: the provider is made to wait instead, and that is not
    taken for its silence."""
    patient = compile_policy(fakes, reach="10s", first_token="15s", silence="5s", whole="30s")
    with gateway_on(patient) as gateway:
        gateway.chat("x", "stream")
        before = gateway.memory()
        links, ids = [], []
        for _ in range(8):
            id = new_id()
            body = json.loads(prompt(id))
            body["messages"][0]["content"] = f"x [[id={id}; tokens=20000; pad=4000]]"
            body["stream"] = True
            data = json.dumps(body).encode()
            link = socket.socket()
            link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
            link.connect(("127.0.0.1", gateway.port))
            link.sendall(request(data, f"content-length: {len(data)}"))
            links.append(link)
            ids.append(id)
        most, end = 0, time.monotonic() + 12
        while time.monotonic() < end:
            most = max(most, gateway.memory())
            time.sleep(0.1)
        grown = (most - before) >> 20
        assert grown < 120, f"{grown} MiB for 8 clients"
        for id in ids:
            equal(fakes.seen(id)[-1]["end"], "open", "the attempt's end")
        for link in links:
            link.close()
        for id in ids:
            wait_for("the attempt's end", lambda: fakes.seen(id)[-1]["end"] == "aborted")


def floods(fakes, policy):
    """A provider that sends a gigabyte costs what an answer may at most."""
    with gateway_on(policy) as gateway:
        gateway.chat("x")
        before, most, over = gateway.memory(), [0], threading.Event()

        def look():
            while not over.is_set():
                most[0] = max(most[0], gateway.memory())
                time.sleep(0.01)

        watcher = threading.Thread(target=look)
        watcher.start()
        try:
            for mode in ("whole", "stream", "held"):
                equal(gateway.chat("x [[one: flood]]", mode).models, ["two-large"])
        finally:
            over.set()
            watcher.join()
        grown = (most[0] - before) >> 20
        assert grown < 150, f"{grown} MiB"


def client_keys(fakes, policy):
    """With GATEWAY_KEYS only those who have one are served."""
    with gateway_on(policy, GATEWAY_KEYS="sk-mine-1,sk-mine-2") as gateway:
        body = prompt(new_id())
        for key, status in [("sk-mine-1", 200), ("sk-mine-2", 200), ("sk-mine-3", 401), ("", 401),
                            ("sk-mine", 401), ("sk-mine-11", 401)]:
            headers = {"authorization": f"Bearer {key}"} if key else {}
            equal(gateway.call("POST", CHAT, body, headers)[0], status, key)
            equal(gateway.call("GET", "/v1/models", None, headers)[0], status, key)
        for path in ("/healthz", "/readyz"):
            equal(gateway.call("GET", path)[0], 200)
            equal(gateway.call("GET", path, port=gateway.admin)[0], 200)


def operator(fakes, policy):
    """An operator reads the state, takes an endpoint out and in, ends coolings, and sends a group back."""
    with gateway_on(policy) as gateway:
        state = gateway.state()
        equal(set(state), {"policy", "endpoints", "groups", "routes"})
        assert re.fullmatch("[0-9a-f]{64}", state["policy"]["digest"]), state["policy"]
        equal({row["state"] for row in state["endpoints"]}, {"ready"})
        equal([(row["name"], row["credentials"]) for row in state["endpoints"]][:3],
              [("one", 2), ("two", 1), ("long", 1)])
        equal({row["active"] for row in state["groups"] if row["name"] == "providers"}, {"one"})
        assert "chat" in [row["name"] for row in state["routes"]], state["routes"]
        # Twice is as good as once.
        for _ in range(2):
            status, answer = gateway.operate("isolate", endpoint="one")
            equal((status, answer["endpoint"]["state"]), (200, "isolated"))
        equal(gateway.chat("x").models, ["two-large"])
        assert "two" in {row["active"] for row in gateway.state()["groups"]}
        for _ in range(2):
            equal(gateway.operate("restore", endpoint="one")[1]["endpoint"]["state"], "ready")
        # It is well again, and the group waits for `failback`, unless an operator does not.
        equal(gateway.operate("failback", group="providers")[1]["groups"][0]["active"], "one")
        equal(gateway.chat("x").models, ["one-large"])
        fakes.always("one", "503")
        try:
            for _ in range(8):
                gateway.chat("x")
            row = gateway.state()["endpoints"][0]
            assert row["state"] in ("open", "half-open"), row
            equal(row["breakers"][0]["name"], "steady")
        finally:
            fakes.always("one", "")
        equal(gateway.operate("clear", endpoint="one")[1]["endpoint"]["state"], "ready")
        # Of two keys one is refused: it cools, and the endpoint goes on with the other.
        gateway.operate("failback", group="providers")
        equal(gateway.chat(f"x [[id={new_id()}; one: 401, ok]]").models, ["one-large"])
        row = gateway.state()["endpoints"][0]
        equal((row["state"], len(row["coolingCredentials"])), ("ready", 1))
        assert row["coolingCredentials"][0]["wait"] > 0, row
        # What it means is said in the log, with what it was done to.
        for line in ("isolate endpoint one", "restore endpoint one", "failback group providers",
                     "clear endpoint one"):
            assert line in gateway.text(), line
        for text in (json.dumps(gateway.state()), gateway.text()):
            assert not any(key in text for key in KEYS.values()), "a key"
        # Names that there are not, and bodies that are none.
        for action, body, status, words in [
                ("isolate", {"endpoint": "onee"}, 404, "one, two, long"),
                ("failback", {"group": "one"}, 404, "providers"),
                ("failback", {"endpoint": "one"}, 400, "group"),
                ("isolate", {"group": "providers"}, 400, "endpoint"), ("isolate", {}, 400, "endpoint"),
                ("isolate", {"endpoint": 1}, 400, "endpoint"),
                ("clear", {"endpoint": "one", "and": "two"}, 400, "endpoint")]:
            found, answer = gateway.operate(action, **body)
            equal(found, status, f"{action} {body}")
            assert words in answer["error"]["message"], answer
        equal({row["state"] for row in gateway.state()["endpoints"]}, {"ready"})
        equal(gateway.operate("explode", endpoint="one")[0], 404)
        # Clients do not reach it.
        equal(gateway.call("GET", "/admin/state")[0], 404)
        equal(gateway.call("POST", "/admin/isolate", b'{"endpoint": "one"}')[0], 404)


def operator_only(fakes, policy):
    """No web page operates a gateway; on an address of others, nobody does without the key."""
    def status(gateway, method="GET", path="/admin/state", body=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return gateway.call(method, path, body, headers, port=gateway.admin)[0]

    one = b'{"endpoint": "one"}'
    with gateway_on(policy) as gateway:
        for type in (None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data",
                     "text/plain; application/json"):
            headers = {"content_type": type} if type else {}
            equal(status(gateway, "POST", "/admin/isolate", one, **headers), 415, type)
        for host in ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80"):
            equal(status(gateway, host=host), 403, host)
            equal(status(gateway, "POST", "/admin/isolate", one, host="evil.example",
                         content_type="application/json"), 403)
        for host in ("localhost", f"127.0.0.1:{gateway.admin}", "[::1]:80"):
            equal(status(gateway, host=host), 200, host)
        equal(status(gateway, "OPTIONS", "/admin/isolate"), 404)
        equal({row["state"] for row in gateway.state()["endpoints"]}, {"ready"})
    with gateway_on(policy, GATEWAY_ADMIN_KEYS="sk-operator") as gateway:
        for key, wanted in [(None, 401), ("sk-other", 401), ("sk-operato", 401), ("sk-operator", 200)]:
            headers = {"authorization": f"Bearer {key}"} if key else {}
            equal(status(gateway, **headers), wanted, key)
        # A page has no key, whatever its name is.
        equal(status(gateway, host="gateway.example", authorization="Bearer sk-operator"), 200)
        equal(status(gateway, path="/healthz"), 200)
        assert "sk-operator" not in gateway.text() and b"sk-operator" not in gateway.metrics()
    with gateway_on(policy, "--admin", "0.0.0.0:0") as gateway:
        equal(status(gateway), 403)
        equal(status(gateway, "POST", "/admin/isolate", one, content_type="application/json"), 403)
        assert b"policy_" in gateway.metrics()


def keeps_connections(fakes, policy):
    """Many requests, few connections: on both sides they are used again."""
    with gateway_on(policy) as gateway:
        data = prompt("")
        one = request(data, f"content-length: {len(data)}")
        with socket.create_connection(("127.0.0.1", gateway.port)) as link:
            file = link.makefile("rb")
            for _ in range(50):
                link.sendall(one)
                assert file.readline().startswith(b"HTTP/1.1 200")
                length = 0
                while (line := file.readline()) not in (b"\r\n", b""):
                    if line.lower().startswith(b"content-length:"):
                        length = int(line.split(b":")[1])
                file.read(length)
        for _ in range(20):
            equal(gateway.chat("x", "stream").text, WHOLE)
        assert gateway.descriptors() < 60, gateway.descriptors()


def startup(fakes, policy):
    """What is wrong is wrong at the start: a missing key is named, and so is a file that is no policy."""
    import subprocess
    from harness import BUILD

    def start(*words, **env):
        done = subprocess.run(
            [os.path.join(BUILD, "gateway"), *words], env={"PATH": os.environ["PATH"], **env},
            capture_output=True, text=True, timeout=60)
        equal(done.returncode, 2, "the exit code")
        return done.stderr

    some = {key: value for key, value in KEYS.items() if key != "TWO_KEY"}
    text = start(policy, "--port", "0", **some)
    assert 'env("TWO_KEY")' in text and "sk-" not in text, text
    assert "cannot read" in start("no-such-file.policyc")
    assert "GATEWAY_ADMIN_KEYS" in start(
        policy, "--port", "0", "--admin", "0", GATEWAY_ADMIN_KEYS="", **KEYS)
    assert "usage" in start() and "usage" in start(policy, "--nonsense")
