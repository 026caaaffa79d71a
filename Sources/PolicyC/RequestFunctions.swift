// The names are those of the header.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CPolicyc
import PolicyGraph
import PolicyRuntime

/// Is described in the header: `policyc_begin`.
@c @implementation
public func policyc_begin(
  _ engine: OpaquePointer?, _ route: UInt32, _ facts: UnsafePointer<policyc_facts>?, _ now: Int64,
  _ request: UnsafeMutablePointer<OpaquePointer?>?, _ action: UnsafeMutablePointer<policyc_action>?
) -> Int32 {
  guard let engine, let facts, let request, let action, isTime(now) else {
    return Status.badArgument
  }
  return borrowing(engine) { (engine: EngineBox) in
    guard Int(route) < engine.graph.routes.count,
      let known = RequestFacts(facts, engine.interpreter.plan)
    else { return Status.badArgument }
    let box = RequestBox(engine, known, Int(route), facts.pointee.number, now)
    box.begin(action)
    request.pointee = handle(box)
    return Status.ok
  }
}

/// Is described in the header: `policyc_step`.
@c @implementation
public func policyc_step(
  _ request: OpaquePointer?, _ event: UnsafePointer<policyc_event>?, _ now: Int64,
  _ action: UnsafeMutablePointer<policyc_action>?
) -> Int32 {
  guard let request, let event, let action, isTime(now) else { return Status.badArgument }
  return borrowing(request) { (request: RequestBox) in
    guard let event = Event(event, request.engine.graph) else { return Status.badArgument }
    request.step(event, at: now, action)
    return Status.ok
  }
}

/// Is described in the header: `policyc_request_free`.
@c @implementation
public func policyc_request_free(_ request: OpaquePointer?) { free(request, RequestBox.self) }

/// Is described in the header: `policyc_request_at`.
@c @implementation
public func policyc_request_at(
  _ request: OpaquePointer?, _ out: UnsafeMutablePointer<policyc_request_info>?
) -> Int32 {
  guard let request: RequestBox = object(request), let out else { return Status.badArgument }
  out.pointee = request.info
  return Status.ok
}

/// Is described in the header: `policyc_timeouts_of`.
@c @implementation
public func policyc_timeouts_of(
  _ engine: OpaquePointer?, _ action: UnsafePointer<policyc_action>?, _ now: Int64,
  _ out: UnsafeMutablePointer<policyc_timeouts>?
) -> Int32 {
  guard let engine: EngineBox = object(engine), let action, let out, isTime(now),
    Int(action.pointee.endpoint) < engine.graph.endpoints.count
  else { return Status.badArgument }
  var asked = Action.nothing
  asked.endpoint = ID(Int(action.pointee.endpoint))
  asked.until = Tick(ns: action.pointee.until)
  let found = engine.interpreter.timeouts(for: asked, at: Tick(ns: now))
  out.pointee = policyc_timeouts(
    connect: found.connect?.ns ?? .max, first_byte: found.firstByte?.ns ?? .max,
    idle: found.idle?.ns ?? .max, attempt: found.attempt.ns, stream: found.stream?.ns ?? .max)
  return Status.ok
}

extension RequestFacts {
  /// What a caller says of a request; nil if it cannot be meant.
  @inline(__always)
  fileprivate init?(_ facts: UnsafePointer<policyc_facts>, _ plan: Plan) {
    let given = facts.pointee
    guard let delivery = Delivery(rawValue: given.delivery), given.size <= amountMax else {
      return nil
    }
    self.init(
      size: given.size, priority: given.priority, delivery: delivery, lane: given.lane)
    guard given.tag_count != 0 else { return }
    guard let tags = pairs(given.tags, given.tag_count) else { return nil }
    for tag in tags {
      if let known = plan.tag(tag.name, is: tag.value) { add(known) }
    }
  }
}

extension Event {
  /// What a driver says happened; nil if it cannot be meant.
  @inline(__always)
  fileprivate init?(_ event: UnsafePointer<policyc_event>, _ graph: FailoverGraph) {
    let given = event.pointee
    let attempt = AttemptID(leg: given.leg, number: given.attempt)
    switch given.kind {
    case 0: self = .firstByte(attempt)
    case 1:
      guard let outcome = Outcome(given.outcome, graph) else { return nil }
      self = .finished(attempt, outcome)
    case 2: self = .timer
    case 3:
      guard let found = Reconciliation(rawValue: given.result) else { return nil }
      self = .reconciled(found)
    case 4:
      guard given.result <= 1 else { return nil }
      self = .stepFinished(served: given.result == 1)
    case 5: self = .proceed
    case 6: self = .cancel
    default: return nil  // a number that no event has
    }
  }
}

extension Outcome {
  @inline(__always)
  fileprivate init?(_ given: policyc_outcome, _ graph: FailoverGraph) {
    guard given.usage <= amountMax, given.hint <= amountMax else { return nil }
    if given.error_class == nobody {
      self = .success(usage: given.usage)
      return
    }
    guard Int(given.error_class) < graph.classes.count,
      let executed = Executed(rawValue: given.executed), let scope = Scope(rawValue: given.scope)
    else { return nil }
    self.init(
      ID(Int(given.error_class)), executed: executed, scope: scope,
      hint: Hint(wait: given.hint, never: given.never != 0), usage: given.usage,
      answered: given.answered != 0)
  }
}
