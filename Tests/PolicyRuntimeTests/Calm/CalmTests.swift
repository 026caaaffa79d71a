import Foundation
import PolicyGraph
import PolicyLanguage
import TestThreads
import Testing

@testable import PolicyRuntime

/// Tickets against the long way: the same interpreter, listened to, looks at everything.
@Suite(.offPool) struct CalmTests {
  @Test func `a ticket is what the long way decides, whatever happens around it`() throws {
    let most =
      ProcessInfo.processInfo.environment["CALM_REQUESTS"].flatMap { Int($0) } ?? 4000
    var (requests, tickets, answered, policies, mismatches) = (0, 0, 0, 0, 0)
    var seed: UInt64 = 0
    while requests < most, mismatches < 5 {
      seed += 1
      guard let (text, graph) = RandomPolicy.compiled(seed: seed) else { continue }
      policies += 1
      var trial = Trial(graph, seed: seed)
      let isSame = trial.run(events: 900)
      requests += trial.duel.pairs.count
      tickets += trial.duel.a.tickets
      answered += trial.duel.a.answered
      #expect(trial.duel.b.tickets == 0)
      let differences = trial.duel.differences()
      if isSame && differences.isEmpty { continue }
      mismatches += 1
      trial = Trial(graph, seed: seed)
      trial.duel.isLogging = true
      _ = trial.run(events: 900)
      let story = trial.duel.log.suffix(60).joined(separator: "\n")
      Issue.record("policy \(seed):\n\(text)\n\(story)\n\(differences)")
    }
    print(
      "\(requests) requests under \(policies) policies, \(tickets) tickets, \(answered) of them "
        + "to the end, \(mismatches) mismatches")
    #expect(tickets * 25 > requests)
    #expect(answered * 3 > tickets)
  }

  /// The examples that the repository comes with: each of their routes, by the file's name.
  @Test(
    arguments: [
      "agent-tools", "llm-chat", "market-data", "order-entry", "payments", "retry-storm",
      "rpc-nodes", "search-regions",
    ])
  func `every route of an example starts with a ticket while nothing is wrong`(
    _ name: String
  ) throws {
    let root = URL(fileURLWithPath: #filePath).pathComponents.dropLast(4)
    let folder = root.joined(separator: "/") + "/examples/"
    let compilation = compile(name + ".policy") { path in
      FileManager.default.contents(atPath: folder + path).map { .success(Array($0)) }
        ?? .failure(.missing)
    }
    let graph = try #require(compilation.graph)
    let plan = Plan(graph)
    let interpreter = Interpreter(plan, SharedState(for: plan))
    var random = Random(seed: 1)
    var now = Tick.s(1)
    for id in graph.routes.ids {
      for _ in 0..<20 {
        let facts = RequestFacts(size: 100)
        let ticket = interpreter.enter(facts, on: id, at: now, choosing: &random)
        #expect(ticket.isCalm, "\(graph.text(graph.routes[id].name))")
        guard ticket.isCalm else { break }
        now = now + .ms(100)
        interpreter.leave(ticket, of: facts, at: now, choosing: &random)
      }
    }
  }

  /// Two interpreters, and what happens to both.
  struct Trial {
    var duel: Duel<ReloadingMachine, ReloadingMachine>
    private var script: RandomScript
    private let graph: FailoverGraph
    private var isRoomy = false

    init(_ graph: FailoverGraph, seed: UInt64) {
      self.graph = graph
      duel = Duel(
        graph, ReloadingMachine(graph, isListenedTo: false),
        ReloadingMachine(graph, isListenedTo: true))
      script = RandomScript(seed: seed, graph)
    }

    /// Lets so much happen; false at the first decision that differs.
    mutating func run(events: Int) -> Bool {
      for _ in 0..<events {
        switch script.random.pick(150) {
        case 0: reload()
        case 1:
          // A clock that is set: back, or far ahead.
          let by = [-50_000_000, -2_000_000_000, -60_000_000_000, 40_000_000_000] as [Int64]
          duel.now = max(.s(100), duel.now + Tick(ns: by[script.random.pick(by.count)]))
        default: break  // most often nothing
        }
        if !duel.happens(calmed(script.next(duel))) { return false }
      }
      return true
    }

    /// What happens, most of it made good: tickets live on that.
    private mutating func calmed(_ incident: Incident) -> Incident {
      guard script.random.pick(8) > 0 else { return incident }
      var incident = incident
      switch incident.what {
      case .finish(let request, let leg, let outcome) where outcome.errorClass != nil:
        incident.what = .finish(request, leg: leg, .success(usage: outcome.usage))
      case .isolate(let endpoint): incident.what = .restore(endpoint)
      case .probed(let endpoint, up: false): incident.what = .probed(endpoint, up: true)
      default: break  // all else happens as it was drawn
      }
      return incident
    }

    /// The same policy, or one with other limits.
    private mutating func reload() {
      isRoomy.toggle()
      var next = graph
      if isRoomy {
        for id in next.limits.ids {
          next.limits[id].requests?.amount *= 3
          next.limits[id].concurrency = next.limits[id].concurrency.map { $0 * 2 }
        }
      }
      duel.a.load(next, at: duel.now)
      duel.b.load(next, at: duel.now)
    }
  }
}
