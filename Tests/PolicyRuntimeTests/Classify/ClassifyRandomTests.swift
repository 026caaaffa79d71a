import PolicyGraph
import TestThreads
import Testing

@testable import PolicyRuntime

/// Properties of the classification of anything.
@Suite(.offPool) struct ClassifyRandomTests {
  private static let pieces: [String] = [
    "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u00", "\\uD83D", "error", "\"error\":",
    "\"code\":",
    "\"type\":", "\"usage\":{", "\"total_tokens\":", "-1003", "429", "null", "\"EAPI:Invalid key\"",
    "\"overloaded_error\"", "data: ", "event: error\n", "\n\n", "\r\n", "PerDay",
    "\"retryDelay\":\"17s\"",
    "é", "\0", " ",
  ]
  private static let names = [
    "retry-after", "Date", "grpc-status", "grpc-retry-pushback-ms", "x-should-retry", "ratelimit",
    "x-ratelimit-reset", "x-ratelimit-remaining", "anthropic-ratelimit-tokens-reset",
    "retry-after-ms",
  ]

  private func evidence(_ random: inout Random) -> Evidence {
    var body: [UInt8] = []
    for _ in 0..<random.pick(24) {
      if random.pick(8) == 0 {
        body.append(UInt8(random.pick(256)))
      } else {
        body += Array(Self.pieces[random.pick(Self.pieces.count)].utf8)
      }
    }
    let headers = (0..<random.pick(4)).map { _ in
      let values = ["0", "-1", "1706333284", "2024-01-27T05:28:04Z", "1m30s", "x;t=5;r=0", "\u{0}"]
      return Evidence.Header(
        Self.names[random.pick(Self.names.count)], values[random.pick(values.count)])
    }
    let statuses: [UInt32?] = [nil, 200, 204, 301, 400, 418, 429, 500, 503, 999, .max]
    return Evidence(
      status: statuses[random.pick(statuses.count)],
      transport: random.pick(8) == 0 ? Transport.allCases[random.pick(15)] : .none,
      grpcStatus: random.pick(8) == 0 ? UInt32(random.pick(20)) : nil, headers: headers,
      body: body[...], isEvent: random.pick(4) == 0)
  }

  @Test(arguments: 0..<8)
  func `anything is classified, always alike, and a longer body never by a later row`(
    _ seed: UInt64
  )
    throws
  {
    let tables = try Tables.shared.get()
    let classifier = tables.classifier
    var random = Random(seed: seed)
    for _ in 0..<100 {
      let evidence = evidence(&random)
      for table in tables.graph.errorTables.ids {
        let outcome = classifier.classify(evidence, by: table, epochNs: HintCase.now)
        #expect(outcome == classifier.classify(evidence, by: table, epochNs: HintCase.now))
        #expect((-1...Tick.max.ns).contains(outcome.hint.wait))
        #expect(outcome.errorClass == nil || outcome.usage == -1)
        var last = Int.max
        var shorter = evidence
        for length in 0...evidence.body.count {
          shorter.body = evidence.body.prefix(length)
          var known = Known(shorter)
          known.scan.read(shorter.body.span, upTo: length)
          let row = classifier.firstRow(shorter, known, table.index) ?? .max
          #expect(row <= last)
          last = row
        }
      }
    }
  }

  @Test func `a search finds what a plain search finds`() {
    var random = Random(seed: 3)
    for _ in 0..<20_000 {
      let text = (0..<random.pick(6)).map { _ in UInt8(random.pick(2)) }
      let body = (0..<random.pick(24)).map { _ in UInt8(random.pick(2)) }
      var links: [UInt32] = []
      TextSearch.link(text[...], into: &links)
      let search = TextSearch(text: 0..<text.count, firstLink: 0)
      let isFound = search.isFound(
        in: body.span, upTo: body.count, texts: text.span, links: links.span)
      let isThere = (0...body.count).contains { body[$0...].starts(with: text) }
      #expect(isFound == isThere)
    }
  }
}
