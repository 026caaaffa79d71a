import PolicyRuntime

/// Many single servers, each request joining the less busy of two that are drawn: a Markov chain
/// stepped through here, and nothing of the engine's.
struct ShorterOfTwo {
  var stations: Int
  /// Arrivals at each station, in its mean service times.
  var load: Double

  /// The mean time of a request in mean service times, by Little's law: of jumps whose lengths are
  /// taken at their mean, the time is weighed with the number there.
  func meanTime(jumps: Int, warmUp: Int, seed: UInt64) -> (Double, Double) {
    var random = Random(seed: seed)
    var there = Array(repeating: 0, count: stations)
    var total = 0
    var busy: [Int] = []
    var places = Array(repeating: -1, count: stations)
    let arrivals = load * Double(stations)
    var area = 0.0
    var time = 0.0
    for jump in 0..<(warmUp + jumps) {
      let rate = arrivals + Double(busy.count)
      if jump >= warmUp {
        area += Double(total) / rate
        time += 1 / rate
      }
      let draw = Double(random.next() >> 11) * 0x1p-53 * rate
      if draw < arrivals {
        let a = random.pick(stations)
        var b = random.pick(stations - 1)
        if b >= a { b += 1 }
        let chosen = there[b] < there[a] ? b : a
        if there[chosen] == 0 {
          places[chosen] = busy.count
          busy.append(chosen)
        }
        there[chosen] += 1
        total += 1
      } else {
        let leaving = busy[random.pick(busy.count)]
        there[leaving] -= 1
        total -= 1
        if there[leaving] == 0, let last = busy.last {
          busy[places[leaving]] = last
          places[last] = places[leaving]
          busy.removeLast()
        }
      }
    }
    return (area, arrivals * time)
  }
}
