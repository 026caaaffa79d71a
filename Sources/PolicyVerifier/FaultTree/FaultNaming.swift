import PolicyGraph

/// Calls the elements of cut sets by their names.
struct FaultNaming {
  private let graph: FailoverGraph

  init(_ graph: FailoverGraph) { self.graph = graph }

  /// A set with its names: of one label for all elements if there is one, as a reader thinks of
  /// providers or of regions; else of the label that names the most.
  func set(_ elements: [FaultElements.Element], _ endpoints: [ID<Endpoint>]) -> CutSet {
    var labels: [(label: Name, count: Int)] = []
    for element in elements {
      for label in distinctLabels(of: element) {
        if let known = labels.firstIndex(where: { $0.label == label }) {
          labels[known].count += 1
        } else {
          labels.append((label, 1))
        }
      }
    }
    let most = labels.map(\.count).max() ?? 0
    // Of labels that name as many, the one that the policy mentions first.
    let label = graph.domains.rows.first { domain in
      labels.contains { $0.label == domain.label && $0.count == most }
    }?.label
    let named = elements.map { element in
      let source = source(of: element, label)
      return CutSet.Element(
        source: source, alike: element.names.filter { $0 != source },
        endpoints: element.members.map { endpoints[$0] }.sorted())
    }
    return CutSet(elements: named.sorted { precedes($0.source, $1.source) })
  }

  /// Sets by size, then by the names of their elements.
  func sorted(_ sets: [CutSet]) -> [CutSet] {
    sets.sorted { a, b in
      if a.elements.count != b.elements.count { return a.elements.count < b.elements.count }
      for (first, second) in zip(a.elements, b.elements) where first.source != second.source {
        return precedes(first.source, second.source)
      }
      return false
    }
  }

  private func distinctLabels(of element: FaultElements.Element) -> [Name] {
    var labels: [Name] = []
    for case .domain(let id) in element.names where !labels.contains(graph.domains[id].label) {
      labels.append(graph.domains[id].label)
    }
    return labels
  }

  /// By the label, else an endpoint by itself, else by the first domain.
  private func source(of element: FaultElements.Element, _ label: Name?) -> FaultSource {
    for name in element.names {
      if case .domain(let id) = name, graph.domains[id].label == label { return name }
    }
    return element.names.last { $0.isEndpoint } ?? element.names[0]
  }

  /// Domains by label and name in the order of bytes, then endpoints.
  private func precedes(_ a: FaultSource, _ b: FaultSource) -> Bool {
    switch (a, b) {
    case (.domain(let first), .domain(let second)):
      let (x, y) = (graph.domains[first], graph.domains[second])
      if x.label != y.label { return less(x.label, y.label) }
      return less(x.name, y.name)
    case (.domain, .endpoint): return true
    case (.endpoint, .domain): return false
    case (.endpoint(let first), .endpoint(let second)):
      return less(graph.endpoints[first].name, graph.endpoints[second].name)
    }
  }

  private func less(_ a: Name, _ b: Name) -> Bool {
    graph.bytes(a).lexicographicallyPrecedes(graph.bytes(b))
  }
}

extension FaultSource {
  fileprivate var isEndpoint: Bool {
    switch self {
    case .domain: false
    case .endpoint: true
    }
  }
}
