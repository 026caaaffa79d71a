/// What clients must present one of.
struct ClientKeys: Sendable {
  /// What is wrong with the keys that are given.
  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  private let keys: [[UInt8]]

  /// Reads `GATEWAY_KEYS`; nil if it is not set: whoever comes is served.
  init(_ text: String?) throws(Fault) {
    guard let text else {
      keys = []
      return
    }
    keys = text.split(separator: ",").map { Array($0.utf8.filter { $0 != 0x20 }) }
      .filter { !$0.isEmpty }
    if keys.isEmpty {
      throw Fault(
        description: "GATEWAY_KEYS is set and holds no key: unset it to serve whoever comes")
    }
    // A key that no header can hold would lock out whoever has it.
    if keys.contains(where: { !$0.allSatisfy { (0x21...0x7E).contains($0) } }) {
      throw Fault(description: "GATEWAY_KEYS holds a key that no header can hold")
    }
  }

  var isEmpty: Bool { keys.isEmpty }

  /// Whether a client is served that says `authorization`.
  func admits(_ authorization: String?) -> Bool {
    if keys.isEmpty { return true }
    let words = (authorization ?? "").split(separator: " ")
    guard words.count == 2, words[0].lowercased() == "bearer" else { return false }
    let given = Array(words[1].utf8)
    // All of each is compared, whatever differs first.
    return keys.reduce(false) { known, key in
      let differs = zip(key, given).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
      return known || (differs == 0 && key.count == given.count)
    }
  }
}
