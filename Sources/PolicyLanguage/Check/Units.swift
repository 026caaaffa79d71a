/// Units, for near misses.
enum Units {
  /// Every unit that stands behind a number.
  private static let all = ["ms", "us", "ns", "min", "s", "m", "h", "d", "x", "k", "M", "G"]

  /// The unit that was probably meant.
  static func near(_ unit: String) -> String? { known(unit) ?? nearest(unit, in: all) }

  /// The unit that a word apart from its number stands for; nil for any other word.
  static func apart(_ word: String) -> String? {
    if word == "min" { return "m" }
    if all.contains(word) { return word }
    return word.utf8.count > 1 && word != "times" ? known(word) : nil
  }

  /// The unit that is called so elsewhere.
  private static func known(_ unit: String) -> String? {
    switch unit.lowercased() {
    case "sec", "secs", "second", "seconds": "s"
    case "min", "mins", "minute", "minutes": "m"
    case "hr", "hrs", "hour", "hours": "h"
    case "day", "days": "d"
    case "msec", "msecs", "millis", "millisecond", "milliseconds": "ms"
    case "usec", "usecs", "micros", "microsecond", "microseconds", "µs": "us"
    case "nsec", "nsecs", "nanos", "nanosecond", "nanoseconds": "ns"
    case "kb", "kib", "kilo": "k"
    case "mb", "mib", "mega": "M"
    case "g", "gb", "gib", "giga": "G"
    case "pct", "percent": "%"
    case "times": "x"
    default: nil
    }
  }
}
