/// What a scenario came to: whether its expectations held.
struct ScenarioVerdict {
  /// How many expectations there are.
  let count: Int
  /// The places of those that did not hold.
  let broken: [Int]
  /// Whether anything ran.
  let hasRun: Bool

  init(_ report: ScenarioReport) {
    count = report.expectations.count
    hasRun = !report.runs.isEmpty
    broken = report.outcomes.enumerated().filter { !$0.element.holds }.map(\.offset)
  }

  /// In a sentence.
  var headline: Markup {
    if !hasRun { return "Nothing has run yet" }
    if count == 0 { return "Nothing was expected" }
    if broken.isEmpty {
      return count == 1 ? "The expectation held" : "All \(count) expectations held"
    }
    if count == 1 { return "The expectation did not hold" }
    if broken.count == 1 { return "1 of \(count) expectations did not hold" }
    return "\(broken.count) of \(count) expectations did not hold"
  }

  /// In a word or two.
  var short: Markup {
    if !hasRun { return "not run" }
    if count == 0 { return "none" }
    return broken.isEmpty ? "\(count) held" : "\(broken.count) of \(count) failed"
  }

  /// Its mark, a class of the style sheet.
  var mark: Markup { !hasRun || count == 0 ? "open-end" : broken.isEmpty ? "ok" : "no" }
}
