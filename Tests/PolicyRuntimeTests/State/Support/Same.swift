import Testing

/// Compares without the cost of `#expect`, for loops of a hundred thousand steps; a difference is
/// recorded with the place where it was found.
func same<Value: Equatable>(
  _ found: Value, _ expected: Value, _ place: some Any,
  sourceLocation: SourceLocation = #_sourceLocation
) -> Bool {
  if found == expected { return true }
  Issue.record("at \(place): \(found), not \(expected)", sourceLocation: sourceLocation)
  return false
}
