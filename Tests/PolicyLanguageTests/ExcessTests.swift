import PolicyGraph
import TestThreads
import Testing

@testable import PolicyLanguage

/// Each kind of excess, with a policy at the limit and one above it.
enum ExcessKind: CaseIterable {
  case tagNames, credentials, ways, state

  init(_ excess: Excess) {
    switch excess {
    case .tagNames: self = .tagNames
    case .credentials: self = .credentials
    case .ways: self = .ways
    case .state: self = .state
    }
  }

  /// What the checker calls it.
  var code: DiagnosticCode {
    switch self {
    case .tagNames: .tooManyTags
    case .credentials: .tooManyCredentials
    case .ways: .tooManyWays
    case .state: .tooMuchState
    }
  }

  /// A whole policy; with `over` it asks for one more than there is room for.
  func text(over: Bool) -> String {
    let (between, target) = parts(over ? 1 : 0)
    return """
      language 1
      endpoint a { url "http://a.test"; timeout attempt: 1s }
      endpoint b { url "http://b.test"; timeout attempt: 1s }
      \(between)
      route r { to \(target); effect read; deadline 20s; degrade none; retry none; breaker none }

      """
  }

  private func parts(_ more: Int) -> (between: String, target: String) {
    switch self {
    case .tagNames:
      let arms = (0..<Excess.tagNamesMax + more).map { "when tag: t\($0), is: x { to b }\n" }
      return ("select s {\n\(arms.joined())otherwise { to a } }", "s")
    case .credentials:
      let keys = (0..<Excess.credentialsMax + more).map { "env(\"K\($0)\")" }
      return (
        """
        endpoint c {
          url "http://c.test"
          timeout attempt: 1s
          credential \(keys.joined(separator: ", "))
        }
        """, "c"
      )
    case .ways:
      // Each layer doubles the ways of the one below and adds one: 2¹⁶ − 1 after the fifteenth.
      let selects = (1...14 + more).map {
        "select s\($0) { when tag: t, is: x { to s\($0 - 1) }; otherwise { to s\($0 - 1) } }\n"
      }
      let bottom = "select s0 { when tag: t, is: x { to b }; otherwise { to a } }\n"
      return (bottom + selects.joined(), "s\(14 + more)")
    case .state:
      let trips = (0..<40).map { _ in "trip failures: 1000, over: 1000000\n" }.joined()
      let names = (0..<20 + more * 10).map { "e\($0)" }
      let endpoints = names.map {
        "endpoint \($0) { url \"http://\($0).test\"; timeout attempt: 1s; breaker k }\n"
      }
      let members = names.map { "member \($0); " }.joined()
      return (
        "breaker k { \(trips)cooldown 1s }\n\(endpoints.joined())"
          + "active-active all { \(members)balance random }", "all"
      )
    }
  }
}

/// What nobody could run does not compile, and no artifact of it is read.
@Suite(.offPool) struct ExcessTests {
  private func compiled(_ text: String) -> Compilation {
    compile("case.policy") { _ in .success(Array(text.utf8)) }
  }

  @Test(arguments: ExcessKind.allCases)
  func `a policy at the limit compiles, and the next one has its diagnostic`(kind: ExcessKind) {
    let fits = compiled(kind.text(over: false))
    #expect(fits.report.diagnostics.isEmpty)
    #expect(fits.graph?.excesses() == [])
    let over = compiled(kind.text(over: true))
    #expect(over.report.diagnostics.map(\.code) == [kind.code])
    #expect(over.graph == nil)
    // With numbers, and with advice.
    let finding = over.report.diagnostics.first
    #expect(finding?.message.contains(where: \.isNumber) == true)
    #expect(finding?.notes.isEmpty == false)
  }

  @Test(arguments: ExcessKind.allCases)
  func `an artifact above the limit is refused`(kind: ExcessKind) throws {
    var graph = try #require(compiled(kind.text(over: false)).graph)
    switch kind {
    case .tagNames:
      graph.groups[ID(0)].stickyKey = graph.groups[ID(0)].name
    case .credentials:
      let more = try #require(graph.credentials.rows.last)
      _ = graph.credentials.append(more)
      graph.endpoints[ID(2)].credentials = Rows(first: 0, count: Excess.credentialsMax + 1)
    case .ways:
      let top = ID<Group>(graph.groups.count - 1)
      let arms = Array(graph.arms[graph.groups[top].arms])
      graph.groups[top].arms = graph.arms.append(contentsOf: [arms[0], arms[0]] + arms)
    case .state:
      let half = graph.breakers[ID(0)].trips
      let all = graph.trips.append(contentsOf: Array(graph.trips[half]) + graph.trips[half])
      graph.breakers[ID(0)].trips = all
    }
    #expect(graph.excesses().map(ExcessKind.init) == [kind])
    #expect(throws: ArtifactError.self) { try FailoverGraph(artifact: graph.encode()) }
  }
}
