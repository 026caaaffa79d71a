import Foundation
import PolicyGraph
import TestThreads
import Testing

@Suite(.offPool) struct OutageTests {
  /// Every domain alone, every endpoint alone, all endpoints together.
  private func outages(of graph: FailoverGraph) -> [Outage] {
    graph.domains.ids.map { Outage(domains: [$0]) }
      + graph.endpoints.ids.map { Outage(endpoints: [$0]) }
      + [Outage(endpoints: Array(graph.endpoints.ids))]
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test(
    .enabled(if: Graphviz.isInstalled, "Graphviz is not installed"),
    arguments: ExportTests.graphs.indices)
  func `Graphviz accepts a picture of what is left without a warning`(index: Int) throws {
    let graph = ExportTests.graphs[index].1
    for outage in outages(of: graph).suffix(3) {
      let (svg, complaints) = try Graphviz.svg(of: graph.dot(outage: outage))
      #expect(complaints.isEmpty, "\(ExportTests.graphs[index].0): \(complaints)")
      #expect(svg.contains("</svg>"))
      #expect(!svg.contains("href="), "a link in the picture")
    }
  }

  @Test(arguments: ExportTests.graphs.indices)
  func `every part is in the schema, and an endpoint is out with its domains`(index: Int) throws {
    let graph = ExportTests.graphs[index].1
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let schema = try object(
      String(contentsOf: root.appending(path: "grammar/schemas/graph.schema.json"), encoding: .utf8)
    )
    for outage in outages(of: graph) {
      let json = try object(graph.graphJSON(outage: outage))
      let complaints = SchemaCheck(root: schema).complaints(json, schema, at: "graph")
      #expect(complaints.isEmpty, "\(complaints.prefix(5))")
      for node in try #require(json["nodes"] as? [[String: Any]])
      where node["kind"] as? String == "endpoint" {
        let id = try #require(
          graph.endpoints.ids.first {
            Array(graph.bytes(graph.endpoints[$0].name))
              == Array((node["name"] as? String ?? "").utf8)
          })
        let isOut =
          outage.endpoints.contains(id)
          || graph.domainMembers[graph.endpoints[id].domains].contains {
            outage.domains.contains($0.domain)
          }
        #expect((node["state"] as? String == "out") == isOut)
      }
    }
  }

  @Test func `no character of a name that does not show itself reaches a picture`() {
    let graph = FailoverGraph.hostile
    for outage in outages(of: graph) {
      for text in [graph.dot(outage: outage), graph.mermaid(outage: outage)] {
        for scalar in text.unicodeScalars where scalar != "\n" {
          let category = scalar.properties.generalCategory
          #expect(category != .control && category != .format)
        }
      }
    }
  }

  @Test func `a picture without an outage is as it was`() {
    for (_, graph) in ExportTests.graphs {
      #expect(!graph.dot().contains("takes over"))
      #expect(graph.dot() == graph.dot(outage: nil))
      #expect(graph.dot() != graph.dot(outage: Outage(endpoints: [ID(0)])))
    }
  }
}
