import Foundation
import PolicyGraph
import PolicyLanguage
import PolicyVerifier
import Testing

/// Small policies for questions about who is left.
enum FaultPolicies {
  /// An endpoint as the tests write it down.
  struct Place {
    var name: String
    var domains: [(label: String, name: String)] = []
    var availability: String?
    var more = ""

    var text: String {
      var lines = ["endpoint \(name) { url \"https://\(name).test\"; timeout attempt: 1s"]
      let list = domains.map { "\($0.label): \($0.name)" }.joined(separator: ", ")
      if !list.isEmpty { lines.append("domain \(list)") }
      if let availability { lines.append("availability \(availability)") }
      if !more.isEmpty { lines.append(more) }
      return lines.joined(separator: "; ") + " }\n"
    }
  }

  /// One route over an active-active group of all places.
  static func policy(
    _ places: [Place], facts: String = "", ladder: String = "none", route: String = "",
    more: String = ""
  ) -> String {
    let none = ["retry", "breaker"].filter { !route.contains($0) }.map { "\($0) none\n" }.joined()
    return "language 1\n" + places.map(\.text).joined() + facts + "\n"
      + "active-active all { balance random\n"
      + places.map { "  member \($0.name)\n" }.joined() + "}\n"
      + "route chat { to all; effect read; deadline 9s; errors http; degrade \(ladder)\n\(route)\n"
      + none + "}\n"
      + more
  }

  /// The graph of a policy that has no errors.
  static func graph(_ text: String, _ location: SourceLocation = #_sourceLocation) throws
    -> FailoverGraph
  {
    let result = compile("test.policy") { _ in .success(Array(text.utf8)) }
    let problems = result.report.diagnostics.map(\.message).joined(separator: "\n")
    let graph = result.sealed()
    return try #require(graph, "\(problems)\n\(text)", sourceLocation: location)
  }

  /// One of the examples.
  static func example(_ name: String) throws -> FailoverGraph {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../examples").standardized
    let result = compile("\(name).policy") { file in
      (try? Data(contentsOf: folder.appendingPathComponent(file)))
        .map { .success(Array($0)) } ?? .failure(.missing)
    }
    return try #require(result.sealed())
  }
}

/// A source of choices for made-up policies: the same seed, the same policy.
struct FaultDice {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1 }

  /// A number below `bound`.
  mutating func roll(_ bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int((state &* 0x2545_F491_4F6C_DD1D) >> 33) % bound
  }
}

extension FailoverGraph {
  /// How a test names what is out: `provider: azure`, or `east`.
  func name(_ source: FaultSource) -> String {
    switch source {
    case .domain(let id): "\(text(domains[id].label)): \(text(domains[id].name))"
    case .endpoint(let id): text(endpoints[id].name)
    }
  }

  /// The only route, or the one of a name.
  var chat: ID<Route> { ID(0) }
}

extension FaultPolicies {
  /// Six providers in ten regions: sixty endpoints of 50%, regions of 80%, providers of 90%.
  static let grid: String = {
    let places = (0..<60).map { index in
      Place(
        name: "e\(index)", domains: [("provider", "p\(index % 6)"), ("region", "r\(index / 6)")],
        availability: "50%")
    }
    let facts =
      (0..<6).map { "fault-domain provider: p\($0) { availability 90% }\n" }.joined()
      + (0..<10).map { "fault-domain region: r\($0) { availability 80% }\n" }.joined()
    return policy(places, facts: facts)
  }()
}
