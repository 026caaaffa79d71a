import Glibc
import PolicyGraph
import PolicyLanguage
import PolicyLint
import PolicyVerifier

/// How what the commands do grows with their input: nothing by more than its square, and nothing
/// without end.
enum GrowthFigures {
  /// What twice the input may cost.
  private static let square = 4.0

  static func add(to table: inout Table) {
    for dimension in GrowthPolicies.Dimension.allCases {
      let (small, large) = dimension.sizes
      add(
        "\(small) → \(large) \(dimension.rawValue)",
        (GrowthPolicies.text(dimension, small), GrowthPolicies.text(dimension, large)), to: &table)
      prove("\(large) \(dimension.rawValue)", GrowthPolicies.text(dimension, large), to: &table)
    }
    prove("128 equal endpoints", GrowthPolicies.text(.endpoints, 128), bar: 2, to: &table)
    add(
      "1 → 2 MB of text",
      (GeneratedPolicy.text(bytes: 1_000_000), GeneratedPolicy.text(bytes: 2_000_000)), to: &table)
  }

  /// What twice the size costs, beside the size.
  private static func add(
    _ name: String, _ texts: (small: String, large: String), to table: inout Table
  ) {
    func grown(_ command: String, _ cost: (Compiled) -> Double) {
      let ratio = cost(Compiled(texts.large)) / max(cost(Compiled(texts.small)), 1e-9)
      table.add(Figure(name: "\(name), \(command)", value: ratio, unit: "×", bar: square))
    }
    grown("lint") { it in seconds { _ = Lint.findings(in: it.policy, today: nil) } }
    grown("compile") { it in seconds { _ = Compiled(it.text).graph.encode() } }
    grown("graph") { it in seconds { _ = it.graph.dot() } }
    grown("graph, bytes") { Double($0.graph.dot().utf8.count) }
  }

  private static func seconds(_ body: () -> Void) -> Double {
    Measure.time(batches: 5, of: 1, body)
  }

  /// What its guarantees take to be proved, or to be given up.
  private static func prove(
    _ name: String, _ text: String, bar: Double = 5, to table: inout Table
  ) {
    let graph = Compiled(text).graph
    let seconds = Measure.time(batches: 1, of: 1) {
      var prover = Prover(graph)
      for id in graph.guarantees.ids { _ = prover.prove(id) }
    }
    let count = graph.guarantees.count
    table.add(
      Figure(name: "\(name), test: \(count) guarantees", value: seconds, unit: "s", bar: bar))
  }

  /// A policy without errors.
  private struct Compiled {
    let text: String
    let policy: CheckedPolicy
    let graph: FailoverGraph

    init(_ text: String) {
      let compilation = compile("growth.policy") { _ in .success(Array(text.utf8)) }
      guard let policy = compilation.policy, let graph = compilation.sealed() else {
        print(String(decoding: Render.compact(compilation.report), as: UTF8.self))
        fflush(nil)
        preconditionFailure("a policy that grows has errors")
      }
      (self.text, self.policy, self.graph) = (text, policy, graph)
    }
  }
}
