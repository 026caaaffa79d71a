import PolicyGraph
import PolicyRuntime
import PolicyVerifier

/// Proves the guarantees of several policies over several threads, those of one route together:
/// they share explorations.
struct ProofWork {
  /// The guarantees of one route.
  private struct Piece: Sendable {
    var subject: Int
    var plan: Plan
    var guarantees: [ID<Guarantee>]
  }

  private let pieces: [Piece]
  private let subjects: [TestSubject]

  init(_ subjects: [TestSubject]) {
    self.subjects = subjects
    var pieces: [Piece] = []
    for (s, subject) in subjects.enumerated() {
      guard let plan = subject.plan else { continue }
      let graph = plan.graph
      for route in graph.routes.ids {
        let own = subject.guarantees.filter { graph.guarantees[$0].route == route }
        if !own.isEmpty { pieces.append(Piece(subject: s, plan: plan, guarantees: own)) }
      }
    }
    self.pieces = pieces
  }

  /// The claims of each subject, in the order in which they stand; nil without a thread.
  func run(threads: Int, progress: (Double) -> Void) -> [[TestGuarantee]]? {
    let pieces = pieces
    let workers = Workers<[Proof]>(count: pieces.count, threads: threads) { index, _ in
      var prover = Prover(pieces[index].plan)
      return pieces[index].guarantees.map { prover.prove($0) }
    }
    var found = subjects.map { _ in [Proof]() }
    let total = Double(max(1, pieces.count))
    let end = workers.run(
      receive: { index, proofs in
        found[pieces[index].subject] += proofs
        return true
      }, progress: { progress($0 / total) })
    guard case .done = end else { return nil }
    return zip(subjects, found).map { subject, proofs in
      proofs.sorted { $0.guarantee < $1.guarantee }.map { subject.claim($0) }
    }
  }
}

extension TestSubject {
  /// Whether nothing of it is looked at.
  var isEmpty: Bool { courses.isEmpty && guarantees.isEmpty }

  /// The routes with guarantees, each once.
  var guaranteedRoutes: [String] {
    guard let graph = plan?.graph else { return [] }
    var names: [String] = []
    for id in guarantees {
      let name = graph.text(graph.routes[graph.guarantees[id].route].name)
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// A proof with the place where its claim stands.
  fileprivate func claim(_ proof: Proof) -> TestGuarantee {
    guard let graph = plan?.graph else {
      return TestGuarantee(route: "", file: file.name, line: 1, proof: proof)
    }
    let row = graph.guarantees[proof.guarantee]
    let place = Path(graph.text(graph.sources[row.origin.file].name))
    return TestGuarantee(
      route: graph.text(graph.routes[row.route].name), file: input.root.appending(place).shown,
      line: Int(row.origin.line), proof: proof)
  }
}
