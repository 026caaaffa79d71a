/// One pass over a graph for the rules that its rows keep among themselves.
///
/// Whoever reads a graph relies on these rules without looking: a window is never empty, a list
/// ends, a kind has what it needs. The language's checker refuses policies that would break them,
/// with better words; here they guard against bytes that no compiler wrote.
struct InvariantCheck {
  /// The first row that breaks a rule.
  private(set) var violation: InvariantViolation?
  private var table = TableKind.texts
  private var row = 0
  private var seen: [UInt32]
  private var scope: UInt32 = 0

  init(names: Int) {
    seen = [UInt32](repeating: 0, count: names)
  }

  /// Shows each row of a table to `check` until one breaks a rule.
  @inline(__always)
  mutating func each<R: Row>(_ rows: [R], _ check: (inout InvariantCheck, R) -> Void) {
    for index in rows.indices {
      guard violation == nil else { return }
      table = R.table
      row = index
      check(&self, rows[index])
    }
  }

  /// States a rule; if it does not hold for the row shown, that is the violation.
  @inline(__always)
  mutating func require(_ holds: Bool, _ rule: StaticString) {
    if !holds { report(rule) }
  }

  /// States a rule about another row than the one shown.
  mutating func require(_ holds: Bool, _ rule: StaticString, of table: TableKind, row: Int) {
    guard !holds else { return }
    self.table = table
    self.row = row
    report(rule)
  }

  @inline(never)
  private mutating func report(_ rule: StaticString) {
    if violation == nil { violation = InvariantViolation(table: table, row: row, rule: rule) }
  }

  /// Begins a new set of names.
  mutating func beginNames() { scope += 1 }

  /// Whether `name` is new in the set begun last; afterwards it is not.
  mutating func isNew(_ name: Name) -> Bool {
    guard seen[name.index] != scope else { return false }
    seen[name.index] = scope
    return true
  }
}
