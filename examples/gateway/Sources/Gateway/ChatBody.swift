/// The body of a request: its members and how many messages (or inputs) it has, found in the one
/// pass that checks that it is JSON.
struct ChatBody {
  let json: JSONText
  private(set) var members: [String: Range<Int>] = [:]
  /// Elements of `messages` (of other forms, `input`), all of them objects but where texts and
  /// numbers are meant; 0 if it is no list.
  private(set) var messages = 0

  /// A request of more members, or of more messages, is refused where the next one begins.
  static let membersMax = 128
  static let messagesMax = 10_000

  /// Reads the body of a request in a form.
  ///
  /// - Throws: what the client is told of it.
  init(_ body: [UInt8], form: Form = .chat) throws(Reply) {
    guard String(validating: body, as: UTF8.self) != nil else { throw ChatBody.noObject }
    var scanner = JSONScanner(body)
    scanner.skipBlanks()
    let start = scanner.at
    guard scanner.take(UInt8(ascii: "{")) else { throw ChatBody.noObject }
    var members: [String: Range<Int>] = [:]
    var messages = 0
    scanner.skipBlanks()
    var isOver = scanner.take(UInt8(ascii: "}"))
    while !isOver {
      let name = try ChatBody.name(&scanner)
      try ChatBody.check(name, members, form)
      let value = scanner.at
      if name == form.input, scanner.byte == UInt8(ascii: "[") {
        messages = try ChatBody.count(&scanner, form)
      } else if !scanner.skipValue(depth: JSONText.depthMax - 1) {
        throw ChatBody.noObject
      }
      members[name] = value..<scanner.at
      isOver = try ChatBody.isOver(&scanner, UInt8(ascii: "}"))
    }
    let root = start..<scanner.at
    scanner.skipBlanks()
    guard scanner.at == body.count else { throw ChatBody.noObject }
    json = JSONText(body, root: root)
    (self.members, self.messages) = (members, messages)
  }

  static func noList(_ form: Form) -> Reply {
    let elements = form.elements.prefix(1).uppercased() + form.elements.dropFirst()
    return .invalid("\(elements) are needed, as a list of objects.", param: form.input)
  }

  private static var noObject: Reply { .invalid("The body is not a JSON object.", param: nil) }

  /// Reads a member's name, and steps to its value.
  private static func name(_ scanner: inout JSONScanner) throws(Reply) -> String {
    let start = scanner.at
    guard scanner.skipString() else { throw noObject }
    let range = start..<scanner.at
    scanner.skipBlanks()
    guard scanner.take(UInt8(ascii: ":")) else { throw noObject }
    scanner.skipBlanks()
    let name = JSONText(scanner.bytes, root: range).decoded(range)
    return String(decoding: name, as: UTF8.self)
  }

  /// Refuses a member that would mean one thing here and perhaps another at a provider.
  private static func check(
    _ name: String, _ members: [String: Range<Int>], _ form: Form
  ) throws(Reply) {
    if members[name] != nil { throw .invalid("A member stands twice in the body.", param: name) }
    let folded = folded(name)
    if folded != name, form.members.contains(folded) {
      throw .invalid("A member differs from `\(folded)` in its letters' case only.", param: folded)
    }
    if members.count == membersMax {
      throw .invalid("The body has more than \(membersMax) members.", param: nil)
    }
  }

  /// A name as those read it who do not tell upper from lower case; some of them take a long s and
  /// the sign of kelvins for letters.
  private static func folded(_ name: String) -> String {
    let isFolded = name.utf8.allSatisfy { $0 < 0x80 && $0 | 0x20 == $0 || $0 == UInt8(ascii: "_") }
    if isFolded || name.utf8.count > 64 { return name }
    return name.lowercased().replacing("\u{17F}", with: "s").replacing("\u{212A}", with: "k")
  }

  /// Steps over a list of objects, or of whatever embeddings are made of; gives how many there are.
  private static func count(_ scanner: inout JSONScanner, _ form: Form) throws(Reply) -> Int {
    scanner.at += 1
    scanner.skipBlanks()
    var count = 0
    var isOver = scanner.take(UInt8(ascii: "]"))
    while !isOver {
      guard scanner.byte == UInt8(ascii: "{") || form == .embeddings else {
        throw ChatBody.noList(form)
      }
      guard count < messagesMax else {
        throw .invalid("There are more than \(messagesMax) \(form.elements).", param: form.input)
      }
      guard scanner.skipValue(depth: JSONText.depthMax - 2) else { throw noObject }
      count += 1
      isOver = try ChatBody.isOver(&scanner, UInt8(ascii: "]"))
    }
    return count
  }

  /// Steps over a comma, or the end of a container; gives whether it was the end.
  private static func isOver(_ scanner: inout JSONScanner, _ end: UInt8) throws(Reply) -> Bool {
    scanner.skipBlanks()
    if scanner.take(end) { return true }
    guard scanner.take(UInt8(ascii: ",")) else { throw noObject }
    scanner.skipBlanks()
    return false
  }
}
