import PolicyGraph
import PolicySigning
import Testing

@testable import PolicyService

/// Which artifacts an engine takes.
@Suite(.inTurn) struct TrustTests {
  private let environment = Environment(["KEY_A": "canary-a", "KEY_B": "canary-b"])

  /// The artifact of a policy with a revision.
  private func revised(_ revision: UInt64, _ text: String = Policy.route()) throws -> [UInt8] {
    var graph = try FailoverGraph(artifact: artifact(text))
    graph.revision = revision
    return graph.encode()
  }

  private func refusal(_ body: () throws -> Void) -> EngineError.Distrust? {
    do {
      try body()
      Issue.record("taken")
    } catch EngineError.untrusted(let why) {
      #expect("\(EngineError.untrusted(why))".hasPrefix("the policy is not trusted: "))
      return why
    } catch {
      Issue.record("\(error)")
    }
    return nil
  }

  @Test func `the artifact that was expected is taken, and no other`() throws {
    let bytes = try artifact(Policy.route())
    let digest = try ArtifactStamp(artifact: bytes).digest
    let named = try #require(ArtifactDigest("\(digest)"))
    let engine = try PolicyEngine(artifact: bytes, environment: environment, expecting: named)
    #expect(engine.snapshot().digest == digest)
    let other = try artifact(Policy.route(deadline: "19s"))
    let found = try ArtifactStamp(artifact: other).digest
    let why = refusal {
      _ = try PolicyEngine(artifact: other, environment: environment, expecting: named)
    }
    #expect(why == .digest(found: found, expected: named))
    // What was pinned once is not replaced by whatever lies in its place.
    let reloaded = refusal { try engine.replace(with: other) }
    #expect(reloaded == .notNamed)
    #expect(engine.snapshot().digest == digest)
    let reload = try engine.replace(with: other, expecting: found)
    #expect(reload.digest == found && engine.snapshot().digest == found)
    #expect(engine.counters().refused == 1)
  }

  @Test func `a digest that the header only claims is never taken for the expected one`() throws {
    let bytes = try artifact(Policy.route())
    let digest = try ArtifactStamp(artifact: bytes).digest
    var forged = try artifact(Policy.route(deadline: "19s"))
    forged.replaceSubrange(72..<104, with: digest.bytes)
    ArtifactSeal.writeChecksum(into: &forged)
    // What an engine that trusts digests loads, one that expects one does not.
    _ = try PolicyEngine(artifact: forged, environment: environment, digest: .trusted)
    #expect(throws: EngineError.self) {
      try PolicyEngine(
        artifact: forged, environment: environment, digest: .trusted, expecting: digest)
    }
    #expect(throws: EngineError.self) {
      try PolicyEngine(artifact: forged, environment: environment, digest: .trusted, trusting: [])
    }
  }

  @Test func `who trusts nobody takes nothing, signed or not`() throws {
    let why = refusal {
      _ = try PolicyEngine(
        artifact: revised(1), environment: environment, trusting: [])
    }
    #expect(why == .signature(signer: nil))
    var graph = try FailoverGraph(artifact: artifact(Policy.route()))
    let key = [UInt8](repeating: 7, count: 32)
    graph.signature = ArtifactSignature(key: key, bytes: [UInt8](repeating: 9, count: 64))
    let signed = graph.encode()
    // An engine that does not ask for signatures loads a signed artifact as any other.
    let engine = try PolicyEngine(artifact: signed, environment: environment)
    #expect(engine.snapshot().digest == graph.digest)
    let forged = refusal {
      _ = try PolicyEngine(artifact: signed, environment: environment, trusting: [])
    }
    #expect(forged == .signature(signer: ArtifactSignature.keyID(of: key)))
  }

  @Test func `a revision never goes back where that was asked`() throws {
    let engine = try PolicyEngine(
      artifact: revised(5), environment: environment, minimumRevision: 4)
    #expect(engine.snapshot().revision == 5)
    #expect(try engine.replace(with: revised(5, Policy.route(deadline: "19s"))).revision == 5)
    let back = refusal { try engine.replace(with: revised(4)) }
    #expect(back == .revision(found: 4, least: 5))
    let unsaid = refusal { try engine.replace(with: revised(0)) }
    #expect(unsaid == .revision(found: 0, least: 5))
    #expect(try engine.replace(with: revised(9)).revision == 9)
    #expect(engine.snapshot().revision == 9)
    let low = refusal {
      _ = try PolicyEngine(artifact: revised(3), environment: environment, minimumRevision: 4)
    }
    #expect(low == .revision(found: 3, least: 4))
    // Nobody asked.
    let free = try PolicyEngine(artifact: revised(5), environment: environment)
    #expect(try free.replace(with: revised(4)).revision == 4)
  }

  @Test func `of replacements that race, none leaves a lower revision behind a higher`()
    async throws
  {
    let engine = try PolicyEngine(
      artifact: revised(1), environment: environment, minimumRevision: 0)
    let artifacts = try (2...40).map { try revised(UInt64($0)) }
    await withTaskGroup { group in
      var shuffle = Shuffle()
      for bytes in artifacts.shuffled(using: &shuffle) {
        group.addTask { _ = try? engine.replace(with: bytes) }
      }
    }
    #expect(engine.snapshot().revision == 40)
  }

  @Test func `snapshot and metrics say which policy is at work`() throws {
    let engine = try PolicyEngine(artifact: revised(42), environment: environment)
    let digest = engine.snapshot().digest
    #expect(
      engine.prometheusText().contains(
        "\npolicy_info{digest=\"\(digest)\",revision=\"42\"} 1\n"))
    try engine.replace(with: revised(43))
    let text = engine.prometheusText()
    #expect(text.contains("revision=\"43\"} 1\n"))
    #expect(!text.contains("\(digest)"))
  }

  @Test(arguments: ["", "0", String(repeating: "g", count: 64), String(repeating: "0", count: 65)])
  func `a digest is 64 hexadecimal digits`(text: String) {
    #expect(ArtifactDigest(text) == nil)
  }
}

/// The same order in every run.
private struct Shuffle: RandomNumberGenerator {
  private var state: UInt64 = 7

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state
  }
}
