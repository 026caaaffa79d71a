/// What a handler gives as an answer: any one value.
///
/// ```swift
/// handlers.cache { lookup in await cache.reply(for: lookup.request.key).map(Served.init) }
/// // and where the request is run
/// answer.value { $0.served?.as(Reply.self) ?? .busy }
/// ```
public struct Served: Sendable {
  // The one existential of the module: every service serves another type, far from the happy path.
  private let value: any Sendable

  /// Serves `value`; whoever asks for it must name its type.
  public init<Value: Sendable>(_ value: Value) { self.value = value }

  /// The value; nil if it is of another type.
  public func `as`<Value: Sendable>(_ type: Value.Type) -> Value? { value as? Value }
}
