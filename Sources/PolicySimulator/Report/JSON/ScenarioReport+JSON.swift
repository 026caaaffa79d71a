import PolicyGraph

extension ScenarioReport {
  /// Writes the fields of a scenario.
  func write(to json: inout JSONWriter) {
    json.field("scenario", scenario)
    json.field("policy", policy)
    json.field("digest", digest)
    json.field("variant", optional: variant)
    json.field("doc", optional: doc)
    json.field("seed", seed: seed)
    json.field("runsWanted", runsWanted)
    json.field("duration", duration)
    json.field("routes", routes)
    json.array("endpoints") { json in
      for endpoint in endpoints {
        json.inline { json in
          json.object { json in
            json.field("name", endpoint.name)
            json.field("domains", endpoint.domains)
          }
        }
      }
    }
    json.field("steps", steps)
    writePicture(to: &json)
    writeExpectations(to: &json)
    json.array("notices") { json in for notice in notices { json.value(notice) } }
    json.array("runs") { json in
      for run in runs { json.object { run.write(of: self, to: &$0) } }
    }
    json.field("timelineStep", timeline?.step)
    json.key("timeline")
    guard let timeline else { return json.null() }
    json.array { json in
      for bin in timeline.bins { json.object { bin.write(of: self, to: &$0) } }
    }
  }

  private func writePicture(to json: inout JSONWriter) {
    json.array("topology") { json in
      for node in topology {
        json.inline { json in
          json.object { json in
            json.field("kind", node.kind.rawValue)
            json.field("name", node.name)
            json.field("detail", node.detail)
            json.field("children", node.children)
          }
        }
      }
    }
    json.array("faults") { json in
      for fault in faults {
        json.inline { json in
          json.object { json in
            json.field("text", fault.text)
            json.field("from", fault.from)
            json.field("to", fault.to)
            json.field("endpoints", fault.endpoints)
          }
        }
      }
    }
  }

  /// What is expected, and what came of it over the runs that are there.
  private func writeExpectations(to json: inout JSONWriter) {
    json.array("expectations") { json in
      for (expectation, outcome) in zip(expectations, outcomes) {
        json.inline { json in
          json.object { json in
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
        }
      }
    }
  }
}
