import PolicyGraph

/// What is known of the worst that a request of a route can do: one does so much, and none does
/// more.
///
/// It is narrowed in three stages, each much dearer than the one before: the rules' own numbers;
/// requests that fail as soon, and requests that fail as late as can be; all requests.
struct Bracket {
  /// How much was done to narrow it.
  enum Stage: Int, Comparable {
    case plain
    case tried
    case explored

    static func < (a: Stage, b: Stage) -> Bool { a.rawValue < b.rawValue }
  }

  /// What some request was found to do.
  var least: RouteBounds
  /// More than that none does.
  var most: RouteBounds
  var stage = Stage.plain
  /// Why not all requests were explored.
  var givenUp: GiveUp?

  /// What the rules' own numbers say.
  init(_ plain: PlainBounds, watchesRepeats: Bool) {
    least = RouteBounds()
    most = RouteBounds()
    most.mainAttempts = plain.mainAttempts
    most.ladderAttempts = plain.ladderAttempts
    most.attempts = plain.mainAttempts + plain.ladderAttempts
    most.latency = plain.latency
    most.repeats = watchesRepeats && !plain.neverRepeats
  }

  /// Whether nothing is left between the two.
  var isClosed: Bool {
    least.attempts == most.attempts && least.mainAttempts == most.mainAttempts
      && least.ladderAttempts == most.ladderAttempts && least.latency == most.latency
      && least.repeats == most.repeats
  }

  /// Takes in what was found among some requests, or among all.
  mutating func add(_ answer: RouteExplorer.Answer, all: Bool) {
    let found = RouteBounds(answer)
    least.merge(found)
    if all { most.lower(to: least) }
  }
}

extension RouteBounds {
  /// Nothing at all.
  init() {
    self.init(
      mainAttempts: 0, ladderAttempts: 0, attempts: 0, latency: .zero, repeats: false, states: 0,
      events: 0)
  }

  /// The worst of an exploration.
  init(_ answer: RouteExplorer.Answer) {
    self.init(
      mainAttempts: Int(answer.worst.mainAttempts),
      ladderAttempts: Int(answer.worst.ladderAttempts), attempts: Int(answer.worst.attempts),
      latency: Tick(ns: answer.worst.time), repeats: answer.worst.repeats, states: answer.states,
      events: answer.events)
  }

  fileprivate mutating func merge(_ other: RouteBounds) {
    mainAttempts = max(mainAttempts, other.mainAttempts)
    ladderAttempts = max(ladderAttempts, other.ladderAttempts)
    attempts = max(attempts, other.attempts)
    latency = max(latency, other.latency)
    repeats = repeats || other.repeats
    states += other.states
    events += other.events
  }

  fileprivate mutating func lower(to other: RouteBounds) {
    mainAttempts = min(mainAttempts, other.mainAttempts)
    ladderAttempts = min(ladderAttempts, other.ladderAttempts)
    attempts = min(attempts, other.attempts)
    latency = min(latency, other.latency)
    repeats = repeats && other.repeats
  }
}

extension Prover {
  /// Narrows what is known of a route until that is enough, or nothing more can be done.
  mutating func bracket(
    of route: ID<Route>, until isEnough: (Bracket) -> Bool
  ) throws(GiveUp) -> Bracket {
    var known =
      brackets[route]
      ?? Bracket(PlainBounds(graph, plan, route), watchesRepeats: watchesRepeats(route))
    defer { brackets[route] = known }
    while known.stage < .explored, !isEnough(known) {
      let explorer = RouteExplorer(graph, route, effort)
      switch known.stage {
      case .plain:
        for haste in [Haste.prompt, .late] {
          known.add(explorer.within(few).found(anything(explorer, haste)), all: false)
        }
        known.stage = .tried
      case .tried, .explored:
        do throws(GiveUp) {
          known.add(try explorer.worst(anything(explorer, .any)), all: true)
        } catch {
          known.givenUp = error
        }
        known.stage = .explored
      }
    }
    return known
  }

  /// Every endpoint is the adversary's, and may do anything.
  private func anything(_ explorer: RouteExplorer, _ haste: Haste) -> Question {
    var question = Question(bad: explorer.paths.deciding, misbehaviour: .anything)
    question.haste = haste
    question.watchesRepeats = watchesRepeats(explorer.route)
    return question
  }

  /// Where requests may be repeated and nobody says that they are not, it is not watched whether
  /// they are.
  private func watchesRepeats(_ route: ID<Route>) -> Bool {
    graph.routes[route].effect == .once
      || graph.guarantees.rows.contains { $0.kind == .neverRepeats && $0.route == route }
  }

  /// The shortest request of a route that shows a fault, whatever its endpoints do: among all if
  /// all were explored, else among those that fail as soon or as late as can be.
  func anyWitness(of route: ID<Route>, _ fault: Explorer.Fault) throws(GiveUp) -> Witness? {
    let known = brackets[route]
    let explorer = RouteExplorer(graph, route, effort)
    if known?.stage == .explored, known?.givenUp == nil {
      return witness(explorer, anything(explorer, .any), of: fault)
    }
    return counterexample(explorer, anything(explorer, .any), fault)
  }
}
