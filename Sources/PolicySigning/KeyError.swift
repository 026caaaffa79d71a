/// Why bytes are no key that can be used; no case holds a byte of them.
public enum KeyError: Error, Equatable, Sendable {
  /// The package was built without its trait `Signing`.
  case notBuiltIn
  /// The bytes are no key of the kind that was wanted; the reason ends a sentence.
  case notAKey(reason: String)
}

extension KeyError: CustomStringConvertible {
  /// What is wrong and what to do about it, as the end of a sentence.
  public var description: String {
    switch self {
    case .notBuiltIn:
      "this build cannot sign or check signatures: build policyc with `--traits Signing`"
    case .notAKey(let reason): reason
    }
  }
}
