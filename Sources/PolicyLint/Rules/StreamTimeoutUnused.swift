import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let streamTimeoutUnused = LintRule(
    "stream-timeout-unused", .timing, "A stream timeout on a route without streams",
    why: """
      `timeout stream:` applies from the first byte, on routes that commit at the first byte. \
      Where every route waits for the whole answer, only `attempt:` ends an attempt.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout connect: 1s, attempt: 8s, stream: 60s }
      route lookup { to a; effect read; deadline 15s }
      """,
    fix: (", stream: 60s", "")
  ) { linted in
    let streamed = Set(
      linted.reached.filter { linted.graph.routes[$0.route].commit.mayBeEarly }
        .flatMap(\.endpoints))
    var uses: [(place: Place, first: ID<Endpoint>, isUsed: Bool)] = []
    for id in Set(linted.reached.flatMap(\.endpoints)).sorted(by: { $0.raw < $1.raw })
    where linted.graph.endpoints[id].streamTimeout != nil {
      let place = linted.policy.place(of: .endpoint(id), .timeout, .stream)
      if let known = uses.firstIndex(where: { $0.place == place }) {
        uses[known].isUsed = uses[known].isUsed || streamed.contains(id)
      } else {
        uses.append((place, id, streamed.contains(id)))
      }
    }
    return uses.filter { !$0.isUsed }.map { use in
      Finding(
        "`stream:` changes nothing: no route to \(linted.quoted(use.first)) commits at the first byte",
        at: use.place, of: .endpoint(use.first),
        notes: ["write `commit first-byte` in the route whose answers are streams, or remove it"])
    }
  }
}
