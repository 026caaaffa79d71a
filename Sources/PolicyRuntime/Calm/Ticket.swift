public import PolicyGraph

/// A request whose route meets nothing wrong: its one attempt, in four words for registers.
///
/// `Interpreter.enter` gives one, `leave` takes it back when the attempt has answered. Whatever
/// else happens to the request is told to the `RequestState` that `request(of:)` makes of it.
public struct Ticket: BitwiseCopyable, Sendable {
  /// Its row among the members of the interpreter's calm table; `none` for no ticket.
  var member: UInt32
  /// The breaker's, at its start; the highest bit says that its answer has begun.
  private var bits: UInt32
  var startedAt: Int64
  var hedgeAt: Int64
  var firstByteAt: Int64

  init(
    member: UInt32, generation: UInt32, startedAt: Int64, hedgeAt: Int64,
    firstByteAt: Int64 = .max, isCommitted: Bool = false
  ) {
    self.member = member
    bits = generation | (isCommitted ? 1 << 31 : 0)
    self.startedAt = startedAt
    self.hedgeAt = hedgeAt
    self.firstByteAt = firstByteAt
  }

  /// No ticket: the request takes the long way.
  package static let none = Ticket(
    member: PolicyRuntime.none, generation: 0, startedAt: 0, hedgeAt: .max)

  /// Whether it is one; if not, the request is to be begun as any other.
  public var isCalm: Bool { member != PolicyRuntime.none }
  var generation: UInt32 { bits & 0x1FFF_FFFF }
  var isCommitted: Bool { bits >> 31 != 0 }
  /// The time to which its attempt is judged, if it answers at `now`.
  func end(at now: Int64) -> Int64 { isCommitted ? firstByteAt : now }

  /// The same after its first byte, which `commits` or not.
  mutating func begin(at now: Int64, commits: Bool) {
    firstByteAt = now
    hedgeAt = .max
    if commits { bits |= 1 << 31 }
  }
}

extension Interpreter {
  /// Begins a request whose route meets nothing wrong: what `begin` would decide, without a state.
  ///
  /// - Returns: A ticket that is not calm if the route has to be looked at closely, the interpreter
  ///   is listened to, or the request does not fit: `begin` decides then.
  public func enter(
    _ facts: RequestFacts, on route: ID<Route>, at now: Tick, choosing chooser: inout Random
  ) -> Ticket {
    enter(facts, route.raw, Swift.max(0, now.ns), &chooser)
  }

  /// The same for any chooser.
  @inline(__always)
  package func enter<C: Chooser>(
    _ facts: RequestFacts, on route: ID<Route>, at now: Tick, choosing chooser: inout C
  ) -> Ticket {
    enter(facts, route.raw, Swift.max(0, now.ns), &chooser)
  }

  /// What a ticket's attempt is, and when its driver has to come back.
  public func action(of ticket: Ticket) -> Action {
    let member = calm.members.place(Int(ticket.member))
    var action = Action()
    action.kind = .attempt
    action.reason = member.row.reason
    action.attempt = AttemptID(leg: 0, number: 1)
    action.endpoint = ID(Int(member.row.endpoint))
    if member.row.slot != Leg.noSlot {
      action.credential = ID(Int(plan.slots[Int(member.row.slot)].credential))
    }
    action.until = Tick(ns: until(ticket))
    action.hedgeAt = Tick(ns: ticket.hedgeAt)
    action.wakeAt = Swift.min(action.until, action.hedgeAt)
    return action
  }

  /// The first byte of a ticket's answer came: whether the answer is the caller's from here on; nil
  /// if the request has to be made for that to be found out.
  public func firstByte(
    of ticket: inout Ticket, _ facts: RequestFacts, at now: Tick
  ) -> Bool? {
    let member = calm.members.place(Int(ticket.member))
    let route = plan.routes.place(Int(member.row.route))
    let mayCommit = route.row.commitsAtFirstByte && facts.delivery == .shown
    if mayCommit && route.row.commitsIfResumable { return nil }
    guard ticket.firstByteAt == .max else { return false }
    let time = Swift.max(0, now.ns)
    if member.row.needs & CalmMember.answers != 0 { noteAnswer(member.row.own, time) }
    ticket.begin(at: time, commits: mayCommit)
    return mayCommit
  }

  /// The attempt of a ticket answered, and with it the request.
  ///
  /// - Parameter usage: Tokens used, as the answer tells; below zero where it tells nothing.
  public func leave(
    _ ticket: Ticket, of facts: RequestFacts, usage: Int64 = -1, at now: Tick,
    choosing chooser: inout Random
  ) {
    leave(ticket, facts.size, usage, Swift.max(0, now.ns), &chooser)
  }

  /// The same for any chooser.
  @inline(__always)
  package func leave<C: Chooser>(
    _ ticket: Ticket, of facts: RequestFacts, usage: Int64, at now: Tick, choosing chooser: inout C
  ) {
    leave(ticket, facts.size, usage, Swift.max(0, now.ns), &chooser)
  }

  /// The request of a ticket, as `begin` would have left it: for everything but its answer.
  public func request(
    of ticket: Ticket, _ facts: RequestFacts, number: UInt64 = 0
  ) -> RequestState {
    let member = calm.members.place(Int(ticket.member))
    var request = request(
      facts, on: ID(Int(member.row.route)), number: number, at: Tick(ns: ticket.startedAt))
    take(ticket, &request)
    return request
  }

  /// Until when the attempt of a ticket may last.
  private func until(_ ticket: Ticket) -> Int64 {
    let member = calm.members.place(Int(ticket.member))
    if !ticket.isCommitted { return FixedPoint.sum(ticket.startedAt, member.row.span) }
    return FixedPoint.sum(ticket.firstByteAt, plan.endpoints[Int(member.row.endpoint)].stream)
  }

  /// Lets a request that has not begun be that of a ticket.
  @inline(__always)
  func take(_ ticket: Ticket, _ request: inout RequestState) {
    let member = calm.members.place(Int(ticket.member))
    request.calm = ticket.member
    request.first.number = 1
    request.first.endpoint = UInt16(truncatingIfNeeded: member.row.endpoint)
    request.first.slot = member.row.slot
    request.first.binding = member.row.binding
    request.first.generation = ticket.generation
    request.first.startedAt = ticket.startedAt
    request.first.firstByteAt = ticket.firstByteAt
    request.first.flags = ticket.isCommitted ? Leg.committed : 0
    request.first.until = until(ticket)
    request.committed = ticket.isCommitted
    request.hedgeAt = ticket.hedgeAt
    request.holdsRoute = member.row.needs & CalmMember.routePlaces != 0
    request.lastNumber = 1
    request.attempts = 1
    request.inFlight = 1
  }

  /// The ticket that a request still is, if `id` is its only attempt ever; nil if it is none.
  @inline(__always)
  func ticket(of request: borrowing RequestState, _ id: AttemptID) -> Ticket? {
    guard request.calm < UInt32(truncatingIfNeeded: calm.members.count), request.inFlight == 1,
      request.lastNumber == 1, id.leg == 0, id.number == 1, request.phase == .main
    else { return nil }
    return Ticket(
      member: request.calm, generation: request.first.generation,
      startedAt: request.first.startedAt, hedgeAt: request.hedgeAt,
      firstByteAt: request.first.firstByteAt, isCommitted: request.committed)
  }
}
