#if HTTPClient
  /// Finds the longest end of a text with which a second text begins that is still coming in.
  ///
  /// This is the search of Knuth, Morris and Pratt (1977) for a pattern that grows: where all that
  /// is known of the pattern matches, it waits for more. The time grows with the length of both.
  struct Seam: Sendable {
    private let text: [UInt8]
    private var pattern: [UInt8] = []
    /// By length of a beginning of the pattern: its longest proper end that is a beginning too.
    private var border = [0]
    /// The next byte of the text, and how much of the pattern stands before it.
    private var at = 0
    private var matched = 0

    init(_ text: [UInt8]) { self.text = text }

    /// Takes the pattern as far as it is known; it has grown since the last time.
    mutating func read(_ known: ArraySlice<UInt8>) {
      for byte in known.dropFirst(pattern.count) {
        var length = border[pattern.count]
        if !pattern.isEmpty {
          while length > 0, pattern[length] != byte { length = border[length] }
          if pattern[length] == byte { length += 1 }
        }
        pattern.append(byte)
        border.append(length)
      }
    }

    /// The length of the overlap; nil while more of the pattern may make it a longer one.
    mutating func overlap(isOver: Bool) -> Int? {
      while at < text.count {
        if matched == pattern.count {
          if !isOver || pattern.isEmpty { return isOver ? 0 : nil }
          matched = border[matched]
        } else {
          step()
        }
      }
      return matched
    }

    /// How often the pattern stands in the text, up to a number.
    mutating func occurrences(atMost most: Int) -> Int {
      var count = 0
      while at < text.count || matched == pattern.count {
        if matched == pattern.count {
          count += 1
          if count == most { break }
          matched = border[matched]
        } else {
          step()
        }
      }
      return count
    }

    private mutating func step() {
      if text[at] == pattern[matched] {
        at += 1
        matched += 1
      } else if matched > 0 {
        matched = border[matched]
      } else {
        at += 1
      }
    }
  }
#endif
