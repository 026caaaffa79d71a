import PolicyGraph

extension Checker {
  /// Judges what can only be seen over the whole graph.
  mutating func judge() {
  }
}
