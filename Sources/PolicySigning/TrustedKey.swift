public import PolicyGraph

/// A public key whose owner may vouch for artifacts.
public struct TrustedKey: Hashable, Sendable {
  private let bytes: [UInt8]

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// A key from PEM as `openssl pkey -pubout` writes it, or from base64 of its DER or of its 32
  /// bytes alone.
  public init(_ text: [UInt8]) throws(KeyError) {
    guard Ed25519.isBuiltIn else { throw .notBuiltIn }
    let der = try KeyFile.der(text, label: "PUBLIC KEY", bare: true)
    let prefix = ArtifactSignature.publicKeyPrefix
    let key = der.starts(with: prefix) ? Array(der.dropFirst(prefix.count)) : der
    guard key.count == 32 else { throw .notAKey(reason: "it is not an Ed25519 key") }
    bytes = key
  }

  /// A key from text, as `init(_:)` takes it from bytes.
  public init(_ text: String) throws(KeyError) { try self.init(Array(text.utf8)) }

  /// The name of the key, as `policyc inspect` shows it.
  public var id: String { ArtifactSignature.keyID(of: bytes) }

  /// Whether the owner of this key signed the artifact that `digest` names.
  ///
  /// The digest must have been worked out from the artifact's bytes, not read from its header.
  public func signed(_ digest: ArtifactDigest, _ signature: ArtifactSignature?) -> Bool {
    guard let signature, signature.key == bytes else { return false }
    return Ed25519.isValid(signature.bytes, of: TrustedKey.message(digest), bytes)
  }

  /// What is signed: the digest behind words that no other use of the key begins with.
  static func message(_ digest: ArtifactDigest) -> [UInt8] {
    Array("policyc artifact, SHA-256: ".utf8) + digest.bytes
  }
}
