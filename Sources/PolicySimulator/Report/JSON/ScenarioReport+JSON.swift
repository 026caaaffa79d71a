import PolicyGraph

extension ScenarioReport {
  /// Writes the fields of a scenario.
  func write(to json: inout JSONWriter) {
    json.field("scenario", scenario)
    json.field("policy", policy)
    json.field("digest", digest)
    json.field("variant", variant)
    json.field("doc", doc)
    json.field("seed", seed)
    json.field("runsWanted", runsWanted)
    json.field("duration", duration)
    json.field("routes", inline: routes)
    json.objects("endpoints", endpoints, inline: true) { endpoint, json in
      json.field("name", endpoint.name)
      json.field("domains", inline: endpoint.domains)
    }
    json.field("steps", inline: steps)
    json.objects("topology", topology, inline: true) { node, json in
      json.field("kind", node.kind.rawValue)
      json.field("name", node.name)
      json.field("detail", node.detail)
      json.field("children", inline: node.children)
    }
    json.objects("faults", faults, inline: true) { fault, json in
      json.field("text", fault.text)
      json.field("from", fault.from)
      json.field("to", fault.to)
      json.field("endpoints", inline: fault.endpoints)
    }
    json.objects("expectations", zip(expectations, outcomes), inline: true) { item, json in
      let (expectation, outcome) = item
      json.field("text", expectation.text)
      json.field("unit", expectation.unit.rawValue)
      json.field("bound", expectation.bound)
      json.field("atLeast", expectation.isAtLeast)
      json.field("inRuns", expectation.inRuns)
      json.field("line", expectation.line)
      json.field("heldRuns", outcome.heldRuns)
      json.field("vacuousRuns", outcome.vacuousRuns)
      json.field("holds", outcome.holds)
    }
    json.field("notices", notices)
    json.objects("runs", runs) { $0.write(of: self, to: &$1) }
    json.field("timelineStep", timeline?.step)
    guard let timeline else { return json.field("timeline", nil as Double?) }
    json.objects("timeline", timeline.bins) { $0.write(of: self, to: &$1) }
  }
}
