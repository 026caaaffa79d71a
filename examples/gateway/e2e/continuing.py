"""Streams that break off and go on elsewhere: how the text is handed over, and how the two are joined."""

import os

import openai

from harness import PACKAGE, compile_policy, equal, folder, gateway_on, new_id

TOKENS = 40
ALL = " ".join(str(number) for number in range(TOKENS))
# So much of it was shown when the first provider broke off.
SHOWN = 24

# What the providers do after `one` has broken off, how each is asked (`provider way fault`), and
# whether the text comes whole.
CASES = {
    "a model that takes the beginning": ("two: ok", ["two prefill ok"], True),
    "a model that refuses the beginning: the next one is asked to go on": (
        "two: noprefill", ["two prefill noprefill", "long continuation ok"], True),
    "asked to go on: repeats the last words": (
        "two: noprefill; long: again@4", ["two prefill noprefill", "long continuation again@4"], True),
    "asked to go on: repeats many words": (
        "two: noprefill; long: again@9", ["two prefill noprefill", "long continuation again@9"], True),
    "asked to go on: repeats everything": (
        "two: noprefill; long: whole", ["two prefill noprefill", "long continuation whole"], True),
    "asked to go on: begins anew in other words": (
        "two: noprefill; long: anew", ["two prefill noprefill", "long continuation anew"], False),
    "asked to go on: cannot": (
        "two: noprefill; long: cannot", ["two prefill noprefill", "long continuation cannot"], False),
    "asked to go on: says so first": (
        "two: noprefill; long: sure", ["two prefill noprefill", "long continuation sure"], False),
    "cut twice": ("two: cut@6", ["two prefill cut@6", "long continuation ok"], True),
    "cut twice, and repeated": (
        "two: cut@6; long: again@5", ["two prefill cut@6", "long continuation again@5"], True),
    "cut three times": (
        "two: cut@6; long: cut@3", ["two prefill cut@6", "long continuation cut@3"], False),
    "stalls": ("two: stall@6", ["two prefill stall@6", "long continuation ok"], True),
}


def client(gateway):
    return openai.OpenAI(
        base_url=f"http://127.0.0.1:{gateway.port}/v1", api_key="sk-any", timeout=60)


def stream(gateway, prompt, **more):
    """A stream as the official client reads it: its text, its usage, and what it ended with."""
    text, usage, finish, error = "", None, None, None
    try:
        for chunk in client(gateway).chat.completions.create(
                model="assistant", messages=[{"role": "user", "content": prompt}], stream=True,
                stream_options={"include_usage": True}, **more):
            usage = chunk.usage or usage
            for choice in chunk.choices:
                text += choice.delta.content or ""
                finish = choice.finish_reason or finish
    except openai.APIError as problem:
        error = problem
    return text, usage, finish, error


def asked(fakes, id):
    return [f"{row['provider']} {row['way']} {row['fault']}" for row in fakes.seen(id)[1:]]


def continued(faults, seen, is_whole):
    def check(fakes, gateway):
        id = new_id()
        text, usage, finish, error = stream(
            gateway, f"count [[id={id}; tokens={TOKENS}; one: cut@{SHOWN}; {faults}]]")
        equal(asked(fakes, id), seen)
        rows = fakes.seen(id)
        equal(rows[1]["begun"], " ".join(ALL.split()[:SHOWN]), "the text that is handed over")
        if is_whole:
            equal((error, finish, text), (None, "stop", ALL))
            equal(usage.completion_tokens >= TOKENS, True, usage)
        else:
            assert error is not None and "broke off" in error.message, error
            assert finish is None and ALL.startswith(text) and text != ALL, text
            assert len(text.split()) >= SHOWN, text
    return check


def checks():
    return {name: continued(*case) for name, case in CASES.items()}


def usage(fakes, gateway):
    """The usage is that of all who had a part in the answer; what one did not report is estimated."""
    # A prompt is taken for a token per four bytes of its messages, as JSON has them.
    id = new_id()
    _, use, _, _ = stream(gateway, f"count [[id={id}; tokens={TOKENS}; one: cut@{SHOWN}]]")
    first, second = use.attempts
    equal((first["endpoint"], first["completion_tokens"], first["estimated"]), ("one", SHOWN, True))
    equal((second["endpoint"], second["completion_tokens"], second["estimated"]),
          ("two", TOKENS - SHOWN, False))
    equal(use.completion_tokens, TOKENS)
    equal(use.prompt_tokens, first["prompt_tokens"] + second["prompt_tokens"])
    equal(use.total_tokens, use.prompt_tokens + use.completion_tokens)
    assert first["prompt_tokens"] > 0 and second["prompt_tokens"] > 0, use
    # An answer by one alone keeps its usage as it was, and what repeats words is paid for them.
    _, use, _, _ = stream(gateway, f"count [[tokens={TOKENS}]]")
    assert not hasattr(use, "attempts") and use.completion_tokens == TOKENS, use
    _, use, _, _ = stream(
        gateway,
        f"count [[id={new_id()}; tokens={TOKENS}; one: cut@{SHOWN}; two: noprefill; long: again@4]]")
    equal([row["endpoint"] for row in use.attempts], ["one", "long"])
    equal(use.completion_tokens, TOKENS + 4)
    gateway.chat("count", "whole")
    rows = {line.rsplit(" ", 1)[0]: int(line.rsplit(" ", 1)[1])
            for line in gateway.metrics().decode().splitlines()
            if line.startswith("gateway_tokens_total{")}

    def count(endpoint, kind, source):
        return rows[f'gateway_tokens_total{{route="chat",endpoint="{endpoint}",kind="{kind}",'
                    f'source="{source}"}}']

    equal(count("one", "completion", "estimated"), 2 * SHOWN)
    equal(count("one", "completion", "reported"), TOKENS + 10)
    equal(count("two", "completion", "reported"), TOKENS - SHOWN)
    equal(count("long", "completion", "reported"), TOKENS - SHOWN + 4)
    assert count("one", "prompt", "reported") > 0


def causes(fakes, gateway):
    """What cut a stream is told as what it was, though its answer is that of `interrupted`."""
    for fault in ("stall@3", "garbage@3"):
        stream(gateway, f"count [[one: {fault}]]")
    stream(gateway, f"count [[tokens={TOKENS}; one: cut@{SHOWN}; two: noprefill; long: anew]]")
    text = gateway.metrics().decode()
    for endpoint, outcome in [("one", "timeout"), ("one", "malformed"), ("one", "interrupted"),
                              ("two", "rejected"), ("long", "malformed")]:
        wanted = f'endpoint="{endpoint}",outcome="{outcome}"'
        assert any(wanted in line for line in text.splitlines()), f"{wanted} in\n{text[:2000]}"
    log = gateway.text()
    assert "error.type=timeout" in log and "error.type=malformed" in log, "the causes in the log"


def nobody(fakes, policy):
    """Where nobody else can go on, a stream is held until it is whole, and begins anew elsewhere."""
    with open(os.path.join(PACKAGE, "gateway.policy")) as file:
        text = file.read()
    assert "  supports   [prefill]\n" in text and "\nendpoint long {\n" in text
    text = text.replace("  supports   [prefill]\n", "  supports   [tools]\n")
    text = text.replace("\nendpoint long {\n", "\nendpoint long {\n  supports   [tools]\n")
    source = os.path.join(folder, "nobody.policy")
    with open(source, "w") as file:
        file.write(text)
    with gateway_on(compile_policy(fakes, source=source)) as gateway:
        id = new_id()
        text, _, finish, error = stream(
            gateway, f"count [[id={id}; tokens={TOKENS}; one: cut@{SHOWN}]]")
        equal((error, finish, text), (None, "stop", ALL))
        assert not any(row["begun"] for row in fakes.seen(id)), "a text was handed over"


def not_shown(fakes, gateway):
    """Answers in one piece and held streams begin anew: nothing of the first was shown."""
    for is_held in (False, True):
        id = new_id()
        prompt = f"count [[id={id}; tokens={TOKENS}; one: cut@{SHOWN}]]"
        if is_held:
            text, _, finish, error = stream(gateway, prompt, extra_headers={"x-stream-hold": "true"})
            equal((error, finish, text), (None, "stop", ALL))
        else:
            answer = client(gateway).chat.completions.create(
                model="assistant", messages=[{"role": "user", "content": prompt}])
            equal((answer.model, answer.choices[0].message.content), ("two-large", ALL))
        assert not any(row["begun"] for row in fakes.seen(id)), "a text was handed over"
        equal(fakes.seen(id)[-1]["provider"], "two")
