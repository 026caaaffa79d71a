import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let classNeverProduced = LintRule(
    "class-never-produced", .failover, "A class that no failure ever has",
    why: """
      No error table in use produces this class, so the rule that waits for it never applies and \
      protects nothing.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      endpoint b { url "https://b.example.com" }
      active-passive main { member a; member b }
      retry usual { attempts 2; on rejected, content-filtered { fail }; otherwise { failover } }
      route lookup { to main; effect read; deadline 15s; retry usual }
      """,
    fix: ("rejected, content-filtered", "rejected")
  ) { linted in
    var told: [ID<ErrorClass>: Int] = [:]
    var findings: [Finding] = []
    for mention in linted.idleMentions() {
      if let known = told[mention.errorClass] {
        findings[known].related.append(Diagnostic.Related("named here, too", mention.place))
        continue
      }
      told[mention.errorClass] = findings.count
      let name = linted.quoted(mention.errorClass)
      findings.append(
        Finding(
          "no error table used with \(mention.title) produces \(name)",
          at: mention.place, of: mention.subject,
          notes: [
            "add a row that produces \(name) to the error table, as in `\(linted.graph.text(linted.graph.classes[mention.errorClass].name)) status: 418`, or remove the class"
          ]))
    }
    return findings
  }
}

extension LintedPolicy {
  /// A class that is named where it cannot come.
  fileprivate struct Mention {
    let errorClass: ID<ErrorClass>
    let place: Place
    let subject: Declared
    let title: String
  }

  /// Every class that is named in the root file where no failure has it; what is imported may be
  /// there for other programs as well.
  fileprivate func idleMentions() -> [Mention] {
    (mentionsInRetries() + mentionsInBreakers() + mentionsInSteps()).filter {
      $0.place.file == FileID(0)
    }
  }

  private func mentionsInRetries() -> [Mention] {
    var tables = [Set<ID<ErrorTable>>](repeating: [], count: graph.retries.count)
    for reached in reached {
      let route = graph.routes[reached.route]
      for id in reached.endpoints {
        let endpoint = graph.endpoints[id]
        guard let retry = endpoint.retry ?? route.retry else { continue }
        tables[retry.index].insert(endpoint.errors ?? route.errors)
      }
    }
    return graph.retries.ids.flatMap { id -> [Mention] in
      guard !tables[id.index].isEmpty else { return [] }
      let possible = produced(by: tables[id.index])
      return graph.retries[id].rules.flatMap { rule in
        graph.classMembers[graph.rules[rule].classes].map(\.errorClass)
          .filter { !possible.contains($0) }.map {
            Mention(
              errorClass: $0, place: named($0, in: policy.statement(of: rule)), subject: .retry(id),
              title: "this retry")
          }
      }
    }
  }

  private func mentionsInBreakers() -> [Mention] {
    var tables = [Set<ID<ErrorTable>>](repeating: [], count: graph.breakers.count)
    for use in guarded() {
      tables[use.breaker.index].insert(
        graph.endpoints[use.endpoint].errors ?? graph.routes[use.route].errors)
    }
    return graph.breakers.ids.flatMap { id -> [Mention] in
      guard !tables[id.index].isEmpty else { return [] }
      let possible = produced(by: tables[id.index])
      // Those that count by themselves were not named.
      return graph.classMembers[graph.breakers[id].counted].map(\.errorClass)
        .filter { !possible.contains($0) && !policy.isCountedByDefault($0) }.map {
          Mention(
            errorClass: $0, place: named($0, in: policy.statement(of: .breaker(id), .count)),
            subject: .breaker(id), title: "this breaker")
        }
    }
  }

  private func mentionsInSteps() -> [Mention] {
    laddersInUse().flatMap { ladder, routes -> [Mention] in
      let ids = Set(routes)
      var tables = Set<ID<ErrorTable>>()
      for reached in reached where ids.contains(reached.route) {
        let route = graph.routes[reached.route]
        for id in reached.endpoints { tables.insert(graph.endpoints[id].errors ?? route.errors) }
      }
      let possible = produced(by: tables)
      return graph.ladders[ladder].steps.flatMap { step in
        graph.classMembers[graph.steps[step].when].map(\.errorClass)
          .filter { !possible.contains($0) }.map {
            Mention(
              errorClass: $0, place: named($0, in: policy.statement(of: step), last: true),
              subject: .ladder(ladder), title: "this ladder")
          }
      }
    }
  }

  /// Where a class is named in a statement; of a step, whose name it may be as well, the last time.
  private func named(
    _ id: ID<ErrorClass>, in statement: StatementNode?, last: Bool = false
  ) -> Place {
    guard let statement else { return Place(file: FileID(0), range: SourceRange(0, 0)) }
    let tree = policy.tree(statement.file)
    let name = graph.text(graph.classes[id].name)
    let leaves = (statement.node..<statement.node + tree.nodes[statement.node].size).filter {
      tree.nodes[$0].kind == .leaf && tree.source.text(tree.range($0)) == name
    }
    let found = (last ? leaves.last : leaves.first) ?? statement.node
    return Place(file: statement.file, range: tree.headRange(found))
  }

  /// The classes that some tables produce, and those that come without one.
  private func produced(by tables: Set<ID<ErrorTable>>) -> Set<ID<ErrorClass>> {
    var found: Set<ID<ErrorClass>> = [
      policy.errorClass(.unclassified), policy.errorClass(.noCandidate),
      policy.errorClass(.notServed),
      policy.errorClass(.cancelled),
    ]
    for table in tables {
      for row in graph.errorRows[graph.errorTables[table].rows] {
        if let errorClass = row.errorClass { found.insert(errorClass) }
      }
    }
    return found
  }
}
