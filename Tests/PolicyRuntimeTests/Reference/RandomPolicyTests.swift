import PolicyGraph
import PolicyLanguage
import TestThreads
import Testing

/// The generator of policies: without valid ones the differential test shows nothing.
@Suite(.offPool) struct RandomPolicies {
  @Test func `at least half of the drawn policies are valid, and together they use everything`() {
    var refused: [String: Int] = [:]
    var valid: [FailoverGraph] = []
    let tries = 300
    for seed in 0..<UInt64(tries) {
      let text = RandomPolicy.text(seed: seed)
      let compilation = compile("random.policy") { _ in .success(Array(text.utf8)) }
      if let graph = compilation.graph {
        valid.append(graph)
      } else if let first = compilation.report.diagnostics.first {
        refused["\(first.code): \(first.message)", default: 0] += 1
      }
    }
    let common = refused.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(5)
    print("\(valid.count) of \(tries) drawn policies are valid; refused most often:")
    for (message, count) in common { print("  \(count) × \(message)") }
    #expect(valid.count * 2 >= tries)
    #expect(all(valid.flatMap { $0.groups.rows.map(\.kind) }))
    #expect(all(valid.flatMap { $0.groups.rows.map(\.balance) }))
    #expect(all(valid.flatMap { $0.groups.rows.map(\.failback) }))
    #expect(all(valid.flatMap { $0.arms.rows.map(\.kind) }))
    #expect(valid.contains { graph in graph.groups.ids.contains { graph.refusesRest($0) } })
    #expect(all(valid.flatMap { $0.responses.rows.map(\.kind) }))
    #expect(all(valid.flatMap { $0.backoffs.rows.map(\.kind) }))
    #expect(all(valid.flatMap { $0.backoffs.rows.map(\.jitter) }))
    #expect(all(valid.flatMap { $0.trips.rows.map(\.kind) }))
    #expect(all(valid.flatMap { $0.steps.rows.map(\.answer) }))
    #expect(all(valid.flatMap { $0.routes.rows.map(\.effect) }))
    #expect(all(valid.flatMap { $0.routes.rows.map(\.commit) }))
  }

  /// Whether every word of a closed list occurs.
  private func all<C: Choice>(_ values: [C]) -> Bool {
    C.allCases.allSatisfy { values.contains($0) }
  }
}
