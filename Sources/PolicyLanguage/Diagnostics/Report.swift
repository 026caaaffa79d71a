/// What a run found, ready for a renderer: the files by `FileID`, and the findings in order.
public struct Report: Sendable {
  /// The files that diagnostics point into.
  public var files: [SourceFile]
  /// The findings, by file, then by place; at most `Limits.diagnosticsMax` of them.
  public var diagnostics: [Diagnostic]
  /// How many more there were than `diagnostics` holds.
  public var omitted: Int

  /// A report on `files`.
  public init(files: [SourceFile], diagnostics: [Diagnostic], omitted: Int = 0) {
    self.files = files
    self.diagnostics = diagnostics
    self.omitted = omitted
  }

  /// How many findings have `severity`.
  public func count(_ severity: Diagnostic.Severity) -> Int {
    diagnostics.reduce(0) { $0 + ($1.severity == severity ? 1 : 0) }
  }
}
