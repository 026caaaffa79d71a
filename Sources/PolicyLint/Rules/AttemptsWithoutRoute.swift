import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let attemptsWithoutRoute = LintRule(
    "attempts-without-route", .amplification, "Attempts and a budget that no route uses",
    why: """
      A retry that only endpoints name supplies the responses to their failures. Attempts and \
      budget apply to a whole request, so they come from the retry of its route.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; retry own }
      endpoint b { url "https://b.example.com" }
      active-passive main { member a; member b }
      retry own { attempts 9; on rejected { fail }; otherwise { failover } }
      retry usual { attempts 2; on rejected { fail }; otherwise { failover } }
      route lookup { to main; effect read; deadline 15s; retry usual }
      """,
    fix: ("attempts 9; ", ""), fixable: true
  ) { linted in
    linted.graph.retries.ids.compactMap { id in
      let endpoint = linted.graph.endpoints.ids.first { linted.graph.endpoints[$0].retry == id }
      guard let endpoint, !linted.graph.routes.rows.contains(where: { $0.retry == id }) else {
        return nil
      }
      let own = linted.place(.retry(id))
      let idle = [PolicyLanguage.Word.attempts, .budget].compactMap { word in
        linted.policy.statement(ofOwn: .retry(id), word).map { (word: word, node: $0) }
      }
      guard let first = idle.first else { return nil }
      let names = idle.map { "`\($0.word.text)`" }.joined(separator: " and ")
      var fix = linted.removal(of: first.node, "remove \(names)")
      for other in idle.dropFirst() { fix.edits += linted.removal(of: other.node, "").edits }
      return Finding(
        "\(names) of \(linted.quoted(linted.graph.retries[id].name)) change\(idle.count == 1 ? "s" : "") nothing: only endpoints name it",
        at: Place(
          file: own.file, range: linted.policy.tree(own.file).headerRange(first.node.node)),
        of: .retry(id),
        related: [linted.related("named here", .endpoint(endpoint), .retry)],
        notes: ["put them into the retry of the route"], fix: fix)
    }
  }
}
