extension Page {
  /// All scenarios in one table, where there are several.
  mutating func overview() {
    var table = Table(
      "Scenarios",
      columns: [
        "Scenario", "Expectations", "#Full", "#Degraded", "#Failed", "#p50", "#p99",
        "#Attempts per request",
      ])
    for (place, scenario) in report.scenarios.enumerated() {
      var name: Markup = "<a href=\"#s\(place + 1)\">\(Markup.name(scenario.scenario))</a>"
      if let variant = scenario.variant {
        name += " <span class=\"chip\">\(Markup.name(variant))</span>"
      }
      let outcome = ScenarioVerdict(scenario)
      table.add([
        .name(name), .words("<span class=\"\(outcome.mark)\">\(outcome.short)</span>"),
        .number(scenario.middle(.availability)), .number(scenario.middle(.degraded)),
        .number(scenario.middle(.failed)), .number(scenario.middle(.p50)),
        .number(scenario.middle(.p99)), .number(scenario.middle(.attemptsPerRequest)),
      ])
    }
    out += "<section class=\"card\">\n\(table.markup)</section>\n"
  }
}
