#if Signing
  import PolicyGraph
  import PolicyLanguage
  import PolicyService
  import PolicySigning
  import TestThreads
  import Testing

  /// A signature vouches for every byte that an engine goes by.
  @Suite(.offPool) struct SignedArtifactTests {
    private let key: SigningKey
    private let other: SigningKey

    init() throws {
      key = try SigningKey(pem: Array(Keys.privatePEM.utf8))
      other = try SigningKey(pem: Array(Keys.otherPEM.utf8))
    }

    private func graph(deadline: String = "3s", revision: UInt64 = 7) throws -> FailoverGraph {
      let text = """
        language 1
        endpoint a { url "http://a.test"; timeout attempt: 1s }
        route chat {
          match path: "/"; to a; effect read; deadline \(deadline); errors http; degrade none
          retry none
          breaker none
        }

        """
      let compilation = compile("a.policy") { _ in .success(Array(text.utf8)) }
      var graph = try #require(compilation.sealed())
      graph.revision = revision
      return graph
    }

    private func signed(_ graph: FailoverGraph, by key: SigningKey) throws -> [UInt8] {
      var graph = graph
      graph.signature = try key.sign(graph.digest)
      return graph.encode()
    }

    private func refusal(_ artifact: [UInt8], _ keys: [TrustedKey]) -> EngineError? {
      do throws(EngineError) {
        _ = try PolicyEngine(artifact: artifact, trusting: keys)
        return nil
      } catch {
        return error
      }
    }

    @Test func `what a trusted key signed is taken, now and at a reload`() throws {
      let first = try signed(graph(), by: key)
      let engine = try PolicyEngine(
        artifact: first, trusting: [other.trusted, key.trusted], minimumRevision: 7)
      #expect(engine.snapshot().revision == 7)
      try engine.replace(with: signed(graph(deadline: "4s", revision: 8), by: other))
      #expect(throws: EngineError.self) { try engine.replace(with: graph(revision: 9).encode()) }
      #expect(throws: EngineError.self) { try engine.replace(with: first) }
      #expect(engine.snapshot().revision == 8)
    }

    @Test func `a signed artifact is the same artifact, and comes back as it was`() throws {
      let plain = try graph()
      let bytes = try signed(plain, by: key)
      let back = try FailoverGraph(artifact: bytes)
      #expect(back.encode() == bytes)
      #expect(back.digest == plain.digest)
      #expect(back.signature?.keyID == Keys.id)
      #expect(bytes.count == plain.encode().count)
    }

    @Test func `nobody, and nobody else, is not trusted`() throws {
      let unsigned = refusal(try graph().encode(), [key.trusted])
      guard case .untrusted(.signature(signer: nil)) = unsigned else {
        Issue.record("\(String(describing: unsigned))")
        return
      }
      let foreign = refusal(try signed(graph(), by: other), [key.trusted])
      guard case .untrusted(.signature(signer: other.trusted.id)) = foreign else {
        Issue.record("\(String(describing: foreign))")
        return
      }
    }

    @Test func `a signature cannot be put on another artifact, nor another name on it`() throws {
      let signature = try key.sign(graph().digest)
      var next = try graph(deadline: "4s")
      next.signature = signature
      #expect(refusal(next.encode(), [key.trusted]) != nil)
      var older = try graph(revision: 99)
      older.signature = signature
      #expect(refusal(older.encode(), [key.trusted]) != nil)
      var renamed = try graph()
      let foreign = try other.sign(renamed.digest)
      renamed.signature = ArtifactSignature(key: signature.key, bytes: foreign.bytes)
      #expect(refusal(renamed.encode(), [key.trusted, other.trusted]) != nil)
    }

    @Test func `no byte of a signed artifact changes unseen, whatever sums are made to fit`() throws
    {
      let artifact = try signed(graph(), by: key)
      #expect(refusal(artifact, [key.trusted]) == nil)
      for at in stride(from: 0, to: artifact.count, by: 3) {
        if (72..<104).contains(at) || (200..<208).contains(at) { continue }
        var changed = artifact
        changed[at] ^= 0x41
        // A forger works both sums out anew.
        ArtifactSeal.write(into: &changed)
        #expect(refusal(changed, [key.trusted]) != nil, "byte \(at)")
      }
    }
  }
#endif
