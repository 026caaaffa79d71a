import Foundation
import TestThreads
import Testing

@testable import PolicyGraph

/// Holds the layout of artifacts against the one that was written down for this version.
///
/// Services load artifacts that an older policyc wrote, so a field, a table or a choice that moves
/// is a new format, not a change of this one.
@Suite(.offPool) struct LayoutTests {
  private static let kept = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Layout/format-\(ArtifactFormat.version).txt")

  @Test func `the layout is the one of this format version`() throws {
    var layout = Layout()
    var graph = FailoverGraph()
    graph.visitTables(&layout)
    let isUpdating = ProcessInfo.processInfo.environment["UPDATE_LAYOUT"] == "1"
    if isUpdating { try Data(layout.text.utf8).write(to: LayoutTests.kept) }
    let kept = (try? String(contentsOf: LayoutTests.kept, encoding: .utf8)) ?? ""
    let old = Set(kept.components(separatedBy: "\n"))
    let changed = layout.text.components(separatedBy: "\n").filter { !old.contains($0) }
    #expect(
      kept == layout.text,
      """
      the layout of artifacts changed: \(changed.prefix(5))
      Raise ArtifactFormat.version if a version with this format was ever released; then write the \
      layout down with UPDATE_LAYOUT=1 swift test --filter LayoutTests
      """)
  }
}

/// Tables, their fields with their bytes, and the words of each choice, in the order of the
/// artifact.
private struct Layout: TableVisitor {
  private(set) var text = ""

  mutating func table<R: Row>(_: inout Table<R>) {
    var fields = Fields()
    var row = R()
    row.visit(&fields)
    text += "\(R.table.word)\n" + fields.lines.map { "  \($0)\n" }.joined()
  }
}

private struct Fields: FieldVisitor {
  private(set) var lines: [String] = []

  mutating func scalar<S: Scalar>(
    _ field: StaticString, _: inout S, _ range: ClosedRange<Int64>
  ) {
    let words = (S.self as? any Choice.Type).map { " \(Fields.words($0))" } ?? ""
    lines.append("\(field): \(S.width) bytes, \(range.lowerBound) to \(range.upperBound)\(words)")
  }
  mutating func rate(_ field: StaticString, _: inout Rate?) { lines.append("\(field): rate") }
  mutating func ref<R: Row>(_ field: StaticString, _: inout ID<R>) {
    lines.append("\(field): one of \(R.table.word)")
  }
  mutating func ref<R: Row>(_ field: StaticString, _: inout ID<R>?) {
    lines.append("\(field): one of \(R.table.word), or none")
  }
  mutating func target(_ field: StaticString, _: inout Target) { lines.append("\(field): target") }
  mutating func target(_ field: StaticString, _: inout Target?) {
    lines.append("\(field): target, or none")
  }
  mutating func rows<R: Row>(_ field: StaticString, _: inout Rows<R>) {
    lines.append("\(field): some of \(R.table.word)")
  }

  private static func words<C: Choice>(_: C.Type) -> String {
    C.allCases.map { "\($0.word)" }.joined(separator: " ")
  }
}
