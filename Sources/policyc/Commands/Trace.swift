import PolicyGraph
import PolicyRuntime

extension Session {
  /// `policyc trace`: one request, told step by step.
  mutating func trace(_ arguments: Arguments) throws(UsageError) {
    let seed = try arguments.number(.seed, in: 0...UInt64.max) ?? 1
    let operand = try arguments.single("one policy or artifact")
    guard let graph = try load(operand, arguments, arguments.settings())?.graph else { return }
    let plan = Plan(graph)
    let route = try arguments.route(in: graph)
    var reader = GivenReader(plan)
    for value in arguments.values(.given) { try reader.read(value.shown) }
    var run = TraceRun(plan, route, reader.given, seed: seed)
    guard run.run() else {
      return complain(
        "the request waits on nothing; this is a defect of policyc \(Version.tool), please report it",
        .defect)
    }
    show(arguments, run.story.json) { run.story.text(color: $0, width: $1) }
  }
}
