import Foundation
import PolicyGraph
import PolicyRuntime
import PolicyVerifier
import TestThreads
import Testing

/// `Tests/Corpus/guarantees`: defaults, totals that can be worked out by hand, bounds over many
/// requests, and traps in which a guarantee holds only by luck.
@Suite(.offPool) struct GuaranteeCorpusTests {
  /// One case: changes to its file's policy, and what comes of the guarantees.
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var policy: String
    var verdict: [String]
    /// Changes of which nothing was found to change.
    var idle: [String]
  }

  static let cases: [Case] = ["bounds.md", "standard.md", "totals.md", "traps.md"].flatMap { name in
    let url = Policies.tests.appending(path: "Corpus/guarantees/\(name)")
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    let sections = text.components(separatedBy: "\n## ").dropFirst()
    let base = sections.first.map { block("policy", $0) } ?? ""
    return sections.dropFirst().map { section in
      var policy = base
      var idle: [String] = []
      for line in block("change", section).split(separator: "\n") {
        let sides = String(line).components(separatedBy: " => ")
        if !policy.contains(sides[0]) || sides.count != 2 { idle.append(String(line)) }
        policy = policy.replacing(sides[0], with: sides.last ?? "")
      }
      return Case(
        testDescription: "\(name): \(section.prefix { $0 != "\n" })", policy: policy,
        verdict: block("verdict", section).split(separator: "\n").map(String.init), idle: idle)
    }
  }

  private static func block(_ name: String, _ section: String) -> String {
    section.components(separatedBy: "```\(name)\n").dropFirst().first?
      .components(separatedBy: "```").first ?? ""
  }

  @Test func `the corpus is there`() {
    #expect(GuaranteeCorpusTests.cases.count >= 39)
  }

  @Test(arguments: cases) func `a guarantee comes to what it must`(sample: Case) throws {
    #expect(sample.idle.isEmpty, "a change that changes nothing")
    let graph = try Policies.graph(sample.policy)
    var prover = Prover(graph)
    let proofs = graph.guarantees.ids.map { prover.prove($0) }
    #expect(proofs.map(\.line) == sample.verdict)
    for (id, proof) in zip(graph.guarantees.ids, proofs) where proof.verdict == .fails {
      // Whoever reads it sees a request to its end, or up to what it shows.
      guard let last = proof.witness?.steps.last else { continue }
      if graph.guarantees[id].kind != .reaches { #expect(last.action.isEnd) }
    }
  }
}

extension Proof {
  /// The verdict in a line: whether it fails by a request that shows it, or only by many of them.
  fileprivate var line: String {
    let shows = verdict != .fails || witness != nil
    return "\(verdict.rawValue)\(shows ? "" : ", and no request shows it"): \(found)"
  }
}
