extension Checker {
  /// A status in the place of a class.
  func statusForClass(
    _ token: Token, _ row: Int, _ index: Int, _ label: WordID
  ) -> Diagnostic {
    let text = tree.source.text(token.range)
    return .statusForClass(
      file: file, range: token.range, place: place(row, index, label), status: text,
      classes: BuiltinTables.httpClasses(of: text))
  }
}
