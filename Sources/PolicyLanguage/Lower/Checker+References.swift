import PolicyGraph

extension Checker {
  /// The row of a declaration that a value refers to; nil for `none`.
  mutating func row<R: Row>(of value: Value) -> ID<R>? {
    value.kind == .reference ? row(at: Int(value.a)) : nil
  }

  /// The target that a value refers to.
  func target(_ value: Value?) -> Target? {
    guard let value, value.kind == .reference else { return nil }
    let declaration = declarations[Int(value.a)]
    return declaration.kind == .endpoint
      ? .endpoint(ID(Int(declaration.row))) : .group(ID(Int(declaration.row)))
  }

  /// The endpoint that a value refers to; a topology is refused.
  mutating func endpoint(_ value: Value?, at node: Int?) -> ID<Endpoint>? {
    guard let value, value.kind == .reference else { return nil }
    let declaration = declarations[Int(value.a)]
    if declaration.kind == .endpoint { return ID(Int(declaration.row)) }
    report(
      .wrongKind(
        file: file, range: node.map { tree.range($0) } ?? SourceRange(0, 0),
        name: words.text(declaration.name), found: declaration.kind.noun, wanted: "endpoint",
        declared: site(of: declaration)))
    return nil
  }

  /// The classes that a label, or the places of a statement, name.
  func classes(_ statement: Statement, _ label: Word? = nil) -> [ID<ErrorClass>] {
    var result: [ID<ErrorClass>] = []
    for i in statement.first..<statement.end
    where args[i].label == label && args[i].row != 255 && args[i].value.kind == .reference {
      result.append(ID(Int(declarations[Int(args[i].value.a)].row)))
    }
    return result
  }

  /// Adds classes as one run.
  mutating func members(_ classes: [ID<ErrorClass>]) -> Rows<ClassMember> {
    graph.classMembers.add(
      contentsOf: classes.map {
        var member = ClassMember()
        member.errorClass = $0
        return member
      })
  }

  /// Adds texts as one run of words.
  mutating func wordRows(_ statement: Statement, _ label: Word) -> Rows<PolicyGraph.Word> {
    var rows: [PolicyGraph.Word] = []
    for i in statement.first..<statement.end where args[i].label == label {
      var row = PolicyGraph.Word()
      row.text = name(args[i].value.word)
      rows.append(row)
    }
    return graph.words.add(contentsOf: rows)
  }

  /// The name of a label's value.
  mutating func name(_ statement: Statement, _ label: Word) -> Name? {
    guard let value = value(statement, label) else { return nil }
    return name(value.word)
  }
}
