"""Engines, routes and handlers: what does not need a socket."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any

import pytest

import policyc

POLICY = """language 1
defaults { timeout attempt: 2s; errors http; breaker steady; retry usual }
endpoint a { url "https://a.test"; credential env("A_KEY") }
endpoint b { url "https://b.test"; credential env("B_KEY"); serves plan: ["gold", "free"] }
active-passive both { member a; member b; failback at-once }
breaker steady { trip consecutive: 3; cooldown 5s; probe calls: 1 }
retry usual { attempts 3; on rejected { fail }; otherwise { failover } }
retry here { attempts 2; on rejected { fail }; otherwise { same-endpoint times: 1, backoff: quick } }
backoff quick { constant base: 30ms; jitter none }
degrade ladder {
  step cached { notify "oncall", at-most: 100/min; serve cache, max-age: 5m }
  step other  { call "fallback", within: 300ms }
}
route plain  { to both; effect idempotent; deadline 10s; degrade ladder }
route quick  { to both; effect idempotent; deadline 10s; hedge after: 50ms, max: 1; degrade none }
route again  { to a; effect idempotent; deadline 10s; retry here; breaker none; degrade none }
"""
KEYS = {"A_KEY": "secret-of-a", "B_KEY": "secret-of-b"}
GOLD = {"plan": "gold"}


def handlers(**others: Any) -> policyc.Handlers:
    given: dict[str, Any] = {
        "cache": lambda lookup: None,
        "call": {"fallback": lambda call: None},
        "notify": {"oncall": lambda notice: None},
    }
    return policyc.Handlers(**{**given, **others})


@pytest.fixture
def engine(compiled: Any) -> policyc.Engine:
    return policyc.Engine(compiled(POLICY), environ=KEYS, handlers=handlers())


class TestLoading:
    def test_bytes_that_are_none(self) -> None:
        with pytest.raises(policyc.PolicyError, match="not an artifact"):
            policyc.Engine(b"policy?")

    def test_a_missing_credential(self, compiled: Any) -> None:
        with pytest.raises(policyc.PolicyError, match=r'env\("B_KEY"\) of endpoint `b` is not set'):
            policyc.Engine(compiled(POLICY), environ={"A_KEY": "x"}, handlers=handlers())

    def test_a_missing_credential_may_exclude_its_endpoint(self, compiled: Any) -> None:
        engine = policyc.Engine(
            compiled(POLICY),
            environ={"A_KEY": "x"},
            handlers=handlers(),
            missing_credentials="exclude",
        )
        states = {one["name"]: one["state"] for one in engine.snapshot()["endpoints"]}
        assert states == {"a": "ready", "b": "excluded"}

    def test_a_missing_handler(self, compiled: Any) -> None:
        with pytest.raises(policyc.PolicyError, match="`call fallback`"):
            policyc.Engine(compiled(POLICY), environ=KEYS, handlers=handlers(call={}))

    def test_unknown_names_are_answered_with_near_ones(self, engine: policyc.Engine) -> None:
        with pytest.raises(policyc.UnknownName, match="no route `plan`; did you mean `plain`"):
            engine.route("plan")
        with pytest.raises(policyc.UnknownName, match="no endpoint `c`"):
            engine.isolate("c")

    def test_what_an_attempt_says(self, engine: policyc.Engine) -> None:
        def look(attempt: policyc.Attempt) -> str:
            assert (attempt.endpoint, attempt.number, attempt.is_resume) == ("a", 1, False)
            assert attempt.url("/x?y=1") == "https://a.test/x?y=1"
            assert attempt.credential is not None and attempt.credential.value == "secret-of-a"
            assert "secret" not in f"{attempt.credential!r} {attempt.credential}"
            assert attempt.timeouts.attempt == pytest.approx(2, abs=0.1)
            return "done"

        answer = engine.route("plain").run_sync(look)
        assert (answer.value, answer.endpoint, answer.executed) == ("done", "a", "yes")


class TestSync:
    def test_failover_and_ladder(self, compiled: Any) -> None:
        told: list[policyc.Notice] = []
        engine = policyc.Engine(
            compiled(POLICY),
            environ=KEYS,
            handlers=handlers(cache=lambda lookup: ("kept", lookup.max_age), notify={"oncall": told.append}),
        )

        def fail(attempt: policyc.Attempt) -> str:
            raise policyc.AttemptFailed(503)

        answer = engine.route("plain").run_sync(fail, tags=GOLD, key="k")
        assert answer.value is None and answer.served == ("kept", 300.0)
        assert (answer.step, answer.attempts, answer.is_degraded) == ("cached", 2, True)
        for _ in range(100):
            if told:
                break
            time.sleep(0.01)
        assert told[0].step == "cached" and told[0].request.key == "k"

    def test_nobody_answers(self, engine: policyc.Engine) -> None:
        def fail(attempt: policyc.Attempt) -> str:
            raise ValueError("a bug of the client")

        with pytest.raises(policyc.RequestFailed) as failed:
            engine.route("plain").run_sync(fail, tags=GOLD)
        error = failed.value
        assert (error.reason, error.error_class, error.executed) == ("exhausted", "interrupted", "maybe")

    def test_a_wait_between_two_attempts(self, engine: policyc.Engine) -> None:
        times: list[float] = []

        def once(attempt: policyc.Attempt) -> str:
            times.append(time.monotonic())
            if len(times) == 1:
                raise policyc.AttemptFailed(503)
            return "again"

        assert engine.route("again").run_sync(once).value == "again"
        assert times[1] - times[0] >= 0.03

    def test_a_hedge_overtakes(self, engine: policyc.Engine) -> None:
        given_up = threading.Event()

        def slow_first(attempt: policyc.Attempt) -> str:
            attempt.on_given_up(given_up.set)
            if attempt.number == 1:
                given_up.wait(5)
            return attempt.endpoint

        answer = engine.route("quick").run_sync(slow_first, tags=GOLD)
        assert (answer.value, answer.reason) == ("b", "hedge-won")
        assert given_up.is_set()

    def test_cancelled_from_another_thread(self, engine: policyc.Engine) -> None:
        cancellation = policyc.Cancellation()
        release = threading.Event()

        def hang(attempt: policyc.Attempt) -> None:
            threading.Timer(0.05, cancellation.cancel).start()
            release.wait(5)

        with pytest.raises(policyc.RequestFailed) as failed:
            engine.route("plain").run_sync(hang, cancellation=cancellation)
        release.set()
        assert failed.value.reason == "cancelled"

    def test_a_thread_that_takes_too_long_is_left_behind(self, engine: policyc.Engine) -> None:
        release = threading.Event()

        def hang_first(attempt: policyc.Attempt) -> str:
            if attempt.endpoint == "a":
                release.wait(10)
            return attempt.endpoint

        answer = engine.route("plain").run_sync(hang_first, threads=True, tags=GOLD)
        release.set()
        assert answer.value == "b"


class TestAsync:
    async def test_failover(self, engine: policyc.Engine) -> None:
        async def call(attempt: policyc.Attempt) -> str:
            if attempt.endpoint == "a":
                raise ConnectionRefusedError
            return "done"

        answer = await engine.route("plain").run(call, tags=GOLD)
        assert (answer.value, answer.endpoint, answer.attempts) == ("done", "b", 2)

    async def test_an_attempt_is_cut_when_its_time_is_over(self, engine: policyc.Engine) -> None:
        cut: list[str] = []

        async def call(attempt: policyc.Attempt) -> str:
            if attempt.endpoint == "a":
                try:
                    await asyncio.sleep(30)
                except asyncio.CancelledError:
                    cut.append("a")
                    raise
            return attempt.endpoint

        answer = await engine.route("plain").run(call, tags=GOLD)
        await asyncio.sleep(0)
        assert (answer.value, cut) == ("b", ["a"])

    async def test_a_hedge_overtakes(self, engine: policyc.Engine) -> None:
        async def call(attempt: policyc.Attempt) -> str:
            await asyncio.sleep(5 if attempt.number == 1 else 0)
            return attempt.endpoint

        answer = await engine.route("quick").run(call, tags=GOLD)
        assert (answer.value, answer.reason) == ("b", "hedge-won")

    async def test_a_cancelled_caller(self, engine: policyc.Engine) -> None:
        cut = asyncio.Event()

        async def call(attempt: policyc.Attempt) -> None:
            try:
                await asyncio.sleep(30)
            finally:
                cut.set()

        task = asyncio.create_task(engine.route("plain").run(call))
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(cut.wait(), 1)
        assert 'reason="cancelled"} 1' in engine.prometheus_text()

    async def test_a_handler_has_its_time_and_no_more(self, compiled: Any) -> None:
        async def late(call: policyc.FallbackCall) -> str:
            await asyncio.sleep(30)
            return "late"

        engine = policyc.Engine(
            compiled(POLICY), environ=KEYS, handlers=handlers(call={"fallback": late})
        )

        async def call(attempt: policyc.Attempt) -> str:
            raise policyc.AttemptFailed(503)

        before = time.monotonic()
        with pytest.raises(policyc.RequestFailed, match="exhausted"):
            await engine.route("plain").run(call, tags=GOLD)
        assert time.monotonic() - before < 5


class TestReload:
    def test_state_goes_on(self, compiled: Any) -> None:
        environ = dict(KEYS)
        engine = policyc.Engine(compiled(POLICY), environ=environ, handlers=handlers())
        route = engine.route("plain")

        def fail_at_a(attempt: policyc.Attempt) -> str:
            if attempt.endpoint == "a":
                raise policyc.AttemptFailed(500)
            return "done"

        for _ in range(3):
            route.run_sync(fail_at_a, tags=GOLD)
        engine.isolate("b")
        old = engine.digest
        engine.reload(compiled(POLICY.replace("deadline 10s", "deadline 11s")))
        assert engine.digest != old
        states = {one["name"]: one["state"] for one in engine.snapshot()["endpoints"]}
        assert states == {"a": "open", "b": "isolated"}
        engine.restore("b")
        engine.clear("a")
        engine.fail_back("both")
        assert route.run_sync(lambda attempt: attempt.endpoint, tags=GOLD).value == "a"

    def test_a_bad_policy_changes_nothing(self, engine: policyc.Engine) -> None:
        digest = engine.digest
        with pytest.raises(policyc.PolicyError):
            engine.reload(b"nonsense")
        assert engine.digest == digest

    def test_a_route_that_is_gone(self, engine: policyc.Engine, compiled: Any) -> None:
        route = engine.route("quick")
        engine.reload(compiled(POLICY.replace("route quick", "route quicker")))
        with pytest.raises(policyc.RequestFailed, match="route-removed"):
            route.run_sync(lambda attempt: "never")


class TestNotes:
    def test_reasons_are_told(self, compiled: Any) -> None:
        notes: list[policyc.Note] = []
        engine = policyc.Engine(
            compiled(POLICY), environ=KEYS, handlers=handlers(), on_note=notes.append
        )

        def fail_once(attempt: policyc.Attempt) -> str:
            if attempt.number == 1:
                raise policyc.AttemptFailed(503)
            return "done"

        engine.route("plain").run_sync(fail_once, tags=GOLD)
        failed = [note for note in notes if note.kind == "outcome" and note.reason == "failed"]
        assert failed[0].endpoint == "a" and failed[0].error_class == "unavailable"
        assert any(note.reason == "next-tier" and note.endpoint == "b" for note in notes)
        assert "failover" in {note.reason for note in notes}
        assert all(note.sentence for note in notes)
        assert "endpoint=a" in str(failed[0])


class TestThreads:
    def test_one_engine_for_many_threads_and_reloads(
        self, engine: policyc.Engine, compiled: Any
    ) -> None:
        route = engine.route("plain")
        answered: list[int] = []

        def work() -> None:
            count = 0
            for i in range(500):
                def call(attempt: policyc.Attempt) -> int:
                    if i % 5 == 0 and attempt.endpoint == "a":
                        raise policyc.AttemptFailed(503)
                    return i

                count += route.run_sync(call, tags=GOLD).value == i
            answered.append(count)

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for _ in range(20):
            engine.reload(compiled(POLICY))
        for thread in threads:
            thread.join()
        assert answered == [500] * 4
        assert 'policy_requests_total{route="plain"} 2000' in engine.prometheus_text()
