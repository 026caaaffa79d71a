"""The order client: no order twice, and nobody told wrongly."""

from __future__ import annotations

import random
from typing import Any

from orders import Venue, trade

import policyc


async def test_no_order_twice_and_nobody_told_wrongly(compiled: Any) -> None:
    random.seed(7)
    venue = Venue(fault_rate=0.4)
    engine = policyc.Engine(
        compiled("orders.policy"), handlers=policyc.Handlers(reconcile=venue.ask), environ={}
    )
    result = await trade(engine, venue, faults=600, at_once=100)
    assert (result.twice, result.wrong) == (0, 0)
    assert venue.faults >= 600 and result.answered > 300
    # What nobody knows is told as that, and is rare.
    assert 0 < result.unknown < result.orders / 4


async def test_without_asking_orders_would_run_twice(compiled: Any) -> None:
    """The test can fail: a handler that says what it does not know executes orders twice."""
    random.seed(7)
    venue = Venue(fault_rate=0.4)
    engine = policyc.Engine(
        compiled("orders.policy"),
        handlers=policyc.Handlers(reconcile=lambda inquiry: "cannot-land"),
        environ={},
    )
    result = await trade(engine, venue, faults=200, at_once=50)
    assert result.twice > 0
