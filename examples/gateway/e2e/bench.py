"""What the gateway costs: a direct call, nginx, the gateway and LiteLLM's proxy on the same providers.

`bench [SECONDS [ROUNDS]]`: in each round every one of them serves the same request for so many seconds, in
one piece and streamed, over 1 and over 16 connections. The table has the medians of the rounds.
"""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys

from harness import Fakes, Gateway, KEYS, compile_policy, folder, free_ports, wait_for

CONNECTIONS = (1, 16)
MODES = ("whole", "stream")
TICKS = os.sysconf("SC_CLK_TCK")

SCRIPT = """
wrk.method = "POST"
wrk.body = %s
wrk.headers["content-type"] = "application/json"
wrk.headers["authorization"] = "Bearer %s"
done = function(summary, latency, requests)
  local bad = summary.errors.connect + summary.errors.read + summary.errors.write
    + summary.errors.status + summary.errors.timeout
  io.write(string.format("figures %%f %%f %%d %%d %%d\\n", latency:percentile(50),
    latency:percentile(99), summary.requests, summary.duration, bad))
end
"""

NGINX = """
worker_processes auto;
pid %(folder)s/nginx.pid;
error_log %(folder)s/nginx.log crit;
events { worker_connections 2048; }
http {
  access_log off;
  client_body_temp_path %(folder)s/body;
  proxy_temp_path %(folder)s/proxy;
  fastcgi_temp_path %(folder)s/fastcgi;
  uwsgi_temp_path %(folder)s/uwsgi;
  scgi_temp_path %(folder)s/scgi;
  upstream providers {
    server 127.0.0.1:%(one)d max_fails=6 fail_timeout=2s;
    server 127.0.0.1:%(two)d backup;
    keepalive 128;
  }
  server {
    listen 127.0.0.1:%(port)d;
    keepalive_requests 1000000;
    location / {
      proxy_pass http://providers;
      proxy_http_version 1.1;
      proxy_buffering off;
      proxy_set_header connection "";
      proxy_set_header authorization "Bearer %(key)s";
      proxy_next_upstream error timeout http_500 http_503 http_429 non_idempotent;
      proxy_next_upstream_tries 3;
    }
  }
}
"""

LITELLM = """
model_list:
  - model_name: assistant
    litellm_params: {model: openai/one-large, api_base: "http://127.0.0.1:%(one)d/v1", api_key: %(key)s}
  - model_name: backup
    litellm_params: {model: openai/two-large, api_base: "http://127.0.0.1:%(two)d/v1", api_key: %(key)s}
router_settings: {num_retries: 1, fallbacks: [{assistant: [backup]}]}
litellm_settings: {telemetry: false}
"""


class Target:
    """Something that serves chats on a port, and the processes that work for it."""

    def __init__(self, name, port, process=None):
        self.name, self.port, self.process = name, port, process

    def cpu(self):
        """Seconds of processor time that it took so far, with all its descendants."""
        if self.process is None:
            return 0.0
        parents, times = {}, {}
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                try:
                    with open(f"/proc/{entry}/stat") as file:
                        fields = file.read().rpartition(")")[2].split()
                except OSError:
                    continue  # it ended meanwhile
                parents[int(entry)] = int(fields[1])
                times[int(entry)] = int(fields[11]) + int(fields[12])
        known = {self.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in known} - known:
            known |= more
        return sum(times.get(pid, 0) for pid in known) / TICKS

    def stop(self):
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def started_nginx(fakes):
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    port = free_ports(1)
    config = write("nginx.conf", NGINX % {
        "folder": folder, "port": port, "key": KEYS["ONE_KEY"], **fakes.ports})
    # Its workers are another user's.
    os.chmod(folder, 0o755)
    return Target("nginx", port, subprocess.Popen([nginx, "-c", config, "-g", "daemon off;"]))


def started_litellm(fakes):
    port = free_ports(1)
    config = write("litellm.yaml", LITELLM % {"key": KEYS["ONE_KEY"], **fakes.ports})
    # Nothing of it leaves this machine: prices come from the package itself.
    env = {"PATH": os.environ["PATH"], "HOME": folder, "LITELLM_LOCAL_MODEL_COST_MAP": "True",
           "LITELLM_LOG": "ERROR", "LITELLM_MASTER_KEY": KEYS["ONE_KEY"]}
    log = open(os.path.join(folder, "litellm.log"), "w")
    process = subprocess.Popen(
        [os.environ["LITELLM"], "--config", config, "--host", "127.0.0.1", "--port", str(port),
         "--num_workers", "1", "--telemetry", "False"],
        env=env, stdout=log, stderr=log)
    return Target("LiteLLM", port, process)


def write(name, text):
    path = os.path.join(folder, name)
    with open(path, "w") as file:
        file.write(text)
    return path


def measure(target, connections, seconds, script):
    """Gives p50 and p99 in milliseconds, requests a second, and milliseconds of processor a request."""
    before = target.cpu()
    out = subprocess.run(
        ["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--timeout", "30s",
         "--latency", "-s", script, f"http://127.0.0.1:{target.port}/v1/chat/completions"],
        capture_output=True, text=True, check=True).stdout
    used = target.cpu() - before
    p50, p99, requests, duration, bad = map(
        float, re.search(r"figures (\S+) (\S+) (\S+) (\S+) (\S+)", out).groups())
    assert bad == 0 and requests > 0, out
    return p50 / 1000, p99 / 1000, requests * 1e6 / duration, used * 1000 / requests


def works(target, script):
    try:
        measure(target, 1, 3, script)
        return True
    except (AssertionError, subprocess.CalledProcessError):
        return False


def main():
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    fakes = Fakes()
    gateway, targets = None, []
    try:
        scripts = {}
        for mode in MODES:
            body = json.dumps({"model": "assistant", "stream": mode == "stream", "messages": [
                {"role": "system", "content": "You are helpful. " * 20},
                {"role": "user", "content": "count"}]})
            scripts[mode] = write(f"{mode}.lua", SCRIPT % (json.dumps(body), KEYS["ONE_KEY"]))
        gateway = Gateway(compile_policy(fakes), events=False)
        targets = [Target("direct", fakes.ports["one"]), started_nginx(fakes),
                   Target("gateway", gateway.port, gateway.process), started_litellm(fakes)]
        for target in targets:
            for script in scripts.values():
                wait_for(f"a first answer of {target.name}", lambda: works(target, script), 400)
        figures = {}
        for number in range(rounds):
            for mode in MODES:
                for connections in CONNECTIONS:
                    # Whoever is first in one round is last in the next.
                    for target in targets[::-1 if number % 2 else 1]:
                        key = (mode, connections, target.name)
                        found = measure(target, connections, seconds, scripts[mode])
                        figures.setdefault(key, []).append(found)
        print(f"medians of {rounds} rounds of {seconds} s each")
        print("answers  connections  to       requests/s   p50 ms   p99 ms   CPU ms a request")
        for (mode, connections, name), rows in figures.items():
            p50, p99, rate, cpu = (statistics.median(column) for column in zip(*rows))
            cpu = "" if name == "direct" else f"{cpu:8.3f}"
            print(f"{mode:8} {connections:11}  {name:8} {rate:10.0f} {p50:8.3f} {p99:8.3f}   {cpu}")
    finally:
        for target in targets:
            if target.name != "gateway":
                target.stop()
        if gateway:
            gateway.stop()
        fakes.stop()
        shutil.rmtree(folder, ignore_errors=True)


main()
