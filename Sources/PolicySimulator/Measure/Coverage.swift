/// Which ways of a policy were taken: edges of failover, responses, steps, breaker transitions.
public struct Coverage: Equatable, Sendable {
  /// One way.
  public struct Item: Equatable, Sendable {
    /// What it is a way of.
    public enum Kind: String, CaseIterable, Sendable {
      case failover, response, step, breaker
    }

    /// What it is a way of.
    public var kind: Kind
    /// Which: `chat-providers: azure → anthropic`, `chat-retries: rate-limited → failover`.
    public var name: String
    /// How often it was taken.
    public var count: Int

    /// A way.
    public init(_ kind: Kind, _ name: String, count: Int = 0) {
      self.kind = kind
      self.name = name
      self.count = count
    }
  }

  /// All ways of the policy, whether taken or not, in its order.
  public var items: [Item]

  /// Ways of a policy.
  public init(items: [Item]) { self.items = items }

  /// The share of ways that were taken; 1 where there is none.
  public var share: Double {
    items.isEmpty ? 1 : Double(items.count { $0.count > 0 }) / Double(items.count)
  }

  /// Adds what another run of the same policy took.
  public mutating func add(_ other: Coverage) {
    for i in items.indices where i < other.items.count { items[i].count += other.items[i].count }
  }
}
