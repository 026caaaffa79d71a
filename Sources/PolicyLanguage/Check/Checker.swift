import PolicyGraph

/// Checks a program against the schema and lowers it into a graph, in one walk over the trees.
///
/// 1. `collect`: names and kinds of all declarations, so that references may point forward.
/// 2. `lower`: each declaration once, bases before what extends them; shapes, values and names are
///    checked as statements are read.
/// 3. `validate`: what can only be seen over the whole graph: totality, `once`, joint constraints.
///
/// Nothing here throws: findings are appended, and a graph is handed out only without errors.
struct Checker: Sendable {
  var program: Program
  var words: Words
  var graph = FailoverGraph()
  var diagnostics = CheckFindings()
  var masked: [Report.Masked] = []

  var declarations: [Declaration] = []
  /// The first declaration of each word; -1 without one.
  var heads: [Int32] = []
  /// Values of `let`s, by declaration.
  var lets = KeyMap<Int, Value>()
  var defaults: [FileDefaults] = []

  // The file at hand.
  var file = FileID(0)
  var tree: SyntaxTree
  var lines = LineTable()

  // The statement at hand.
  let shapes = Shapes.shared
  var args: [Argument] = []
  var currentFirst = 0
  var currentStatement = 0
  /// The block at hand, as far as it has been read.
  var walk = Cursor(next: 0, end: 0, context: .file, block: -1)
  /// Whether the statement at hand is read as another: what is wrong in it is no second mistake.
  var readsAsMeant = false
  /// Whether a statement of the declaration at hand is written in other words, so that it is not
  /// known what the declaration lacks.
  var mayLack = false
  /// The node of the statement whose values have been found too many.
  var tooManyIn = -1
  /// Where the retry at hand answers each class.
  var answeredAt = KeyMap<ID<ErrorClass>, Sites.Site>()
  /// The steps of the ladder at hand by name, and the members of the group at hand by target.
  var stepAt = KeyMap<Name, Int>()
  var memberAt = KeyMap<Target, Int>()
  /// Its open labels, once there are many.
  var openLabels = KeySet<WordID>()
  var spareParts = EndpointParts()
  /// In which block each row was last seen, and at which node.
  var seenBlock: [Int32]
  var seenNode: [Int32]
  var blocks: Int32 = 0

  /// The index in the graph's texts of each word; -1 where it has none yet.
  var nameOf: [Int32] = []
  var domainOf: [UInt64: ID<FaultDomain>] = [:]
  var domainLabels = KeySet<WordID>()
  /// Where facts about each domain were stated.
  var factAt = KeyMap<ID<FaultDomain>, Sites.Site>()
  /// Where things were stated that judgements point to.
  var sites = Sites()
  /// Every `allow`, for the lint rules.
  var allowances: [AllowSite] = []
  /// Declarations of the language that are used, still to be lowered.
  var pending: [Int] = []
  /// The file with what holds where nothing is said, and whether anything of it is used.
  var standardFile = FileID(0)
  var usesStandard = false
  var tables = KeyMap<Int, TableDraft>()
  /// Pairs of table and retry that have been judged.
  var validated = KeySet<RouteView.Use>()
  /// How many more candidates are measured for "did you mean".
  var candidatesLeft = 4_000_000
  /// References to secrets of all endpoints, once somebody asks: `true` for a file.
  var knownCredentials: KeySet<Int>?
  /// What strange keywords at the top of a file were meant to be: places in `Word.table`, or -1.
  var meantKeywords = KeyMap<WordID, Int>()
  /// How many more of them are looked for.
  var keywordsLeft = 2 * Findings.keptMax
  /// How many more comparisons of rows and matches are made for what is shadowed.
  var comparisonsLeft = 20_000_000
  /// Set once the graph has grown past what an artifact may hold.
  var isTooLarge = false
  /// How many findings there were before the declaration at hand.
  var foundBefore = 0
  /// How often something could not be read whose finding lies elsewhere.
  var unreadable = 0
  /// What the parser found, to ask whether it lies in a declaration.
  var syntaxFindings = CheckFindings()
  /// Statements whose timeouts have been reported.
  var unordered: Set<UInt64> = []
  /// URLs whose place for a credential has been reported.
  var misplaced: Set<UInt64> = []

  /// Trips and probes that have been reported: one finding each, however many routes use them.
  var tripped = KeySet<ID<Trip>>()
  var probed = KeySet<ID<Probe>>()
  var marks = Marks()
  /// By retry and breaker; what else they depend on is mostly the same.
  var attemptsCache: [UInt64: [(key: AttemptsKey, value: AttemptsAtOne)]] = [:]
  var lastAttempts: (key: AttemptsKey, value: AttemptsAtOne)?

  /// Takes the program over: a second holder of its words would have them copied at the next one.
  init(_ program: consuming Program, words: consuming Words) {
    self.program = program
    self.words = words
    tree = self.program.files[0].tree
    seenBlock = [Int32](repeating: -1, count: Schema.rows.count)
    seenNode = [Int32](repeating: -1, count: Schema.rows.count)
    for finding in self.program.diagnostics { diagnostics.append(finding) }
    diagnostics.omit(self.program.omitted)
    syntaxFindings = diagnostics
    syntaxFindings.sortSpots()
    args.reserveCapacity(64)
  }

  /// Turns to another file.
  mutating func enter(_ id: FileID) {
    guard id != file else { return }
    file = id
    tree = program.files[Int(id.raw)].tree
    lines = LineTable()
  }

  /// Whether the declaration at hand has a finding: what it then lacks is no further mistake.
  var isSpoiled: Bool { troubles > foundBefore }
  /// Findings, and what could not be read because of others.
  var troubles: Int { diagnostics.count + unreadable }

  /// Adds a finding in the file at hand.
  mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  /// The text of a node's first token.
  func text(ofToken token: Int) -> String { tree.source.text(tree.tokens[token].range) }

  /// The name in the graph of an interned word or text.
  mutating func name(_ word: WordID) -> Name {
    if word.index >= nameOf.count {
      nameOf.append(contentsOf: repeatElement(-1, count: words.count - nameOf.count))
    }
    let known = nameOf[word.index]
    if known >= 0 { return Name(Int(known)) }
    graph.texts.storage.append(contentsOf: words.bytes(word))
    graph.texts.ends.append(UInt32(truncatingIfNeeded: graph.texts.storage.count))
    let name = Name(graph.texts.ends.count - 1)
    nameOf[word.index] = Int32(truncatingIfNeeded: name.index)
    return name
  }

  /// The name in the graph of a text that was put together here.
  mutating func name(text: String) -> Name { name(words.intern(Array(text.utf8))) }

  /// The doc comment before a statement, if it has one.
  mutating func doc(_ node: Int) -> Name? {
    let token = Int(tree.nodes[node].token)
    guard tree.tokens[token].followsDoc else { return nil }
    let text = tree.docComment(before: token)
    return text.isEmpty ? nil : name(words.intern(text))
  }

  /// Where a node begins, for the graph.
  mutating func origin(_ node: Int) -> Origin {
    let offset = tree.tokens[Int(tree.nodes[node].token)].start
    let line = lines.line(at: offset, in: tree.lineStarts)
    return Origin(file: ID(Int(file.raw)), line: line)
  }
}

/// What `defaults` of a file say.
struct FileDefaults: Sendable {
  var node: Int32 = -1
  /// Whether a finding lies in them.
  var isSpoiled = false
  var errors: ID<ErrorTable>?
  /// What they name, `none` included; a row of the language's own is made where one is used.
  var retry: Value?
  var breaker: Value?
  var degrade: Value?
  var timeouts = Timeouts()
  var effect: Effect?
  var deadline: Tick?
  var failback: FailbackRule?
  var processes: UInt32 = 1
}

/// The timeouts of an endpoint or of `defaults`.
struct Timeouts: Sendable {
  var connect: Tick?
  var firstByte: Tick?
  var idle: Tick?
  var attempt: Tick?
  var stream: Tick?
  var atLeast: Tick?
}

/// Line numbers for origins, fast while statements are read in order.
struct LineTable: Sendable {
  private var hint = 0

  /// The line of a byte, from 1.
  mutating func line(at offset: UInt32, in starts: [UInt32]) -> UInt32 {
    var low = 0
    var high = starts.count
    if hint < high, starts[hint] <= offset {
      low = hint
      while low + 1 < high, low < hint + 16, starts[low + 1] <= offset { low += 1 }
      if low + 1 == high || starts[low + 1] > offset { high = low + 1 }
    }
    while low + 1 < high {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    hint = low
    return UInt32(truncatingIfNeeded: low + 1)
  }
}
