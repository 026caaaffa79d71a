"""What each way to commit costs: the time to the first token, the whole answer, what a cut does, and memory.

`BUILD=…/release python3 e2e/choices.py`: the same streams under policies that differ in `commit` alone.
"""

import http.client
import json
import os
import re
import shutil
import statistics
import threading
import time

from harness import PACKAGE, Fakes, Gateway, compile_policy, folder, new_id

TOKENS, PAUSE, CUT = 50, 20, 25
STREAMS = 20

# What the route says behind `commit`, and whether others are there to continue a stream.
CHOICES = [("first-byte", True), ("first-byte", False), ("first-byte, if: resumable", True),
           ("first-byte, if: resumable", False), ("complete", True)]


def policy(fakes, commit):
    with open(os.path.join(PACKAGE, "gateway.policy")) as file:
        text = file.read()
    text, count = re.subn(r"(?m)^  commit  .*\n", f"  commit   {commit}\n", text)
    assert count == 1 and "{ resume; " in text
    # Nothing is continued where nothing was shown, and the compiler says so.
    if commit == "complete":
        text = text.replace("{ resume; ", "{ ")
    path = os.path.join(folder, f"{new_id()}.policy")
    with open(path, "w") as file:
        file.write(text)
    return compile_policy(fakes, source=path, first_token="20s", silence="20s",
                          whole="40s")


def ask(gateway, faults, pad=0, tokens=TOKENS):
    """Gives the seconds to the first token and to the end, and whether the answer was whole."""
    link = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=60)
    prompt = f"count [[id={new_id()}; tokens={tokens}; pad={pad}; one: {faults}]]"
    body = {"model": "assistant", "stream": True,
            "messages": [{"role": "user", "content": prompt}]}
    started, first, raw = time.monotonic(), None, b""
    link.request("POST", "/v1/chat/completions", json.dumps(body))
    answer = link.getresponse()
    while piece := answer.read1(65536):
        raw += piece
        if first is None and b'"content":"0' in raw.replace(b": ", b":"):
            first = time.monotonic() - started
    link.close()
    whole = b"[DONE]" in raw
    return first, time.monotonic() - started, whole


def memory(gateway):
    """How many MiB the process grows while it serves answers of a megabyte each, slowly."""
    before, most, found = gateway.memory(), 0, []
    workers = [threading.Thread(target=lambda: found.append(ask(gateway, "slow@5", 5000, 200)))
               for _ in range(STREAMS)]
    for worker in workers:
        worker.start()
    while any(worker.is_alive() for worker in workers):
        most = max(most, gateway.memory())
        time.sleep(0.02)
    assert all(row[2] for row in found), found
    return max(0, most - before) / 2**20


def main():
    fakes = Fakes()
    try:
        print(f"{TOKENS} tokens, one every {PAUSE} ms; cut behind token {CUT}; "
              f"{STREAMS} answers of 1 MB at once")
        print(f"{'':42} first ms  whole ms  of 20 cut  MiB")
        for commit, continues in CHOICES:
            name = f"commit {commit}" + ("" if continues else ", others out")
            gateway = Gateway(policy(fakes, commit), events=False)
            try:
                if not continues:
                    for other in ("two", "long"):
                        assert gateway.operate("isolate", endpoint=other)[0] == 200
                ask(gateway, "ok")
                rows = [ask(gateway, f"slow@{PAUSE}") for _ in range(9)]
                assert all(row[2] for row in rows), name
                first = statistics.median(row[0] for row in rows) * 1000
                whole = statistics.median(row[1] for row in rows) * 1000
                # Well ones between them, so that no breaker opens.
                cut = 0
                for _ in range(20):
                    cut += ask(gateway, f"cut@{CUT}, ok")[2]
                    for _ in range(3):
                        ask(gateway, "ok")
                grown = memory(gateway)
                print(f"{name:42} {first:8.0f}  {whole:8.0f}  {cut:3} whole  {grown:4.0f}", flush=True)
            finally:
                gateway.stop()
    finally:
        fakes.stop()
        shutil.rmtree(folder, ignore_errors=True)


main()
