import Foundation
import PolicyGraph
import TestThreads
import Testing

@testable import PolicyRuntime

/// What the rules promise, over drawn policies and far ends that do their worst.
@Suite(.offPool) struct Storms {
  @Test func `every promise holds, whatever the policy and whatever the far ends do`() throws {
    let environment = ProcessInfo.processInfo.environment
    let most = environment["PROPERTY_EVENTS"].flatMap { Int($0) } ?? 8000
    var seed = environment["PROPERTY_SEED"].flatMap { UInt64($0) } ?? 0
    var reasons: Set<Reason> = []
    var (done, policies, broken, ended) = (0, 0, 0, 0)
    while done < most, broken < 5 {
      seed += 1
      guard let (text, graph) = RandomPolicy.compiled(seed: seed) else { continue }
      policies += 1
      var storm = try Storm(graph, seed: seed)
      storm.rage(events: 500)
      storm.recover()
      done += storm.events
      ended += storm.requests.count
      reasons.formUnion(storm.reasons)
      if !storm.violations.isEmpty {
        broken += 1
        let story = (storm.trail.suffix(60) + storm.violations).joined(separator: "\n")
        Issue.record("policy \(seed):\n\(text)\n\(story)")
      }
    }
    let never = Reason.allCases.filter { !reasons.contains($0) }.map { "\($0)" }
    print("never given: \(never.joined(separator: ", "))")
    print("\(done) events of \(ended) requests under \(policies) policies, \(broken) broke a rule")
  }
}
