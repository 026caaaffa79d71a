/// The two sums of an artifact: SHA-256 names its content, XXH64 guards each load.
package enum ArtifactSeal {
  /// Writes both sums into an artifact that is complete but for them.
  package static func write(into artifact: inout [UInt8]) {
    guard artifact.count >= ArtifactFormat.headerBytes else { return }
    let digest = digest(of: artifact)
    for i in 0..<32 { artifact[ArtifactFormat.digestAt + i] = digest[i] }
    writeChecksum(into: &artifact)
  }

  /// Writes the sums of one artifact into another; both have a whole header.
  static func copy(from sealed: [UInt8], into artifact: inout [UInt8]) {
    for i in 0..<32 {
      artifact[ArtifactFormat.digestAt + i] = sealed[ArtifactFormat.digestAt + i]
    }
    for i in 0..<8 {
      artifact[ArtifactFormat.checksumAt + i] = sealed[ArtifactFormat.checksumAt + i]
    }
  }

  /// Writes the checksum alone.
  package static func writeChecksum(into artifact: inout [UInt8]) {
    guard artifact.count >= ArtifactFormat.headerBytes else { return }
    let sum = checksum(of: artifact)
    for i in 0..<8 {
      artifact[ArtifactFormat.checksumAt + i] = UInt8(truncatingIfNeeded: sum >> UInt64(8 * i))
    }
  }

  /// SHA-256 of an artifact that has a whole header; its own field, the signature and the checksum
  /// are taken as zero.
  static func digest(of artifact: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    // Every offset is below the length of the header, which the caller has checked.
    unsafe artifact.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return }
      unsafe hash.update(base, count: ArtifactFormat.digestAt)
      hash.update(
        [UInt8](repeating: 0, count: ArtifactFormat.headerBytes - ArtifactFormat.digestAt))
      unsafe hash.update(
        base + ArtifactFormat.headerBytes, count: buffer.count - ArtifactFormat.headerBytes)
    }
    return hash.finish()
  }

  /// XXH64 of an artifact that has a whole header, its own field left out.
  static func checksum(of artifact: [UInt8]) -> UInt64 {
    unsafe artifact.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      let head = unsafe XXH64.checksum(base, count: ArtifactFormat.checksumAt)
      let rest = unsafe XXH64.checksum(
        base + ArtifactFormat.headerBytes, count: buffer.count - ArtifactFormat.headerBytes)
      // The head is sealed by a step that gives another sum for every other head.
      return rest ^ (head &* 0x9e37_79b1_85eb_ca87)
    }
  }
}
