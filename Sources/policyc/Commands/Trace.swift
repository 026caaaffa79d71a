import PolicyGraph
import PolicyLanguage
import PolicyRuntime

extension Session {
  /// `policyc trace`: one request, told step by step.
  mutating func trace(_ arguments: Arguments) throws(UsageError) {
    let seed = try arguments.number(.seed, in: 0...UInt64.max) ?? 1
    guard let graph = try graphToTrace(arguments) else { return }
    let plan: Plan
    do throws(PlanError) {
      plan = try Plan(graph)
    } catch {
      return complain("this policy cannot be run: \(error.description)")
    }
    let route = try arguments.route(in: graph)
    var reader = GivenReader(plan)
    for value in arguments.values(.given) { try reader.read(value.shown) }
    var run = TraceRun(plan, route, reader.given, seed: seed)
    guard run.run() else {
      return complain(
        "the request waits on nothing; this is a defect of policyc \(Version.tool), please report it",
        .defect)
    }
    if arguments.value(.format)?.shown == "json" {
      out += run.story.json()
    } else {
      let color = TerminalKind.wantsColor(arguments.value(.color)?.shown, on: 1)
      out += run.story.text(color: color, width: TerminalKind.width)
    }
  }

  /// The graph of the policy or the artifact that is named; nil after a complaint.
  private mutating func graphToTrace(_ arguments: Arguments) throws(UsageError) -> FailoverGraph? {
    let operand = try arguments.single("one policy or artifact")
    guard operand.hasSuffix(".policyc") else {
      return try build(arguments)?.1.sealed()
    }
    if arguments.has(.set) {
      throw .operands("an artifact is compiled: `--set` needs the policy itself", .trace)
    }
    switch FileReader.read(operand) {
    case .failure(let failure): complain("cannot read `\(operand.shown)`: \(failure.reason)")
    case .success(let bytes):
      do throws(ArtifactError) {
        return try FailoverGraph(artifact: bytes)
      } catch {
        complain("cannot use `\(operand.shown)`: \(error.description)")
      }
    }
    return nil
  }
}

extension Arguments {
  /// The route that is named, or the only one.
  fileprivate func route(in graph: FailoverGraph) throws(UsageError) -> ID<Route> {
    let names = graph.routeNames
    guard let name = value(.route)?.shown else {
      if names.count == 1 { return ID(0) }
      throw .operands(
        names.isEmpty
          ? "there is no route in it, and so no request to trace"
          : "which route? `--route` names one of \(names.joined(separator: ", "))", .trace)
    }
    guard let route = graph.route(named: name) else {
      let hint = nearest(name, in: names).map { "; did you mean `\($0)`?" } ?? ""
      throw .operands("there is no route `\(name)`\(hint)", .trace)
    }
    return route
  }
}
