internal import PolicyGraph

extension PolicyEngine {
  /// The route of a name, to be asked for when the service starts.
  ///
  /// - Throws: `EngineError.unknown`, with the names that come nearest.
  public func route(_ name: String) throws(EngineError) -> PolicyRoute {
    let names = generation.names
    guard let id = names.routeIDs[name] else {
      throw .unknown(.route, name, nearest: allNearest(name, in: names.routes))
    }
    return PolicyRoute(route: names.handles[id.index], engine: self)
  }

  /// The first route, in the policy's order, that takes a request by one of its `match` statements.
  ///
  /// Routes without `match` are reached by name only.
  ///
  /// - Parameters:
  ///   - method: the method, in capitals as HTTP has it.
  ///   - path: the path; a query or a fragment behind it does not count.
  ///   - headers: all headers; names are compared without regard to case.
  /// - Returns: nil if no route takes it.
  public func route(
    method: String, path: String, headers: [(name: String, value: String)] = []
  ) -> PolicyRoute? {
    let generation = generation
    let graph = generation.graph
    let path = path.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    for id in graph.routes.ids {
      for match in graph.routeMatches[graph.routes[id].matches]
      where graph.takes(match, method, path, headers) {
        return PolicyRoute(route: generation.names.handles[id.index], engine: self)
      }
    }
    return nil
  }
}

extension FailoverGraph {
  /// Whether a request is of the shape of `match`: all that it states must hold.
  fileprivate func takes(
    _ match: RouteMatch, _ method: String, _ path: Substring.UTF8View,
    _ headers: [(name: String, value: String)]
  ) -> Bool {
    (match.methods.isEmpty || words[match.methods].contains { isText($0.text, method.utf8) })
      && (match.paths.isEmpty || pathPatterns[match.paths].contains { takes($0, path) })
      && (match.header.map { takes($0, match.values, headers) } ?? true)
  }

  private func takes(_ pattern: PathPattern, _ path: Substring.UTF8View) -> Bool {
    pattern.prefix ? path.starts(with: bytes(pattern.text)) : isText(pattern.text, path)
  }

  private func takes(
    _ header: Name, _ values: Rows<Word>, _ headers: [(name: String, value: String)]
  ) -> Bool {
    headers.contains { name, value in
      // A header without values only has to be there.
      isTextIgnoringCase(header, name.utf8)
        && (values.isEmpty || words[values].contains { isText($0.text, value.utf8) })
    }
  }

  private func isText(_ name: Name, _ text: some Collection<UInt8>) -> Bool {
    bytes(name).elementsEqual(text)
  }

  private func isTextIgnoringCase(_ name: Name, _ text: String.UTF8View) -> Bool {
    bytes(name).elementsEqual(text) { lowercased($0) == lowercased($1) }
  }

  private func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
