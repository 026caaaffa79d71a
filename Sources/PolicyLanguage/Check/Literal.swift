import PolicyGraph

/// A number of the text, exact: an integer in the smallest unit of its kind.
struct Literal: Equatable, Sendable {
  /// What kind of number it is.
  enum Kind: UInt8, Sendable {
    case count, decimal, duration, percent, rate, factor, size, range, percentile, text

    /// The kind as a set, for the schema.
    var mask: Literals {
      switch self {
      case .count: .count
      case .decimal: .decimal
      case .duration: .duration
      case .percent: .percent
      case .rate: .rate
      case .factor: .factor
      case .size: .size
      case .range: .range
      case .percentile: .percentile
      case .text: .text
      }
    }

    /// The kind with its article.
    var noun: String {
      switch self {
      case .count: "a count"
      case .decimal: "a decimal"
      case .duration: "a duration"
      case .percent: "a percent"
      case .rate: "a rate"
      case .factor: "a factor"
      case .size: "a size"
      case .range: "a range"
      case .percentile: "a percentile"
      case .text: "a text"
      }
    }
  }

  var kind: Kind
  /// The value: nanoseconds, parts per thousand million, millionths, or a plain number.
  var a: Int64
  /// Of a rate the nanoseconds, of a range the upper end.
  var b: Int64 = 0

  /// Why a number cannot be held.
  enum Failure: Error, Equatable {
    case malformed
    case unknownUnit(SourceRange)
    case inexact
    case tooLarge
  }

  /// Reads the number token `bytes[start..<end]`, which begins with a digit.
  static func number(
    _ bytes: [UInt8], _ start: Int, _ end: Int
  ) -> Result<Literal, Failure> {
    var reader = Reader(bytes: bytes, i: start, end: end)
    do throws(Failure) { return .success(try reader.number()) } catch { return .failure(error) }
  }

  /// Reads a percentile, `p95` or `p99.9`, into millionths.
  static func percentile(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Result<Literal, Failure> {
    var reader = Reader(bytes: bytes, i: start + 1, end: end)
    do throws(Failure) {
      let quantity = try reader.quantity()
      guard reader.i == end else { return .failure(.malformed) }
      return .success(Literal(kind: .percentile, a: try quantity.scaled(10_000)))
    } catch { return .failure(error) }
  }

  /// Digits with a decimal point, exact.
  private struct Quantity {
    var mantissa: Int64
    var decimals: Int

    /// The quantity times `unit`, which must be a whole number.
    func scaled(_ unit: Int64) throws(Failure) -> Int64 {
      if decimals == 0 {
        let (value, overflow) = mantissa.multipliedReportingOverflow(by: unit)
        if overflow { throw .tooLarge }
        return value
      }
      var divisor: Int128 = 1
      for _ in 0..<decimals { divisor *= 10 }
      let product = Int128(mantissa) * Int128(unit)
      if product % divisor != 0 { throw .inexact }
      guard let value = Int64(exactly: product / divisor) else { throw .tooLarge }
      return value
    }
  }

  private struct Reader {
    let bytes: [UInt8]
    var i: Int
    let end: Int

    mutating func number() throws(Failure) -> Literal {
      let quantity = try quantity()
      if i == end {
        return quantity.decimals == 0
          ? Literal(kind: .count, a: quantity.mantissa)
          : Literal(kind: .decimal, a: try quantity.scaled(1_000_000_000))
      }
      if bytes[i] == UInt8(ascii: "%") {
        i += 1
        guard i == end else { throw .malformed }
        return Literal(kind: .percent, a: try quantity.scaled(10_000_000))
      }
      if bytes[i] == UInt8(ascii: "x"), i + 1 == end {
        return Literal(kind: .factor, a: try quantity.scaled(1_000_000))
      }
      if let multiple = sizeMultiple() {
        i += 1
        let size = try quantity.scaled(multiple)
        if i == end { return Literal(kind: .size, a: size) }
        return try rest(of: size, plain: false)
      }
      if bytes[i] == UInt8(ascii: "."), quantity.decimals > 0 { throw .malformed }
      if bytes[i] == UInt8(ascii: "/") || bytes[i] == UInt8(ascii: ".") {
        return try rest(of: try quantity.scaled(1), plain: true)
      }
      return Literal(kind: .duration, a: try duration(from: quantity))
    }

    /// What may follow a count or a size: `/` and a time, or `..` and the upper end.
    private mutating func rest(of value: Int64, plain: Bool) throws(Failure) -> Literal {
      if bytes[i] == UInt8(ascii: "/") {
        i += 1
        return Literal(kind: .rate, a: value, b: try period())
      }
      guard bytes[i] == UInt8(ascii: "."), i + 2 < end, bytes[i + 1] == UInt8(ascii: ".") else {
        throw .malformed
      }
      i += 2
      let upper = try quantity()
      let multiple = i < end ? sizeMultiple() : nil
      if multiple != nil { i += 1 }
      guard i == end else { throw .malformed }
      return Literal(kind: .range, a: value, b: try upper.scaled(multiple ?? 1))
    }

    /// A unit, as in `/s` and `/min`, or a duration, as in `/10s`.
    private mutating func period() throws(Failure) -> Int64 {
      guard i < end else { throw .malformed }
      if bytes[i].isDigit {
        let first = try quantity()
        return try duration(from: first)
      }
      let unit = try unit(inRate: true)
      guard i == end else { throw .malformed }
      return unit
    }

    private mutating func duration(from first: Quantity) throws(Failure) -> Int64 {
      var total = try first.scaled(try unit(inRate: false))
      while i < end {
        guard bytes[i].isDigit else { throw .malformed }
        let next = try quantity()
        let (sum, overflow) = total.addingReportingOverflow(
          try next.scaled(try unit(inRate: false)))
        if overflow { throw .tooLarge }
        total = sum
      }
      return total
    }

    mutating func quantity() throws(Failure) -> Quantity {
      var value: Int64 = 0
      let start = i
      while i < end, bytes[i].isDigit {
        value = try appended(value)
        i += 1
      }
      guard i > start else { throw .malformed }
      var decimals = 0
      if i + 1 < end, bytes[i] == UInt8(ascii: "."), bytes[i + 1].isDigit {
        i += 1
        while i < end, bytes[i].isDigit {
          value = try appended(value)
          i += 1
          decimals += 1
          if decimals > 18 { throw .inexact }
        }
      }
      return Quantity(mantissa: value, decimals: decimals)
    }

    private func appended(_ value: Int64) throws(Failure) -> Int64 {
      let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = shifted.addingReportingOverflow(Int64(bytes[i] &- 0x30))
      if overflow || carry { throw .tooLarge }
      return sum
    }

    private func sizeMultiple() -> Int64? {
      guard i < end else { return nil }
      let multiple: Int64
      switch bytes[i] {
      case UInt8(ascii: "k"): multiple = 1000
      case UInt8(ascii: "M"): multiple = 1_000_000
      case UInt8(ascii: "G"): multiple = 1_000_000_000
      default: return nil
      }
      guard i + 1 == end || bytes[i + 1] == UInt8(ascii: "/") || bytes[i + 1] == UInt8(ascii: ".")
      else { return nil }
      return multiple
    }

    /// A unit of time in nanoseconds.
    private mutating func unit(inRate: Bool) throws(Failure) -> Int64 {
      let start = i
      while i < end, !bytes[i].isDigit { i += 1 }
      let length = i - start
      let first = length > 0 ? bytes[start] : 0
      let second = length > 1 ? bytes[start + 1] : 0
      let s = UInt8(ascii: "s")
      switch (length, first, second) {
      case (1, s, _): return 1_000_000_000
      case (1, UInt8(ascii: "m"), _): return 60_000_000_000
      case (1, UInt8(ascii: "h"), _): return 3_600_000_000_000
      case (1, UInt8(ascii: "d"), _): return 86_400_000_000_000
      case (2, UInt8(ascii: "m"), s): return 1_000_000
      case (2, UInt8(ascii: "u"), s): return 1_000
      case (2, UInt8(ascii: "n"), s): return 1
      case (3, UInt8(ascii: "m"), UInt8(ascii: "i"))
      where inRate && bytes[start + 2] == UInt8(ascii: "n"):
        return 60_000_000_000
      default:
        // `1m30` lacks a unit, and `2027-01-01` was never one: neither is a number with a wrong
        // unit.
        let isWord = length > 0 && (first.isWordByte && first != UInt8(ascii: "-") || first >= 0x80)
        throw isWord ? .unknownUnit(SourceRange(start, i)) : .malformed
      }
    }
  }
}
