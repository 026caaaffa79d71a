/// What holds where a policy says nothing, written as a policy: it is read like any other file.
///
/// Its `defaults` stand behind those of every file, and its declarations are known by name to every
/// policy that declares none of the same name. An artifact holds of it only what something uses.
enum Standard {
  /// The name by which routes use the retry and the breaker.
  static let name = "standard"
  /// What the name means on routes whose requests may be carried out once only.
  static let onceName = "standard-once"
  /// What the file is called in findings and artifacts.
  static let fileName = "builtin/standard.policy"
  /// How long an attempt may take at an endpoint that no route sends requests to.
  static let unrouted = 10

  /// How the attempt timeout of an endpoint comes about that states none.
  static let attemptRule = """
    `timeout attempt:` gives every endpoint its turn. A request whose endpoints are all silent makes \
    attempts until the last one has been asked. The deadline, less all that is stated (other endpoints' \
    timeouts, waits between attempts, `reserve`, the time of the ladder's steps), is divided equally among \
    those of these attempts that have no timeout, and rounded down to whole milliseconds. Each step of \
    the ladder that uses endpoints without one counts as one more. Where several routes, arms or kinds \
    of requests lead to an endpoint, the shortest part holds; where none does, \(unrouted)s. Two endpoints \
    under `deadline 30s` have 15s each.
    """

  static let text = """
    language 1

    /// What holds where neither a declaration nor the `defaults` of its file say anything.
    defaults {
      timeout  connect: 2s
      retry    standard
      breaker  standard
      degrade  none
      failback after: 60s, hold: 30s
    }

    /// Where `times:` stands without a backoff. Jitter keeps clients that failed together apart.
    backoff standard { exponential base: 200ms, factor: 2x, max: 5s; jitter full }

    /// Opens after five failures in a row, or when half of the calls of half a minute fail.
    breaker standard {
      trip     consecutive: 5
      trip     failure-rate: 50%, over: 30s, min-calls: 20
      cooldown 15s, growth: 2x, max: 2m
    }

    /// `standard` on `once` routes: nobody risks an order to find out whether an endpoint is back.
    breaker standard-once {
      trip     consecutive: 5
      trip     failure-rate: 50%, over: 30s, min-calls: 20
      cooldown 15s, growth: 2x, max: 2m
      probe    none
    }

    /// Each endpoint is asked once with each of its keys; who runs out of them ends sooner.
    retry standard {
      attempts 8
      budget   20%, min: 1/s, over: 10s
      // The endpoint is well, and its key is not: the next key, then the next endpoint.
      on rate-limited, quota-exhausted, unauthorized, forbidden { rotate-credential; failover }
      // A wrong clock is wrong everywhere.
      on clock  { degrade }
      otherwise { failover }
    }

    /// `standard` on `once` routes: only a request that was certainly not executed goes on.
    retry standard-once {
      attempts 8
      budget   20%, min: 1/s, over: 10s
      on rate-limited, quota-exhausted, unauthorized, forbidden { rotate-credential; failover }
      on connection, overloaded, too-large, not-found, banned { failover }
      otherwise { degrade }
    }

    """
}
