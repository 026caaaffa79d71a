/// A piece of a report, and the way to it: what is wrong can be said with where it is.
package struct ReportCursor {
  /// The way from the top: `scenarios[0].runs[3].requests`.
  indirect enum Path {
    case top
    case field(Path, String)
    case element(Path, Int)

    var text: String {
      switch self {
      case .top: ""
      case .field(.top, let name): name
      case .field(let path, let name): "\(path.text).\(name)"
      case .element(let path, let index): "\(path.text)[\(index)]"
      }
    }
  }

  let value: JSONValue
  let path: Path
  let bytes: [UInt8]

  /// The whole of a JSON document.
  package init(document bytes: [UInt8]) throws(ReportError) {
    self.init(value: try JSONParser.parse(bytes), path: .top, bytes: bytes)
  }

  init(value: JSONValue, path: Path, bytes: [UInt8]) {
    self.value = value
    self.path = path
    self.bytes = bytes
  }

  /// Says what is wrong here.
  package func error(_ message: String) -> ReportError {
    let path = path.text
    return ReportError(
      path.isEmpty ? message : "\(path): \(message)", at: value.offset, in: bytes)
  }

  private func unlike(_ wanted: String) -> ReportError {
    error("\(wanted) is wanted, not \(spelling.map { "\($0.prefix(24))" } ?? value.name)")
  }

  /// The field `name`, which must be there.
  package func field(_ name: String) throws(ReportError) -> ReportCursor {
    for member in try members() where member.key == name { return child(name, member.value) }
    throw error("`\(name)` is missing")
  }

  /// The field `name`; nil if it is null, or not there.
  func optional(_ name: String) throws(ReportError) -> ReportCursor? {
    for member in try members() where member.key == name {
      if case .null = member.value.kind { return nil }
      return child(name, member.value)
    }
    return nil
  }

  /// The values of an object's fields called `names`, in that order.
  private func values(of names: [String]) throws(ReportError) -> [ReportCursor] {
    let members = try members()
    var values: [ReportCursor] = []
    for (place, name) in names.enumerated() {
      // They are written in this order; other writers may have another.
      let hit =
        place < members.count && same(members[place].key, name)
        ? members[place] : members.first { same($0.key, name) }
      guard let hit else { throw error("`\(name)` is missing") }
      values.append(child(name, hit.value))
    }
    return values
  }

  /// What `read` makes of each element of a list.
  package func list<Element>(
    _ read: (ReportCursor) throws(ReportError) -> Element
  ) throws(ReportError) -> [Element] {
    guard case .array(let values) = value.kind else { throw unlike("a list") }
    var elements: [Element] = []
    elements.reserveCapacity(values.count)
    for (index, value) in values.enumerated() {
      elements.append(
        try read(ReportCursor(value: value, path: .element(path, index), bytes: bytes)))
    }
    return elements
  }

  /// What `read` makes of the fields of an object called `names`, in that order.
  func list<Element>(
    of names: [String], _ read: (ReportCursor) throws(ReportError) -> Element
  ) throws(ReportError) -> [Element] {
    var elements: [Element] = []
    for cursor in try values(of: names) { elements.append(try read(cursor)) }
    return elements
  }

  /// Reads the fields of a row.
  func read<Row>(_ fields: [ReportField<Row>], into row: inout Row) throws(ReportError) {
    for field in fields { try field.read(&row, self) }
  }

  /// A list of texts.
  func texts() throws(ReportError) -> [String] {
    try list { (item) throws(ReportError) in try item.text() }
  }

  /// A list of places in a list of `count`.
  func places(in count: Int) throws(ReportError) -> [Int] {
    try list { (item) throws(ReportError) in
      let place = try item.whole()
      guard place < count else { throw item.error("there is no such place in a list of \(count)") }
      return place
    }
  }

  /// A whole number that is a field.
  package func count(_ name: String) throws(ReportError) -> Int { try field(name).whole() }

  /// A number of 0 or more that is a field; nil if it did not occur.
  func measure(_ name: String) throws(ReportError) -> Double? {
    try optional(name)?.number(0...ReportLimits.numberMax)
  }

  /// A text.
  package func text() throws(ReportError) -> String {
    guard case .text(let text) = value.kind else { throw unlike("a text") }
    return text
  }

  /// True or false.
  func flag() throws(ReportError) -> Bool {
    guard case .flag(let flag) = value.kind else { throw unlike("true or false") }
    return flag
  }

  /// A whole number in `range`.
  func whole(
    _ range: ClosedRange<Int> = 0...ReportLimits.countMax
  ) throws(ReportError) -> Int {
    guard let spelling, let number = Int(spelling) else { throw unlike("a whole number") }
    guard range.contains(number) else {
      throw error("a number from \(range.lowerBound) to \(range.upperBound) is wanted")
    }
    return number
  }

  /// A seed: 64 bits.
  func seed() throws(ReportError) -> UInt64 {
    guard let spelling, let seed = UInt64(spelling) else { throw unlike("a seed of 64 bits") }
    return seed
  }

  /// A number in `range`.
  func number(
    _ range: ClosedRange<Double> = -ReportLimits.numberMax...ReportLimits.numberMax
  ) throws(ReportError) -> Double {
    guard let spelling, let number = Double(spelling) else { throw unlike("a number") }
    guard range.contains(number) else {
      throw error("a number from \(range.lowerBound) to \(range.upperBound) is wanted")
    }
    return number
  }

  /// One of the words of `Word`.
  func word<Word: RawRepresentable<String> & CaseIterable>(
    _: Word.Type
  ) throws(ReportError) -> Word {
    let text = try text()
    guard let word = Word(rawValue: text) else {
      let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw error("`\(text)` is not known here: one of \(known) is wanted")
    }
    return word
  }

  /// How a number is spelled; nil if this is none.
  private var spelling: String? {
    guard case .number(let range) = value.kind else { return nil }
    return String(decoding: bytes[range], as: UTF8.self)
  }

  private func members() throws(ReportError) -> [JSONValue.Member] {
    guard case .object(let members) = value.kind else { throw unlike("an object") }
    return members
  }

  private func child(_ name: String, _ value: JSONValue) -> ReportCursor {
    ReportCursor(value: value, path: .field(path, name), bytes: bytes)
  }

  /// Swift takes texts for equal that Unicode calls equivalent; names differ by their bytes.
  private func same(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }
}
