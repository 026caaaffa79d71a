/// Where a statement may stand.
enum Context: UInt8, CaseIterable, Sendable {
  case file, defaults, endpoint, faultDomain, activePassive, activeActive, select, arm
  case errors, backoff, breaker, retry, responses, degrade, step, route
  case guarantee, scenario, model, faults

  /// How the place is called in messages.
  var noun: String {
    switch self {
    case .file: "file"
    case .defaults: "`defaults`"
    case .endpoint: "endpoint"
    case .faultDomain: "fault-domain"
    case .activePassive: "active-passive"
    case .activeActive: "active-active"
    case .select: "select"
    case .arm: "arm of a select"
    case .errors: "error table"
    case .backoff: "backoff"
    case .breaker: "breaker"
    case .retry: "retry"
    case .responses: "list of responses"
    case .degrade: "degrade ladder"
    case .step: "step"
    case .route: "route"
    case .guarantee: "guarantee"
    case .scenario: "scenario"
    case .model: "model"
    case .faults: "list of faults"
    }
  }
}

/// A row of the schema for one label, or for one place without a label.
struct LabelRow: Sendable {
  /// The label; nil for a positional argument, whose `name` is then only for people.
  var label: Word?
  /// What stands in the reference page for a positional argument, as in `NAME`.
  var name: String
  var type: ValueType
  var required = false
  /// Whether a list, or several arguments in a row, may stand here.
  var many = false
  /// The numbers allowed, in the unit the literal is held in; nil: any.
  var range: ClosedRange<Int64>?
  /// What holds where nothing is said, as it would be written; nil: nothing.
  var `default`: String?
  var doc: String
  var since = 1
}

/// A row of the schema for one keyword in the places where it may stand.
struct KeywordRow: Sendable {
  var word: Word
  var contexts: [Context]
  var doc: String
  /// Positional arguments first, in order; then labels.
  var arguments: [LabelRow]
  /// Any further label is accepted, with a value of this type: `region: us-east`.
  var openLabel: LabelRow?
  /// What its block holds; nil: it has none.
  var block: Context?
  var blockRequired = false
  var repeatable = false
  /// Whether it must stand in its block (its value may come from `extends` or `defaults`).
  var required = false
  var since = 1
}

// The spelling of the tables: `K` for a keyword, `P` for a place, `L` for a label.

func K(
  _ word: Word, in contexts: Context..., doc: String, _ arguments: [LabelRow] = [],
  open: LabelRow? = nil, block: Context? = nil, optionalBlock: Bool = false,
  repeats: Bool = false, required: Bool = false
) -> KeywordRow {
  KeywordRow(
    word: word, contexts: contexts, doc: doc, arguments: arguments, openLabel: open, block: block,
    blockRequired: block != nil && !optionalBlock, repeatable: repeats, required: required)
}

func P(
  _ name: String, _ type: ValueType, _ doc: String, optional: Bool = false, many: Bool = false,
  _ range: ClosedRange<Int64>? = nil, default: String? = nil
) -> LabelRow {
  LabelRow(
    label: nil, name: name, type: type, required: !optional, many: many, range: range,
    default: `default`, doc: doc)
}

func L(
  _ label: Word, _ type: ValueType, _ doc: String, _ range: ClosedRange<Int64>? = nil,
  required: Bool = false, many: Bool = false, default: String? = nil
) -> LabelRow {
  LabelRow(
    label: label, name: label.text, type: type, required: required, many: many, range: range,
    default: `default`, doc: doc)
}

/// Ranges that many rows share, in the unit that the literal is held in.
enum Within {
  /// Above zero, at most 30 days, in nanoseconds.
  static let duration: ClosedRange<Int64> = 1...(30 * 86_400_000_000_000)
  /// Zero to 30 days, in nanoseconds.
  static let durationOrZero: ClosedRange<Int64> = 0...(30 * 86_400_000_000_000)
  /// Above nothing, up to the whole, in parts per thousand million.
  static let share: ClosedRange<Int64> = 1...1_000_000_000
  /// Nothing to the whole.
  static let shareOrNone: ClosedRange<Int64> = 0...1_000_000_000
  /// A count that fits a table.
  static let count: ClosedRange<Int64> = 1...4_294_967_294
  /// A window in calls: a runtime keeps a bit for each.
  static let windowCalls: ClosedRange<Int64> = 1...1_000_000
  /// Once to a thousand times, in millionths.
  static let growth: ClosedRange<Int64> = 1_000_000...1_000_000_000
  /// An HTTP status.
  static let status: ClosedRange<Int64> = 100...999
  /// A priority: 9 is the highest.
  static let priority: ClosedRange<Int64> = 0...9
}
