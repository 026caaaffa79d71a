extension Template {
  static let paymentsText = #"""
    language 1

    // A starter: card payments over two acquirers. No charge may be taken twice. Change the names,
    // the numbers and the hosts; `policyc lint` says what no longer fits together.

    /// The cheaper acquirer.
    endpoint acquirer-a {
      url             "https://api.acquirer-a.example.com"
      credential      env("ACQUIRER_A_KEY")  // a reference: the key itself never stands in a policy
      domain          provider: acquirer-a
      // It knows the key of a charge for a day, and gives the first answer again.
      idempotency-key header: "Idempotency-Key", replayed-for: 24h, shared-by: provider
      timeout         connect: 500ms, attempt: 2500ms
      // Finds out that it is back without risking a charge on it.
      probe           path: "/health", every: 10s
      availability    99.9%
      latency         p50: 300ms, p99: 1500ms
    }

    /// The other one, which knows nothing of the first one's keys.
    endpoint acquirer-b {
      extends    acquirer-a
      url        "https://api.acquirer-b.example.com"
      credential env("ACQUIRER_B_KEY")
      domain     provider: acquirer-b
    }

    /// Back to the cheaper one once it has been well for five minutes.
    active-passive acquirers { member acquirer-a; member acquirer-b; failback after: 5m, hold: 2m }

    /// What the bank says no to: nobody is to be asked again.
    class declined, executed: no, scope: request
    errors payment-errors {
      extends  http
      declined status: 402
    }

    /// What certainly did nothing goes to the other acquirer at once: `policyc explain standard`
    /// shows this, and the breaker that leaves an acquirer alone.
    retry charge-retries {
      extends standard
      budget  20%, min: 10/s
      // These may have taken the money: ask by the charge's key first; only if it cannot land any
      // more, it is sent again.
      on timeout, interrupted, unavailable, malformed {
        reconcile within: 800ms, settle: 200ms
        failover
      }
    }

    /// When nobody knows what became of a charge: a job finds out, the caller must not try again.
    degrade pending {
      step remember { call "remember-pending-charge", within: 500ms }
      step unknown  { serve text: "{\"status\": \"pending\"}", status: 202 }
    }

    /// `once`: policyc refuses to compile anything that could take a charge twice.
    route charge {
      match    method: POST, path: "/charges"
      to       acquirers
      effect   once
      deadline 12s
      errors   payment-errors
      retry    charge-retries
      degrade  pending
      load     10/s
    }

    // Proved by `policyc test`, for every order of failures and every moment they may come at.
    guarantee charge {
      never-repeats
      // Other failures may have taken the money, and nobody is left who could tell.
      survives any: 1, of: provider, as: [connection, overloaded, unauthorized]
      survives any: 2, of: provider, level: degraded
      attempts at-most: 2
    }

    // Simulated by `policyc test`: the first acquirer hangs for a minute, and is gone later.
    scenario acquirer-a-out {
      traffic charge, rate: 10/s, for: 10m
      at 1m { blackhole acquirer-a, for: 1m }
      at 5m { outage acquirer-a, for: 1m }
      given  reconcile, landed: 50%, takes: 60ms
      given  "remember-pending-charge", served: 100%, takes: 20ms
      expect duplicates, at-most: 0
      expect availability, at-least: 99%
      expect latency, percentile: p99, at-most: 5s
    }

    """#
}
