"""The transports: official clients and plain httpx, against providers on real sockets that fail."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from typing import Any

import anthropic
import httpx
import httpx2
import openai
import pytest
from providers import WORDS, Provider

import policyc
import policyc.httpx
import policyc.httpx2

STORY = "".join(WORDS)
ASK: Any = {"model": "large", "messages": [{"role": "user", "content": "Tell me a story."}]}


@pytest.fixture
def client(engine: policyc.Engine) -> openai.OpenAI:
    transport = policyc.httpx2.Transport(engine)
    return openai.OpenAI(api_key="unused", http_client=httpx2.Client(transport=transport))


@pytest.fixture
def http(engine: policyc.Engine) -> httpx.Client:
    return httpx.Client(transport=policyc.httpx.Transport(engine), base_url="http://policy")


def spoken(client: openai.OpenAI) -> str:
    stream = client.chat.completions.create(**ASK, stream=True)
    return "".join(chunk.choices[0].delta.content or "" for chunk in stream)


class TestWholeAnswers:
    def test_the_first_provider_gets_its_own_model_and_key(
        self, client: openai.OpenAI, primary: Provider, backup: Provider
    ) -> None:
        answer = client.chat.completions.create(**ASK)
        assert answer.choices[0].message.content == f"primary: {STORY}"
        path, headers, body = primary.requests[0]
        # The client's own path begins with its version, unless its base URL says otherwise.
        assert path.endswith("/v1/chat/completions")
        assert headers["authorization"] == "Bearer key-of-primary"
        assert body["model"] == "primary-large"
        assert not backup.requests

    @pytest.mark.parametrize(
        "failure", ["500", "503", "reset", "garbage", "error-200", "retry-after"]
    )
    def test_another_answers_when_it_fails(
        self, client: openai.OpenAI, primary: Provider, backup: Provider, failure: str
    ) -> None:
        primary.otherwise = failure
        answer = client.chat.completions.create(**ASK)
        assert answer.choices[0].message.content == f"backup: {STORY}"
        assert backup.requests[0][1]["authorization"] == "Bearer key-of-backup"
        assert backup.requests[0][2]["model"] == "backup-large"

    def test_a_refused_connection_is_failed_over(
        self, client: openai.OpenAI, primary: Provider, backup: Provider
    ) -> None:
        primary.close()
        answer = client.chat.completions.create(**ASK)
        assert answer.choices[0].message.content == f"backup: {STORY}"

    def test_a_key_that_is_refused_is_rotated(
        self, client: openai.OpenAI, primary: Provider, backup: Provider
    ) -> None:
        primary.behaviours = ["401"]
        answer = client.chat.completions.create(**ASK)
        assert answer.choices[0].message.content == f"primary: {STORY}"
        keys = [headers["authorization"] for _, headers, _ in primary.requests]
        assert keys == ["Bearer key-of-primary", "Bearer spare-of-primary"]
        assert not backup.requests

    def test_a_bad_request_is_told_and_sent_nowhere_else(
        self, client: openai.OpenAI, primary: Provider, backup: Provider
    ) -> None:
        primary.otherwise = "400"
        with pytest.raises(openai.BadRequestError, match="primary says 400"):
            client.chat.completions.create(**ASK)
        assert (len(primary.requests), len(backup.requests)) == (1, 0)

    def test_nobody_answers(
        self, client: openai.OpenAI, primary: Provider, backup: Provider
    ) -> None:
        primary.otherwise = backup.otherwise = "503"
        with pytest.raises(openai.APIStatusError, match="try again in a minute") as error:
            client.chat.completions.create(**ASK)
        assert error.value.status_code == 503
        # The policy has tried again already: the client does not.
        assert len(primary.requests) + len(backup.requests) <= 4

    def test_anthropics_client(
        self, engine: policyc.Engine, primary: Provider, backup: Provider
    ) -> None:
        primary.otherwise = "529"
        transport = policyc.httpx2.Transport(engine)
        client = anthropic.Anthropic(
            api_key="unused", http_client=httpx2.Client(transport=transport)
        )
        message: Any = client.messages.create(
            model="large", max_tokens=10, messages=[{"role": "user", "content": "hi"}]
        )
        assert message.content[0].text == f"backup: {STORY}"
        assert backup.requests[0][1]["authorization"] == "Bearer key-of-backup"

    def test_the_key_goes_where_the_client_puts_its_own(
        self, http: httpx.Client, primary: Provider
    ) -> None:
        http.post("/v1/messages", json=ASK, headers={"x-api-key": "unused"})
        headers = primary.requests[0][1]
        assert headers["x-api-key"] == "key-of-primary" and "authorization" not in headers

    def test_httpx_itself(self, http: httpx.Client, primary: Provider) -> None:
        primary.behaviours = ["502"]
        answer = http.post("/v1/chat/completions?a=b", json=ASK)
        assert answer.json()["choices"][0]["message"]["content"] == f"backup: {STORY}"
        assert primary.requests[0][0] == "/v1/chat/completions?a=b"
        with pytest.raises(httpx.UnsupportedProtocol, match="no route of the policy"):
            http.get("/v1/models")

    def test_the_breaker_opens_and_is_seen(
        self, client: openai.OpenAI, engine: policyc.Engine, primary: Provider
    ) -> None:
        primary.otherwise = "500"
        for _ in range(5):
            client.chat.completions.create(**ASK)
        state = {one["name"]: one["state"] for one in engine.snapshot()["endpoints"]}
        assert state == {"primary": "open", "backup": "ready"}
        seen = len(primary.requests)
        client.chat.completions.create(**ASK)
        assert len(primary.requests) == seen
        text = engine.prometheus_text()
        assert 'policy_answers_total{route="chat",level="full",step=""} 6' in text
        assert 'policy_attempts_total{endpoint="backup",outcome="success"} 6' in text


class TestStreams:
    def test_a_stream_is_shown_as_it_comes(self, client: openai.OpenAI, backup: Provider) -> None:
        assert spoken(client) == STORY
        assert not backup.requests

    @pytest.mark.parametrize("failure", ["503", "reset", "error-200"])
    def test_before_its_first_event_another_begins(
        self, client: openai.OpenAI, primary: Provider, backup: Provider, failure: str
    ) -> None:
        primary.otherwise = failure
        assert spoken(client) == STORY
        assert len(backup.requests) == 1

    @pytest.mark.parametrize("failure", ["cut", "event-error"])
    def test_one_that_breaks_off_is_continued(
        self, client: openai.OpenAI, primary: Provider, backup: Provider, failure: str
    ) -> None:
        primary.otherwise = failure
        assert spoken(client) == STORY
        said = backup.requests[0][2]["messages"]
        assert said[1] == {"role": "assistant", "content": "Once upon a"}
        assert said[2]["role"] == "user" and "cut off" in said[2]["content"]

    def test_one_that_nobody_continues_is_no_success(
        self, client: openai.OpenAI, primary: Provider, backup: Provider
    ) -> None:
        primary.otherwise, backup.otherwise = "cut", "503"
        with pytest.raises((openai.APIError, httpx2.TransportError)) as error:
            spoken(client)
        assert "broke off" in str(error.value.__cause__ or error.value)

    def test_a_caller_who_stops_reading_ends_it(
        self, client: openai.OpenAI, engine: policyc.Engine, primary: Provider
    ) -> None:
        primary.otherwise = "slow"
        stream = client.chat.completions.create(**ASK, stream=True)
        next(iter(stream))
        stream.close()
        for _ in range(100):
            if 'reason="cancelled"} 1' in engine.prometheus_text():
                return
            time.sleep(0.02)
        raise AssertionError(engine.prometheus_text())

    def test_the_policys_text_as_a_stream(
        self, client: openai.OpenAI, primary: Provider, backup: Provider
    ) -> None:
        primary.otherwise = backup.otherwise = "503"
        with pytest.raises(openai.APIStatusError, match="try again in a minute"):
            spoken(client)


class TestAsync:
    async def test_whole_answers_and_streams(
        self, engine: policyc.Engine, primary: Provider, backup: Provider
    ) -> None:
        transport = policyc.httpx2.AsyncTransport(engine)
        client = openai.AsyncOpenAI(
            api_key="unused", http_client=httpx2.AsyncClient(transport=transport)
        )
        primary.behaviours = ["503", "cut", "reset"]
        answer = await client.chat.completions.create(**ASK)
        assert answer.choices[0].message.content == f"backup: {STORY}"
        for _ in range(2):
            stream = await client.chat.completions.create(**ASK, stream=True)
            text = [chunk.choices[0].delta.content async for chunk in stream]
            assert "".join(text) == STORY

    async def test_many_at_once(
        self, engine: policyc.Engine, primary: Provider, backup: Provider
    ) -> None:
        transport = policyc.httpx.AsyncTransport(engine)
        async with httpx.AsyncClient(transport=transport, base_url="http://policy") as client:
            # As many failures as the retry budget covers.
            primary.behaviours = (["ok"] * 7 + ["500"] + ["ok"] * 7 + ["reset"]) * 3
            answers = await asyncio.gather(
                *(client.post("/v1/chat/completions", json=ASK) for _ in range(40))
            )
        assert [answer.text for answer in answers if answer.status_code != 200] == []

    async def test_a_cancelled_caller_ends_everything(
        self, engine: policyc.Engine, primary: Provider
    ) -> None:
        primary.otherwise = "hang"
        transport = policyc.httpx.AsyncTransport(engine)
        async with httpx.AsyncClient(transport=transport, base_url="http://policy") as client:
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(client.post("/v1/chat/completions", json=ASK), 0.2)
        assert 'reason="cancelled"} 1' in engine.prometheus_text()


class TestSecrets:
    def test_no_secret_is_logged(
        self,
        environ: dict[str, str],
        compiled: Any,
        primary: Provider,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        caplog.set_level(logging.DEBUG)
        engine = policyc.Engine(compiled("chat.policy"), environ=environ)
        primary.behaviours = ["401", "503"]
        transport = policyc.httpx.Transport(engine)
        client = httpx.Client(transport=transport, base_url="http://policy")
        assert client.post("/v1/chat/completions", json=ASK).status_code == 200
        assert "cooling cooled" in caplog.text and "rotate-credential" in caplog.text
        shown = caplog.text + engine.prometheus_text() + json.dumps(engine.snapshot())
        assert "key-of" not in shown and "spare-of" not in shown

    def test_a_key_in_the_path(self, compiled: Any, primary: Provider) -> None:
        policy = """language 1
defaults { timeout attempt: 5s; errors http; breaker none }
endpoint bot { url env("URL"); credential env("KEY") }
route bot { to bot; effect idempotent; deadline 9s; degrade none }
"""
        url = primary.url + "/bot{credential}?v=1"
        engine = policyc.Engine(compiled(policy), environ={"URL": url, "KEY": "12:a/b c-secret"})
        client = httpx.Client(
            transport=policyc.httpx.Transport(engine, "bot"), base_url="http://policy"
        )
        assert client.post("/send?x=2", json=ASK).status_code == 200
        path, headers, _ = primary.requests[0]
        assert path == "/bot12%3Aa%2Fb%20c-secret/send?v=1&x=2"
        assert "authorization" not in headers
