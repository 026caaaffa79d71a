public import PolicyGraph

/// A probability in parts of 10²⁷, computed in integers alone.
///
/// Products of figures with nine decimals are exact three deep, and what is rounded beyond that is
/// below 10⁻¹⁸ in any result here; the two sides of every split add up exactly.
public struct Chance: Hashable, Comparable, Sendable {
  /// Parts of 10²⁷.
  public var parts: UInt128

  /// `parts` of 10²⁷.
  public init(parts: UInt128) { self.parts = parts }

  /// A share as a probability.
  public init(_ share: Share) {
    parts = UInt128(max(0, share.ppb)) * (Chance.certain.parts / Chance.billion)
  }

  /// It never happens.
  public static let never = Chance(parts: 0)
  /// It always happens.
  public static let certain = Chance(parts: 1_000_000_000_000_000_000 * billion)
  private static let billion: UInt128 = 1_000_000_000

  public static func < (a: Chance, b: Chance) -> Bool { a.parts < b.parts }

  /// The nearest number.
  public var value: Double { Double(parts) / 1e27 }

  /// The probability that it does not happen.
  public var complement: Chance { Chance(parts: Chance.certain.parts - parts) }

  /// This chance in two: the part in which something of a given probability happens, and the rest.
  func split(_ share: Share) -> (Chance, Chance) {
    let part = parts * UInt128(min(max(0, share.ppb), Share.whole.ppb)) / Chance.billion
    return (Chance(parts: part), Chance(parts: parts - part))
  }
}

extension Chance: CustomStringConvertible {
  /// As a percentage with as many decimals as it has, twelve at most; not rounded up.
  public var description: String {
    let scale: UInt128 = 10_000_000_000_000  // of 10²⁷ to 10⁻¹² per cent
    let units = parts / scale
    let perCent: UInt128 = 1_000_000_000_000
    var fraction = String(units % perCent)
    fraction = String(repeating: "0", count: 12 - fraction.utf8.count) + fraction
    while fraction.hasSuffix("0") { fraction.removeLast() }
    return "\(units / perCent)\(fraction.isEmpty ? "" : ".\(fraction)")%"
  }
}
