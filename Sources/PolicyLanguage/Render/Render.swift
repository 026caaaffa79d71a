import PolicyGraph

/// The renderers of diagnostics: pure functions from a report to bytes, one file each.
public enum Render {
  /// A form that diagnostics can be shown in.
  public enum Format: String, Sendable, CaseIterable {
    /// For people: the source, underlined, with notes.
    case text
    /// For people and editors: one line a finding.
    case compact
    /// For programs: `grammar/schemas/diagnostics.schema.json`.
    case json
    /// For code scanning: SARIF 2.1.0.
    case sarif
    /// For GitHub Actions: workflow commands.
    case github
    /// For continuous integration in general: JUnit's XML.
    case junit
  }

  /// What a renderer must know besides the report.
  public struct Options: Sendable {
    /// Colours the text form with ANSI escapes.
    public var color: Bool
    /// The columns that the text form may use; source lines are cut to it.
    public var width: Int
    /// The version of the tool, which SARIF states.
    public var toolVersion: String

    /// Options; 100 columns without colour unless said otherwise.
    public init(color: Bool = false, width: Int = 100, toolVersion: String = "") {
      self.color = color
      self.width = width
      self.toolVersion = toolVersion
    }
  }

  /// The report in one form; a form for programs is never empty, one for people is if nothing was
  /// found.
  public static func report(
    _ report: Report, as format: Format, options: Options = Options()
  ) -> [UInt8] {
    switch format {
    case .text: text(report, options: options)
    case .compact: compact(report)
    case .json: json(report)
    case .sarif: sarif(report, options: options)
    case .github: github(report)
    case .junit: junit(report)
    }
  }
}
