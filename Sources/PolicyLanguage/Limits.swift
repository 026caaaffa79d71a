internal import PolicyGraph

/// Every limit of the language, in one place; the reference page prints this table.
public enum Limits {
  /// Bytes of one file, checked before it is read.
  public static let fileBytesMax = 16 << 20
  /// Files of one program.
  public static let filesMax = 4096
  /// Bytes of all files of one program.
  public static let programBytesMax = 64 << 20
  /// How deep imports may lead.
  public static let importDepthMax = 32
  /// How deep blocks, lists and calls may nest.
  public static let nestingMax = 64
  /// Bytes of a word.
  public static let wordBytesMax = Spelling.wordBytesMax
  /// Bytes of a text literal, its quotes left out.
  public static let textBytesMax = 4096
  /// Declarations of one kind.
  public static let declarationsMax = 65_535
  /// Diagnostics shown in one run.
  public static let diagnosticsMax = 100
}
