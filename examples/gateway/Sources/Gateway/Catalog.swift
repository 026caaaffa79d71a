import Foundation
import PolicyGraph
import PolicyHTTP
import PolicyService

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

  /// The list as OpenAI's clients read it, with what serves each model now.
  func json(_ engine: PolicyEngine) -> [UInt8] {
    let states = Catalog.states(engine)
    let rows = models.map { Catalog.row($0, engine, states) }
    return Array("{\"object\":\"list\",\"data\":[\(rows.joined(separator: ","))]}".utf8)
  }

  /// One model; nil if there is none of that name.
  func json(of model: String, _ engine: PolicyEngine) -> [UInt8]? {
    guard models.contains(model) else { return nil }
    return Array(Catalog.row(model, engine, Catalog.states(engine)).utf8)
  }

  private static func states(_ engine: PolicyEngine) -> [String: EndpointState] {
    let rows = engine.snapshot().endpoints.map { ($0.name, $0.state) }
    return Dictionary(uniqueKeysWithValues: rows)
  }

  /// OpenAI's members, and `policyc`: whether somebody serves the model now, and who may, first
  /// choice first.
  private static func row(
    _ model: String, _ engine: PolicyEngine, _ states: [String: EndpointState]
  ) -> String {
    var served = false
    var endpoints: [String] = []
    for name in self.endpoints(of: model, engine) {
      guard let state = states[name] else { continue }
      served = served || state.isServing
      let wait = state.wait.map { ",\"retry_after\":\(RetryAfter.seconds($0))" } ?? ""
      endpoints.append(
        "{\"name\":\(JSONText.quoted(name)),\"state\":\(JSONText.quoted(state.word))\(wait)}")
    }
    return """
      {"id":\(JSONText.quoted(model)),"object":"model","created":0,"owned_by":"policy",\
      "policyc":{"served":\(served),"endpoints":[\(endpoints.joined(separator: ","))]}}
      """
  }

  /// Those of the forms that it is served in, each once.
  private static func endpoints(of model: String, _ engine: PolicyEngine) -> [String] {
    var names: [String] = []
    for form in Form.allCases {
      let tags = [Request.Tag("model", model), Request.Tag("form", form.rawValue)]
      let route = engine.route(method: "POST", path: form.path, headers: [("model", model)])
      for name in route?.endpoints(for: Request(tags: tags)) ?? [] where !names.contains(name) {
        names.append(name)
      }
    }
    return names
  }
}
