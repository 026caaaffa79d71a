import PolicyGraph

/// The attempts and answers of each endpoint and ladder step; over several runs, the medians.
struct EndpointTable {
  let scenario: ScenarioReport

  /// Draws the table.
  func draw(on page: inout TextPage) {
    let title = scenario.runs.count > 1 ? "medians" : ""
    var table = TextTable(head: [title, "attempts", "failed", "rejected", "answers"])
    let requests = median { $0.total.requests }
    for (place, endpoint) in scenario.endpoints.enumerated() {
      func count(_ count: (EndpointCounts) -> Int) -> Double {
        median { place < $0.endpoints.count ? count($0.endpoints[place]) : 0 }
      }
      let attempts = count(\.attempts)
      let failures = count(\.failures)
      let rejected = count(\.rejected)
      table.add([
        TextTable.Cell(Columns.safe(endpoint.name)), number(attempts),
        number(failures, of: attempts, .bad), number(rejected, .warning),
        number(count(\.answers), of: requests),
      ])
    }
    for (place, step) in scenario.steps.enumerated() {
      let answers = median { place < $0.steps.count ? $0.steps[place] : 0 }
      table.add([
        TextTable.Cell(Columns.safe(step), .dim), TextTable.Cell(""), TextTable.Cell(""),
        TextTable.Cell(""), number(answers, of: requests, .warning),
      ])
    }
    table.draw(on: &page)
  }

  private func median(_ count: (RunReport) -> Int) -> Double {
    scenario.spread(count).median ?? 0
  }

  /// A count, and which share of all it is.
  private func number(
    _ count: Double, of all: Double = 0, _ style: TextPage.Style = .plain
  ) -> TextTable.Cell {
    guard count > 0 else { return TextTable.Cell("·", .dim) }
    let share = count / all
    // Behind a ladder one request may be counted at two places: then it is no share.
    let note = all > 0 && share <= 1 ? Figures.share(share) : ""
    return TextTable.Cell(Figures.decimal(count, count < 10 ? 1 : 0), style, note: note)
  }

  private func number(_ count: Double, _ style: TextPage.Style) -> TextTable.Cell {
    number(count, of: 0, style)
  }
}
