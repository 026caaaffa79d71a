import PolicyGraph

extension Checker {
  /// Reads a `fault-domain` of a file.
  mutating func lowerFaultDomain(_ statement: Statement) {
    guard let argument = open(statement), statement.block >= 0,
      checkDomain(
        argument.labelWord, argument.value.word, argument, labelRange(argument, statement))
    else { return }
    let id = domain(argument.labelWord, argument.value.word)
    var body = cursor(statement.block, .faultDomain)
    while let inner = next(&body) {
      guard inner.keyword == .availability, let share = positional(inner)?.share else { continue }
      if let first = factAt[id] {
        report(
          .factTwice(
            file: file, range: tree.headerRange(statement.node),
            name: words.text(argument.labelWord) + ": " + words.text(argument.value.word),
            first: related("", first)))
      }
      factAt[id] = here(statement.node)
      graph.domains[id].availability = share
    }
  }
}
