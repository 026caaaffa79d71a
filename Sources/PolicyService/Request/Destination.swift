public import PolicyGraph

/// Where an attempt goes, as the policy declares the endpoint.
public final class Destination: Sendable {
  /// The endpoint's name.
  public let endpoint: String
  /// Its base URL; where the credential goes into it, with `{credential}` in that place, so that it
  /// may be logged.
  public let url: String
  /// Whether the credential goes into the URL, and into no header.
  public let holdsCredential: Bool
  /// Facts for the service's own use, as in `attribute model: "gpt-large"`.
  public let attributes: [String: String]
  /// What it calls the values of tags that requests carry, by tag and value, where it renames them.
  private let farNames: [String: [String: String]]
  /// The fault domains it lies in, by their labels, as in `region` → `us-east`.
  public let domains: [String: String]
  /// How it is given the text so far of an answer that it is to continue; nil if it cannot.
  public let handover: Handover?
  /// The header that carries the request's key, where repeating is safe by one.
  public let idempotencyKey: String?

  init(_ id: ID<Endpoint>, of graph: FailoverGraph) {
    let row = graph.endpoints[id]
    endpoint = graph.text(row.name)
    url = graph.text(row.url)
    holdsCredential = EndpointURL.place(in: graph.bytes(row.url)) != nil
    var attributes: [String: String] = [:]
    for attribute in graph.attributes[row.attributes] {
      attributes[graph.text(attribute.name)] = graph.text(attribute.value)
    }
    self.attributes = attributes
    var farNames: [String: [String: String]] = [:]
    for served in graph.servedValues[row.serves] {
      guard let farName = served.farName else { continue }
      farNames[graph.text(served.tag), default: [:]][graph.text(served.value)] =
        graph.text(farName)
    }
    self.farNames = farNames
    var domains: [String: String] = [:]
    for member in graph.domainMembers[row.domains] {
      let domain = graph.domains[member.domain]
      domains[graph.text(domain.label)] = graph.text(domain.name)
    }
    self.domains = domains
    handover = graph.handover(to: id)
    idempotencyKey = row.idempotencyKey.map { graph.text(graph.idempotencyKeys[$0].header) }
  }

  /// The URL to call, with the credential in its place, percent-encoded.
  func url(with credential: Secret?) -> String {
    guard holdsCredential else { return url }
    let secret = credential?.withSecret { Array($0.utf8) } ?? []
    return String(decoding: EndpointURL.filled(Array(url.utf8)[...], with: secret), as: UTF8.self)
  }

  /// What the endpoint calls the value of a request's tag: by the `as:` of its `serves`, else by
  /// its attribute of that name, else as the request does; nil if neither has one.
  public func name(of tag: String, in request: Request) -> String? {
    let value = request.tags.last { $0.name == tag }?.value
    return value.flatMap { farNames[tag]?[$0] } ?? attributes[tag] ?? value
  }
}
