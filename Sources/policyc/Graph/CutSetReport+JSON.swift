import PolicyGraph
import PolicyVerifier

extension CutSetReport {
  /// The reports as JSON (`grammar/schemas/cut-sets.schema.json`).
  static func json(_ reports: [CutSetReport]) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.field("formatVersion", 1)
      json.array("routes") { json in
        for report in reports { report.write(to: &json) }
      }
    }
    return json.finish()
  }

  private func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("route", routeName)
      json.key("limit")
      write(full.limit, &json)
      json.array("ways") { json in
        for (way, lower) in zip(full.ways, degraded.ways) {
          json.object { json in
            json.array("arms") { json in
              for condition in graph.conditions(way.tags, way.arms) { json.value(condition) }
            }
            json.object("full") { write(way, &$0) }
            json.object("degraded") { write(lower, &$0) }
          }
        }
      }
    }
  }

  private func write(_ way: CutSets.Way, _ json: inout JSONWriter) {
    json.array("endpoints") { json in
      for endpoint in way.endpoints { json.value(name(endpoint)) }
    }
    var limit: FaultLimit?
    var list: [CutSet] = []
    var rest = 0
    switch way.answer {
    case .nothing: json.field("broken", "never")
    case .already: json.field("broken", "always")
    case .tooLarge(let found):
      json.field("broken", "unknown")
      limit = found
    case .sets(let sets, let more):
      json.field("broken", "by-sets")
      (list, rest) = (sets, more)
    }
    json.key("limit")
    write(limit, &json)
    json.array("sets") { json in
      for set in list {
        json.array { json in
          for element in set.elements { write(element, &json) }
        }
      }
    }
    json.field("more", rest)
  }

  private func write(_ element: CutSet.Element, _ json: inout JSONWriter) {
    json.object { json in
      fields(element.source, &json)
      json.array("alike") { json in
        for source in element.alike { json.object { fields(source, &$0) } }
      }
      json.array("endpoints") { json in
        for endpoint in element.endpoints { json.value(name(endpoint)) }
      }
    }
  }

  private func fields(_ source: FaultSource, _ json: inout JSONWriter) {
    switch source {
    case .domain(let id):
      json.field("label", graph.text(graph.domains[id].label))
      json.field("name", graph.text(graph.domains[id].name))
    case .endpoint(let id): json.field("endpoint", name(id))
    }
  }

  private func write(_ limit: FaultLimit?, _ json: inout JSONWriter) {
    if let limit { json.value(limit.description) } else { json.null() }
  }
}
