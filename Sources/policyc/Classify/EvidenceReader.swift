import PolicyGraph
import PolicyLanguage
import PolicyRuntime

extension Evidence {
  /// What `--transport` may say.
  static let transportWords = Transport.allCases.filter { $0 != .none }.map { "\($0.word)" }
}

extension Session {
  /// What the options say that a client has in hand; nil after a complaint.
  ///
  /// Neither values of headers nor texts are ever part of a message: they may hold secrets.
  mutating func evidence(_ arguments: Arguments) throws(UsageError) -> Evidence? {
    var evidence = Evidence()
    if arguments.has(.status) {
      evidence.status = try arguments.number(.status, in: 100...999).map {
        UInt32(truncatingIfNeeded: $0)
      }
    }
    for header in arguments.values(.header) {
      guard let colon = header.bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0 else {
        throw .operands("`--header` needs a name, a colon and a value: 'retry-after: 3'", .classify)
      }
      evidence.headers.append(
        Evidence.Header(Array(header.bytes[..<colon]), Array(header.bytes[(colon + 1)...])))
    }
    if let word = arguments.value(.transport)?.shown {
      guard let known = Transport.allCases.first(where: { "\($0.word)" == word }), known != .none
      else {
        throw .unknownChoice(
          OptionName.transport.rawValue, word, Evidence.transportWords, .classify)
      }
      evidence.transport = known
    }
    if arguments.has(.body), arguments.has(.event) {
      throw .operands("an answer has a `--body`, a stream an `--event`: say one of them", .classify)
    }
    evidence.isEvent = arguments.has(.event)
    if let text = arguments.value(.body) ?? arguments.value(.event) {
      guard let bytes = content(text) else { return nil }
      evidence.body = bytes[...]
    }
    let options: [OptionName] = [.status, .header, .body, .event, .transport]
    guard options.contains(where: arguments.has) else {
      throw .operands(
        "nothing to classify: say what the client has in hand, as in `--status 503`", .classify)
    }
    return evidence
  }

  /// A text, or what a file named by `@FILE` holds.
  private mutating func content(_ text: Path) -> [UInt8]? {
    guard text.bytes.first == UInt8(ascii: "@") else { return text.bytes }
    let path = Path(Array(text.bytes.dropFirst()))
    switch path == .standard ? FileReader.standardInput() : FileReader.read(path) {
    case .success(let bytes): return bytes
    case .failure(let failure):
      complain("cannot read `\(path.shown)`: \(failure.reason)")
      return nil
    }
  }
}
