"""What handlers are asked, and what their answers mean to the machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import _request as machine_of
from ._library import NONE
from ._policy import url_of
from ._request import Machine, Step, now
from .handlers import CacheLookup, FallbackCall, Inquiry, Notice

_VERDICTS = {"landed": 0, "cannot-land": 1, "unknown": 2}


def question(machine: Machine, action: Step) -> tuple[Callable[[Any], Any], Any]:
    """The handler that an action wants, and what it is asked."""
    name = machine.handler(action)
    handler = machine.generation.handlers.find(name)
    if handler is None:  # The engine did not start without it.
        raise LookupError(name)
    request, route = machine.request, machine.route_name
    policy = machine.generation.policy
    within = max(0.0, (action.until - now()) / 1e9)
    if action.kind == machine_of.NOTIFY:
        return handler, Notice(request, route, policy.steps[action.step])
    if action.kind == machine_of.RECONCILE:
        inquiry = Inquiry(
            request=request,
            route=route,
            sent_to=policy.endpoints[machine.info().sent_to],
            destination=policy.destinations[action.endpoint],
            credential=None
            if action.credential == NONE
            else machine.generation.secrets[action.credential],
            url=url_of(machine.generation.handle, action.endpoint, action.credential, ""),
            within=within,
        )
        return handler, inquiry
    if name == "cache":
        return handler, CacheLookup(request, route, policy.ladder[action.step].max_age, within)
    return handler, FallbackCall(request, route, within)


def event_of(machine: Machine, action: Step, reply: Any) -> tuple[int, int]:
    """The event that a handler's reply is; what it gave to be served is kept."""
    if action.kind == machine_of.DEGRADE:
        machine.served = reply
        return machine_of.STEP_FINISHED, int(reply is not None)
    verdict = reply
    if isinstance(reply, tuple):
        verdict, machine.served = reply
    # A handler that raised, or answers nonsense, knows nothing.
    return machine_of.RECONCILED, _VERDICTS.get(str(verdict), 2)
