import PolicyGraph

@testable import PolicyRuntime

/// Draws what happens next, by what the requests are waiting for.
struct RandomScript {
  var random: Random
  let graph: FailoverGraph
  /// How many requests live at once.
  private let crowd: Int
  /// Many requests in little time, most of them answered: what percentiles and windows live on.
  let hurries: Bool

  init(seed: UInt64, _ graph: FailoverGraph) {
    random = Random(seed: seed)
    self.graph = graph
    crowd = 1 + random.pick(8)
    hurries = random.pick(4) == 0
  }

  private mutating func below(_ n: Int) -> Int { random.pick(n) }
  private mutating func chance(_ percent: Int) -> Bool { random.pick(100) < percent }
  private mutating func one<T>(_ values: [T]) -> T { values[random.pick(values.count)] }

  /// The next incident.
  mutating func next<A: Machine, B: Machine>(_ duel: Duel<A, B>) -> Incident {
    let alive = duel.pairs.indices.suffix(60).filter { duel.pairs[$0]?.isOver == false }
    if alive.isEmpty || alive.count < crowd && chance(40) {
      return Incident(time: gap(), what: start())
    }
    if chance(hurries ? 1 : 6) { return Incident(time: gap(), what: outside()) }
    let index = one(Array(alive))
    guard let pair = duel.pairs[index] else { return Incident(time: gap(), what: start()) }
    if chance(3) {
      let ended = below(duel.pairs.count)
      return Incident(time: gap(), what: stray(ended))
    }
    if pair.last.wakeAt != .never, chance(hurries ? 4 : 25) {
      return Incident(time: .wake(index, one([0, 0, 0, -1, 1, 1000])), what: .timer(index))
    }
    if chance(2) { return Incident(time: gap(), what: .cancel(index)) }
    return Incident(time: gap(), what: expected(index, pair.last.kind, pair.legs.count))
  }

  private mutating func expected(_ index: Int, _ kind: Action.Kind, _ legs: Int) -> Incident.What {
    switch kind {
    case .notify: return .proceed(index)
    case .reconcile:
      return .reconciled(index, one([.landed, .cannotLand, .cannotLand, .unknown]))
    case .degrade: return .stepFinished(index, served: chance(50))
    case .wait, .attempt, .resume, .answer, .fail:
      guard legs > 0 else {
        // A backoff, or the handler that was asked before a stray event came.
        return one([
          .timer(index), .proceed(index), .stepFinished(index, served: false),
          .reconciled(index, .cannotLand),
        ])
      }
      let leg = below(legs)
      return chance(hurries ? 10 : 20)
        ? .firstByte(index, leg: leg) : .finish(index, leg: leg, outcome())
    }
  }

  private mutating func stray(_ index: Int) -> Incident.What {
    one([
      .finish(index, leg: below(4), outcome()), .firstByte(index, leg: below(4)), .timer(index),
      .reconciled(index, .landed), .stepFinished(index, served: true), .proceed(index),
      .cancel(index),
    ])
  }

  private mutating func outside() -> Incident.What {
    let endpoint = ID<Endpoint>(below(graph.endpoints.count))
    switch below(11) {
    case 0: return .isolate(endpoint)
    case 1, 2: return .restore(endpoint)
    case 10: return .clear(endpoint)
    case 3 where graph.groups.count > 0: return .failBack(ID(below(graph.groups.count)))
    default: return .probed(endpoint, up: chance(60))  // most of them
    }
  }

  private mutating func gap() -> Incident.Time {
    let ms: Int64 = 1_000_000
    if hurries, chance(97) { return .after(chance(40) ? 0 : random.between(0, 40 * ms)) }
    switch below(20) {
    case 0...6: return .after(0)
    case 7...11: return .after(random.between(0, 30 * ms))
    case 12...15: return .after(random.between(0, 300 * ms))
    case 16, 17: return .after(one([ms * 100, ms * 500, ms * 1000, 1]))
    case 18: return .after(random.between(0, 3000 * ms))
    default: return .after(chance(80) ? random.between(0, 12_000 * ms) : 90_000 * ms)  // seldom
    }
  }

  private mutating func start() -> Incident.What {
    .start(ID(below(graph.routes.count)), facts(), seed: random.next())
  }

  /// What some request asks with.
  mutating func facts() -> PlainFacts {
    var facts = PlainFacts()
    facts.size = one([0, 10, 400, 900, 1500, 2500, 4000])
    facts.priority = UInt8(below(10))
    if chance(50) { facts.tags.append((name: "user", value: "u\(below(5))")) }
    if chance(30) { facts.tags.append((name: "tier", value: one(["gold", "iron"]))) }
    if chance(70) { facts.tags.append((name: "model", value: one(["m1", "m2", "m3"]))) }
    if chance(40) { facts.delivery = one([.whole, .held]) }
    return facts
  }

  /// An outcome; `strange` ones are now and then such as no row of the table gives.
  mutating func outcome(strange: Bool = true) -> Outcome {
    if chance(hurries ? 94 : 40) {
      return chance(30) ? .success(usage: random.between(0, 5000)) : .success
    }
    // Rows of the table, as the far ends answer them; now and then something that none says.
    let rows = graph.errorRows.rows.suffix(20)
    let row = one(Array(rows))
    guard let errorClass = row.errorClass else { return .success }
    let isAnswer = !graph.matches[row.matches].contains { $0.field == .transport }
    var outcome = Outcome(
      errorClass, executed: row.executed, scope: row.scope, answered: isAnswer)
    if chance(8) { outcome.answered.toggle() }
    if strange, chance(4) { outcome.errorClass = ID(below(graph.classes.count)) }
    if strange, chance(4) { outcome.scope = one(Array(Scope.allCases)) }
    if chance(30) {
      let ms: Int64 = 1_000_000
      outcome.hint.wait = one([
        0, 20 * ms, 300 * ms, 1000 * ms, 5000 * ms, 60_000 * ms, 7_200_000 * ms,
      ])
    }
    if chance(5) { outcome.hint.never = true }
    if chance(10) { outcome.usage = random.between(0, 3000) }
    return outcome
  }
}
