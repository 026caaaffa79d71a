import PolicyGraph
import PolicyLanguage

extension Session {
  /// The graph of the one policy that a command names; nil after its findings have been shown.
  mutating func build(_ arguments: Arguments) throws(UsageError) -> (Input, FailoverGraph)? {
    let operand = try arguments.single("one policy")
    let settings = try arguments.settings()
    var inputs = Inputs([operand], root: arguments.value(.root))
    if inputs.count > 1 {
      throw .operands(
        "`\(operand.shown)` holds \(inputs.count) policies, and one is wanted",
        arguments.command ?? .graph)
    }
    var result: (Input, FailoverGraph)?
    var findings = Findings()
    inputs.forEach { input in
      let compilation = compile(input.name, settings: settings, read: input.read)
      findings.add(compilation.report, root: input.root)
      if let graph = compilation.graph { result = (input, graph) } else { end(.findings) }
    }
    for problem in inputs.problems { complain(problem) }
    showText(findings.report(limit: Limits.diagnosticsMax))
    return result
  }

  /// `policyc graph`: the policy as a picture.
  mutating func graph(_ arguments: Arguments) throws(UsageError) {
    guard let (_, graph) = try build(arguments) else { return }
    let route = arguments.value(.route)?.shown
    if let route, !graph.routeNames.contains(route) {
      let hint = nearest(route, in: graph.routeNames).map { "; did you mean `\($0)`?" } ?? ""
      return complain("there is no route `\(route)`\(hint)")
    }
    deliver(
      Array(graph.picture(arguments.value(.format)?.shown, route: route).utf8),
      to: arguments.value(.output))
  }
}
