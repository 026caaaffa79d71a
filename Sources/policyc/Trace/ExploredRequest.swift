import PolicyGraph
import PolicyRuntime
import PolicyVerifier

/// The world of a request that a proof tells of.
struct ExploredRequest {
  let witness: Witness

  /// What stands above its story: who was out, and how it found the world.
  func lines(_ graph: FailoverGraph) -> [String] {
    let words = TraceWords(graph: graph, route: ID(0))
    func list(_ endpoints: [ID<Endpoint>]) -> String {
      endpoints.map { words.name($0) }.joined(separator: ", ")
    }
    var lines: [String] = []
    if !witness.bad.isEmpty {
      let count = graph.endpoints.count
      lines.append(
        witness.bad.count == count
          ? "every endpoint does its worst" : "\(list(witness.bad)) at the adversary's hand")
    }
    for holder in witness.holders {
      let row = graph.groups[holder.group]
      let place = row.members.startIndex + holder.member
      guard row.members.indices.contains(place) else { continue }
      lines.append(
        "\(words.name(graph.members.rows[place].target)) holds \(graph.text(row.name)) when it starts"
      )
    }
    for id in witness.ready {
      lines.append("the breaker of \(words.name(id)) is about to be half-open")
    }
    if witness.size > 0 { lines.append("its size is \(witness.size)") }
    if witness.priority != 5 { lines.append("its priority is \(witness.priority)") }
    return lines
  }
}

extension TraceStory {
  /// The story of a request that a proof tells of.
  init(_ witness: Witness) {
    self.init(
      graph: witness.graph, route: ID(0), world: .explored(ExploredRequest(witness: witness)))
    for step in witness.steps {
      steps.append(
        TraceStep(
          at: step.at, event: TraceEvent(step.event), decisions: step.decisions,
          action: step.action,
          opened: step.opened, refusals: step.refusals))
      guard step.action.kind == .attempt || step.action.kind == .resume else { continue }
      attempts += 1
      asked[step.action.endpoint.index] += 1
    }
  }
}

extension TraceEvent {
  fileprivate init(_ event: WitnessEvent) {
    switch event {
    case .start: self = .start
    case .firstByte(let id, let number): self = .firstByte(id, attempt: number)
    case .answered(let id, let number): self = .answered(id, attempt: number)
    case .failed(let id, let number, let found, let hint):
      self = .failed(id, attempt: number, found, hint)
    case .timer: self = .timer
    case .reconciled(let found): self = .reconciled(found)
    case .stepFinished(let step, let served): self = .stepFinished(step, served: served)
    case .told(let notify): self = .told(notify)
    }
  }
}
