import PolicyGraph
import PolicyRuntime

/// What an event leads to: every draw of the interpreter, every breaker that others may open.
extension Explorer {
  /// Calls `body` with every child of a state by some moves, and the whole move that leads there.
  func forEachChild(
    of node: Node, _ moves: [Move], _ body: (Move, Node) throws(GiveUp) -> Void
  ) throws(GiveUp) {
    var known: [Int]?
    for first in moves {
      var opened: Set<Blocked> = []
      var left = [first]
      while let move = left.popLast() {
        let (child, draws) = try take(move, from: node)
        for k in stride(from: draws.count - 1, through: move.draws.count, by: -1) {
          let before = draws[..<k].map(\.value)
          for value in try others(than: draws[k], before, move, node, child) {
            var other = move
            other.draws = before + [value]
            left.append(other)
          }
        }
        var whole = move
        whole.draws = draws.map(\.value)
        try body(whole, child)
        let candidates = openable(node, move, child)
        if candidates.isEmpty { continue }
        let firsts = known ?? alike(node)
        known = firsts
        for id in candidates {
          var other = move
          other.opens = (move.opens + [id]).sorted()
          other.draws = []
          for until in move.opens.isEmpty ? comebacks(node, move) : [move.opensUntil] {
            other.opensUntil = until
            let blocked = Blocked(
              opens: other.opens.map { policy.layout.position(of: $0).map { firsts[$0] } ?? -1 }
                .sorted(),
              until: until)
            if opened.insert(blocked).inserted { left.append(other) }
          }
        }
      }
    }
  }

  /// Who is no candidate at a move, and until when; by the first endpoint that each is alike to.
  private struct Blocked: Hashable {
    var opens: [Int]
    var until: Tick?
  }

  /// When endpoints that are no candidates may be so again: never, as far as is known, and where
  /// the route waits, every time in its `within` that makes a difference.
  private func comebacks(_ node: Node, _ move: Move) -> [Tick?] {
    guard adversary.mayAnswer, let within = policy.graph.routes[policy.route].waitWithin else {
      return [nil]
    }
    let now = move.at.ns
    let last = min(node.request.mainEnds.ns, now + (within - node.request.waited).ns)
    guard last > now else { return [nil] }
    let ends = (node.request.mainEnds.ns, node.request.ends.ns)
    var times = policy.landmarks.times(
      from: now, to: last, mainEnd: ends.0, end: ends.1,
      others: policy.layout.lasting(in: node.words, after: now, before: last))
    // Up to the next landmark all is as it is now: who waits so little need not have waited.
    times.removeFirst()
    return [nil] + times.map { Tick(ns: $0) }
  }

  /// The child of a state by a move, and the draws that were made on the way.
  func take(
    _ move: Move, from node: Node
  ) throws(GiveUp) -> (Node, [ScriptChooser.Draw]) {
    try count()
    var child = node
    let draws = apply(move, to: &child, by: interpreter)
    if question.watchesRepeats, !child.repeated { keepAccount(&child, of: node, move) }
    return (child, draws)
  }

  /// Lets a move happen to a state, as an interpreter of its shared state decides; the draws made.
  func apply(
    _ move: Move, to node: inout Node, by interpreter: Interpreter
  ) -> [ScriptChooser.Draw] {
    interpreter.state.put(node.words, as: policy.layout)
    let blocked = stand(in: move, interpreter)
    var chooser = ScriptChooser(move.draws)
    node.now = move.at
    if let event = move.event {
      node.action = interpreter.step(&node.request, event, at: move.at, choosing: &chooser)
    } else {
      node.action = interpreter.begin(&node.request, choosing: &chooser)
    }
    for (id, standing) in blocked { interpreter.unblock(id, on: policy.route, standing) }
    if let i = target(of: node.action), reach[i] { node.reached = true }
    // What follows its end is not looked at.
    if node.reached || node.action.isEnd { return chooser.draws }
    interpreter.forgetLeft(node.request, policy.layout, except: tellers)
    node.words = interpreter.state.words(of: policy.layout)
    return chooser.draws
  }

  /// Does to endpoints what others have done to them by the time of a move; gives what is over with
  /// it.
  ///
  /// Where everything may be, an endpoint may be no candidate at any moment, and one again at the
  /// next: its breaker opens and closes, others' failures cool it, a limit is full.
  private func stand(
    in move: Move, _ interpreter: Interpreter
  ) -> [(ID<Endpoint>, Interpreter.Standing)] {
    if let count = move.streak, case .failed(let endpoint, _, _, _) = move.told {
      interpreter.setStreak(of: endpoint, to: count)
    }
    guard !adversary.mayAnswer else {
      return move.opens.map { id in
        var until = move.opensUntil
        // What just failed cools by what it said.
        if case .failed(id, _, _, _) = move.told { until = nil }
        return (id, interpreter.block(id, on: policy.route, at: move.at, until: until))
      }
    }
    for id in move.opens { interpreter.set(.open, breakerOf: id, on: policy.route, at: move.at) }
    return []
  }

  /// Keeps what the request may have done where, and whether it does it again.
  private func keepAccount(_ child: inout Node, of node: Node, _ move: Move) {
    switch move.told {
    case .failed(let endpoint, _, _, _):
      if child.request.executedSoFar > .no, case .finished(_, let outcome)? = move.event,
        outcome.executed == .maybe || node.request.isCommitted
      {
        mark(&child, endpoint)
      }
    case .timer:
      // Attempts whose time ran out may have been carried out.
      let left = child.request.flights.map(\.id)
      for flight in node.request.flights
      where flight.until <= move.at && !left.contains(flight.id) {
        mark(&child, flight.endpoint)
      }
    case .reconciled(.cannotLand):
      if let i = policy.layout.position(of: node.request.failedEndpoint),
        child.request.executedSoFar == .no || child.mayHaveLanded.filter({ $0 }).count > 1
      {
        child.mayHaveLanded[i] = false
      }
    case .start, .firstByte, .answered, .reconciled, .stepFinished, .told, .cancelled: break
    }
    guard child.action.kind == .attempt || child.action.kind == .resume else { return }
    let target = child.action.endpoint
    for (i, id) in policy.layout.endpoints.enumerated() where child.mayHaveLanded[i] {
      if !policy.isCovered(id, then: target) { child.repeated = true }
    }
    for flight in child.request.flights
    where flight.id != child.action.attempt && !policy.isCovered(flight.endpoint, then: target) {
      child.repeated = true
    }
    // More than that it happened is not asked.
    if child.repeated {
      child.mayHaveLanded = [Bool](repeating: false, count: child.mayHaveLanded.count)
    }
  }

  /// The position of the endpoint that an action sends the request to.
  private func target(of action: Action) -> Int? {
    guard action.kind == .attempt || action.kind == .resume else { return nil }
    return policy.layout.position(of: action.endpoint)
  }

  private func mark(_ child: inout Node, _ endpoint: ID<Endpoint>) {
    if let i = policy.layout.position(of: endpoint) { child.mayHaveLanded[i] = true }
  }

  /// The endpoints whose breakers others may just have opened, so that this move goes otherwise.
  private func openable(_ node: Node, _ move: Move, _ child: Node) -> [ID<Endpoint>] {
    guard question.haste == .any else { return [] }
    var candidates: [ID<Endpoint>] = []
    switch child.action.kind {
    case .attempt, .resume, .reconcile: candidates.append(child.action.endpoint)
    case .wait:
      // Before a wait for the same endpoint it is asked how that will stand at its end.
      if child.request.waitsFor == .pause { candidates.append(child.request.failedEndpoint) }
    case .degrade, .notify, .answer, .fail: break
    }
    candidates += weighers.filter { !candidates.contains($0) }
    candidates.removeAll { !isBad($0) || move.opens.contains($0) }
    if candidates.isEmpty { return [] }
    if adversary.mayAnswer { return candidates }
    interpreter.state.put(node.words, as: policy.layout)
    return candidates.filter { interpreter.mayOpen($0, on: policy.route, at: move.at) }
  }

  /// The other values of a draw that lead elsewhere.
  private func others(
    than draw: ScriptChooser.Draw, _ before: [Int64], _ move: Move, _ node: Node, _ child: Node
  ) throws(GiveUp) -> [Int64] {
    guard draw.high > draw.low else { return [] }
    if question.haste != .any, !draw.isPick { return question.haste == .late ? [draw.high] : [] }
    // Draws by weight or per cent give each member one run of numbers: its ends are enough.
    if draw.isPick, draw.high < 16 || policy.sharesMembers {
      return Array(draw.low + 1...draw.high)
    }
    var other = move
    other.draws = before + [draw.high]
    let last = try take(other, from: node).0
    var found: Set<Int64> = [draw.high]
    try split(Drawn(draw.low, child), Drawn(draw.high, last), before, move, node, into: &found)
    found.remove(draw.low)
    return found.sorted()
  }

  /// Finds every value between two at which what happens changes: the last before and the first
  /// after.
  ///
  /// Where the timer moves with the draw, one for one, and nothing else changes, these are the
  /// values that set it to a landmark; what else changes is found by halving.
  private func split(
    _ low: Drawn, _ high: Drawn, _ before: [Int64], _ move: Move, _ node: Node,
    into found: inout Set<Int64>
  ) throws(GiveUp) {
    let span = high.value - low.value
    if low.look == high.look {
      if low.rank(policy.landmarks) == high.rank(policy.landmarks) { return }
      if high.timer - low.timer == span {
        for time in low.passed(policy.landmarks, upTo: high.timer) {
          let value = low.value + (time - low.timer)
          found.formUnion([value - 1, value])
        }
        return
      }
    }
    if span == 1 {
      found.formUnion([low.value, high.value])
      return
    }
    var middle = move
    let value = low.value + span / 2
    middle.draws = before + [value]
    let between = Drawn(value, try take(middle, from: node).0)
    try split(low, between, before, move, node, into: &found)
    try split(between, high, before, move, node, into: &found)
  }
}

/// What came of a draw.
private struct Drawn {
  /// What tells two results of a draw apart, beside times.
  struct Look: Equatable {
    var kind: Action.Kind
    var reason: Reason
    var endpoint: ID<Endpoint>
    var waiting: RequestState.Waiting
    var mainEnds: Tick
    var ends: Tick
  }

  let value: Int64
  let look: Look
  /// When the timer is wanted.
  let timer: Int64

  init(_ value: Int64, _ child: Node) {
    self.value = value
    look = Look(
      kind: child.action.kind, reason: child.action.reason, endpoint: child.action.endpoint,
      waiting: child.request.waitsFor, mainEnds: child.request.mainEnds,
      ends: child.request.ends)
    timer = child.request.wantsTimerAt.ns
  }

  /// How many landmarks the timer has passed: what tells two times apart.
  func rank(_ landmarks: Landmarks) -> Int {
    landmarks.rank(timer, mainEnd: look.mainEnds.ns, end: look.ends.ns)
  }

  /// The landmarks after the timer, up to a time.
  func passed(_ landmarks: Landmarks, upTo time: Int64) -> [Int64] {
    landmarks.passed(from: timer, to: time, mainEnd: look.mainEnds.ns, end: look.ends.ns)
  }
}

extension ExploredPolicy {
  /// Whether a request that may have been carried out at one endpoint may be sent to another
  /// without being carried out again: a key that both know covers it until after the deadline.
  func isCovered(_ first: ID<Endpoint>, then second: ID<Endpoint>) -> Bool {
    guard let id = graph.endpoints[first].idempotencyKey else { return false }
    let key = graph.idempotencyKeys[id]
    guard key.unique == .all, key.replayedFor.map({ $0 >= graph.routes[route].deadline }) ?? true
    else { return false }
    if first == second { return true }
    guard let label = key.sharedBy, graph.endpoints[second].idempotencyKey != nil,
      let domain = graph.domain(label, of: first)
    else { return false }
    return graph.domain(label, of: second) == domain
  }
}
