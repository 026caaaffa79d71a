extension Tick: Scalar {
  public static var width: Int { 8 }
  public var raw: Int64? { ns }
  public init?(raw: Int64?) {
    guard let raw else { return nil }
    self.init(ns: raw)
  }
  public var shown: Shown { .time(self) }
}

extension Share: Scalar {
  public static var width: Int { 8 }
  public var raw: Int64? { ppb }
  public init?(raw: Int64?) {
    guard let raw else { return nil }
    self.init(ppb: raw)
  }
  public var shown: Shown { .share(self) }
}

extension Factor: Scalar {
  public static var width: Int { 8 }
  public var raw: Int64? { millionths }
  public init?(raw: Int64?) {
    guard let raw else { return nil }
    self.init(millionths: raw)
  }
  public var shown: Shown { .factor(self) }
}

extension Percentile: Scalar {
  public static var width: Int { 4 }
  public var raw: Int64? { millionths }
  public init?(raw: Int64?) {
    guard let raw else { return nil }
    self.init(millionths: raw)
  }
  public var shown: Shown { .percentile(self) }
}

extension UInt32: Scalar {
  public static var width: Int { 4 }
  public var raw: Int64? { Int64(self) }
  public init?(raw: Int64?) {
    guard let raw, raw >= 0, raw < Int64(UInt32.max) else { return nil }
    self = UInt32(truncatingIfNeeded: raw)
  }
  public var shown: Shown { .count(Int64(self)) }
}

extension Int64: Scalar {
  public static var width: Int { 8 }
  public var raw: Int64? { self }
  public init?(raw: Int64?) {
    guard let raw else { return nil }
    self = raw
  }
  public var shown: Shown { .count(self) }
}

extension Bool: Scalar {
  public static var width: Int { 1 }
  public var raw: Int64? { self ? 1 : 0 }
  public init?(raw: Int64?) {
    guard let raw, raw == 0 || raw == 1 else { return nil }
    self = raw == 1
  }
  public var shown: Shown { .flag(self) }
}

extension Optional: Scalar where Wrapped: Scalar {
  public static var width: Int { Wrapped.width }
  public var raw: Int64? { self?.raw }
  public init?(raw: Int64?) {
    guard let raw else {
      self = .none
      return
    }
    guard let value = Wrapped(raw: .some(raw)) else { return nil }
    self = .some(value)
  }
  public var shown: Shown { self?.shown ?? .none }
}
