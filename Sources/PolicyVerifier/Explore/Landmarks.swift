import PolicyGraph
import PolicyRuntime

/// The times at which a decision of the interpreter changes, as distances before the end of the
/// main path and before the end of the deadline.
///
/// Every comparison of the interpreter is linear in time: an endpoint has too little time left, a
/// wait is too long, the end has come. The last nanosecond at which it goes one way and the first
/// at which it goes the other are both landmarks.
struct Landmarks {
  /// Distances before the end of the main path, ascending, each once.
  let beforeMainEnd: [Int64]
  /// Distances before the deadline, ascending, each once.
  let beforeEnd: [Int64]

  init(_ plan: Plan, _ route: ID<Route>, _ paths: RoutePaths, _ hedgeDelay: Tick?) {
    let graph = plan.graph
    // At the end, and just before it: what is over then is not over now.
    var main: Set<Int64> = [0, 1]
    var waits: Set<Int64> = [0]
    if let hedgeDelay { waits.insert(hedgeDelay.ns) }
    for retry in [graph.routes[route].retry] + paths.all.map({ graph.endpoints[$0].retry }) {
      guard let retry else { continue }
      for rule in graph.rules[graph.retries[retry].rules] {
        if let settle = rule.settle { main.formUnion([settle.ns, settle.ns + 1]) }
        for response in graph.responses[rule.responses] {
          guard let backoff = response.backoff, graph.backoffs[backoff].jitter == .none else {
            continue
          }
          for n in 0..<Int(min(8, response.times)) {
            waits.insert(plan.nominalDelay(of: backoff, n: n).ns)
          }
        }
      }
    }
    // No attempt starts, and nobody is asked, with less left than the endpoint's least time; a wait
    // comes before it.
    for id in paths.deciding {
      let least = plan.leastTime(of: id).ns
      for wait in waits { main.formUnion([least + wait, least + wait - 1]) }
    }
    var whole: Set<Int64> = [0, 1]
    if let ladder = graph.routes[route].ladder {
      for step in graph.steps[graph.ladders[ladder].steps] {
        guard let target = step.target else { continue }
        for id in graph.endpoints(below: target) {
          let least = plan.leastTime(of: id).ns
          whole.formUnion([least, least - 1])
        }
      }
    }
    beforeMainEnd = main.sorted()
    beforeEnd = whole.sorted()
  }

  /// Every time from one to another at which something may change, both included, ascending.
  func times(from: Int64, to: Int64, mainEnd: Int64, end: Int64, others: [Int64]) -> [Int64] {
    guard to > from else { return [from] }
    var times: Set<Int64> = [from, to]
    func add(_ t: Int64) { if t > from && t < to { times.insert(t) } }
    for distance in beforeMainEnd { add(mainEnd - distance) }
    for distance in beforeEnd { add(end - distance) }
    for other in others {
      add(other - 1)
      add(other)
    }
    return times.sorted()
  }

  /// The landmarks after one time, up to another.
  func passed(from: Int64, to: Int64, mainEnd: Int64, end: Int64) -> [Int64] {
    (beforeMainEnd.map { mainEnd &- $0 } + beforeEnd.map { end &- $0 })
      .filter { $0 > from && $0 <= to }
  }

  /// How many landmarks a time has passed: what tells two times apart.
  func rank(_ time: Int64, mainEnd: Int64, end: Int64) -> Int {
    var rank = 0
    for distance in beforeMainEnd where time >= mainEnd &- distance { rank += 1 }
    for distance in beforeEnd where time >= end &- distance { rank += 1 }
    return rank
  }
}
