extension FailoverGraph {
  /// A summary for people of what the artifact of this graph holds.
  ///
  /// - Parameter isTrusted: whether a key that the reader trusts signed it; nil if nobody looked.
  public func inspectText(isTrusted: Bool? = nil) -> String {
    var writer = InspectText(graph: self, phrase: Phrase(self))
    writer.header(isTrusted: isTrusted)
    writer.routes()
    writer.topology()
    writer.rules()
    writer.claims()
    return writer.out.text.string
  }
}

/// Writes the summary, section by section; names are made visible, so no terminal obeys them.
private struct InspectText {
  let graph: FailoverGraph
  let phrase: Phrase
  var out = InspectLines()

  mutating func header(isTrusted: Bool?) {
    out.fact("artifact") {
      $0.append("format ", Int(ArtifactFormat.version), "")
      $0.append(" · language ", Int(graph.languageVersion), " · ")
      $0.append("", graph.encodedBytes, " bytes")
    }
    let digest = graph.digest
    out.fact("content") { for byte in digest.bytes { $0.append(hex: byte) } }
    if graph.revision > 0 {
      out.fact("revision") { $0.append(magnitude: graph.revision, digitsMin: 1) }
    }
    if let signature = graph.signature {
      out.fact("signed by") {
        for byte in signature.keyID.utf8 { $0.bytes.append(byte) }
        $0.append(
          isTrusted.map { $0 ? ", which is trusted" : ", which is not trusted" }
            ?? ", not checked: `--trusting KEY` checks it")
      }
    } else if isTrusted != nil {
      out.fact("signed by") { $0.append("nobody") }
    }
    out.fact("sources") { for byte in graph.sourceDigest { $0.append(hex: byte) } }
    for source in graph.sources.rows { out.fact("") { $0.append(graph.bytes(source.name)) } }
    var needs = PhraseList(separator: ", ")
    for capability in Capability.allCases where graph.capabilities.contains(capability) {
      needs.add(capability.word)
    }
    out.fact("needs") { $0.append(needs.isEmpty ? ByteText { $0.append("nothing") } : needs.text) }
    let counts = counts
    out.fact("holds") { $0.append(counts) }
  }

  private var counts: ByteText {
    var list = PhraseList(separator: ", ")
    list.add(graph.routes.count, "route", "routes")
    list.add(graph.endpoints.count, "endpoint", "endpoints")
    list.add(graph.groups.count, "topology", "topologies")
    list.add(graph.retries.count, "retry", "retries")
    list.add(graph.breakers.count, "breaker", "breakers")
    list.add(graph.ladders.count, "ladder", "ladders")
    list.add(graph.errorTables.count, "error table", "error tables")
    list.add(graph.guarantees.count, "guarantee", "guarantees")
    list.add(graph.scenarios.count, "scenario", "scenarios")
    return list.text
  }

  mutating func routes() {
    for id in graph.routes.ids {
      let route = graph.routes[id]
      out.block(phrase.route(route))
      out.pair("to") { phrase.name(phrase.name(route.target), to: &$0) }
      out.pair("errors") { phrase.name(graph.errorTables[route.errors].name, to: &$0) }
      if let hedge = route.hedge {
        out.pair("") { $0.append(phrase.hedge(graph.hedges[hedge])) }
      }
      if route.retry != nil {
        out.pair("attempts") { $0.append("at most ", AttemptBound(graph, id).attempts, "") }
      }
      if let wait = phrase.wait(route) { out.pair("") { $0.append(wait) } }
      if let ladder = route.ladder {
        out.pair("ladder") { phrase.name(graph.ladders[ladder].name, to: &$0) }
      }
    }
  }

  mutating func topology() {
    for id in graph.groups.ids {
      let group = graph.groups[id]
      out.block([phrase.group(id)] + phrase.doc(group.doc))
      for (i, member) in graph.members[group.members].enumerated() {
        out.pair("") {
          $0.append("", i + 1, ". ")
          phrase.name(phrase.name(member.target), to: &$0)
          if member.weight == 0 { $0.append(", drained") }
          if member.weight > 1 { $0.append(", weight ", Int(member.weight), "") }
        }
      }
      for arm in graph.arms[group.arms] {
        out.pair("") {
          $0.append(phrase.arm(arm))
          $0.append(" → ")
          phrase.name(phrase.name(arm.target), to: &$0)
        }
      }
    }
    for endpoint in graph.endpoints.rows {
      out.block(
        [
          ByteText {
            $0.append("endpoint ")
            phrase.name(endpoint.name, to: &$0)
          }
        ] + phrase.doc(endpoint.doc) + credentials(endpoint) + phrase.endpoint(endpoint).dropFirst()
      )
    }
  }

  mutating func rules() {
    for id in graph.retries.ids {
      let retry = graph.retries[id]
      out.block([phrase.retry(retry)] + phrase.doc(retry.doc))
      let rules = phrase.table(of: id)
      let width = rules.map { $0.classes.bytes.count }.max() ?? 0
      for rule in rules {
        out.pair("") {
          $0.append(rule.classes)
          for _ in rule.classes.bytes.count..<width { $0.append(" ") }
          $0.append("  ")
          $0.append(rule.responses)
        }
      }
    }
    for breaker in graph.breakers.rows { out.block(phrase.breaker(breaker)) }
    for ladder in graph.ladders.rows {
      out.block([phrase.ladder(ladder)] + phrase.doc(ladder.doc))
      for (i, step) in graph.steps[ladder.steps].enumerated() {
        var list = PhraseList()
        for line in phrase.step(step) { list.add { $0.append(line) } }
        out.pair("") {
          $0.append("", i + 1, ". ")
          $0.append(list.text)
        }
      }
    }
  }

  mutating func claims() {
    for scenario in graph.scenarios.rows {
      var parts = PhraseList()
      parts.add(scenario.faults.count, "fault", "faults")
      parts.add(scenario.expects.count, "expectation", "expectations")
      out.block([
        ByteText {
          $0.append("scenario ")
          phrase.name(scenario.name, to: &$0)
          if !parts.isEmpty { $0.append(" · ") }
          $0.append(parts.text)
        }
      ])
    }
  }

  /// The URL, and where the secrets are read from; a graph holds no secret.
  private func credentials(_ endpoint: Endpoint) -> [ByteText] {
    var list = PhraseList(separator: ", ")
    for credential in graph.credentials[endpoint.credentials] {
      list.add {
        $0.append(credential.source.word)
        $0.append(" ")
        phrase.name(credential.reference, to: &$0)
      }
    }
    var lines = [ByteText { $0.append(graph.address(endpoint)[...]) }]
    if !list.isEmpty {
      lines.append(
        ByteText {
          $0.append("credentials from ")
          $0.append(list.text)
        })
    }
    return lines
  }
}

/// The lines of the summary, with their two columns.
private struct InspectLines {
  private(set) var text = ByteText()

  /// A line of the head: a word, and what there is of it.
  mutating func fact(_ word: StaticString, _ write: (inout ByteText) -> Void) {
    text.append(word)
    for _ in word.utf8CodeUnitCount..<max(10, word.utf8CodeUnitCount) { text.append(" ") }
    line(ByteText(write))
  }

  /// A declaration: its first line, the others set in below it.
  mutating func block(_ lines: [ByteText]) {
    text.append("\n")
    for (i, line) in lines.enumerated() {
      if i > 0 { text.append("  ") }
      self.line(line)
    }
  }

  /// A line below a declaration.
  mutating func pair(_ word: StaticString, _ write: (inout ByteText) -> Void) {
    text.append("  ")
    if word.utf8CodeUnitCount > 0 {
      text.append(word)
      text.append(" ")
    }
    line(ByteText(write))
  }

  private mutating func line(_ line: ByteText) {
    text.bytes += line.visible(max: 4096)
    text.append("\n")
  }
}

extension PhraseList {
  /// A number of things, if there are any.
  fileprivate mutating func add(_ count: Int, _ one: StaticString, _ many: StaticString) {
    guard count > 0 else { return }
    add {
      $0.append("", count, " ")
      $0.append(count == 1 ? one : many)
    }
  }
}
