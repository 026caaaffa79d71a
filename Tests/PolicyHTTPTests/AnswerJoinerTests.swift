#if HTTPClient
  import PolicyHTTP
  import Testing

  /// What goes on with a text is joined to it without a gap and without a repetition, or refused.
  @Suite struct AnswerJoinerTests {
    /// The joined text, or why there is none; pieces of `size` bytes.
    private static func joined(_ shown: String, _ more: String, size: Int = 3) -> String {
      var joiner = AnswerJoiner(after: shown.utf8)
      var out = Array(shown.utf8)
      do {
        var rest = Array(more.utf8)[...]
        while !rest.isEmpty {
          out += try joiner.take(rest.prefix(size))
          rest = rest.dropFirst(size)
        }
        out += try joiner.end()
      } catch {
        return "\(error)"
      }
      return String(decoding: out, as: UTF8.self)
    }

    /// A text so far, what comes, and what comes of both.
    static let cases: [(shown: String, more: String, joined: String)] = [
      // Exactly on.
      ("0 1 2 3", " 4 5 6", "0 1 2 3 4 5 6"),
      ("the quick brown fo", "x jumps", "the quick brown fox jumps"),
      ("the quick brown fox", "", "the quick brown fox"),
      ("the fox jumps", " Surely so", "the fox jumps Surely so"),
      ("wait", ", I can't continue", "wait, I can't continue"),
      // All of it again.
      ("0 1 2 3", "0 1 2 3 4 5 6", "0 1 2 3 4 5 6"),
      ("0", "0 1 2 3", "0 1 2 3"),
      ("the quick brown fox", "\n\nthe quick brown fox jumps", "the quick brown fox jumps"),
      ("Sure, it continues", "Sure, it continues.", "Sure, it continues."),
      // The last words again.
      ("0 1 2 10 11 12", "10 11 12 13", "0 1 2 10 11 12 13"),
      ("0 1 2 10 11 12", "\n10 11 12 13", "0 1 2 10 11 12 13"),
      ("the quick brown fox", "brown fox", "the quick brown fox"),
      ("我今天去了学校,然后", "去了学校,然后回家", "我今天去了学校,然后回家"),
      // The last word again, of which only the beginning was there, or all.
      ("the quick brown fo", "fox jumps", "the quick brown fox jumps"),
      ("the quick brown fo", "brown fox jumps", "the quick brown fox jumps"),
      // What may be either is taken for the text: one character, a line like others, a run.
      ("1", "0", "10"),
      ("0 1 2 3", "3 4", "0 1 2 33 4"),
      ("very", " very good", "very very good"),
      ("    }\n", "  }\n}\n", "    }\n  }\n}\n"),
      ("<a>\n<b>\n</b>\n", "</b>\n</a>", "<a>\n<b>\n</b>\n</b>\n</a>"),
      ("ha ha ha ha ", "ha ha ha", "ha ha ha ha ha ha ha"),
      ("f(1, x);\nf(1, y);\n", "f(1, z);\n", "f(1, x);\nf(1, y);\nf(1, z);\n"),
      // Begun anew.
      ("the quick brown fox jumps", "the quick brown cat is", "restarted"),
      ("the quick brown fox jumps", "the quick brown", "restarted"),
      ("the quick brown fox", "Sure! Once more: the quick brown fox", "restarted"),
      // About the task.
      ("the fox jumps", "Sure, here is the continuation:\n over", "remarked"),
      ("the fox jumps", "I can\u{2019}t continue this.", "remarked"),
      ("the fox jumps", "I'm sorry, but I can't help with that.", "remarked"),
      // Nothing was shown: whatever comes is the answer.
      ("", "Sure, continuing", "Sure, continuing"), ("   ", "x", "   x"),
    ]

    @Test(arguments: AnswerJoinerTests.cases)
    func `what may come`(shown: String, more: String, joined: String) {
      for size in [1, 2, 5, 1000] {
        #expect(AnswerJoinerTests.joined(shown, more, size: size) == joined)
      }
    }

    /// A text of words that no two of are alike, cut anywhere, and gone on with in every way that
    /// can be told.
    @Test(arguments: 0..<300)
    func `no gap and no repetition`(seed: UInt64) {
      var random = Draws(seed: seed)
      let words = (0..<Int.random(in: 8...30, using: &random)).map { number in
        // No word repeats itself, as "cocoa" does.
        let letters = ["a", "b", "é", "漢", "k", "🙂", "s"].shuffled(using: &random)
        return letters.prefix(Int.random(in: 2...5, using: &random)).joined() + "\(number)"
      }
      let whole = Array(words.joined(separator: " "))
      let cut = Int.random(in: 1..<whole.count, using: &random)
      let (shown, rest) = (String(whole[..<cut]), String(whole[cut...]))
      let size = Int.random(in: 1...7, using: &random)
      #expect(AnswerJoinerTests.joined(shown, rest, size: size) == String(whole), "exactly on")
      #expect(
        AnswerJoinerTests.joined(shown, String(whole), size: size) == String(whole), "all again")
      // From a few words before the cut on: the number in each makes them unlike all others.
      let starts = whole[..<cut].indices.filter { $0 > 0 && whole[$0 - 1] == " " }
      guard let start = starts.dropLast(3).last else { return }
      let again = String(whole[start...])
      #expect(AnswerJoinerTests.joined(shown, again, size: size) == String(whole), "last words")
      #expect(
        AnswerJoinerTests.joined(shown, "\n" + again, size: size) == String(whole), "a new line")
      let anew = String(whole[..<start]) + "; or rather"
      if starts.count > 6 {
        #expect(AnswerJoinerTests.joined(shown, anew, size: size) == "restarted", "anew")
      }
    }

    /// Texts of few letters repeat themselves everywhere; the rules are looked up one by one.
    @Test(arguments: 0..<400)
    func `the same as by trying every length`(seed: UInt64) {
      var random = Draws(seed: seed)
      let alphabet = Array(["ab ", "a 1\n", "xyz "][Int(seed % 3)])
      func text(_ count: Int) -> String {
        String(
          (0..<Int.random(in: 0...count, using: &random)).map { _ in
            alphabet.randomElement(using: &random) ?? " "
          })
      }
      for kind in 0..<50 {
        let (shown, new) = (text(30), text(12))
        let part = Int.random(in: 0...shown.count, using: &random)
        let more =
          switch kind % 5 {
          case 0: new
          case 1: String(shown.suffix(part)) + new
          case 2: shown + new
          case 3: String(shown.prefix(part)) + new
          default: " " + String(shown.suffix(part)) + new
          }
        let size = Int.random(in: 1...6, using: &random)
        #expect(
          AnswerJoinerTests.joined(shown, more, size: size) == PlainJoin.joined(shown, more),
          "\(shown.debugDescription) and \(more.debugDescription)")
      }
    }

    @Test func `what comes behind the seam is held back no longer`() throws {
      var joiner = AnswerJoiner(after: "the quick brown fox".utf8)
      let given = [
        try joiner.take(" qu".utf8), try joiner.take("ietly".utf8),
        try joiner.take("the quick".utf8), try joiner.end(),
      ]
      let texts = given.map { String(decoding: $0, as: UTF8.self) }
      #expect(texts == ["", " quietly", "the quick", ""])
      #expect(joiner.isJoined)
    }
  }

  /// The rules of the joiner, without a thought for time.
  private enum PlainJoin {
    static func joined(_ shown: String, _ more: String) -> String {
      let text = String(more.drop(while: isBlank))
      let begin = String(shown.drop(while: isBlank))
      if begin.isEmpty { return shown + more }
      let lengths = stride(from: min(shown.count, text.count), through: 1, by: -1)
      var isWord = false
      let overlap = lengths.first(where: { shown.hasSuffix(text.prefix($0)) }) ?? 0
      if overlap > 0 {
        let end = String(text.prefix(overlap))
        let before = shown.dropLast(overlap).last
        let isAll = end == begin
        isWord =
          !isAll && text == more && shown.last?.isLetter == true
          && end.prefix(while: \.isLetter).count >= 2
          && before.map { !$0.isLetter && !$0.isNumber } ?? true
        let isClear =
          isAll
          ? isTelling(end) || text == more && end.contains { $0.isLetter || $0.isNumber }
          : isTelling(end) && times(end, in: shown) == 1
        if isClear { return shown + text.dropFirst(overlap) }
      }
      let common = String(zip(begin, text).prefix { $0 == $1 }.map(\.0))
      if isTelling(common), times(common, in: shown) == 1 { return "restarted" }
      return shown + (isWord ? String(text.dropFirst(overlap)) : more)
    }

    private static func isBlank(_ character: Character) -> Bool {
      character == " " || character == "\n"
    }

    private static func isTelling(_ text: String) -> Bool {
      text.utf8.count >= 8 && text.split { !$0.isLetter && !$0.isNumber }.count >= 3
    }

    private static func times(_ part: String, in text: String) -> Int {
      let (all, part) = (Array(text.utf8), Array(part.utf8))
      return all.indices.count { all[$0...].starts(with: part) }
    }
  }

  /// Draws of a seed.
  private struct Draws: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state ^ state >> 29) &* 0xBF58_476D_1CE4_E5B9
    }
  }
#endif
