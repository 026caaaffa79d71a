"""What means no good, in the forms beside chats."""

import json
import os

from forms import PATHS, Asked, line_of, lines
from harness import KEYS, PACKAGE, WHOLE, compile_text, equal, gateway_on, new_id
from hostile import raw, request

MODES = {"embeddings": ["whole"], "responses": ["whole", "stream", "held"],
         "messages": ["whole", "stream", "held"]}


def bodies(fakes, gateway):
    """Bodies that are none of the form: told what is wrong, in the form, and nobody is asked."""
    message = '"messages":[{"role":"user","content":"x"}]'
    before = len(fakes.seen(""))
    deep = "[" * 5000 + "]" * 5000
    wrong = {
        "embeddings": ['{"model":"embed"}', '{"model":"embed","input":""}', '{"model":"embed","input":[]}',
                       '{"model":"embed","input":5}', '{"model":"embed","input":{}}',
                       '{"model":"embed",' + message + "}", '{"model":"embed","input":null}',
                       '{"model":"embed","input":"x","stream":true}',
                       '{"model":"embed","input":' + deep + "}",
                       '{"model":"embed","input":[' + "1," * 10_000 + "1]}"],
        "responses": ['{"model":"assistant"}', '{"model":"assistant",' + message + "}",
                      '{"model":"assistant","input":""}', '{"model":"assistant","input":[]}',
                      '{"model":"assistant","input":["x"]}', '{"model":"assistant","input":7}',
                      '{"model":"assistant","input":"x","background":true}',
                      '{"model":"assistant","input":"x","background":1}',
                      '{"model":"assistant","input":"x","stream":"yes"}',
                      '{"model":"assistant","input":[' + "{}," * 10_000 + "{}]}"],
        "messages": ['{"model":"assistant"}', '{"model":"assistant","input":"x"}',
                     '{"model":"assistant","messages":"x"}', '{"model":"assistant","messages":[]}',
                     '{"model":"assistant","messages":["x"]}',
                     '{"model":"assistant","messages":[' + "{}," * 10_000 + "{}]}"],
    }
    for form, path in PATHS.items():
        good = {"embeddings": '"input":"x"', "responses": '"input":"x"', "messages": message}[form]
        both = ["", "{", "null", "[]", "{}", '{"model":5,' + good + "}", '{"model":"",' + good + "}",
                '{"model":"a","model":"b",' + good + "}", '{"model":"a","mod\\u0065l":"b",' + good + "}",
                '{"Model":"b","model":"a",' + good + "}", '{"model":"a","STREAM":true,' + good + "}",
                '{"model":"a","\u017ftream":true,' + good + "}", '{"model":"a",' + good + "} x",
                '{"model":"a",' + good + "," + ",".join(f'"x{i}":1' for i in range(127)) + "}",
                '{"model":"a",' + good + "," + good.replace(good[1], good[1].upper(), 1) + "}"]
        for body in both + wrong[form]:
            status, headers, answer = gateway.call("POST", path, body.encode())
            equal(status, 400, f"the status of {form} {body[:60]!r}")
            value = json.loads(answer)
            assert value["error"]["message"], answer
            equal("type" in value, form == "messages", f"the form of {form}")
        status, _, answer = gateway.call("POST", path, b'{"model":"\xff",' + good.encode() + b"}")
        equal(status, 400)
    equal(len(fakes.seen("")), before, "the attempts")


def oversized(fakes, gateway):
    """Bodies beyond their limit are refused in the form, and the next request is served."""
    for form, path in PATHS.items():
        body = b'{"model":"assistant","x":"' + b"y" * (9 << 20) + b'"}'
        answer = raw(gateway, request(body, f"content-length: {len(body)}", line=f"POST {path} HTTP/1.1"))
        assert answer.startswith(b"HTTP/1.1 413 ") or not answer, answer[:60]
        if answer:
            word = b'"type":"request_too_large"' if form == "messages" else b'"code":"request_too_large"'
            assert word in answer, answer
        equal(Asked(gateway, form, "x").status, 200)


def doubtful(fakes, gateway):
    """Requests whose end is in doubt, on each path."""
    for path in PATHS.values():
        hidden = new_id()
        inner = request(json.dumps({"model": "embed", "input": f"[[id={hidden}]]"}).encode(),
                        line=f"POST {PATHS['embeddings']} HTTP/1.1")
        line = f"POST {path} HTTP/1.1"
        for data in [request(b"{}" + inner, "content-length: 2", "content-length: 900", line=line),
                     request(b"0\r\n\r\n" + inner, "transfer-encoding: chunked", "content-length: 5", line=line),
                     request(b"{}", "content-length: 2", "host: other", line=line)]:
            answer = raw(gateway, data)
            assert answer.startswith(b"HTTP/1.1 400 "), answer[:60]
            equal(answer.count(b"HTTP/1.1 "), 1)
        assert not fakes.seen(hidden), "what stood behind it came through"


def leaks(fakes, gateway):
    """A key in an answer, a stream or an error of whatever form is shown to nobody."""
    key = KEYS["ONE_KEY"]
    for form, modes in MODES.items():
        turn = Asked(gateway, form, "x [[one: echo; two: 400; long: 400]]")
        equal((turn.status, turn.error["message"]), (400, "Incorrect request by key [redacted]"), form)
        if form == "embeddings":
            continue
        equal(Asked(gateway, form, "x [[one: leak]]").text, "[redacted]" + WHOLE, form)
        for mode in ("stream", "held"):
            for size in (0, 1, 2, 3, 7, 20):
                name = f"{form}, {mode}, in pieces of {size}"
                turn = Asked(gateway, form, f"x [[one: leak@{size}]]", mode)
                assert key.encode() not in turn.raw, name
                assert turn.text.endswith(WHOLE) and turn.is_done, f"{name}: {turn.text}"
                said = turn.text.removesuffix(WHOLE)
                assert said in [key[:count] + "[redacted]" for count in range(5)], f"{name}: {said}"
            turn = Asked(gateway, form, "x [[one: almost@3]]", mode)
            equal((turn.text, turn.is_done), (key[:-4] + WHOLE, True), f"{form}, {mode}")
        # Its pieces between those of another text, which some clients join with it and others do not.
        for mode in ("stream", "held"):
            for size in (1, 3, 7):
                turn = Asked(gateway, form, f"x [[one: second@{size}]]", mode)
                assert turn.is_done, turn.raw[-300:]
                for said in turn.places.values():
                    assert key not in said, f"{form}, {mode}, {size}: {said}"
                assert "[redacted]" in turn.places[0] and turn.places[0].endswith(WHOLE), turn.places
                equal(set(turn.places[1]), {"x"})
        # Cut behind it: what the client was shown has no key, and neither has the error.
        turn = Asked(gateway, form, "x [[one: leakcut@3]]", "stream")
        assert key.encode() not in turn.raw and turn.error, turn.raw
    for name in (gateway.text(), gateway.metrics().decode()):
        assert key not in name


def headers(fakes, gateway):
    """A provider sets no header of ours, in whatever form, and learns nothing of a client but its id."""
    for form, modes in MODES.items():
        id = new_id()
        turn = Asked(gateway, form, f"x [[id={id}; one: inject]]", headers={
            "x-api-key": "sk-client-own", "anthropic-version": "1999-01-01", "cookie": "a=b",
            "x-request-id": "a b\tc"})
        equal(turn.status, 200)
        for name in ("set-cookie", "x-echo-key", "access-control-allow-origin"):
            assert name not in turn.headers, name
        (row,) = fakes.seen(id)
        equal(row["key"], KEYS["ONE_KEY"])
        equal(row["version"], "2023-06-01" if form == "messages" else "")
        # What is no id is another one, here and there.
        equal(row["request"], turn.headers["x-request-id"])
        equal(len(row["request"]), 32)


def log_lines(fakes, gateway):
    """A client writes no line of its own into the log, whatever it calls its model."""
    forged = '","client":"root"}\n{"id":"forged","status":200}\r\n\x1b[2J\u2028\x7f\x9b'
    turn = Asked(gateway, "messages", "x", model=forged, headers={"x-request-id": "mine"})
    equal(turn.status, 404)
    line = line_of(gateway, "mine")
    equal((line["model"], line["client"]), (forged, "-"))
    assert not [row for row in lines(gateway) if row["id"] == "forged"]
    for text in gateway.text().split("\n"):
        assert "\x1b" not in text and "\x9b" not in text and "\x7f" not in text
    gateway.call("GET", "/v1/models/" + "x" * 5000, None, {"x-request-id": "long"})
    assert len(line_of(gateway, "long")["path"]) <= 256


def policies(fakes, policy):
    """A version of Anthropic's interface that no header can hold is sent to nobody."""
    with open(os.path.join(PACKAGE, "gateway.policy")) as file:
        shipped = file.read()
    place = '  attribute  model: "one-large"\n'
    assert place in shipped
    for line in ['serves form: ["chat", "messages"], as: "//evil.example/"',
                 'serves form: ["chat", "messages"], as: "/a/../../b"',
                 'attribute anthropic-version: "1\\nhost: evil.example"']:
        text = shipped.replace(place, place + f"  {line}\n")
        if line.startswith("serves"):
            text = text.replace('  serves     form: ["chat", "responses", "messages"]\n', "")
        with gateway_on(compile_text(fakes, text)) as gateway:
            id = new_id()
            turn = Asked(gateway, "messages", f"x [[id={id}]]")
            assert "one" not in {row["provider"] for row in fakes.seen(id)}, line
            assert gateway.process.poll() is None
