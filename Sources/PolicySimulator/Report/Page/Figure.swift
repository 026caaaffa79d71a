/// Numbers as the page shows them; all by integers, so that every machine writes the same.
enum Figure {
  /// What stands where there is nothing to show.
  static let none = "–"

  /// `value` with `digits` digits after the point; a dash for what is no number.
  static func fixed(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite else { return none }
    var unit = 1
    for _ in 0..<digits { unit *= 10 }
    let scaled = whole((value.magnitude * Double(unit)).rounded())
    let sign = value < 0 && scaled > 0 ? "−" : ""
    guard digits > 0 else { return sign + grouped(scaled) }
    let rest = String(scaled % unit)
    let zeros = String(repeating: "0", count: digits - rest.count)
    return sign + grouped(scaled / unit) + "." + zeros + rest
  }

  /// A number for an attribute: at most two digits after the point, no needless zeros.
  static func coordinate(_ value: Double) -> Markup {
    let hundredths = whole((min(max(value, -1e9), 1e9) * 100).rounded())
    let (units, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    let sign: Markup = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(Int(units))" }
    if rest % 10 == 0 { return "\(sign)\(Int(units)).\(Int(rest / 10))" }
    return rest < 10
      ? "\(sign)\(Int(units)).0\(Int(rest))" : "\(sign)\(Int(units)).\(Int(rest))"
  }

  /// The nearest integer that is not absurdly large; 0 for what is no number.
  static func whole(_ value: Double) -> Int {
    guard value.isFinite else { return 0 }
    return Int(min(max(value, -1e15), 1e15))
  }

  /// A share of all: `97.4%`; more digits near the ends, where they matter.
  static func percent(_ share: Double?) -> String {
    guard let share, share.isFinite else { return none }
    if share <= 0 { return share < 0 ? "−" + percent(-share) : "0%" }
    if share == 1 { return "100%" }
    if share < 0.0001 { return "<0.01%" }
    if share > 0.9999, share < 1 { return ">99.99%" }
    return fixed(share * 100, share < 0.01 || share > 0.99 ? 2 : 1) + "%"
  }

  /// A duration: `812 ms`, `4.73 s`, `1 min 33 s`.
  static func seconds(_ value: Double?) -> String {
    guard let value, value.isFinite else { return none }
    switch value.magnitude {
    case 0: return "0 s"
    case ..<0.01: return fixed(value * 1000, 1) + " ms"
    case ..<0.9995: return fixed(value * 1000, 0) + " ms"
    case ..<9.995: return fixed(value, 2) + " s"
    case ..<59.95: return fixed(value, 1) + " s"
    case _:
      let all = whole(value.magnitude.rounded())
      let sign = value < 0 ? "−" : ""
      if all < 3600 { return sign + "\(all / 60) min \(all % 60) s" }
      return sign + "\(grouped(all / 3600)) h \(all / 60 % 60) min"
    }
  }

  /// A number of things: `4,812`; with one digit after the point if it is a mean.
  static func count(_ value: Double?) -> String {
    guard let value, value.isFinite else { return none }
    return fixed(value, value == value.rounded() || value.magnitude >= 1000 ? 0 : 1)
  }

  /// How many times: `1.14×`.
  static func factor(_ value: Double?) -> String {
    guard let value, value.isFinite else { return none }
    return fixed(value, 2) + "×"
  }

  /// A rate: `4.7/s`.
  static func rate(_ value: Double?) -> String {
    guard let value, value.isFinite else { return none }
    if value == value.rounded() { return fixed(value, 0) + "/s" }
    return fixed(value, value.magnitude < 1 ? 2 : 1) + "/s"
  }

  /// What was observed, in the unit of what was expected.
  static func of(_ value: Double?, _ unit: ExpectationInfo.Unit) -> String {
    switch unit {
    case .share: percent(value)
    case .seconds: seconds(value)
    case .factor: factor(value)
    case .perSecond: rate(value)
    case .count: count(value)
    }
  }

  /// An instant on a clock that starts at 0:00; tenths only where it has some.
  static func clock(_ time: Double) -> String {
    guard time.isFinite, time >= 0 else { return none }
    let tenths = whole((time * 10).rounded())
    let all = tenths / 10
    let seconds = (all % 60 < 10 ? "0" : "") + String(all % 60)
    let rest = tenths % 10 == 0 ? "" : "." + String(tenths % 10)
    if all < 3600 { return "\(all / 60):\(seconds)\(rest)" }
    let minutes = (all / 60 % 60 < 10 ? "0" : "") + String(all / 60 % 60)
    return "\(grouped(all / 3600)):\(minutes):\(seconds)\(rest)"
  }

  private static func grouped(_ value: Int) -> String {
    var digits = String(value)
    var groups: [String] = []
    while digits.count > 3 {
      groups.append(String(digits.suffix(3)))
      digits = String(digits.dropLast(3))
    }
    return ([digits] + groups.reversed()).joined(separator: ",")
  }
}
