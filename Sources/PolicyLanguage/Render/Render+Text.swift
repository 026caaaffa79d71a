import PolicyGraph

extension Render {
  /// The report for people: each finding with its source underlined, its notes and its fix.
  public static func text(_ report: Report, options: Options = Options()) -> [UInt8] {
    var places = Places(report, masking: true)
    var paint = Paint(color: options.color)
    for diagnostic in report.diagnostics {
      paint = finding(diagnostic, &places, onto: paint, width: options.width)
      paint.endRow()
    }
    if !report.diagnostics.isEmpty { summary(of: report, onto: &paint) }
    return paint.out
  }

  private static func finding(
    _ diagnostic: Diagnostic, _ places: inout Places, onto paint: Paint, width: Int
  ) -> Paint {
    let snippets = snippets(of: diagnostic, &places)
    let lastLine = snippets.reduce(1) { max($0, $1.shownLines().last ?? 1) }
    let digits = String(lastLine).utf8.count
    var painter = SnippetPainter(
      paint: paint, severity: diagnostic.severity, digits: digits,
      width: max(40, width - digits - 5))
    painter.paint.put(
      "\(diagnostic.severity.word)[\(diagnostic.code.id)]", diagnostic.severity.style)
    painter.paint.put(": ", .strong)
    painter.paint.put(untrusted: diagnostic.message, .strong)
    painter.paint.endRow()
    for (index, snippet) in snippets.enumerated() {
      painter.draw(snippet, arrow: index == 0 ? "-->" : ":::")
    }
    if diagnostic.notes.isEmpty, diagnostic.fix == nil { return painter.paint }
    painter.gutter()
    painter.paint.endRow()
    for note in diagnostic.notes {
      remark("note", .strong, note, digits: digits, onto: &painter.paint)
    }
    if let fix = diagnostic.fix {
      remark("fix", .fix, fix.title, digits: digits, onto: &painter.paint)
    }
    return painter.paint
  }

  /// The finding's own place first, then the related ones, those of one file together.
  private static func snippets(of diagnostic: Diagnostic, _ places: inout Places) -> [Snippet] {
    var snippets: [Snippet] = []
    var ids: [FileID] = []
    func add(_ range: SourceRange, _ id: FileID, _ label: String, isPrimary: Bool) {
      let file = places.file(id)
      let map = places.lines(id)
      let mark = Snippet.mark(range, label: label, isPrimary: isPrimary, in: file, map)
      for index in snippets.indices where ids[index] == id {
        if snippets[index].add(mark) { return }
      }
      snippets.append(Snippet(file, map, first: mark))
      ids.append(id)
    }
    add(diagnostic.range, diagnostic.file, diagnostic.label, isPrimary: true)
    for related in diagnostic.related {
      add(related.range, related.file, related.message, isPrimary: false)
    }
    return snippets
  }

  /// `= note: …`, further lines below the first.
  private static func remark(
    _ word: String, _ style: Paint.Style, _ text: String, digits: Int, onto paint: inout Paint
  ) {
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      paint.put(" ", times: digits + 1)
      if index == 0 {
        paint.put("=", .frame)
        paint.put(" ")
        paint.put(word, style)
        paint.put(": ")
      } else {
        paint.put(" ", times: word.utf8.count + 4)
      }
      paint.put(untrusted: String(line))
      paint.endRow()
    }
  }

  private static func summary(of report: Report, onto paint: inout Paint) {
    var counts: [String] = []
    for severity in Diagnostic.Severity.allCases {
      let count = report.count(severity)
      if count > 0 { counts.append("\(count) \(severity.word)\(count == 1 ? "" : "s")") }
    }
    if report.omitted > 0 { counts.append("\(report.omitted) more not shown") }
    let last = counts.removeLast()
    let worst = report.diagnostics.map(\.severity).min() ?? .note
    paint.put((counts.isEmpty ? "" : counts.joined(separator: ", ") + " and ") + last, worst.style)
    let fixable = report.diagnostics.count { $0.fix != nil }
    if fixable > 0 { paint.put("; `policyc lint --fix` fixes \(fixable)") }
    if let code = report.diagnostics.first(where: { $0.severity == worst })?.code.id {
      paint.put("; `policyc explain \(code)` says more")
    }
    paint.endRow()
  }
}
