import Foundation
import PolicyGraph
import PolicyRuntime

/// What a case asks of the interpreter, call by call, and what it answers, in the numbers of the C
/// interface: what the other languages' runners replay.
///
/// `POLICYC_TRANSCRIPT=FILE swift test --filter Traces` writes all cases to one file. Its lines are
/// described in `Tests/C/transcript.md`.
struct TraceTranscript {
  private(set) var lines: [String] = []
  private var policies: [String] = []
  private var requests = 0
  private var hasDraws = false

  /// A policy is put to work.
  mutating func engine(_ name: String, _ artifact: [UInt8], at now: Tick) {
    if !policies.contains(name) {
      policies.append(name)
      lines.append("policy \(policies.count - 1) \(Data(artifact).base64EncodedString())")
    }
    lines.append("engine \(policies.firstIndex(of: name) ?? 0) at=\(now.ns)")
  }

  /// The choices that the next call is given.
  private mutating func draws(_ planned: [Int64]) {
    if planned.isEmpty && !hasDraws { return }
    hasDraws = !planned.isEmpty
    lines.append((["draws"] + planned.map { "\($0)" }).joined(separator: " "))
  }

  /// A request begins; gives the number that its steps name.
  mutating func begin(
    _ facts: RequestFacts, tags: [String], on route: ID<Route>, number: UInt64,
    drawing planned: [Int64], at now: Tick
  ) -> Int {
    draws(planned)
    requests += 1
    let words = tags.map { " tag=\($0)" }.joined()
    lines.append(
      "begin \(requests) route=\(route.raw) size=\(facts.size) priority=\(facts.priority)"
        + " delivery=\(facts.delivery.rawValue) number=\(number) at=\(now.ns)" + words)
    return requests
  }

  /// A request is told something.
  mutating func step(_ request: Int, _ event: Event, drawing planned: [Int64], at now: Tick) {
    draws(planned)
    var words = ""
    switch event {
    case .firstByte(let id): words = "kind=0 leg=\(id.leg) attempt=\(id.number)"
    case .finished(let id, let outcome):
      words =
        "kind=1 leg=\(id.leg) attempt=\(id.number) class=\(text(outcome.errorClass?.raw))"
        + " executed=\(outcome.executed.rawValue) scope=\(outcome.scope.rawValue)"
        + " hint=\(outcome.hint.wait) never=\(outcome.hint.never ? 1 : 0)"
        + " usage=\(outcome.usage) answered=\(outcome.answered ? 1 : 0)"
    case .timer: words = "kind=2"
    case .reconciled(let found): words = "kind=3 result=\(found.rawValue)"
    case .stepFinished(let served): words = "kind=4 result=\(served ? 1 : 0)"
    case .proceed: words = "kind=5"
    case .cancel: words = "kind=6"
    }
    lines.append("step \(request) \(words) at=\(now.ns)")
  }

  /// An operator or a probe.
  mutating func operate(_ what: Int, _ index: UInt32, at now: Tick) {
    lines.append("operate \(what) \(index) at=\(now.ns)")
  }

  /// What was noted on the way.
  mutating func notes(_ decisions: [Decision]) {
    for one in decisions {
      let numbers = [
        text(one.at.ns), text(one.value), "\(one.request)", text(one.route?.raw),
        text(one.endpoint?.raw), text(one.breaker?.raw), text(one.group?.raw),
        text(one.errorClass?.raw), text(one.credential?.raw), text(one.step?.raw),
        "\(one.attempt)", "\(one.kind.rawValue)", "\(one.reason.rawValue)",
        text(one.response.map { UInt32($0.rawValue) }),
        text(one.scope.map { UInt32($0.rawValue) }),
      ]
      lines.append("note " + numbers.joined(separator: " "))
    }
  }

  /// What is to be done next.
  mutating func action(_ action: Action, _ graph: FailoverGraph) {
    let isSomewhere =
      action.attempt.number != 0 || action.kind == .reconcile
      || action.kind == .answer && action.step == nil
    let numbers = [
      text(action.until.ns), text(action.wakeAt.ns), text(action.hedgeAt.ns),
      text(action.retryAfter.ns), text(isSomewhere ? action.endpoint.raw : nil),
      text(action.credential?.raw), text(action.step?.raw), "\(action.attempt.number)",
      "\(action.attempt.leg)", "\(action.kind.rawValue)", "\(action.reason.rawValue)",
      "\(action.executed.rawValue)", action.commits ? "1" : "0", "\(action.cancels.bits)",
      "\(action.timedOut.bits)", handler(action, graph),
    ]
    lines.append("action " + numbers.joined(separator: " "))
  }

  private func handler(_ action: Action, _ graph: FailoverGraph) -> String {
    switch action.kind {
    case .reconcile: return "reconcile"
    case .notify:
      return "notify " + (action.notify.map { graph.text(graph.notifies[$0].handler) } ?? "")
    case .degrade:
      guard let row = action.step.map({ graph.steps[$0] }) else { return "-" }
      return row.answer == .call ? "call " + (row.text.map { graph.text($0) } ?? "") : "cache"
    case .wait, .attempt, .resume, .answer, .fail: return "-"
    }
  }

  private func text(_ number: UInt32?) -> String { number.map { "\($0)" } ?? "-" }
  private func text(_ time: Int64) -> String { time == .max ? "-" : "\(time)" }
}
