import Foundation
import PolicyGraph
import TestThreads
import Testing

@Suite(.offPool) struct ExportTests {
  static let graphs: [(String, FailoverGraph)] =
    [("chat", .llmChat), ("orders", .orders), ("hostile", .hostile)]
    // Random graph 5 has two ladders with a step in common, which no policy can say.
    + [1, 2, 3, 4, 6].map { ("random \($0)", .random(seed: $0)) }

  @Test(.enabled(if: Graphviz.isInstalled, "Graphviz is not installed"), arguments: graphs.indices)
  func `Graphviz accepts every picture without a warning`(index: Int) throws {
    let graph = Self.graphs[index].1
    for route in [nil] + graph.routes.ids.map({ $0 }) {
      let (svg, complaints) = try Graphviz.svg(of: graph.dot(route: route))
      #expect(complaints.isEmpty, "\(Self.graphs[index].0): \(complaints)")
      #expect(svg.contains("</svg>"))
      #expect(!svg.contains("href="), "a link in the picture")
      #expect(!svg.contains("<script"))
    }
  }

  @Test(arguments: graphs.indices) func `every arrow joins nodes that are drawn`(index: Int) {
    let graph = Self.graphs[index].1
    let dot = graph.dot()
    var nodes: Set<Substring> = []
    for line in dot.split(separator: "\n").map({ $0.drop { $0 == " " } })
    where !line.hasPrefix("{") && line.contains(" [") && !line.contains(" -> ") {
      nodes.insert(line.prefix { $0 != " " })
    }
    for line in dot.split(separator: "\n").map({ $0.drop { $0 == " " } })
    where !line.hasPrefix("{") && line.firstRange(of: /^\w+ -> \w+ \[/) != nil {
      let parts = line.split(separator: " ")
      #expect(nodes.contains(parts[0]) && nodes.contains(parts[2]), "\(line)")
    }
  }

  @Test(arguments: graphs.indices) func `the JSON says what it shows`(index: Int) throws {
    let graph = Self.graphs[index].1
    for route in [nil] + graph.routes.ids.map({ $0 }) {
      let json = try object(graph.graphJSON(route: route))
      #expect(json["formatVersion"] as? Int == 1)
      let nodes = try #require(json["nodes"] as? [[String: Any]])
      let ids = nodes.compactMap { $0["id"] as? String }
      #expect(ids.count == nodes.count)
      for edge in try #require(json["edges"] as? [[String: Any]]) {
        #expect(ids.contains(edge["from"] as? String ?? ""), "\(edge)")
        #expect(ids.contains(edge["to"] as? String ?? ""), "\(edge)")
      }
      for node in nodes {
        if let parent = node["parent"] as? String { #expect(ids.contains(parent)) }
      }
    }
  }

  @Test func `the JSON of the chat policy has its tiers, weights and responses`() throws {
    let json = try object(FailoverGraph.llmChat.graphJSON())
    let edges = try #require(json["edges"] as? [[String: Any]])
    let failover = try #require(edges.first { $0["kind"] as? String == "failover" })
    #expect(failover["from"] as? String == "group:azure")
    #expect(failover["to"] as? String == "endpoint:anthropic")
    #expect(failover["order"] as? Int == 2)
    #expect((failover["label"] as? [String])?.contains("rate-limited") == true)
    let weights = edges.compactMap { $0["weight"] as? Int }
    #expect(weights == [3, 1])
    #expect(edges.contains { $0["kind"] as? String == "reroute" })
    #expect(edges.contains { $0["kind"] as? String == "hedge" })
  }

  @Test(arguments: graphs.indices) func `inspect lists every table and field`(index: Int) throws {
    let graph = Self.graphs[index].1
    let json = try object(graph.inspectJSON())
    let tables = try #require(json["tables"] as? [String: [[String: Any]]])
    #expect(tables.count == TableKind.allCases.count - 1)
    #expect(tables["endpoints"]?.count == graph.endpoints.count)
    let timeouts = tables["endpoints"]?.compactMap { $0["attemptTimeout"] as? Double }
    #expect(timeouts == graph.endpoints.rows.map { Double($0.attemptTimeout.ns) / 1e9 })
    #expect(tables["routes"]?.allSatisfy { $0["name"] is String } == true)
    let artifact = try #require(json["artifact"] as? [String: Any])
    #expect(artifact["bytes"] as? Int == graph.encode().count)
  }

  @Test(arguments: ["graph", "inspect"]) func `every key of the JSON is in its schema`(name: String)
    throws
  {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let schema = try object(
      String(
        contentsOf: root.appending(path: "grammar/schemas/\(name).schema.json"), encoding: .utf8))
    for graph in [FailoverGraph.llmChat, .orders, .random(seed: 2)] {
      let json = try object(name == "graph" ? graph.graphJSON() : graph.inspectJSON())
      let complaints = SchemaCheck(root: schema).complaints(json, schema, at: name)
      #expect(complaints.isEmpty, "\(complaints.prefix(5))")
    }
  }

  @Test func `no character of a name that does not show itself reaches a picture or a terminal`() {
    let graph = FailoverGraph.hostile
    for text in [graph.dot(), graph.mermaid(), graph.inspectText()] {
      for scalar in text.unicodeScalars where scalar != "\n" {
        #expect(
          scalar.properties.generalCategory != .control, "U+\(String(scalar.value, radix: 16))")
        #expect(
          scalar.properties.generalCategory != .format, "U+\(String(scalar.value, radix: 16))")
      }
    }
  }

  @Test func `a name ends no string and opens no tag`() {
    let graph = FailoverGraph.hostile
    #expect(graph.dot().contains(#"\"];evil->x[label=\""#))
    #expect(!graph.mermaid().contains("<script>"))
    #expect(!graph.mermaid().contains("\"];evil"))
    #expect(graph.mermaid().contains("#lt;script#gt;"))
  }

  @Test func `a route is found by its name`() {
    #expect(FailoverGraph.orders.route(named: "positions") == ID<Route>(2))
    #expect(FailoverGraph.orders.route(named: "position") == nil)
  }

  @Test func `the picture of one route leaves the others out`() {
    let graph = FailoverGraph.orders
    let dot = graph.dot(route: graph.route(named: "positions"))
    #expect(dot.contains("clearing"))
    #expect(!dot.contains("venue-b-line-1"))
    #expect(!dot.contains("stop-trading"))
  }

  @Test func `inspect says what a reviewer asks first`() {
    let text = FailoverGraph.llmChat.inspectText()
    for line in [
      "artifact  format \(ArtifactFormat.version) · language 1", "          llm-chat.policy",
      "active-passive chat-providers · failback after 1m, hold 30s",
      "  too-large                      reroute to anthropic",
      "  credentials from env AZURE_EAST_KEY, env AZURE_EAST_KEY_2",
    ] {
      #expect(text.contains(line), "\(line)")
    }
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }
}

extension FailoverGraph {
  /// Names that try to leave their quotes, their line, their direction and their terminal.
  static let hostile: FailoverGraph = {
    var builder = GraphBuilder(source: "evil\u{1b}[2J.policy")
    let errors = builder.errorTable("t", [("unavailable", 500...599)])
    let names = [
      "\"];evil->x[label=\"", "back\\slash\\", "new\nline\\n", "<script>alert(1)</script>", "{a|b}",
      "&lt;&amp;", "\u{202e}right-to-left", "\u{1b}[31mred", "\u{9b}c1", "\u{feff}bom\u{200b}",
      "#quot; `code` *bold* __under__", "subgraph", "end", "ä€😀", "", "\\N\\G\\E", "%% comment",
      "1. list",
    ]
    let members = names.map { name in
      builder.endpoint(name, domains: [("label \(name)", name)]) { $0.doc = $1.name("doc \(name)") }
    }
    let group = builder.group(
      "g\"", .activeActive, members.enumerated().map { ($1, UInt32($0 + 1)) })
    let tiers = builder.group("\"tiers", .activePassive, [(group, 1), (members[0], 1)])
    let retry = builder.retry(
      "r|{}<>", attempts: 2, rules: [builder.rule(["a|b"], [.of(.failover)])])
    let text = builder.name("\"}]; \u{7} | { text")
    let step = builder.step("s\"", .serveText) {
      $0.text = text
      $0.status = 500
    }
    let ladder = builder.ladder("l\"", [step])
    builder.route("route \" \u{202e}", to: tiers, errors: errors, deadline: .s(9), path: "/\"\u{1}")
    {
      row, _ in
      row.retry = retry
      row.ladder = ladder
    }
    return builder.graph
  }()
}
