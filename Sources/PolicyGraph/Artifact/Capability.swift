/// Something that a policy uses and a runtime must know; the order is part of the artifact format.
///
/// A runtime refuses an artifact whose capabilities it does not know, instead of deciding otherwise
/// than the policy says.
public enum Capability: UInt8, CaseIterable, Sendable {
  case select, spillover, activeActive, fastest, sticky, ejection, panic, slowStart
  case breaker, probes, hedge, budget, reconcile, rotateCredential, reroute, resume
  case commitFirstByte, limits, ladder, brownout, priorities, cache, handlers, notify
  case idempotencyKeys, requirements, wait, drain, serves, continuation

  /// The name for people and in JSON.
  public var word: StaticString {
    switch self {
    case .select: "select"
    case .spillover: "spillover"
    case .activeActive: "active-active"
    case .fastest: "fastest"
    case .sticky: "sticky"
    case .ejection: "ejection"
    case .panic: "panic"
    case .slowStart: "slow-start"
    case .breaker: "breaker"
    case .probes: "probes"
    case .hedge: "hedge"
    case .budget: "budget"
    case .reconcile: "reconcile"
    case .rotateCredential: "rotate-credential"
    case .reroute: "reroute"
    case .resume: "resume"
    case .commitFirstByte: "commit-first-byte"
    case .limits: "limits"
    case .ladder: "ladder"
    case .brownout: "brownout"
    case .priorities: "priorities"
    case .cache: "cache"
    case .handlers: "handlers"
    case .notify: "notify"
    case .idempotencyKeys: "idempotency-keys"
    case .requirements: "requirements"
    case .wait: "wait"
    case .drain: "drain"
    case .serves: "serves"
    case .continuation: "continuation"
    }
  }
}

/// A set of capabilities as the bits of an artifact's header.
public struct Capabilities: Equatable, Sendable {
  /// Bit n stands for the capability whose number is n.
  public internal(set) var bits: UInt64 = 0

  /// None.
  public init() {}

  init(bits: UInt64) { self.bits = bits }

  /// Whether `capability` is in the set.
  public func contains(_ capability: Capability) -> Bool {
    bits & Capabilities.bit(capability) != 0
  }

  /// The bits that stand for nothing this version knows.
  public var unknownBits: UInt64 {
    bits & ~((1 << UInt64(Capability.allCases.count)) - 1)
  }

  /// Adds `capability` if the policy uses it.
  mutating func insert(_ capability: Capability, if used: Bool) {
    if used { bits |= Capabilities.bit(capability) }
  }

  private static func bit(_ capability: Capability) -> UInt64 { 1 << UInt64(capability.rawValue) }
}
