/// Which artifact this is, read from its header before any of its tables.
public struct ArtifactStamp: Equatable, Sendable {
  /// The name of the content; only `DigestCheck.verified` makes sure that it is.
  public let digest: ArtifactDigest
  /// Which of the policy's versions it is; zero if it says nothing.
  public let revision: UInt64
  /// Who vouches for it, checked by nobody yet; nil if it is unsigned.
  public let signature: ArtifactSignature?

  /// Reads the header of an artifact and compares the sums with all bytes.
  ///
  /// - Throws: what is wrong with the header or the sums; the tables are not looked at.
  public init(artifact: [UInt8], digest check: DigestCheck = .verified) throws(ArtifactError) {
    let header = try ArtifactHeader(sealed: artifact, check)
    digest = header.digest
    revision = header.revision
    signature = header.signature
  }
}
