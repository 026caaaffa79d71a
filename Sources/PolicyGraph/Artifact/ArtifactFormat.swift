/// The layout of an artifact; every number is little-endian, and nothing is aligned or padded.
///
/// | at | bytes | holds |
/// |---|---|---|
/// | 0 | 8 | the magic |
/// | 8 | 2 | format version |
/// | 10 | 2 | language version |
/// | 12 | 2 | bytes of this header |
/// | 14 | 2 | number of sections |
/// | 16 | 8 | capabilities that a reader must know |
/// | 24 | 8 | bytes of the whole artifact |
/// | 32 | 32 | digest of the sources |
/// | 64 | 32 | SHA-256 of the artifact with this field and the next one zero |
/// | 96 | 8 | XXH64 of all after the header, xor XXH64 of the 96 bytes before times an odd number |
/// | 104 | 16 each | section table: kind (2), bytes of a row (2), rows (4), offset (4), bytes (4) |
///
/// The sections follow in the order of `TableKind`, one for each table that is not empty, without
/// gaps. The texts' section has the end of each text (4 bytes each), then all their bytes. A value
/// that is absent is all ones. So there is exactly one artifact of a graph.
public enum ArtifactFormat {
  /// The format that this version writes, and the newest it reads.
  public static let version: UInt16 = 2
  /// The newest language that this version knows.
  public static let languageVersion: UInt16 = 1
  /// Bytes of the largest artifact.
  public static let bytesMax = 16 << 20
  /// Groups that may contain one another, counted from the outermost to the endpoint.
  public static let topologyDepthMax = 64

  /// A byte that is not ASCII, a name, and line ends and an end of file that text tools would
  /// alter.
  static let magic: [8 of UInt8] = [0x8f, 0x70, 0x6c, 0x63, 0x79, 0x0d, 0x0a, 0x1a]
  static let headerBytes = 104
  static let sectionBytes = 16
  static let sourceDigestAt = 32
  static let digestAt = 64
  static let checksumAt = 96
  /// Bytes of a text's entry beside its bytes.
  static let textEntryBytes = 4
}
