/// How an endpoint is given the text so far of an answer that was cut, so that it can continue it.
///
/// An endpoint `supports` a way by its word.
public enum Handover: UInt8, Sendable {
  /// The text is the last message, the assistant's, and the model goes on within it.
  case prefill
  /// The text is a message of the assistant's, followed by one of the user's that asks for the
  /// rest; the model may repeat some of the text.
  case continuation

  /// The word that stands behind `supports`.
  public var word: StaticString {
    switch self {
    case .prefill: "prefill"
    case .continuation: "continuation"
    }
  }
}

extension FailoverGraph {
  /// How an endpoint is given the text so far; nil if it cannot continue an answer.
  ///
  /// Of both ways it is `prefill`: the model goes on with its own tokens, there is no seam to find,
  /// and an endpoint that cannot do it refuses at once.
  public func handover(to endpoint: ID<Endpoint>) -> Handover? {
    var way: Handover?
    for feature in features[endpoints[endpoint].supports] {
      let name = bytes(feature.name)
      if name.spells("prefill") { return .prefill }
      if name.spells("continuation") { way = .continuation }
    }
    return way
  }
}
