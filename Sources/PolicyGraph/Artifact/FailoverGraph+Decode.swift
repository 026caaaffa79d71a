extension FailoverGraph {
  /// The graph that an artifact holds, every byte of it checked.
  ///
  /// Nothing is taken on trust: bounds, references, ranges, words, texts and the invariants of the
  /// graph are checked whatever the checksum says, and no length leads to an allocation before it
  /// was compared with the bytes at hand. An artifact that is accepted encodes to the same bytes.
  ///
  /// - Parameters:
  ///   - artifact: All bytes of the artifact.
  ///   - digest: Whether SHA-256 is worked out too; it takes most of the time of a load.
  /// - Throws: What is wrong, and where.
  public init(artifact: [UInt8], digest: DigestCheck = .verified) throws(ArtifactError) {
    let header = try ArtifactHeader(sealed: artifact, digest)
    self.init()
    languageVersion = header.languageVersion
    sourceDigest = Array(artifact[ArtifactFormat.sourceDigestAt..<ArtifactFormat.revisionAt])
    revision = header.revision
    signature = header.signature
    if let error = readTables(artifact, header) { throw error }
    let used = capabilities.bits
    guard used == header.capabilities else {
      throw .capabilitiesDiffer(stated: header.capabilities, used: used)
    }
    if let violation = firstViolation() { throw .invariant(violation) }
  }

  private mutating func readTables(_ artifact: [UInt8], _ header: ArtifactHeader) -> ArtifactError?
  {
    // The pointer does not leave the closure; the header has placed every section within the bytes.
    unsafe artifact.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return .notAnArtifact }
      var reader = unsafe ArtifactReader(header, at: base)
      texts = unsafe reader.texts()
      unsafe visitTables(&reader)
      if let error = unsafe reader.error { return error }
      return unsafe reader.sharesTooMuch(tableBytes: header.tableBytes) ? .runsTooLong : nil
    }
  }
}
