import CPolicyc
import PolicyGraph

/// What an engine is made of: a policy, and what its caller has read for it.
struct EngineInputs {
  /// Why an engine cannot start.
  struct Refusal: Error {
    let status: Int32
    let reason: [UInt8]

    init(status: Int32, reason: [UInt8]) {
      self.status = status
      self.reason = reason
    }

    /// An argument that cannot be meant.
    init(_ reason: StaticString) {
      var text = ByteText()
      text.append(reason)
      self.init(status: Status.badArgument, reason: text.bytes)
    }
  }

  private(set) var policy: PolicyBox
  /// By the index of their source, without the line ends behind them; empty for what is missing.
  private(set) var values: [[UInt8]]?
  /// By the index of a credential; empty if all are there.
  private(set) var missing: [Bool] = []

  /// Takes the values of sources, as `policyc_options` describes them.
  ///
  /// - Throws: what keeps the policy from running; all URLs or all credentials at once.
  init(_ policy: PolicyBox, _ options: policyc_options) throws(Refusal) {
    self.policy = policy
    guard let given = options.values else { return }
    guard options.value_count == policy.sourceNames.count else {
      throw Refusal("there is not one value for each source")
    }
    var values: [[UInt8]] = []
    for i in 0..<options.value_count {
      guard let value = given[i].buffer else {
        throw Refusal("a value is no text")
      }
      let end = value.lastIndex { $0 != 0x0A && $0 != 0x0D } ?? -1
      values.append(Array(value[..<(end + 1)]))
    }
    self.values = values
    try readURLs(given)
    try checkCredentials(values, given, isLenient: options.excludes_missing != 0)
  }

  /// Which credentials have another value than before under the same source.
  func renewed(since last: EngineBox) -> [Bool] {
    guard let values, let before = last.values else { return [] }
    return policy.credentialSources.map { source in
      let name = policy.sourceNames.bytes(Int(source))
      for old in 0..<last.policy.sourceNames.count
      where last.policy.sourceNames.bytes(old).elementsEqual(name) {
        let value = values[Int(source)]
        return !before[old].isEmpty && !value.isEmpty && before[old] != value
      }
      return false
    }
  }

  private mutating func readURLs(_ given: UnsafePointer<policyc_text>) throws(Refusal) {
    var graph = policy.graph
    var problems = ProblemList("the policy's URLs cannot all be used")
    var isChanged = false
    for id in graph.endpoints.ids where policy.urlSources[id.index] != nobody {
      let value = given[Int(policy.urlSources[id.index])]
      let line = value.bytes == nil ? nil : value.buffer.map { Array($0)[...] }
      let reason = graph.readURL(of: id, from: line)
      isChanged = true
      if let reason {
        problems.add(graph.endpoints[id].urlVariable, .environment, id, reason, graph)
      }
    }
    if let reason = problems.text { throw Refusal(status: Status.badURL, reason: reason) }
    if isChanged { policy = PolicyBox(graph, policy.stamp) }
  }

  private mutating func checkCredentials(
    _ values: [[UInt8]], _ given: UnsafePointer<policyc_text>, isLenient: Bool
  ) throws(Refusal) {
    let graph = policy.graph
    missing = policy.credentialSources.map { values[Int($0)].isEmpty }
    guard missing.contains(true) else { return }
    var asked = missing
    var suffix: StaticString = ""
    if isLenient {
      // Only what leaves a route without any endpoint.
      asked = [Bool](repeating: false, count: missing.count)
      for (_, excluded) in graph.routesCutOff(missing: missing) {
        for endpoint in excluded {
          for id in graph.endpoints[endpoint].credentials where missing[id.index] {
            asked[id.index] = true
          }
        }
      }
      suffix = ", and without it a route has no endpoint left"
    }
    var problems = ProblemList("the policy's credentials are not all there")
    var told: [UInt32] = []
    for endpoint in graph.endpoints.ids {
      for id in graph.endpoints[endpoint].credentials where asked[id.index] {
        let source = policy.credentialSources[id.index]
        if told.contains(source) { continue }
        told.append(source)
        let row = graph.credentials[id]
        problems.add(
          row.reference, row.source, endpoint,
          given[Int(source)].bytes == nil
            ? (row.source == .file ? "cannot be read" : "is not set in the environment")
            : "is empty",
          graph, suffix)
      }
    }
    if let reason = problems.text { throw Refusal(status: Status.noCredential, reason: reason) }
  }
}

/// What is wrong with several sources, in one text.
private struct ProblemList {
  /// Problems that are listed before there are only so many more.
  private static let listedMax = 20
  private var bytes: ByteText
  private var count = 0

  init(_ title: StaticString) {
    bytes = ByteText()
    bytes.append(title)
  }

  /// The text; nil if nothing is wrong.
  var text: [UInt8]? {
    if count == 0 { return nil }
    var all = bytes
    if count > ProblemList.listedMax {
      all.append("; and ")
      all.append(Int64(count - ProblemList.listedMax))
      all.append(" more")
    }
    return all.bytes
  }

  mutating func add(
    _ reference: Name?, _ source: CredentialSource, _ endpoint: ID<Endpoint>,
    _ reason: StaticString, _ graph: FailoverGraph, _ suffix: StaticString = ""
  ) {
    count += 1
    guard let reference, count <= ProblemList.listedMax else { return }
    bytes.append(count == 1 ? ": " : "; ")
    bytes.append(source.word)
    bytes.append("(\"")
    bytes.append(graph.bytes(reference))
    bytes.append("\") of endpoint `")
    bytes.append(graph.bytes(graph.endpoints[endpoint].name))
    bytes.append("` ")
    bytes.append(reason)
    bytes.append(suffix)
  }
}
