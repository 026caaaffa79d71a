import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let ladderCannotCarry = LintRule(
    "ladder-cannot-carry", .capacity, severity: .note, "A ladder step too small for the whole load",
    why: """
      When the main path is down, all traffic reaches the ladder at once. What exceeds the \
      endpoint's capacity falls through to the next step, or overloads it.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      endpoint small { url "http://127.0.0.1:8081"; limit requests: 2/s }
      degrade ladder {
        step smaller { use small }
        step sorry   { serve text: "please try again", status: 503 }
      }
      route lookup { to a; effect read; deadline 15s; degrade ladder; load 50/s }
      """,
    fix: ("requests: 2/s", "requests: 80/s")
  ) { linted in
    let flows = linted.throughputs()
    return linted.ladderUses { route, step, endpoints in
      guard let load = linted.graph.routes[route].load,
        let flow = linted.sum(endpoints, flows), flow < Flow(load)
      else { return nil }
      return Finding(
        "when \(linted.quoted(route)) has nothing else left, \(linted.listed(endpoints)) gets \(load.spelling) and carries \(flow.spelling)",
        at: linted.policy.place(of: step),
        of: linted.graph.routes[route].ladder.map { .ladder($0) },
        related: [linted.related("the load", .route(route), .load)],
        notes: [
          "give it more capacity, put `shed below:` before it, or make sure that the next step answers"
        ])
    }
  }
}
