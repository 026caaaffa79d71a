import PolicyGraph

/// A credential: where it was read from, and the secret itself, which no description shows.
public struct Secret: Sendable {
  /// The reference as the policy spells it: `env("NAME")` or `file("path")`.
  public let reference: String
  /// The secret, to be put into the request's header and nowhere else.
  public let secret: String

  init(reference: String, secret: String) {
    self.reference = reference
    self.secret = secret
  }

  /// The secret as it stands in a URL that has `{credential}`: percent-encoded.
  public var inURL: String {
    var text = ByteText()
    text.append(percentEncoding: secret.utf8)
    return text.string
  }

  /// Runs `body` with the secret, for code that keeps it out of variables.
  public func withSecret<Result, Failure: Error>(
    _ body: (String) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(secret)
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The reference.
  public var description: String { reference }
  /// The reference.
  public var debugDescription: String { reference }
  /// The reference: `dump` and whatever else walks through values sees nothing more.
  public var customMirror: Mirror { Mirror(self, children: ["reference": reference]) }
}
