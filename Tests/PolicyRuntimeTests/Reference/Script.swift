import PolicyGraph
import PolicyRuntime

/// One thing that happens in a script, said so that it still means something when other things are
/// left out: legs by their order in flight, times from what stands before.
struct Incident {
  enum Time {
    /// So many nanoseconds after the incident before.
    case after(Int64)
    /// So many nanoseconds from when a request wants to be woken, if that is not past.
    case wake(Int, Int64)
  }

  enum What {
    case start(ID<Route>, PlainFacts, seed: UInt64)
    /// The n-th leg in flight of a request; one that does not exist is a stale event.
    case finish(Int, leg: Int, Outcome)
    case firstByte(Int, leg: Int)
    case timer(Int)
    case reconciled(Int, Reconciliation)
    case stepFinished(Int, served: Bool)
    case proceed(Int)
    case cancel(Int)
    case probed(ID<Endpoint>, up: Bool)
    case isolate(ID<Endpoint>)
    case restore(ID<Endpoint>)
    case clear(ID<Endpoint>)
    case failBack(ID<Group>)
    /// Left out; a start that is left out keeps its number.
    case nothing(isRequest: Bool)
  }

  var time: Time
  var what: What

  /// The same left out; the time still passes.
  var silenced: Incident {
    var result = self
    if case .start = what {
      result.what = .nothing(isRequest: true)
    } else if case .nothing = what {
    } else {
      result.what = .nothing(isRequest: false)
    }
    return result
  }

  var isSilent: Bool {
    if case .nothing = what { return true }
    return false
  }

  /// In words.
  func text(_ graph: FailoverGraph) -> String {
    switch what {
    case .start(let route, let facts, _):
      let tags = facts.tags.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
      return
        "start on \(graph.text(graph.routes[route].name)), size \(facts.size), priority \(facts.priority) \(tags)"
    case .finish(let request, let leg, let outcome):
      return "request \(request): leg \(leg) in flight finished: \(Incident.text(outcome, graph))"
    case .firstByte(let request, let leg):
      return "request \(request): leg \(leg) in flight has its first byte"
    case .timer(let request): return "request \(request): timer"
    case .reconciled(let request, let answer): return "request \(request): reconciled \(answer)"
    case .stepFinished(let request, let served):
      return "request \(request): step finished, served \(served)"
    case .proceed(let request): return "request \(request): proceed"
    case .cancel(let request): return "request \(request): cancel"
    case .probed(let endpoint, let up):
      return "probe of \(graph.text(graph.endpoints[endpoint].name)): \(up ? "up" : "down")"
    case .isolate(let endpoint): return "isolate \(graph.text(graph.endpoints[endpoint].name))"
    case .restore(let endpoint): return "restore \(graph.text(graph.endpoints[endpoint].name))"
    case .clear(let endpoint): return "clear \(graph.text(graph.endpoints[endpoint].name))"
    case .failBack(let group): return "fail back \(graph.text(graph.groups[group].name))"
    case .nothing: return "-"
    }
  }

  private static func text(_ outcome: Outcome, _ graph: FailoverGraph) -> String {
    guard let errorClass = outcome.errorClass else {
      return "success" + (outcome.usage < 0 ? "" : ", usage \(outcome.usage)")
    }
    var parts = [graph.text(graph.classes[errorClass].name)]
    parts.append("executed \(outcome.executed.word), scope \(outcome.scope.word)")
    if outcome.hint.wait >= 0 { parts.append("hint \(outcome.hint.wait)") }
    if outcome.hint.never { parts.append("never again") }
    if outcome.usage >= 0 { parts.append("usage \(outcome.usage)") }
    return parts.joined(separator: ", ")
  }
}
