/// Which colour an endpoint or a step has: one and the same wherever the page shows it.
struct Palette {
  /// How many colours of endpoints the style sheet knows, from `e0` on.
  static let endpointColours = 8
  /// How many colours of ladder steps it knows, from `s0` on.
  static let stepColours = 4

  private var endpoints: [String: Int] = [:]
  private var steps: [String: Int] = [:]

  /// Colours for all names of a report, in the order in which it names them.
  init(_ report: SimulationReport) {
    for scenario in report.scenarios {
      for endpoint in scenario.endpoints where endpoints[endpoint.name] == nil {
        endpoints[endpoint.name] = endpoints.count
      }
      for step in scenario.steps where steps[step] == nil { steps[step] = steps.count }
    }
  }

  /// The class of an endpoint.
  func endpoint(_ name: String) -> Markup {
    guard let place = endpoints[name] else { return "e" }
    return "e\(place % Palette.endpointColours)"
  }

  /// The class of a step.
  func step(_ name: String) -> Markup {
    guard let place = steps[name] else { return "s" }
    return "s\(place % Palette.stepColours)"
  }
}
