/// What a policy asks of whoever runs it, beyond what one request or one process carries.
///
/// The checker reports it at its place, and the decoder refuses an artifact that has one: so
/// whatever runs a graph has room for it.
public enum Excess: Equatable, Sendable {
  /// Requests would carry so many different tags and sticky keys.
  case tagNames(Int)
  /// An endpoint has so many credentials.
  case credentials(ID<Endpoint>, Int)
  /// So many ways lead from a group to endpoints, each path counted; `waysCounted` or more.
  case ways(ID<Group>, Int)
  /// Breakers' windows and all else that requests share take so much memory.
  case state(StateSize)

  /// Different names of tags and sticky keys that one policy may ask for.
  public static let tagNamesMax = 8
  /// Credentials of one endpoint.
  public static let credentialsMax = 64
  /// Ways through one topology to its endpoints: every request may walk all of them.
  public static let waysMax = 65_536
  /// Ways are counted up to here.
  public static let waysCounted = 1_000_000_000
  /// Memory of what requests share in one process, in bytes.
  public static let stateBytesMax: Int64 = 256 << 20
}

extension FailoverGraph {
  /// All that the policy asks too much; no group may contain itself.
  ///
  /// Of topologies with too many ways the lowest is listed: what holds it has too many as well.
  public func excesses() -> [Excess] {
    var found: [Excess] = []
    let tags = tagNames().count
    if tags > Excess.tagNamesMax { found.append(.tagNames(tags)) }
    for id in endpoints.ids {
      let count = endpoints[id].credentials.count
      if count > Excess.credentialsMax { found.append(.credentials(id, count)) }
    }
    if let ways = tooManyWays() { found.append(ways) }
    let state = StateSize(of: self)
    if state.bytes > Excess.stateBytesMax { found.append(.state(state)) }
    return found
  }

  /// The names of tags and sticky keys that requests are asked for, in the order in which their
  /// tables name them.
  public func tagNames() -> [Name] {
    var names: [Name] = []
    var isKnown = [Bool](repeating: false, count: texts.count)
    let asked = arms.rows.compactMap { $0.tag } + groups.rows.compactMap { $0.stickyKey }
    for name in asked + servedValues.rows.map({ $0.tag }) where !isKnown[name.index] {
      isKnown[name.index] = true
      names.append(name)
    }
    return names
  }

  private func tooManyWays() -> Excess? {
    var known = [Int](repeating: 0, count: groups.count)
    for id in groups.ids where ways(.group(id), &known) > Excess.waysMax {
      var lowest = id
      while let below = targets(below: lowest).first(where: { ways($0, &known) > Excess.waysMax }),
        case .group(let next) = below
      {
        lowest = next
      }
      return .ways(lowest, known[lowest.index])
    }
    return nil
  }

  /// How many paths lead from a target to endpoints; a group counts as one more.
  package func ways(_ target: Target, _ known: inout [Int]) -> Int {
    guard case .group(let id) = target else { return 1 }
    if known[id.index] != 0 { return known[id.index] }
    var sum = 1
    for next in targets(below: id) {
      sum = min(sum + ways(next, &known), Excess.waysCounted)
    }
    known[id.index] = sum
    return sum
  }
}
