import PolicyGraph
import PolicyLanguage

/// What a rule found, before it is known whether the policy allows it.
struct Finding {
  /// One sentence in lower case without a full stop; text of the user stands in backticks.
  var message: String
  /// Where it is found.
  var place: Place
  /// The declaration that it is about; an `allow` in its block silences the finding, too.
  var subject: Declared?
  /// What stands beside the carets.
  var label: String
  /// Other places that matter.
  var related: [Diagnostic.Related]
  /// The arithmetic behind it, why it matters, and what to do.
  var notes: [String]
  /// The certain fix.
  var fix: Diagnostic.Fix?

  /// A finding at `place`.
  init(
    _ message: String, at place: Place, of subject: Declared?, label: String = "",
    related: [Diagnostic.Related] = [], notes: [String] = [], fix: Diagnostic.Fix? = nil
  ) {
    self.message = message
    self.place = place
    self.subject = subject
    self.label = label
    self.related = related
    self.notes = notes
    self.fix = fix
  }

  /// The finding as it is shown.
  func diagnostic(_ rule: LintRule, _ policy: CheckedPolicy) -> Diagnostic {
    var result = Diagnostic(
      rule.code, message, severity: rule.severity, label: label, file: place.file,
      range: place.range, related: related, notes: notes, fix: fix)
    if let subject { result.subject = policy.title(of: subject) }
    return result
  }
}

extension Diagnostic.Related {
  /// Points at a place.
  init(_ message: String, _ place: Place) {
    self.init(message, file: place.file, range: place.range)
  }
}
