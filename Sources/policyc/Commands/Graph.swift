import PolicyGraph
import PolicyLanguage

extension Session {
  /// The compilation of the one policy that a command names; nil if it has errors, which are shown.
  mutating func build(_ arguments: Arguments) throws(UsageError) -> (Input, Compilation)? {
    try build(arguments.single("one policy"), arguments, arguments.settings())
  }

  /// The compilation of one policy; nil if it has errors, which are shown.
  mutating func build(
    _ operand: Path, _ arguments: Arguments, _ settings: [Setting]
  ) throws(UsageError) -> (Input, Compilation)? {
    guard let input = try input(operand, arguments),
      let compilation = build(input, settings)
    else { return nil }
    return (input, compilation)
  }

  /// The compilation of a policy that was read; nil if it has errors, which are shown.
  mutating func build(
    _ input: Input, _ settings: [Setting], isSwept: Bool = false
  ) -> Compilation? {
    let built = Built(input, settings)
    var findings = Findings()
    sources += built.sources(of: input)
    findings.add(built.compilation.report, root: input.root, read: built.read)
    var report = findings.report(limit: Limits.diagnosticsMax)
    if isSwept {
      // A mistake on the command line has no place in the file.
      let settings = report.diagnostics.filter { $0.code.id == "P0505" }
      report.diagnostics.removeAll { $0.code.id == "P0505" }
      for found in settings {
        let message = found.message.replacing("`--set ", by: "`--sweep ")
        complain(([message] + found.notes).joined(separator: "; "))
      }
    }
    showText(report)
    if built.compilation.graph != nil { return built.compilation }
    end(.findings)
    return nil
  }

  /// `policyc graph`: the policy as a picture, or what must be out before it fails.
  mutating func graph(_ arguments: Arguments) throws(UsageError) {
    try checkGraph(arguments)
    let operand = try arguments.single("one policy or artifact")
    guard let graph = try load(operand, arguments, arguments.settings())?.graph else { return }
    var route: ID<Route>?
    if let name = arguments.value(.route)?.shown {
      route = graph.route(named: name)
      if route == nil {
        let hint = didYouMean(name, in: graph.routeNames)
        return complain("there is no route `\(name)`\(hint)")
      }
    }
    let format = arguments.value(.format)?.shown
    if arguments.has(.cutSets) {
      return cutSets(of: graph, route.map { [$0] } ?? Array(graph.routes.ids), arguments)
    }
    var outage: Outage?
    if arguments.has(.outage) {
      outage = self.outage(arguments.values(.outage).map(\.shown), graph)
      if outage == nil { return }
    }
    deliver(
      Array(graph.picture(format, route: route, outage: outage).utf8),
      to: arguments.value(.output))
  }

  /// Refuses options that do not go together, before anything is read.
  private func checkGraph(_ arguments: Arguments) throws(UsageError) {
    let format = arguments.value(.format)?.shown
    if arguments.has(.cutSets) {
      if arguments.has(.outage) {
        throw .operands("`--cut-sets` asks about every outage: leave `--outage` out", .graph)
      }
      if let format, format == "dot" || format == "mermaid" {
        throw .operands(
          "`--cut-sets` is a list: its formats are text and json, not \(format)", .graph)
      }
    } else if format == "text" {
      throw .operands("only `--cut-sets` has the format text", .graph)
    }
  }
}
