internal import PolicyGraph
internal import PolicySigning

/// What an engine asks of every artifact beside that it is sound.
struct Trust: Sendable {
  /// Whether the first artifact was named by its digest: then every other one must be.
  let isPinned: Bool
  /// One of them must have signed it; nil: nobody need have.
  let keys: [TrustedKey]?
  /// The lowest revision of the first artifact, from which no later one goes back; nil: any.
  let minimumRevision: UInt64?
  /// What it may ask for; nil: anything.
  let allowed: [Allowed]?

  /// Reads the header of an artifact and decides whether the rest is looked at.
  ///
  /// - Parameters:
  ///   - expected: the digest it must have; nil: any.
  ///   - last: the artifact it takes the place of.
  func admit(
    _ artifact: [UInt8], _ check: DigestCheck, expecting expected: ArtifactDigest?,
    after last: ArtifactStamp? = nil
  ) throws(EngineError) -> ArtifactStamp {
    if isPinned, expected == nil { throw .untrusted(.notNamed) }
    let stamp: ArtifactStamp
    do throws(ArtifactError) {
      // A digest that says anything about the bytes is worked out from them.
      let isAsked = expected != nil || keys != nil
      stamp = try ArtifactStamp(artifact: artifact, digest: isAsked ? .verified : check)
    } catch {
      throw .artifact(error)
    }
    if let expected, expected != stamp.digest {
      throw .untrusted(.digest(found: stamp.digest, expected: expected))
    }
    if let keys, !keys.contains(where: { $0.signed(stamp.digest, stamp.signature) }) {
      throw .untrusted(.signature(signer: stamp.signature?.keyID))
    }
    try follow(last, with: stamp)
    return stamp
  }

  /// Throws if a revision goes back.
  func follow(_ last: ArtifactStamp?, with next: ArtifactStamp) throws(EngineError) {
    guard let minimumRevision else { return }
    let least = max(minimumRevision, last?.revision ?? 0)
    guard next.revision >= least else {
      throw .untrusted(.revision(found: next.revision, least: least))
    }
  }
}
