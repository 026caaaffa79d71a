/// What can be the value of a field.
package protocol JSONWritable {
  /// Writes it.
  func write(to json: inout JSONWriter)
}

extension String: JSONWritable {
  package func write(to json: inout JSONWriter) { json.value(self) }
}

extension StaticString: JSONWritable {
  package func write(to json: inout JSONWriter) { json.value(self) }
}

extension ByteText: JSONWritable {
  package func write(to json: inout JSONWriter) { json.value(bytes) }
}

extension Bool: JSONWritable {
  package func write(to json: inout JSONWriter) { json.value(self) }
}

extension Int: JSONWritable {
  package func write(to json: inout JSONWriter) { json.value(self) }
}

extension Int64: JSONWritable {
  package func write(to json: inout JSONWriter) { json.value(self) }
}

extension UInt64: JSONWritable {
  package func write(to json: inout JSONWriter) { json.number(description) }
}

extension Double: JSONWritable {
  /// Writes as few digits as tell it from its neighbours; null if it is not finite.
  package func write(to json: inout JSONWriter) {
    guard isFinite else { return json.null() }
    let spelling = description
    json.number(spelling.hasSuffix(".0") ? String(spelling.dropLast(2)) : spelling)
  }
}

extension Tick: JSONWritable {
  /// Writes it in seconds, exact.
  package func write(to json: inout JSONWriter) { json.number(seconds) }
}

extension Optional: JSONWritable where Wrapped: JSONWritable {
  package func write(to json: inout JSONWriter) {
    if let self { self.write(to: &json) } else { json.null() }
  }
}

extension Array: JSONWritable where Element: JSONWritable {
  package func write(to json: inout JSONWriter) {
    json.array { json in for element in self { element.write(to: &json) } }
  }
}
