import PolicyGraph

/// What a run's figures say about a route: the measures of *Scenarios*.
struct Measures {
  let world: World
  let tally: Tally

  /// The length of the windows in seconds.
  static let window = 10
  /// A second is good if this share of its requests got a full answer.
  static let good = (99, of: 100)

  /// What a measure that need not occur came to.
  enum Occurrence: Equatable {
    /// Nothing happened that it is about.
    case nothing
    /// It should have ended, and did not.
    case never
    case after(Double)

    /// The value; nil for the other two.
    var value: Double? {
      if case .after(let seconds) = self { seconds } else { nil }
    }
  }

  private func isBad(_ route: Int, _ second: Int) -> Bool {
    let arrived = Int(tally.routes[route].arrived[second])
    let full = Int(tally.routes[route].full[second])
    return arrived > 0 && full * Measures.good.of < arrived * Measures.good.0
  }

  private func faults(of route: Int, _ mark: Tally.Mark) -> [World.FaultModel] {
    world.faults.indices.filter { tally.isMarked($0, route, mark) }.map { world.faults[$0] }
  }

  /// How long the requests of a route suffered under its worst fault.
  func failover(_ route: Int) -> Occurrence {
    let hurting = faults(of: route, .hurt)
    if hurting.isEmpty { return .nothing }
    var worst = 0.0
    for fault in hurting {
      let end = min(fault.to, world.endsAt)
      let first = Int(fault.from / 1_000_000_000)
      let last = min(Int((end - 1) / 1_000_000_000), tally.seconds - 1)
      guard first <= last, let bad = (first...last).last(where: { isBad(route, $0) }) else {
        continue
      }
      worst = max(worst, Double((Int64(bad) + 1) * 1_000_000_000 - fault.from) / 1e9)
    }
    return .after(worst)
  }

  /// From the end of the last fault that a route met to the end of its last bad second.
  ///
  /// `never` if most of the last ten seconds with requests were bad: more time might not have
  /// helped.
  func recovery(_ route: Int) -> Occurrence {
    let met = faults(of: route, .felt)
    guard let end = met.map(\.to).max(), !faults(of: route, .hurt).isEmpty else {
      return .nothing
    }
    if end >= world.endsAt { return .nothing }
    let busy = (0..<tally.seconds).filter { tally.routes[route].arrived[$0] > 0 }
    if busy.suffix(10).count(where: { isBad(route, $0) }) > 5 { return .never }
    guard let bad = busy.last(where: { isBad(route, $0) }) else { return .after(0) }
    return .after(max(0, Double((Int64(bad) + 1) * 1_000_000_000 - end) / 1e9))
  }

  /// From the end of faults until the route's groups are held as before for ten seconds.
  ///
  /// Faults that overlap count as one: before it, and after it, is when none of them is active.
  func failback(_ route: Int) -> Occurrence {
    if !tally.isHeld(route) { return .nothing }
    var worst = Occurrence.nothing
    for (from, to) in clusters(faults(of: route, .hurt)) {
      let before = Int(from / 1_000_000_000)
      guard before < tally.samples else { continue }
      let later = before + 1..<max(before + 1, tally.samples)
      guard later.contains(where: { !tally.heldAlike(route, before, $0) }) else { continue }
      if to >= world.endsAt { continue }
      let first = Int((to + 999_999_999) / 1_000_000_000)
      var run = 0
      var back: Int?
      for second in first..<max(first, tally.samples) {
        run = tally.heldAlike(route, before, second) ? run + 1 : 0
        if run == Measures.window {
          back = second - Measures.window + 1
          break
        }
      }
      guard let back else { return .never }
      let took = max(0, Double(Int64(back) * 1_000_000_000 - to) / 1e9)
      worst = .after(max(worst.value ?? 0, took))
    }
    return worst
  }

  /// Faults that overlap, as one span each.
  private func clusters(_ faults: [World.FaultModel]) -> [(from: Int64, to: Int64)] {
    var spans: [(from: Int64, to: Int64)] = []
    for fault in faults.sorted(by: { ($0.from, $0.to) < ($1.from, $1.to) }) {
      if let last = spans.last, fault.from <= last.to {
        spans[spans.count - 1].to = max(last.to, fault.to)
      } else {
        spans.append((fault.from, fault.to))
      }
    }
    return spans
  }

  /// The most attempts for each request of any window in which enough requests arrived.
  func amplification(_ routes: Range<Int>) -> Double? {
    var arrived = [Int](repeating: 0, count: tally.seconds)
    var attempts = arrived
    for route in routes {
      for second in 0..<tally.seconds {
        arrived[second] += Int(tally.routes[route].arrived[second])
        attempts[second] += Int(tally.routes[route].attempts[second])
      }
    }
    var worst: Double?
    windows { range in
      let requests = arrived[range].reduce(0, +)
      guard requests >= 20 else { return }
      worst = max(worst ?? 0, Double(attempts[range].reduce(0, +)) / Double(requests))
    }
    return worst
  }

  /// The highest rate of attempts at an endpoint in any window, per second.
  func rate(of endpoint: Int) -> Double {
    let counts = tally.watched[endpoint]
    if counts.isEmpty { return 0 }
    var worst = 0.0
    windows { range in
      let attempts = counts[range].reduce(0) { $0 + Int($1) }
      worst = max(worst, Double(attempts) / Double(range.count))
    }
    return worst
  }

  /// Every window of ten seconds of traffic, or all of it if it is shorter.
  private func windows(_ body: (Range<Int>) -> Void) {
    let whole = max(1, Int((world.endsAt + 999_999_999) / 1_000_000_000))
    let length = min(Measures.window, whole)
    for first in 0...(whole - length) { body(first..<min(first + length, tally.seconds)) }
  }
}
