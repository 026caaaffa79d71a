#if Telemetry
  import Foundation
  import PolicyTelemetry
  import Testing

  /// The names are a contract: the module's page has all of them.
  @Suite struct DocumentationTests {
    private static let page: String = {
      let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Sources/PolicyTelemetry/PolicyTelemetry.docc/PolicyTelemetry.md")
      return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    }()

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
  }
#endif
