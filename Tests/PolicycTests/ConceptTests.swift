import PolicyLint
import TestThreads
import Testing

@testable import PolicyLanguage
@testable import policyc

/// The terms of the field that `policyc explain` answers.
@Suite(.offPool) struct ConceptTests {
  private static let declarations = [
    ("endpoint primary", "{ url \"https://api.one.example.com\"; timeout attempt: 5s }"),
    ("endpoint backup", "{ url \"https://api.two.example.com\"; timeout attempt: 5s }"),
    ("active-active pool", "{ member primary; member backup }"),
    ("retry usual", "{ attempts 2; otherwise { failover } }"),
    ("degrade apology", "{ step sorry { serve text: \"Later.\" } }"),
  ]

  @Test(arguments: Concept.all.map { $0.names[0] })
  func `the example compiles, and every word to see has a page`(name: String) throws {
    let concept = try #require(Concept.named(name))
    var text = "language 1\n" + concept.example + "\n"
    for (head, body) in ConceptTests.declarations where !text.contains(head + " ") {
      text += "\(head) \(body)\n"
    }
    if !text.contains("degrade none"), text.contains("route ") {
      text = text.replacing("deadline 2s;", with: "deadline 2s; degrade none;")
    }
    let found = compile("a.policy") { _ in .success(Array(text.utf8)) }.report.diagnostics
      .filter { $0.severity == .error }
    #expect(found.isEmpty, "\(found.map(\.message))")
    for word in concept.see {
      let pages = [Explain.text(for: word), RulePages.text(for: word), ReasonPages.text(for: word)]
      #expect(pages.contains { $0 != nil }, "\(word)")
    }
  }

  @Test(arguments: [
    "circuit-breaker", "Circuit Breaker", "429", "key rotation", "half-open", "retry-after",
    "failover", "prefill", "continuation", "hedging", "bulkhead", "exponential_backoff",
    "idempotency", "health check",
  ])
  func `a word that people type has an answer`(query: String) {
    #expect(Explain.text(for: query)?.contains(", in a policy\n") == true)
  }
}
