import PolicyGraph

extension Checker {
  /// Reports rows of a table that an earlier row of the same declaration always takes first.
  ///
  /// Rows that were inherited may be taken by one's own: that is what extending a table is for.
  mutating func checkShadowed(_ draft: TableDraft) {
    for later in 0..<draft.own {
      let row = graph.matches[draft.rows[later].matches]
      for earlier in 0..<later
      where covers(graph.matches[draft.rows[earlier].matches], row) {
        let site = draft.sites[later]
        diagnostics.append(
          .meaning(
            .shadowedRow, file: site.file, range: range(site),
            "this row can never match: the one above it takes all that it would",
            related: [related("takes it first", draft.sites[earlier])],
            notes: ["the first row that matches decides; put the narrower one first"]))
        break
      }
    }
  }

  /// Whether everything that `narrow` matches is matched by `wide`.
  private func covers(_ wide: ArraySlice<Match>, _ narrow: ArraySlice<Match>) -> Bool {
    for field in MatchField.allCases {
      let wanted = wide.filter { $0.field == field }
      if wanted.isEmpty { continue }
      let given = narrow.filter { $0.field == field }
      if given.isEmpty { return false }
      for match in given where !wanted.contains(where: { covers($0, match) }) { return false }
    }
    return true
  }

  private func covers(_ wide: Match, _ narrow: Match) -> Bool {
    switch wide.field {
    case .status: wide.first <= narrow.first && narrow.last <= wide.last
    case .code: wide.text == narrow.text
    case .body: wide.text == narrow.text
    case .header: wide.header == narrow.header && (wide.text == nil || wide.text == narrow.text)
    case .transport: wide.transport == narrow.transport
    }
  }
}
