import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let idempotencyWindowShort = LintRule(
    "idempotency-window-short", .safety, "A key that is forgotten while it may still be sent",
    why: """
      A request is repeated until its deadline, and its caller then often tries once more. Once the \
      far end has forgotten the key, the copy is carried out as if it were new.
      """,
    bad: """
      endpoint a {
        url             "https://a.example.com"
        timeout         connect: 1s, attempt: 2s
        idempotency-key header: "Idempotency-Key", replayed-for: 20s
      }
      retry usual { attempts 2; on timeout { same-endpoint; degrade }; otherwise { degrade } }
      route pay { to a; effect once; deadline 15s; retry usual; degrade none }
      """,
    fix: ("replayed-for: 20s", "replayed-for: 24h")
  ) { linted in
    linted.eachEndpoint { id, endpoint, reached, route in
      guard let key = endpoint.idempotencyKey,
        let window = linted.graph.idempotencyKeys[key].replayedFor, window < route.deadline * 2
      else { return nil }
      return Finding(
        "the key of \(linted.quoted(endpoint.name)) holds for \(window.spelling), and one request of \(linted.quoted(route.name)) lives for up to \(route.deadline.spelling)",
        at: linted.place(.endpoint(id), .idempotencyKey), of: .endpoint(id),
        related: [linted.related("the deadline", .route(reached.route), .deadline)],
        notes: ["twice the deadline is the least; state what the far end promises, usually hours"])
    }
  }
}
