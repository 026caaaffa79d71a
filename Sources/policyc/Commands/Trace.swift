import PolicyGraph
import PolicyLanguage
import PolicyRuntime

extension Session {
  /// `policyc trace`: one request, told step by step.
  mutating func trace(_ arguments: Arguments) throws(UsageError) {
    let seed = try arguments.number(.seed, in: 0...UInt64.max) ?? 1
    let operand = try arguments.single("one policy or artifact")
    guard let graph = try load(operand, arguments, arguments.settings())?.graph else { return }
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
