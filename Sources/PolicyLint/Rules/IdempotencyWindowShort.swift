import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let idempotencyWindowShort = LintRule(
    "idempotency-window-short", .safety,
    "An idempotency key that expires while it may still be sent",
    why: """
      A request is retried until its deadline, and its caller often tries once more after that. \
      Once the far end has forgotten the key, it executes the copy as a new request.
      """,
    bad: """
      endpoint a {
        url             "https://a.example.com"
        timeout         connect: 1s, attempt: 2s
        idempotency-key header: "Idempotency-Key", replayed-for: 20s
      }
      retry usual { attempts 2; on timeout { same-endpoint; degrade }; otherwise { degrade } }
      route pay { to a; effect once; deadline 15s; retry usual }
      """,
    fix: ("replayed-for: 20s", "replayed-for: 24h")
  ) { linted in
    linted.eachEndpoint { id, endpoint, reached, route in
      guard let key = endpoint.idempotencyKey,
        let window = linted.graph.idempotencyKeys[key].replayedFor, window < route.deadline * 2
      else { return nil }
      return Finding(
        "the key of \(linted.quoted(endpoint.name)) is valid for \(window.spelling), but one request of \(linted.quoted(route.name)) lives for up to \(route.deadline.spelling)",
        at: linted.place(.endpoint(id), .idempotencyKey), of: .endpoint(id),
        related: [linted.related("the deadline", .route(reached.route), .deadline)],
        notes: ["use at least twice the deadline; declare what the far end promises, usually hours"]
      )
    }
  }
}
