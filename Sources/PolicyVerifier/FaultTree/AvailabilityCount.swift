import PolicyGraph

/// Adds up the probabilities of all states of some endpoints and their domains in which a request
/// is answered.
///
/// Endpoints are taken one after the other. Histories that no later endpoint can tell apart are one
/// state: the same open domains down, the same cost so far, the same least time among those up.
/// That is the decision diagram of the question, level by level, with its weights counted forward.
struct AvailabilityCount {
  private struct State: Hashable {
    /// The open domains that are down, one bit each.
    var down: UInt64 = 0
    var attempts = 0
    var time: Int64 = 0
    /// The least time to start of those that are up; `Int64.max` while there is none.
    var atLeast = Int64.max
  }

  private struct Part {
    var availability: Share
    var cost: DownCost
    var atLeast: Int64
    /// Bits of its domains.
    var domains: UInt64 = 0
    /// Domains met here first, each with its bit.
    var opens: [(bit: UInt64, availability: Share)] = []
    /// Bits of domains that no later endpoint is in.
    var closes: UInt64 = 0
    /// What this and all later endpoints cost together.
    var attemptsLeft = 0
    var timeLeft: Int64 = 0
  }

  private var parts: [Part] = []
  /// Attempts that may be lost, and one is left.
  private let attemptsSpare: Int
  private let mainSpan: Int64
  private var leastNeeded = Int64.max
  private var mostNeeded: Int64 = 0
  private var fits = true
  private var answered = Chance.never

  init(
    _ endpoints: [ID<Endpoint>], _ graph: FailoverGraph, _ allowance: Availability.Allowance,
    cost: (ID<Endpoint>) -> DownCost, atLeast: (ID<Endpoint>) -> Tick
  ) {
    attemptsSpare = allowance.attemptsMax - 1
    mainSpan = allowance.mainSpan.ns
    // Only domains with a figure are ever down.
    let memberships = endpoints.map { endpoint in
      graph.domainMembers[graph.endpoints[endpoint].domains].map(\.domain)
        .filter { graph.domains[$0].availability ?? .whole < .whole }
    }
    var bits = DomainBits(graph.domains.count)
    let order = FaultOrder.order(memberships.map { $0.map(\.index) })
    for (place, e) in order.enumerated() {
      let later = order[(place + 1)...].flatMap { memberships[$0] }
      var part = Part(
        availability: graph.endpoints[endpoints[e]].availability ?? .zero,
        cost: cost(endpoints[e]), atLeast: atLeast(endpoints[e]).ns)
      for domain in memberships[e] {
        let known = bits[domain]
        guard let bit = known ?? bits.take(domain) else {
          fits = false
          return
        }
        if known == nil {
          part.opens.append((bit, graph.domains[domain].availability ?? .whole))
        }
        part.domains |= bit
        if !later.contains(domain) { part.closes |= bit }
      }
      for domain in memberships[e] where !later.contains(domain) { bits.release(domain) }
      leastNeeded = min(leastNeeded, part.atLeast)
      mostNeeded = max(mostNeeded, part.atLeast)
      parts.append(part)
    }
    addUp()
  }

  /// Sums what each endpoint and all after it cost.
  private mutating func addUp() {
    for i in parts.indices.reversed() {
      let after = i + 1 < parts.count ? parts[i + 1] : nil
      parts[i].attemptsLeft = (after?.attemptsLeft ?? 0) + parts[i].cost.attempts
      parts[i].timeLeft = (Tick(ns: after?.timeLeft ?? 0) + parts[i].cost.time).ns
    }
  }

  /// The probability of an answer; nil if there are too many states.
  mutating func run() -> Chance? {
    guard fits else { return nil }
    var states: [(state: State, chance: Chance)] = [(State(), .certain)]
    for (place, part) in parts.enumerated() {
      for domain in part.opens {
        states = states.flatMap { entry in
          let (up, down) = entry.chance.split(domain.availability)
          var other = entry.state
          other.down |= domain.bit
          return [(entry.state, up), (other, down)]
        }
      }
      let rest = place + 1 < parts.count ? parts[place + 1] : nil
      var next = Merged()
      for entry in states {
        var up = entry.state
        up.atLeast = min(up.atLeast, part.atLeast)
        var down = entry.state
        down.attempts += part.cost.attempts
        down.time = (Tick(ns: down.time) + part.cost.time).ns
        let isOut = entry.state.down & part.domains != 0
        let (upChance, downChance) =
          isOut ? (.never, entry.chance) : entry.chance.split(part.availability)
        for (var state, chance) in [(up, upChance), (down, downChance)] where chance > .never {
          state.down &= ~part.closes
          if let state = reduced(state, rest, chance) { next.add(state, chance) }
        }
      }
      states = next.entries
      guard states.count <= FaultLimit.statesMax else { return nil }
    }
    return answered
  }

  /// A state as those are that behave like it from here on; nil if it is decided.
  private mutating func reduced(_ state: State, _ rest: Part?, _ chance: Chance) -> State? {
    guard state.attempts <= attemptsSpare,
      (Tick(ns: state.time) + Tick(ns: leastNeeded)).ns <= mainSpan
    else { return nil }
    let (attemptsLeft, timeLeft) = (rest?.attemptsLeft ?? 0, rest?.timeLeft ?? 0)
    // Compared by subtraction: an allowance without end must not overflow.
    let attemptsSuffice = attemptsLeft <= attemptsSpare - state.attempts
    let time = (Tick(ns: state.time) + Tick(ns: timeLeft)).ns
    if state.atLeast != .max, attemptsSuffice,
      (Tick(ns: time) + Tick(ns: state.atLeast)).ns <= mainSpan
    {
      answered.parts += chance.parts
      return nil
    }
    guard rest != nil else { return nil }
    var state = state
    if attemptsSuffice { state.attempts = attemptsSpare - attemptsLeft }
    if (Tick(ns: time) + Tick(ns: mostNeeded)).ns <= mainSpan {
      state.time = mainSpan - mostNeeded - timeLeft
    }
    return state
  }

  /// States in the order in which they were met, each once.
  private struct Merged {
    private(set) var entries: [(state: State, chance: Chance)] = []
    private var places: [State: Int] = [:]

    mutating func add(_ state: State, _ chance: Chance) {
      if let place = places[state] {
        entries[place].chance.parts += chance.parts
      } else {
        places[state] = entries.count
        entries.append((state, chance))
      }
    }
  }
}

/// Bits for the domains that are open, used again when one is closed.
private struct DomainBits {
  private var bits: [UInt64?]
  private var used: UInt64 = 0

  init(_ count: Int) { bits = Array(repeating: nil, count: count) }

  subscript(domain: ID<FaultDomain>) -> UInt64? { bits[domain.index] }

  /// A free bit; nil if all are taken.
  mutating func take(_ domain: ID<FaultDomain>) -> UInt64? {
    guard used != .max else { return nil }
    let bit = (~used) & (used &+ 1)
    used |= bit
    bits[domain.index] = bit
    return bit
  }

  mutating func release(_ domain: ID<FaultDomain>) {
    used &= ~(bits[domain.index] ?? 0)
    bits[domain.index] = nil
  }
}
