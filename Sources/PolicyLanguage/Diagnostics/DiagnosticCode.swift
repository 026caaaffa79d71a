/// The stable identity of a diagnostic: what `explain`, SARIF and people's searches go by.
public struct DiagnosticCode: Hashable, Sendable {
  /// The code, as in `P0203`; never used for anything else, not even after it is retired.
  public let id: String
  /// A short kebab-case name, as in `unknown-unit`.
  public let name: String

  init(_ id: String, _ name: String) {
    self.id = id
    self.name = name
  }
}
