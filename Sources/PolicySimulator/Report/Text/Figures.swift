/// Numbers as a person reads them.
enum Figures {
  /// `value` with so many decimals, without zeros at the end.
  static func decimal(_ value: Double, _ decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (value.magnitude * scale).rounded()
    guard scaled < 9e17 else { return value.description }
    let units = Int(scaled)
    var text = grouped(units / Int(scale))
    let fraction = units % Int(scale)
    if fraction > 0 {
      var digits = String(fraction)
      digits = String(repeating: "0", count: decimals - digits.utf8.count) + digits
      while digits.hasSuffix("0") { digits.removeLast() }
      text += "." + digits
    }
    return value < 0 && units > 0 ? "-" + text : text
  }

  /// A whole number with a comma before every three digits: `4,812`.
  static func grouped(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    var text = number < 0 ? "-" : ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// A share as `99.2%`: 100% is said only of all, 0% only of none.
  static func share(_ share: Double, more: Int = 0) -> String {
    for decimals in (1 + more)...(6 + more) {
      let text = decimal(share * 100, decimals)
      if (text == "100" && share < 1) || (text == "0" && share > 0) { continue }
      return text + "%"
    }
    return share < 0.5 ? "<0.000001%" : ">99.999999%"
  }

  /// A duration as `531ms`, `4.73s`, `97s`, `3m 5s`.
  static func seconds(_ seconds: Double, more: Int = 0) -> String {
    switch seconds.magnitude {
    case 0: "0s"
    case ..<0.000_9995: decimal(seconds * 1e6, more) + "µs"
    case ..<0.009_995: decimal(seconds * 1e3, 1 + more) + "ms"
    case ..<0.9995: decimal(seconds * 1e3, more) + "ms"
    case ..<9.995: decimal(seconds, 2 + more) + "s"
    case ..<99.95: decimal(seconds, 1 + more) + "s"
    case ..<119.5: decimal(seconds, more) + "s"
    case ..<3599.5: pair(seconds, 60, "m", 1, "s", more)
    case ..<1e12: pair(seconds, 3600, "h", 60, "m", more)
    default: decimal(seconds, 0) + "s"
    }
  }

  /// A duration in two units; the second is left out where there is none of it.
  private static func pair(
    _ seconds: Double, _ large: Int, _ name: String, _ small: Int, _ smallName: String, _ more: Int
  ) -> String {
    if more > 0 { return decimal(seconds, more - 1) + "s" }
    let units = Int((seconds.magnitude / Double(small)).rounded())
    let per = large / small
    let text = "\(units / per)\(name)" + (units % per > 0 ? " \(units % per)\(smallName)" : "")
    return seconds < 0 ? "-" + text : text
  }

  /// An observation in the unit of its expectation, with more digits than usual if asked.
  static func figure(
    _ value: Double, _ unit: ExpectationInfo.Unit, more: Int = 0
  ) -> String {
    switch unit {
    case .share: share(value, more: more)
    case .seconds: seconds(value, more: more)
    case .factor: decimal(value, 2 + more) + "x"
    case .perSecond: decimal(value, 1 + more) + "/s"
    case .count: decimal(value, more)
    }
  }

  /// An observation with as many digits as it takes to look different from the bound.
  static func figure(
    _ value: Double, _ unit: ExpectationInfo.Unit, unlike bound: Double
  ) -> String {
    if value != bound {
      for more in 0...9 {
        let text = figure(value, unit, more: more)
        if text != figure(bound, unit, more: more) { return text }
      }
    }
    return figure(value, unit)
  }
}
