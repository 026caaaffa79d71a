import PolicyGraph
import PolicyLanguage
import PolicyRuntime

extension Session {
  /// `policyc classify`: what an answer or a failure is, and which row decides.
  mutating func classify(_ arguments: Arguments) throws(UsageError) {
    let operand = try arguments.single("one policy or artifact")
    guard let evidence = try evidence(arguments),
      let policy = try load(operand, arguments, arguments.settings())
    else { return }
    let plan = Plan(policy.graph)
    let route = try arguments.route(in: policy.graph)
    let verdict = Verdict(
      evidence, policy, plan, route, try arguments.endpoint(in: policy.graph),
      epochNs: Calendar.epochNs)
    show(arguments, verdict.json) { verdict.text(color: $0, width: $1) }
  }
}

extension Arguments {
  /// The endpoint that is named; nil if none is.
  fileprivate func endpoint(in graph: FailoverGraph) throws(UsageError) -> ID<Endpoint>? {
    guard let name = value(.endpoint)?.shown else { return nil }
    let found = graph.endpoints.ids.first { graph.text(graph.endpoints[$0].name) == name }
    guard let found else {
      let names = graph.endpoints.rows.map { graph.text($0.name) }
      throw .operands("there is no endpoint `\(name)`" + didYouMean(name, in: names), .classify)
    }
    return found
  }
}
