import PolicyGraph
import PolicyRuntime

/// The shortest request that shows something.
extension Explorer {
  /// What is looked for in the worst that can come of a state.
  typealias Fault = (WorstCase) -> Bool

  /// The shortest request from `start` that shows a fault; nil if none does.
  func witness(from start: Start, of fault: Fault) throws(GiveUp) -> [Move]? {
    guard fault(try worst(from: start)) else { return nil }
    var search = Search()
    let root = root(start)
    var best: (length: Int, move: Move, child: Node, shown: Bool)?
    try forEachChild(of: root, [beginning]) { (move, child) throws(GiveUp) in
      guard fault(try self.worst(after: root, child, depth: 0)) else { return }
      let shown = child.request.isCommitted
      let length = try self.distance(child, shown, fault, &search, depth: 0)
      if best.map({ length < $0.length }) ?? true { best = (length, move, child, shown) }
    }
    var moves: [Move] = []
    while let next = best {
      moves.append(next.move)
      best = nil
      if isOver(next.child) { break }
      best = try nearest(next.child, next.shown, fault, &search)
    }
    return moves
  }

  /// The first request that is come to from `start` and shows a fault; nil if none does.
  func example(from start: Start, of fault: Fault) throws(GiveUp) -> [Move]? {
    var search = FirstSearch()
    let root = root(start)
    do throws(GiveUp) {
      try goOn(from: root, [beginning], fault, &search)
    } catch {
      // The effort may be spent on the way back.
      guard search.isFound else { throw error }
    }
    return search.isFound ? search.path : nil
  }

  /// A search for any request that shows a fault.
  private struct FirstSearch {
    var path: [Move] = []
    var isFound = false
    var visited: Set<Fingerprint> = []
  }

  /// Goes on from a state until an end shows a fault.
  private func goOn(
    from node: Node, _ moves: [Move], _ fault: Fault, _ search: inout FirstSearch
  ) throws(GiveUp) {
    guard search.path.count < Explorer.depthMax else { throw .depth(Explorer.depthMax) }
    try forEachChild(of: node, moves) { (move, child) throws(GiveUp) in
      if search.isFound { return }
      search.path.append(move)
      if var end = self.end(child) {
        // When its answer began is not kept: it began before its end.
        if child.request.isCommitted { end.time = 0 }
        search.isFound = fault(end)
      } else if search.visited.insert(self.fingerprint(child)).inserted {
        try self.goOn(from: child, self.moves(child), fault, &search)
      }
      if !search.isFound { search.path.removeLast() }
    }
  }

  /// How far states are from showing a fault.
  private struct Search {
    struct Key: Hashable {
      var print: Fingerprint
      var shown: Bool
    }
    var known: [Key: Int] = [:]
  }

  private func isOver(_ node: Node) -> Bool { node.action.isEnd || node.reached }

  /// How many more events it takes to come to an end that shows the fault; `shown`: any end does.
  private func distance(
    _ node: Node, _ shown: Bool, _ fault: Fault, _ search: inout Search, depth: Int
  ) throws(GiveUp) -> Int {
    if isOver(node) { return 0 }
    guard depth < Explorer.depthMax else { throw .depth(Explorer.depthMax) }
    let key = Search.Key(print: fingerprint(node), shown: shown)
    if let known = search.known[key] { return known }
    var least = Explorer.depthMax
    try forEachChild(of: node, moves(node)) { (_, child) throws(GiveUp) in
      guard let now = try self.shows(node, child, shown, fault) else { return }
      least = min(least, try self.distance(child, now, fault, &search, depth: depth + 1) + 1)
    }
    search.known[key] = least
    return least
  }

  /// The child from which it is nearest; the first of equals.
  private func nearest(
    _ node: Node, _ shown: Bool, _ fault: Fault, _ search: inout Search
  ) throws(GiveUp) -> (length: Int, move: Move, child: Node, shown: Bool)? {
    var best: (length: Int, move: Move, child: Node, shown: Bool)?
    try forEachChild(of: node, moves(node)) { (move, child) throws(GiveUp) in
      guard let now = try self.shows(node, child, shown, fault) else { return }
      let length = try self.distance(child, now, fault, &search, depth: 0)
      if best.map({ length < $0.length }) ?? true { best = (length, move, child, now) }
    }
    return best
  }

  /// Whether a child leads to the fault, and whether it is shown for good; nil if it does not.
  private func shows(
    _ node: Node, _ child: Node, _ shown: Bool, _ fault: Fault
  ) throws(GiveUp) -> Bool? {
    if shown { return true }
    let worst = try worst(after: node, child, depth: 0)
    guard fault(worst) else { return nil }
    // The time of an answer that has begun is what it is: any end will do.
    guard child.request.isCommitted, !node.request.isCommitted else { return false }
    return !fault(try self.worst(of: child, depth: 0))
  }

  /// Tells a request by the moves that make it.
  func tell(_ moves: [Move], from start: Start) throws(GiveUp) -> Witness {
    let decisions = DecisionLog()
    let listening = Interpreter(policy.plan, interpreter.state, listener: { decisions.add($0) })
    var node = root(start)
    var steps: [StoryStep] = []
    for move in moves {
      _ = apply(move, to: &node, by: listening)
      steps.append(
        StoryStep(
          at: move.at.sinceStart, event: move.told, opened: move.opens,
          refusals: move.streak ?? 0,
          decisions: decisions.take().map(\.sinceStart), action: node.action.sinceStart))
    }
    return Witness(
      graph: policy.graph,
      bad: question.bad,
      activeMembers: start.activeMembers.map { ($0.group, $0.member) }, ready: start.ready,
      size: start.facts.size, priority: start.facts.priority, steps: steps)
  }
}

extension Tick {
  /// The time from the start of an explored request.
  fileprivate var sinceStart: Tick { self == .never ? .never : self - Explorer.zero }
}

extension Decision {
  fileprivate var sinceStart: Decision {
    var decision = self
    decision.at = decision.at.sinceStart
    return decision
  }
}

extension Action {
  fileprivate var sinceStart: Action {
    var action = self
    action.until = action.until.sinceStart
    action.hedgeAt = action.hedgeAt.sinceStart
    action.wakeAt = action.wakeAt.sinceStart
    return action
  }
}
