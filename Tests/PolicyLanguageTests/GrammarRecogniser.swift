/// Tells whether a text is a sentence of a grammar: first cut into the longest tokens, then by
/// trying every way to read them.
struct GrammarRecogniser {
  private let grammar: Grammar
  /// The rules of tokens that rules of statements speak of.
  private let tokenRules: [String]
  private let signs: [String]

  init(_ grammar: Grammar) {
    self.grammar = grammar
    let outer = grammar.order.filter { !grammar.lexical.contains($0) }
    var rules: [String] = []
    var signs: [String] = []
    for name in outer {
      guard let form = grammar.rules[name] else { continue }
      for used in Grammar.names(in: form) where grammar.lexical.contains(used) {
        if !rules.contains(used) { rules.append(used) }
      }
      for sign in GrammarRecogniser.terminals(in: form) where !signs.contains(sign) {
        signs.append(sign)
      }
    }
    tokenRules = rules
    self.signs = signs
  }

  /// Whether `text` is a file.
  func recognises(_ text: String) -> Bool {
    guard let tokens = tokens(Array(text.unicodeScalars)) else { return false }
    var reading = Reading(grammar: grammar, tokens: tokens)
    return reading.ends("file", from: 0).contains(tokens.count)
  }

  /// The tokens of a text, each with all the names that fit it; nil if a part of it is none.
  private func tokens(_ text: [Unicode.Scalar]) -> [Set<String>]? {
    var result: [Set<String>] = []
    var i = 0
    while i < text.count {
      if ends(.rule("blank"), text, i).contains(i + 1) {
        i += 1
        continue
      }
      var longest = i
      var names: Set<String> = []
      for form in tokenRules.map({ Grammar.Form.rule($0) }) + signs.map({ .terminal($0) }) {
        guard let end = ends(form, text, i).max(), end > i, end >= longest else { continue }
        if end > longest { names = [] }
        longest = end
        switch form {
        case .rule(let name), .terminal(let name): names.insert(name)
        case .special, .sequence, .choice, .optional, .repeated: break
        }
      }
      guard longest > i else { return nil }
      result.append(names)
      i = longest
    }
    return result
  }

  /// Where a form may end that begins at `start`, character by character.
  private func ends(_ form: Grammar.Form, _ text: [Unicode.Scalar], _ start: Int) -> Set<Int> {
    switch form {
    case .terminal(let terminal):
      let scalars = Array(terminal.unicodeScalars)
      return text[start...].starts(with: scalars) ? [start + scalars.count] : []
    case .special(let words):
      return start < text.count && Grammar.contains(words, text[start]) == true ? [start + 1] : []
    case .rule(let name): return grammar.rules[name].map { ends($0, text, start) } ?? []
    case .sequence(let parts):
      return parts.reduce([start]) { from, part in
        from.reduce(into: []) { $0.formUnion(ends(part, text, $1)) }
      }
    case .choice(let parts): return parts.reduce(into: []) { $0.formUnion(ends($1, text, start)) }
    case .optional(let part): return ends(part, text, start).union([start])
    case .repeated(let part):
      var all: Set<Int> = [start]
      var frontier: Set<Int> = [start]
      while !frontier.isEmpty {
        let next = frontier.reduce(into: Set<Int>()) { $0.formUnion(ends(part, text, $1)) }
        frontier = next.subtracting(all)
        all.formUnion(frontier)
      }
      return all
    }
  }

  private static func terminals(in form: Grammar.Form) -> [String] {
    switch form {
    case .terminal(let text): [text]
    case .special, .rule: []
    case .sequence(let parts), .choice(let parts): parts.flatMap(terminals)
    case .optional(let part), .repeated(let part): terminals(in: part)
    }
  }

  /// The reading of one row of tokens; what was found out about a rule at a place is kept.
  private struct Reading {
    let grammar: Grammar
    let tokens: [Set<String>]
    private var known: [String: [Int: Set<Int>]] = [:]

    init(grammar: Grammar, tokens: [Set<String>]) {
      self.grammar = grammar
      self.tokens = tokens
    }

    mutating func ends(_ rule: String, from start: Int) -> Set<Int> {
      if grammar.lexical.contains(rule) {
        return start < tokens.count && tokens[start].contains(rule) ? [start + 1] : []
      }
      if let found = known[rule]?[start] { return found }
      let found = grammar.rules[rule].map { ends($0, start) } ?? []
      known[rule, default: [:]][start] = found
      return found
    }

    private mutating func ends(_ form: Grammar.Form, _ start: Int) -> Set<Int> {
      switch form {
      case .terminal(let sign):
        return start < tokens.count && tokens[start].contains(sign) ? [start + 1] : []
      case .special: return []
      case .rule(let name): return ends(name, from: start)
      case .sequence(let parts):
        var from: Set<Int> = [start]
        for part in parts {
          var next: Set<Int> = []
          for place in from { next.formUnion(ends(part, place)) }
          from = next
        }
        return from
      case .choice(let parts):
        var all: Set<Int> = []
        for part in parts { all.formUnion(ends(part, start)) }
        return all
      case .optional(let part): return ends(part, start).union([start])
      case .repeated(let part):
        var all: Set<Int> = [start]
        var frontier: Set<Int> = [start]
        while !frontier.isEmpty {
          var next: Set<Int> = []
          for place in frontier { next.formUnion(ends(part, place)) }
          frontier = next.subtracting(all)
          all.formUnion(frontier)
        }
        return all
      }
    }
  }
}
