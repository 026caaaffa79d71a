import NIOCore

/// What stands behind the command.
struct Options {
  /// Where a server listens.
  struct Address {
    var host = "127.0.0.1"
    var port = 0

    /// Whether only this machine reaches it.
    var isLocal: Bool {
      if host == "localhost" || host == "::1" { return true }
      return host.hasPrefix("127.") && (try? SocketAddress(ipAddress: host, port: port)) != nil
    }
  }

  var policy = ""
  var address = Address(port: 8080)
  /// Where metrics are served; nil: nowhere.
  var admin: Address?
  /// Whether whoever comes is served on an address that others reach.
  var isOpen = false
  /// The most clients at once; nil: as many as can be served.
  var connections: Int?
  var tellsEvents = false
  /// Origins whose pages may use it from a browser.
  var origins: [String] = []
  /// The file of the clients' keys.
  var clientKeys: String?

  /// False if it cannot be meant.
  mutating func read(_ words: ArraySlice<String>) -> Bool {
    var words = words
    while let word = words.popFirst() {
      switch word {
      case "--host":
        guard let value = words.popFirst(), !value.isEmpty else { return false }
        address.host = value
      case "--port":
        guard let port = words.popFirst().flatMap(Options.port) else { return false }
        address.port = port
      case "--admin":
        guard let admin = words.popFirst().flatMap(Options.address) else { return false }
        self.admin = admin
      case "--connections":
        guard let count = words.popFirst().flatMap({ Int($0) }), count > 0 else { return false }
        connections = count
      case "--cors":
        guard let origin = words.popFirst(), Cors.isOrigin(origin) else { return false }
        origins.append(origin)
      case "--client-keys":
        guard let path = words.popFirst(), !path.isEmpty else { return false }
        clientKeys = path
      case "--open": isOpen = true
      case "--events": tellsEvents = true
      default:  // the policy
        guard !word.hasPrefix("-"), policy.isEmpty else { return false }
        policy = word
      }
    }
    return !policy.isEmpty
  }

  /// What is wrong with them together; nil if nothing is.
  func fault(_ keys: ClientKeys, _ descriptors: Descriptors) -> String? {
    if isOpen, !keys.isEmpty {
      let keys = clientKeys == nil ? "GATEWAY_KEYS" : "--client-keys"
      return "--open serves whoever comes, and \(keys) says who may: give one of them"
    }
    if keys.isEmpty, !isOpen, !address.isLocal {
      return "\(address.host) is reached by others: give --client-keys, or set GATEWAY_KEYS to the "
        + "keys that clients must present, or say --open to serve whoever comes"
    }
    if let connections, connections > descriptors.connections {
      return "--connections \(connections) is more than \(descriptors.connections), which is what "
        + "\(descriptors.most) descriptors are enough for (`ulimit -n`)"
    }
    return nil
  }

  /// The keys that clients must present, from their file or from `GATEWAY_KEYS`.
  func keys(_ variable: String?) throws(ClientKeys.Fault) -> ClientKeys {
    guard let clientKeys else { return try ClientKeys(variable) }
    guard variable == nil else {
      throw ClientKeys.Fault(description: "GATEWAY_KEYS and --client-keys: give one of them")
    }
    return try ClientKeys(file: clientKeys)
  }

  private static func port(_ text: String) -> Int? {
    Int(text).flatMap { (0...65535).contains($0) ? $0 : nil }
  }

  /// `9090`, or `HOST:9090`.
  private static func address(_ text: String) -> Address? {
    guard let colon = text.lastIndex(of: ":") else {
      return port(text).map { Address(port: $0) }
    }
    let host = text[..<colon].trimmingPrefix("[")
    guard !host.isEmpty, let port = port(String(text[text.index(after: colon)...])) else {
      return nil
    }
    return Address(host: String(host.last == "]" ? host.dropLast() : host), port: port)
  }
}
