import Foundation
import PolicyGraph

/// The models that a policy names: those that its routes are asked for, and those that its
/// endpoints serve.
struct Catalog: Sendable {
  let models: [String]

  /// Reads them from a compiled policy, in its order.
  init(contentsOf path: String) throws {
    let graph = try FailoverGraph(artifact: [UInt8](Data(contentsOf: URL(fileURLWithPath: path))))
    var models: [String] = []
    func add(_ name: Name) {
      let model = graph.text(name)
      if !models.contains(model) { models.append(model) }
    }
    for route in graph.routes.rows {
      for match in graph.routeMatches[route.matches] {
        guard let header = match.header, graph.text(header) == "model" else { continue }
        for word in graph.words[match.values] { add(word.text) }
      }
    }
    for served in graph.servedValues.rows where graph.text(served.tag) == "model" {
      add(served.value)
    }
    self.models = models
  }

  /// The list as OpenAI's clients read it.
  var json: [UInt8] {
    let rows = models.map(Catalog.row)
    return Array("{\"object\":\"list\",\"data\":[\(rows.joined(separator: ","))]}".utf8)
  }

  /// One model; nil if there is none of that name.
  func json(of model: String) -> [UInt8]? {
    models.contains(model) ? Array(Catalog.row(model).utf8) : nil
  }

  private static func row(_ model: String) -> String {
    "{\"id\":\(JSONText.quoted(model)),\"object\":\"model\",\"created\":0,\"owned_by\":\"policy\"}"
  }
}
