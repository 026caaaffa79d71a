import PolicyGraph
import Synchronization

@testable import PolicyRuntime

/// One of the two interpreters, as the tests drive it.
protocol Machine {
  associatedtype Running
  func start(
    _ facts: PlainFacts, on route: ID<Route>, at now: Tick, choosing: inout LoggedRandom
  ) -> (Running, ReferenceAction)
  func step(
    _ request: inout Running, _ event: Event, at now: Tick, choosing: inout LoggedRandom
  ) -> ReferenceAction
  func probed(_ endpoint: ID<Endpoint>, up: Bool, at: Tick)
  func isolate(_ endpoint: ID<Endpoint>, at: Tick)
  func restore(_ endpoint: ID<Endpoint>, at: Tick)
  func clear(_ endpoint: ID<Endpoint>, at: Tick)
  func failBack(_ group: ID<Group>, at: Tick)
  /// Why the decisions since the last call were made, where the machine says so.
  func takeNotes() -> [String]
  /// What outlives requests, as far as both machines can tell it.
  func standing(at: Tick) -> [String]
}

extension Machine {
  func takeNotes() -> [String] { [] }
}

/// The notes of an interpreter, until they are read.
final class NoteLog: Sendable {
  private let notes = Mutex<[Decision]>([])

  func append(_ note: Decision) { notes.withLock { $0.append(note) } }

  /// The notes without taking them.
  func peek() -> [Decision] { notes.withLock { $0 } }

  func take() -> [Decision] {
    notes.withLock { notes in
      defer { notes = [] }
      return notes
    }
  }
}

/// The interpreter that serves.
struct RealMachine: Machine {
  let interpreter: Interpreter
  private let log: NoteLog?

  /// - Parameter explains: whether its notes are kept to be told.
  init(_ plan: Plan, explains: Bool = false) {
    guard explains else {
      log = nil
      interpreter = Interpreter(plan, SharedState(for: plan))
      return
    }
    let kept = NoteLog()
    log = kept
    interpreter = Interpreter(plan, SharedState(for: plan), listener: { kept.append($0) })
  }

  /// One that is there.
  init(_ interpreter: Interpreter) {
    log = nil
    self.interpreter = interpreter
  }

  func takeNotes() -> [String] {
    let graph = interpreter.plan.graph
    return (log?.take() ?? []).map { note in
      let endpoint = note.endpoint.map { " \(graph.text(graph.endpoints[$0].name))" } ?? ""
      return "\(note.kind.word) \(note.reason.word)\(endpoint)"
    }
  }

  func start(
    _ facts: PlainFacts, on route: ID<Route>, at now: Tick, choosing: inout LoggedRandom
  ) -> (RequestState, ReferenceAction) {
    let (request, action) = interpreter.start(
      facts.facts(for: interpreter.plan), on: route, at: now, choosing: &choosing)
    return (request, ReferenceAction(action))
  }

  func step(
    _ request: inout RequestState, _ event: Event, at now: Tick, choosing: inout LoggedRandom
  ) -> ReferenceAction {
    ReferenceAction(interpreter.step(&request, event, at: now, choosing: &choosing))
  }

  func probed(_ endpoint: ID<Endpoint>, up: Bool, at now: Tick) {
    interpreter.probed(endpoint, up: up, at: now)
  }

  func standing(at now: Tick) -> [String] {
    let snapshot = interpreter.snapshot(at: now)
    let graph = interpreter.plan.graph
    var lines: [String] = []
    for row in snapshot.endpoints {
      let name = graph.text(graph.endpoints[row.endpoint].name)
      lines.append("\(name) isolated \(row.isIsolated) down \(row.isDown)")
      if let inFlight = row.inFlight { lines.append("\(name) in flight \(inFlight)") }
      for breaker in row.breakers {
        let word = graph.text(graph.breakers[breaker.breaker].name)
        lines.append("\(name) \(word) \(breaker.phase.word) \(breaker.until?.ns ?? 0)")
      }
    }
    for row in snapshot.holders {
      let name = graph.text(graph.groups[row.group].name)
      let breaker = row.breaker.map { graph.text(graph.breakers[$0].name) } ?? "-"
      lines.append("\(name) \(breaker) holder \(row.member) since \(row.since?.ns ?? -1)")
    }
    for row in snapshot.routes {
      let name = graph.text(graph.routes[row.route].name)
      if let waiting = row.waiting { lines.append("\(name) waiting \(waiting)") }
      lines.append("\(name) browned out \(row.brownoutSince != nil)")
    }
    return lines
  }

  func isolate(_ endpoint: ID<Endpoint>, at now: Tick) { interpreter.isolate(endpoint, at: now) }
  func restore(_ endpoint: ID<Endpoint>, at now: Tick) { interpreter.restore(endpoint, at: now) }
  func clear(_ endpoint: ID<Endpoint>, at now: Tick) { interpreter.clear(endpoint, at: now) }
  func failBack(_ group: ID<Group>, at now: Tick) { interpreter.failBack(group, at: now) }
}

/// The naive one.
struct ReferenceMachine: Machine {
  let reference: Reference

  init(_ graph: FailoverGraph, missing: [Bool] = []) {
    reference = Reference(graph, missing: missing)
  }

  func start(
    _ facts: PlainFacts, on route: ID<Route>, at now: Tick, choosing: inout LoggedRandom
  ) -> (ReferenceRequest, ReferenceAction) {
    reference.start(facts, on: route, at: now, choosing: &choosing)
  }

  func step(
    _ request: inout ReferenceRequest, _ event: Event, at now: Tick,
    choosing: inout LoggedRandom
  ) -> ReferenceAction {
    reference.step(request, event, at: now, choosing: &choosing)
  }

  func probed(_ endpoint: ID<Endpoint>, up: Bool, at now: Tick) {
    reference.probed(endpoint, up: up, at: now)
  }

  func standing(at now: Tick) -> [String] { reference.standing(at: now) }
  func isolate(_ endpoint: ID<Endpoint>, at now: Tick) { reference.isolate(endpoint, at: now) }
  func restore(_ endpoint: ID<Endpoint>, at now: Tick) { reference.restore(endpoint, at: now) }
  func clear(_ endpoint: ID<Endpoint>, at now: Tick) { reference.clear(endpoint, at: now) }
  func failBack(_ group: ID<Group>, at now: Tick) { reference.failBack(group, at: now) }
}
