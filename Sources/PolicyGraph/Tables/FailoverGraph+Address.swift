extension FailoverGraph {
  /// The URL of an endpoint as a policy spells it: a URL, or where it is read from.
  public func address(_ endpoint: Endpoint) -> [UInt8] {
    guard let variable = endpoint.urlVariable else { return Array(bytes(endpoint.url)) }
    var text = ByteText()
    text.append("env(\"")
    text.append(bytes(variable))
    text.append("\"")
    if !bytes(endpoint.url).isEmpty {
      text.append(", else: \"")
      text.append(bytes(endpoint.url))
      text.append("\"")
    }
    text.append(")")
    return text.bytes
  }
}
