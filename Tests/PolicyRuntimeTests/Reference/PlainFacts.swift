import PolicyGraph

@testable import PolicyRuntime

/// What a request asks with, in plain words; made into `RequestFacts` for the real interpreter.
struct PlainFacts: Equatable {
  var size: Int64 = 0
  var priority: UInt8 = 5
  var delivery = Delivery.shown
  /// Tags by name, each name once.
  var tags: [(name: String, value: String)] = []

  func tag(_ name: String) -> String? { tags.first { $0.name == name }?.value }

  static func == (a: PlainFacts, b: PlainFacts) -> Bool {
    a.size == b.size && a.priority == b.priority && a.delivery == b.delivery
      && a.tags.elementsEqual(b.tags, by: ==)
  }

  /// The facts as the real interpreter takes them.
  func facts(for plan: Plan) -> RequestFacts {
    var facts = RequestFacts(size: size, priority: priority, delivery: delivery)
    for (name, value) in tags {
      if let tag = plan.tag(name.utf8, is: value.utf8) { facts.add(tag) }
    }
    return facts
  }
}

/// A chooser that remembers what was drawn, so that a mismatch can be told by its first draw.
struct LoggedRandom: Chooser {
  private var random: Random
  private(set) var log: [String] = []

  init(seed: UInt64) { random = Random(seed: seed) }

  mutating func pick(_ n: Int) -> Int {
    let value = random.pick(n)
    log.append("pick(\(n)) = \(value)")
    return value
  }

  mutating func between(_ low: Int64, _ high: Int64) -> Int64 {
    let value = random.between(low, high)
    log.append("between(\(low), \(high)) = \(value)")
    return value
  }

  mutating func takeLog() -> [String] {
    defer { log = [] }
    return log
  }
}
