extension FailoverGraph {
  /// The URL of an endpoint as a policy spells it: a URL, or where it is read from.
  public func address(_ endpoint: Endpoint) -> [UInt8] {
    guard let variable = endpoint.urlVariable else { return Array(bytes(endpoint.url)) }
    var text = Array("env(\"".utf8) + bytes(variable)
    text.append(UInt8(ascii: "\""))
    if !bytes(endpoint.url).isEmpty {
      text += Array(", else: \"".utf8) + bytes(endpoint.url)
      text.append(UInt8(ascii: "\""))
    }
    text.append(UInt8(ascii: ")"))
    return text
  }
}
