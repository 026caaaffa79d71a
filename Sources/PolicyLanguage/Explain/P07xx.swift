import PolicyGraph

extension Explanation {
  /// The rest of P07xx: routes, ladders and breakers that cannot do what they say.
  static let meaning: [Explanation] = [
    Explanation(
      .shadowedMatch,
      why: "The first matching route in file order wins, so this one never gets a request.",
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
      why: """
        A step serves exactly one answer: a second would never be reached, and without one the \
        step serves nothing.
        """,
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
        A real order is never risked to find out whether an endpoint is back. Without a health \
        check its breaker may stay open for ever.
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
      why: """
        A stream can only be continued where a model takes the text so far: as the beginning of its \
        own answer (`prefill`), or as a message, with another one that asks for the rest \
        (`continuation`).
        """,
      bad: """
        endpoint a { url "https://a.example.com"; timeout attempt: 9s }
        retry again { attempts 2; on interrupted { resume }; otherwise { fail } }
        route ask { to a; effect read; deadline 20s; commit first-byte; retry again }
        """,
      fix: ("attempt: 9s", "attempt: 9s; supports [prefill]")),
    Explanation(
      .sameLabelMissing,
      why: """
        An endpoint without the label equals no other in it, so the failover finds no candidate.
        """,
      bad: """
        endpoint a { url "https://a.example.com"; domain region: east }
        retry near { attempts 2; on timeout { failover same: regoin }; otherwise { fail } }
        route lookup { to a; effect read; deadline 5s; retry near }
        """,
      fix: ("regoin", "region")),
    Explanation(
      .otherwiseLast,
      why: "`otherwise` takes every remaining request, so nothing after it is ever checked.",
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
      why: "A breaker that counts no failure never opens: it looks like protection but is none.",
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
      why: "The limit lets every tool walk a topology without running out of stack.",
      bad: Example(
        described: "topologies in topologies, \(ArtifactFormat.topologyDepthMax + 1) deep"),
      good: Example(
        described: "at most \(ArtifactFormat.topologyDepthMax) deep; real policies need three")),
  ]
}
