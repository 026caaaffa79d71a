"""Requests beside chats: embeddings, responses, and Anthropic's messages; and what is told of each."""

import json
import os
import re
import time

import anthropic
import openai
from prometheus_client.parser import text_string_to_metric_families

from harness import KEYS, PACKAGE, WHOLE, compile_text, equal, gateway_on, new_id, wait_for

PATHS = {"embeddings": "/v1/embeddings", "responses": "/v1/responses", "messages": "/v1/messages"}


class Asked:
    """An answer in one of the forms, however it came."""

    def __init__(self, gateway, form, prompt, mode="whole", path=None, headers=None, **fields):
        self.form = form
        if form == "embeddings":
            body = {"model": "embed", "input": prompt}
        elif form == "responses":
            body = {"model": "assistant", "input": prompt}
        else:
            body = {"model": "assistant", "max_tokens": 99,
                    "messages": [{"role": "user", "content": prompt}]}
        headers = {"content-type": "application/json", **(headers or {})}
        if mode != "whole":
            body["stream"] = True
        if mode == "held":
            headers["x-stream-hold"] = "true"
        self.status, self.headers, self.raw = gateway.call(
            "POST", path or PATHS[form], json.dumps({**body, **fields}), headers)
        self.text, self.error, self.models, self.events = "", None, [], []
        self.is_done, self.places = False, {}
        if self.status != 200:
            self.error = self.said(json.loads(self.raw))
        elif mode == "whole":
            self.value = json.loads(self.raw)
            self.models, self.text, self.is_done = [self.value["model"]], self.read(self.value), True
        else:
            self.read_events()

    def said(self, value):
        """An error, which has the form of what was asked."""
        if self.form == "messages":
            equal(value["type"], "error")
        return value["error"]

    def read(self, value):
        if self.form == "embeddings":
            return len(value["data"])
        if self.form == "responses":
            return "".join(part["text"] for item in value["output"] for part in item["content"])
        return "".join(part["text"] for part in value["content"])

    def read_events(self):
        for event in self.raw.decode().split("\n\n")[:-1]:
            name, *lines = event.split("\n")
            assert name.startswith("event: "), event[:80]
            assert lines and all(line.startswith("data: ") for line in lines), event[:80]
            assert not self.is_done, "an event behind the last one"
            value = json.loads("\n".join(line[6:] for line in lines))
            equal(value["type"], name[7:])
            self.events.append(value["type"])
            if value["type"] == "error":
                self.error = self.said(value)
                self.number = value.get("sequence_number")
                continue
            for holder in (value.get("response"), value.get("message")):
                if holder and holder["model"] not in self.models:
                    self.models.append(holder["model"])
            delta = value.get("delta")
            said = delta if isinstance(delta, str) else (delta or {}).get("text", "")
            place = value.get("output_index", value.get("index"))
            self.places[place] = self.places.get(place, "") + said
            self.text += said
            self.is_done = value["type"] in ("response.completed", "message_stop")


# Form, mode, faults of the first provider, attempts, models, and what comes of it: an answer, a
# broken stream, or a status.
CASES = []
for form in PATHS:
    one, two = ("embed-1", "embed-1") if form == "embeddings" else ("one-large", "two-large")
    for mode in ["whole"] if form == "embeddings" else ["whole", "stream", "held"]:
        shown = mode == "stream"
        CASES += [
            (form, mode, "ok", 1, one), (form, mode, "500, ok", 2, one), (form, mode, "503", 3, two),
            (form, mode, "429@1, ok", 2, one), (form, mode, "reset, ok", 2, one),
            (form, mode, "silent", 2, two), (form, mode, "401, ok", 2, one),
            (form, mode, "errcode", 3, two), (form, mode, "empty", 2, two),
        ]
        # Anthropic's errors have no code that tells a filter from a parameter that is not known.
        CASES.append((form, mode, "filter", 2, two) if form == "messages" else
                     (form, mode, "filter", 1, 400))
        for fault in ["cut@4", "badjson@4", "stall@4"]:
            CASES.append((form, mode, fault, "any", "broken" if shown else two))
        if mode == "whole":
            CASES += [(form, mode, "nochoices", "any", two), (form, mode, "flood", "any", two)]
        else:
            CASES += [
                (form, mode, "error@4", "any", "broken" if shown else two),
                (form, mode, "failed@4", "any", "broken" if shown else two),
                (form, mode, "error@0, ok", 2, one), (form, mode, "failed@0", "any", two),
                (form, mode, "cut@0", "any", two), (form, mode, "cr", 1, one),
                (form, mode, "nousage", 1, one), (form, mode, "nofinish", "any",
                                                  "broken" if shown else two),
                (form, mode, "flood", "any", two),
            ]
CASES += [("embeddings", "whole", "second", "any", "embed-1"), ("responses", "whole", "failed", "any", "two-large")]


def behave(fakes, policy, form):
    """Each fault, whole, streamed and held, with a gateway that knows nothing of the one before."""
    for asked, mode, faults, attempts, wanted in CASES:
        if asked != form:
            continue
        id, name = new_id(), f"{form}, {mode}, {faults}"
        with gateway_on(policy) as gateway:
            turn = Asked(gateway, form, f"count [[id={id}; one: {faults}]]", mode)
            rows = fakes.seen(id)
            equal({row["path"] for row in rows}, {PATHS[form]}, f"the path ({name})")
            if attempts != "any":
                equal(len(rows), attempts, f"the attempts ({name})")
            if wanted == "broken":
                equal(turn.status, 200, name)
                assert turn.error and not turn.is_done, f"{name}: {turn.raw[-300:]}"
                assert turn.text and WHOLE.startswith(turn.text), f"{name}: {turn.text}"
                equal({row["provider"] for row in rows}, {"one"}, f"the providers ({name})")
                if form == "responses":
                    equal(turn.number, len(turn.events) - 1, f"the event's number ({name})")
            elif isinstance(wanted, int):
                equal(turn.status, wanted, name)
                assert turn.error["message"], turn.raw
                equal(turn.headers["x-should-retry"], "false")
            else:
                equal((turn.status, turn.error), (200, None), name)
                equal(turn.text, 1 if form == "embeddings" else WHOLE, f"the text ({name})")
                equal(turn.models, [wanted], f"the models ({name})")
                assert turn.is_done, name
                if wanted == "two-large" or faults in ("503", "second", "nochoices"):
                    equal(rows[-1]["provider"], "two", name)


def last_words(fakes, gateway):
    """A message whose last event does not come has it all the same, once all else is there."""
    for mode in ("stream", "held"):
        turn = Asked(gateway, "messages", "x [[one: nodone]]", mode)
        equal((turn.text, turn.is_done, turn.models), (WHOLE, True, ["one-large"]), mode)
    # A response says in its last event what it is: without, it is cut.
    turn = Asked(gateway, "responses", "x [[one: nodone]]", "held")
    equal(turn.models, ["two-large"])


def paths(fakes, gateway):
    """With and without `/v1`, and each form in its own."""
    for form, path in PATHS.items():
        equal(Asked(gateway, form, "x", path=path.removeprefix("/v1")).status, 200)
        equal(gateway.call("GET", path)[0], 404)
    # Several texts, in their order.
    turn = Asked(gateway, "embeddings", ["a", "b", "c"])
    equal([row["embedding"][0] for row in turn.value["data"]], [0, 1, 2])
    equal(Asked(gateway, "embeddings", [1, 2, 3]).text, 1)
    equal(Asked(gateway, "embeddings", [[1, 2], [3]]).text, 2)
    # A model that is served in another form only.
    for form in ("responses", "messages"):
        turn = Asked(gateway, form, "x", model="embed")
        equal(turn.status, 404, form)
    equal(gateway.chat("x", model="embed").status, 404)
    equal(Asked(gateway, "embeddings", "x", model="assistant").status, 404)


def speakers(fakes, policy):
    """Each form goes to endpoints that speak it, at their own path and with their own headers."""
    with open(os.path.join(PACKAGE, "gateway.policy")) as file:
        text = file.read()
    place = 'serves     form: ["chat", "responses", "messages"]\n  attribute  model: "one-large"\n'
    assert place in text
    text = text.replace(place, '''serves     form: ["chat", "responses"]
  attribute  model: "one-large", path: "/own/chat/completions"
''')
    place = '  attribute  model: "two-large"\n'
    assert place in text
    text = text.replace(place, place + '''  serves     form: "messages", as: "/anthropic/v1/messages"
  attribute  auth-header: "x-api-key", anthropic-version: "2026-01-01"
''')
    with gateway_on(compile_text(fakes, text)) as gateway:
        id = new_id()
        equal(gateway.chat(f"x [[id={id}]]").text, WHOLE)
        equal([(r["provider"], r["path"]) for r in fakes.seen(id)], [("one", "/own/chat/completions")])
        id = new_id()
        equal(Asked(gateway, "responses", f"x [[id={id}]]").text, WHOLE)
        equal([(r["provider"], r["path"]) for r in fakes.seen(id)], [("one", "/v1/responses")])
        id = new_id()
        equal(Asked(gateway, "messages", f"x [[id={id}]]").models, ["two-large"])
        (row,) = fakes.seen(id)
        equal((row["provider"], row["path"]), ("two", "/anthropic/v1/messages"))
        equal((row["key"], row["version"]), (KEYS["TWO_KEY"], "2026-01-01"))
    with gateway_on(policy) as gateway:
        id = new_id()
        Asked(gateway, "messages", f"x [[id={id}]]")
        equal(fakes.seen(id)[0]["version"], "2023-06-01")


# The official clients ------------------------------------------------------------------------------

def made(gateway, key="sk-any"):
    return openai.OpenAI(base_url=f"http://127.0.0.1:{gateway.port}/v1", api_key=key)


def claude(gateway, key="sk-any"):
    return anthropic.Anthropic(base_url=f"http://127.0.0.1:{gateway.port}", api_key=key)


def fails(kind, body):
    try:
        body()
    except kind as error:
        return error
    raise AssertionError(f"no {kind.__name__}")


def openai_embeddings(fakes, gateway):
    for extra in ({}, {"encoding_format": "float"}):
        answer = made(gateway).embeddings.create(
            model="embed", input=["a", "b [[one: 503]]"], **extra)
        equal([row.embedding[0] for row in answer.data], [0.0, 1.0])
        equal((answer.model, answer.usage.prompt_tokens > 0), ("embed-1", True))
    error = fails(openai.NotFoundError, lambda: made(gateway).embeddings.create(
        model="no-such-model", input="x"))
    equal(error.code, "model_not_found")


def openai_responses(fakes, gateway):
    def ask(prompt, **more):
        return made(gateway).responses.create(model="assistant", input=prompt, **more)

    answer = ask("x [[one: 503]]")
    equal((answer.output_text, answer.model), (WHOLE, "two-large"))
    equal(answer.usage.output_tokens, 10)
    text, last = "", None
    for event in ask("x [[one: 503]]", stream=True):
        last = event.type
        if event.type == "response.output_text.delta":
            text += event.delta
    equal((text, last), (WHOLE, "response.completed"))
    error = fails(openai.BadRequestError, lambda: ask("x [[one: filter]]"))
    equal(error.code, "content_filter")
    error = fails(openai.APIError, lambda: list(ask("x [[one: cut@4]]", stream=True)))
    assert "broke off" in error.message, error.message
    error = fails(openai.BadRequestError, lambda: ask("x", background=True))
    equal(error.param, "background")


def anthropic_messages(fakes, gateway):
    def ask(prompt, **more):
        return {"model": "assistant", "max_tokens": 99, **more,
                "messages": [{"role": "user", "content": prompt}]}

    client = claude(gateway)
    answer = client.messages.create(**ask("x [[one: 503]]", system="Count."))
    equal((answer.content[0].text, answer.model), (WHOLE, "two-large"))
    equal((answer.stop_reason, answer.usage.output_tokens), ("end_turn", 10))
    equal(len(answer._request_id), 32)
    with client.messages.stream(**ask("x [[one: 503]]")) as stream:
        equal("".join(stream.text_stream), WHOLE)
        equal(stream.get_final_message().usage.output_tokens, 10)
    error = fails(anthropic.NotFoundError, lambda: client.messages.create(
        **ask("x", ) | {"model": "no-such-model"}))
    equal(error.body["error"]["type"], "not_found_error")
    error = fails(anthropic.BadRequestError, lambda: client.messages.create(
        **ask("x [[one: filter; two: filter; long: filter]]")))
    assert "content policy" in error.body["error"]["message"], error.body
    fails(anthropic.APIStatusError, lambda: list(client.messages.create(
        **ask("x [[one: cut@4]]"), stream=True)))
    id = new_id()
    prompt = f"x [[id={id}; one: 503; two: 503; long: 503]]"
    fails(anthropic.InternalServerError, lambda: client.messages.create(**ask(prompt)))
    equal(len(fakes.seen(id)), 6, "the attempts")


# What is told --------------------------------------------------------------------------------------

def lines(gateway):
    found = []
    for line in gateway.text().splitlines():
        if line.startswith("{"):
            found.append(json.loads(line))
    return found


def line_of(gateway, id):
    (line,) = wait_for(f"the line of {id}", lambda: [
        line for line in lines(gateway) if line["id"] == id])
    return line


def log(fakes, gateway):
    """One line of JSON for each request, with what became of it."""
    def ask(id, prompt, mode="whole", form="messages", **more):
        headers = {"x-request-id": id}
        return Asked(gateway, form, prompt, mode, headers=headers, **more)

    id = new_id()
    ask("log-1", f"x [[id={id}; one: 503]]")
    equal({row["request"] for row in fakes.seen(id)}, {"log-1"}, "the ids that providers saw")
    line = line_of(gateway, "log-1")
    wanted = {"client": "-", "path": "/v1/messages", "status": 200, "route": "others",
              "model": "assistant", "endpoint": "two", "attempts": 3, "level": "full",
              "reason": "answered", "tokens_out": 10}
    equal({key: line[key] for key in wanted}, wanted)
    assert line["tokens_in"] > 0 and line["total_s"] > 0 and "first_token_s" not in line, line
    ask("log-2", "x [[one: slow@50]]", "stream")
    line = line_of(gateway, "log-2")
    assert 0 < line["first_token_s"] < line["total_s"], line
    equal((line["tokens_out"], line["reason"]), (10, "answered"))
    ask("log-3", "x [[one: cut@4]]", "stream", form="responses")
    line = line_of(gateway, "log-3")
    equal((line["status"], line["reason"], line["endpoint"]), (200, "truncated", "one"))
    ask("log-4", "x [[one: 503; two: 503; long: 503]]")
    line = line_of(gateway, "log-4")
    equal((line["status"], line["level"], line["attempts"]), (503, "busy", 6))
    ask("log-5", "x", model="none")
    line = line_of(gateway, "log-5")
    equal((line["status"], line["attempts"]), (404, 0))
    gateway.call("POST", "/v1/chat/completions", "{", {"x-request-id": "log-6"})
    line = line_of(gateway, "log-6")
    equal((line["status"], line["reason"], line["model"]), (400, "invalid", ""))
    # A stream that two providers were paid for has the tokens of both.
    gateway.call("POST", "/v1/chat/completions", json.dumps({
        "model": "assistant", "stream": True,
        "messages": [{"role": "user", "content": "x [[one: failed@4]]"}]}), {"x-request-id": "log-7"})
    line = line_of(gateway, "log-7")
    equal((line["attempts"], line["endpoint"]), (2, "two"))
    for line in lines(gateway):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", line["time"]), line["time"]


def metrics(fakes, gateway):
    """Metrics that Prometheus reads, with as many requests in each histogram as there were."""
    for _ in range(3):
        Asked(gateway, "messages", "x", "stream")
    Asked(gateway, "embeddings", "x")
    gateway.call("POST", "/v1/responses", "{")
    wait_for("the lines", lambda: len(lines(gateway)) == 5)
    families = {}
    for family in text_string_to_metric_families(gateway.metrics().decode()):
        # The parser drops the `_total` of a counter.
        name = (family.name, family.type)
        assert name not in families, f"{name} twice"
        assert family.documentation and family.type != "unknown", family.name
        families[name] = family

    def value(name, **labels):
        (found,) = [s.value for f in families.values() for s in f.samples
                    if s.name == name and labels.items() <= s.labels.items()]
        return found

    equal(value("gateway_requests_total", path="/v1/messages", route="others", status="200"), 3)
    equal(value("gateway_requests_total", path="/v1/responses", route="", status="400"), 1)
    equal(value("gateway_client_requests_total", client="-", status="200"), 4)
    equal(value("gateway_request_duration_seconds_count", path="/v1/messages"), 3)
    equal(value("gateway_time_to_first_token_seconds_count", endpoint="one"), 3)
    equal(value("gateway_output_tokens_sum", route="others", endpoint="one"), 30)
    equal(value("gateway_client_tokens_total", client="-", kind="completion"), 30)
    equal(value("gateway_input_tokens_count", endpoint="one-vectors"), 1)
    for family in families.values():
        if family.type != "histogram":
            continue
        rows = {}
        for sample in family.samples:
            labels = {k: v for k, v in sample.labels.items() if k != "le"}
            row = rows.setdefault(json.dumps(labels, sort_keys=True), {"buckets": []})
            if sample.name.endswith("_bucket"):
                row["buckets"].append((float(sample.labels["le"]), sample.value))
            else:
                row[sample.name.removeprefix(family.name)] = sample.value
        assert rows, family.name
        for row in rows.values():
            equal(row["buckets"], sorted(row["buckets"]), family.name)
            counts = [count for _, count in row["buckets"]]
            equal(counts, sorted(counts), family.name)
            equal((row["buckets"][-1][0], counts[-1]), (float("inf"), row["_count"]), family.name)
            assert row["_sum"] >= 0


def client_gone(fakes, gateway):
    """Of a client that hangs up a line tells too."""
    import socket
    body = json.dumps({"model": "assistant", "input": "x [[one: slow@200]]", "stream": True}).encode()
    with socket.create_connection(("127.0.0.1", gateway.port)) as link:
        head = (f"POST /v1/responses HTTP/1.1\r\nhost: x\r\nx-request-id: gone\r\n"
                f"content-length: {len(body)}\r\n\r\n")
        link.sendall(head.encode() + body)
        assert link.recv(100)
        time.sleep(0.5)
    equal(line_of(gateway, "gone")["reason"], "client-gone")


def cut_costs(fakes, gateway):
    """What a stream has cost that was cut before its provider said so is estimated."""
    for form in ("messages", "responses"):
        id = f"cut-{form}"
        Asked(gateway, form, "x [[one: cut@4]]", "stream", headers={"x-request-id": id})
        line = line_of(gateway, id)
        equal((line["tokens_out"], line["tokens_estimated"]), (4, True), form)
        assert line["tokens_in"] > 0, line
    assert "tokens_estimated" not in json.dumps([
        line for line in lines(gateway) if not line["id"].startswith("cut-")])
