import PolicyGraph

/// What goes into requests as it stands in the policy: names of headers, schemes, paths.
extension Checker {
  mutating func checkHeaderName(
    _ name: ArraySlice<UInt8>, _ range: SourceRange, example: String
  ) {
    if !Spelling.isToken(name) {
      report(.badHeaderName(file: file, range: range, example: example))
    } else if Spelling.isReservedHeader(name) {
      let shown = String(decoding: name, as: UTF8.self).lowercased()
      report(.reservedHeader(file: file, range: range, name: shown))
    }
  }

  /// Checks the attributes by which an HTTP client sends a credential.
  mutating func checkCredentialHeader(_ attribute: Argument) {
    let (label, value) = (words.bytes(attribute.labelWord), words.bytes(attribute.value.word))
    let range = tree.range(Int(attribute.node))
    if label.elementsEqual("auth-header".utf8) {
      checkHeaderName(value, range, example: "x-api-key")
    } else if label.elementsEqual("auth-scheme".utf8), !value.isEmpty, !Spelling.isToken(value) {
      report(.badAuthScheme(file: file, range: range))
    }
  }

  mutating func checkRequestPath(_ path: ArraySlice<UInt8>, _ range: SourceRange) {
    guard let why = PathShape.objection(path, isPattern: false) else { return }
    report(.badRequestPath(file: file, range: range, why: why.text, note: why.note))
  }
}
