#if HTTPClient
  /// What bytes of UTF-8 are, as far as words are told apart.
  enum Letters {
    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// Whether a byte belongs to a letter; all that is not ASCII counts as one.
    static func isLetter(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte >= 0x80
    }

    static func isOfWord(_ byte: UInt8) -> Bool {
      isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// Whether a text is too long to stand in two places by accident: three words, eight bytes.
    ///
    /// Characters from U+3000 on, which are written without spaces, count as a word each.
    static func areTelling(_ text: ArraySlice<UInt8>) -> Bool {
      guard text.count >= 8 else { return false }
      var words = 0
      var isInWord = false
      for byte in text {
        if byte >= 0xE3 || isOfWord(byte) && !isInWord { words += 1 }
        if words == 3 { return true }
        isInWord = isOfWord(byte)
      }
      return false
    }
  }
#endif
