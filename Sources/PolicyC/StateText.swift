import PolicyGraph
import PolicyRuntime

/// The live state of an engine by the names of its policy, for operators: the same members and the
/// same families as the Swift service writes.
struct StateText {
  let engine: EngineBox
  let now: Tick
  let live: Snapshot
  var graph: FailoverGraph { engine.graph }

  init(_ engine: EngineBox, _ now: Tick) {
    self.engine = engine
    self.now = now
    live = engine.interpreter.snapshot(at: now)
  }

  /// What keeps an endpoint from taking requests, in the order in which the engine looks, and how
  /// much longer; limits and the request itself are not looked at.
  func state(_ one: EndpointSnapshot) -> (word: StaticString, wait: Tick?) {
    if one.isExcluded { return ("excluded", nil) }
    if one.isIsolated { return ("isolated", nil) }
    if one.isDown { return ("down", nil) }
    var open: Tick?
    var isHalfOpen = !one.breakers.isEmpty
    for breaker in one.breakers {
      let wait = breaker.until.map { left($0) } ?? .zero
      open = open.map { Swift.min($0, wait) } ?? wait
      if breaker.phase == .closed { isHalfOpen = false }
    }
    if let open, open > .zero { return ("open", open) }
    if let until = one.coolingUntil { return ("cooling", left(until)) }
    var cooling: Tick?
    var isCooling = !one.credentials.isEmpty
    for credential in one.credentials {
      guard let until = credential.coolingUntil else {
        isCooling = false
        continue
      }
      cooling = cooling.map { Swift.min($0, left(until)) } ?? left(until)
    }
    if isCooling, let cooling, cooling > .zero { return ("cooling", cooling) }
    return (isHalfOpen ? "half-open" : "ready", nil)
  }

  /// The member that holds a group; nil if the group has changed meanwhile.
  func member(_ holder: HolderSnapshot) -> Name? {
    let members = graph.groups[holder.group].members
    guard holder.member < members.count else { return nil }
    switch graph.members[members[members.startIndex + holder.member]].target {
    case .endpoint(let id): return graph.endpoints[id].name
    case .group(let id): return graph.groups[id].name
    }
  }

  /// Where a credential is read from, as the policy spells it.
  func reference(_ id: ID<Credential>) -> [UInt8] {
    let row = graph.credentials[id]
    var text = ByteText()
    text.append(row.source.word)
    text.append("(\"")
    text.append(graph.bytes(row.reference))
    text.append("\")")
    return text.bytes
  }

  func left(_ until: Tick) -> Tick { Swift.max(.zero, until - now) }
  func past(_ since: Tick) -> Tick { Swift.max(.zero, now - since) }
}
