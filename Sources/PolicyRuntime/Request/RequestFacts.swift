public import PolicyGraph

/// One fact about a request that the policy may ask for, as a tag or as a sticky key.
///
/// Made by `Plan.tag(_:is:)`, which knows the names and values that the policy mentions.
public struct Tag: Hashable, Sendable {
  /// The tag's name, as the plan numbers it.
  var name: UInt8
  /// The value, as the plan numbers it; 0 for one that the policy does not mention.
  var value: UInt32
  /// A hash of the value, for sticky balancing; never 0.
  var hash: UInt32
}

/// What a policy may ask of a request.
public struct RequestFacts: Sendable {
  /// The size that is known before sending, in the units of the policy's limits (tokens); negative
  /// sizes count as none.
  public var size: Int64
  /// 0 to 9, 9 the highest; 5 if unsaid.
  public var priority: UInt8
  /// How the caller takes the answer: `commit first-byte` is for those that are shown.
  public var delivery: Delivery
  /// Which of the counters that are spread over threads this request counts in.
  ///
  /// Any number that differs between threads will do: only speed depends on it, never a decision.
  public var lane: UInt8
  /// Its tags by their name's number: the value above, the hash below; 0 where there is none.
  private var tags: [8 of UInt64] = .init(repeating: 0)

  /// A request of a size, a priority and a delivery.
  public init(
    size: Int64 = 0, priority: UInt8 = 5, delivery: Delivery = .shown, lane: UInt8 = 0
  ) {
    self.size = Swift.max(0, size)
    self.priority = Swift.min(9, priority)
    self.delivery = delivery
    self.lane = lane
  }

  /// Adds a tag, replacing one of the same name.
  public mutating func add(_ tag: Tag) {
    tags[Int(tag.name)] = UInt64(tag.value) << 32 | UInt64(tag.hash)
  }

  /// The number of the value of a tag; 0 if the request has none, or one the policy never names.
  func value(_ name: UInt32) -> UInt32 { UInt32(truncatingIfNeeded: tags[Int(name)] >> 32) }

  /// The hash of the value of a tag; 0 if the request has none.
  func hash(_ name: UInt32) -> UInt32 { UInt32(truncatingIfNeeded: tags[Int(name)]) }
}

/// What one plan or one request holds at most.
public enum RuntimeLimits {
  /// Attempts of one request in flight at once: the first and its hedges.
  public static let legsMax = 8
  /// Attempts of one request on its main path, and again in each step of its ladder.
  public static let attemptsMax = 64
}
