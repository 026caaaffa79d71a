extension FailoverGraph {
  /// The first rule of the graph that a row breaks; nil for every graph that may be run.
  ///
  /// References are taken to lie within their tables. The time grows with the rows, and the number
  /// of allocations is fixed.
  public func firstViolation() -> InvariantViolation? {
    var check = InvariantCheck(self)
    check.names()
    check.endpoints()
    check.topology()
    check.classification()
    check.breakers()
    check.retries()
    check.ladders()
    check.routes()
    check.guarantees()
    check.scenarios()
    return check.violation
  }
}

extension InvariantCheck {
  /// Names are unique within their kind; endpoints and groups are one kind, as either is a target.
  mutating func names() {
    beginNames()
    each(graph.endpoints.rows) { $0.unique($1.name) }
    each(graph.groups.rows) { $0.unique($1.name) }
    beginNames()
    each(graph.classes.rows) { $0.unique($1.name) }
    beginNames()
    each(graph.errorTables.rows) { $0.unique($1.name) }
    beginNames()
    each(graph.backoffs.rows) { $0.unique($1.name) }
    beginNames()
    each(graph.breakers.rows) { $0.unique($1.name) }
    beginNames()
    each(graph.retries.rows) { $0.unique($1.name) }
    beginNames()
    each(graph.ladders.rows) { $0.unique($1.name) }
    beginNames()
    each(graph.routes.rows) { $0.unique($1.name) }
    beginNames()
    each(graph.scenarios.rows) { $0.unique($1.name) }
    domains()
  }

  private mutating func unique(_ name: Name) {
    require(isNew(name), "a name is given once within its kind")
  }

  /// A domain is its label and its name together; no pair stands twice.
  private mutating func domains() {
    var keys: [UInt64] = []
    keys.reserveCapacity(graph.domains.count)
    for domain in graph.domains.rows {
      keys.append(UInt64(domain.label.raw) << 32 | UInt64(domain.name.raw))
    }
    keys.sort()
    for i in keys.indices.dropFirst() where keys[i] == keys[i - 1] {
      // Sorting forgot the row; the first of the pair is found again only if there is one.
      let row = graph.domains.rows.firstIndex {
        UInt64($0.label.raw) << 32 | UInt64($0.name.raw) == keys[i]
      }
      require(false, "a fault domain is listed once", of: .domains, row: row ?? 0)
      return
    }
  }
}
