import PolicyGraph
import PolicyRuntime
import Synchronization

/// What was counted under a policy, and under those whose place it took; any number of threads may
/// count at once.
///
/// Counters belong to names, so that they go on when a policy is replaced: each route, step and
/// endpoint has its own, which the next policy's share.
final class Counters: Sendable {
  /// What is counted of one route or endpoint.
  ///
  /// The first few have places of their own; behind them comes one for each label: the steps and
  /// reasons, or the classes of errors.
  final class Series: Sendable {
    let name: [UInt8]
    let labels: [[UInt8]]
    private nonisolated(unsafe) let cells: UnsafeMutablePointer<Atomic<UInt64>>
    private let count: Int

    init(_ name: [UInt8], _ labels: [[UInt8]]) {
      self.name = name
      self.labels = labels
      count = Series.fixed + labels.count
      cells = .allocate(capacity: count)
      for i in 0..<count { (cells + i).initialize(to: Atomic(0)) }
    }

    deinit { cells.deallocate() }

    /// How many have places of their own.
    static let fixed = 3

    @inline(__always)
    func add(_ i: Int) {
      if i < count { cells[i].wrappingAdd(1, ordering: .relaxed) }
    }

    func value(_ i: Int) -> UInt64 { cells[i].load(ordering: .relaxed) }
  }

  /// By the index of a route: requests, full answers, hedges; then steps, then reasons.
  let routes: [Series]
  /// By the index of an endpoint: successes, given up, nothing; then classes.
  let endpoints: [Series]
  /// Those of names that the policy no longer has.
  let formerRoutes: [Series]
  let formerEndpoints: [Series]
  private let stepCount: Int

  init(_ graph: FailoverGraph, after last: Counters?) {
    let steps = graph.steps.rows.map { Array(graph.bytes($0.name)) }
    let classes = graph.classes.rows.map { Array(graph.bytes($0.name)) }
    stepCount = steps.count
    let routeNames = graph.routes.rows.map { Array(graph.bytes($0.name)) }
    let endpointNames = graph.endpoints.rows.map { Array(graph.bytes($0.name)) }
    (routes, formerRoutes) = Counters.next(
      routeNames, steps, after: last.map { $0.routes + $0.formerRoutes } ?? [], Counters.reasonsMax)
    (endpoints, formerEndpoints) = Counters.next(
      endpointNames, classes, after: last.map { $0.endpoints + $0.formerEndpoints } ?? [], 0)
  }

  /// Places for every reason that there may be.
  static let reasonsMax = 128

  /// The series of some names, those that are known by the same labels again; and the others.
  private static func next(
    _ names: [[UInt8]], _ labels: [[UInt8]], after known: [Series], _ reasons: Int
  ) -> ([Series], [Series]) {
    let labels = labels + [[UInt8]](repeating: [], count: reasons)
    var left = known
    var found: [Series] = []
    for name in names {
      if let i = left.firstIndex(where: { $0.name == name && $0.labels == labels }) {
        found.append(left.remove(at: i))
      } else {
        found.append(Series(name, labels))
      }
    }
    return (found, left)
  }

  @inline(__always)
  func began(_ route: ID<Route>) { routes[route.index].add(0) }
  @inline(__always)
  func answered(_ route: ID<Route>) { routes[route.index].add(1) }
  func hedged(_ route: ID<Route>) { routes[route.index].add(2) }
  func gaveUp(_ endpoint: UInt32) { endpoints[Int(endpoint)].add(1) }

  @inline(__always)
  func finished(_ endpoint: UInt32, _ errorClass: ID<ErrorClass>?) {
    endpoints[Int(endpoint)].add(errorClass.map { Series.fixed + $0.index } ?? 0)
  }

  @inline(__always)
  func ended(_ route: ID<Route>, _ action: Action) {
    let series = routes[route.index]
    if action.kind == .fail {
      series.add(Series.fixed + stepCount + Int(action.reason.rawValue))
    } else if let step = action.step {
      series.add(Series.fixed + step.index)
    } else {
      series.add(1)
    }
  }
}
