import PolicyGraph

/// One thing that a policy does or claims, in words that can be compared.
struct BehaviourFact {
  var kind: ChangeKind
  /// What it is about, as text that finds it in another version: an endpoint, a class.
  var key: String
  /// The subject of a sentence: `the worst latency`.
  var subject: String
  /// What holds of it.
  var text: String
  /// The figure behind `text`, for kinds that have a direction.
  var figure: Double?
  /// The endpoint that it is about.
  var endpoint: String?
  /// For responses: after which class.
  var errorClass: String?
}

/// Facts in order, each key once.
struct FactList {
  private(set) var facts: [BehaviourFact] = []
  /// The endpoint that what is added is about.
  var endpoint: String?
  private var places: [String: Int] = [:]

  /// Adds a fact; nothing is added for a text that is empty.
  mutating func add(
    _ kind: ChangeKind, _ key: String = "", _ subject: String, _ text: String,
    figure: Double? = nil
  ) {
    add(BehaviourFact(kind: kind, key: key, subject: subject, text: text, figure: figure))
  }

  mutating func add(_ fact: BehaviourFact) {
    var fact = fact
    fact.endpoint = fact.endpoint ?? endpoint
    let place = FactList.place(fact)
    guard !fact.text.isEmpty, places[place] == nil else { return }
    places[place] = facts.count
    facts.append(fact)
  }

  /// The fact of the same kind about the same thing.
  func counterpart(of fact: BehaviourFact) -> BehaviourFact? {
    places[FactList.place(fact)].map { facts[$0] }
  }

  private static func place(_ fact: BehaviourFact) -> String { "\(fact.kind.rawValue) \(fact.key)" }
}
