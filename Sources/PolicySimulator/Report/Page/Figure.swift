/// Numbers as the page writes them: by integers, so that every machine writes the same, and in
/// words by the `Figures` of all renderings.
enum Figure {
  /// What stands where there is nothing to show.
  static let none = "–"

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

  /// A share of all, or a dash.
  static func percent(_ share: Double?) -> String { of(share, .share) }

  /// A duration, or a dash.
  static func seconds(_ value: Double?) -> String { of(value, .seconds) }

  /// A number of things, or a dash.
  static func count(_ value: Double?) -> String {
    guard let value, value.isFinite else { return none }
    return Figures.decimal(value, value.magnitude < 1000 ? 1 : 0)
  }

  /// A rate, or a dash.
  static func rate(_ value: Double?) -> String { of(value, .perSecond) }

  /// A value in a unit, as every rendering of a report writes it; a dash where there is none.
  static func of(_ value: Double?, _ unit: ExpectationInfo.Unit) -> String {
    guard let value, value.isFinite else { return none }
    return Figures.figure(value, unit)
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
    return "\(Figures.grouped(all / 3600)):\(minutes):\(seconds)\(rest)"
  }
}
