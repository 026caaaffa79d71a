@testable import PolicyLanguage

/// Writes sentences of a grammar, at random.
struct GrammarSentences {
  private let grammar: Grammar
  private var random: Seeded
  private var out = ""
  /// How many blocks are open.
  private var blocks = 0

  init(_ grammar: Grammar, seed: UInt64) {
    self.grammar = grammar
    random = Seeded(seed)
  }

  /// A file.
  mutating func file() -> String {
    out = ""
    blocks = 0
    write(.rule("file"), depth: 0, isToken: false)
    return out
  }

  private mutating func write(_ form: Grammar.Form, depth: Int, isToken: Bool) {
    switch form {
    case .terminal(let text): piece(text, isToken: isToken)
    case .special(let words): piece(character(words), isToken: isToken)
    case .rule(let name):
      if !isToken, grammar.lexical.contains(name) { blank() }
      if name == "word", Bool.random(using: &random) {
        piece(Word.table.randomElement(using: &random)?.text ?? "a", isToken: true)
      } else {
        write(
          grammar.rules[name] ?? .terminal("?"), depth: depth + 1,
          isToken: isToken || grammar.lexical.contains(name))
      }
    case .sequence(let parts): for part in parts { write(part, depth: depth, isToken: isToken) }
    case .choice(let parts):
      // Far down, the first alternative is taken: it is the simplest one.
      let index = depth > 24 ? 0 : Int.random(in: 0..<parts.count, using: &random)
      write(parts[index], depth: depth, isToken: isToken)
    case .optional(let part):
      if depth < 24, Bool.random(using: &random) { write(part, depth: depth, isToken: isToken) }
    case .repeated(let part):
      while depth < 24, Int.random(in: 0..<5, using: &random) < 2 {
        write(part, depth: depth, isToken: isToken)
      }
    }
  }

  private mutating func piece(_ text: String, isToken: Bool) {
    if !isToken, text.count == 1, Bool.random(using: &random) { blank() }
    out += text
  }

  /// White space before a token.
  ///
  /// A line within a block is indented: at the left margin a declaration
  /// would end the block.
  private mutating func blank() {
    out += [" ", "  ", "\t", " \t "].randomElement(using: &random) ?? " "
  }

  private mutating func character(_ words: String) -> String {
    switch words {
    case "LF": return "\n"
    case "CR": return "\r"
    default: break
    }
    let candidates: [Unicode.Scalar] = [
      "a", "k", "Z", "Q", "0", "7", "9", "f", "B", " ", "\t", "é", "日", "🙂", "{", ",", "/", "-",
      "'",
    ]
    let fitting = candidates.filter { Grammar.contains(words, $0) == true }
    return fitting.randomElement(using: &random).map { String(Character($0)) } ?? "?"
  }
}
