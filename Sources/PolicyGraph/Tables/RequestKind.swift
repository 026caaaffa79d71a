/// A tag that a request carries, as far as endpoints tell requests apart by it.
public struct RequestTag: Equatable, Sendable {
  /// Its name, as in `model`.
  public var name: Name
  /// Its value; nil for all values that nobody names, and for requests without the tag.
  public var value: Name?

  /// The tag `name` with `value`.
  public init(name: Name, value: Name?) {
    self.name = name
    self.value = value
  }
}

/// A kind of request: one value for each tag that endpoints say they serve.
public struct RequestKind: Equatable, Sendable {
  /// The tags, each name once; empty where no endpoint says what it serves.
  public var tags: [RequestTag] = []

  /// Requests of all kinds, where nobody tells them apart.
  public init() {}

  /// Whether an endpoint serves it; `values` are those that the endpoint says it serves.
  package func isServed(by values: ArraySlice<ServedValue>) -> Bool {
    for tag in tags where !allows(tag, values) { return false }
    return true
  }

  private func allows(_ tag: RequestTag, _ values: ArraySlice<ServedValue>) -> Bool {
    var isAsked = false
    for row in values where row.tag == tag.name {
      if row.value == tag.value { return true }
      isAsked = true
    }
    return !isAsked
  }

  /// Whether it takes an arm that asks for one of its tags; nil where it says nothing of the tag.
  package func takes(_ arm: Arm, in graph: FailoverGraph) -> Bool? {
    guard arm.kind == .tag, let tag = tags.first(where: { $0.name == arm.tag }) else { return nil }
    return graph.words[arm.values].contains { $0.text == tag.value }
  }
}

extension FailoverGraph {
  /// More kinds of requests are not told apart.
  package static let requestKindsMax = 256

  /// The kinds of requests that endpoints and arms tell apart by tags that some endpoint says it
  /// serves; those that no endpoint serves are left out, and of several that all endpoints and arms
  /// take for the same only the first is there.
  ///
  /// - Returns: the kinds, one where no endpoint says what it serves; nil if there are more than
  ///   `requestKindsMax`.
  package func requestKinds(
    among endpoints: [ID<Endpoint>], arms: [ID<Arm>]
  ) -> [RequestKind]? {
    var kinds = [RequestKind()]
    for tag in servedTags(endpoints) {
      let values = values(of: tag, endpoints, arms)
      var more: [RequestKind] = []
      var looks: [[Bool]] = []
      for kind in kinds {
        for value in values {
          var next = kind
          next.tags.append(RequestTag(name: tag, value: value))
          let look = self.look(next, endpoints, arms)
          if looks.contains(look) { continue }
          looks.append(look)
          more.append(next)
          if more.count > FailoverGraph.requestKindsMax { return nil }
        }
      }
      kinds = more
    }
    let served = kinds.filter { kind in
      endpoints.contains { kind.isServed(by: servedValues[self.endpoints[$0].serves]) }
    }
    return served.isEmpty ? [RequestKind()] : served
  }

  private func servedTags(_ endpoints: [ID<Endpoint>]) -> [Name] {
    var tags: [Name] = []
    for id in endpoints {
      for row in servedValues[self.endpoints[id].serves] where !tags.contains(row.tag) {
        tags.append(row.tag)
      }
    }
    return tags
  }

  /// The values of a tag that are asked for, and nil for all others.
  private func values(
    of tag: Name, _ endpoints: [ID<Endpoint>], _ arms: [ID<Arm>]
  ) -> [Name?] {
    var values: [Name?] = []
    for id in endpoints {
      for row in servedValues[self.endpoints[id].serves] where row.tag == tag {
        if !values.contains(row.value) { values.append(row.value) }
      }
    }
    for id in arms where self.arms[id].tag == tag {
      for word in words[self.arms[id].values] where !values.contains(word.text) {
        values.append(word.text)
      }
    }
    return values + [nil]
  }

  /// Which endpoints serve a kind, and which arms it takes.
  private func look(
    _ kind: RequestKind, _ endpoints: [ID<Endpoint>], _ arms: [ID<Arm>]
  ) -> [Bool] {
    endpoints.map { kind.isServed(by: servedValues[self.endpoints[$0].serves]) }
      + arms.map { kind.takes(self.arms[$0], in: self) ?? false }
  }
}
