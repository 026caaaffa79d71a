/// A grammar as it is written in `grammar/policy.ebnf`.
struct Grammar: Sendable {
  /// What stands on the right of a rule.
  indirect enum Form: Sendable {
    case terminal(String)
    /// A set of characters, in words.
    case special(String)
    case rule(String)
    case sequence([Form])
    case choice([Form])
    case optional(Form)
    case repeated(Form)
  }

  struct Fault: Error { var text: String }

  private(set) var rules: [String: Form] = [:]
  private(set) var order: [String] = []
  /// The rules of tokens: those that follow a comment that begins with "Tokens.".
  private(set) var lexical: Set<String> = []

  /// Reads the notation of ISO/IEC 14977, as far as it is used.
  init(_ text: String) throws {
    var reader = Reader(text)
    var isLexical = false
    while let token = try reader.next() {
      if case .comment(let words) = token {
        if words.hasPrefix("Tokens.") { isLexical = true }
        continue
      }
      guard case .name(let name) = token else { throw Fault(text: "a rule begins with a name") }
      try reader.expect("=")
      if rules[name] != nil { throw Fault(text: "two rules are called \(name)") }
      rules[name] = try choice(&reader)
      order.append(name)
      if isLexical { lexical.insert(name) }
      try reader.expect(";")
    }
  }

  /// The names that are used in a form.
  static func names(in form: Form) -> [String] {
    switch form {
    case .terminal, .special: []
    case .rule(let name): [name]
    case .sequence(let parts), .choice(let parts): parts.flatMap(names)
    case .optional(let part), .repeated(let part): names(in: part)
    }
  }

  private func choice(_ reader: inout Reader) throws -> Form {
    var parts = [try sequence(&reader)]
    while try reader.skip("|") { parts.append(try sequence(&reader)) }
    return parts.count == 1 ? parts[0] : .choice(parts)
  }

  private func sequence(_ reader: inout Reader) throws -> Form {
    var parts = [try factor(&reader)]
    while try reader.skip(",") { parts.append(try factor(&reader)) }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private func factor(_ reader: inout Reader) throws -> Form {
    switch try reader.next() {
    case .terminal(let text): return .terminal(text)
    case .special(let words): return .special(words)
    case .name(let name): return .rule(name)
    case .sign("["): return .optional(try closed(&reader, "]"))
    case .sign("{"): return .repeated(try closed(&reader, "}"))
    case .sign("("): return try closed(&reader, ")")
    case .sign(let sign): throw Fault(text: "\(sign) is not expected")
    case .comment, nil: throw Fault(text: "a rule ends too early")
    }
  }

  private func closed(_ reader: inout Reader, _ closer: Character) throws -> Form {
    let form = try choice(&reader)
    try reader.expect(closer)
    return form
  }
}

extension Grammar {
  /// Cuts the notation into its signs.
  private struct Reader {
    enum Token {
      case comment(String)
      case terminal(String)
      case special(String)
      case name(String)
      case sign(Character)
    }

    private let characters: [Character]
    private var i = 0

    init(_ text: String) { characters = Array(text) }

    mutating func next() throws -> Token? {
      while i < characters.count, characters[i].isWhitespace { i += 1 }
      guard i < characters.count else { return nil }
      let first = characters[i]
      if first == "(", i + 1 < characters.count, characters[i + 1] == "*" {
        return .comment(try upTo("*)", from: i + 2))
      }
      if first == "\"" || first == "'" { return .terminal(try upTo(String(first), from: i + 1)) }
      if first == "?" {
        let words = try upTo("?", from: i + 1)
        return .special(words.split(whereSeparator: \.isWhitespace).joined(separator: " "))
      }
      guard first.isLetter else {
        i += 1
        return .sign(first)
      }
      var name = ""
      while i < characters.count, characters[i].isLetter || characters[i] == " " {
        name.append(characters[i])
        i += 1
      }
      while name.last == " " { name.removeLast() }
      return .name(name)
    }

    mutating func expect(_ sign: Character) throws {
      guard try skip(sign) else { throw Fault(text: "\(sign) is missing at \(i)") }
    }

    mutating func skip(_ sign: Character) throws -> Bool {
      let start = i
      if case .sign(sign) = try next() { return true }
      i = start
      return false
    }

    private mutating func upTo(_ end: String, from start: Int) throws -> String {
      let end = Array(end)
      var k = start
      while k + end.count <= characters.count {
        if Array(characters[k..<k + end.count]) == end {
          i = k + end.count
          return String(characters[start..<k]).trimmingPrefix { $0.isWhitespace }.description
        }
        k += 1
      }
      throw Fault(text: "\(end) is missing")
    }
  }

  /// Whether a character belongs to a set that the notation names; nil if it names no set.
  static func contains(_ words: String, _ scalar: Unicode.Scalar) -> Bool? {
    switch words {
    case "LF": return scalar == "\n"
    case "CR": return scalar == "\r"
    case "tab": return scalar == "\t"
    case "space": return scalar == " "
    case "a to z": return ("a"..."z").contains(scalar)
    case "A to Z": return ("A"..."Z").contains(scalar)
    case "a to f": return ("a"..."f").contains(scalar)
    case "A to F": return ("A"..."F").contains(scalar)
    case "0 to 9": return ("0"..."9").contains(scalar)
    case let words where words.hasPrefix("any character but"):
      if scalar == "\"" || scalar == "\\" { return false }
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return false
      default: return true
      }
    default: return nil
    }
  }
}
