#if HTTPClient
  /// Joins the text so far of an answer that was cut and the text of a model that was asked to go
  /// on where it stops (`supports [continuation]`).
  ///
  /// Such a model may go on exactly, repeat the last words or everything first, begin anew, or
  /// remark on the task. The joiner leaves out what is repeated and refuses the others, as far as
  /// they can be told from an exact continuation; PolicyHTTP's page lists the rules and their
  /// limits. A text is held back while it stands somewhere in the text so far, so usually for a few
  /// words. Time and memory grow with the length of both texts.
  ///
  /// ```swift
  /// var joiner = AnswerJoiner(after: shown.utf8)
  /// for try await piece in pieces { send(try joiner.take(piece)) }
  /// send(try joiner.end())
  /// ```
  public struct AnswerJoiner: Sendable {
    /// Why a text is no continuation.
    public enum NotContinued: Error, Sendable {
      /// It begins as the text so far does, and then differs.
      case restarted
      /// It says something about the task: that it goes on now, or that it cannot.
      case remarked
    }

    /// What to ask of a model, as the user, behind the text so far.
    public static let instruction = """
      Your last message was cut off. Go on exactly where it stops, within a word if it stops \
      there: begin with the very next character, repeat nothing of it, and add no introduction and \
      no remark.
      """

    /// White space that a model may put before its text and that is no part of what it repeats.
    private static let blanksMax = 64

    /// The text so far.
    private let shown: [UInt8]
    /// Where it begins, behind its white space.
    private let start: Int
    /// What came of the continuation; empty once it is joined.
    private var held: [UInt8] = []
    private var blanks = 0
    private var seam: Seam
    /// Whether all that comes from now on goes on as it comes.
    public private(set) var isJoined: Bool

    /// A joiner of what follows a text.
    ///
    /// - Parameter shown: the text so far in UTF-8, whole characters or not.
    public init(after shown: some Sequence<UInt8>) {
      self.shown = Array(shown)
      start = self.shown.firstIndex { !Letters.isBlank($0) } ?? self.shown.count
      seam = Seam(self.shown)
      isJoined = start == self.shown.count
    }

    /// Takes a piece of the continuation; gives what follows the text so far and what was given.
    ///
    /// - Parameter piece: bytes of UTF-8; a character may come in several pieces.
    public mutating func take(
      _ piece: some Sequence<UInt8>
    ) throws(NotContinued) -> [UInt8] {
      if isJoined { return Array(piece) }
      held += piece
      return try join(isOver: false)
    }

    /// Gives the rest of what is held back: no more comes.
    public mutating func end() throws(NotContinued) -> [UInt8] {
      isJoined ? [] : try join(isOver: true)
    }

    private mutating func join(isOver: Bool) throws(NotContinued) -> [UInt8] {
      while blanks < held.count, blanks <= AnswerJoiner.blanksMax,
        Letters.isBlank(held[blanks])
      {
        blanks += 1
      }
      if blanks == held.count && !isOver { return [] }
      seam.read(held[blanks...])
      guard let overlap = seam.overlap(isOver: isOver) else { return [] }
      let text = held[blanks...]
      if overlap > 0, isRepeated(overlap) { return release(text.dropFirst(overlap)) }
      let common = zip(text, shown[start...]).prefix { $0 == $1 }.count
      let beginning = shown[start..<(start + common)]
      if Letters.areTelling(beginning), !recurs(beginning) { throw .restarted }
      if overlap > 0, isLastWord(overlap) { return release(text.dropFirst(overlap)) }
      // What goes on within a sentence begins with a space; what is said about the task does not.
      let remark = held.first == 0x20 ? .none : Remark.classify(text, isOver: isOver)
      switch remark {
      case .open: return []
      case .remark: throw .remarked
      case .opening:
        // "Sure! The king …": the text so far again, behind a word of introduction.
        let first = shown[start...].prefix(Remark.bytesMax / 4)
        if Letters.areTelling(first), text.prefix(Remark.bytesMax).holds(first) {
          throw .restarted
        }
      case .none: break
      }
      return release(held[...])
    }

    /// What is given at the seam; all that comes behind it is given as it comes.
    private mutating func release(_ text: ArraySlice<UInt8>) -> [UInt8] {
      isJoined = true
      held = []
      return Array(text)
    }

    /// Whether an end of the text so far, with which the continuation begins, is a repetition and
    /// no accident.
    private func isRepeated(_ count: Int) -> Bool {
      let end = shown[(shown.count - count)...]
      let isTelling = Letters.areTelling(end)
      // All of it again, from its beginning on.
      if end.startIndex == start {
        return isTelling || blanks == 0 && end.contains(where: Letters.isOfWord)
      }
      return isTelling && !recurs(end)
    }

    /// Whether such an end is a word that was broken off or not, and begins again.
    ///
    /// After "a brown fo" comes "fox" or "brown fox": no text has "fofox" or "fobrown".
    private func isLastWord(_ count: Int) -> Bool {
      let end = shown[(shown.count - count)...]
      guard blanks == 0, end.startIndex > start, Letters.isLetter(shown[shown.count - 1]) else {
        return false
      }
      return end.prefix { Letters.isLetter($0) }.count >= 2
        && !Letters.isOfWord(shown[end.startIndex - 1])
    }

    /// Whether a part of the text so far stands there twice.
    private func recurs(_ part: ArraySlice<UInt8>) -> Bool {
      var seam = Seam(shown)
      seam.read(part)
      return seam.occurrences(atMost: 2) > 1
    }
  }

  extension ArraySlice<UInt8> {
    fileprivate func holds(_ part: ArraySlice<UInt8>) -> Bool {
      var seam = Seam(Array(self))
      seam.read(part)
      return seam.occurrences(atMost: 1) > 0
    }
  }
#endif
