/// What a client says about its stream: whether the usage stands in it, and what is not for us.
struct StreamOptions: Sendable {
  let includesUsage: Bool
  /// The whole member's value, and that of `include_usage` in it.
  private let range: Range<Int>?
  private let usage: Range<Int>?
  private let isEmpty: Bool

  init(_ range: Range<Int>?, of json: JSONText, isStream: Bool) throws(Reply) {
    self.range = range
    guard let range, !json.isNull(range) else {
      (includesUsage, usage, isEmpty) = (false, nil, true)
      return
    }
    guard isStream, let members = json.members(range).map(Array.init) else {
      throw .invalid("An object is needed, and a stream.", param: "stream_options")
    }
    usage = members.first { "include_usage" ~= $0.key }?.value
    includesUsage = usage.flatMap { json.bool($0) } ?? false
    isEmpty = members.isEmpty
  }

  /// What makes a provider tell the usage, whether the client wants to know or not.
  func edit(in json: JSONText) -> Edit? {
    if includesUsage { return nil }
    if let usage { return Edit(usage, "true") }
    guard let range else {
      let end = json.root.upperBound - 1
      return Edit(end..<end, ",\"stream_options\":{\"include_usage\":true}")
    }
    if json.isNull(range) { return Edit(range, "{\"include_usage\":true}") }
    let inside = range.lowerBound + 1
    return Edit(inside..<inside, "\"include_usage\":true" + (isEmpty ? "" : ","))
  }
}
