import PolicyGraph

/// What clients must present one of, by the name of whoever has it.
///
/// Only hashes of keys are kept: SHA-256, of keys that nobody can guess.
struct ClientKeys: Sendable {
  /// What is wrong with the keys that are given.
  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  /// What one client may use in a minute; nil: as much as it likes.
  struct Limits: Sendable, Equatable {
    var requests: Int?
    var tokens: Int?
  }

  private struct Key: Sendable {
    let hash: [UInt8]
    let client: String
  }

  private var keys: [Key] = []
  private(set) var limits: [String: Limits] = [:]

  /// No keys: whoever comes is served.
  init() {}

  /// Reads a variable, if it is set; the names are `key-1`, `key-2` and so on.
  init(_ text: String?, of variable: String = "GATEWAY_KEYS") throws(Fault) {
    guard let text else { return }
    let given = text.split(separator: ",").map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }
    if given.isEmpty {
      throw Fault(
        description: "\(variable) is set and holds no key: unset it if nobody is to need one")
    }
    // A key that no header can hold would lock out whoever has it.
    if given.contains(where: { !$0.utf8.allSatisfy { (0x21...0x7E).contains($0) } }) {
      throw Fault(description: "\(variable) holds a key that no header can hold")
    }
    for (index, key) in given.enumerated() {
      add(SHA256.digest(of: Array(key.utf8)), "key-\(index + 1)", Limits())
    }
  }

  mutating func add(_ hash: [UInt8], _ client: String, _ limits: Limits) {
    keys.append(Key(hash: hash, client: client))
    self.limits[client] = limits
  }

  func holds(_ hash: [UInt8]) -> Bool { keys.contains { $0.hash == hash } }

  var isEmpty: Bool { keys.isEmpty }
  var count: Int { keys.count }

  /// Whose a key is; nil if it is nobody's.
  ///
  /// All bytes of all hashes are compared, whatever differs first.
  func client(presenting key: String) -> String? {
    let given = SHA256.digest(of: Array(key.utf8))
    var found = -1
    for (index, key) in keys.enumerated() {
      let differs = zip(key.hash, given).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
      if differs == 0 { found = index }
    }
    return found < 0 ? nil : keys[found].client
  }
}
