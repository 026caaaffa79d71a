internal import PolicyGraph

/// An `Allowed`, read.
struct AllowedRule {
  private let hosts: [AllowedHost]
  private let variables: [(text: String, isPrefix: Bool)]
  private let folders: [AllowedFolder]

  init(_ allowed: Allowed) throws(EngineError) {
    hosts = try AllowedRule.read(allowed.hosts, "hosts") { AllowedHost($0) }
    variables = try AllowedRule.read(allowed.environment, "environment") { entry in
      let isPrefix = entry.hasSuffix("*")
      let text = isPrefix ? String(entry.dropLast()) : entry
      let isName = Spelling.isVariable(Array(text.utf8)[...])
      return isName || isPrefix && text.isEmpty ? (text, isPrefix) : nil
    }
    folders = try AllowedRule.read(allowed.files, "files") { AllowedFolder($0) }
  }

  private static func read<Entry>(
    _ entries: [String], _ list: String, _ read: (String) -> Entry?
  ) throws(EngineError) -> [Entry] {
    var all: [Entry] = []
    for text in entries {
      guard let entry = read(text) else { throw .allowance(list: list, entry: text) }
      all.append(entry)
    }
    return all
  }

  func covers(_ url: EndpointURL) -> Bool { hosts.contains { $0.covers(url) } }

  func covers(_ source: CredentialSource, _ name: String, _ environment: Environment) -> Bool {
    switch source {
    case .environment:
      variables.contains { $0.isPrefix ? name.hasPrefix($0.text) : name == $0.text }
    case .file: folders.contains { $0.covers(name, environment) }
    }
  }
}

extension FailoverGraph {
  /// Throws what a policy asks for and no `Allowed` covers; reads no secret.
  func check(
    allowed: [Allowed]?, _ environment: Environment
  ) throws(EngineError) {
    guard let allowed else { return }
    var rules: [AllowedRule] = []
    for one in allowed { rules.append(try AllowedRule(one)) }
    var refusals: [EngineError.Refusal] = []
    var owned = [Bool](repeating: false, count: credentials.count)
    for endpoint in endpoints.rows {
      for id in endpoint.credentials { owned[id.index] = true }
      refusals += self.refusals(endpoint, rules, environment)
    }
    // No compiler writes a credential that no endpoint uses; it would be read all the same.
    for id in credentials.ids where !owned[id.index] {
      refusals += refused([id][...], by: rules, environment).map {
        EngineError.Refusal(endpoint: nil, refused: $0)
      }
    }
    guard refusals.isEmpty else { throw .notAllowed(refusals) }
  }

  private func refusals(
    _ endpoint: Endpoint, _ rules: [AllowedRule], _ environment: Environment
  ) -> [EngineError.Refusal] {
    let name = text(endpoint.name)
    // Every graph that was decoded has URLs that can be taken apart.
    guard let url = try? EndpointURL(bytes(endpoint.url)) else { return [] }
    let near = rules.filter { $0.covers(url) }
    guard !near.isEmpty else {
      return [EngineError.Refusal(endpoint: name, refused: url.origin)]
    }
    // The rule that refuses least is the one that was meant.
    let refused = near.map { self.refused(Array(endpoint.credentials)[...], by: [$0], environment) }
    return (refused.min { $0.count < $1.count } ?? []).map {
      EngineError.Refusal(endpoint: name, refused: $0)
    }
  }

  /// The references of credentials that none of the rules covers.
  private func refused(
    _ ids: ArraySlice<ID<Credential>>, by rules: [AllowedRule], _ environment: Environment
  ) -> [String] {
    ids.compactMap { id in
      let row = credentials[id]
      let name = text(row.reference)
      return rules.contains { $0.covers(row.source, name, environment) }
        ? nil : "\(row.source.word)(\"\(name)\")"
    }
  }
}

extension EndpointURL {
  /// The URL up to its path: what stands behind it may be nobody's business.
  fileprivate var origin: String {
    String(decoding: scheme + "://".utf8 + host, as: UTF8.self)
      + (port.isEmpty ? "" : ":" + String(decoding: port, as: UTF8.self))
  }
}
