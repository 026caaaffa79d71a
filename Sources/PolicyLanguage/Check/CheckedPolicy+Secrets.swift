// What rules ask about the text itself.

extension CheckedPolicy {
  /// Whether a file came with the language, so that nobody can change it.
  package func isBuiltin(_ file: FileID) -> Bool { checker.program.files[Int(file.raw)].builtin }

  /// Whether a text begins like the keys of a known provider, and goes on long enough to be one.
  package func looksLikeSecret(_ text: ArraySlice<UInt8>) -> Bool {
    SecretShape.looksLikeSecret(text)
  }

  /// Whether a text holds a long word of letters and digits in no order.
  package static func looksRandom(_ text: ArraySlice<UInt8>) -> Bool { SecretShape.isRandom(text) }
}
