extension InvariantCheck {
  /// What others read is spelled as they expect it: words of the language, URLs, references of
  /// credentials, paths and the names of headers.
  ///
  /// The names of declarations are looked at where they are found to be unique.
  mutating func spelling(of graph: FailoverGraph) {
    each(graph.endpoints.rows) { check, endpoint in
      let url = graph.bytes(endpoint.url)
      let variable = endpoint.urlVariable.map { graph.bytes($0) }
      if let variable {
        check.require(
          Spelling.isVariable(variable), "the name of a variable is letters, digits and `_`")
      }
      guard variable == nil || !url.isEmpty else { return }
      let parts = try? EndpointURL(url)
      check.require(
        parts != nil, "the URL of an endpoint has a known scheme and a host, and no credentials")
      check.require(
        !(parts?.holdsCredential ?? false) || !endpoint.credentials.isEmpty,
        "a URL with a place for a credential belongs to an endpoint that has one")
    }
    each(graph.credentials.rows) { check, credential in
      let reference = graph.bytes(credential.reference)
      switch credential.source {
      case .environment:
        check.require(
          Spelling.isVariable(reference), "the name of a variable is letters, digits and `_`")
      case .file:
        check.require(
          Spelling.isFilePath(reference), "the path of a credential has no control characters")
      }
    }
    each(graph.probes.rows) { check, probe in
      check.require(
        probe.path.map { Spelling.isRequestPath(graph.bytes($0)) } ?? true,
        "the path of a probe is a path of HTTP")
    }
    each(graph.idempotencyKeys.rows) { check, key in
      check.require(
        Spelling.isHeaderName(graph.bytes(key.header)),
        "a header that is sent has a proper name, and none of a connection's")
      check.word(key.sharedBy, of: graph)
    }
    each(graph.pathPatterns.rows) { check, pattern in
      let path = graph.bytes(pattern.text)
      check.require(
        path.first == UInt8(ascii: "/") && !path.contains(UInt8(ascii: "*")),
        "a path that is matched begins with `/` and holds no `*`")
    }
    words(of: graph)
  }

  /// Names that are no declarations.
  private mutating func words(of graph: FailoverGraph) {
    each(graph.domains.rows) { $0.word($1.label, of: graph) }
    each(graph.attributes.rows) { check, attribute in
      check.word(attribute.name, of: graph)
      check.credentialHeader(attribute, of: graph)
    }
    each(graph.features.rows) { $0.word($1.name, of: graph) }
    each(graph.servedValues.rows) { $0.word($1.tag, of: graph) }
    each(graph.responses.rows) { $0.word($1.same, of: graph) }
    each(graph.guarantees.rows) { $0.word($1.label, of: graph) }
    each(graph.routeMatches.rows) { check, match in
      for method in graph.words[match.methods] { check.word(method.text, of: graph) }
    }
  }

  /// Requires that the attributes by which a credential is sent are what HTTP allows.
  private mutating func credentialHeader(_ attribute: Attribute, of graph: FailoverGraph) {
    let (name, value) = (graph.bytes(attribute.name), graph.bytes(attribute.value))
    if name.spells("auth-header") {
      require(
        Spelling.isHeaderName(value),
        "a header that carries a credential has a proper name, and none of a connection's")
    } else if name.spells("auth-scheme") {
      require(value.isEmpty || Spelling.isToken(value), "the scheme of a credential is a token")
    }
  }

  /// Requires that a name, if there is one, is a word.
  mutating func word(_ name: Name?, of graph: FailoverGraph) {
    guard let name else { return }
    require(Spelling.isWord(graph.bytes(name)), "a name is a word of the language")
  }
}
