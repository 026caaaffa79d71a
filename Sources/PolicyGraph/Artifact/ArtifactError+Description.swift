extension ArtifactError: CustomStringConvertible {
  /// What is wrong and what to do about it, in plain words.
  public var description: String { words.string }

  /// The same without a string.
  package var words: ByteText { ByteText { write(into: &$0) } }

  private func write(into text: inout ByteText) {
    switch self {
    case .tooLarge(let bytes):
      text.append("too large for an artifact: ", bytes, " bytes, at most ")
      text.append(Int64(ArtifactFormat.bytesMax))
    case .notAnArtifact:
      text.append("not an artifact: it begins with other bytes; `policyc compile` makes one")
    case .truncated(let bytes, let stated):
      text.append("cut short: ", bytes, " bytes")
      if let stated {
        text.append(" of ")
        text.append(magnitude: stated, digitsMin: 1)
      }
      text.append("; copy the artifact again")
    case .trailingBytes(let bytes, let stated):
      text.append("followed by other bytes: ", bytes, " bytes, the artifact has ")
      text.append(magnitude: stated, digitsMin: 1)
      text.append("; copy it again")
    case .format(let found) where found > ArtifactFormat.version:
      text.append("written by a newer policyc: format ", Int(found), ", this one reads ")
      text.append(Int64(ArtifactFormat.version))
      text.append(": recompile the policy with this version")
    case .format(let found):
      text.append("of no known format: ", Int(found), "; recompile the policy with this version")
    case .language(let found):
      text.append("compiled from language version ", Int(found), ", this one knows ")
      text.append(Int64(ArtifactFormat.languageVersion))
      text.append("; update the program that loads it")
    case .capabilities(let unknown):
      text.append("the policy uses what this version does not know (capability")
      text.append(bits: unknown)
      text.append("); update the program that loads it")
    case .capabilitiesDiffer, .headerLength, .revision, .section, .checksum, .digest, .text,
      .field, .runsTooLong, .invariant:
      text.append("damaged: ")
      writeDamage(into: &text)
      text.append("; copy the artifact again or recompile the policy")
    }
  }

  private func writeDamage(into text: inout ByteText) {
    switch self {
    case .capabilitiesDiffer(let stated, let used):
      text.append("the header states other capabilities (")
      text.append(bits: stated)
      text.append(") than the policy uses (")
      text.append(bits: used)
      text.append(")")
    case .headerLength(let bytes):
      text.append("the header is said to have ", Int(bytes), " bytes")
    case .revision(let revision):
      text.append("the revision is said to be ")
      text.append(magnitude: revision, digitsMin: 1)
    case .section(let index, let problem):
      text.append("entry ", index, " of the section table ")
      text.append(problem.words)
    case .checksum: text.append("the bytes do not have the checksum they had when written")
    case .digest: text.append("the content is not what its digest names")
    case .text(let index, let problem):
      text.append("text ", index, problem.words)
    case .field(let table, let row, let name, let problem):
      text.append(table.word)
      text.append("[", row, "].")
      text.append(name)
      text.append(problem.words)
    case .runsTooLong: text.append("rows share parts more often than any policy makes them")
    case .invariant(let violation): violation.write(into: &text)
    case .tooLarge, .notAnArtifact, .truncated, .trailingBytes, .format, .language, .capabilities:
      break
    }
  }
}

extension SectionProblem {
  fileprivate var words: StaticString {
    switch self {
    case .unknownKind: "has a kind that this version does not know"
    case .order: "is out of order"
    case .empty: "is empty"
    case .rowBytes: "has rows of another size"
    case .offset: "does not begin where the one before it ends"
    case .length: "has another length than its rows"
    }
  }
}

extension TextProblem {
  fileprivate var words: StaticString {
    switch self {
    case .ends: " ends before it begins, or after the last byte"
    case .notUTF8: " is not UTF-8"
    case .doubled: " stands there twice"
    }
  }
}

extension FieldProblem {
  fileprivate var words: StaticString {
    switch self {
    case .missing: " is missing"
    case .outOfRange: " is out of range"
    case .noSuchRow: " names a row that does not exist"
    case .noSuchRun: " names rows that do not exist"
    case .cutShort: " goes on behind the end of its table"
    }
  }
}

extension ByteText {
  /// A number between two pieces of text.
  mutating func append(_ before: StaticString, _ number: Int, _ after: StaticString) {
    append(before)
    append(Int64(number))
    append(after)
  }

  /// The numbers of the bits that are set, each after a blank or, from the second, a comma.
  mutating func append(bits: UInt64) {
    append(bits.nonzeroBitCount == 1 ? " bit" : " bits")
    for bit in 0..<UInt64.bitWidth where bits & (1 << UInt64(bit)) != 0 {
      append(" ", bit, "")
    }
  }
}
