import PolicyLanguage
import PolicySigning

extension Session {
  /// The key in a file; nil after a complaint, which holds no byte of it.
  mutating func readKey<Key>(
    _ path: Path, _ make: ([UInt8]) throws(KeyError) -> Key
  ) -> Key? {
    switch FileReader.read(path, atMost: SigningKey.fileBytesMax) {
    case .failure(.tooLarge):
      complain("cannot use the key `\(path.shown)`: it is too large for a key")
    case .failure(let failure):
      complain("cannot read the key `\(path.shown)`: \(failure.reason)")
    case .success(let bytes):
      do throws(KeyError) {
        return try make(bytes)
      } catch {
        complain("cannot use the key `\(path.shown)`: \(error)")
      }
    }
    return nil
  }
}
