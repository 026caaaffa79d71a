"""What the policy promises of single requests, in all three modes, with what the providers saw."""

from concurrent.futures import ThreadPoolExecutor

from harness import WHOLE, KEYS, compile_policy, equal, gateway_on, new_id, tally, wait_for

MODES = ["whole", "stream", "held"]


class Case:
    """A prompt's faults, and what must come of them.

    `seen` is what the providers see, as `provider fault`; `~` behind it: with the text so far to go on
    from. A dict gives other expectations for single modes.
    """

    def __init__(self, name, faults, seen, models=None, status=200, code=None, broken=(),
                 modes=MODES, below=None, least=None, also=None, **fields):
        self.name, self.faults, self.seen, self.models = name, faults, seen, models
        self.status, self.code, self.broken, self.modes = status, code, broken, modes
        self.below, self.least, self.also, self.fields = below, least, also, fields

    @staticmethod
    def of(mode, value):
        return value.get(mode, value.get("else")) if isinstance(value, dict) else value

    def run(self, fakes, policy, mode):
        id = new_id()
        with gateway_on(policy) as gateway:
            turn = gateway.chat(f"count [[id={id}; {self.faults}]]", mode, **self.fields)
            rows = fakes.seen(id)
            found = [f"{r['provider']} {r['fault']}" + ("~" if r["begun"] else "") for r in rows]
            equal(found, Case.of(mode, self.seen), "what the providers saw")
            if self.least is not None:
                gap = (rows[1]["at"] - rows[0]["at"]) / 1000
                assert gap >= self.least, f"{gap}s between the attempts"
            if self.below is not None:
                assert turn.seconds < self.below, f"it took {turn.seconds:.1f}s"
            if mode in self.broken:
                self.must_break(turn)
            elif self.status != 200:
                self.must_fail(turn, Case.of(mode, self.status))
            else:
                self.must_answer(turn, mode, rows)
            if self.also:
                self.also(gateway, turn, rows)

    def must_answer(self, turn, mode, rows):
        equal(turn.status, 200, "the status")
        equal(turn.error, None, "the error")
        equal(turn.text, WHOLE, "the text")
        assert turn.is_done, "no [DONE]"
        models = Case.of(mode, self.models) or ["one-large"]
        equal(turn.models, models, "the models")
        # What those have said of their use who had a part in the answer, or how many words they gave.
        assert turn.usage, "no usage"
        equal(turn.usage["completion_tokens"], 10, "the usage")

    def must_break(self, turn):
        equal(turn.status, 200, "the status")
        assert turn.error and turn.error["message"], "no error event"
        assert not turn.is_done, "[DONE] behind half an answer"
        assert WHOLE.startswith(turn.text) and turn.text != WHOLE, turn.text

    def must_fail(self, turn, status):
        equal(turn.status, status, "the status")
        equal(turn.headers.get("x-should-retry"), "false", "x-should-retry")
        assert turn.error["message"], "no message"
        if self.code:
            equal(turn.error["code"], self.code, "the code")


TWO = ["two-large"]
# A stream that was begun by one and ended by the other has the names of both.
BOTH = {"stream": ["one-large", "two-large"], "else": TWO}


def retried(fault):
    return [f"one {fault}", f"one {fault}", "two ok"]


def resumed(fault, restarted):
    return {"stream": [f"one {fault}", "two ok~"], "else": restarted}


def says(words):
    """The client is told so."""
    def check(gateway, turn, rows):
        assert words in turn.error["message"], turn.error
    return check


def refused_by(model, parameter):
    """The client is told which parameter of which model it is."""
    def check(gateway, turn, rows):
        assert model in turn.error["message"], turn.error
        equal(turn.error["param"], parameter)
    return check


CASES = [
    Case("nothing wrong", "one: ok", ["one ok"]),
    Case("a single 500 is retried at the same provider", "one: 500, ok", ["one 500", "one ok"]),
    Case("a single reset is retried at the same provider", "one: reset, ok",
         ["one reset", "one ok"]),
    Case("a closed connection is retried at the same provider", "one: close, ok",
         ["one close", "one ok"]),
    Case("Retry-After is waited for", "one: 429@1, ok", ["one 429@1", "one ok"], least=1.0),
    Case("a long Retry-After is not waited for", "one: 429@30", ["one 429@30", "two ok"], TWO,
         below=8),
    Case("a wait in words is waited for", "one: words@1, ok", ["one words@1", "one ok"], least=1.0),
    Case("a long wait in words is not waited for", "one: words@30", ["one words@30", "two ok"], TWO,
         below=8),
    Case("429 again: the next provider", "one: 429", retried("429"), TWO),
    Case("503 again: the next provider", "one: 503", retried("503"), TWO),
    Case("529 again: the next provider", "one: 529", retried("529"), TWO),
    Case("resets again: the next provider", "one: reset", retried("reset"), TWO),
    Case("two providers down: the third", "one: 503; two: 529",
         ["one 503", "one 503", "two 529", "two 529", "long ok"], ["long-context"]),
    Case("silence: the next provider after the first timeout", "one: silent",
         ["one silent", "two ok"], TWO, below=10),
    Case("a first token that is too late: the next provider", "one: late@6000",
         ["one late@6000", "two ok"], TWO, below=10),
    Case("a stream that is cut", "one: cut@4", resumed("cut@4", retried("cut@4")), BOTH),
    Case("a stream that ends politely in its middle", "one: nofinish@4",
         {"stream": ["one nofinish@4", "two ok~"], "else": retried("nofinish@4")}, BOTH,
         modes=["whole", "held"]),
    Case("a stream that stalls", "one: stall@4",
         resumed("stall@4", ["one stall@4", "two ok"]), BOTH, below=15),
    Case("an error in the middle of a stream", "one: error@4",
         resumed("error@4", retried("error@4")), BOTH),
    Case("an event that is no JSON", "one: garbage@4",
         resumed("garbage@4", ["one garbage@4", "two ok"]), BOTH),
    Case("a web page in the middle of a stream", "one: badjson@4",
         resumed("badjson@4", ["one badjson@4", "two ok"]), BOTH),
    Case("[DONE] never comes", "one: nodone", ["one nodone"], modes=["stream", "held"], below=10),
    Case("one byte a second: the next provider", "one: drip", ["one drip", "two ok"], TWO,
         below=15),
    Case("one token every 100ms is no silence", "one: slow@100", ["one slow@100"]),
    Case("a gigabyte: the next provider", "one: flood", ["one flood", "two ok"], TWO),
    Case("too long for this model: a larger one, never the same", "one: context",
         ["one context", "long ok"], ["long-context"]),
    Case("too long for every model: said so", "one: context; long: context",
         ["one context", "long context"], status=413, code="context_length_exceeded"),
    Case("a content filter is the answer", "one: filter", ["one filter"], status=400,
         code="content_filter"),
    # What one refuses is asked of the next; if all refuse, the client reads what the first one said.
    Case("a parameter that one provider does not know: the next provider", "one: param",
         ["one param", "two ok"], TWO, top_k=5),
    Case("a parameter that nobody knows: the words of the first",
         "one: param; two: param; long: param", ["one param", "two param", "long param"],
         status=400, code="unknown_parameter", also=refused_by("one-large", "top_k"), top_k=5),
    Case("a request that all refuse: the words of the first", "one: 422; two: 400; long: 400",
         ["one 422", "two 400", "long 400"], status=422, also=says("fault 422")),
    Case("one is down and the others refuse: the words of the first that did",
         "one: 503; two: 409; long: 400", ["one 503", "one 503", "two 409", "long 400"],
         status=409, also=says("fault 409")),
    Case("one refuses and the others are down: asked again later, it may be answered",
         "one: 400; two: 503; long: 503",
         ["one 400", "two 503", "two 503", "long 503", "long 503"], status=503),
    Case("a filter's refusal behind another one ends the request", "one: 400; two: filter",
         ["one 400", "two filter"], status=400, code="content_filter"),
    Case("money is out at one account: the other pays", "one: quota, ok", ["one quota", "one ok"]),
    Case("cut again and again: an error, and no end as of a whole answer",
         "one: cut@4; two: cut@2; long: cut@1", ["one cut@4", "two cut@2~", "long cut@1~"],
         broken=["stream"], modes=["stream"]),
    # An error in a 200 is an error, in one piece and as a stream's first event: by its code, or none.
    Case("an error in a 200, by a number: retried", "one: errcode@503, ok",
         ["one errcode@503", "one ok"]),
    Case("an error in a 200, by a number, again: the next provider", "one: errcode@429",
         retried("errcode@429"), TWO),
    Case("a refusal in a 200, by a number: the next provider", "one: errcode@400",
         ["one errcode@400", "two ok"], TWO),
    Case("a refusal in a 200, by a number, of all: the words of the first",
         "one: errcode@400; two: 400; long: 400", ["one errcode@400", "two 400", "long 400"],
         status=400, also=says("fault errcode@400")),
    Case("a key that is refused in a 200: the other key", "one: errcode@401, ok",
         ["one errcode@401", "one ok"]),
    Case("an error in a 200, by a text: retried", "one: errtext, ok", ["one errtext", "one ok"]),
    Case("an error in a 200, by a text, again: the next provider", "one: errtext",
         retried("errtext"), TWO),
    # Nobody knows what it means: it is no answer, and `otherwise` of an idempotent route covers it.
    Case("an error in a 200 without a code: the next provider", "one: errbare",
         ["one errbare", "two ok"], TWO),
    # An answer in which nothing stands is none.
    Case("an answer without choices: the next provider", "one: nochoices",
         ["one nochoices", "two ok"], TWO),
    Case("an empty answer: the next provider", "one: empty", ["one empty", "two ok"], TWO),
    Case("an answer that says it failed, before its first token: the next provider",
         "one: failed@0", ["one failed@0", "two ok"], TWO),
    Case("an answer that says it failed, amid its tokens", "one: failed@4",
         resumed("failed@4", ["one failed@4", "two ok"]), BOTH),
    Case("everybody's answers are empty: one error, once", "one: empty; two: nochoices; long: empty",
         ["one empty", "two nochoices", "long empty"], status=503),
    # Errors among a stream's events.
    Case("an error event before the first token: begun anew", "one: error@0, ok",
         ["one error@0", "one ok"]),
    Case("an error event before the first token, again: the next provider", "one: error@0",
         retried("error@0"), TWO),
    Case("an error event of a number, amid a stream", "one: coded@4",
         resumed("coded@4", retried("coded@4")), BOTH),
    Case("an error event amid a stream, and nobody goes on: an error with its cause",
         "one: coded@4; two: error@2; long: error@1",
         ["one coded@4", "two error@2~", "long error@1~"], broken=["stream"], modes=["stream"],
         also=says("overloaded")),
    # Unusual, and right.
    Case("a byte order mark before a stream", "one: bom", ["one bom"]),
    Case("lines that end at CR", "one: cr", ["one cr"]),
    Case("everybody is down: one error, once", "one: 503; two: 503; long: 503",
         ["one 503", "one 503", "two 503", "two 503", "long 503", "long 503"], status=503),
    Case("a model that does not exist there: the next provider", "one: 404", ["one 404", "two ok"],
         TWO),
]


def run(fakes, policy):
    """All cases, a few at a time: each has a gateway of its own, and so nobody else's breakers."""
    with ThreadPoolExecutor(4) as pool:
        for case in CASES:
            for mode in case.modes:
                pool.submit(
                    tally.run, f"{mode:6} {case.name}",
                    lambda case=case, mode=mode: case.run(fakes, policy, mode))


def restarted_when_polite(fakes, policy):
    """A stream without a finish_reason is cut, whoever closes it how; shown from its first token on, it
    has shown all its tokens, and what is continued is nothing but the end."""
    id = new_id()
    with gateway_on(policy) as gateway:
        turn = gateway.chat(f"count [[id={id}; one: nofinish]]", "stream")
        equal(turn.text, WHOLE, "the text")
        assert turn.is_done, "no [DONE]"
        rows = fakes.seen(id)
        equal([row["provider"] for row in rows], ["one", "two"])
        equal(rows[1]["begun"], WHOLE, "what was handed over")


def jitter(fakes, policy):
    """The waits before a repeat differ, and are below what the policy states."""
    gaps = []
    with gateway_on(policy) as gateway:
        for _ in range(16):
            id = new_id()
            gateway.chat(f"x [[id={id}; one: 500, ok]]")
            # Enough good ones that the bad ones open no breaker.
            gateway.chat("x")
            gateway.chat("x")
            first, second = fakes.seen(id)[:2]
            gaps.append(second["at"] - first["at"])
    assert max(gaps) - min(gaps) >= 10, gaps
    assert sorted(gaps)[len(gaps) // 2] < 1000, gaps


def late_whole(fakes, policy):
    """An answer in one piece has no first token: only the time for the whole counts."""
    patient = compile_policy(fakes, first_token="1s", whole="10s")
    id = new_id()
    with gateway_on(patient) as gateway:
        turn = gateway.chat(f"count [[id={id}; one: late@2500]]")
        equal(turn.models, ["one-large"])
        equal(len(fakes.seen(id)), 1, "the attempts")


def large_prompt(fakes, policy):
    """A prompt that is known to be too long is not even tried."""
    id = new_id()
    with gateway_on(policy) as gateway:
        turn = gateway.chat(f"[[id={id}]] " + "words " * 8000)
        equal(turn.models, ["long-context"])
        equal([row["provider"] for row in fakes.seen(id)], ["long"])


def tool_calls(fakes, policy):
    """What the client sent comes to the provider as it was, in its order."""
    with gateway_on(policy) as gateway:
        tools = [{"type": "function", "function": {"name": "f", "parameters": {
            "type": "object", "properties": {"z": {"type": "number"}, "a": {"type": "string"}}}}}]
        turn = gateway.chat("hi", "whole", tools=tools, temperature=0.30000000000000004, n=1)
        equal(turn.text, WHOLE)


def retry_after(fakes, policy):
    """While all providers are left alone, a client is told when the first of them can be asked again."""
    with gateway_on(policy) as gateway:
        faults = "one: 529@40, ok; two: 529@20, ok; long: 529@30, ok"
        for mode in MODES:
            id = new_id()
            turn = gateway.chat(f"x [[id={id}; {faults}]]", mode)
            equal(turn.status, 503)
            wait = int(turn.headers["retry-after"])
            assert 10 <= wait <= 20, f"{wait}s and not the 20s of the first to come back"


def tool_answers(fakes, policy):
    """An answer that calls a tool and says nothing is a whole one."""
    with gateway_on(policy) as gateway:
        for mode in MODES:
            id = new_id()
            turn = gateway.chat(f"x [[id={id}; one: tool]]", mode)
            equal((turn.status, turn.error, turn.text, turn.is_done), (200, None, "", True))
            equal(turn.calls, 'f{"z":1}', "the call")
            equal(len(fakes.seen(id)), 1, "the attempts")


def closed_port(fakes, policy):
    """Nobody listens: the next provider."""
    id = new_id()
    with gateway_on(policy) as gateway:
        for mode in MODES:
            turn = gateway.chat(f"x [[id={id}]]", mode)
            equal(turn.models, TWO)
        wait_for("the log", lambda: len(fakes.seen(id)) == 3)


def keys(fakes, policy):
    """Keys are revoked one after the other: the next key, and then the next provider."""
    try:
        with gateway_on(policy) as gateway:
            fakes.revoke("one", KEYS["ONE_KEY"])
            id = new_id()
            equal(gateway.chat(f"x [[id={id}]]").models, ["one-large"])
            equal([row["key"] for row in fakes.seen(id)], [KEYS["ONE_KEY"], KEYS["ONE_KEY_NEXT"]])
            id = new_id()
            equal(gateway.chat(f"x [[id={id}]]", "stream").models, ["one-large"])
            # The refused key is not tried again.
            equal([row["key"] for row in fakes.seen(id)], [KEYS["ONE_KEY_NEXT"]])
            fakes.revoke("one", KEYS["ONE_KEY"], KEYS["ONE_KEY_NEXT"])
            for mode in MODES:
                equal(gateway.chat("x", mode).models, TWO)
            fakes.revoke("two", KEYS["TWO_KEY"])
            fakes.revoke("long", KEYS["LONG_KEY"])
            turn = gateway.chat("x")
            equal(turn.status, 503)
            for key in KEYS.values():
                assert key.encode() not in turn.raw, "a key in an answer"
    finally:
        for provider in fakes.ports:
            fakes.revoke(provider)
