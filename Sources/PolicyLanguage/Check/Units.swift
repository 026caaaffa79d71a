import PolicyGraph

/// Units as people write them elsewhere.
enum Units {
  /// What a foreign unit means in a policy.
  struct Meaning {
    /// The unit of a policy that means the same.
    var same: String?
    /// A unit of a policy that means something near: a number before it would change.
    var near: String?
    /// What stands behind the number of a rate, as in `/min`.
    var rate: String?

    /// What to tell whoever wrote `unit` behind `number`.
    func note(of unit: String, behind number: String = "") -> String {
      if let same { return "did you mean `\(same)`?" }
      if let rate { return "a rate is a number, `/` and a time: did you mean `\(number)\(rate)`?" }
      if unit.lowercased().hasSuffix("ib"), let near {
        return
          "`\(unit)` counts in powers of 1024, `\(near)` in powers of 1000: write the number out"
      }
      return "did you mean `\(near ?? "")`? `k`, `M` and `G` are powers of 1000"
    }
  }

  /// What a word means as a unit, if people use it as one.
  static func meaning(_ unit: String) -> Meaning? {
    if ["ns", "us", "ms", "s", "m", "h", "d", "x", "k", "M", "G", "%"].contains(unit) {
      return Meaning(same: unit)
    }
    if let time = time(unit) { return Meaning(same: time) }
    switch unit.lowercased() {
    case "k": return Meaning(same: "k")
    case "g": return Meaning(same: "G")
    case "kb", "kib", "kilo": return Meaning(near: "k")
    case "mb", "mib", "mega": return Meaning(near: "M")
    case "gb", "gib", "giga": return Meaning(near: "G")
    case "pct", "percent": return Meaning(same: "%")
    case "times": return Meaning(same: "x")
    case "rps", "tps", "qps": return Meaning(rate: "/s")
    case "rpm", "tpm", "qpm": return Meaning(rate: "/min")
    case "rph", "tph": return Meaning(rate: "/h")
    case "rpd", "tpd": return Meaning(rate: "/d")
    default: return nil
    }
  }

  /// What a word was probably meant to be as a unit; by its letters alone it is only near.
  static func near(_ unit: String) -> Meaning? {
    if let meaning = meaning(unit) { return meaning }
    let known = ["ms", "us", "ns", "min", "s", "m", "h", "d", "x", "k", "M", "G"]
    return nearest(unit, in: known).map { Meaning(near: $0) }
  }

  /// The time of a rate, as in `/min`.
  static func period(_ word: String) -> String? {
    switch word.lowercased() {
    case "s", "sec", "second": "s"
    case "min", "minute": "min"
    case "h", "hr", "hour": "h"
    case "d", "day": "d"
    default: nil
    }
  }

  /// The kinds of number that a unit of a policy makes.
  static func kinds(of unit: String) -> Literals {
    switch unit {
    case "%": .percent
    case "x": .factor
    case "k", "M", "G": [.size, .count]
    default: .duration
    }
  }

  private static func time(_ unit: String) -> String? {
    switch unit.lowercased() {
    case "s", "sec", "secs", "second", "seconds": "s"
    case "min", "mins", "minute", "minutes": "m"
    case "h", "hr", "hrs", "hour", "hours": "h"
    case "d", "day", "days": "d"
    case "ms", "msec", "msecs", "millis", "millisecond", "milliseconds": "ms"
    case "us", "usec", "usecs", "micros", "microsecond", "microseconds", "µs": "us"
    case "ns", "nsec", "nsecs", "nanos", "nanosecond", "nanoseconds": "ns"
    default: nil
    }
  }
}
