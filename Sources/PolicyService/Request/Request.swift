public import PolicyGraph

/// What a policy and its handlers are told about one request.
public struct Request: Sendable {
  /// The size known before sending, in the units of the policy's limits (tokens); a negative size
  /// counts as none.
  public var size: Int
  /// 0 to 9, 9 the highest, 5 if unsaid; other numbers count as the nearest of them.
  public var priority: Int
  /// How the caller takes the answer: `commit first-byte` is for those that are shown while they
  /// come in; the answers of others are complete before they are the request's.
  public var delivery: Delivery
  /// What the policy may ask by `when tag:`, `serves` and `balance sticky, by:`.
  ///
  /// Of two with one name the
  /// later counts; names that the policy does not mention are not looked at.
  public var tags: [Tag]
  /// What handlers know the request by: a cache key, an order's id, an idempotency key.
  ///
  /// The engine does not look at it, logs it nowhere and puts it in no metric.
  public var key: String

  /// One fact about a request.
  public struct Tag: Hashable, Sendable {
    /// What it is about, as in `plan`.
    public var name: String
    /// What it is, as in `paid`.
    public var value: String

    /// The tag `name` with `value`.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// A request of a size, a priority, a delivery, tags, and the key its handlers know it by.
  public init(
    size: Int = 0, priority: Int = 5, delivery: Delivery = .shown, tags: [Tag] = [],
    key: String = ""
  ) {
    self.size = size
    self.priority = priority
    self.delivery = delivery
    self.tags = tags
    self.key = key
  }
}
