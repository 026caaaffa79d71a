/// The kinds of literal that a place may accept.
struct Literals: OptionSet, Sendable {
  let rawValue: UInt16

  static let count = Literals(rawValue: 1 << 0)
  static let duration = Literals(rawValue: 1 << 1)
  static let percent = Literals(rawValue: 1 << 2)
  static let rate = Literals(rawValue: 1 << 3)
  static let factor = Literals(rawValue: 1 << 4)
  /// A size; a bare count is one as well.
  static let size = Literals(rawValue: 1 << 5)
  static let range = Literals(rawValue: 1 << 6)
  static let percentile = Literals(rawValue: 1 << 7)
  static let text = Literals(rawValue: 1 << 8)
  static let decimal = Literals(rawValue: 1 << 9)
}

/// What a name refers to.
enum RefKind: UInt8, CaseIterable, Sendable {
  /// An endpoint, an active-passive, an active-active or a select: they share one namespace.
  case target
  case errors, backoff, breaker, retry, degrade, route, scenario, errorClass, letValue

  /// How the kind is called in messages.
  var noun: String {
    switch self {
    case .target: "endpoint or topology"
    case .errors: "error table"
    case .backoff: "backoff"
    case .breaker: "breaker"
    case .retry: "retry"
    case .degrade: "degrade ladder"
    case .route: "route"
    case .scenario: "scenario"
    case .errorClass: "error class"
    case .letValue: "let"
    }
  }
}

/// What a place accepts: literals, words of a closed list, references, free names, or a call.
struct ValueType: Sendable {
  var literals: Literals = []
  var choices: [Word] = []
  var reference: RefKind?
  /// Any word is accepted as a name of the user's own.
  var freeName = false
  /// `env(…)` and `file(…)`.
  var credential = false
  /// `env(…)`, with `else:` if wanted, for a text that is read where the policy is loaded.
  var variable = false

  static let count = ValueType(literals: .count)
  static let duration = ValueType(literals: .duration)
  static let percent = ValueType(literals: .percent)
  static let rate = ValueType(literals: .rate)
  static let factor = ValueType(literals: .factor)
  static let size = ValueType(literals: [.size, .count])
  static let text = ValueType(literals: .text)
  static let status = ValueType(literals: [.count, .range])
  static let window = ValueType(literals: [.duration, .count])
  static let delay = ValueType(literals: [.duration, .percentile])
  static let percentile = ValueType(literals: .percentile)
  static let sizes = ValueType(literals: [.size, .count, .range])
  static let anyLiteral = ValueType(literals: Literals(rawValue: 0x3FF))
  static let name = ValueType(freeName: true)
  static let nameOrText = ValueType(literals: .text, freeName: true)
  static let url = ValueType(literals: .text, variable: true)
  static let credentials = ValueType(credential: true)

  static func oneOf(_ words: Word...) -> ValueType { ValueType(choices: words) }
  static func ref(_ kind: RefKind) -> ValueType { ValueType(reference: kind) }
  func or(_ words: Word...) -> ValueType {
    var type = self
    type.choices += words
    return type
  }

  /// Whether only words of a closed list may stand here.
  var isClosed: Bool {
    literals.isEmpty && reference == nil && !freeName && !credential && !variable
  }

  /// What is wanted, in words: "a duration", "a percent or `none`".
  var wanted: String {
    var parts: [String] = []
    if literals.isSuperset(of: ValueType.anyLiteral.literals) {
      parts.append("a literal")
    } else {
      if literals.contains(.duration) { parts.append("a duration") }
      if literals.contains(.percent) { parts.append("a percent") }
      if literals.contains(.rate) { parts.append("a rate") }
      if literals.contains(.factor) { parts.append("a factor") }
      if literals.contains(.size) {
        parts.append("a size")
      } else if literals.contains(.count) {
        parts.append("a count")
      }
      if literals.contains(.range) { parts.append("a range") }
      if literals.contains(.percentile) { parts.append("a percentile") }
      if literals.contains(.text) { parts.append("a text") }
      if literals.contains(.decimal) { parts.append("a decimal") }
    }
    if let reference { parts.append("the name of \(article(reference.noun))") }
    if freeName { parts.append("a name") }
    if credential { parts.append("`env(\"NAME\")` or `file(\"PATH\")`") }
    if variable { parts.append("`env(\"NAME\")`") }
    parts += choices.map { "`\($0.text)`" }
    return joined(parts, with: "or")
  }
}

/// `words` as a list in prose.
func joined(_ words: [String], with last: String) -> String {
  guard let final = words.last, words.count > 1 else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " \(last) " + final
}

/// A noun with its article.
func article(_ noun: String) -> String {
  guard let first = noun.utf8.first else { return noun }
  let vowel = [UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o")]
  return (vowel.contains(first) ? "an " : "a ") + noun
}
