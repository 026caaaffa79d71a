extension FailoverGraph {
  /// The artifact of this graph, the same bytes for equal graphs on every machine.
  ///
  /// An artifact over `ArtifactFormat.bytesMax` would be refused by every reader: whoever writes it
  /// to a file checks the count.
  public func encode() -> [UInt8] {
    var artifact = encodeUnsealed()
    ArtifactSeal.write(into: &artifact)
    return artifact
  }

  /// Whether `artifact` is the one of this graph; its sums are taken as they are, for making them
  /// takes most of the time of encoding.
  package func encodes(to artifact: [UInt8]) -> Bool {
    var own = encodeUnsealed()
    guard own.count == artifact.count else { return false }
    ArtifactSeal.copy(from: artifact, into: &own)
    return own == artifact
  }

  /// The artifact with both sums zero.
  func encodeUnsealed() -> [UInt8] {
    var graph = self
    var writer = ArtifactWriter()
    writer.texts(texts)
    graph.visitTables(&writer)

    let start =
      ArtifactFormat.headerBytes + ArtifactFormat.sectionBytes * writer.sections.count
    var out: [UInt8] = []
    out.reserveCapacity(start + writer.body.count)
    for i in ArtifactFormat.magic.indices { out.append(ArtifactFormat.magic[i]) }
    out.append(little: ArtifactFormat.version)
    out.append(little: languageVersion)
    out.append(little: UInt16(ArtifactFormat.headerBytes))
    out.append(little: UInt16(truncatingIfNeeded: writer.sections.count))
    out.append(little: capabilities.bits)
    out.append(little: UInt64(start + writer.body.count))
    out.append(contentsOf: sourceDigest)
    out.append(little: revision)
    out.append(contentsOf: ArtifactDigest.zero.bytes)
    out.append(contentsOf: signature?.field ?? ArtifactSignature.noField)
    out.append(little: UInt64(0))
    for section in writer.sections {
      out.append(little: section.kind)
      out.append(little: section.rowBytes)
      out.append(little: section.rows)
      out.append(little: section.offset + UInt32(truncatingIfNeeded: start))
      out.append(little: section.bytes)
    }
    out.append(contentsOf: writer.body)
    return out
  }
}

extension FailoverGraph {
  /// The digest that the artifact of this graph has, signed or not.
  public var digest: ArtifactDigest {
    let end = ArtifactFormat.digestAt + ArtifactDigest.byteCount
    return ArtifactDigest(bytes: Array(encode()[ArtifactFormat.digestAt..<end]))
  }
}
