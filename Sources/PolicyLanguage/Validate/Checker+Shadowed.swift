import PolicyGraph

extension Checker {
  /// Reports rows of a table that an earlier row of the same declaration always takes first.
  ///
  /// Rows that were inherited may be taken by one's own: that is what extending a table is for.
  mutating func checkShadowed(_ draft: TableDraft) {
    var index = RowIndex(rows: draft.own)
    for later in 0..<draft.own {
      let row = graph.matches[draft.rows[later].matches]
      let taker = index.candidates(for: row).first { earlier in
        let wide = graph.matches[draft.rows[earlier].matches]
        return mayCompare(wide.count * row.count) && covers(wide, row)
      }
      guard let taker else {
        index.add(later, row)
        continue
      }
      // What this row would take is taken by the other one already: it need not be remembered.
      let site = draft.sites[later]
      diagnostics.append(
        .meaning(
          .shadowedRow, file: site.file, range: range(site),
          "this row can never match: a row above matches everything it would",
          related: [related("takes it first", draft.sites[taker])],
          notes: ["the first matching row decides; put the narrower one first"]))
    }
  }

  /// Whether `count` more comparisons may be made.
  ///
  /// Tables and routes by the ten thousand are not searched to the end, so that a check never
  /// hangs; what is reported is shadowed for certain.
  mutating func mayCompare(_ count: Int) -> Bool {
    guard comparisonsLeft >= count else { return false }
    comparisonsLeft -= count + 1
    return true
  }

  /// Whether everything that `narrow` matches is matched by `wide`.
  private func covers(_ wide: ArraySlice<Match>, _ narrow: ArraySlice<Match>) -> Bool {
    for field in MatchField.allCases {
      guard wide.contains(where: { $0.field == field }) else { continue }
      if field == .codeNot {
        guard coversCodes(wide, narrow) else { return false }
        continue
      }
      var isAsked = false
      for match in narrow where match.field == field {
        isAsked = true
        guard wide.contains(where: { $0.field == field && covers($0, match) }) else { return false }
      }
      guard isAsked else { return false }
    }
    return true
  }

  /// Whether every code that `narrow` matches is none of the good ones of `wide`.
  private func coversCodes(_ wide: ArraySlice<Match>, _ narrow: ArraySlice<Match>) -> Bool {
    let good = wide.filter { $0.field == .codeNot }
    let excluded = narrow.filter { $0.field == .codeNot }
    if !excluded.isEmpty {
      return good.allSatisfy { one in excluded.contains { $0.text == one.text } }
    }
    let asked = narrow.filter { $0.field == .code }
    return !asked.isEmpty
      && asked.allSatisfy { code in !good.contains { $0.text == code.text } }
  }

  private func covers(_ wide: Match, _ narrow: Match) -> Bool {
    switch wide.field {
    case .status: wide.first <= narrow.first && narrow.last <= wide.last
    case .code, .codeNot: wide.text == narrow.text
    case .body: wide.text == narrow.text
    case .header: wide.header == narrow.header && (wide.text == nil || wide.text == narrow.text)
    case .transport: wide.transport == narrow.transport
    }
  }
}

/// Rows of an error table by what they ask for, so that few have to be compared.
///
/// A row that takes all of another asks for nothing that the other does not ask for, and admits all
/// values of it. So it is enough to keep each row under the values of one of its fields, and to
/// look under the first value of each field of the other.
private struct RowIndex {
  /// Rows by field and value; of a short table there is nothing to be gained by it.
  private var kept: [UInt64: [Int]] = [:]
  private var all: [Int] = []
  private let isShort: Bool

  init(rows: Int) { isShort = rows <= 64 }

  /// Keeps a row under the field that fewest others are kept under.
  mutating func add(_ row: Int, _ matches: ArraySlice<Match>) {
    if isShort { return all.append(row) }
    var best: (keys: [UInt64], size: Int)?
    for field in MatchField.allCases where field != .codeNot {
      let keys = matches.filter { $0.field == field }.flatMap(RowIndex.keys)
      if keys.isEmpty { continue }
      let size = keys.reduce(keys.count) { max($0, kept[$1]?.count ?? 0) }
      if best.map({ size < $0.size }) ?? true { best = (keys, size) }
    }
    // What asks for nothing but a code that is not good may take any other.
    if best == nil { best = ([RowIndex.anything], 0) }
    for key in best?.keys ?? [] { kept[key, default: []].append(row) }
  }

  /// The rows that may take all of `matches`, the earliest first within each field.
  func candidates(for matches: ArraySlice<Match>) -> [Int] {
    if isShort { return all }
    var found = kept[RowIndex.anything] ?? []
    var seen: MatchField?
    for match in matches where match.field != seen {
      seen = match.field
      guard let key = RowIndex.keys(match).first else { continue }
      found += kept[key] ?? []
    }
    return found
  }

  private static let anything = UInt64.max

  /// What a value is kept under: a range of statuses under each of them.
  private static func keys(_ match: Match) -> [UInt64] {
    let field = UInt64(match.field.rawValue) << 32
    switch match.field {
    case .status:
      guard match.first <= match.last else { return [] }
      return (match.first...match.last).map { field | UInt64($0) }
    case .code, .codeNot, .body: return [field | UInt64(match.text?.raw ?? 0)]
    case .header: return [field | UInt64(match.header?.raw ?? 0)]
    case .transport: return [field | UInt64(match.transport.rawValue)]
    }
  }
}
