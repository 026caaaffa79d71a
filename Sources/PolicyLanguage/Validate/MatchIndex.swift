import PolicyGraph

/// Matches of earlier routes by path, method and header, so that thousands of routes cost little.
///
/// A match that takes all of another has no path, the other's path, or a beginning of it as a
/// prefix; no method or the other's first; no header or the other's. It is kept under all its own,
/// and looked for under each of these.
struct MatchIndex {
  private struct Entry {
    var match: ID<RouteMatch>
    /// The prefix that it was kept under: hashes may be equal where bytes are not.
    var prefix: Name?
  }

  private var kept: [UInt64: [Entry]] = [:]
  /// Which lengths of prefixes there are.
  private var hasLength: [Bool] = []

  mutating func add(_ id: ID<RouteMatch>, _ graph: FailoverGraph) {
    let match = graph.routeMatches[id]
    if match.paths.isEmpty { keep(Entry(match: id), MatchIndex.anyPath, match, graph) }
    for path in graph.pathPatterns[match.paths] {
      guard path.prefix else {
        keep(Entry(match: id), MatchIndex.exact(path.text), match, graph)
        continue
      }
      let bytes = graph.bytes(path.text)
      while hasLength.count <= bytes.count { hasLength.append(false) }
      hasLength[bytes.count] = true
      var hash = MatchIndex.noPrefix
      for byte in bytes { hash = MatchIndex.mixed(hash, UInt64(byte)) }
      keep(Entry(match: id, prefix: path.text), hash, match, graph)
    }
  }

  private mutating func keep(
    _ entry: Entry, _ path: UInt64, _ match: RouteMatch, _ graph: FailoverGraph
  ) {
    let header = UInt64(match.header?.raw ?? .max)
    let below = MatchIndex.mixed(path, header)
    if match.methods.isEmpty {
      kept[MatchIndex.mixed(below, .max), default: []].append(entry)
    }
    for method in graph.words[match.methods] {
      kept[MatchIndex.mixed(below, UInt64(method.text.raw)), default: []].append(entry)
    }
  }

  /// An earlier match that takes all of `match`.
  ///
  /// - Returns: nil if some of it is left, or if `budget` comparisons do not suffice to find out.
  func taker(
    of match: RouteMatch, _ graph: FailoverGraph, _ budget: inout Int
  ) -> ID<RouteMatch>? {
    if let id = find(MatchIndex.anyPath, match, graph, &budget, nil) { return id }
    var last: ID<RouteMatch>?
    for path in graph.pathPatterns[match.paths] {
      guard let found = taker(of: path, match, graph, &budget) else { return nil }
      last = found
    }
    return last
  }

  private func taker(
    of path: PathPattern, _ match: RouteMatch, _ graph: FailoverGraph, _ budget: inout Int
  ) -> ID<RouteMatch>? {
    if !path.prefix,
      let id = find(MatchIndex.exact(path.text), match, graph, &budget, nil)
    {
      return id
    }
    guard !hasLength.isEmpty else { return nil }
    let bytes = graph.bytes(path.text)
    var hash = MatchIndex.noPrefix
    for length in 0...min(bytes.count, hasLength.count - 1) {
      if length > 0 { hash = MatchIndex.mixed(hash, UInt64(bytes[bytes.startIndex + length - 1])) }
      guard hasLength[length] else { continue }
      if let id = find(hash, match, graph, &budget, bytes) { return id }
    }
    return nil
  }

  /// A match kept under a path that takes every method and header value of `match`.
  private func find(
    _ path: UInt64, _ match: RouteMatch, _ graph: FailoverGraph, _ budget: inout Int,
    _ bytes: ArraySlice<UInt8>?
  ) -> ID<RouteMatch>? {
    var headers: [UInt64] = [UInt64(UInt32.max)]
    if let header = match.header { headers.append(UInt64(header.raw)) }
    var methods: [UInt64] = [.max]
    if let first = graph.words[match.methods].first { methods.append(UInt64(first.text.raw)) }
    for header in headers {
      for method in methods {
        budget -= 1
        let key = MatchIndex.mixed(MatchIndex.mixed(path, header), method)
        for entry in kept[key] ?? [] {
          budget -= 1 + match.methods.count + match.values.count
          guard budget > 0 else { return nil }
          if let bytes, let prefix = entry.prefix, !bytes.starts(with: graph.bytes(prefix)) {
            continue
          }
          if covers(entry.match, match, graph) { return entry.match }
        }
      }
    }
    return nil
  }

  /// Whether an earlier match takes every method and header value of a later one.
  private func covers(_ id: ID<RouteMatch>, _ match: RouteMatch, _ graph: FailoverGraph) -> Bool {
    let earlier = graph.routeMatches[id]
    if !earlier.methods.isEmpty {
      guard !match.methods.isEmpty, within(match.methods, earlier.methods, graph) else {
        return false
      }
    }
    guard let header = earlier.header else { return true }
    guard match.header == header else { return false }
    return earlier.values.isEmpty
      || !match.values.isEmpty && within(match.values, earlier.values, graph)
  }

  private func within(
    _ some: Rows<PolicyGraph.Word>, _ all: Rows<PolicyGraph.Word>, _ graph: FailoverGraph
  ) -> Bool {
    graph.words[some].allSatisfy { graph.words[all].contains($0) }
  }

  // MARK: Keys

  private static let anyPath: UInt64 = 1
  private static let noPrefix: UInt64 = 0xCBF2_9CE4_8422_2325

  private static func exact(_ path: Name) -> UInt64 { mixed(2, UInt64(path.raw)) }

  /// FNV-1a (Fowler, Noll, Vo), on whole words.
  private static func mixed(_ hash: UInt64, _ value: UInt64) -> UInt64 {
    let mixed = (hash ^ value) &* 0x0000_0100_0000_01B3
    return mixed ^ mixed >> 32
  }
}
