/// Domains and endpoints that are out, for a picture of what is left.
public struct Outage: Equatable, Sendable {
  /// The domains that are out, with all that lies in them.
  public var domains: [ID<FaultDomain>]
  /// The endpoints that are out by themselves.
  public var endpoints: [ID<Endpoint>]

  /// An outage of domains and endpoints.
  public init(domains: [ID<FaultDomain>] = [], endpoints: [ID<Endpoint>] = []) {
    self.domains = domains
    self.endpoints = endpoints
  }

  /// What takes an endpoint out: domains of the outage, or nil for the endpoint by itself.
  func causes(of id: ID<Endpoint>, in graph: FailoverGraph) -> [ID<FaultDomain>?] {
    var causes: [ID<FaultDomain>?] = []
    for member in graph.domainMembers[graph.endpoints[id].domains]
    where domains.contains(member.domain) { causes.append(member.domain) }
    if endpoints.contains(id) { causes.append(nil) }
    return causes
  }
}

/// What an outage leaves of the things that a picture shows.
struct Remains {
  /// How much of something is left.
  enum Left: Int, Comparable {
    /// Nothing.
    case none
    /// Enough for the requests of some arms of a `select`.
    case some
    /// Enough for every request, though it may be fewer endpoints than before.
    case all

    static func < (a: Left, b: Left) -> Bool { a.rawValue < b.rawValue }
  }

  /// What a picture says of one of its parts.
  enum Mark {
    case out, left, takesOver

    /// The word in JSON.
    var word: StaticString {
      switch self {
      case .out: "out"
      case .left: "left"
      case .takesOver: "takes-over"
      }
    }
  }

  let outage: Outage
  private let graph: FailoverGraph
  private var groups: [Left]
  private var isTaking: [Bool]
  private var isEndpointTaking: [Bool]
  private var isStepTaking: [Bool]

  init(_ view: GraphView, _ outage: Outage) {
    self.outage = outage
    graph = view.graph
    groups = Array(repeating: .none, count: view.graph.groups.count)
    isTaking = Array(repeating: false, count: view.graph.groups.count)
    isEndpointTaking = Array(repeating: false, count: view.graph.endpoints.count)
    isStepTaking = Array(repeating: false, count: view.graph.steps.count)
    var isKnown = Array(repeating: false, count: view.graph.groups.count)
    for id in view.groups { mark(id, view, &isKnown) }
    for id in view.groups { passOn(id, view) }
    for id in view.routes where left(view.graph.routes[id].target) == .none { descend(id) }
  }

  /// How much is left of a target.
  func left(_ target: Target) -> Left {
    switch target {
    case .endpoint(let id): outage.causes(of: id, in: graph).isEmpty ? .all : .none
    case .group(let id): groups[id.index]
    }
  }

  /// What is to be said of a target.
  func mark(_ target: Target) -> Mark {
    if left(target) == .none { return .out }
    switch target {
    case .endpoint(let id): return isEndpointTaking[id.index] ? .takesOver : .left
    case .group(let id): return isTaking[id.index] ? .takesOver : .left
    }
  }

  /// What is to be said of a step of a ladder.
  func mark(_ step: ID<Step>) -> Mark {
    if let target = graph.steps[step].target, left(target) == .none { return .out }
    return isStepTaking[step.index] ? .takesOver : .left
  }

  /// Children first; groups are nested 64 deep at most, and each is judged once.
  private mutating func mark(_ id: ID<Group>, _ view: GraphView, _ isKnown: inout [Bool]) {
    if isKnown[id.index] { return }
    isKnown[id.index] = true
    let children = view.children(of: id)
    for case .group(let child) in children { mark(child, view, &isKnown) }
    let lefts = children.map(left)
    let least = lefts.min() ?? .none
    let most = lefts.max() ?? .none
    groups[id.index] =
      switch graph.groups[id].kind {
      case .activePassive, .activeActive: most
      case .select: least == most ? most : .some
      }
  }

  /// Of ordered tiers, the first that is left after one that is not takes over.
  private mutating func passOn(_ id: ID<Group>, _ view: GraphView) {
    guard graph.groups[id].kind == .activePassive else { return }
    let tiers = view.children(of: id)
    guard let first = tiers.firstIndex(where: { left($0) != .none }), first > 0 else { return }
    switch tiers[first] {
    case .endpoint(let id): isEndpointTaking[id.index] = true
    case .group(let id): isTaking[id.index] = true
    }
  }

  /// The ladder's first step that may answer, if the main path has nobody left.
  private mutating func descend(_ id: ID<Route>) {
    guard let ladder = graph.routes[id].ladder else { return }
    let first = graph.ladders[ladder].steps.first { step in
      let row = graph.steps[step]
      guard row.when.isEmpty else { return false }
      switch row.answer {
      case .use: return row.target.map { left($0) != .none } ?? false
      case .serveCache, .serveText, .call, .fail: return true
      case .shed: return false
      }
    }
    if let first, graph.steps[first].answer != .fail { isStepTaking[first.index] = true }
  }
}

extension Remains {
  /// What is left for the requests of a route.
  enum Service {
    /// A full answer for every request.
    case full
    /// A full answer for the requests of some arms.
    case part
    /// An answer of the ladder.
    case degraded
    /// No answer.
    case none

    /// The word in JSON.
    var word: StaticString {
      switch self {
      case .full: "full"
      case .part: "part"
      case .degraded: "degraded"
      case .none: "none"
      }
    }
  }

  /// What is left for the requests of a route.
  func service(_ id: ID<Route>) -> Service {
    let route = graph.routes[id]
    switch left(route.target) {
    case .all: return .full
    case .some: return .part
    case .none:
      let steps = route.ladder.map { Array(graph.ladders[$0].steps) } ?? []
      return steps.contains { isStepTaking[$0.index] } ? .degraded : .none
    }
  }
}
