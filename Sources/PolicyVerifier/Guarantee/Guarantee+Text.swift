public import PolicyGraph

extension FailoverGraph {
  /// A guarantee as a policy says it.
  public func text(of id: ID<Guarantee>) -> String {
    let row = guarantees[id]
    switch row.kind {
    case .survives:
      var parts: [String] = row.perRequest ? ["per-request"] : []
      parts += outages(row)
      if row.degradedCounts { parts.append("level: degraded") }
      let classes = classMembers[row.failures].map { text(self.classes[$0.errorClass].name) }
      if !classes.isEmpty { parts.append("as: [\(classes.joined(separator: ", "))]") }
      return "survives \(parts.joined(separator: ", "))"
    case .reaches:
      let target = row.target.map { name(of: $0) } ?? ""
      return "reaches \(target), within: \((row.time ?? .zero).spelling)"
    case .attempts: return "attempts at-most: \(row.count ?? 0)"
    case .latency: return "latency at-most: \((row.time ?? .zero).spelling)"
    case .amplification: return "amplification at-most: \((row.factor ?? .one).spelling)"
    case .availability: return "availability at-least: \((row.share ?? .whole).spelling)"
    case .carries:
      let load = row.declaredLoad ? "load" : row.rate.map { $0.spelling } ?? "load"
      return (["carries \(load)"] + outages(row)).joined(separator: ", ")
    case .staysWithin:
      let names = words[row.names].map { text($0.text) }
      return
        "stays-within \(row.label.map { text($0) } ?? ""): [\(names.joined(separator: ", "))]"
    case .neverRepeats: return "never-repeats"
    }
  }

  private func outages(_ row: Guarantee) -> [String] {
    guard let any = row.any, let label = row.label else { return [] }
    return ["any: \(any)", "of: \(text(label))"]
  }

  /// The name of an endpoint or a group.
  func name(of target: Target) -> String {
    switch target {
    case .endpoint(let id): text(endpoints[id].name)
    case .group(let id): text(groups[id].name)
    }
  }

  /// Some endpoints by their names.
  func names(of endpoints: [ID<Endpoint>]) -> String {
    endpoints.map { "`\(text(self.endpoints[$0].name))`" }.joined(separator: ", ")
  }
}
