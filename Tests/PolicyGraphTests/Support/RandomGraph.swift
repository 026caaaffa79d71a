@testable import PolicyGraph

/// SplitMix64 (Steele, Lea and Flood, 2014): a seed gives the same graphs everywhere.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  mutating func pick(_ count: Int) -> Int { Int(next() % UInt64(count)) }
}

extension FailoverGraph {
  /// A graph whose every field is drawn at random, and drawn again where a rule is broken.
  static func random(seed: UInt64) -> FailoverGraph {
    var graph = FailoverGraph()
    var fill = RandomTables(seed: seed)
    for text in RandomTexts.all { _ = graph.texts.append(Array(text.utf8)) }
    graph.visitTables(&fill)
    graph.addKnownClasses()
    fill.sized = true
    fill.graph = graph
    graph.visitTables(&fill)
    var draws = 0
    while let violation = graph.firstViolation() {
      draws += 1
      // Some rows leave another no way out, as members that all lead to one group: draw all again.
      fill.only = draws % 2000 == 0 ? nil : (violation.table, violation.row)
      graph.visitTables(&fill)
    }
    graph.revision = fill.fields.random.next() >> 11
    graph.signature = seed.isMultiple(of: 2) ? fill.fields.signature() : nil
    graph.sourceDigest = (0..<32).map { _ in UInt8(truncatingIfNeeded: fill.fields.random.next()) }
    return graph
  }
}

extension FailoverGraph {
  /// Adds the classes that every policy with a route has.
  mutating func addKnownClasses() {
    for name in InvariantCheck.knownClasses {
      var row = ErrorClass()
      row.name = texts.append(Array("\(name)".utf8))
      row.builtin = true
      classes.append(row)
    }
  }
}

/// What names are drawn from: each kind of text that a rule asks for, and any other.
private enum RandomTexts {
  static let words = (0..<80).map { "w\($0)" + String(repeating: "-_Z9", count: $0 % 5) }
  static let urls = (0..<20).map { "https://h\($0).example.com:\($0 + 1)/v\($0)" }
  static let paths = (0..<20).map { "/p\($0)/x" }
  static let variables = (0..<20).map { "KEY_\($0)" }
  static let others = (0..<20).map { "\($0) ä€😀 \u{1B}\n" }
  static let all = words + urls + paths + variables + others

  /// The places in `all` that a field may name.
  static func places(_ field: String) -> Range<Int> {
    switch field {
    case "name", "label", "sharedBy", "same", "header": 0..<80
    case "url": 80..<100
    case "path": 100..<120
    case "reference": 120..<140
    default: 0..<all.count  // no rule, or one that another draw will meet
    }
  }
}

/// First gives each table its length, then fills rows: all of them, or one.
private struct RandomTables: TableVisitor {
  var fields: RandomFields
  var sized = false
  var graph = FailoverGraph()
  var only: (TableKind, Int)?

  init(seed: UInt64) { fields = RandomFields(random: SeededGenerator(seed: seed)) }

  mutating func table<R: Row>(_ table: inout Table<R>) {
    guard sized else {
      table = Table(Array(repeating: R(), count: 1 + fields.random.pick(4)))
      fields.counts[R.table] = table.count
      return
    }
    for id in table.ids {
      if let only, only != (R.table, id.index) { continue }
      // The classes that every policy has stay as they are.
      if R.table == .classes, id.index >= fields.counts[.classes] ?? 0 { continue }
      table[id].visit(&fields)
    }
  }
}

/// Draws a valid value for every field.
private struct RandomFields: FieldVisitor {
  var random: SeededGenerator
  var counts: [TableKind: Int] = [.texts: RandomTexts.all.count]

  mutating func scalar<S: Scalar>(
    _: StaticString, _ value: inout S, _ range: ClosedRange<Int64>
  ) {
    while true {
      let span = UInt64(range.upperBound - range.lowerBound)
      let small = random.pick(2) == 0 ? min(span, 12) : span
      let drawn = small == .max ? random.next() : random.next() % (small + 1)
      let raw = random.pick(3) == 0 ? nil : range.lowerBound + Int64(drawn)
      if let made = S(raw: raw) {
        value = made
        return
      }
    }
  }
  mutating func rate(_: StaticString, _ value: inout Rate?) {
    let amount = Int64(random.pick(5000))
    value = random.pick(2) == 0 ? nil : Rate(amount, per: Tick(ns: Int64(random.pick(1 << 40)) + 1))
  }
  mutating func ref<R: Row>(_ field: StaticString, _ value: inout ID<R>) {
    guard R.table == .texts else { return value = row() }
    let places = RandomTexts.places("\(field)")
    value = ID(places.lowerBound + random.pick(places.count))
  }
  mutating func ref<R: Row>(_ field: StaticString, _ value: inout ID<R>?) {
    var drawn: ID<R> = row()
    ref(field, &drawn)
    value = random.pick(2) == 0 ? nil : drawn
  }
  mutating func target(_: StaticString, _ value: inout Target) {
    value = random.pick(3) == 0 ? .group(row()) : .endpoint(row())
  }
  mutating func target(_: StaticString, _ value: inout Target?) {
    value = random.pick(2) == 0 ? nil : .endpoint(row())
  }
  mutating func rows<R: Row>(_: StaticString, _ value: inout Rows<R>) {
    let count = counts[R.table] ?? 0
    let first = random.pick(count + 1)
    value = Rows(first: first, count: random.pick(min(count - first, 3) + 1))
  }
  /// A signature of nobody, which reading an artifact does not look at.
  mutating func signature() -> ArtifactSignature? {
    let bytes = (0..<96).map { _ in UInt8(random.pick(255) + 1) }
    return ArtifactSignature(key: Array(bytes[..<32]), bytes: Array(bytes[32...]))
  }
  private mutating func row<R: Row>() -> ID<R> { ID(random.pick(counts[R.table] ?? 1)) }
}
