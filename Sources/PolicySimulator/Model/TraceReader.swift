import PolicyGraph

/// A file of requests while it is read: it gives its bytes piece by piece.
///
/// What it says of a file quotes nothing of it but the name of a column, and that only if it is a
/// word.
///
/// Columns `t, route, size, key, tags` with that header line, in any order; `t` in seconds from the
/// start, never falling; tags as `plan=paid;tier=gold`. Only `t` must be there. Memory does not
/// grow with the file.
public final class TraceReader {
  /// Where it comes from, for messages.
  public let name: String
  private let piece: () -> [UInt8]?
  private let suggest: (String, [String]) -> String?
  private(set) var csv = CSVReader()
  private var columns: TraceColumns?
  private var last = Tick.zero
  /// The route of the row before: most files name few.
  private var route: (bytes: [UInt8], text: String) = ([], "")

  /// A reader of what `next` gives: a piece of the file, empty at its end, nil for a failure.
  ///
  /// `suggest` finds the word of a list that was probably meant.
  public init(
    name: String, suggest: @escaping (String, [String]) -> String? = { _, _ in nil },
    next: @escaping () -> [UInt8]?
  ) {
    self.name = name
    self.suggest = suggest
    piece = next
  }

  /// The next request; nil at the end.
  ///
  /// After a problem it goes on with the line below.
  public func next() throws(TraceProblem) -> TraceRow? {
    let columns = try header()
    guard try record() else { return nil }
    if csv.fields.count != columns.count {
      let fields = csv.fields.count == 1 ? "1 field" : "\(csv.fields.count) fields"
      throw problem("\(fields), but the header names \(columns.count); leave empty what is unknown")
    }
    var row = TraceRow(at: try time(csv.fields[columns.time]), line: csv.line)
    if let place = columns.route { row.route = try route(csv.fields[place]) }
    if let place = columns.size { row.size = try size(csv.fields[place]) }
    if let place = columns.key { row.key = csv.content(csv.fields[place]) }
    if let place = columns.tags { row.tags = try tags(csv.fields[place]) }
    last = row.at
    return row
  }

  /// Reads all of it, and says what is wrong; `routes` are those that a row may name:
  /// the ones that the scenario has traffic for.
  public func check(routes: [String]) -> TraceCheck {
    var check = TraceCheck()
    do throws(TraceProblem) {
      _ = try header()
    } catch {
      check.problems.append(error)
      return check
    }
    while check.problems.count < TraceCheck.problemsMax {
      do throws(TraceProblem) {
        guard let row = try next() else { break }
        check.requests += 1
        check.end = row.at
        if let route = row.route, !routes.contains(route) {
          let known = routes.joined(separator: ", ")
          throw problem("`route` is none of the scenario's: it has traffic for \(known)")
        }
      } catch {
        check.problems.append(error)
      }
    }
    if check.requests == 0, check.problems.isEmpty {
      check.problems.append(
        TraceProblem(file: name, line: 0, message: "there is no request below the header"))
    }
    return check
  }

  // MARK: records

  private func header() throws(TraceProblem) -> TraceColumns {
    if let columns { return columns }
    let known = TraceColumns.names.joined(separator: ",")
    guard try record() else {
      throw TraceProblem(
        file: name, line: 0, message: "it is empty; its first line is `\(known)`")
    }
    let names = csv.fields.map { String(decoding: csv.content($0), as: UTF8.self) }
    var columns = TraceColumns(count: names.count)
    for (place, column) in names.enumerated() where !columns.add(column, at: place) {
      if TraceColumns.names.contains(column) {
        throw problem("column `\(column)` is there twice")
      }
      let what =
        TraceReader.isWord(column)
        ? "there is no column `\(column)`\(hint(column, TraceColumns.names))"
        : "column \(place + 1) has no name that a column can have"
      throw problem("\(what); the header is `\(known)`, and only `t` must be there")
    }
    guard columns.hasTime else {
      throw problem("there is no column `t`, when a request arrives; the header is `\(known)`")
    }
    self.columns = columns
    return columns
  }

  private func record() throws(TraceProblem) -> Bool {
    do throws(CSVReader.Mistake) {
      return try csv.next(piece)
    } catch {
      switch error {
      case .tooLong:
        throw problem(
          "the line has more than \(CSVReader.recordMax) bytes; is a quotation mark not closed?")
      case .quoteInside:
        throw problem("a field with `\"` in it stands in quotation marks, and doubles it: `\"\"`")
      case .afterQuote: throw problem("a comma or the line's end follows a closing `\"`")
      case .unclosed: throw problem("the quotation mark that begins here is never closed")
      case .unreadable:
        throw problem("the file cannot be read any further: it has changed, or its disk fails")
      }
    }
  }

  // MARK: fields

  private func time(_ field: CSVReader.Field) throws(TraceProblem) -> Tick {
    switch csv.seconds(field) {
    case .notNumber:
      throw problem("`t` is seconds from the start, as `12.5`: this is no such number")
    case .tooFine: throw problem("`t` is finer than a nanosecond")
    case .tooLong: throw problem("`t` is 30 days at most")
    case .time(let time):
      if time < last {
        throw problem("`t` falls: the line above has a later time; sort the file by `t`")
      }
      return time
    }
  }

  private func route(_ field: CSVReader.Field) throws(TraceProblem) -> String? {
    if field.start == field.end { return nil }
    if csv.holds(field, route.bytes) { return route.text }
    let bytes = csv.content(field)
    route = (bytes, String(decoding: bytes, as: UTF8.self))
    return route.text
  }

  private func size(_ field: CSVReader.Field) throws(TraceProblem) -> Int64? {
    if field.start == field.end { return nil }
    guard let size = csv.count(field) else {
      throw problem("`size` is a whole number, as `5000`: this is none that 64 bits hold")
    }
    return size
  }

  private func tags(_ field: CSVReader.Field) throws(TraceProblem) -> [TraceRow.Tag] {
    if field.start == field.end { return [] }
    var tags: [TraceRow.Tag] = []
    for part in csv.content(field).split(separator: UInt8(ascii: ";")) {
      guard let equals = part.firstIndex(of: UInt8(ascii: "=")), equals > part.startIndex else {
        throw problem("`tags` are as `plan=paid;tier=gold`: each has a name and a `=`")
      }
      let tag = TraceRow.Tag(name: Array(part[..<equals]), value: Array(part[(equals + 1)...]))
      if tags.contains(where: { $0.name == tag.name }) {
        throw problem("`tags` names a tag twice")
      }
      tags.append(tag)
    }
    return tags
  }

  // MARK: messages

  private func problem(_ message: String) -> TraceProblem {
    TraceProblem(file: name, line: csv.line, message: message)
  }

  private func hint(_ word: String, _ among: [String]) -> String {
    suggest(word, among).map { "; did you mean `\($0)`?" } ?? ""
  }

  /// Whether a column's name may be shown: a file that was named by mistake, or on purpose, must
  /// not be read out by what is said of it.
  private static func isWord(_ name: String) -> Bool {
    (1...32).contains(name.utf8.count)
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
          true
        default: false  // a sign, a control character, a byte beyond ASCII
        }
      }
  }
}
