import PolicyGraph
import TestThreads
import Testing

/// Whatever bytes arrive: a typed error, or a graph that may be run and encodes to those bytes.
@Suite(.offPool) struct DamagedArtifactTests {
  /// Unoptimised, every byte would take minutes: some hundred are tried, spread over the artifact.
  static func places(_ artifact: [UInt8]) -> StrideTo<Int> {
    stride(from: 0, to: artifact.count, by: heavy ? 1 : max(1, artifact.count / 293))
  }

  static let graphs = [FailoverGraph.llmChat, .random(seed: 3), .manyRoutes(2)]

  @Test(arguments: graphs.indices) func `every truncation is refused`(index: Int) {
    let artifact = Self.graphs[index].encode()
    for length in Self.places(artifact) {
      expectRefusal(Array(artifact[..<length]), digest: .verified) { error in
        if case .truncated = error { true } else { false }
      }
    }
    expectRefusal(artifact + [0], digest: .verified) { error in
      if case .trailingBytes = error { true } else { false }
    }
  }

  @Test(arguments: graphs.indices) func `every changed byte is refused`(index: Int) {
    let artifact = Self.graphs[index].encode()
    for at in Self.places(artifact) {
      for mask in [0x01, 0x80, 0xff] as [UInt8] {
        var changed = artifact
        changed[at] ^= mask
        expectRefusal(changed, digest: .trusted) { _ in true }
      }
    }
  }

  @Test(arguments: graphs.indices)
  func `a changed byte under a fitting checksum is refused, or makes a graph that may be run`(
    index: Int
  ) {
    let artifact = Self.graphs[index].encode()
    var accepted = 0
    for at in Self.places(artifact) where !(72..<208).contains(at) {
      for mask in [0x01, 0x80, 0xff] as [UInt8] {
        var changed = artifact
        changed[at] ^= mask
        ArtifactSeal.writeChecksum(into: &changed)
        accepted += expectSound(changed, encode: at % 4 == 0) ? 1 : 0
      }
    }
    #expect(accepted > 0, "some changes only make another policy, as another timeout does")
  }

  @Test func `random flips and cuts are refused, or make a graph that may be run`() {
    var random = SeededGenerator(seed: 11)
    let artifact = FailoverGraph.llmChat.encode()
    for round in 0..<(heavy ? 100_000 : 500) {
      var changed = artifact
      for _ in 0...random.pick(4) {
        changed[random.pick(changed.count)] = UInt8(truncatingIfNeeded: random.next())
      }
      if random.pick(8) == 0 { changed.removeLast(random.pick(changed.count)) }
      ArtifactSeal.writeChecksum(into: &changed)
      expectSound(changed, encode: round % 16 == 0)
    }
  }

  @Test func `a digest that does not name the content is refused unless it is trusted`() throws {
    var changed = FailoverGraph.llmChat.encode()
    changed[80] ^= 1
    ArtifactSeal.writeChecksum(into: &changed)
    expectRefusal(changed, digest: .verified) { if case .digest = $0 { true } else { false } }
    #expect(try FailoverGraph(artifact: changed, digest: .trusted) == .llmChat)
  }

  @Test(
    arguments: [
      (
        8, [9, 0], "written by a newer policyc: format 9, this one reads \(ArtifactFormat.version)"
      ),
      (8, [0, 0], "of no known format: 0"),
      (10, [9, 0], "compiled from language version 9, this one knows 1"),
      (10, [0, 0], "compiled from language version 0"),
      (12, [209, 0], "the header is said to have 209 bytes"),
      (14, [255, 255], "has a kind that this version does not know"),
      (22, [0x10, 0x80], "capability bits 52 63"),
      (24, [255, 255, 255, 255, 255, 255, 255, 255], "of 18446744073709551615"),
      (24, [1, 0, 0, 0, 0, 0, 0, 0], "the artifact has 1"),
      (70, [0x20, 0], "the revision is said to be 9007199254740992"),
      (208, [45, 0], "entry 0 of the section table has a kind"),
      (210, [5, 0], "entry 0 of the section table has rows of another size"),
      (212, [255, 255, 255, 255], "has another length than its rows"),
      (212, [0, 0, 0, 0], "is empty"),
      (216, [255, 255, 255, 255], "does not begin where the one before it ends"),
      (220, [255, 255, 255, 255], "has another length than its rows"),
      (224, [0, 0], "entry 1 of the section table is out of order"),
      (0, [0x7f], "it begins with other bytes"),
    ] as [(Int, [UInt8], String)])
  func `a wrong header is named for what it is`(at: Int, bytes: [UInt8], message: String) {
    var changed = FailoverGraph.llmChat.encode()
    changed.replaceSubrange(at..<at + bytes.count, with: bytes)
    ArtifactSeal.write(into: &changed)
    expectRefusal(changed, digest: .verified) { $0.description.contains(message) }
  }

  @Test func `ten bytes are enough to name the format`() {
    var bytes = Array(FailoverGraph.llmChat.encode().prefix(10))
    bytes[8] &+= 1
    expectRefusal(bytes, digest: .verified) { if case .format = $0 { true } else { false } }
  }

  @Test func `more bytes than an artifact may have are refused before they are read`() {
    let bytes = [UInt8](repeating: 0x8f, count: ArtifactFormat.bytesMax + 1)
    expectRefusal(bytes, digest: .verified) { if case .tooLarge = $0 { true } else { false } }
  }

  @Test(
    arguments: [
      [0xff], [0xc0, 0x80], [0xe0, 0x80, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80],
      [0xf0, 0x80, 0x80, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82], [0x80], [0xc3, 0x28],
    ] as [[UInt8]])
  func `a text that is not UTF-8 is refused`(bytes: [UInt8]) {
    var graph = FailoverGraph()
    _ = graph.texts.append(Array("fine ä€😀".utf8))
    _ = graph.texts.append(bytes)
    expectRefusal(graph.encode(), digest: .verified) {
      $0.description.contains("text 1 is not UTF-8")
    }
  }

  @Test func `a character that two texts share is refused`() {
    var graph = FailoverGraph()
    _ = graph.texts.append([0xc3])
    _ = graph.texts.append([0xa4])
    expectRefusal(graph.encode(), digest: .verified) {
      $0.description.contains("text 0 is not UTF-8")
    }
  }

  @Test func `rows that share their parts without end are refused`() {
    var graph = FailoverGraph.manyRoutes(1)
    var word = Word()
    word.text = Name(0)
    let words = graph.words.append(contentsOf: Array(repeating: word, count: 30_000))
    var match = RouteMatch()
    match.methods = words
    for _ in 0..<1000 { graph.routeMatches.append(match) }
    expectRefusal(graph.encode(), digest: .verified) {
      if case .runsTooLong = $0 { true } else { false }
    }
  }
}

/// Expects that bytes are refused with an error that `fits`, which has words for people.
private func expectRefusal(
  _ bytes: [UInt8], digest: DigestCheck, fits: (ArtifactError) -> Bool,
  at location: SourceLocation = #_sourceLocation
) {
  do throws(ArtifactError) {
    _ = try FailoverGraph(artifact: bytes, digest: digest)
    Issue.record("accepted", sourceLocation: location)
  } catch {
    #expect(fits(error), "\(error)", sourceLocation: location)
    #expect(!error.description.isEmpty, sourceLocation: location)
  }
}

/// Expects a refusal, or a graph that may be run; says whether it was a graph.
@discardableResult
private func expectSound(_ bytes: [UInt8], encode: Bool) -> Bool {
  do throws(ArtifactError) {
    let graph = try FailoverGraph(artifact: bytes, digest: .trusted)
    #expect(graph.firstViolation() == nil)
    guard encode else { return true }
    var sealed = bytes
    ArtifactSeal.write(into: &sealed)
    #expect(graph.encode() == sealed)
    return true
  } catch {
    return false
  }
}
