import PolicyGraph

/// How the requests of each route ended; over several runs, the medians.
struct RouteTable {
  let scenario: ScenarioReport

  /// Draws the table.
  func draw(on page: inout TextPage) {
    let title = scenario.runs.count > 1 ? "medians" : ""
    var table = TextTable(head: [
      title, "requests", "full", "degraded", "failed", "p50", "p99", "attempts",
    ])
    for (place, route) in scenario.routes.enumerated() {
      let counts = scenario.runs.compactMap { run in
        place < run.routes.count ? run.routes[place] : nil
      }
      func median(_ measure: (RequestCounts) -> Double?) -> Double? {
        Spread(counts.map(measure)).median
      }
      func share(_ part: KeyPath<RequestCounts, Int>) -> String {
        let share = median {
          $0.requests == 0 ? nil : Double($0[keyPath: part]) / Double($0.requests)
        }
        return share.map { Figures.share($0) } ?? "–"
      }
      func seconds(_ part: KeyPath<LatencyReport, Double?>) -> String {
        median { $0.latency[keyPath: part] }.map { Figures.seconds($0) } ?? "–"
      }
      let attempts = median(\.attemptsPerRequest).map { Figures.decimal($0, 2) + "x" } ?? "–"
      let requests = Figures.decimal(median { Double($0.requests) } ?? 0, 0)
      let cells = [
        Columns.safe(route), requests, share(\.full), share(\.degraded), share(\.failed),
        seconds(\.p50), seconds(\.p99), attempts,
      ]
      table.add(cells.map { TextTable.Cell($0) })
    }
    table.draw(on: &page)
  }
}
