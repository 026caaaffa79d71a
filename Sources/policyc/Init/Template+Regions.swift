extension Template {
  static let regionsText = #"""
    language 1

    // A starter: a read service in two regions, each of two cells, which spills over when cells are
    // lost. Change the names, the numbers and the hosts; `policyc lint` says what no longer fits
    // together.

    /// A cell of the home region. A cell serves 24 requests at once, some 330 a second.
    endpoint east-a {
      url          "https://a.east.search.example.com"
      credential   env("SEARCH_EAST_KEY")  // a reference: the key itself never stands in a policy
      domain       region: us-east, cell: ea
      timeout      connect: 100ms, attempt: 400ms
      availability 99.9%
      latency      p50: 60ms, p99: 250ms
      capacity     servers: 24, queue: 48
    }
    endpoint east-b { extends east-a; url "https://b.east.search.example.com"; domain cell: eb }

    /// A cell of the other region, with a key of that region.
    endpoint west-a {
      extends    east-a
      url        "https://a.west.search.example.com"
      credential env("SEARCH_WEST_KEY")
      domain     region: us-west, cell: wa
    }
    endpoint west-b { extends west-a; url "https://b.west.search.example.com"; domain cell: wb }

    /// The cells of a region share its load. A cell that came back warms up for half a minute.
    active-active east { member east-a; member east-b; balance least-loaded; slow-start 30s }
    active-active west { member west-a; member west-b; balance least-loaded; slow-start 30s }

    /// Home first. With half of its cells gone, home keeps 70% (50% × 1.4) and the rest spills
    /// over.
    active-passive regions {
      member   east
      member   west
      failover overprovisioning: 1.4x
      failback after: 30s, hold: 30s, ramp: 30s
    }

    /// A read may be tried anywhere: at each of the four cells once. What else holds where nothing
    /// is said, `policyc explain standard` shows: a breaker that leaves a cell alone for one.
    retry read-retries { extends standard; budget 20%, min: 50/s }

    /// The answers when no endpoint can give a full one.
    degrade stale {
      step cached { serve cache, max-age: 10m, within: 20ms }
      step sorry  { serve text: "search is unavailable" }
    }

    /// A search.
    route search {
      match    path: "/search", method: GET
      to       regions
      effect   read
      deadline 2s
      retry    read-retries
      degrade  stale
      load     300/s
    }

    // Proved by `policyc test`, for every order of failures and every moment they may come at.
    guarantee search {
      // Per request: in the first moment of an outage more retries are wanted than the budget
      // gives.
      survives     per-request, any: 1, of: region
      carries      load, any: 1, of: region
      attempts     at-most: 4
      availability at-least: 99.99%
      stays-within region: [us-east, us-west]
    }

    // Simulated by `policyc test`: a cell fails under rising load, later the whole home region.
    scenario home-shrinks {
      traffic search, rate: 300/s, for: 6m
      at 1m { outage east-a, for: 1m; load search, factor: 1.3x, for: 1m }
      at 4m { outage region: us-east, for: 1m }
      given  cache, served: 50%, takes: 2ms
      expect availability, at-least: 99%
      expect failover, within: 5s
      expect recovery, within: 60s
    }

    """#
}
