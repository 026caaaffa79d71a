import PolicyGraph

/// Guarantees that follow from declared figures.
extension Prover {
  func availability(_ id: ID<Guarantee>, _ row: Guarantee) throws(GiveUp) -> Proof {
    Proof(id, graph.text(of: id), .notProved, "x")
  }
  func carries(_ id: ID<Guarantee>, _ row: Guarantee) -> Proof {
    Proof(id, graph.text(of: id), .notProved, "x")
  }
  func staysWithin(_ id: ID<Guarantee>, _ row: Guarantee) -> Proof {
    Proof(id, graph.text(of: id), .notProved, "x")
  }
}
