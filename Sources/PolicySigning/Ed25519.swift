#if Signing
  internal import Crypto
#endif

/// Ed25519 (RFC 8032) by swift-crypto: the only file that knows it.
enum Ed25519 {
  #if Signing
    static let isBuiltIn = true

    /// The public key of a private one; nil if it is none.
    static func publicKey(of key: [UInt8]) -> [UInt8]? {
      (try? Curve25519.Signing.PrivateKey(rawRepresentation: key)).map {
        Array($0.publicKey.rawRepresentation)
      }
    }

    /// The signature of a message; nil if the key is none.
    static func sign(_ message: [UInt8], _ key: [UInt8]) -> [UInt8]? {
      guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: key),
        let signature = try? key.signature(for: message)
      else { return nil }
      return Array(signature)
    }

    /// Whether `signature` was made of the message by the owner of the key.
    static func isValid(_ signature: [UInt8], of message: [UInt8], _ key: [UInt8]) -> Bool {
      guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: key) else {
        return false
      }
      return key.isValidSignature(signature, for: message)
    }
  #else
    static let isBuiltIn = false
    static func publicKey(of key: [UInt8]) -> [UInt8]? { nil }
    static func sign(_ message: [UInt8], _ key: [UInt8]) -> [UInt8]? { nil }
    static func isValid(_ signature: [UInt8], of message: [UInt8], _ key: [UInt8]) -> Bool { false }
  #endif
}
