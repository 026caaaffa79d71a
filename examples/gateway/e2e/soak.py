"""Minutes of load with faults and attacks, floods of connections, a reload every second, an operator at work,
and clients that hang up.

`soak SECONDS [REPORT-EVERY]`: every request must have one whole answer or one plain error, every attack the
status that it deserves, no key may stand in an answer, the log or a metric, and neither memory nor
descriptors may grow.
"""

import collections
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import statistics
import sys
import threading
import time

from harness import KEYS, WHOLE, Fakes, Gateway, compile_policy, folder

FAULTS = ["ok"] * 24 + [
    "500, ok", "reset, ok", "close, ok", "429@1, ok", "429", "503", "529", "cut@4", "stall@4",
    "error@4", "garbage@4", "badjson@4", "nodone", "nofinish@4", "late@1500", "silent", "slow@20",
    "context", "filter", "404", "quota", "inject", "echo@1", "leak", "leak@1", "leak@3", "leakcut",
    "lines", "cr", "second", "second@1", "hints@5", "hints@1000", "param", "400", "bom",
]
WORKERS = 24
# Fewer than a flood brings, so that some of it always waits.
CONNECTIONS = 400
FLOOD = 600
# Where a key was; so few of its letters may stand there, shown before anybody could know.
# At the beginning up to four letters of a key may stand before it; a model that goes on may end with it.
REDACTED = re.compile(r"(^[^\[]{0,4})?\[redacted\]")


HEAD = b"POST /v1/chat/completions HTTP/1.1\r\n"


def posted(body, *headers, line=HEAD):
    lines = [b"host: gateway", b"content-length: %d" % len(body), *headers]
    return line + b"\r\n".join(lines) + b"\r\n\r\n" + body


def chat(members=b"", messages=b'{"role":"user","content":"x"}', model=b'"model":"assistant"'):
    return b'{%s,"messages":[%s]%s}' % (model, messages, members)


# What is sent, and the status that comes of it; None: whatever, but no answer of a provider.
ATTACKS = {
    "TLS": (b"\x16\x03\x01" + b"\0" * 200, None),
    "no host": (HEAD + b"content-length: 2\r\n\r\n{}", 400),
    "two hosts": (posted(chat(), b"host: other"), 400),
    "a length and chunks": (posted(chat(), b"transfer-encoding: chunked"), 400),
    "two lengths": (posted(chat(), b"content-length: 5"), 400),
    "two codings": (
        HEAD + b"host: a\r\ntransfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        400),
    "chunks in HTTP/1.0": (
        HEAD.replace(b"1.1", b"1.0") + b"transfer-encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "a chunk that is too long": (
        HEAD + b"host: a\r\ntransfer-encoding: chunked\r\n\r\nfffffff\r\n" + b"x" * 1000
        + b"\r\n", None),
    "a header without end": (HEAD + b"host: a\r\nx: " + b"y" * 100_000, None),
    "metrics by two slashes": (b"GET //metrics HTTP/1.1\r\nhost: a\r\n\r\n", 404),
    "the admin port's paths": (b"GET /admin/state HTTP/1.1\r\nhost: a\r\n\r\n", 404),
    "a model in capitals": (posted(chat(b',"Model":"gpt-4o"')), 400),
    "a model by an escape": (posted(chat(b',"mod\\u0065l":"gpt-4o"')), 400),
    "many members": (
        posted(chat(b"".join(b',"%d":0' % i for i in range(500_000)))), 400),
    "many messages": (posted(chat(messages=b"{}," * 2_000_000 + b"{}")), 400),
    "deep nesting": (posted(chat(b',"x":' + b"[" * 100_000 + b"]" * 100_000)), 400),
    "no such model": (posted(chat(model=b'"model":"nobody\\r\\nset-cookie: a=b"')), 404),
    "a body that is too large": (posted(b"{" * (9 << 20)), 413),
}


class Load:
    def __init__(self, gateway):
        self.gateway = gateway
        self.end = threading.Event()
        self.lock = threading.Lock()
        self.outcomes = collections.Counter()
        self.wrong = []

    def note(self, outcome, detail=None):
        with self.lock:
            self.outcomes[outcome] += 1
            if detail is not None and len(self.wrong) < 10:
                self.wrong.append(detail)

    def work(self, seed):
        draw = random.Random(seed)
        link = None
        while not self.end.is_set():
            link = link or http.client.HTTPConnection("127.0.0.1", self.gateway.port, timeout=60)
            try:
                if not self.one(link, draw):
                    link.close()
                    link = None
            except (OSError, http.client.HTTPException) as error:
                # A kept connection may be closed by the time it is used again; nothing else may be.
                self.note(f"connection: {type(error).__name__}", repr(error))
                link.close()
                link = None

    def one(self, link, draw):
        """One request; false if its connection is no more."""
        mode = draw.choice(["whole", "stream", "held"])
        id = f"{draw.getrandbits(48):x}"
        faults = f"one: {draw.choice(FAULTS)}; two: {draw.choice(FAULTS)}"
        body = {"model": "assistant", "stream": mode != "whole", "top_k": 5, "messages": [
            {"role": "user", "content": f"count [[id={id}; {faults}]]"}]}
        headers = {"content-type": "application/json"}
        if mode == "held":
            headers["x-stream-hold"] = "true"
        link.request("POST", "/v1/chat/completions", json.dumps(body), headers)
        if draw.random() < 0.05:
            time.sleep(draw.random() * 0.3)
            self.note("hung up")
            return False
        answer = link.getresponse()
        if mode == "stream" and draw.random() < 0.05:
            answer.read(200)
            self.note("hung up amid a stream")
            return False
        raw = answer.read()
        if any(key.encode() in raw for key in KEYS.values()):
            self.note("WRONG", ("a key", mode, faults, raw))
        if answer.status != 200:
            json.loads(raw)["error"]["message"]
            self.note(f"error {answer.status}")
        elif mode == "whole":
            text = json.loads(raw)["choices"][0]["message"]["content"]
            self.judge(text, True, False, (mode, faults, raw))
        else:
            self.judge(*read(raw), (mode, faults, raw))
        return True

    def attack(self, seed):
        """Requests that mean no good, each with the only status that may come of it."""
        draw = random.Random(seed)
        attacks = list(ATTACKS.items())
        while not self.end.is_set():
            name, (data, status) = draw.choice(attacks)
            try:
                with socket.create_connection(("127.0.0.1", self.gateway.port), timeout=60) as link:
                    link.sendall(data)
                    if status is None:
                        link.settimeout(0.3)
                    answer = link.recv(4096)
                    good = b"" if status is None else b"HTTP/1.1 %d " % status
                    if answer.startswith(good) and b" 200 " not in answer[:16]:
                        self.note(f"attack: {name}")
                    elif answer:
                        self.note("WRONG", ("an attack", name, answer))
                    else:
                        self.note(f"attack: {name}, no answer")
            except OSError:
                self.note(f"attack: {name}, no answer")
            time.sleep(draw.random() * 0.1)

    def flood(self, seed):
        """More connections than there may be, most of which say nothing, or half of something."""
        draw = random.Random(seed)
        beginnings = [b"", b"\x16\x03\x01", b"GET / HT", HEAD, HEAD + b"host: a\r\ncontent-length: 9\r\n\r\n{"]
        while not self.end.is_set():
            links = []
            try:
                for _ in range(FLOOD):
                    link = socket.socket()
                    link.setblocking(False)
                    link.connect_ex(("127.0.0.1", self.gateway.port))
                    links.append(link)
                time.sleep(0.5)
                for link in links:
                    link.send(draw.choice(beginnings))
            except OSError:
                pass  # it waits to be taken, or was hung up on
            time.sleep(draw.random())
            for link in links:
                link.close()
            self.note("floods of connections")
            self.end.wait(5)

    def operate(self, seed):
        """An operator takes endpoints out and in, and nothing that is read there holds a key."""
        draw = random.Random(seed)
        while not self.end.is_set():
            name = draw.choice(["one", "two"])
            for action, body in [("isolate", {"endpoint": name}), ("restore", {"endpoint": name}),
                                 ("clear", {"endpoint": name}), ("failback", {"group": "providers"})]:
                status, answer = self.gateway.operate(action, **body)
                if status != 200:
                    self.note("WRONG", (action, status, answer))
                for text in (json.dumps(self.gateway.state()).encode(), self.gateway.metrics(),
                             self.gateway.call("GET", "/v1/models")[2]):
                    if any(key.encode() in text for key in KEYS.values()):
                        self.note("WRONG", ("a key for operators", text))
                self.note("an operator's turns")
                self.end.wait(draw.random())

    def judge(self, text, is_done, has_error, detail):
        text = REDACTED.sub("", text)
        if text == WHOLE and is_done and not has_error:
            self.note("whole answer")
        elif has_error and not is_done and WHOLE.startswith(text):
            self.note("error event")
        else:
            self.note("WRONG", detail)


def read(raw):
    text, is_done, has_error = "", False, False
    for event in raw.decode().split("\n\n"):
        if event == "data: [DONE]":
            is_done = True
        elif event:
            value = json.loads("\n".join(line[6:] for line in event.split("\n")))
            has_error = has_error or "error" in value
            for choice in value.get("choices", []):
                if choice["index"] != 0:
                    continue
                text += choice["delta"].get("content") or ""
    return text, is_done, has_error


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600
    every = float(sys.argv[2]) if len(sys.argv) > 2 else 30
    fakes = Fakes()
    gateway = None
    try:
        policy = compile_policy(fakes)
        gateway = Gateway(policy, "--connections", str(CONNECTIONS), events=False)
        load = Load(gateway)
        workers = [threading.Thread(target=load.work, args=(seed,)) for seed in range(WORKERS)]
        workers += [threading.Thread(target=load.attack, args=(seed,)) for seed in range(2)]
        workers += [threading.Thread(target=load.flood, args=(2,)),
                    threading.Thread(target=load.operate, args=(3,))]
        for worker in workers:
            worker.start()
        start = time.monotonic()
        samples, next_report = [], every
        while (now := time.monotonic() - start) < seconds and gateway.process.poll() is None:
            gateway.process.send_signal(signal.SIGHUP)
            time.sleep(1)
            samples.append((gateway.memory() / 2**20, gateway.descriptors()))
            if now >= next_report:
                next_report += every
                total = sum(load.outcomes.values())
                memory, descriptors = samples[-1]
                print(f"{now:5.0f}s {total} requests, {memory:.0f} MiB, {descriptors} descriptors",
                      flush=True)
        load.end.set()
        for worker in workers:
            worker.join()
        return report(gateway, load, samples)
    finally:
        if gateway:
            gateway.stop()
        fakes.stop()
        shutil.rmtree(folder, ignore_errors=True)


def report(gateway, load, samples):
    for outcome, count in sorted(load.outcomes.items()):
        print(f"{count:8} {outcome}")
    for detail in load.wrong:
        print(f"     {str(detail)[:600]}")
    print(f"{gateway.text().count('loaded,'):8} reloads")
    # The first fifth is for pools and caches to fill.
    kept = samples[len(samples) // 5:]
    third = max(1, len(kept) // 3)
    problems = []
    for place, name, slack in [(0, "MiB", 1.15), (1, "descriptors", 1.15)]:
        first = statistics.median(sample[place] for sample in kept[:third])
        last = statistics.median(sample[place] for sample in kept[-third:])
        most = max(sample[place] for sample in samples)
        print(f"{name}: {first:.0f} in the first third, {last:.0f} in the last, {most:.0f} at most")
        if last > first * slack + 8:
            problems.append(f"{name} grow")
    with open(gateway.log.name, errors="replace") as file:
        if any(key in line for line in file for key in KEYS.values()):
            problems.append("a key in the log")
    strange = sum(count for outcome, count in load.outcomes.items() if outcome.startswith("conn"))
    if load.outcomes["WRONG"]:
        problems.append("wrong answers")
    if strange > sum(load.outcomes.values()) / 10_000:
        problems.append("connections that break")
    if gateway.process.poll() is not None:
        problems.append("the gateway has ended")
    print("flat, and nothing lost" if not problems else "; ".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.exit(main())
