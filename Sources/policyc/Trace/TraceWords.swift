import PolicyGraph
import PolicyRuntime
import PolicyVerifier

/// What happened in a traced request, in words for a person.
struct TraceWords {
  let graph: FailoverGraph
  let route: ID<Route>

  /// What happened in a step.
  func event(_ step: StoryStep) -> String {
    switch step.event {
    case .start: return "the request starts"
    case .firstByte(let endpoint, _): return "\(name(endpoint)) begins to answer"
    case .answered(let endpoint, _): return "\(name(endpoint)) has answered"
    case .failed(let endpoint, _, let found, let hint):
      var text = "\(name(endpoint)) fails: \(name(found))"
      if hint.wait >= 0 { text += ", and asks for \(clock(Tick(ns: hint.wait)))" }
      if hint.never { text += ", and forbids coming back" }
      return text
    case .timer: return timer(step)
    case .reconciled(.landed): return "the far end says that the request was executed"
    case .reconciled(.cannotLand): return "the far end says that the request was not executed"
    case .reconciled(.unknown): return "nobody could tell what became of the request"
    case .stepFinished(let step, served: true): return "step `\(name(step))` has an answer"
    case .stepFinished(let step, served: false): return "step `\(name(step))` has nothing"
    case .told(let notify): return "`\(graph.text(graph.notifies[notify].handler))` is told"
    case .cancelled: return "the caller gives up"
    }
  }

  /// Which time ran out: the notes of the step tell.
  private func timer(_ step: StoryStep) -> String {
    for decision in step.decisions where decision.kind == .outcome {
      if let endpoint = decision.endpoint {
        let found = decision.errorClass.map { ": \(name($0))" } ?? ""
        return "\(name(endpoint)) gave no answer in time\(found)"
      }
    }
    if step.decisions.contains(where: { $0.kind == .hedge }) { return "still no first byte" }
    if step.decisions.contains(where: { $0.reason == .stillUnknown }) {
      return "nobody said in time what became of the request"
    }
    let isStep = step.decisions.contains { $0.kind == .degraded && $0.reason == .stepUnavailable }
    return isStep ? "the step did not answer in time" : "the wait is over"
  }

  /// What is done in a step, without its reason.
  func action(_ action: Action) -> String {
    let commit = action.commits ? "the answer is committed; " : ""
    switch action.kind {
    case .wait: return commit + wait(action)
    case .attempt, .resume:
      let verb = action.kind == .resume ? "continues the answer at" : "asks"
      var text = "\(verb) \(name(action.endpoint)): attempt \(action.attempt.number)"
      if action.kind == .resume, let way = graph.handover(to: action.endpoint) {
        text += " by \(way.word)"
      }
      if let credential = action.credential,
        graph.endpoints[action.endpoint].credentials.count > 1
      {
        text += " with \(graph.text(graph.credentials[credential].reference))"
      }
      if let step = action.step { text += " for step `\(name(step))`" }
      text += until(action.until)
      if action.hedgeAt != .never { text += ", hedge due at \(clock(action.hedgeAt))" }
      return commit + text
    case .reconcile:
      return "asks \(name(action.endpoint)) what became of the request" + until(action.until)
    case .degrade:
      return "lets step `\(action.step.map { name($0) } ?? "")` answer" + until(action.until)
    case .notify:
      return "tells `\(action.notify.map { graph.text(graph.notifies[$0].handler) } ?? "")`"
    case .answer: return commit + "the request is answered"
    case .fail: return "the request fails"
    }
  }

  /// A wait while nothing is in flight.
  func pause(_ decision: Decision, until time: Tick) -> String {
    "waits \(clock(Tick(ns: decision.value))), until \(clock(time))"
  }

  private func wait(_ action: Action) -> String {
    if action.wakeAt == .never { return "continues with the attempts in flight" }
    return "waits, until \(clock(action.wakeAt)) at most"
  }

  private func until(_ time: Tick) -> String {
    time == .never ? "" : ", until \(clock(time)) at most"
  }

  /// What the interpreter noted, without its reason; nil for what event and action say already.
  func text(_ decision: Decision) -> String? {
    let endpoint = decision.endpoint.map { name($0) } ?? "an endpoint"
    let time = decision.value > 0 ? ", \(clock(Tick(ns: decision.value)))" : ""
    switch decision.kind {
    case .candidate:
      // Who is chosen is what the action says; who is passed over is said in one line for all.
      return decision.reason == .noCandidate ? "no endpoint is left" : nil
    case .attempt, .ended: return nil
    case .outcome:
      let isSaid = decision.reason == .succeeded || decision.reason == .failed
      return isSaid ? nil : "\(endpoint), attempt \(decision.attempt)"
    case .response:
      return decision.reason.isResponse
        ? "response \(decision.reason.word)\(time)"
        : decision.response.map { "response \($0.word) skipped" } ?? "no response"
    case .breaker: return "the breaker of \(endpoint)\(time)"
    case .cooling:
      let found = decision.errorClass.map { " for \(name($0))" } ?? ""
      return "\(cooled(decision)) is paused\(found)\(time)"
    case .failover, .failback:
      let group = decision.group.map { graph.text(graph.groups[$0].name) } ?? "the group"
      return group + (member(decision).map { " goes to \($0)" } ?? "")
    case .budget: return "the retry budget"
    case .hedge:
      return decision.reason == .hedged || decision.reason == .hedgeLost ? nil : "no hedge"
    case .reconcile: return decision.reason == .reconcile ? "reconcile\(time)" : "reconcile"
    case .degraded:
      if let step = decision.step {
        return decision.reason == .served ? nil : "step `\(name(step))`"
      }
      return "to the ladder\(decision.errorClass.map { ", cause \(name($0))" } ?? "")"
    case .brownout: return "brownout"
    case .health: return "\(endpoint)"
    case .reload: return "reload"
    case .wait:
      return decision.reason == .waiting || decision.reason == .waitsOn
        ? "waits for \(endpoint)\(time)" : "no wait for a candidate"
    }
  }

  /// What cools, and so what else is left alone with it.
  private func cooled(_ decision: Decision) -> String {
    let endpoint = decision.endpoint.map { name($0) } ?? "an endpoint"
    let domains = decision.endpoint.map { graph.domainMembers[graph.endpoints[$0].domains] }
    let provider =
      domains?.map { graph.domains[$0.domain] }
      .first { graph.text($0.label) == "provider" }.map { graph.text($0.name) } ?? endpoint
    let key = decision.credential.map { graph.credentials[$0] }
    switch decision.scope {
    case .credential?:
      return "key \(key.map { graph.text($0.reference) } ?? "") at \(provider)"
    case .account?:
      let account = key?.account.map { graph.text($0) }
      return account.map { "account \($0) at \(provider)" }
        ?? "the account of key \(key.map { graph.text($0.reference) } ?? "") at \(provider)"
    case .address?: return "our address at \(provider)"
    case .provider?: return "provider \(provider)"
    case .endpoint?, .request?, .local?, nil: return endpoint
    }
  }

  /// The member of a group that serves from now on, as a note tells.
  func member(_ decision: Decision) -> String? {
    guard let group = decision.group, decision.value >= 0 else { return nil }
    let members = graph.groups[group].members
    let place = members.startIndex + Int(decision.value)
    return members.indices.contains(place) ? name(graph.members.rows[place].target) : nil
  }

  // MARK: names and times

  /// An instant from the start, or a length of time: in seconds, to the millisecond.
  func clock(_ time: Tick) -> String {
    let whole = Tick(ns: (time + Tick(ns: 500_000)).ns / 1_000_000 * 1_000_000)
    // What is shorter than a millisecond is not nothing.
    return (time < .ms(1) ? time : whole).seconds + "s"
  }

  /// What others have done to an endpoint in a proof, so that it is passed over.
  func opened(_ endpoint: ID<Endpoint>) -> String {
    graph.endpoints[endpoint].breaker == nil && graph.routes[route].breaker == nil
      ? "\(name(endpoint)) takes no requests because of others: it is paused, or its limits are full"
      : "failures of other requests have opened the breaker of \(name(endpoint))"
  }

  func name(_ endpoint: ID<Endpoint>) -> String { graph.text(graph.endpoints[endpoint].name) }
  func name(_ found: ID<ErrorClass>) -> String { graph.text(graph.classes[found].name) }
  func name(_ step: ID<Step>) -> String { graph.text(graph.steps[step].name) }
  func name(_ target: Target) -> String {
    switch target {
    case .endpoint(let endpoint): name(endpoint)
    case .group(let group): graph.text(graph.groups[group].name)
    }
  }
}

extension Reason {
  /// Whether it speaks against an endpoint.
  var passesOver: Bool {
    let against: [Reason] = [
      .failedOver, .inFlight, .notServed, .notSupported, .tooLarge, .notLarger, .excluded,
      .isolated,
      .probeDown,
      .breakerOpen, .halfOpenFull, .onceNoProbe, .cooling, .limitFull, .otherDomain,
      .noTimeLeft, .failbackPending,
    ]
    return against.contains(self)
  }

  /// Whether it names a response that is carried out.
  var isResponse: Bool {
    let responses: [Reason] = [
      .sameEndpoint, .failover, .rotateCredential, .reroute, .resume, .degrade, .fail,
    ]
    return responses.contains(self)
  }

  /// Its code as text.
  var code: String { "\(word)" }

  /// Its sentence as a part of another: without capital and full stop.
  var clause: String {
    let text = "\(sentence)".dropLast()
    guard let first = text.first else { return "" }
    return first.lowercased() + text.dropFirst()
  }
}
