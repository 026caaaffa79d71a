import PolicyGraph
import PolicyRuntime

/// Which of the adversary's choices are tried.
enum Haste: CaseIterable {
  /// All of them.
  case any
  /// Failures that come at once and say nothing, and waits that are as short as can be.
  case prompt
  /// Failures that come as late as can be, and waits that are as long as can be.
  case late
}

/// What is asked of every request of a route.
struct Question {
  /// The adversary's endpoints.
  var bad: [ID<Endpoint>]
  var misbehaviour: Misbehaviour
  /// Endpoints whose first attempt is waited for; none: the request's end is.
  var reach: [ID<Endpoint>] = []
  /// Whether no group is held by a member behind these.
  var fromBefore = false
  /// Which choices are tried; with fewer than all, what is found is some request, but maybe not the
  /// worst.
  var haste = Haste.any
  /// Whether it is asked if the request is sent again after it may have been carried out.
  var watchesRepeats = false
}

/// Explores the requests of one route, from every start and for every delay of a hedge.
struct RouteExplorer {
  let graph: FailoverGraph
  let route: ID<Route>
  private(set) var effort: Effort
  /// What a request may come to.
  let paths: RoutePaths
  /// The kinds of requests that its main path tells apart; nil if they are too many.
  let kinds: [RequestKind]?
  /// The policy for each delay that a hedge may have.
  private let policies: [ExploredPolicy]

  init(_ graph: FailoverGraph, _ route: ID<Route>, _ effort: Effort) {
    self.graph = graph
    self.route = route
    self.effort = effort
    paths = RoutePaths(graph, route)
    kinds = graph.requestKinds(among: paths.main, arms: [])
    policies = RouteExplorer.hedgeDelays(graph, route).map {
      ExploredPolicy(graph, route, hedgeDelay: $0)
    }
  }

  /// The same with another effort.
  func within(_ effort: Effort) -> RouteExplorer {
    var other = self
    other.effort = effort
    return other
  }

  /// From more starts than these no requests are looked for that fail as soon or as late as can be.
  private static let hastyStartsMost = 24

  /// How long the main path lasts.
  var mainSpan: Tick { policies.first.map { $0.plan.mainSpan(of: $0.route) } ?? .zero }

  /// No attempt at an endpoint starts with less left than this.
  func leastTime(of endpoint: ID<Endpoint>) -> Tick {
    policies.first?.plan.leastTime(of: endpoint) ?? .zero
  }

  /// What was found, and what it cost.
  struct Answer {
    var worst = WorstCase()
    var states = 0
    var events = 0
    /// The events, those of large policies counted more than once.
    var work = 0

    fileprivate mutating func count(_ explorer: Explorer) {
      states += explorer.states
      events += explorer.events
      work += explorer.work
    }
  }

  /// The worst that can come of any request; `spent`: work that was done for the same guarantee.
  func worst(_ question: Question, spent: Int = 0) throws(GiveUp) -> Answer {
    var answer = Answer()
    for policy in policies(for: question) {
      let explorer = explorer(policy, question, spent: spent + answer.work)
      for start in try starts(policy, question) {
        answer.worst.merge(try explorer.worst(from: start))
      }
      answer.count(explorer)
    }
    return answer
  }

  /// The worst of the requests that are come to before the effort is spent.
  func found(_ question: Question) -> Answer {
    var answer = Answer()
    for policy in policies(for: question) {
      let explorer = explorer(policy, question, spent: 0)
      do throws(GiveUp) {
        for start in try starts(policy, question) { _ = try explorer.worst(from: start) }
      } catch {
        // What was seen until then is there.
      }
      answer.worst.merge(explorer.seen)
      answer.count(explorer)
    }
    return answer
  }

  /// The first request that is come to and shows a fault; nil if none is within the effort.
  func example(_ question: Question, of fault: Explorer.Fault) -> Witness? {
    for policy in policies(for: question) {
      let explorer = explorer(policy, question, spent: 0)
      for start in (try? starts(policy, question)) ?? [] {
        if let moves = try? explorer.example(from: start, of: fault) {
          return try? tell(moves, from: start, question, by: explorer)
        }
      }
    }
    return nil
  }

  /// The shortest request that shows a fault; nil if none does.
  func witness(
    _ question: Question, of fault: Explorer.Fault
  ) throws(GiveUp) -> Witness? {
    var best: (moves: [Move], start: Start, explorer: Explorer)?
    for policy in policies(for: question) {
      let explorer = explorer(policy, question, spent: 0)
      for start in try starts(policy, question) {
        guard let moves = try explorer.witness(from: start, of: fault) else { continue }
        if best.map({ moves.count < $0.moves.count }) ?? true { best = (moves, start, explorer) }
      }
    }
    guard let best else { return nil }
    return try tell(best.moves, from: best.start, question, by: best.explorer)
  }

  /// Tells a request; the adversary has those too that stand for no one in it.
  private func tell(
    _ moves: [Move], from start: Start, _ question: Question, by explorer: Explorer
  ) throws(GiveUp) -> Witness {
    var witness = try explorer.tell(moves, from: start)
    witness.bad = paths.deciding.filter { question.bad.contains($0) }
    return witness
  }

  /// The policies, without equal members that make no difference to a question.
  private func policies(for question: Question) -> [ExploredPolicy] {
    policies.map { $0.thinned(for: question) }
  }

  /// For each endpoint that a request may come to, the first of those that it may be taken for
  /// while nobody is out.
  var firstEquals: [ID<Endpoint>: ID<Endpoint>] {
    guard let policy = policies.first else { return [:] }
    let endpoints = policy.layout.endpoints
    let kinds = policy.kinds(Question(bad: [], misbehaviour: .anything))
    return Dictionary(uniqueKeysWithValues: zip(endpoints, kinds.map { endpoints[$0] }))
  }

  private func starts(
    _ policy: ExploredPolicy, _ question: Question
  ) throws(GiveUp) -> [Start] {
    let all = try Starts(policy).all(
      bad: question.bad, reach: question.reach, upTo: question.fromBefore ? question.reach : [])
    if question.haste == .any { return all }
    let plain = all.filter { $0.ready.isEmpty && $0.activeMembers.allSatisfy { $0.age == .zero } }
    return Array(plain.prefix(RouteExplorer.hastyStartsMost))
  }

  private func explorer(_ policy: ExploredPolicy, _ question: Question, spent: Int) -> Explorer {
    Explorer(policy, question, effort, spent: spent)
  }

  /// The delays that a hedge may have: the stated one; with a percentile, which may come to
  /// anything, its least, just before an attempt's end, and none at all.
  private static func hedgeDelays(_ graph: FailoverGraph, _ route: ID<Route>) -> [Tick?] {
    guard let hedge = graph.routes[route].hedge.map({ graph.hedges[$0] }),
      graph.routes[route].effect != .once
    else { return [nil] }
    guard hedge.percentile != nil else { return [hedge.after] }
    let least = hedge.atLeast ?? .zero
    var delays = [least]
    let paths = RoutePaths(graph, route)
    for id in paths.main + paths.beside {
      let late = Tick(ns: graph.endpoints[id].attemptTimeout.ns - 1)
      if late > least, !delays.contains(late) { delays.append(late) }
    }
    return delays.sorted() + [nil]
  }
}
