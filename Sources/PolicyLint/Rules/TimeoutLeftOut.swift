import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let timeoutLeftOut = LintRule(
    "timeout-left-out", .failover, "A failover after some failures but not after others",
    why: """
      An endpoint that hangs is the more common outage, and the worse one. If a timeout ends the \
      request, the backup is useless. The same holds for any failure that is not about the request \
      itself.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      endpoint b { url "https://b.example.com" }
      active-passive main { member a; member b }
      retry usual {
        attempts 2
        on connection, unavailable, overloaded, interrupted, malformed { failover }
        otherwise { fail }
      }
      route lookup { to main; effect read; deadline 15s; retry usual }
      """,
    fix: ("on connection, unavailable", "on connection, timeout, unavailable")
  ) { linted in
    var seen = KeySet<ID<Retry>>()
    return linted.reached.flatMap { reached -> [Finding] in
      let route = linted.graph.routes[reached.route]
      // A `once` route may have its reasons: what failed may have been carried out.
      guard route.effect != .once, reached.endpoints.count > 1 else { return [] }
      return reached.retries.compactMap { id -> Finding? in
        let ill = linted.classesOfIllness(reached, route, id)
        guard let moved = ill.first(where: { linted.failsOver(after: $0, in: id) }) else {
          return nil
        }
        let left = ill.filter { !linted.triesAgain(after: $0, in: id) }
        // An answer that cannot be read is an answer: left out by itself, it may be meant.
        let isMalformedAlone = left == [linted.policy.errorClass(.malformed)]
        guard let first = left.first, !isMalformedAlone, seen.insert(id) else {
          return nil
        }
        let names = left.map { linted.quoted($0) }
        let place =
          linted.policy.rule(for: first, in: id).map { linted.policy.place(of: $0) }
          ?? linted.place(.retry(id))
        return Finding(
          "\(linted.quoted(linted.graph.retries[id].name)) fails over after \(linted.quoted(moved)), but gives up after \(LintedPolicy.joined(names)) although \(linted.quoted(reached.endpoints[1])) is available",
          at: place, of: .retry(id), label: "answers \(names[0])",
          related: [
            linted.related(
              "may be repeated: \(route.effect.word)", .route(reached.route), .effect)
          ], notes: ["add \(LintedPolicy.joined(names)) to \(linted.quoted(moved))"])
      }
    }
  }
}

extension LintedPolicy {
  /// The classes that say that an endpoint, or its provider, does not work, as far as the tables
  /// behind a retry produce them: those that a breaker counts by itself, and the policy's own.
  fileprivate func classesOfIllness(
    _ reached: CheckedPolicy.Reached, _ route: Route, _ retry: ID<Retry>
  ) -> [ID<ErrorClass>] {
    let counted: [PolicyLanguage.Word] = [
      .connection, .timeout, .unavailable, .overloaded, .interrupted, .malformed,
    ]
    let known = counted.map { policy.errorClass($0) }
    var found = Set<ID<ErrorClass>>()
    for id in reached.endpoints {
      let endpoint = graph.endpoints[id]
      guard (endpoint.retry ?? route.retry) == retry else { continue }
      for row in graph.errorRows[graph.errorTables[endpoint.errors ?? route.errors].rows] {
        guard let errorClass = row.errorClass else { continue }
        let isOwn =
          !graph.classes[errorClass].builtin && (row.scope == .endpoint || row.scope == .provider)
        if isOwn || known.contains(errorClass) { found.insert(errorClass) }
      }
    }
    return known.filter(found.contains)
      + graph.classes.ids.filter {
        found.contains($0) && !known.contains($0)
      }
  }

  /// Words as a list: `a, b and c`.
  fileprivate static func joined(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.joined() }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }
}
