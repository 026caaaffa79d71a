/// 128 bits that stand for all that decides how a request goes on: equal ones go on alike.
///
/// Of a million different states, two collide with a probability of 10⁻²⁷.
package struct Fingerprint: Hashable, Sendable {
  package private(set) var a: UInt64 = 0x9E37_79B9_7F4A_7C15
  package private(set) var b: UInt64 = 0xC2B2_AE3D_27D4_EB4F

  package init() {}

  /// Adds a number; the order counts.
  @inline(__always)
  package mutating func add(_ value: UInt64) {
    a = FixedPoint.mix(a ^ value)
    b = (b ^ (value &+ 0x9E37_79B9)) &* 0x9E37_79B9_7F4A_7C15
    b ^= b >> 29
  }

  /// Adds a signed number.
  @inline(__always)
  package mutating func add(_ value: Int64) { add(UInt64(bitPattern: value)) }

  /// Adds another fingerprint so that the order of such additions does not count.
  @inline(__always)
  package mutating func blend(_ other: Fingerprint) {
    a = a &+ FixedPoint.mix(other.a)
    b = b &+ FixedPoint.mix(other.b ^ 0x1656_67B1_9E37_79F9)
  }
}
