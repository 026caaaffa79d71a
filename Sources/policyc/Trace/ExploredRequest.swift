import PolicyGraph
import PolicyRuntime
import PolicyVerifier

/// The world of a request that a proof found.
struct ExploredRequest {
  let witness: Witness

  /// The lines above its story: which endpoints were out, and the state at its start.
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
          ? "every endpoint may misbehave" : "\(list(witness.bad)) may misbehave")
    }
    for active in witness.activeMembers {
      let row = graph.groups[active.group]
      let place = row.members.startIndex + active.member
      guard row.members.indices.contains(place) else { continue }
      lines.append(
        "\(words.name(graph.members.rows[place].target)) is the active member of \(graph.text(row.name)) when it starts"
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
  /// The story of a request that a proof found.
  init(_ witness: Witness) {
    self.init(
      graph: witness.graph, route: ID(0), world: .explored(ExploredRequest(witness: witness)))
    for step in witness.steps { append(step) }
  }
}
