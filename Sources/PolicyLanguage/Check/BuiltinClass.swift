import PolicyGraph

/// An error class of the language.
struct BuiltinClass: Sendable {
  var word: Word
  var executed: Executed
  var scope: Scope

  private init(_ word: Word, _ executed: Executed, _ scope: Scope) {
    self.word = word
    self.executed = executed
    self.scope = scope
  }

  /// All of them; a class's place here is its index in every graph.
  static let all: [BuiltinClass] = [
    BuiltinClass(.connection, .no, .endpoint),
    BuiltinClass(.overloaded, .no, .provider),
    BuiltinClass(.rateLimited, .no, .credential),
    BuiltinClass(.quotaExhausted, .no, .account),
    BuiltinClass(.unauthorized, .no, .credential),
    BuiltinClass(.forbidden, .no, .credential),
    BuiltinClass(.banned, .no, .address),
    BuiltinClass(.tooLarge, .no, .request),
    BuiltinClass(.contentFiltered, .no, .request),
    BuiltinClass(.rejected, .no, .request),
    BuiltinClass(.notFound, .no, .endpoint),
    BuiltinClass(.clock, .no, .local),
    BuiltinClass(.unavailable, .maybe, .endpoint),
    BuiltinClass(.timeout, .maybe, .endpoint),
    BuiltinClass(.interrupted, .maybe, .endpoint),
    BuiltinClass(.malformed, .maybe, .endpoint),
    BuiltinClass(.ambiguous, .maybe, .request),
    BuiltinClass(.cancelled, .maybe, .local),
    BuiltinClass(.unclassified, .maybe, .endpoint),
    BuiltinClass(.noCandidate, .no, .local),
    BuiltinClass(.notServed, .no, .local),
  ]

  /// The index of a class of the language.
  static func id(_ word: Word) -> ID<ErrorClass> {
    ID(all.firstIndex { $0.word == word } ?? 0)
  }

  /// What a breaker counts unless told otherwise.
  static let countedByDefault: [Word] = [
    .overloaded, .unavailable, .connection, .timeout, .interrupted, .malformed,
  ]
}
