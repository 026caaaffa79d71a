import PolicyGraph
import PolicyLanguage
import TestThreads
import Testing

/// What no compiler writes and a forger may: sums that fit, rows that hold, and texts that others
/// read otherwise than we do.
@Suite(.offPool) struct ForgedArtifactTests {
  /// A way of forging, and the rule that it breaks.
  struct Forgery: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let rule: String
    let forge: @Sendable (inout FailoverGraph) -> Void

    init(_ name: String, _ rule: String, _ forge: @escaping @Sendable (inout FailoverGraph) -> Void)
    {
      testDescription = name
      self.rule = rule
      self.forge = forge
    }
  }

  private static let word = "a name is a word of the language"

  static let forgeries = [
    Forgery("a route", word) { $0.routes.rows[0].name = $0.add("chat\u{1B}[2J") },
    Forgery("an empty name", word) { $0.endpoints.rows[0].name = $0.add("") },
    Forgery("a long name", word) {
      $0.endpoints.rows[0].name = $0.add(String(repeating: "a", count: 129))
    },
    Forgery("a group", word) { $0.groups.rows[0].name = $0.add("9lives") },
    Forgery("a class", word) { $0.classes.rows[0].name = $0.add("-x") },
    Forgery("a ladder", word) { $0.ladders.rows[0].name = $0.add("a b") },
    Forgery("a step", word) { $0.steps.rows[0].name = $0.add("a\"b") },
    Forgery("a breaker", word) { $0.breakers.rows[0].name = $0.add("a\nb") },
    Forgery("a domain's label", word) { $0.domains.rows[0].label = $0.add("région") },
    Forgery("a feature", word) { $0.features.append($0.row { $0.name = $1.add("a,b") }) },
    Forgery("an attribute", word) { $0.attributes.append($0.row { $0.name = $1.add("a=b") }) },
    Forgery("a method", word) {
      var word = Word()
      word.text = $0.add("GET /x")
      $0.routeMatches.rows[0].methods = $0.words.append(contentsOf: [word])
    },
    Forgery("an attribute twice", "an endpoint states an attribute once") {
      let row: Attribute = $0.row { $0.name = $1.add("model") }
      $0.endpoints.rows[0].attributes = $0.attributes.append(contentsOf: [row, row])
    },
    Forgery("a name under two indices", "stands there twice") {
      $0.endpoints.rows[1].name = $0.texts.append(Array($0.bytes($0.endpoints.rows[0].name)))
    },
  ]

  @Test(arguments: forgeries) func `a forged artifact is refused for its rule`(forgery: Forgery) {
    var graph = FailoverGraph.llmChat
    forgery.forge(&graph)
    let text = refusal(of: graph)
    #expect(text.contains(forgery.rule), "\(text)")
  }

  @Test func `two texts that are one are found among many`() {
    var graph = FailoverGraph()
    for i in 0..<5000 { _ = graph.texts.append(Array("text \(i)".utf8)) }
    #expect(refusal(of: graph) == "")
    _ = graph.texts.append(Array("text 4321".utf8))
    #expect(refusal(of: graph).contains("text 5000 stands there twice"))
  }

  /// A text that others read, where the language takes it, and where the graph holds it.
  struct Place: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The policy around a text literal.
    let policy: @Sendable (_ literal: String) -> String
    let forge: @Sendable (inout FailoverGraph, Name) -> Void
    let texts: [String]
  }

  /// Names of headers that frame a message or concern a connection, and some that only look so.
  static let framing = [
    "Connection", "content-length", "Content-Lengths", "EXPECT", "host", "hosts", "http2-settings",
    "keep-alive", "proxy-authorization", "Proxy-", "proxy", "te", "tee", "trailer",
    "transfer-encoding", "upgrade",
  ]

  private static let controls = ["\u{0}", "a\u{0}b", "a\nb", "a\u{7F}", "", " ", "é"]

  static let places = [
    Place(
      testDescription: "url",
      policy: { "endpoint a { url \($0); timeout attempt: 1s }" },
      forge: { $0.endpoints.rows[0].url = $1 },
      texts: controls + [
        "https://a.test", "http://a.test:1/x?y=z", "wss://[::1]:443", "grpc://10.0.0.1:50051",
        "file:///etc/passwd", "ftp://a.test", "a.test", "https:a.test", "https://", "https:///x",
        "https://u:p@a.test", "https://a.test\\.b.test", "https://a.test:0", "https://a.test:65536",
        "https://a.test:1:2", "https://[::1", "https://[a%25lo]", "https://a%2eb.test", "HTTPS://a",
        "https://a.test/\r\nx: y", "https://a b", "https://a.test/{x}", "https://a_b-c.d:9/",
      ]),
    Place(
      testDescription: "env",
      policy: {
        "endpoint a { url \"http://a.test\"; timeout attempt: 1s; credential env(\($0)) }"
      },
      forge: { $0.credentials.rows[0].reference = $1 },
      texts: controls + ["KEY", "key_2", "2KEY", "A=B", "A-B", "A.B", "A B", "$KEY"]),
    Place(
      testDescription: "file",
      policy: {
        "endpoint a { url \"http://a.test\"; timeout attempt: 1s; credential file(\($0)) }"
      },
      forge: {
        $0.credentials.rows[0].source = .file
        $0.credentials.rows[0].reference = $1
      }, texts: controls + ["/run/secrets/key", "keys/a", "../key", "a b", "/"]),
    Place(
      testDescription: "probe",
      policy: {
        "endpoint a { url \"http://a.test\"; timeout attempt: 1s; probe path: \($0), every: 9s }"
      },
      forge: { graph, name in
        graph.endpoints.rows[0].probe = graph.probes.append(
          graph.row {
            $0.path = name
            $0.every = .s(9)
            $0.timeout = .s(1)
            _ = $1
          })
      },
      texts: controls + [
        "/up", "/", "/up?deep=1", "up", "@evil.test/", ".evil.test/", ":81/", "/a b", "/a\\b",
        "/a\r\nx: y", "//evil.test/", "/a#b", "/a%2", "/a%zz", "/a%2Fb", "/<a>", "/~a?b=c&d",
      ]),
    Place(
      testDescription: "header",
      policy: {
        "endpoint a { url \"http://a.test\"; timeout attempt: 1s; idempotency-key header: \($0) }"
      },
      forge: { graph, name in
        graph.endpoints.rows[0].idempotencyKey = graph.idempotencyKeys.append(
          graph.row { row, _ in row.header = name })
      },
      texts: controls + ["Idempotency-Key", "X_1", "a:b", "a b", "a\r\nb", "(x)", "x!#$%&'*+.^`|~"]
        + framing),
    Place(
      testDescription: "credential's header",
      policy: {
        "endpoint a { url \"http://a.test\"; timeout attempt: 1s; attribute auth-header: \($0) }"
      },
      forge: { graph, value in
        let row = graph.row { (row: inout Attribute, graph) in
          row.name = graph.add("auth-header")
          row.value = value
        }
        graph.endpoints.rows[0].attributes = graph.attributes.append(contentsOf: [row])
      }, texts: controls + ["x-api-key", "authorization", "a:b", "a b"] + framing),
    Place(
      testDescription: "credential's scheme",
      policy: {
        "endpoint a { url \"http://a.test\"; timeout attempt: 1s; attribute auth-scheme: \($0) }"
      },
      forge: { graph, value in
        let row = graph.row { (row: inout Attribute, graph) in
          row.name = graph.add("auth-scheme")
          row.value = value
        }
        graph.endpoints.rows[0].attributes = graph.attributes.append(contentsOf: [row])
      }, texts: controls + ["Bearer", "Token", "Bearer ", "a:b", "host"]),
    Place(
      testDescription: "path",
      policy: {
        """
        endpoint a { url "http://a.test"; timeout attempt: 1s }
        route r { match path: \($0); to a; effect read; deadline 3s; retry none; breaker none }
        """
      },
      forge: { graph, name in
        graph.pathPatterns.append(graph.row { row, _ in row.text = name })
      },
      texts: ["/a", "/", "a", "", "/a*b", "/*/b", "/é"]),
  ]

  @Test(arguments: places) func `the decoder takes a text if and only if the checker does`(
    place: Place
  ) {
    var taken = 0
    for text in place.texts {
      let compilation = compile("a.policy") { _ in
        .success(Array("language 1\n\(place.policy(literal(text)))\n".utf8))
      }
      let compiles = compilation.sealed() != nil
      var graph = FailoverGraph.llmChat
      let name = graph.add(text)
      place.forge(&graph, name)
      let refused = refusal(of: graph)
      #expect(refused.isEmpty == compiles, "\(text.debugDescription): \(refused)")
      taken += compiles ? 1 : 0
    }
    #expect(taken > 0 && taken < place.texts.count)
  }

  /// A text as the language spells it.
  private func literal(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      out += "\\u{\(String(scalar.value, radix: 16))}"
    }
    return out + "\""
  }

  private func refusal(of graph: FailoverGraph) -> String {
    do throws(ArtifactError) {
      _ = try FailoverGraph(artifact: graph.encode())
      return ""
    } catch {
      return error.description
    }
  }
}

extension FailoverGraph {
  /// A name of a text, which may be there already.
  fileprivate mutating func add(_ text: String) -> Name {
    let bytes = Array(text.utf8)
    for index in 0..<texts.count where texts.bytes(Name(index)) == bytes[...] { return Name(index) }
    return texts.append(bytes)
  }

  /// A new row, filled by `fill`.
  fileprivate mutating func row<R: Row>(_ fill: (inout R, inout FailoverGraph) -> Void) -> R {
    var row = R()
    fill(&row, &self)
    return row
  }
}
