#if HTTPClient
  /// Tells what a model says about its task from what it says of the matter, in English.
  ///
  /// Certain is neither: a text counts as a remark if it begins as remarks do and soon speaks of
  /// going on, of the message before or of a request.
  enum Remark {
    /// Nothing of the kind; an opening such as "Sure" that may be a part of the text; a remark; or
    /// too little to say.
    case none, opening, remark, open

    /// How far a text is looked at that begins as remarks do.
    static let bytesMax = 240

    private static let openings = [
      "sure", "certainly", "of course", "absolutely", "okay", "ok,", "ok.", "ok!", "here is",
      "here's", "here are", "continuing", "continuation", "i'm sorry", "i am sorry", "sorry",
      "i apologi", "apologies", "my apologies", "i can't", "i cannot", "i'm unable",
      "i am unable", "i'm not able", "i am not able", "i won't", "i'll continue",
      "i will continue", "let me continue", "unfortunately", "as an ai", "understood", "got it",
      "picking up",
    ].map { Array($0.utf8) }

    private static let subjects = [
      "continu", "left off", "cut off", "picking up", "pick up", "the rest of", "where it stop",
      "where i stopped", "previous message", "previous response", "previous answer",
      "last message", "last response", "last answer", "start over", "from the beginning",
      "help with that", "help with this", "assist with", "assist you", "comply",
      "your request", "this request", "that request",
    ].map { Array($0.utf8) }

    static func classify(_ text: ArraySlice<UInt8>, isOver: Bool) -> Remark {
      let text = plain(text.prefix(bytesMax))
      guard openings.contains(where: text.starts(with:)) else {
        return !isOver && openings.contains { $0.starts(with: text) } ? .open : .none
      }
      if subjects.contains(where: { stands($0, in: text) }) { return .remark }
      return isOver || text.count >= bytesMax - 2 ? .opening : .open
    }

    /// Small letters, and a straight apostrophe for a curved one.
    private static func plain(_ text: ArraySlice<UInt8>) -> [UInt8] {
      var plain: [UInt8] = []
      for byte in text {
        plain.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
        if plain.suffix(3).elementsEqual([0xE2, 0x80, 0x99]) {
          plain.removeLast(3)
          plain.append(UInt8(ascii: "'"))
        }
      }
      // The beginning of a curved one, of which the rest is still to come.
      while let last = plain.last, last == 0xE2 || last == 0x80 { plain.removeLast() }
      return plain
    }

    private static func stands(_ word: [UInt8], in text: [UInt8]) -> Bool {
      text.indices.contains { text[$0...].starts(with: word) }
    }
  }
#endif
