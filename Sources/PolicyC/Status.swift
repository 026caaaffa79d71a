/// What functions return that can fail; numbers of the header, which the compiler imports as
/// constants of another type.
enum Status {
  static let ok: Int32 = 0
  static let badArgument: Int32 = -1
  static let badArtifact: Int32 = -2
  static let badURL: Int32 = -3
  static let noCredential: Int32 = -4
}
