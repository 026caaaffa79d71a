/// What a run found, ready for a renderer: the files by `FileID`, and the findings in order.
public struct Report: Sendable {
  /// The files that diagnostics point into.
  public var files: [SourceFile]
  /// The findings, by file, then by place; at most `Limits.diagnosticsMax` of them.
  public var diagnostics: [Diagnostic]
  /// Texts that look like secrets: no renderer shows these bytes of a source line.
  public var masked: [Masked]
  /// How many more there were than `diagnostics` holds.
  public var omitted: Int

  /// Bytes of a file that must not be shown.
  public struct Masked: Hashable, Sendable {
    /// The file.
    public var file: FileID
    /// The bytes.
    public var range: SourceRange

    /// Hides `range` of `file`.
    public init(file: FileID, range: SourceRange) {
      self.file = file
      self.range = range
    }
  }

  /// A report on `files`.
  public init(
    files: [SourceFile], diagnostics: [Diagnostic], masked: [Masked] = [], omitted: Int = 0
  ) {
    self.files = files
    self.diagnostics = diagnostics
    self.masked = masked
    self.omitted = omitted
  }

  /// How many findings have `severity`.
  public func count(_ severity: Diagnostic.Severity) -> Int {
    diagnostics.reduce(0) { $0 + ($1.severity == severity ? 1 : 0) }
  }
}
