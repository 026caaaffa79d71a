/// A closed list of words, held in one byte; the order of the cases is part of the artifact format.
public protocol Choice: Scalar, CaseIterable, RawRepresentable where RawValue == UInt8 {
  /// The word that stands for the case in a policy.
  var word: StaticString { get }
}

extension Choice {
  public static var width: Int { 1 }
  public var raw: Int64? { Int64(rawValue) }
  public init?(raw: Int64?) {
    guard let raw, raw >= 0, raw < 255 else { return nil }
    self.init(rawValue: UInt8(truncatingIfNeeded: raw))
  }
  public var shown: Shown { .word(word) }
}
