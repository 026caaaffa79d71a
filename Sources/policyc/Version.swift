/// What this build calls itself.
enum Version {
  /// The version of the tool, by Semantic Versioning.
  static let tool = "0.1.0"
}
