/// Who vouches for an artifact: an Ed25519 public key, and its signature over the digest.
///
/// Reading an artifact checks neither: whoever trusts a key asks `PolicySigning`.
public struct ArtifactSignature: Equatable, Sendable {
  /// The signer's public key: 32 bytes.
  public let key: [UInt8]
  /// The signature: 64 bytes.
  public let bytes: [UInt8]

  private static let keyBytes = 32
  private static let signatureBytes = 64

  /// A signature of a key; nil for other lengths.
  package init?(key: [UInt8], bytes: [UInt8]) {
    guard key.count == ArtifactSignature.keyBytes, bytes.count == ArtifactSignature.signatureBytes
    else { return nil }
    self.key = key
    self.bytes = bytes
  }

  /// Reads the field of a header; nil if it is all zero, as in an unsigned artifact.
  init?(field: ArraySlice<UInt8>) {
    guard field.contains(where: { $0 != 0 }) else { return nil }
    self.init(
      key: Array(field.prefix(ArtifactSignature.keyBytes)),
      bytes: Array(field.dropFirst(ArtifactSignature.keyBytes)))
  }

  /// The field of a header.
  var field: [UInt8] { key + bytes }
  static let noField = [UInt8](repeating: 0, count: keyBytes + signatureBytes)

  /// The name of the signer's key.
  public var keyID: String { ArtifactSignature.keyID(of: key) }

  /// The name of an Ed25519 public key: SHA-256 of its SubjectPublicKeyInfo (RFC 8410) in
  /// hexadecimal, as `openssl pkey -pubin -in KEY -outform DER | sha256sum` gives it.
  package static func keyID(of key: [UInt8]) -> String {
    ArtifactDigest(bytes: SHA256.digest(of: publicKeyPrefix + key)).description
  }

  /// What stands before the 32 bytes of a public key in its SubjectPublicKeyInfo.
  package static let publicKeyPrefix: [UInt8] = [
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
  ]
}
