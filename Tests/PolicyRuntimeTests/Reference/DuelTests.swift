import Foundation
import PolicyGraph
import TestThreads
import Testing

@testable import PolicyRuntime

/// The interpreter that serves against the naive one.
@Suite(.offPool) struct Duels {
  /// Two machines for a graph.
  typealias Make<A: Machine, B: Machine> = (FailoverGraph) throws -> (A, B)

  @Test func `the interpreter decides as the reference does, whatever happens`() throws {
    let events =
      ProcessInfo.processInfo.environment["REFERENCE_EVENTS"].flatMap { Int($0) } ?? 12_000
    let first = ProcessInfo.processInfo.environment["REFERENCE_SEED"].flatMap { UInt64($0) } ?? 1
    let most = ProcessInfo.processInfo.environment["REFERENCE_MISMATCHES"].flatMap { Int($0) } ?? 5
    var (done, policies, drawn, mismatches) = (0, 0, 0, 0)
    var seed = first
    while done < events, mismatches < most {
      seed += 1
      drawn += 1
      guard let (text, graph) = RandomPolicy.compiled(seed: seed) else { continue }
      policies += 1
      let make: Make<RealMachine, ReferenceMachine> = { graph in
        let missing = Self.missing(graph, seed)
        return (
          RealMachine(Plan(graph, missing: missing)), ReferenceMachine(graph, missing: missing)
        )
      }
      let (count, incidents) = try Self.fight(graph, seed: seed, events: 600, make)
      done += count.events
      #expect(count.differences == [], "policy \(seed):\n\(text)")
      if let incidents {
        mismatches += 1
        let few = try Self.shrunk(incidents, graph, make)
        let (less, smaller) = try Self.shrunk(text, graph, few, make)
        let last = try Self.shrunk(few, smaller, make)
        let story = try Self.told(last, smaller) { graph in
          let missing = Self.missing(graph, seed)
          return (
            RealMachine(Plan(graph, missing: missing), explains: true),
            ReferenceMachine(graph, missing: missing)
          )
        }
        Issue.record("policy \(seed):\n\(less)\n\(story)")
      }
    }
    print("\(done) events, \(policies) valid of \(drawn) drawn policies, \(mismatches) mismatches")
  }

  @Test func `an interpreter that is listened to decides as one that is not`() throws {
    let seeds =
      ProcessInfo.processInfo.environment["REFERENCE_EVENTS"].flatMap { UInt64($0) } ?? 10_000
    let first = ProcessInfo.processInfo.environment["REFERENCE_SEED"].flatMap { UInt64($0) } ?? 1
    for seed in first...(first + max(10, seeds / 1000)) {
      guard let (text, graph) = RandomPolicy.compiled(seed: seed) else { continue }
      let make: Make<RealMachine, RealMachine> = { graph in
        (RealMachine(Plan(graph), explains: true), RealMachine(Plan(graph)))
      }
      let (count, incidents) = try Self.fight(graph, seed: seed, events: 600, make)
      #expect(count.differences == [], "policy \(seed):\n\(text)")
      guard let incidents else { continue }
      let few = try Self.shrunk(incidents, graph, make)
      let (less, smaller) = try Self.shrunk(text, graph, few, make)
      Issue.record("policy \(seed):\n\(less)\n\(try Self.told(few, smaller, make))")
    }
  }

  @Test func `the reference decides as itself, so that the script shows only real differences`()
    throws
  {
    for seed in 1...UInt64(20) {
      guard let (_, graph) = RandomPolicy.compiled(seed: seed) else { continue }
      let (_, incidents) = try Self.fight(graph, seed: seed, events: 300) { graph in
        (ReferenceMachine(graph), ReferenceMachine(graph))
      }
      #expect(incidents == nil)
    }
  }

  @Test(arguments: Breach.allCases)
  func `two machines that run different policies are told apart`(_ breach: Breach) throws {
    for seed in 1...UInt64(100) {
      guard let (_, graph) = RandomPolicy.compiled(seed: seed) else { continue }
      let (_, incidents) = try Self.fight(graph, seed: seed, events: 200) { graph in
        var other = graph
        breach.change(&other)
        return (ReferenceMachine(graph), ReferenceMachine(other))
      }
      if incidents != nil { return }
    }
    Issue.record("nobody noticed \(breach)")
  }

  /// Which credentials nobody has: none under most policies, every other one under the rest.
  private static func missing(_ graph: FailoverGraph, _ seed: UInt64) -> [Bool] {
    guard seed % 3 == 0 else { return [] }
    // By the reference, so that a policy that is shrunk lacks the same ones.
    return graph.credentials.rows.map { row in
      graph.text(row.reference).utf8.reduce(seed / 3) { $0 &* 31 &+ UInt64($1) } % 2 == 0
    }
  }

  /// Lets a drawn script happen; the incidents up to the first mismatch, if there is one.
  static func fight<A: Machine, B: Machine>(
    _ graph: FailoverGraph, seed: UInt64, events: Int, _ make: Make<A, B>
  ) throws -> ((events: Int, differences: [String]), [Incident]?) {
    let (a, b) = try make(graph)
    var duel = Duel(graph, a, b)
    var script = RandomScript(seed: seed, graph)
    var incidents: [Incident] = []
    for count in 1...(script.hurries ? events * 4 : events) {
      let incident = script.next(duel)
      incidents.append(incident)
      if !duel.happens(incident) { return ((count, []), incidents) }
    }
    return ((incidents.count, duel.differences()), nil)
  }

  /// Leaves out the lines of a policy that the mismatch does not need.
  static func shrunk<A: Machine, B: Machine>(
    _ text: String, _ graph: FailoverGraph, _ incidents: [Incident], _ make: Make<A, B>
  ) throws -> (String, FailoverGraph) {
    var small = (lines: text.split(separator: "\n").map(String.init), graph: graph)
    func attempt(_ lines: [String]) throws {
      guard let graph = RandomPolicy.compiled(lines.joined(separator: "\n") + "\n"),
        graph.endpoints.count == small.graph.endpoints.count,
        graph.routes.count == small.graph.routes.count,
        graph.groups.count == small.graph.groups.count,
        graph.classes.count == small.graph.classes.count,
        try differs(incidents, graph, make) != nil
      else { return }
      small = (lines, graph)
    }
    for _ in 0..<2 {
      for index in small.lines.indices.reversed() where index < small.lines.count {
        let line = small.lines[index]
        var end = index
        if line.hasSuffix("{") {
          end = small.lines[index...].firstIndex(of: line.hasPrefix(" ") ? "  }" : "}") ?? index
        }
        guard line != "}" else { continue }
        try attempt(Array(small.lines[..<index]) + Array(small.lines[(end + 1)...]))
      }
    }
    return (small.lines.joined(separator: "\n"), small.graph)
  }

  /// The first incident after which the two differ.
  static func differs<A: Machine, B: Machine>(
    _ incidents: [Incident], _ graph: FailoverGraph, _ make: Make<A, B>
  ) throws -> Int? {
    let (a, b) = try make(graph)
    var duel = Duel(graph, a, b)
    return incidents.indices.first { !duel.happens(incidents[$0]) }
  }

  /// Leaves out what the mismatch does not need.
  static func shrunk<A: Machine, B: Machine>(
    _ given: [Incident], _ graph: FailoverGraph, _ make: Make<A, B>
  ) throws -> [Incident] {
    var small = given
    var size = small.count / 2
    while size >= 1 {
      var start = 0
      while start < small.count {
        var fewer = small
        let end = min(start + size, small.count)
        // A start that is left out stays as a request that never happens: numbers stay.
        for i in start..<end { fewer[i] = small[i].silenced }
        if fewer.map(\.isSilent) != small.map(\.isSilent),
          let last = try differs(fewer, graph, make)
        {
          small = Array(fewer[...last])
        }
        start += size
      }
      size /= 2
    }
    return small
  }

  /// The script in words, with what both decided.
  static func told<A: Machine, B: Machine>(
    _ incidents: [Incident], _ graph: FailoverGraph, _ make: Make<A, B>
  ) throws -> String {
    let (a, b) = try make(graph)
    var duel = Duel(graph, a, b)
    duel.isLogging = true
    for incident in incidents where !duel.happens(incident) { break }
    return duel.log.joined(separator: "\n")
  }
}
