import PolicyGraph

extension Explanation {
  /// The rest of P07xx: routes, ladders and breakers that cannot do what they say.
  static let meaning: [Explanation] = [
    Explanation(
      .shadowedMatch,
      why: "The first route in file order wins, so this one never sees a request.",
      bad: """
        endpoint a { url "https://a.example.com"; timeout attempt: 1s }
        route all    { match path: "/*"; to a; effect read; deadline 5s; degrade none }
        route health { match path: "/health"; to a; effect read; deadline 1s; degrade none }
        """,
      good: """
        endpoint a { url "https://a.example.com"; timeout attempt: 1s }
        route health { match path: "/health"; to a; effect read; deadline 1s; degrade none }
        route all    { match path: "/*"; to a; effect read; deadline 5s; degrade none }
        """),
    Explanation(
      .oneAnswer,
      why:
        "A step gives one answer; a second is never reached, and a step without one answers nothing.",
      bad: """
        degrade ladder {
          step sorry { serve text: "Please try again soon."; call "show-status" }
        }
        """,
      good: """
        degrade ladder {
          step status { call "show-status" }
          step sorry  { serve text: "Please try again soon." }
        }
        """),
    Explanation(
      .onceWithoutProbe,
      why: """
        Nobody risks a real order to find out whether an endpoint is back. Without a health check \
        its breaker, once open, may stay open.
        """,
      bad: """
        endpoint a {
          url     "https://a.example.com"
          timeout attempt: 1s
          breaker steady
        }
        breaker steady { trip consecutive: 5; cooldown 15s }
        route order { to a; effect once; deadline 5s; degrade none }
        """,
      fix: ("breaker steady", "breaker steady\n  probe   path: \"/health\", every: 5s")),
    Explanation(
      .resumeNowhere,
      why: "A stream can only be continued where an endpoint accepts the beginning of its answer.",
      bad: """
        endpoint a { url "https://a.example.com"; timeout attempt: 9s }
        retry again { attempts 2; on interrupted { resume }; otherwise { fail } }
        route ask { to a; effect read; deadline 20s; commit first-byte; retry again; degrade none }
        """,
      fix: ("attempt: 9s", "attempt: 9s; supports [prefill]")),
    Explanation(
      .sameLabelMissing,
      why: "Endpoints without the label are never equal in it, so the failover finds no candidate.",
      bad: """
        endpoint a { url "https://a.example.com"; timeout attempt: 1s; domain region: east }
        retry near { attempts 2; on timeout { failover same: regoin }; otherwise { fail } }
        route lookup { to a; effect read; deadline 5s; retry near; degrade none }
        """,
      fix: ("regoin", "region")),
    Explanation(
      .otherwiseLast,
      why: "`otherwise` takes every request that is left, so nothing behind it is asked.",
      bad: """
        endpoint a { url "https://a.example.com"; timeout attempt: 1s }
        endpoint b { url "https://b.example.com"; timeout attempt: 1s }
        select by-size {
          otherwise              { to a }
          when size, above: 100k { to b }
        }
        """,
      good: """
        endpoint a { url "https://a.example.com"; timeout attempt: 1s }
        endpoint b { url "https://b.example.com"; timeout attempt: 1s }
        select by-size {
          when size, above: 100k { to b }
          otherwise              { to a }
        }
        """),
    Explanation(
      .breakerCountsNothing,
      why: "A breaker that counts no failure never opens: it looks like a protection and is none.",
      bad: """
        breaker steady {
          trip     consecutive: 5
          cooldown 15s
          ignore   overloaded, unavailable, connection, timeout, interrupted, malformed
        }
        """,
      fix: ("overloaded, unavailable, connection, timeout, interrupted, malformed", "overloaded")),
    Explanation(
      .topologyTooHigh,
      why: "The limit lets every tool that walks a topology do so without running out of stack.",
      bad: Example(
        described: "topologies in topologies, \(ArtifactFormat.topologyDepthMax + 1) deep"),
      good: Example(
        described: "at most \(ArtifactFormat.topologyDepthMax) deep; real policies need three")),
  ]
}
