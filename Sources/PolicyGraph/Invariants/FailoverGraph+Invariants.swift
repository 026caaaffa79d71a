extension FailoverGraph {
  /// The first rule of the graph that a row breaks; nil for every graph that may be run.
  ///
  /// References are taken to lie within their tables. The time grows with the rows, and the number
  /// of allocations is fixed.
  public func firstViolation() -> InvariantViolation? {
    var check = InvariantCheck(names: texts.count)
    check.names(of: self)
    check.spelling(of: self)
    check.endpoints(of: self)
    check.topology(of: self)
    check.classification(of: self)
    check.breakers(of: self)
    check.retries(of: self)
    check.ladders(of: self)
    check.routes(of: self)
    check.guarantees(of: self)
    check.scenarios(of: self)
    return check.violation
  }
}

extension InvariantCheck {
  /// Names are unique within their kind; endpoints and groups are one kind, as either is a target.
  mutating func names(of graph: FailoverGraph) {
    beginNames()
    each(graph.endpoints.rows) { $0.unique($1.name, of: graph) }
    each(graph.groups.rows) { $0.unique($1.name, of: graph) }
    beginNames()
    each(graph.classes.rows) { $0.unique($1.name, of: graph) }
    beginNames()
    each(graph.errorTables.rows) { $0.unique($1.name, of: graph) }
    beginNames()
    each(graph.backoffs.rows) { $0.unique($1.name, of: graph) }
    beginNames()
    each(graph.breakers.rows) { $0.unique($1.name, of: graph) }
    beginNames()
    each(graph.retries.rows) { $0.unique($1.name, of: graph) }
    beginNames()
    each(graph.ladders.rows) { $0.unique($1.name, of: graph) }
    beginNames()
    each(graph.routes.rows) { $0.unique($1.name, of: graph) }
    beginNames()
    each(graph.scenarios.rows) { $0.unique($1.name, of: graph) }
    domains(of: graph)
  }

  private mutating func unique(_ name: Name, of graph: FailoverGraph) {
    require(isNew(name), "a name is given once within its kind")
    word(name, of: graph)
  }

  /// A domain is its label and its name together; no pair stands twice.
  private mutating func domains(of graph: FailoverGraph) {
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
