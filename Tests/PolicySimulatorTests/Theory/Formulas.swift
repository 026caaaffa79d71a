import Foundation

/// Closed forms of queueing theory.
///
/// Times are in one unit, rates in its inverse.
enum Formulas {
  /// The share of arrivals that find all of `c` servers busy when nobody waits: Erlang B, for any
  /// distribution of service of which `load` is the offered mean (Sevast'yanov 1957).
  static func erlangB(_ c: Int, _ load: Double) -> Double {
    (1...c).reduce(1) { blocked, k in load * blocked / (Double(k) + load * blocked) }
  }

  /// The share of arrivals that have to wait for one of `c` servers: Erlang C.
  static func erlangC(_ c: Int, _ load: Double) -> Double {
    let b = erlangB(c, load)
    let rho = load / Double(c)
    return b / (1 - rho + rho * b)
  }

  /// M/M/c/K: the share turned away when `places` may be there in all, those served included.
  static func turnedAway(_ c: Int, places: Int, _ load: Double) -> Double {
    var weight = 1.0
    var sum = 1.0
    for k in 1...places {
      weight *= load / Double(min(k, c))
      sum += weight
    }
    return weight / sum
  }

  /// M/M/c: the share of requests that take longer than `t`, waiting and service together.
  static func sojournTail(_ c: Int, _ load: Double, service: Double, _ t: Double) -> Double {
    let mu = 1 / service
    let waits = erlangC(c, load)
    let spare = Double(c) - load
    let served = exp(-mu * t)
    if (spare - 1).magnitude < 1e-9 { return served * (1 + waits * mu * t) }
    return served + waits * (exp(-mu * t) - exp(-spare * mu * t)) / (spare - 1)
  }

  /// M/D/1: the share of requests that wait at most `t` (Erlang 1909).
  static func waitsAtMost(_ t: Double, rate: Double, service: Double) -> Double {
    var sum = 0.0
    var k = 0.0
    while k * service <= t {
      let x = -rate * (t - k * service)
      sum += pow(x, k) / exp(lgamma(k + 1)) * exp(-x)
      k += 1
    }
    return (1 - rate * service) * sum
  }

  /// M/G/1: the mean wait (Pollaczek 1930, Khinchine 1932).
  static func meanWait(rate: Double, service: Double, square: Double) -> Double {
    rate * square / (2 * (1 - rate * service))
  }

  /// M/D/1/K: the share turned away (Brun, Garcia: Analytical solution of finite capacity M/D/1
  /// queues, Journal of Applied Probability 37, 2000).
  static func turnedAwayFixed(places: Int, _ load: Double) -> Double {
    let n = places - 1
    let b = (0...n).reduce(0.0) { sum, k in
      let rest = Double(n - k)
      let power = k == 0 ? 1 : pow(rest * load, Double(k))
      return sum + (k % 2 == 0 ? 1 : -1) / exp(lgamma(Double(k) + 1)) * power * exp(rest * load)
    }
    return 1 - b / (1 + load * b)
  }

  /// GI/M/1: the root in (0, 1) of σ = A*(μ(1 − σ)), with which the time there is exponential of
  /// rate μ(1 − σ) (Kendall 1953).
  static func root(_ transform: (Double) -> Double) -> Double {
    (0..<2000).reduce(0.5) { sigma, _ in transform(1 - sigma) }
  }

  /// `clients` that think for `think` on average and then need one of `servers` for `service`: how
  /// many are served in a unit of time.
  ///
  /// A machine-repair model, insensitive to how thinking times are distributed (Baskett, Chandy,
  /// Muntz, Palacios 1975).
  static func throughput(
    _ clients: Int, think: Double, service: Double, servers: Int
  ) -> Double {
    var weight = 1.0
    var sum = 1.0
    var served = 0.0
    for k in 1...clients {
      weight *= Double(clients - k + 1) / think * service / Double(min(k, servers))
      sum += weight
      served += weight * Double(min(k, servers)) / service
    }
    return served / sum
  }

  /// M/M/1 whose requests leave, served or not, `patience` after they came: the share that does
  /// (Barrer 1957).
  ///
  /// The work ahead is that of M/M/1, cut off at `patience`: a finite dam.
  static func abandons(rate: Double, service: Double, patience: Double) -> Double {
    let decay = 1 / service - rate
    let mass =
      decay.magnitude < 1e-12 ? patience : (1 - exp(-decay * patience)) / decay
    let idle = 1 / (1 + rate * mass)
    return 1 - (1 - idle) / (rate * service)
  }

  /// The mean time at one of infinitely many stations, each request joining the shorter of two
  /// (Vvedenskaya, Dobrushin, Karpelevich 1996; Mitzenmacher 1996), in mean service times.
  static func supermarket(_ rho: Double) -> Double {
    (1...30).reduce(0) { $0 + pow(rho, pow(2, Double($1)) - 2) }
  }

  /// Attempts of a request with at most `n`, each of which fails with probability `f`.
  static func attempts(_ n: Int, _ f: Double) -> Double { (1 - pow(f, Double(n))) / (1 - f) }

  /// Where a falling function of time comes down to `share`: a percentile of its complement.
  static func time(where tail: (Double) -> Double, is share: Double, below top: Double) -> Double {
    var low = 0.0
    var high = top
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if tail(middle) > share { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
