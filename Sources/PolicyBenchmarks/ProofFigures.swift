import Glibc
import PolicyGraph
import PolicyLanguage
import PolicyLint
import PolicyVerifier

/// How long reviewing takes: linting and proving each example, and how exploring grows with
/// endpoints, tiers and attempts.
enum ProofFigures {
  static func add(to table: inout Table) {
    for name in examples { addExample(name, to: &table) }
    addLarge(to: &table)
    for (tiers, attempts) in [
      ([3], 6), ([6], 6), ([12], 6), ([1, 1], 6), ([1, 1, 1, 1], 6), ([1, 2, 2, 1], 6),
      ([1, 2, 2, 7], 6), ([1, 2, 2, 7], 8), ([1, 2, 2, 7], 12), ([1, 1, 1, 1], 12),
    ] {
      addGrowth(tiers, attempts, to: &table)
    }
  }

  private static let examples = [
    "agent-tools", "llm-chat", "market-data", "order-entry", "payments", "retry-storm", "rpc-nodes",
    "search-regions",
  ]

  private static func addExample(_ name: String, to table: inout Table) {
    let compilation = compile("\(name).policy") { path in
      let bytes = File.read("examples/\(path)")
      return bytes.isEmpty ? .failure(.missing) : .success(bytes)
    }
    guard let policy = compilation.policy, let graph = compilation.sealed() else {
      preconditionFailure(
        "examples/\(name).policy does not compile: run this at the project's root")
    }
    let lint = Measure.time(batches: 5, of: 1) { _ = Lint.findings(in: policy, today: nil) }
    table.add(Figure(name: "lint \(name)", value: lint * 1e3, unit: "ms", bar: 10))
    var prover = Prover(graph)
    var slowest = 0.0
    for id in graph.guarantees.ids {
      let seconds = Measure.time(batches: 1, of: 1) {
        let isProved = prover.prove(id).verdict == .holds
        precondition(isProved, "\(name) claims what is not proved")
      }
      slowest = max(slowest, seconds)
    }
    table.add(
      Figure(
        name: "prove \(name), the slowest of \(graph.guarantees.count)", value: slowest * 1e3,
        unit: "ms", bar: 500))
  }

  /// A policy as large as they come.
  private static func addLarge(to table: inout Table) {
    for routes in [100, 1000] {
      let text = GeneratedPolicy.text(routes: routes)
      let compilation = compile("generated.policy") { _ in .success(Array(text.utf8)) }
      guard let policy = compilation.policy else { preconditionFailure("it has errors") }
      let lint = Measure.time(batches: 3, of: 1) { _ = Lint.findings(in: policy, today: nil) }
      table.add(
        Figure(
          name: "lint \(routes) routes, \(2 * routes) endpoints", value: lint * 1e3, unit: "ms",
          bar: Double(routes) * 2))
    }
  }

  /// The exact bounds of one route, which its rules' own numbers alone do not show.
  private static func addGrowth(_ tiers: [Int], _ attempts: Int, to table: inout Table) {
    let text = ProofPolicies.text(tiers: tiers, attempts: attempts)
    let compilation = compile("growth.policy") { _ in .success(Array(text.utf8)) }
    guard let graph = compilation.sealed() else {
      print(String(decoding: Render.compact(compilation.report), as: UTF8.self))
      fflush(nil)
      preconditionFailure("the policy whose requests are explored has errors")
    }
    var found: RouteBounds?
    let seconds = Measure.time(batches: 3, of: 1) {
      var prover = Prover(graph)
      found = try? prover.bounds(of: ID(0))
    }
    let count = tiers.reduce(0, +)
    let shape =
      "\(count) endpoint\(count == 1 ? "" : "s"), \(tiers.count) tier\(tiers.count == 1 ? "" : "s")"
    table.add(
      Figure(
        name: "bounds: \(shape), \(attempts) attempts", value: found == nil ? .infinity : seconds,
        unit: "s", bar: 10))
    table.add(
      Figure(
        name: "  states", value: found.map { Double($0.states) / 1e3 } ?? .infinity, unit: "k",
        bar: 1_000))
  }
}
