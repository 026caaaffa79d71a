"""An order client that places every order once, at a venue that loses answers.

    python orders.py [--faults 10000] [orders.policyc]

The venue executes orders and drops the answer, answers too late, or does nothing at all. The policy
(orders.policy) asks it what became of an order before anything is sent again.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import pathlib
import random
import subprocess
import tempfile
from collections import Counter
from dataclasses import dataclass, field

import policyc


@dataclass
class Venue:
    """An order book that two lines lead to. What is sent carries an order's id, and which sending."""

    fault_rate: float = 0.2
    #: How often each order was executed.
    executed: Counter[str] = field(default_factory=Counter)
    #: What was sent of each order.
    sent: dict[str, list[str]] = field(default_factory=dict)
    #: What was asked about and not found: if it comes later, it is refused.
    withdrawn: set[str] = field(default_factory=set)
    faults: int = 0

    async def place(self, order: str, number: int) -> str:
        """Executes an order, or does what venues do on a bad day."""
        sending = f"{order}#{number}"
        self.sent.setdefault(order, []).append(sending)
        kind = "none"
        if random.random() < self.fault_rate:
            self.faults += 1
            kind = random.choice(["lost", "late", "hang", "refused", "overloaded"])
        if kind == "refused":
            raise policyc.AttemptFailed.below_http("refused")
        if kind == "overloaded":
            raise policyc.AttemptFailed(503)
        if kind == "hang":
            await asyncio.sleep(60)
        if kind == "late":
            # On its way for longer than anyone waits; it arrives even if the client has hung up.
            await asyncio.shield(asyncio.ensure_future(self._later(order, sending)))
        self._execute(order, sending)
        if kind == "lost":
            raise policyc.AttemptFailed.below_http("cut")
        return f"filled {order}"

    async def _later(self, order: str, sending: str) -> None:
        await asyncio.sleep(random.uniform(0.4, 0.7))
        self._execute(order, sending)
        await asyncio.sleep(60)

    def _execute(self, order: str, sending: str) -> None:
        if sending not in self.withdrawn:
            self.executed[order] += 1

    async def ask(self, inquiry: policyc.Inquiry) -> policyc.Verdict:
        """What became of an order: the reconcile handler.

        It may say ``cannot-land`` because the venue, asked about something that it does not know,
        refuses it from then on. Without such a promise a handler has to say ``unknown``.
        """
        if random.random() < self.fault_rate / 2:
            self.faults += 1
            raise ConnectionError("nobody answers")
        if self.executed[inquiry.request.key]:
            return "landed"
        self.withdrawn.update(self.sent[inquiry.request.key])
        return "cannot-land"


@dataclass
class Result:
    """What became of all orders, and whether that is what their callers were told."""

    orders: int = 0
    answered: int = 0
    failed: int = 0
    unknown: int = 0
    twice: int = 0
    wrong: int = 0


async def trade(engine: policyc.Engine, venue: Venue, faults: int, at_once: int = 200) -> Result:
    """Places orders until so many faults were injected, then compares the books."""
    route = engine.route("place-order")
    told: dict[str, str] = {}

    async def trader(number: int) -> None:
        count = 0
        while venue.faults < faults:
            count += 1
            order = f"{number}-{count}"
            try:
                await route.run(lambda attempt: venue.place(order, attempt.number), key=order)
                told[order] = "yes"
            except policyc.RequestFailed as error:
                told[order] = error.executed

    await asyncio.gather(*(trader(number) for number in range(at_once)))
    # Whatever is still on its way arrives before the books are compared.
    await asyncio.sleep(1)
    result = Result(orders=len(told))
    for order, executed in told.items():
        count = venue.executed[order]
        result.answered += executed == "yes"
        result.failed += executed == "no"
        result.unknown += executed == "maybe"
        result.twice += count > 1
        result.wrong += executed == "yes" and count != 1 or executed == "no" and count != 0
    return result


def compiled(path: str | None) -> pathlib.Path:
    """The policy that was named, or orders.policy, compiled."""
    if path is not None:
        return pathlib.Path(path)
    here = pathlib.Path(__file__).parent
    compiler = os.environ.get("POLICYC", str(here / "../../.build/debug/policyc"))
    artifact = pathlib.Path(tempfile.mkdtemp()) / "orders.policyc"
    source = here / "orders.policy"
    subprocess.run([compiler, "compile", str(source), "-o", str(artifact)], check=True)
    return artifact


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--faults", type=int, default=10_000)
    parser.add_argument("policy", nargs="?")
    options = parser.parse_args()
    venue = Venue()
    engine = policyc.Engine.load(
        compiled(options.policy), handlers=policyc.Handlers(reconcile=venue.ask), environ={}
    )
    result = asyncio.run(trade(engine, venue, options.faults))
    print(f"{result.orders} orders, {venue.faults} faults: {result.answered} executed, ", end="")
    print(f"{result.failed} surely not, {result.unknown} for the desk to look at")
    print(f"executed twice: {result.twice}; told wrongly: {result.wrong}")
    raise SystemExit(result.twice > 0 or result.wrong > 0)


if __name__ == "__main__":
    main()
