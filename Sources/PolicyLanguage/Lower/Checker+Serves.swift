import PolicyGraph

extension Checker {
  /// Reads a `serves`: its values join those that the endpoint states of the tag, and replace those
  /// of the endpoint that it extends.
  mutating func lowerServes(_ statement: Statement, _ parts: inout EndpointParts) {
    guard statement.sound else { return }
    let values = (statement.first..<statement.end).filter { args[$0].row == 255 }
    let farName = name(statement, .as)
    if values.isEmpty {
      report(
        .combination(
          file: file, range: tree.range(statement.node),
          "`serves` names a tag and its values, as in `serves model: \"fast\"`"))
      return
    }
    for i in values {
      var row = ServedValue()
      row.tag = name(args[i].labelWord)
      row.value = name(args[i].value.word)
      row.farName = farName
      row.origin = origin(statement.node)
      add(row, Int(args[i].node), &parts)
    }
  }

  /// Puts a value behind the others of its tag.
  private mutating func add(_ row: ServedValue, _ node: Int, _ parts: inout EndpointParts) {
    if !parts.ownTags.contains(row.tag) {
      parts.ownTags.append(row.tag)
      parts.serves.removeAll { $0.tag == row.tag }
    }
    if parts.serves.contains(where: { $0.tag == row.tag && $0.value == row.value }) {
      report(
        .combination(
          file: file, range: tree.range(node),
          "\(quoted(row.value)) is already served", notes: ["list each value of a tag once"]))
      return
    }
    let end = parts.serves.lastIndex { $0.tag == row.tag }
    parts.serves.insert(row, at: end.map { $0 + 1 } ?? parts.serves.count)
  }
}
