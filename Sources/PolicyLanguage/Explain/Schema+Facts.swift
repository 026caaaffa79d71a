import PolicyGraph

// What rows of the schema say, in the words of the pages made from them.

extension KeywordRow {
  /// The keyword; a row of an error table begins with any class.
  var title: String { isErrorRow ? "CLASS" : word.text }
  /// Whether it is the row of error tables whose keyword is any class.
  var isErrorRow: Bool { word == .class && contexts == [.errors] }

  /// What it is for, whether it must stand there, and how often it may.
  var facts: String {
    doc + (required ? " Required." : "") + (repeatable ? " May be repeated." : "")
  }
}

extension LabelRow {
  /// How it is written: `attempt: duration`, `URL (text)`, `LABEL: text or name`; a type of many
  /// words is left to what follows.
  func spelling(in row: KeywordRow) -> String {
    let isOpen = row.openLabel?.name == name && row.openLabel?.doc == doc
    let isLong = type.short.count > LabelRow.shortType
    if label != nil || isOpen {
      return (label?.text ?? "LABEL") + ":" + (isLong ? "" : " \(type.short)")
    }
    return name + (isLong ? "" : " (\(type.short))")
  }

  /// A type that is longer than this does not fit beside its label.
  private static let shortType = 44

  /// What it is for, its range and its default.
  func facts(since: Int) -> String {
    var parts = [doc]
    if type.short.count > LabelRow.shortType { parts.append("One of \(type.short).") }
    if let span { parts.append(capitalised(span) + ".") }
    if many { parts.append("Several are allowed.") }
    if let fallback = `default` {
      parts.append("Default: \(fallback).")
    } else if required {
      parts.append("Required.")
    }
    if self.since != since { parts.append("Since language \(self.since).") }
    return parts.joined(separator: " ")
  }

  /// The numbers allowed, in words; nil: any.
  var span: String? {
    guard let range else { return nil }
    let low = type.spelled(range.lowerBound)
    if range.upperBound == Int64.max || range == Within.count {
      return range.lowerBound == 0 ? "\(low) or more" : "at least \(low)"
    }
    let high = type.spelled(range.upperBound)
    if range.lowerBound == 1, type.isContinuous {
      return "above \(type.spelled(0)), at most \(high)"
    }
    return low == high ? low : "\(low) to \(high)"
  }

  private func capitalised(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }
}

extension ValueType {
  /// The type in few words, without articles: "duration", "`full` or `equal`", "name of a retry".
  var short: String {
    var parts: [String] = []
    if literals.isSuperset(of: ValueType.anyLiteral.literals) {
      parts.append("literal")
    } else {
      let both: Literals = [.size, .count]
      for (kind, name) in ValueType.names where literals.contains(kind) {
        // A bare count is a size as well: naming both says nothing more.
        if kind == .count, literals.isSuperset(of: both) { continue }
        parts.append(name)
      }
    }
    if let reference { parts.append("name of \(article(reference.noun))") }
    if freeName { parts.append("name") }
    if credential { parts.append("`env(\"…\")` or `file(\"…\")`") }
    parts += choices.map { "`\($0.text)`" }
    return joined(parts, with: "or")
  }

  private static let names: [(Literals, String)] = [
    (.duration, "duration"), (.percent, "percent"), (.rate, "rate"), (.factor, "factor"),
    (.size, "size"), (.count, "count"), (.range, "range"), (.percentile, "percentile"),
    (.text, "text"), (.decimal, "decimal"),
  ]

  /// Whether its numbers are held in a unit so small that "one of it" means nothing to a reader.
  var isContinuous: Bool { !literals.isDisjoint(with: [.duration, .percent, .factor]) }

  /// A bound of its range as a policy would spell it.
  func spelled(_ value: Int64) -> String {
    if literals.contains(.duration) { return Tick(ns: value).spelling }
    if literals.contains(.percent) { return Share(ppb: value).spelling }
    if literals.contains(.factor) { return Factor(millionths: value).spelling }
    if literals.contains(.percentile) { return Percentile(millionths: value).spelling }
    return String(value)
  }
}
