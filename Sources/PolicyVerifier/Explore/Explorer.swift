import PolicyGraph
import PolicyRuntime

/// How much an exploration may cost before it is given up.
public struct Effort: Equatable, Sendable {
  /// States that are kept, about 100 bytes each.
  public var states: Int
  /// Events that the interpreter is told, a few microseconds each; one of a policy with many ways
  /// or endpoints counts for several.
  public var events: Int

  /// At most `states` states and `events` events.
  public init(states: Int, events: Int) {
    self.states = states
    self.events = events
  }

  /// A few seconds, and some 50 MB.
  public static let usual = Effort(states: 500_000, events: 2_000_000)
}

/// Why an exploration was given up.
public enum GiveUp: Error, Equatable, Sendable {
  /// More states than may be kept.
  case states(Int)
  /// More events than may be told.
  case events(Int)
  /// A request that goes on for too many events.
  case depth(Int)
  /// More ways to begin than are looked at.
  case starts(Int)
  /// More combinations of outages than are tried, and how many that is.
  case outages(Int, Int)
}

/// Explores every way that a request can go, by the interpreter that serves it.
///
/// Depth-first over states told apart by fingerprints, so that no state is explored twice: the
/// worst that can still come of a state does not depend on how it was reached. The order of moves
/// is fixed, and with it everything that comes out.
final class Explorer {
  /// Events of one request; attempts are at most 64, and each has a handful.
  static let depthMax = 1_500
  /// When every request begins: late enough for all that may have been before.
  static let zero = Tick.s(100 * 86_400)

  let policy: ExploredPolicy
  let adversary: Adversary
  /// What is asked.
  let question: Question
  /// The endpoints whose first attempt is waited for; none: the request's end is.
  let reach: [Bool]
  let interpreter: Interpreter
  /// Which endpoints may be taken for each other.
  let kinds: [Int]
  /// Endpoints whose open breakers matter although another one is chosen.
  let weighers: [ID<Endpoint>]
  /// When a good endpoint answers, from the start of the attempt.
  let answersAfter: [Tick]
  let effort: Effort
  /// Work that was done for the same guarantee before.
  private let spent: Int
  /// Whether it matters when an answer begins.
  let seesFirstBytes: Bool
  /// What of a request is looked at.
  private let attention: Interpreter.Attention
  /// By position in the layout: endpoints that may truly tell what became of a request.
  let tellers: [Bool]
  private var known: [Fingerprint: WorstCase] = [:]
  private(set) var events = 0
  /// The same in events of a policy of usual size.
  private(set) var work = 0
  /// The worst that came of the requests whose end was seen so far.
  private(set) var seen = WorstCase()
  private var variant: UInt64 = 0
  /// Whether the first byte of an answer may make it the request's.
  let awaitsFirstByte: Bool

  /// How many different states were found.
  var states: Int { known.count }

  init(_ policy: ExploredPolicy, _ question: Question, _ effort: Effort, spent: Int) {
    self.policy = policy
    self.question = question
    let row = policy.graph.routes[policy.route]
    let seesExecution =
      row.effect == .once || question.watchesRepeats
      || policy.graph.rules.rows.contains { $0.reconcile }
    let adversary = Adversary(
      policy, bad: question.bad, question.misbehaviour, seesExecution: seesExecution)
    self.adversary = adversary
    reach = policy.layout.endpoints.map { question.reach.contains($0) }
    self.effort = effort
    self.spent = spent
    seesFirstBytes = row.commit.mayBeEarly || row.hedge != nil
    awaitsFirstByte = row.commit.mayBeEarly
    attention = Interpreter.Attention(
      execution: seesExecution,
      starts: policy.layout.endpoints.enumerated().map { i, id in
        // A good endpoint answers so long after the start; a client gives up so long after it.
        !adversary.isBad[i]
          || row.commit.mayBeEarly && policy.graph.endpoints[id].firstByteTimeout != nil
      }, streaks: !adversary.mayAnswer)
    tellers = adversary.canTell.map { $0 && !adversary.mayAnswer }
    interpreter = Interpreter(policy.plan, SharedState(for: policy.plan))
    kinds = policy.kinds(question)
    answersAfter = policy.layout.endpoints.map { policy.graph.slowAnswer(of: $0) }
    var weighers: [ID<Endpoint>] = []
    for group in policy.healthWeighers {
      for id in policy.graph.endpoints(below: .group(group)) where !weighers.contains(id) {
        weighers.append(id)
      }
    }
    self.weighers = weighers
  }

  /// The worst that can come of a request that begins so.
  func worst(from start: Start) throws(GiveUp) -> WorstCase {
    variant = start.variant
    var worst = WorstCase()
    let root = root(start)
    try forEachChild(of: root, [beginning]) { (_, child) throws(GiveUp) in
      worst.merge(try self.worst(after: root, child, depth: 0))
    }
    return worst
  }

  /// The request's beginning as a move.
  var beginning: Move { Move(event: nil, at: Explorer.zero, told: .start) }

  /// The state of a request that has not begun.
  func root(_ start: Start) -> Node {
    let policy = policy
    interpreter.state.put(
      [UInt64](repeating: 0, count: policy.layout.wordCount), as: policy.layout)
    for active in start.activeMembers {
      let since = Explorer.zero - active.age
      interpreter.setHolder(of: active.group, to: active.member, since: since)
      for id in policy.layout.endpoints { interpreter.setUp(id, since: since) }
    }
    for id in start.ready {
      interpreter.set(.ready, breakerOf: id, on: policy.route, at: Explorer.zero)
    }
    return Node(
      request: interpreter.request(start.facts, on: policy.route, number: 1, at: Explorer.zero),
      words: interpreter.state.words(of: policy.layout), now: Explorer.zero, action: .nothing,
      mayHaveLanded: [Bool](repeating: false, count: policy.layout.endpoints.count))
  }

  /// The worst that can come of a child, seen from its parent: what is measured at this very step
  /// is measured here.
  func worst(after parent: Node, _ child: Node, depth: Int) throws(GiveUp) -> WorstCase {
    var worst = try worst(of: child, depth: depth + 1)
    if child.request.isCommitted && !parent.request.isCommitted {
      worst.time = child.now.ns - Explorer.zero.ns
    }
    // What follows the beginning of an answer does not make it later.
    if !parent.request.isCommitted { seen.merge(worst) }
    return worst
  }

  /// The worst that can still come of a state.
  func worst(of node: Node, depth: Int) throws(GiveUp) -> WorstCase {
    if let end = end(node) { return end }
    guard depth < Explorer.depthMax else { throw .depth(Explorer.depthMax) }
    let print = fingerprint(node)
    if let known = known[print] { return known }
    var worst = WorstCase()
    try forEachChild(of: node, moves(node)) { (_, child) throws(GiveUp) in
      worst.merge(try self.worst(after: node, child, depth: depth))
    }
    guard known.count < effort.states else { throw .states(effort.states) }
    known[print] = worst
    return worst
  }

  /// Counts an event that the interpreter is told.
  func count() throws(GiveUp) {
    events += 1
    work += policy.eventCost
    if spent + work > effort.events { throw .events(effort.events) }
  }

  /// What became of a request that has ended, or has done what was waited for.
  func end(_ node: Node) -> WorstCase? {
    let time = node.now.ns - Explorer.zero.ns
    var worst = WorstCase()
    worst.mainAttempts = UInt8(clamping: node.request.mainAttempts)
    worst.attempts = UInt16(clamping: node.request.attemptsSent)
    worst.ladderAttempts = UInt8(
      clamping: node.request.attemptsSent - node.request.mainAttempts)
    worst.time = time
    worst.repeats = node.repeated
    if node.reached {
      worst.reachedAt = time
      return worst
    }
    guard node.action.isEnd else { return nil }
    worst.level = node.action.level
    worst.reachedAt = reach.contains(true) ? .max : 0
    return worst
  }

  /// By position in the layout, the first endpoint that each is alike to in a state.
  ///
  /// They are of the same kind, with the same behind them: swapping two of them changes nothing.
  func alike(_ node: Node) -> [Int] {
    interpreter.state.put(node.words, as: policy.layout)
    let records = interpreter.records(
      node.request, at: node.now, policy.layout, marks: node.mayHaveLanded.map { $0 ? 1 : 0 },
      attention: attention)
    return records.indices.map { i in
      (0..<i).first { kinds[$0] == kinds[i] && records[$0] == records[i] } ?? i
    }
  }

  func fingerprint(_ node: Node) -> Fingerprint {
    interpreter.state.put(node.words, as: policy.layout)
    var print = interpreter.fingerprint(
      node.request, at: node.now, policy.layout, kinds: kinds,
      marks: node.mayHaveLanded.map { $0 ? 1 : 0 },
      attention: attention)
    print.add(variant)
    print.add(node.repeated ? 1 : UInt64(0))
    return print
  }
}

extension Action {
  /// How well a request that ends so was served.
  var level: ServiceLevel {
    guard kind == .answer else { return .failed }
    return step == nil ? .full : .degraded
  }
}
