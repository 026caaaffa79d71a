import PolicyLint
import Testing

@Suite struct CategoryTests {
  @Test func `every category has a word of its own`() {
    #expect(Set(LintCategory.allCases.map(\.rawValue)).count == LintCategory.allCases.count)
  }
}
