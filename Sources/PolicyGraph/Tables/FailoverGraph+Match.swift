extension FailoverGraph {
  /// The first route, in the policy's order, that takes a request by one of its `match` statements;
  /// nil if none does.
  ///
  /// - Parameters:
  ///   - method: the method, in capitals as HTTP has it.
  ///   - path: the path; a query or a fragment behind it does not count.
  ///   - headers: all headers; names are compared without regard to case.
  package func route<Bytes: Collection<UInt8>>(
    method: Bytes, path: Bytes, headers: [(name: Bytes, value: Bytes)]
  ) -> ID<Route>? {
    let path = path.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    for id in routes.ids {
      for match in routeMatches[routes[id].matches] where takes(match, method, path, headers) {
        return id
      }
    }
    return nil
  }

  /// Whether a request is of the shape of `match`: all that it states must hold.
  private func takes<Bytes: Collection<UInt8>>(
    _ match: RouteMatch, _ method: Bytes, _ path: Bytes.SubSequence,
    _ headers: [(name: Bytes, value: Bytes)]
  ) -> Bool {
    (match.methods.isEmpty || words[match.methods].contains { isText($0.text, method) })
      && (match.paths.isEmpty || pathPatterns[match.paths].contains { takes($0, path) })
      && takes(match.header, match.values, headers)
  }

  private func takes(_ pattern: PathPattern, _ path: some Collection<UInt8>) -> Bool {
    pattern.prefix ? path.starts(with: bytes(pattern.text)) : isText(pattern.text, path)
  }

  private func takes<Bytes: Collection<UInt8>>(
    _ header: Name?, _ values: Rows<Word>, _ headers: [(name: Bytes, value: Bytes)]
  ) -> Bool {
    guard let header else { return true }
    return headers.contains { name, value in
      // A header without values only has to be there.
      isTextIgnoringCase(header, name)
        && (values.isEmpty || words[values].contains { isText($0.text, value) })
    }
  }

  private func isText(_ name: Name, _ text: some Collection<UInt8>) -> Bool {
    bytes(name).elementsEqual(text)
  }

  private func isTextIgnoringCase(_ name: Name, _ text: some Collection<UInt8>) -> Bool {
    bytes(name).elementsEqual(text) { lowercased($0) == lowercased($1) }
  }

  private func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}
