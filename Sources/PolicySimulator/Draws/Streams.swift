/// What a draw is for: streams are independent, so that one more draw in one changes no other.
enum Stream: UInt64 {
  /// When requests arrive, and what they are.
  case arrivals = 1
  /// How long endpoints take.
  case service
  /// Which requests a fault affects.
  case faults
  /// What the policy leaves to chance.
  case choice
  /// What the handlers of the service find.
  case handlers
  /// Whether what failed had been carried out.
  case landed
  /// When probes begin within their interval.
  case probes
}

/// Draws that depend on nothing but their names: the seed, the stream, and what they are about.
///
/// A request that meets an endpoint for the first time is served as long there under every policy,
/// however many draws were made before it: what `--against` shows is the policy's doing, not
/// chance's. The mixing is SplitMix64's finalizer (Steele, Lea, Flood, 2014; constants of
/// Stafford's variant 13), once for each part of the name.
struct Streams: Sendable {
  private let seed: UInt64

  init(seed: UInt64) { self.seed = Streams.mix(seed &+ 0x9E37_79B9_7F4A_7C15) }

  /// 64 bits about `a` and `b`.
  @inline(__always)
  func bits(_ stream: Stream, _ a: UInt64, _ b: UInt64 = 0) -> UInt64 {
    let first = Streams.mix(seed ^ (stream.rawValue &* 0xD1B5_4A32_D192_ED03) &+ a)
    return b == 0 ? first : Streams.mix(first &+ b &* 0x9E37_79B9_7F4A_7C15)
  }

  /// Whether something comes true whose share is `ppb` parts per thousand million.
  @inline(__always)
  func occurs(_ ppb: Int64, _ stream: Stream, _ a: UInt64, _ b: UInt64) -> Bool {
    if ppb >= 1_000_000_000 { return true }
    return bits(stream, a, b).multipliedFullWidth(by: 1_000_000_000).high < UInt64(ppb)
  }

  /// A number for a name, its lowest 16 bits free: draws about an endpoint or a step go by its
  /// name, so that others may be added or moved about it (FNV-1a, then mixed).
  static func salt(_ name: some Sequence<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return mix(hash) << 16
  }

  @inline(__always)
  static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension UInt64 {
  /// As a number above 0 and below 1, from the upper 52 bits.
  @inline(__always)
  var unit: Double { (Double(self >> 12) + 0.5) * 0x1p-52 }
}
