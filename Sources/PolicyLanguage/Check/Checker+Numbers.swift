import PolicyGraph

// Numbers that their places do not take, and what was probably meant.

extension Checker {
  /// A number of the wrong kind: most often its unit is missing.
  func wrongNumber(
    _ literal: Literal, _ token: Token, _ row: Int, _ index: Int, _ label: WordID
  ) -> Diagnostic {
    let type = shapes.source(index).type
    let digits = tree.source.text(token.range)
    guard literal.kind == .count || literal.kind == .decimal else {
      return wrongType(token.range, literal.kind, row, index, label)
    }
    if type.reference == .retry {
      var finding = wrongType(token.range, literal.kind, row, index, label)
      finding.notes = [
        "a retry is declared beside the routes, as in `retry usual { attempts 3; otherwise { failover } }`, and named here"
      ]
      return finding
    }
    var suggestions: [String] = []
    var isCertain = true
    if type.literals.contains(.duration) { suggestions += ["\(digits)s", "\(digits)ms"] }
    if type.literals.contains(.percent) {
      // Some write a share as a part of one: which of the two was meant, they alone know.
      suggestions.append("\(digits)%")
      if literal.kind == .decimal ? literal.a <= 1_000_000_000 : literal.a == 1 {
        let whole = literal.kind == .decimal ? literal.a : 1_000_000_000
        suggestions.append(Share(ppb: whole).spelling)
      }
      isCertain = false
    }
    if type.literals.contains(.rate) {
      suggestions += ["\(digits)/s", "\(digits)/min"]
      isCertain = false
    }
    if type.literals.contains(.factor) { suggestions.append("\(digits)x") }
    if type.literals.contains(.percentile) { suggestions.append("p\(digits)") }
    if suggestions.isEmpty { return wrongType(token.range, literal.kind, row, index, label) }
    return .missingUnit(
      file: file, range: token.range, place: place(row, index, label), wanted: type.wanted,
      suggestions: suggestions, isCertain: isCertain)
  }

  func numberFailure(
    _ failure: Literal.Failure, _ token: Token, _ row: Int, _ index: Int, _ label: WordID
  ) -> Diagnostic {
    let text = tree.source.text(token.range)
    let type = shapes.source(index).type
    switch failure {
    case .malformed: return .malformedNumber(file: file, range: token.range, text: text)
    case .inexact: return .inexactNumber(file: file, range: token.range, text: text)
    case .tooLarge: return .numberTooLarge(file: file, range: token.range)
    case .unknownUnit(let range):
      let unit = tree.source.text(range)
      if unit.lowercased() == "xx", type.literals.contains(.range),
        let statuses = StatusClass.statuses(text)
      {
        return .statusesAsRange(
          file: file, range: token.range, text: text,
          written: "\(statuses.lowerBound)..\(statuses.upperBound)")
      }
      // As in `0x10`: a sign that has its place elsewhere.
      if ["x", "%", "k", "M", "G"].contains(unit) {
        return .malformedNumber(file: file, range: token.range, text: text)
      }
      let start = Int(range.start)
      let isPeriod = start > 0 && tree.source.bytes[start - 1] == UInt8(ascii: "/")
      let meant =
        isPeriod ? Units.period(unit).map { Units.Meaning(same: $0) } : Units.near(unit)
      let kinds = isPeriod ? .rate : meant?.same.map { Units.kinds(of: $0) } ?? []
      return .unknownUnit(
        file: file, range: range, unit: unit, meant: meant,
        fits: range.end == token.end && !type.literals.isDisjoint(with: kinds),
        wanted: type.wanted)
    }
  }
}
