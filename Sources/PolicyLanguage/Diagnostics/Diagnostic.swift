/// Something a person should know about a policy: data, worded once, rendered by `Render/`.
public struct Diagnostic: Sendable {
  /// How bad it is.
  public enum Severity: Int, Comparable, Sendable, CaseIterable {
    /// The policy is refused.
    case error
    /// The policy is accepted, and probably wrong.
    case warning
    /// Worth knowing.
    case note

    /// The lower-case word shown to people and written to JSON.
    public var word: String {
      switch self {
      case .error: "error"
      case .warning: "warning"
      case .note: "note"
      }
    }

    public static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }
  }

  /// A place that helps to understand the finding.
  public struct Related: Sendable {
    /// What is to be seen there.
    public var message: String
    /// The file.
    public var file: FileID
    /// The bytes.
    public var range: SourceRange

    /// Points at `range` of `file`.
    public init(_ message: String, file: FileID, range: SourceRange) {
      self.message = message
      self.file = file
      self.range = range
    }
  }

  /// One replacement of text.
  public struct Edit: Sendable {
    /// The file.
    public var file: FileID
    /// The bytes replaced; empty to insert.
    public var range: SourceRange
    /// What stands there afterwards.
    public var newText: String

    /// Replaces `range` of `file` by `newText`.
    public init(file: FileID, range: SourceRange, newText: String) {
      self.file = file
      self.range = range
      self.newText = newText
    }
  }

  /// A fix that is certain: `policyc lint --fix` applies it without asking.
  public struct Fix: Sendable {
    /// What the fix does, in the imperative.
    public var title: String
    /// The edits; they do not overlap.
    public var edits: [Edit]

    /// A fix made of `edits`.
    public init(_ title: String, edits: [Edit]) {
      self.title = title
      self.edits = edits
    }
  }

  /// The stable code, as in `P0203`.
  public var code: DiagnosticCode
  /// How bad it is.
  public var severity: Severity
  /// One sentence in lower case without a full stop; text of the user stands in backticks.
  public var message: String
  /// What stands beside the carets; empty where the message says it all.
  public var label: String
  /// The file it is found in.
  public var file: FileID
  /// The bytes it is about.
  public var range: SourceRange
  /// Other places that matter.
  public var related: [Related]
  /// What to do, and the arithmetic behind the finding.
  public var notes: [String]
  /// The certain fix, where there is one.
  public var fix: Fix?
  /// The declaration that a lint rule speaks of, as in `route chat`; empty where there is none.
  public var subject = ""

  /// An error unless `severity` says otherwise.
  public init(
    _ code: DiagnosticCode, _ message: String, severity: Severity = .error, label: String = "",
    file: FileID, range: SourceRange, related: [Related] = [], notes: [String] = [],
    fix: Fix? = nil
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.label = label
    self.file = file
    self.range = range
    self.related = related
    self.notes = notes
    self.fix = fix
  }
}
