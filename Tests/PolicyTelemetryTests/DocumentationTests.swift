#if Telemetry
  import Foundation
  import PolicyTelemetry
  import Testing

  /// The names are a contract: the module's page has all of them.
  @Suite struct DocumentationTests {
    private static let page = text(
      of: "Sources/PolicyTelemetry/PolicyTelemetry.docc/PolicyTelemetry.md")

    /// A file of the repository.
    private static func text(of path: String) -> String {
      let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(path)
      return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    }

    @Test(arguments: PolicyMetric.allCases)
    func `a metric stands on the page with its dimensions`(metric: PolicyMetric) throws {
      let row = try #require(
        DocumentationTests.page.split(separator: "\n").first {
          $0.hasPrefix("| `\(metric.rawValue)` |")
        })
      for key in metric.dimensions { #expect(row.contains("`\(key.rawValue)`")) }
    }

    @Test(arguments: TelemetryKey.allCases)
    func `a key stands on the page`(key: TelemetryKey) {
      #expect(DocumentationTests.page.contains("| `\(key.rawValue)` |"))
    }

    @Test func `the reference's tables have the names that are told, and no others`() {
      let reference = DocumentationTests.text(of: "grammar/reference.md")
      let section = reference.components(separatedBy: "\n## Telemetry\n").last ?? ""
      let told = TelemetryKey.allCases.map(\.rawValue) + PolicyMetric.allCases.map(\.rawValue)
      let rows = section.matches(of: #/(?m)^\| `([^`]+)` \|/#).map { String($0.output.1) }
      #expect(rows.sorted() == told.sorted())
    }
  }
#endif
