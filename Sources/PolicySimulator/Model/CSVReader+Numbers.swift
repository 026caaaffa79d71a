import PolicyGraph

extension CSVReader {
  /// What a field says that should be a time.
  enum Seconds: Equatable {
    case time(Tick)
    case notNumber
    /// It cannot be told in nanoseconds.
    case tooFine
    /// It is beyond the longest time of a policy.
    case tooLong
  }

  /// A field of decimal seconds, to the nanosecond: no binary fraction comes between.
  func seconds(_ field: Field) -> Seconds {
    var whole: Int64 = 0
    var part: Int64 = 0
    // What the next digit counts in nanoseconds, once there has been a point.
    var unit: Int64?
    var digits = 0
    var isFine = false
    for i in field.start..<field.end {
      let byte = self[i]
      if byte == UInt8(ascii: "."), unit == nil, digits > 0 {
        unit = 100_000_000
        digits = 0
        continue
      }
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return .notNumber }
      let digit = Int64(byte - UInt8(ascii: "0"))
      digits += 1
      if let nanoseconds = unit {
        part += digit * nanoseconds
        if nanoseconds == 0, digit != 0 { isFine = true }
        unit = nanoseconds / 10
      } else {
        // Held where no product overflows, and too long in any case.
        whole = min(whole * 10 + digit, 1_000_000_000_000)
      }
    }
    if digits == 0 { return .notNumber }
    if isFine { return .tooFine }
    if whole > Tick.max.ns / 1_000_000_000 { return .tooLong }
    let time = Tick(ns: whole * 1_000_000_000 + part)
    return time > .max ? .tooLong : .time(time)
  }

  /// A field of a whole number from 0; nil if it is none that fits.
  func count(_ field: Field) -> Int64? {
    if field.start == field.end { return nil }
    var count: Int64 = 0
    for i in field.start..<field.end {
      let byte = self[i]
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      let (tens, isOver) = count.multipliedReportingOverflow(by: 10)
      let (sum, isOverAgain) = tens.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
      if isOver || isOverAgain { return nil }
      count = sum
    }
    return count
  }
}
