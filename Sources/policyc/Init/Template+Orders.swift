extension Template {
  static let ordersText = #"""
    language 1

    // A starter: orders that must never be placed twice, over two lines. Change the names, the
    // numbers and the hosts; `policyc lint` says what no longer fits together.

    /// The line that is used first.
    endpoint line-1 {
      url          "https://line1.orders.example.com"
      credential   env("ORDERS_KEY_1")  // a reference: the key itself never stands in a policy
      domain       provider: orders, line: one
      timeout      connect: 300ms, attempt: 800ms
      // Finds out that a line is back without risking an order on it.
      probe        path: "/health", every: 5s, timeout: 500ms
      availability 99.9%
      latency      p50: 30ms, p99: 150ms
    }

    /// The second line: same service, another way to it, another key.
    endpoint line-2 {
      extends    line-1
      url        "https://line2.orders.example.com"
      credential env("ORDERS_KEY_2")
      domain     line: two
    }

    /// Back to the first line once it has been well for two minutes.
    active-passive lines {
      member   line-1
      member   line-2
      failback after: 2m, hold: 1m
    }

    /// What certainly did nothing goes to the other line at once: `policyc explain standard` shows
    /// this, and the breaker that leaves a line alone.
    retry order-retries {
      extends standard
      budget  10%, min: 10/s
      // These may have placed the order: ask first; only if it cannot land any more, the other
      // line.
      on timeout, interrupted, unavailable, malformed {
        reconcile within: 500ms, settle: 100ms
        failover
      }
    }

    /// When the fate of an order is unknown, stop and notify someone.
    degrade stop-orders {
      step halt {
        notify "orders-halted", at-most: 1/10s
        serve  text: "orders are halted, please try again later"
      }
      reserve 200ms
    }

    /// `once`: policyc refuses to compile anything that could place an order twice.
    route place-order {
      match    method: POST, path: "/orders"
      to       lines
      effect   once
      deadline 5s
      retry    order-retries
      degrade  stop-orders
      load     5/s
    }

    // Proved by `policyc test`, for every order of failures and every moment they may come at.
    guarantee place-order {
      never-repeats
      survives any: 1, of: line
      attempts at-most: 2
    }

    // Simulated by `policyc test`: a line swallows orders for a minute, later it fails one in five.
    scenario line-1-hangs {
      traffic place-order, rate: 5/s, for: 7m
      at 1m { blackhole line-1, for: 1m }
      at 5m { errors line-1, share: 20%, status: 504, for: 1m }
      given  reconcile, landed: 50%, takes: 50ms
      given  "orders-halted", served: 100%, takes: 20ms
      expect duplicates, at-most: 0
      expect availability, at-least: 99.5%
      expect failover, within: 5s
    }

    """#
}
