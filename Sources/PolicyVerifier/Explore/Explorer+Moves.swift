import PolicyGraph
import PolicyRuntime

/// What can happen next to a request.
extension Explorer {
  /// Every event that may come next, at every time that makes a difference, the simplest first.
  func moves(_ node: Node) -> [Move] {
    let timerAt = max(node.now, node.request.wantsTimerAt)
    switch node.request.waitsFor {
    case .pause: return [Move(event: .timer, at: timerAt, told: .timer)]
    case .notify:
      guard let notify = node.action.notify else { return [] }
      return [Move(event: .proceed, at: node.now, told: .told(notify))]
    case .step:
      guard let step = node.action.step else { return [] }
      return [
        Move(event: .timer, at: timerAt, told: .timer),
        move(.stepFinished(served: false), .stepFinished(step, served: false), node.now),
        move(.stepFinished(served: true), .stepFinished(step, served: true), node.now),
        move(.stepFinished(served: true), .stepFinished(step, served: true), timerAt),
      ]
    case .reconcile: return reconciliations(node, timerAt)
    case .attempts: return results(node, timerAt)
    case .ended: return []
    }
  }

  private func move(_ event: Event, _ told: StoryEvent, _ at: Tick) -> Move {
    Move(event: event, at: at, told: told)
  }

  /// The truth, while an endpoint of the provider is up; else nobody knows.
  private func reconciliations(_ node: Node, _ timerAt: Tick) -> [Move] {
    let times = node.now == timerAt ? [timerAt] : [node.now, timerAt]
    var moves: [Move] = []
    let isTrue =
      policy.layout.position(of: node.action.endpoint).map { adversary.canTell[$0] } ?? true
    if !isTrue || adversary.mayAnswer {
      moves.append(move(.reconciled(.unknown), .reconciled(.unknown), node.now))
      moves.append(Move(event: .timer, at: timerAt, told: .timer))
    }
    guard isTrue || adversary.mayAnswer else { return moves }
    for at in times {
      moves.append(move(.reconciled(.cannotLand), .reconciled(.cannotLand), at))
      moves.append(move(.reconciled(.landed), .reconciled(.landed), at))
    }
    return moves
  }

  func isBad(_ endpoint: ID<Endpoint>) -> Bool {
    policy.layout.position(of: endpoint).map { adversary.isBad[$0] } ?? false
  }

  /// What the attempts in flight may come to.
  private func results(_ node: Node, _ timerAt: Tick) -> [Move] {
    let flights = node.request.flights
    // Time does not pass beyond what must happen.
    var latest = timerAt
    var moves: [Move] = []
    var due: Move?
    var first: UInt16 = 0
    for flight in flights where !isBad(flight.endpoint) {
      let next = nextOfGood(flight)
      let isFirst = due.map {
        next.at < $0.at
          || next.at == $0.at && Tie.comesFirst(flight.id.number, before: first)
      }
      if next.at <= latest, isFirst ?? true {
        latest = max(node.now, next.at)
        (due, first) = (next, flight.id.number)
      }
    }
    for flight in flights where isBad(flight.endpoint) {
      latest = min(latest, max(node.now, patience(flight)))
    }
    if let due, due.at <= latest {
      moves.append(
        Move(event: due.event, at: max(node.now, due.at), told: due.told))
    } else if latest == timerAt, !mustFail(by: timerAt, flights), !isHasty(flights) {
      moves.append(Move(event: .timer, at: timerAt, told: .timer))
    }
    for flight in flights where isBad(flight.endpoint) {
      moves += results(of: flight, node, latest)
    }
    return moves
  }

  /// Whether an attempt is over then that fails in another way than by silence.
  private func mustFail(by timerAt: Tick, _ flights: [RequestState.Flight]) -> Bool {
    !adversary.mayBeSilent
      && flights.contains { $0.until <= timerAt && isBad($0.endpoint) && !$0.isCommitted }
  }

  /// Whether an attempt fails before its time is over.
  private func isHasty(_ flights: [RequestState.Flight]) -> Bool {
    question.haste == .prompt && flights.contains { isBad($0.endpoint) }
  }

  /// When the client gives an unanswered attempt up at the latest.
  private func patience(_ flight: RequestState.Flight) -> Tick {
    let row = policy.graph.endpoints[flight.endpoint]
    guard awaitsFirstByte, !flight.hasBegun, let firstByte = row.firstByteTimeout else {
      return flight.until
    }
    return min(flight.until, flight.startedAt + firstByte)
  }

  /// The next thing that a good endpoint does: it answers in its time, if that is not too long.
  private func nextOfGood(_ flight: RequestState.Flight) -> Move {
    let id = flight.id
    let graph = policy.graph
    let position = policy.layout.position(of: flight.endpoint) ?? 0
    let at = flight.startedAt + answersAfter[position]
    let row = graph.endpoints[flight.endpoint]
    if flight.hasBegun { return move(.finished(id, .success), answered(flight), at) }
    if let firstByte = row.firstByteTimeout,
      !Tie.isHeard(after: answersAfter[position], within: firstByte),
      let timeout = graph.builtinClass("timeout")
    {
      let found = graph.classes[timeout]
      let outcome = Outcome(timeout, executed: found.executed, scope: found.scope)
      return move(
        .finished(id, outcome), .failed(flight.endpoint, attempt: id.number, timeout, .none),
        flight.startedAt + firstByte)
    }
    if awaitsFirstByte {
      return move(.firstByte(id), .firstByte(flight.endpoint, attempt: id.number), at)
    }
    return move(.finished(id, .success), answered(flight), at)
  }

  private func answered(_ flight: RequestState.Flight) -> StoryEvent {
    .answered(flight.endpoint, attempt: flight.id.number)
  }

  /// What a bad endpoint may do up to a time.
  private func results(
    of flight: RequestState.Flight, _ node: Node, _ latest: Tick
  ) -> [Move] {
    let position = policy.layout.position(of: flight.endpoint) ?? 0
    let from = max(node.now, flight.startedAt)
    // What follows a committed answer is the same whenever it is cut.
    let times = flight.isCommitted ? [from.ns] : times(node, from: from, to: max(from, latest))
    var moves: [Move] = []
    for failing in adversary.failings[position] {
      guard let found = failing.outcome.errorClass else { continue }
      for hint in hints(failing, flight.endpoint, node, at: from) {
        var outcome = failing.outcome
        outcome.hint = hint
        for time in times {
          let failed = move(
            .finished(flight.id, outcome),
            .failed(flight.endpoint, attempt: flight.id.number, found, hint), Tick(ns: time))
          moves += hint == .none ? streaks(failed, found, node) : [failed]
        }
      }
    }
    guard adversary.mayAnswer, question.haste == .any else { return moves }
    for time in flight.isCommitted ? [from.ns] : Set([from.ns, max(from, latest).ns]).sorted() {
      moves.append(move(.finished(flight.id, .success), answered(flight), Tick(ns: time)))
      guard seesFirstBytes, !flight.hasBegun else { continue }
      moves.append(
        move(
          .firstByte(flight.id), .firstByte(flight.endpoint, attempt: flight.id.number),
          Tick(ns: time)))
    }
    return moves
  }

  /// A failure without a hint, after as many like it of others as make a difference: the pause that
  /// it causes doubles with each.
  private func streaks(_ failed: Move, _ errorClass: ID<ErrorClass>, _ node: Node) -> [Move] {
    let first = policy.plan.firstCooling(of: errorClass).ns
    guard first > 0, adversary.mayAnswer else { return [failed] }
    let left = node.request.mainEnds.ns - failed.at.ns - policy.leastTime
    var counts = [0]
    // Up to the last that fits, and one that does not.
    while let last = counts.last, last < 40, first << Int64(last) <= left {
      counts.append(last + 1)
    }
    switch question.haste {
    case .any: break
    case .prompt: counts = [0]
    case .late: counts = [max(0, counts.count - 2)]
    }
    return counts.map { count in
      var move = failed
      move.streak = count
      return move
    }
  }

  /// The hints of a failure, and the longest that just fit into the time left: for any endpoint,
  /// and for a wait at this one.
  private func hints(
    _ failing: Failing, _ endpoint: ID<Endpoint>, _ node: Node, at now: Tick
  ) -> [Hint] {
    let span = node.request.mainEnds.ns - now.ns
    let left = span - policy.leastTime
    var hints = failing.hints
    let longest = failing.cap ?? .max
    if failing.waits {
      let here = span - policy.plan.leastTime(of: endpoint).ns
      for wait in Set([left] + failing.added.map { here - $0 }).sorted()
      where wait > 0 && wait <= longest { hints.append(Hint(wait: wait)) }
    }
    switch question.haste {
    case .any: return hints
    case .prompt: return [.none]
    case .late: return hints.filter { $0 == .none || $0.wait > 0 && $0.wait <= min(left, longest) }
    }
  }

  /// The times at which a failure makes a difference.
  private func times(_ node: Node, from: Tick, to: Tick) -> [Int64] {
    switch question.haste {
    case .any: break
    case .prompt: return [from.ns]
    case .late: return [to.ns]
    }
    return policy.landmarks.times(
      from: from.ns, to: to.ns, mainEnd: node.request.mainEnds.ns, end: node.request.ends.ns,
      others: policy.layout.lasting(in: node.words, after: from.ns, before: to.ns))
  }
}
