import PolicyGraph
import PolicyVerifier

extension CutSetReport {
  /// The reports as JSON (`grammar/schemas/cut-sets.schema.json`).
  static func json(_ reports: [CutSetReport]) -> [UInt8] {
    JSONWriter.document { json in
      json.field("formatVersion", 1)
      json.objects("routes", reports) { $0.write(to: &$1) }
    }
  }

  private func write(to json: inout JSONWriter) {
    json.field("route", routeName)
    json.field("limit", full.limit?.description)
    json.objects("ways", zip(full.ways, degraded.ways)) { ways, json in
      let (way, lower) = ways
      json.field("arms", graph.conditions(way.tags, way.arms))
      json.object("full") { write(way, &$0) }
      json.object("degraded") { write(lower, &$0) }
    }
  }

  private func write(_ way: CutSets.Way, _ json: inout JSONWriter) {
    json.field("endpoints", way.endpoints.map { name($0) })
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
    json.field("limit", limit?.description)
    json.array("sets") { json in
      for set in list {
        json.array { json in
          for element in set.elements { json.object { write(element, &$0) } }
        }
      }
    }
    json.field("more", rest)
  }

  private func write(_ element: CutSet.Element, _ json: inout JSONWriter) {
    fields(element.source, &json)
    json.objects("alike", element.alike) { fields($0, &$1) }
    json.field("endpoints", element.endpoints.map { name($0) })
  }

  private func fields(_ source: FaultSource, _ json: inout JSONWriter) {
    switch source {
    case .domain(let id):
      json.field("label", graph.text(graph.domains[id].label))
      json.field("name", graph.text(graph.domains[id].name))
    case .endpoint(let id): json.field("endpoint", name(id))
    }
  }
}
