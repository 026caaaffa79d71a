import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let stepOutlastsReserve = LintRule(
    "step-outlasts-reserve", .degradation, "A step that takes longer than is kept back for it",
    why: """
      When the main path has used up its time, what is left is the reserve, and the step is cut \
      off or not even begun: it helps only where it is needed least.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout connect: 1s, attempt: 2s }
      degrade ladder {
        step cached { serve cache, max-age: 1h, within: 500ms }
        step sorry  { serve text: "please try again", status: 503 }
        reserve 100ms
      }
      route lookup { to a; effect read; deadline 15s; degrade ladder }
      """,
    mend: ("reserve 100ms", "reserve 500ms")
  ) { linted in
    linted.laddersInUse().flatMap { ladder, routes in
      let row = linted.graph.ladders[ladder]
      return row.reserveStated
        ? row.steps.compactMap { step -> Finding? in
          guard let needed = linted.timeNeeded(by: step), needed > row.reserve else { return nil }
          let isUse = linted.graph.steps[step].answer == .use
          return Finding(
            "\(linted.quoted(step)) \(isUse ? "is not begun with less than" : "may take") \(needed.spelling), and \(row.reserve.spelling) are kept back for it",
            at: linted.policy.place(of: step), of: .ladder(ladder),
            related: [linted.related("the reserve", .ladder(ladder), .reserve)],
            notes: ["keep more back, or leave `reserve` out: it is then the sum over the steps"])
        } : []
    }
  }
}

extension Linted {
  /// The least time that a step has to be given to be of use; nil if it takes none.
  fileprivate func timeNeeded(by step: ID<Step>) -> Tick? {
    let row = graph.steps[step]
    switch row.answer {
    case .use:
      return row.target.flatMap { target in
        endpoints(target).map { policy.leastTime(graph.endpoints[$0]) }.min()
      }
    case .serveCache, .call: return row.within
    case .serveText, .shed, .fail: return nil
    }
  }
}
