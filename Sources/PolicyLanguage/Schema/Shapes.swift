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
    /// The contexts of it, a bit for each.
    var contexts: UInt64
    var word: Word

    func stands(in context: Context) -> Bool { contexts & 1 << UInt64(context.rawValue) != 0 }
  }

  /// An argument's row.
  struct Argument: Sendable {
    var label: Word?
    var literals: Literals
    var reference: RefKind?
    var freeName: Bool
    var credential: Bool
    var variable: Bool
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
  /// Where each argument's row stands in the schema: statement, and argument or -1 for open labels.
  private var places: [(statement: UInt16, argument: Int16)] = []

  static let shared = Shapes()

  private init() {
    statements.reserveCapacity(Schema.rows.count)
    arguments.reserveCapacity(Schema.rows.count * 3)
    places.reserveCapacity(Schema.rows.count * 3)
    choices.reserveCapacity(Schema.rows.count * 2)
    for (number, row) in Schema.rows.enumerated() {
      let bit: UInt16 = row.required ? 1 << UInt16(required.count) : 0
      if row.required {
        let contexts = row.contexts.reduce(UInt64(0)) { $0 | 1 << UInt64($1.rawValue) }
        required.append(Required(row: number, bit: bit, contexts: contexts, word: row.word))
      }
      let first = arguments.count
      for (at, argument) in row.arguments.enumerated() {
        add(argument, number, at)
      }
      let count = arguments.count - first
      var open = -1
      if let label = row.openLabel {
        open = arguments.count
        add(label, number, -1)
      }
      statements.append(
        Statement(
          firstArgument: UInt16(first), argumentCount: UInt8(count),
          positionals: UInt8(row.arguments.prefix { $0.label == nil }.count), open: Int16(open),
          block: row.block, blockRequired: row.blockRequired, repeatable: row.repeatable,
          bit: bit, word: row.word))
    }
  }

  private mutating func add(_ row: LabelRow, _ statement: Int, _ argument: Int) {
    arguments.append(
      Argument(
        label: row.label, literals: row.type.literals, reference: row.type.reference,
        freeName: row.type.freeName, credential: row.type.credential,
        variable: row.type.variable, required: row.required,
        many: row.many, hasRange: row.range != nil, low: row.range?.lowerBound ?? 0,
        high: row.range?.upperBound ?? 0, firstChoice: UInt16(choices.count),
        choiceCount: UInt8(row.type.choices.count)))
    choices.append(contentsOf: row.type.choices)
    places.append((UInt16(statement), Int16(argument)))
  }

  /// The row of an argument, for messages.
  func source(_ index: Int) -> LabelRow {
    let row = Schema.rows[Int(places[index].statement)]
    let argument = Int(places[index].argument)
    if argument < 0, let open = row.openLabel { return open }
    return row.arguments[argument]
  }
}
