extension JSONWriter {
  /// Writes a field; a value that is nil is written as null.
  package mutating func field(_ name: String, _ value: some JSONWritable) {
    key(name)
    value.write(to: &self)
  }

  /// Writes a field whose value is an array, on one line.
  package mutating func field(_ name: String, inline values: [some JSONWritable]) {
    key(name)
    inline { values.write(to: &$0) }
  }

  /// Writes a field whose value is an object.
  package mutating func object(_ name: String, _ body: (inout JSONWriter) -> Void) {
    key(name)
    object(body)
  }

  /// Writes a field whose value is an object about `value`, or null without one.
  package mutating func object<Value>(
    _ name: String, _ value: Value?, inline isOneLine: Bool = false,
    _ body: (Value, inout JSONWriter) -> Void
  ) {
    key(name)
    guard let value else { return null() }
    object(inline: isOneLine) { body(value, &$0) }
  }

  /// Writes a field whose value is an array with an object about each element.
  package mutating func objects<Element>(
    _ name: String, _ elements: some Sequence<Element>, inline isOneLine: Bool = false,
    _ body: (Element, inout JSONWriter) -> Void
  ) {
    array(name) { json in
      for element in elements { json.object(inline: isOneLine) { body(element, &$0) } }
    }
  }

  /// Writes a field whose value is an array.
  package mutating func array(_ name: String, _ body: (inout JSONWriter) -> Void) {
    key(name)
    array(body)
  }
}
