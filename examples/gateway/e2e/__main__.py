"""All checks: `examples/gateway/test` runs them."""

import shutil
import sys

import behaviours
import clients
import continuing
import doors
import forms
import harness
import hostile
import hostile_forms
import life
from harness import compile_models, compile_policy, gateway_on, tally


def alone(group, name, body, *arguments):
    tally.run(f"{group:6} {name}", lambda: body(*arguments))


def shared(group, fakes, policy, checks):
    """Checks that use a gateway of their own each, which knows nothing of the one before."""
    for name, body in checks.items():
        def run(body=body):
            with gateway_on(policy) as gateway:
                body(fakes, gateway)
        tally.run(f"{group:6} {name}", run)


def main():
    fakes = harness.Fakes()
    try:
        policy = compile_policy(fakes)
        behaviours.run(fakes, policy)
        alone("policy", "a stream without its finish_reason is cut", behaviours.restarted_when_polite,
              fakes, policy)
        alone("policy", "backoff with jitter", behaviours.jitter, fakes, policy)
        alone("policy", "an answer in one piece may take its time", behaviours.late_whole, fakes,
              policy)
        alone("policy", "a prompt that cannot fit is not tried", behaviours.large_prompt, fakes, policy)
        alone("policy", "tools and numbers pass", behaviours.tool_calls, fakes, policy)
        alone("policy", "an answer that is nothing but a tool's call", behaviours.tool_answers, fakes,
              policy)
        alone("policy", "Retry-After tells the earliest useful return", behaviours.retry_after, fakes,
              policy)
        dead = harness.free_ports(1)
        alone("policy", "a closed port: the next provider", behaviours.closed_port, fakes,
              compile_policy(fakes, urls={"one": f"http://127.0.0.1:{dead}"}))
        alone("policy", "keys revoked one after the other", behaviours.keys, fakes, policy)
        shared("hostile", fakes, policy, {
            "request smuggling": hostile.smuggling,
            "oversized headers and bodies": hostile.oversized,
            "what is no chat": hostile.invalid,
            "hosts that clients name": hostile.hosts,
            "headers and keys of providers": hostile.injection,
            "keys in logs and metrics": hostile.secrets,
            "clients that hang up": hostile.hang_up,
            "requests in doubt": hostile.doubtful,
            "keys in escapes and in pieces": hostile.leaks,
            "keys in a text that is handed over": hostile.handed_over,
            "events of several lines": hostile.lines,
            "a second answer in a stream": hostile.choices,
            "informational answers without end": hostile.hints,
            "members and messages": hostile.members,
            "paths of many spellings": hostile.paths,
        })
        alone("hostile", "more connections than descriptors", hostile.crowd, fakes, policy)
        alone("hostile", "keys and addresses", hostile.unlocked, fakes, policy)
        alone("hostile", "policies", hostile.policies, fakes, policy)
        alone("hostile", "keys in URLs", hostile.keys_in_urls)
        shared("openai", fakes, policy, {
            "a chat": clients.chat, "a stream that is continued": clients.stream,
            "a stream without usage": clients.plain_stream, "twenty streams at once": clients.in_tasks,
            "the models": clients.models, "models and who serves them now": clients.served_models,
            "paths without /v1": clients.bare_paths, "ids of requests": clients.request_ids,
            "the types of errors": clients.errors,
            "no second round of retries": clients.no_second_round,
            "errors in a 200 and empty answers": clients.in_band,
            "a stream that breaks off": clients.broken_stream, "httpx": clients.over_httpx,
        })
        for form in forms.PATHS:
            alone("forms", f"{form}: what the policy promises", forms.behave, fakes, policy, form)
        shared("forms", fakes, policy, {
            "a last event that does not come": forms.last_words,
            "paths and models of each": forms.paths,
            "openai: embeddings": forms.openai_embeddings,
            "openai: responses": forms.openai_responses,
            "anthropic: messages": forms.anthropic_messages,
            "a line for each request": forms.log, "metrics": forms.metrics,
            "a line of a client that hangs up": forms.client_gone,
            "what a stream costs that is cut": forms.cut_costs,
        })
        alone("forms", "endpoints that speak them", forms.speakers, fakes, policy)
        for name, body in {
            "keys with names": doors.names, "limits of a minute": doors.limits,
            "keys are taken anew": doors.reload, "files that are none": doors.broken_files,
            "pages of other origins": doors.pages,
        }.items():
            alone("doors", name, body, fakes, policy)
        shared("hostile", fakes, policy, {
            "forms: what is none": hostile_forms.bodies,
            "forms: oversized": hostile_forms.oversized,
            "forms: requests in doubt": hostile_forms.doubtful,
            "forms: keys in answers": hostile_forms.leaks,
            "forms: headers": hostile_forms.headers,
            "forms: lines of the log": hostile_forms.log_lines,
        })
        alone("hostile", "forms: policies", hostile_forms.policies, fakes, policy)
        alone("openai", "sixteen models behind one route", clients.many_models, fakes,
              compile_models(fakes))
        alone("openai", "a key that is refused", clients.refused, fakes, policy)
        shared("stream", fakes, policy, {
            **continuing.checks(), "the usage of all": continuing.usage,
            "what cut it": continuing.causes, "not shown": continuing.not_shown})
        alone("stream", "nobody could go on: held", continuing.nobody, fakes, policy)
        for name, body in {
            "the breaker opens, and closes soon": life.breaker,
            "a provider that flaps": life.flapping,
            "reloads under load": life.reloads,
            "SIGTERM finishes what is begun": life.drain,
            "clients that do not read": life.slow_client,
            "gigabytes": life.floods,
            "keys of clients": life.client_keys,
            "what an operator does": life.operator,
            "who may operate": life.operator_only,
            "what is wrong at the start": life.startup,
            "connections are used again": life.keeps_connections,
        }.items():
            alone("life", name, body, fakes, policy)
    finally:
        fakes.stop()
        shutil.rmtree(harness.folder, ignore_errors=True)
    print(f"{tally.passed} passed, {len(tally.failed)} failed", flush=True)
    return 1 if tally.failed else 0


sys.exit(main())
