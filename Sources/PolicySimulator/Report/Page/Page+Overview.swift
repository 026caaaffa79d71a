extension Page {
  /// All scenarios in one table, where there are several.
  mutating func overview() {
    var table = Table(
      "Scenarios",
      columns: [
        "Scenario", "Expectations", "#Full", "#Degraded", "#Failed", "#p50", "#p99",
        "#Attempts a request",
      ])
    for (place, scenario) in report.scenarios.enumerated() {
      let pooled = Pooled(scenario)
      var name: Markup = "<a href=\"#s\(place + 1)\">\(Markup.name(scenario.scenario))</a>"
      if let variant = scenario.variant {
        name += " <span class=\"chip\">\(Markup.name(variant))</span>"
      }
      let outcome = PageOutcome(scenario)
      table.add([
        .name(name), .words("<span class=\"\(outcome.mark)\">\(outcome.short)</span>"),
        .number(Figure.percent(pooled.full)), .number(Figure.percent(pooled.degraded)),
        .number(Figure.percent(pooled.failed)),
        .number(Figure.seconds(pooled.spread { $0.total.latency.p50 }?.median)),
        .number(Figure.seconds(pooled.spread { $0.total.latency.p99 }?.median)),
        .number(Figure.factor(pooled.attempts)),
      ])
    }
    out += "<section class=\"card\">\n\(table.markup)</section>\n"
  }
}
