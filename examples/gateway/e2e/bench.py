"""What the gateway costs: a direct call, the gateway, and nginx as a plain proxy with retries, in one run.

`bench [SECONDS]`: for 1, 16 and 128 connections, the same request by wrk to each of the three.
"""

import json
import os
import re
import shutil
import subprocess
import sys

from harness import Fakes, Gateway, KEYS, compile_policy, folder, free_ports, wait_for

BODY = json.dumps({"model": "assistant", "messages": [
    {"role": "system", "content": "You are helpful. " * 20},
    {"role": "user", "content": "count"}]})

SCRIPT = """
wrk.method = "POST"
wrk.body = %s
wrk.headers["content-type"] = "application/json"
wrk.headers["authorization"] = "Bearer %s"
done = function(summary, latency, requests)
  local bad = summary.errors.connect + summary.errors.read + summary.errors.write
    + summary.errors.status + summary.errors.timeout
  io.write(string.format("figures %%f %%f %%f %%d\\n", latency:percentile(50), latency:percentile(99),
    summary.requests * 1e6 / summary.duration, bad))
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
      proxy_set_header connection "";
      proxy_set_header authorization "Bearer %(key)s";
      proxy_next_upstream error timeout http_500 http_503 http_429 non_idempotent;
      proxy_next_upstream_tries 3;
    }
  }
}
"""


def measure(port, connections, seconds, script):
    out = subprocess.run(
        ["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--latency", "-s", script,
         f"http://127.0.0.1:{port}/v1/chat/completions"],
        capture_output=True, text=True, check=True).stdout
    found = re.search(r"figures (\S+) (\S+) (\S+) (\d+)", out)
    p50, p99, rate, bad = found.groups()
    assert int(bad) == 0, out
    return float(p50) / 1000, float(p99) / 1000, float(rate)


def main():
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    fakes = Fakes()
    gateway = proxy = None
    try:
        script = os.path.join(folder, "chat.lua")
        with open(script, "w") as file:
            file.write(SCRIPT % (json.dumps(BODY), KEYS["ONE_KEY"]))
        gateway = Gateway(compile_policy(fakes), events=False)
        port = free_ports(1)
        config = os.path.join(folder, "nginx.conf")
        with open(config, "w") as file:
            file.write(NGINX % {
                "folder": folder, "port": port, "key": KEYS["ONE_KEY"], **fakes.ports})
        os.chmod(folder, 0o755)
        proxy = subprocess.Popen([nginx, "-c", config, "-g", "daemon off;"])
        targets = {"direct": fakes.ports["one"], "gateway": gateway.port, "nginx": port}
        for place in targets.values():
            wait_for("a first answer", lambda: works(place, script))
        print("connections  to        p50 ms  p99 ms  requests/s   added p50  added p99")
        for connections in (1, 16, 128):
            direct = None
            for name, place in targets.items():
                p50, p99, rate = measure(place, connections, seconds, script)
                direct = direct or (p50, p99)
                print(f"{connections:11}  {name:8} {p50:7.3f} {p99:7.3f} {rate:11.0f}   "
                      f"{p50 - direct[0]:9.3f}  {p99 - direct[1]:9.3f}", flush=True)
    finally:
        if proxy:
            proxy.terminate()
            proxy.wait()
        if gateway:
            gateway.stop()
        fakes.stop()
        shutil.rmtree(folder, ignore_errors=True)


def works(port, script):
    try:
        measure(port, 1, 1, script)
        return True
    except (AssertionError, subprocess.CalledProcessError):
        return False


main()
