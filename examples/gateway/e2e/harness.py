"""Starts the real gateway and the fake providers, asks like a client, and counts checks."""

import contextlib
import http.client
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
import uuid

HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGE = os.path.dirname(HERE)
BUILD = os.environ.get("BUILD", os.path.join(PACKAGE, ".build", "debug"))
POLICYC = os.environ.get("POLICYC", os.path.join(PACKAGE, "..", "..", ".build", "debug", "policyc"))
KEYS = {
    "ONE_KEY": "sk-one/first-key-0001",
    "ONE_KEY_NEXT": "sk-one-second-key-0002",
    "TWO_KEY": "sk-two-only-key-0003",
    "LONG_KEY": "sk-long-only-key-0004",
}
# Shorter than what is shipped, so that nobody waits for minutes; all other lines are the shipped ones.
TIMES = {
    "reach": "2s", "first-token": "1s", "silence": "1s", "whole": "2s", "rest": "1s", "health": "1s",
}
WHOLE = "0 1 2 3 4 5 6 7 8 9"

folder = tempfile.mkdtemp(prefix="gateway-e2e-")


class Tally:
    """Checks passed and failed; a line for each."""

    def __init__(self):
        self.lock = threading.Lock()
        self.passed = 0
        self.failed = []

    def run(self, name, body):
        wanted = sys.argv[1:]
        if wanted and not any(word in name for word in wanted):
            return
        started = time.monotonic()
        try:
            body()
            problem = None
        except Exception as error:  # whatever it is, it is this check's
            problem = f"{type(error).__name__}: {error}"
        with self.lock:
            word = "ok  " if problem is None else "FAIL"
            print(f"{word} {name} ({time.monotonic() - started:.1f}s)", flush=True)
            if problem is None:
                self.passed += 1
            else:
                self.failed.append(name)
                print(f"     {problem}", flush=True)


tally = Tally()


def free_ports(count):
    """A run of ports that nobody listens on."""
    import random
    import socket

    while True:
        first = random.randrange(20000, 30000)
        sockets = []
        try:
            for port in range(first, first + count):
                one = socket.socket()
                sockets.append(one)
                one.bind(("127.0.0.1", port))
            return first
        except OSError:
            continue
        finally:
            for one in sockets:
                one.close()


def wait_for(what, condition, seconds=20.0):
    """Looks again and again, and gives what `condition` gives once that is true."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds}s for {what}")
        time.sleep(0.02)


class Fakes:
    """The fake providers, in a process of their own."""

    def __init__(self):
        self.port = free_ports(3)
        self.ports = {"one": self.port, "two": self.port + 1, "long": self.port + 2}
        self.process = subprocess.Popen(
            [os.path.join(BUILD, "fake-providers"), str(self.port)], stdout=subprocess.DEVNULL)
        wait_for("the fake providers", self.answers)

    def answers(self):
        try:
            return self.call("long", "GET", "/_log?id=none") is not None
        except OSError:
            return False

    def call(self, provider, method, path, body=None):
        link = http.client.HTTPConnection("127.0.0.1", self.ports[provider], timeout=20)
        try:
            link.request(method, path, body)
            return json.loads(link.getresponse().read() or b"null")
        finally:
            link.close()

    def seen(self, id):
        """The attempts that all providers saw of an id, in their order."""
        rows = [row for name in self.ports for row in self.call(name, "GET", f"/_log?id={id}")]
        return sorted(rows, key=lambda row: row["at"])

    def always(self, provider, faults):
        self.call(provider, "POST", "/_always", faults)

    def revoke(self, provider, *keys):
        self.call(provider, "POST", "/_revoke", ",".join(keys))

    def stop(self):
        self.process.kill()
        self.process.wait()


def compile_policy(fakes, urls=None, name=None, source=None, **times):
    """Compiles the shipped policy for these providers; gives the artifact's path."""
    path = os.path.join(folder, name or f"{uuid.uuid4().hex}.policyc")
    words = [POLICYC, "compile", source or os.path.join(PACKAGE, "gateway.policy"), "-o", path]
    for provider, port in fakes.ports.items():
        url = (urls or {}).get(provider, f"http://127.0.0.1:{port}")
        words += ["--set", f"{provider}-url={url}"]
    for key, value in {**TIMES, **{k.replace("_", "-"): v for k, v in times.items()}}.items():
        words += ["--set", f"{key}={value}"]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return path


def compile_text(fakes, text):
    """Compiles a changed policy with the times it ships with, or one of its own without fakes; gives
    the artifact's path."""
    source = os.path.join(folder, f"{uuid.uuid4().hex}.policy")
    with open(source, "w") as file:
        file.write(text)
    words = [POLICYC, "compile", source, "-o", source + "c"]
    for name, port in fakes.ports.items() if fakes else ():
        words += ["--set", f"{name}-url=http://127.0.0.1:{port}"]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return source + "c"


def compile_models(fakes):
    """Compiles the policy of sixteen models for these providers; gives the artifact's path."""
    with open(os.path.join(PACKAGE, "models.policy")) as file:
        text = file.read()
    for name, provider in [("api.openai.example.com", "one"), ("api.anthropic.example.com", "two"),
                           ("gemini.example.com", "long")]:
        assert f"https://{name}" in text
        text = text.replace(f"https://{name}", f"http://127.0.0.1:{fakes.ports[provider]}")
    source = os.path.join(folder, "models.policy")
    with open(source, "w") as file:
        file.write(text)
    path = os.path.join(folder, "models.policyc")
    done = subprocess.run([POLICYC, "compile", source, "-o", path], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return path


class Gateway:
    """One gateway process, on a port of its own."""

    def __init__(self, policy, *more, events=True, descriptors=None, **env):
        self.log = tempfile.NamedTemporaryFile("w+", dir=folder, suffix=".log", delete=False)
        # Nothing of this process's environment: a proxy's address or a real key is no part of a test.
        kept = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH") if key in os.environ}
        self.process = subprocess.Popen(
            [os.path.join(BUILD, "gateway"), policy, "--port", "0", "--admin", "0",
             *(["--events"] if events else []), *more],
            env={**kept, **KEYS, **env}, stdout=self.log, stderr=self.log,
            preexec_fn=descriptors and (lambda: resource.setrlimit(
                resource.RLIMIT_NOFILE, (descriptors, descriptors))))
        self.port = int(wait_for("the gateway", lambda: self.listening("gateway"), 60))
        self.admin = int(wait_for("the admin port", lambda: self.listening("admin"), 60))

    def text(self):
        with open(self.log.name, errors="replace") as file:
            return file.read()

    def listening(self, label):
        assert self.process.poll() is None, self.text()
        found = re.search(rf" {label}\b.*listening on [\d.]+:(\d+)", self.text())
        return found and found.group(1)

    def metrics(self):
        return self.call("GET", "/metrics", port=self.admin)[2]

    def call(self, method, path, body=None, headers=None, timeout=60, port=None):
        """One request; gives status, headers in lower case, and the body."""
        link = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=timeout)
        try:
            link.request(method, path, body, headers or {})
            answer = link.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, names, answer.read()
        finally:
            link.close()

    def operate(self, action, headers=None, **body):
        """What an operator does on the admin port; gives the status and the answer."""
        headers = {"content-type": "application/json", **(headers or {})}
        status, _, answer = self.call(
            "POST", f"/admin/{action}", json.dumps(body), headers, port=self.admin)
        return status, json.loads(answer)

    def state(self):
        status, _, answer = self.call("GET", "/admin/state", port=self.admin)
        assert status == 200, answer
        return json.loads(answer)

    def chat(self, prompt, mode="whole", model="assistant", **fields):
        return Turn(self, prompt, mode, model, **fields)

    def memory(self):
        """Resident bytes."""
        with open(f"/proc/{self.process.pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.log.close()


class Turn:
    """A chat's answer, however it came."""

    def __init__(self, gateway, prompt, mode, model, **fields):
        body = {"model": model, "messages": [{"role": "user", "content": prompt}], **fields}
        headers = {"content-type": "application/json", "authorization": "Bearer sk-client-own-key"}
        if mode != "whole":
            body["stream"] = True
            body.setdefault("stream_options", {"include_usage": True})
        if mode == "held":
            headers["x-stream-hold"] = "true"
        started = time.monotonic()
        self.status, self.headers, self.raw = gateway.call(
            "POST", "/v1/chat/completions", json.dumps(body), headers)
        self.seconds = time.monotonic() - started
        self.text, self.error, self.usage, self.models = "", None, None, []
        # What is called of tools, as its arguments came.
        self.calls = ""
        self.is_done = False
        if self.status != 200:
            self.error = json.loads(self.raw)["error"]
        elif mode == "whole":
            value = json.loads(self.raw)
            message = value["choices"][0]["message"]
            self.text = message["content"] or ""
            for call in message.get("tool_calls") or []:
                self.calls += call["function"]["name"] + call["function"]["arguments"]
            self.usage = value["usage"]
            self.models = [value["model"]]
            self.is_done = value["choices"][0]["finish_reason"] in ("stop", "tool_calls")
        else:
            self.read_events()

    def read_events(self):
        for event in self.raw.decode().split("\n\n"):
            if not event:
                continue
            lines = event.split("\n")
            assert all(line.startswith("data: ") for line in lines), event[:80]
            data = "\n".join(line[6:] for line in lines)
            if data == "[DONE]":
                self.is_done = True
                continue
            assert not self.is_done, "an event behind [DONE]"
            value = json.loads(data)
            if "error" in value:
                self.error = value["error"]
                continue
            self.usage = value.get("usage") or self.usage
            if value["model"] not in self.models:
                self.models.append(value["model"])
            for choice in value["choices"]:
                if choice["index"] != 0:
                    continue
                self.text += choice["delta"].get("content") or ""
                for call in choice["delta"].get("tool_calls") or []:
                    self.calls += call["function"].get("name", "") + call["function"]["arguments"]


@contextlib.contextmanager
def gateway_on(policy, *more, **options):
    gateway = Gateway(policy, *more, **options)
    try:
        yield gateway
    except BaseException:
        tail = gateway.text().splitlines()[-12:]
        sys.stdout.write("".join(f"     | {line[:200]}\n" for line in tail))
        raise
    finally:
        gateway.stop()


def equal(found, wanted, what="it"):
    assert found == wanted, f"{what} is {found!r} and not {wanted!r}"


def new_id():
    return uuid.uuid4().hex[:12]
