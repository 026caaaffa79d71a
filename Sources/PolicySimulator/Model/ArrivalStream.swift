import PolicyGraph
import PolicyRuntime

/// A request as it comes in.
struct Arrival {
  /// What draws about it go by.
  var key: UInt64
  /// Its route's place among those with traffic.
  var route: Int
  var facts: RequestFacts
}

/// The arrivals of one `traffic … rate:`, one after the other.
///
/// Time is stretched by the `load` faults: a Poisson stream of a rate that changes in steps is one
/// of rate 1 in the integral of the rate (the time change of Cox and Lewis), and so are the others.
struct ArrivalStream {
  /// When the next comes; `Int64.max` after the last.
  private(set) var at: Int64 = .max
  /// The source, by its place.
  let source: Int
  private let base: Double
  private let kind: Arrivals
  private let end: Int64
  /// The rate's factor from each time on.
  private let steps: [(from: Double, factor: Double)]
  private var step = 0
  private var time = 0.0
  private var random: Random
  private var count: UInt64 = 0
  private let name: UInt64
  /// For bursts: what is left of this second's, and the arrivals before this second.
  private var left = 0
  private var whole = 0.0
  /// For files: the request that comes next.
  private(set) var row: TraceRow?

  /// The stream of a source of `rate` requests in a nanosecond.
  init(
    _ source: Int, rate: Double, _ kind: Arrivals, _ world: World, _ streams: Streams
  ) {
    self.source = source
    self.kind = kind
    base = rate
    end = world.sources[source].duration
    name = UInt64(source) << 48
    random = Random(seed: streams.bits(.arrivals, UInt64(source)))
    steps = ArrivalStream.steps(world, world.sources[source].place)
    next()
  }

  /// The stream of a file's requests, which `wait` brings one after the other.
  init(_ source: Int) {
    self.source = source
    kind = .constant
    base = 0
    end = .max
    name = UInt64(source) << 48
    random = Random(seed: name)
    steps = [(0, 1)]
  }

  /// Takes the next row of a file; nil at its end.
  mutating func wait(for row: TraceRow?, until end: Int64) {
    self.row = row
    at = row.map { $0.at.ns < end ? $0.at.ns : .max } ?? .max
  }

  /// The factors of all `load` faults that a route feels, from the start on.
  private static func steps(_ world: World, _ route: Int) -> [(from: Double, factor: Double)] {
    let faults = world.faults.filter { $0.changesLoad(of: route) }
    var times = [Int64(0)]
    for fault in faults { times += [fault.from, fault.to].filter { $0 != .max && $0 > 0 } }
    times.sort()
    var steps: [(from: Double, factor: Double)] = []
    for time in times where steps.last?.from != Double(time) {
      let active = faults.filter { $0.from <= time && time < $0.to }
      steps.append((Double(time), active.reduce(1) { $0 * $1.factor }))
    }
    return steps
  }

  /// The key of the next request: the same under every policy.
  mutating func takeKey() -> UInt64 {
    count += 1
    return Streams.mix(name &+ count)
  }

  /// A size between two bounds, drawn evenly.
  mutating func size(_ range: ClosedRange<Int64>) -> Int64 {
    range.lowerBound == range.upperBound
      ? range.lowerBound : random.between(range.lowerBound, range.upperBound)
  }

  /// Goes on to the next arrival.
  mutating func next() {
    switch kind {
    case .poisson: pass(-Elementary.ln(random.next().unit))
    case .constant: pass(1)
    case .burst: burst()
    }
    // To the nearest nanosecond: eight a second are 125 ms apart, though 8 ÷ 10⁹ is no Double.
    at = time + 0.5 >= Double(end) ? .max : Int64(time + 0.5)
  }

  /// Lets time go by until so much of the integral of the rate is over.
  private mutating func pass(_ amount: Double) {
    var rest = amount
    while true {
      let rate = base * steps[step].factor
      let change = step + 1 < steps.count ? steps[step + 1].from : .infinity
      if rate > 0, time + rest / rate < change || change == .infinity {
        time += rest / rate
        return
      }
      if change == .infinity {
        time = .infinity
        return
      }
      rest -= (change - time) * rate
      time = change
      step += 1
    }
  }

  /// All arrivals of a second come at its beginning.
  private mutating func burst() {
    while left == 0 {
      if count > 0 || whole > 0 { time += 1e9 }
      if time >= Double(end) { return }
      let before = whole
      whole += integral(from: time, to: time + 1e9)
      left = Int(whole + 1e-9) - Int(before + 1e-9)
      if whole == 0 { whole = Double.leastNonzeroMagnitude }
    }
    left -= 1
  }

  private func integral(from: Double, to: Double) -> Double {
    var sum = 0.0
    for (i, step) in steps.enumerated() {
      let end = i + 1 < steps.count ? steps[i + 1].from : .infinity
      let width = min(to, end) - max(from, step.from)
      if width > 0 { sum += width * base * step.factor }
    }
    return sum
  }
}
