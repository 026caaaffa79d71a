/// The layout of an artifact; nothing is aligned or padded, and the numbers of the header are
/// little-endian.
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
/// | 64 | 8 | revision; zero if none is stated |
/// | 72 | 32 | SHA-256 of the artifact with all from here to the end of the header zero |
/// | 104 | 32 | the Ed25519 public key of the signer; zero in an unsigned artifact |
/// | 136 | 64 | the signature; zero in an unsigned artifact |
/// | 200 | 8 | XXH64 of all after the header, xor that of the 200 bytes before times an odd one |
/// | 208 | 16 each | section table: kind (2), row size (2), rows (4), offset (4), bytes (4) |
///
/// The sections follow in the order of `TableKind`, one for each table that is not empty, without
/// gaps. The row size counts a row that is not packed; all tables together may have `bytesMax` such
/// bytes.
///
/// Rows are packed, each as what differs from the row before it, the first from a neutral row. A
/// field is one integer, a run of rows two (first, length) and a rate two (amount, time); what is
/// absent is -1. A run is expected to begin behind the run of the row before. A row begins with one
/// bit for each integer, the first lowest, in as few bytes as they need: whether it is another than
/// expected. The differences follow, the sign of each as its lowest bit, in LEB128. The section of
/// the texts has the length of each in LEB128, then all their bytes. Every number has one spelling,
/// so there is exactly one artifact of a graph and its signature.
public enum ArtifactFormat {
  /// The format that this version writes, and the newest it reads.
  public static let version: UInt16 = 4
  /// The newest language that this version knows.
  public static let languageVersion: UInt16 = 1
  /// Bytes of the largest artifact, and of the largest one before its rows are packed.
  public static let bytesMax = 16 << 20
  /// The highest revision: what every reader of JSON holds exactly.
  public static let revisionMax: UInt64 = 1 << 53 - 1
  /// Groups that may contain one another, counted from the outermost to the endpoint.
  public static let topologyDepthMax = 64

  /// The bytes that every artifact begins with.
  public static var signature: [UInt8] { magic.indices.map { magic[$0] } }

  /// A byte that is not ASCII, a name, and line ends and an end of file that text tools would
  /// alter.
  static let magic: [8 of UInt8] = [0x8f, 0x70, 0x6c, 0x63, 0x79, 0x0d, 0x0a, 0x1a]
  static let headerBytes = 208
  static let sectionBytes = 16
  static let sourceDigestAt = 32
  static let revisionAt = 64
  static let digestAt = 72
  static let signatureAt = 104
  static let checksumAt = 200
  /// What a text counts for in the size of its table, beside its bytes.
  static let textEntryBytes = 4
}
