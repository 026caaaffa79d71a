import PolicyGraph
import PolicyLanguage
import PolicyRuntime
import PolicySimulator
import Testing

/// Requests of one policy, one after the other, each with what befalls it.
final class ScriptedRun {
  private let plan: Plan
  private let recorder: CoverageRecorder
  private let interpreter: Interpreter
  private var random = Random(seed: 1)
  private var number: UInt64 = 0
  /// When the next request begins.
  var now = Tick.zero

  init(_ policy: String) throws {
    let compilation = compile("case.policy") { _ in .success(Array(policy.utf8)) }
    let graph = try #require(compilation.graph, "\(compilation.report.diagnostics.map(\.message))")
    plan = Plan(graph)
    let recorder = CoverageMap(graph).recorder()
    self.recorder = recorder
    interpreter = Interpreter(plan, SharedState(for: plan)) { recorder.record($0) }
  }

  /// The names of the ways that were taken, with their counts, in order.
  var taken: [String] {
    recorder.coverage().items.filter { $0.count > 0 }.map { "\($0.name) ×\($0.count)" }
  }

  /// All ways.
  var ways: [String] { recorder.coverage().items.map { "\($0.kind.rawValue) \($0.name)" } }

  var coverage: Coverage { recorder.coverage() }

  /// One request of a route.
  ///
  /// Each endpoint answers its attempts with the outcomes given, and then
  /// well: a class, `cut` for an answer that breaks off, `hang` for silence.
  ///
  /// - Parameters:
  ///   - handlers: What handlers say, in order: `served` if nothing is said.
  ///   - found: What asking the far end finds.
  func request(
    _ outcomes: [String: [String]] = [:], route: String? = nil, handlers: [Bool] = [],
    found: Reconciliation = .cannotLand, priority: UInt8 = 5
  ) {
    var (outcomes, handlers) = (outcomes, handlers)
    number += 1
    let id = plan.graph.routes.ids.first { name(plan.graph.routes[$0].name) == route } ?? ID(0)
    var facts = RequestFacts()
    facts.priority = priority
    var (state, action) = interpreter.start(
      facts, on: id, number: number, at: now, choosing: &random)
    for _ in 0..<200 where !action.isEnd {
      let event = event(after: action, &outcomes, &handlers, found, &state)
      now = event == nil ? max(now, action.wakeAt) : now + .ms(1)
      action = interpreter.step(&state, event ?? .timer, at: now, choosing: &random)
    }
    #expect(action.isEnd)
    now = now + .ms(1)
  }

  /// What happens after an action; nil if nothing does before its time is over.
  private func event(
    after action: Action, _ outcomes: inout [String: [String]], _ handlers: inout [Bool],
    _ found: Reconciliation, _ state: inout RequestState
  ) -> Event? {
    switch action.kind {
    case .attempt, .resume:
      let endpoint = name(plan.graph.endpoints[action.endpoint].name)
      let word = outcomes[endpoint]?.isEmpty == false ? outcomes[endpoint]?.removeFirst() : nil
      switch word {
      case nil: return .finished(action.attempt, .success)
      case "hang": return nil
      case "cut":
        _ = interpreter.step(&state, .firstByte(action.attempt), at: now, choosing: &random)
        return failure("interrupted", action)
      case let word?: return failure(word, action)
      }
    case .reconcile: return .reconciled(found)
    case .degrade: return .stepFinished(served: handlers.isEmpty ? true : handlers.removeFirst())
    case .notify: return .proceed
    case .wait, .answer, .fail: return nil
    }
  }

  private func failure(_ word: String, _ action: Action) -> Event? {
    let classes = plan.graph.classes
    guard let found = classes.ids.first(where: { name(classes[$0].name) == word }) else {
      Issue.record("there is no class `\(word)`")
      return nil
    }
    let row = classes[found]
    return .finished(
      action.attempt, Outcome(found, executed: row.executed, scope: row.scope))
  }

  private func name(_ name: Name) -> String { plan.graph.text(name) }
}
