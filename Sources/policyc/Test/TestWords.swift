import PolicySimulator

/// Numbers and counts as a person reads them.
enum TestWords {
  /// An observation in its unit, as short as it can be and still differ from `bound`.
  static func value(
    _ value: Double, _ unit: ExpectationInfo.Unit, apart bound: Double? = nil
  ) -> String {
    let scale = unit == .share ? 100.0 : 1
    var places = unit == .count ? 0 : 2
    var number = decimal(value * scale, places: places)
    while places < 9, let bound, bound != value, number == decimal(bound * scale, places: places) {
      places += 1
      number = decimal(value * scale, places: places)
    }
    return switch unit {
    case .share: "\(number)%"
    case .seconds: "\(number)s"
    case .factor: "\(number)x"
    case .perSecond: "\(number)/s"
    case .count: number
    }
  }

  /// A decimal of so many places at most, zeros at its end left out.
  static func decimal(_ value: Double, places: Int) -> String {
    guard value.isFinite, value.magnitude < 1e9 else { return "\(value)" }
    var unit = 1
    for _ in 0..<places { unit *= 10 }
    let whole = Int((value.magnitude * Double(unit)).rounded())
    var text = "\(whole / unit)"
    var rest = "\(whole % unit)"
    if places > 0, whole % unit != 0 {
      rest = String(repeating: "0", count: places - rest.utf8.count) + rest
      while rest.hasSuffix("0") { rest.removeLast() }
      text += ".\(rest)"
    }
    return value < 0 && whole != 0 ? "-" + text : text
  }

  /// `1 run`, `20 runs`.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  /// What was seen of a check that does not hold.
  static func finding(_ check: TestCheck) -> String {
    let needed =
      check.inRuns < 1
      ? ", \(value(check.inRuns, .share)) of the runs are needed" : ""
    if check.vacuous {
      return "vacuous: no request tested it"
        + (check.runs > 1 ? " in any of \(check.runs) runs" : "")
    }
    var seen = "observed "
    if let observed = check.observed {
      seen += value(observed, check.unit, apart: check.bound)
    } else {
      seen = "never during the run"
    }
    guard check.runs > 1 else { return seen }
    seen += " at worst; held in \(check.heldRuns) of \(check.runs) runs\(needed)"
    if check.vacuousRuns > 0 { seen += ", \(check.vacuousRuns) did not test it" }
    return seen
  }
}
