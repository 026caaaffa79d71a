"""The official client, unchanged: only its base URL is another one."""

import asyncio

import httpx
import openai

from harness import KEYS, WHOLE, equal, gateway_on, new_id


def made(gateway, key="sk-any", **more):
    return openai.OpenAI(base_url=f"http://127.0.0.1:{gateway.port}/v1", api_key=key, **more)


def ask(prompt="count"):
    return {"model": "assistant", "messages": [{"role": "user", "content": prompt}]}


def chat(fakes, gateway):
    answer = made(gateway).chat.completions.create(**ask())
    equal(answer.choices[0].message.content, WHOLE)
    equal(answer.choices[0].finish_reason, "stop")
    equal(answer.model, "one-large")
    equal(answer.usage.completion_tokens, 10)


def stream(fakes, gateway):
    text, usage, finish = "", None, None
    for chunk in made(gateway).chat.completions.create(
            **ask("count [[one: cut@4]]"), stream=True, stream_options={"include_usage": True}):
        usage = chunk.usage or usage
        for choice in chunk.choices:
            text += choice.delta.content or ""
            finish = choice.finish_reason or finish
    equal(text, WHOLE)
    equal(finish, "stop")
    assert usage.total_tokens > 0


def plain_stream(fakes, gateway):
    chunks = list(made(gateway).chat.completions.create(**ask(), stream=True))
    assert all(chunk.choices for chunk in chunks), "usage that nobody asked for"
    equal("".join(chunk.choices[0].delta.content or "" for chunk in chunks), WHOLE)


def in_tasks(fakes, gateway):
    async def run():
        async with openai.AsyncOpenAI(
                base_url=f"http://127.0.0.1:{gateway.port}/v1", api_key="sk-any") as client:

            async def one():
                stream = await client.chat.completions.create(**ask(), stream=True)
                return "".join([c.choices[0].delta.content or "" async for c in stream if c.choices])

            return await asyncio.gather(*[one() for _ in range(20)])

    equal(set(asyncio.run(run())), {WHOLE})


def models(fakes, gateway):
    equal([model.id for model in made(gateway).models.list()], ["assistant", "gpt-4o", "embed"])
    model = made(gateway).models.retrieve("gpt-4o")
    equal((model.id, model.object, model.owned_by), ("gpt-4o", "model", "policy"))
    equal(model.policyc, {"served": True, "endpoints": [
        {"name": name, "state": "ready"} for name in ("one", "two", "long")]})
    for name in ("gpt", "gpt-4o/x", "x/y"):
        try:
            made(gateway).models.retrieve(name)
        except openai.NotFoundError as error:
            equal(error.code, "model_not_found")
            continue
        raise AssertionError(f"there is a model {name}")


def served_models(fakes, gateway):
    """The list of models says who serves each now, and who cools for how long."""
    def states():
        model = made(gateway).models.retrieve("assistant").policyc
        return model["served"], [row["state"] for row in model["endpoints"]]

    gateway.chat("x [[one: 529@40; two: 503]]")
    model = made(gateway).models.list().data[0]
    first = model.policyc["endpoints"][0]
    equal((first["name"], first["state"]), ("one", "cooling"))
    assert 30 <= first["retry_after"] <= 40, first
    equal(model.policyc["served"], True)
    gateway.operate("isolate", endpoint="two")
    equal(states(), (True, ["cooling", "isolated", "ready"]))
    gateway.operate("isolate", endpoint="long")
    equal(states(), (False, ["cooling", "isolated", "isolated"]))
    gateway.operate("clear", endpoint="one")
    equal(states(), (True, ["ready", "isolated", "isolated"]))


def many_models(fakes, path):
    """Sixteen models behind one route: each has its name at its provider, and a second elsewhere."""
    keys = {"OPENAI_KEY": KEYS["ONE_KEY"], "ANTHROPIC_KEY": KEYS["TWO_KEY"],
            "GEMINI_KEY": KEYS["LONG_KEY"]}
    with gateway_on(path, **keys) as gateway:
        listed = made(gateway).models.list().data
        equal(len(listed), 16)
        for model in listed:
            equal(model.policyc["served"], True)
        rows = made(gateway).models.retrieve("o-deep").policyc["endpoints"]
        equal([row["name"] for row in rows], ["openai", "anthropic-for-others"])
        for mode in ("whole", "stream", "held"):
            for model, fault, endpoint, name in [
                    ("gpt-large", "", "openai", "gpt-large"),
                    ("o-deep", "", "openai", "o-deep-2026-09"),
                    ("o-deep", "[[one: 503]]", "anthropic-for-others", "claude-large"),
                    ("claude-long", "[[two: 503]]", "openai-for-others", "gpt-large"),
                    ("gemini-code", "[[long: 503]]", "openai-for-others", "gpt-code")]:
                turn = gateway.chat(f"x {fault}", mode, model)
                equal(turn.text, WHOLE, f"the text of {model}, {mode}")
                equal(turn.headers["x-policy-endpoint"], endpoint)
                equal(turn.headers["x-policy-model"], name)
        equal(fails(openai.NotFoundError, gateway, "x", model="gpt").code, "model_not_found")


def bare_paths(fakes, gateway):
    """Some give their client a base URL without `/v1`."""
    client = openai.OpenAI(base_url=f"http://127.0.0.1:{gateway.port}", api_key="sk-any")
    equal(client.chat.completions.create(**ask()).choices[0].message.content, WHOLE)
    equal([model.id for model in client.models.list()], ["assistant", "gpt-4o", "embed"])
    equal(client.models.retrieve("assistant").id, "assistant")


def request_ids(fakes, gateway):
    """Every answer has an id: the client's, or one of its own."""
    given = {"extra_headers": {"x-request-id": "trace-17:a.b_c"}}
    answer = made(gateway).chat.completions.create(**ask(), **given)
    equal(answer._request_id, "trace-17:a.b_c")
    ids = {made(gateway).chat.completions.create(**ask())._request_id for _ in range(3)}
    assert len(ids) == 3 and all(len(id) == 32 for id in ids), ids
    error = fails(openai.NotFoundError, gateway, "x", model="no-such-model")
    equal(len(error.request_id), 32)
    for path, id in [("/healthz", "x" * 129), ("/no-such-path", "a b"), ("/v1/models", "<a>")]:
        found = gateway.call("GET", path, None, {"x-request-id": id})[1]["x-request-id"]
        equal(len(found), 32, f"the length of {found}")


def fails(kind, gateway, prompt, model="assistant", **more):
    try:
        made(gateway, **more).chat.completions.create(**{**ask(prompt), "model": model})
    except kind as error:
        return error
    raise AssertionError(f"no {kind.__name__}")


def errors(fakes, gateway):
    error = fails(openai.NotFoundError, gateway, "x", model="no-such-model")
    equal(error.code, "model_not_found")
    error = fails(openai.BadRequestError, gateway, "x [[one: filter]]")
    equal(error.code, "content_filter")
    assert "content policy" in error.message
    fails(openai.UnprocessableEntityError, gateway, "x [[one: 422; two: 400; long: 400]]")
    error = fails(openai.APIStatusError, gateway, "x [[one: context; long: context]]")
    equal((error.status_code, error.code), (413, "context_length_exceeded"))


def no_second_round(fakes, gateway):
    """The client repeats a 503 by itself, unless it is told not to: the policy has done so."""
    id = new_id()
    fails(openai.InternalServerError, gateway, f"x [[id={id}; one: 503; two: 503; long: 503]]")
    equal(len(fakes.seen(id)), 6, "the attempts")


def broken_stream(fakes, gateway):
    text = ""
    try:
        for chunk in made(gateway).chat.completions.create(
                **ask("x [[one: cut@4; two: cut@2; long: cut@1]]"), stream=True):
            text += chunk.choices[0].delta.content or ""
    except openai.APIError as error:
        assert "broke off" in error.message, error.message
        assert text and WHOLE.startswith(text), text
        return
    raise AssertionError(f"{text!r} looked whole")


def in_band(fakes, gateway):
    """Errors in a 200 and empty answers are never shown to a client as if they were answers."""
    for faults in ["errcode@529, ok", "errtext, ok", "empty", "nochoices", "failed@0", "error@0, ok"]:
        answer = made(gateway).chat.completions.create(**ask(f"x [[one: {faults}]]"))
        equal(answer.choices[0].message.content, WHOLE, faults)
        chunks = list(made(gateway).chat.completions.create(
            **ask(f"x [[one: {faults}]]"), stream=True))
        equal("".join(chunk.choices[0].delta.content or "" for chunk in chunks), WHOLE, faults)
    calls = made(gateway).chat.completions.create(**ask("x [[one: tool; two: tool; long: tool]]"))
    equal(calls.choices[0].message.tool_calls[0].function.name, "f")


def refused(fakes, policy):
    with gateway_on(policy, GATEWAY_KEYS="sk-mine") as gateway:
        fails(openai.AuthenticationError, gateway, "x", key="sk-other")
        equal(made(gateway, key="sk-mine").chat.completions.create(**ask()).model, "one-large")


def over_httpx(fakes, gateway):
    with httpx.Client(base_url=f"http://127.0.0.1:{gateway.port}") as client:
        for _ in range(5):
            answer = client.post("/v1/chat/completions", json=ask())
            equal(answer.json()["choices"][0]["message"]["content"], WHOLE)
        equal(client.get("/healthz").json()["status"], "ok")
        equal(answer.headers["x-policy-endpoint"], "one")
