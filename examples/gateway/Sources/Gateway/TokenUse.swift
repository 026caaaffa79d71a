/// What one attempt of a request has cost, in tokens.
struct TokenUse: Sendable {
  /// The attempt's number in its request, from 1, and where it was sent.
  let attempt: Int
  let endpoint: String
  var tokens: Tokens
  /// Whether the provider has reported them.
  ///
  /// One whose stream was cut has reported nothing: then each piece of its text counts as a token,
  /// and its prompt as a token for each four bytes.
  var isReported: Bool

  struct Tokens: Sendable {
    var prompt: Int
    var completion: Int
  }
}

/// What the attempts of a request are known to have cost.
struct TokenUses: Sendable {
  private var uses: [TokenUse] = []

  /// An attempt's answer begins.
  mutating func begin(_ attempt: Int, at endpoint: String, prompt: Int) {
    uses.append(
      TokenUse(
        attempt: attempt, endpoint: endpoint,
        tokens: TokenUse.Tokens(prompt: prompt, completion: 0), isReported: false))
  }

  /// A piece of an attempt's text came.
  mutating func count(pieceOf attempt: Int) {
    guard let place = uses.lastIndex(where: { $0.attempt == attempt }) else { return }
    if !uses[place].isReported { uses[place].tokens.completion += 1 }
  }

  /// The provider says what an attempt has cost; the last word counts.
  mutating func report(_ tokens: TokenUse.Tokens, of attempt: Int) {
    guard let place = uses.lastIndex(where: { $0.attempt == attempt }) else { return }
    uses[place].tokens = tokens
    uses[place].isReported = true
  }

  /// Those that somebody is paid for: what was refused, or cut before its first piece, is free.
  var paid: [TokenUse] { uses.filter { $0.isReported || $0.tokens.completion > 0 } }
}

extension Sequence<TokenUse> {
  /// All of them in one `usage`, as OpenAI's clients read it, with a row for each in `attempts`.
  var json: String {
    let prompt = reduce(0) { $0 + $1.tokens.prompt }
    let completion = reduce(0) { $0 + $1.tokens.completion }
    let rows = map { use in
      "{\"endpoint\":\(JSONText.quoted(use.endpoint)),\(counts(use.tokens)),"
        + "\"estimated\":\(!use.isReported)}"
    }
    return "{\(counts(TokenUse.Tokens(prompt: prompt, completion: completion))),"
      + "\"attempts\":[\(rows.joined(separator: ","))]}"
  }

  private func counts(_ tokens: TokenUse.Tokens) -> String {
    "\"prompt_tokens\":\(tokens.prompt),\"completion_tokens\":\(tokens.completion),"
      + "\"total_tokens\":\(tokens.prompt + tokens.completion)"
  }
}
