public import PolicyGraph

/// The private key that vouches for artifacts.
public struct SigningKey: Sendable {
  /// Bytes of the longest file of a key; an Ed25519 key takes about 120.
  public static let fileBytesMax = 4096

  private let bytes: [UInt8]
  private let publicKey: [UInt8]

  /// What stands before the 32 bytes of a private key in PKCS #8 (RFC 8410).
  private static let prefix: [UInt8] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
  ]

  /// A key from PEM with PKCS #8, as `openssl genpkey -algorithm ed25519` writes it.
  public init(pem text: [UInt8]) throws(KeyError) {
    guard Ed25519.isBuiltIn else { throw .notBuiltIn }
    let der = try KeyFile.der(text, label: "PRIVATE KEY", bare: false)
    let prefix = SigningKey.prefix
    guard der.starts(with: prefix), der.count == prefix.count + 32,
      let publicKey = Ed25519.publicKey(of: Array(der.dropFirst(prefix.count)))
    else { throw .notAKey(reason: "it is not an Ed25519 key") }
    bytes = Array(der.dropFirst(prefix.count))
    self.publicKey = publicKey
  }

  /// The public key, which whoever loads the artifact trusts.
  public var trusted: TrustedKey { TrustedKey(bytes: publicKey) }

  /// A signature over the digest of an artifact, and so over every byte of it but the signature
  /// itself and the checksum.
  public func sign(_ digest: ArtifactDigest) throws(KeyError) -> ArtifactSignature {
    guard let bytes = Ed25519.sign(TrustedKey.message(digest), bytes),
      let signature = ArtifactSignature(key: publicKey, bytes: bytes)
    else { throw .notAKey(reason: "it is not an Ed25519 key") }
    return signature
  }
}
