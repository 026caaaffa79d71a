import PolicyGraph

/// What a run's figures say about a route: the measures that <doc:PolicySimulator> defines.
struct Measures {
  let world: World
  let tally: Tally

  /// The length of the windows in seconds.
  static let window = 10
  /// In so many of the ten seconds a group must be held as before to be so again: one stray answer
  /// may change an active member.
  static let heldAgain = 8
  private static let second: Int64 = 1_000_000_000

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

  private func faults(of route: Int, _ mark: Tally.Mark) -> [World.FaultModel] {
    world.faults.indices.filter { tally.isMarked($0, route, mark) }.map { world.faults[$0] }
  }

  /// When a route was unwell.
  ///
  /// What came so late that the first fault may have met it is no measure of what is usual.
  private func episodes(_ route: Int) -> [Episodes.Episode] {
    let figures = tally.routes[route]
    let first = world.faults.map(\.from).min() ?? 0
    let deadline = world.graph.routes[world.routes[route]].deadline.ns
    return Episodes(
      arrived: figures.arrived, full: figures.full,
      calm: min(tally.seconds, max(0, Int((first - deadline) / Measures.second)))
    ).all
  }

  /// How long a route was unwell under the fault under which it was so for longest.
  ///
  /// Where several faults hold when an episode begins, the last to begin is to blame. An episode
  /// counts from the fault's beginning, and no longer than the fault lasts.
  func failover(_ route: Int) -> Occurrence {
    let hurting = faults(of: route, .hurt)
    if hurting.isEmpty { return .nothing }
    let episodes = episodes(route)
    var worst: Int64 = 0
    for fault in hurting {
      let end = min(fault.to, world.endsAt)
      for episode in episodes {
        let time = max(episode.from, Measures.floor(fault.from))
        let over = episode.isOver ? min(episode.to, end) : end
        let isLater = hurting.contains {
          $0.from > fault.from && Measures.floor($0.from) <= time && time < $0.to
        }
        if time < over, !isLater { worst = max(worst, over - fault.from) }
      }
    }
    return .after(Double(worst) / 1e9)
  }

  /// From the end of the last fault that ended and that a route met, to the end of its last
  /// episode; `never` if that was not over when the run was, or when another fault began.
  func recovery(_ route: Int) -> Occurrence {
    let met = faults(of: route, .felt)
    let ends = met.map(\.to).filter { $0 < world.endsAt }
    guard let end = ends.max(), !faults(of: route, .hurt).isEmpty else { return .nothing }
    let next = met.map(\.from).filter { $0 >= end }.min() ?? .max
    guard
      let last = episodes(route).last(where: {
        $0.from < next && (!$0.isOver || $0.to > end)
      })
    else { return .after(0) }
    if !last.isOver || last.to > next { return .never }
    return .after(Double(last.to - end) / 1e9)
  }

  /// From the end of faults until the route's groups are held as before, in eight of ten seconds.
  ///
  /// Faults that overlap count as one: before it, and after it, is when none of them is active.
  /// Held before is what was held most of the ten seconds up to its beginning. After those that
  /// last to the end nothing comes.
  func failback(_ route: Int) -> Occurrence {
    if !tally.isHeld(route) { return .nothing }
    var worst = Occurrence.nothing
    for (from, to) in clusters(faults(of: route, .hurt).filter { $0.to < world.endsAt }) {
      let start = Int(from / Measures.second)
      guard start < tally.samples else { continue }
      let before = usual(route, upTo: start)
      let later = start + 1..<max(start + 1, tally.samples)
      guard later.contains(where: { !tally.heldAlike(route, before, $0) }) else { continue }
      let first = Int((to + Measures.second - 1) / Measures.second)
      let back = (first..<max(first, tally.samples - Measures.window + 1)).first { second in
        tally.heldAlike(route, before, second)
          && (second..<second + Measures.window).count { tally.heldAlike(route, before, $0) }
            >= Measures.heldAgain
      }
      guard let back else { return .never }
      let took = max(0, Double(Int64(back) * Measures.second - to) / 1e9)
      worst = .after(max(worst.value ?? 0, took))
    }
    return worst
  }

  /// The last second of the ten up to one in which the groups were held as in most of them.
  private func usual(_ route: Int, upTo last: Int) -> Int {
    let seconds = max(0, last - Measures.window + 1)...last
    func alike(_ a: Int) -> Int { seconds.count { tally.heldAlike(route, a, $0) } }
    return seconds.max { (alike($0), $0) < (alike($1), $1) } ?? last
  }

  /// The beginning of the second that a time lies in.
  private static func floor(_ time: Int64) -> Int64 { time / second * second }

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
