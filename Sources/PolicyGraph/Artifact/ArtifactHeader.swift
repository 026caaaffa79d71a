/// The header and section table of an artifact, checked against the bytes at hand.
struct ArtifactHeader {
  private(set) var languageVersion: UInt16 = 0
  private(set) var capabilities: UInt64 = 0
  private(set) var revision: UInt64 = 0
  /// The digest that is stated.
  private(set) var digest = ArtifactDigest.zero
  private(set) var signature: ArtifactSignature?
  private(set) var checksum: UInt64 = 0
  /// Bytes of the artifact before its rows were packed, which says what reading it takes.
  private(set) var tableBytes = 0
  /// One entry a table; a table without a section has no rows.
  private(set) var sections = [64 of ArtifactSection](repeating: .none)

  /// Reads what every artifact has, before anything is allocated; the bytes of the sections lie
  /// within the artifact afterwards.
  init(_ artifact: [UInt8]) throws(ArtifactError) {
    guard artifact.count <= ArtifactFormat.bytesMax else {
      throw .tooLarge(bytes: artifact.count)
    }
    let magic = ArtifactFormat.magic
    for i in magic.indices where i < artifact.count {
      guard artifact[i] == magic[i] else { throw .notAnArtifact }
    }
    // Before the length, so that a longer header of a newer format is named for what it is.
    guard artifact.count >= 10 else { throw .truncated(bytes: artifact.count, stated: nil) }
    let format = UInt16(truncatingIfNeeded: artifact.little(at: 8, 2))
    guard format == ArtifactFormat.version else { throw .format(format) }
    guard artifact.count >= ArtifactFormat.headerBytes else {
      throw .truncated(bytes: artifact.count, stated: nil)
    }
    let stated = artifact.little(at: 24, 8)
    guard stated <= UInt64(artifact.count) else {
      throw .truncated(bytes: artifact.count, stated: stated)
    }
    guard stated == UInt64(artifact.count) else {
      throw .trailingBytes(bytes: artifact.count, stated: stated)
    }
    languageVersion = UInt16(truncatingIfNeeded: artifact.little(at: 10, 2))
    guard (1...ArtifactFormat.languageVersion).contains(languageVersion) else {
      throw .language(languageVersion)
    }
    let headerBytes = UInt16(truncatingIfNeeded: artifact.little(at: 12, 2))
    guard Int(headerBytes) == ArtifactFormat.headerBytes else { throw .headerLength(headerBytes) }
    capabilities = artifact.little(at: 16, 8)
    let unknown = Capabilities(bits: capabilities).unknownBits
    guard unknown == 0 else { throw .capabilities(unknown: unknown) }
    revision = artifact.little(at: ArtifactFormat.revisionAt, 8)
    guard revision <= ArtifactFormat.revisionMax else { throw .revision(revision) }
    let digestEnd = ArtifactFormat.digestAt + ArtifactDigest.byteCount
    digest = ArtifactDigest(bytes: Array(artifact[ArtifactFormat.digestAt..<digestEnd]))
    signature = ArtifactSignature(
      field: artifact[ArtifactFormat.signatureAt..<ArtifactFormat.checksumAt])
    checksum = artifact.little(at: ArtifactFormat.checksumAt, 8)
    try readSections(artifact, count: Int(artifact.little(at: 14, 2)))
  }

  /// Reads the header, and compares the sums with all bytes.
  init(sealed artifact: [UInt8], _ check: DigestCheck) throws(ArtifactError) {
    try self.init(artifact)
    guard ArtifactSeal.checksum(of: artifact) == checksum else { throw .checksum }
    switch check {
    case .verified: guard ArtifactSeal.digest(of: artifact) == digest.bytes else { throw .digest }
    case .trusted: break
    }
  }

  private mutating func readSections(_ artifact: [UInt8], count: Int) throws(ArtifactError) {
    let table = ArtifactFormat.headerBytes
    guard count <= TableKind.allCases.count else {
      throw .section(index: TableKind.allCases.count, .unknownKind)
    }
    var end = UInt64(table + count * ArtifactFormat.sectionBytes)
    guard end <= UInt64(artifact.count) else {
      throw .truncated(bytes: artifact.count, stated: end)
    }
    var kindBefore = -1
    for i in 0..<count {
      let at = table + i * ArtifactFormat.sectionBytes
      let section = ArtifactSection(artifact, at: at)
      let kind = Int(section.kind)
      guard kind < TableKind.allCases.count else { throw .section(index: i, .unknownKind) }
      guard kind > kindBefore else { throw .section(index: i, .order) }
      guard section.rows > 0 else { throw .section(index: i, .empty) }
      guard UInt64(section.offset) == end else { throw .section(index: i, .offset) }
      end += UInt64(section.bytes)
      // A row has one byte and more.
      guard end <= UInt64(artifact.count), section.rowBytes > 0, section.rows <= section.bytes
      else { throw .section(index: i, .length) }
      tableBytes += ArtifactFormat.sectionBytes + Int(section.rows) * Int(section.rowBytes)
      if kind == Int(TableKind.texts.rawValue) { tableBytes += Int(section.bytes) }
      guard tableBytes <= ArtifactFormat.bytesMax else { throw .tooLarge(bytes: tableBytes) }
      sections[kind] = section
      kindBefore = kind
    }
    guard end == UInt64(artifact.count) else { throw .section(index: count, .length) }
  }
}

extension ArtifactSection {
  static var none: ArtifactSection {
    ArtifactSection(kind: 0, rowBytes: 0, rows: 0, offset: 0, bytes: 0)
  }

  fileprivate init(_ artifact: [UInt8], at: Int) {
    kind = UInt16(truncatingIfNeeded: artifact.little(at: at, 2))
    rowBytes = UInt16(truncatingIfNeeded: artifact.little(at: at + 2, 2))
    rows = UInt32(truncatingIfNeeded: artifact.little(at: at + 4, 4))
    offset = UInt32(truncatingIfNeeded: artifact.little(at: at + 8, 4))
    bytes = UInt32(truncatingIfNeeded: artifact.little(at: at + 12, 4))
  }
}

extension [UInt8] {
  /// The little-endian number in `width` bytes, which must lie within the array.
  fileprivate func little(at: Int, _ width: Int) -> UInt64 {
    var value: UInt64 = 0
    for i in (0..<width).reversed() { value = value << 8 | UInt64(self[at + i]) }
    return value
  }
}
