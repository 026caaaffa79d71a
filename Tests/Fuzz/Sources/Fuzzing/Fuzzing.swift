// What every fuzz target needs: the bytes of an input, and a way to say that something does not
// hold.

/// The bytes that the engine hands over.
public func bytes(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
  Array(UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
}

/// Ends the run if `condition` does not hold; the engine keeps the input.
public func require(_ condition: Bool, _ what: @autoclosure () -> String) {
  if !condition { fatalError(what()) }
}
