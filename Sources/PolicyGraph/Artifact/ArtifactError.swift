/// Why bytes are not an artifact that this version can run.
public enum ArtifactError: Error, Sendable {
  /// There are more bytes than any artifact has.
  case tooLarge(bytes: Int)
  /// The bytes do not begin as an artifact does.
  case notAnArtifact
  /// The bytes end before the artifact does; `stated` is nil where not even its length is there.
  case truncated(bytes: Int, stated: UInt64?)
  /// There are bytes after the artifact's end.
  case trailingBytes(bytes: Int, stated: UInt64)
  /// The artifact has a format that this version does not read.
  case format(UInt16)
  /// The policy is written in a language that this version does not know.
  case language(UInt16)
  /// The policy uses what this version does not know; the bits that stand for it.
  case capabilities(unknown: UInt64)
  /// The header's capabilities are not those that the policy uses.
  case capabilitiesDiffer(stated: UInt64, used: UInt64)
  /// The header's own length is wrong.
  case headerLength(UInt16)
  /// The revision is above the highest that there is.
  case revision(UInt64)
  /// An entry of the section table is wrong.
  case section(index: Int, SectionProblem)
  /// The bytes changed since the artifact was written.
  case checksum
  /// The content is not what the digest names.
  case digest
  /// A text is wrong.
  case text(index: Int, TextProblem)
  /// A field of a row is wrong.
  case field(table: TableKind, row: Int, name: StaticString, FieldProblem)
  /// Rows share their parts more often than any policy makes them.
  case runsTooLong
  /// The rows do not make a policy.
  case invariant(InvariantViolation)
}

/// What is wrong with an entry of the section table.
public enum SectionProblem: Sendable {
  case unknownKind, order, empty, rowBytes, offset, length
}

/// What is wrong with a text.
public enum TextProblem: Sendable {
  case ends, notUTF8, doubled
}

/// What is wrong with a field.
public enum FieldProblem: Sendable {
  case missing, outOfRange, noSuchRow, noSuchRun, cutShort
}

/// How much of an artifact's sums a reader works out.
public enum DigestCheck: Sendable {
  /// XXH64 and SHA-256: the content is what its digest names.
  case verified
  /// XXH64 only, for a service that loads often: it finds every accident, but not a digest that
  /// was written wrong on purpose. Everything else is checked as ever.
  case trusted
}
