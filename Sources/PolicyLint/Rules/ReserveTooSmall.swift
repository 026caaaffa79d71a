import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let reserveTooSmall = LintRule(
    "reserve-too-small", .timing, "A reserve smaller than the ladder needs",
    why: """
      When the main path has used all its time, the last steps of the ladder are cut off. Better \
      answers are lost just when they are needed.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      degrade ladder {
        step older { serve cache, max-age: 1h, within: 500ms }
        step ask   { call "yesterdays-answer", within: 1s }
        step sorry { serve text: "Please try again soon." }
        reserve 600ms
      }
      route lookup { to a; effect read; deadline 5s; degrade ladder }
      """,
    fix: ("reserve 600ms", "reserve 1500ms"), fixable: true
  ) { linted in
    linted.graph.ladders.ids.compactMap { id in
      let ladder = linted.graph.ladders[id]
      guard ladder.reserveStated else { return nil }
      // Steps for some causes only may never stand behind one another.
      let parts = linted.graph.steps[ladder.steps].filter { $0.when.isEmpty }.compactMap {
        linted.longest($0)
      }
      let needed = parts.reduce(.zero) { $0 + $1 }
      guard ladder.reserve < needed,
        let statement = linted.policy.statement(of: .ladder(id), .reserve)
      else { return nil }
      let sum = parts.map(\.spelling).joined(separator: " + ")
      return Finding(
        "the reserve is \(ladder.reserve.spelling), but the steps may take \(parts.count > 1 ? "\(sum) = " : "")\(needed.spelling)",
        at: linted.place(.ladder(id), .reserve), of: .ladder(id),
        notes: [
          "remove `reserve` to keep back the sum of the steps, or shorten their `within:`"
        ],
        fix: linted.replacement(
          of: statement, by: "reserve \(needed.spelling)", "write `reserve \(needed.spelling)`"))
    }
  }
}

extension LintedPolicy {
  /// How long a step may take; nil for one that takes no time.
  fileprivate func longest(_ step: Step) -> Tick? {
    switch step.answer {
    case .use:
      guard let target = step.target else { return nil }
      return policy.endpoints(of: target).map { graph.endpoints[$0].attemptTimeout }.max()
    case .serveCache, .call: return step.within
    case .serveText, .shed, .fail: return nil
    }
  }
}
