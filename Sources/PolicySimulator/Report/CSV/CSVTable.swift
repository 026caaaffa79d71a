import PolicyGraph

/// A table of comma-separated values under construction (RFC 4180: CRLF, quotes doubled).
struct CSVTable {
  /// The columns, in order; each is headed by its raw value.
  enum Column: String, CaseIterable {
    case kind, policy, variant, scenario, run, seed, name
    case requests, full, degraded, failed, abandoned, waited, availability
    case attempts, attemptsPerRequest
    case mean, p50, p90, p99, p999, max
    case worstWindowAmplification, failover, failback, recovery, duplicates
    case failures, rejected, answers
    case observed, bound, unit, held, vacuous
    case stopped
  }

  private(set) var bytes: [UInt8] = []
  private var cells: [Column: String] = [:]

  /// The value of a column in the row that is being written.
  subscript(column: Column) -> String {
    get { cells[column] ?? "" }
    set { cells[column] = newValue }
  }

  /// Sets a cell to text that others wrote: what a terminal would obey is escaped, and what a
  /// spreadsheet would take for a formula gets an apostrophe in front.
  mutating func set(_ column: Column, text: String) {
    var safe: [UInt8] = []
    if let first = text.unicodeScalars.first, "=+-@\t\r\n".unicodeScalars.contains(first) {
      safe.append(UInt8(ascii: "'"))
    }
    SafeText.append(text, to: &safe)
    self[column] = String(decoding: safe, as: UTF8.self)
  }

  /// A number as cells have it; empty if it did not occur.
  static func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "" }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Ends the row whose cells were set.
  mutating func endRow() {
    end(row: Column.allCases.map { self[$0] })
    cells.removeAll(keepingCapacity: true)
  }

  /// Writes a row of cells.
  mutating func end(row: [String]) {
    for (place, cell) in row.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      let needsQuotes = cell.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
      if needsQuotes {
        bytes += "\"\(cell.replacingQuotes())\"".utf8
      } else {
        bytes += cell.utf8
      }
    }
    bytes += [0x0D, 0x0A]
  }
}

extension String {
  /// The text with every quote doubled.
  fileprivate func replacingQuotes() -> String {
    split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
  }
}
