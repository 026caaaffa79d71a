import PolicyGraph

extension Checker {
  mutating func lowerBackoff(_ index: Int, _ body: inout Cursor) {
    let declaration = declarations[index]
    var row = Backoff()
    var kinds: [Statement] = []
    if declaration.base >= 0 {
      row = graph.backoffs[ID(Int(declarations[Int(declaration.base)].row))]
    }
    row.name = name(declaration.name)
    row.origin = origin(Int(declaration.node))
    while let statement = next(&body) {
      switch statement.keyword {
      case .constant: read(.constant, statement, &row, &kinds)
      case .linear: read(.linear, statement, &row, &kinds)
      case .exponential: read(.exponential, statement, &row, &kinds)
      case .decorrelated: read(.decorrelated, statement, &row, &kinds)
      case .jitter:
        switch positional(statement).flatMap({ words.word($0.word) }) {
        case .equal: row.jitter = .equal
        case .some(Word.none): row.jitter = .none
        default: row.jitter = .full  // the words that the schema allows
        }
      default: break  // extends, allow
      }
    }
    if kinds.count > 1 {
      // One keyword twice has been reported where the block was read.
      if kinds[0].keyword != kinds[1].keyword {
        report(
          .twoRules(
            file: file, range: tree.headRange(kinds[1].node), name: words.text(declaration.name),
            first: tree.headRange(kinds[0].node)))
      }
    } else if kinds.isEmpty, declaration.base < 0, !isSpoiled, !declaration.isOrphan {
      report(
        .combination(
          file: file, range: tree.headerRange(Int(declaration.node)),
          "backoff `\(words.text(declaration.name))` has no rule",
          notes: ["one of `constant`, `linear`, `exponential`, `decorrelated`"]))
    }
    graph.backoffs.set(ID(Int(declaration.row)), row)
  }

  private mutating func read(
    _ kind: BackoffKind, _ statement: Statement, _ row: inout Backoff, _ kinds: inout [Statement]
  ) {
    kinds.append(statement)
    guard statement.sound else { return }
    row.kind = kind
    row.base = value(statement, .base)?.time ?? row.base
    row.factor =
      value(statement, .factor)?.factor
      ?? (kind == .exponential ? Factor(millionths: 2_000_000) : .one)
    row.max = value(statement, .max)?.time
    if let max = row.max, max < row.base {
      report(
        .combination(
          file: file, range: tree.range(statement.node),
          "`max:` (\(max.spelling)) is below `base:` (\(row.base.spelling))"))
    }
  }

  mutating func lowerBreaker(_ index: Int, _ body: inout Cursor, _ stated: inout UInt16) {
    let declaration = declarations[index]
    var row = Breaker()
    row.cooldownJitter = .percent(10)
    var counted = BuiltinClass.countedByDefault.map { BuiltinClass.id($0) }
    if declaration.base >= 0 {
      row = graph.breakers[ID(Int(declarations[Int(declaration.base)].row))]
      counted = graph.classMembers[row.counted].map(\.errorClass)
    }
    row.name = name(declaration.name)
    row.doc = doc(Int(declaration.node))
    row.origin = origin(Int(declaration.node))
    var trips: [Trip] = []
    var places: [Sites.Site] = []
    while let statement = next(&body) {
      stated |= shapes.statements[statement.row].bit
      switch statement.keyword {
      case .trip:
        guard let trip = trip(statement) else { continue }
        trips.append(trip)
        places.append(here(statement.node))
      case .cooldown: readCooldown(statement, &row)
      case .probe:
        readProbe(statement, &row)
      case .count:
        var known = KeySet(counted)
        for id in classes(statement) where known.insert(id) { counted.append(id) }
      case .ignore:
        let ignored = KeySet(classes(statement))
        counted.removeAll { ignored.contains($0) }
      default: break  // extends, allow
      }
    }
    if counted.isEmpty, !isSpoiled, !declaration.isOrphan {
      report(
        .breakerCountsNothing(
          file: file, range: tree.headerRange(Int(declaration.node)),
          name: words.text(declaration.name)))
    }
    row.counted = members(counted)
    if !trips.isEmpty {
      row.trips = graph.trips.add(contentsOf: trips)
      sites.trips.append(contentsOf: places)
    }
    graph.breakers.set(ID(Int(declaration.row)), row)
  }

  private mutating func readProbe(_ statement: Statement, _ row: inout Breaker) {
    let calls = value(statement, .calls)?.count
    let atOnce = value(statement, .atOnce)?.count
    if positional(statement) != nil {
      if statement.sound, calls != nil || atOnce != nil {
        report(
          .combination(
            file: file, range: tree.range(statement.node),
            "`probe none` has neither `calls:` nor `at-once:`"))
      }
      row.probeCalls = 0
      return
    }
    row.probeCalls = calls ?? max(1, row.probeCalls)
    row.probeAtOnce = atOnce ?? row.probeAtOnce
  }

  private mutating func readCooldown(_ statement: Statement, _ row: inout Breaker) {
    row.cooldown = positional(statement)?.time ?? row.cooldown
    row.growth = value(statement, .growth)?.factor ?? row.growth
    row.cooldownMax = value(statement, .max)?.time ?? row.cooldownMax
    row.cooldownJitter = value(statement, .jitter)?.share ?? row.cooldownJitter
    guard statement.sound else { return }
    if let max = row.cooldownMax, max < row.cooldown {
      report(
        .combination(
          file: file, range: tree.range(statement.node),
          "`max:` (\(max.spelling)) is below the first cooldown (\(row.cooldown.spelling))"))
    } else if row.growth > .one, row.cooldownMax == nil {
      report(
        .combination(
          file: file, range: tree.range(statement.node),
          "a growing cooldown needs a `max:`"))
    } else if row.growth <= .one, value(statement, .max) != nil {
      report(
        .combination(
          file: file, range: tree.range(statement.node),
          "`max:` limits a growing cooldown, and this one never grows",
          notes: ["write `growth: 2x`, or remove `max:`"]))
    }
  }

  private mutating func trip(_ statement: Statement) -> Trip? {
    guard statement.sound else { return nil }
    var trip = Trip()
    trip.origin = origin(statement.node)
    let kinds: [Word] = [.failureRate, .slowRate, .failures, .consecutive]
    let said = kinds.filter { value(statement, $0) != nil }
    guard said.count == 1, let kind = said.first else {
      report(
        .combination(
          file: file, range: tree.range(statement.node),
          "`trip` is one of `failure-rate:`, `slow-rate:`, `failures:` and `consecutive:`"))
      return nil
    }
    trip.share = value(statement, kind)?.share
    trip.count = value(statement, kind)?.count
    trip.slowerThan = value(statement, .slowerThan)?.time
    trip.over = value(statement, .over)?.time
    trip.overCalls = value(statement, .over)?.count
    trip.minCalls = value(statement, .minCalls)?.count ?? 0
    var wanted: [Word] = []
    switch kind {
    case .failureRate:
      trip.kind = .failureRate
      wanted = [.over, .minCalls]
    case .slowRate:
      trip.kind = .slowRate
      wanted = [.slowerThan, .over, .minCalls]
    case .failures:
      trip.kind = .failures
      wanted = [.over]
    default: trip.kind = .consecutive  // the last of the four
    }
    return checkLabels(statement, kind, wanted) ? trip : nil
  }

  private mutating func checkLabels(_ statement: Statement, _ kind: Word, _ wanted: [Word]) -> Bool
  {
    for label in [Word.slowerThan, .over, .minCalls] {
      let stated = value(statement, label) != nil
      guard stated != wanted.contains(label) else { continue }
      report(
        .combination(
          file: file, range: tree.range(statement.node),
          stated
            ? "`trip \(kind.text):` has no `\(label.text):`"
            : "`trip \(kind.text):` needs `\(label.text):`"))
      return false
    }
    if let calls = value(statement, .over)?.count, let count = value(statement, .failures)?.count,
      count > calls
    {
      report(
        .combination(
          file: file, range: tree.range(statement.node),
          "\(count) failures do not fit in a window of \(calls) calls"))
      return false
    }
    if let calls = value(statement, .over)?.count, let least = value(statement, .minCalls)?.count,
      least > calls
    {
      report(
        .combination(
          file: file, range: tree.range(statement.node),
          "`min-calls: \(least)` is never reached in a window of \(calls) calls"))
      return false
    }
    return true
  }
}
