/// The schema as plain numbers, made once: what the checker reads for every statement without
/// counting references.
struct Shapes: Sendable {
  /// A keyword's row.
  struct Statement: Sendable {
    var firstArgument: UInt16
    var argumentCount: UInt8
    var positionals: UInt8
    /// The row for labels that are not listed; -1: such labels are mistakes.
    var open: Int16
    var block: Context?
    var blockRequired: Bool
    var repeatable: Bool
    /// A bit of its own if its block must hold it, else 0.
    var bit: UInt16
    var word: Word
  }

  /// A statement that a block must hold.
  struct Required: Sendable {
    var row: Int
    var bit: UInt16
    var contexts: [Context]
    var word: Word
  }

  /// An argument's row.
  struct Argument: Sendable {
    var label: Word?
    var literals: Literals
    var reference: RefKind?
    var freeName: Bool
    var credential: Bool
    var required: Bool
    var many: Bool
    var hasRange: Bool
    var low: Int64
    var high: Int64
    var firstChoice: UInt16
    var choiceCount: UInt8
  }

  private(set) var statements: [Statement] = []
  private(set) var arguments: [Argument] = []
  private(set) var choices: [Word] = []
  private(set) var required: [Required] = []
  /// The rows by number, for messages.
  private(set) var sources: [LabelRow] = []

  static let shared = Shapes()

  private init() {
    statements.reserveCapacity(Schema.rows.count)
    for (number, row) in Schema.rows.enumerated() {
      let bit: UInt16 = row.required ? 1 << UInt16(required.count) : 0
      if row.required {
        required.append(Required(row: number, bit: bit, contexts: row.contexts, word: row.word))
      }
      let first = arguments.count
      for argument in row.arguments { add(argument) }
      let count = arguments.count - first
      var open = -1
      if let label = row.openLabel {
        open = arguments.count
        add(label)
      }
      statements.append(
        Statement(
          firstArgument: UInt16(first), argumentCount: UInt8(count),
          positionals: UInt8(row.arguments.prefix { $0.label == nil }.count), open: Int16(open),
          block: row.block, blockRequired: row.blockRequired, repeatable: row.repeatable,
          bit: bit, word: row.word))
    }
  }

  private mutating func add(_ row: LabelRow) {
    arguments.append(
      Argument(
        label: row.label, literals: row.type.literals, reference: row.type.reference,
        freeName: row.type.freeName, credential: row.type.credential, required: row.required,
        many: row.many, hasRange: row.range != nil, low: row.range?.lowerBound ?? 0,
        high: row.range?.upperBound ?? 0, firstChoice: UInt16(choices.count),
        choiceCount: UInt8(row.type.choices.count)))
    choices.append(contentsOf: row.type.choices)
    sources.append(row)
  }
}
