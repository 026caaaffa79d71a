import PolicyGraph

// Generic code is specialised within its module only: written here, building a table costs no
// metadata look-ups.
extension Table {
  /// Adds a row and returns its index.
  @discardableResult
  mutating func add(_ row: Element) -> ID<Element> {
    rows.append(row)
    return ID(rows.count - 1)
  }

  /// Adds rows as one run.
  mutating func add(contentsOf added: [Element]) -> Rows<Element> {
    let first = rows.count
    if added.isEmpty { return Rows(first: first, count: 0) }
    rows.append(contentsOf: added)
    return Rows(first: first, count: added.count)
  }

  /// Replaces a row.
  mutating func set(_ id: ID<Element>, _ row: Element) { rows[id.index] = row }
}
