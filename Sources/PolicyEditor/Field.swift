package import PolicySimulator

/// A piece of a message, with the bytes that its numbers are spelled in.
package struct Field {
  let value: JSONValue
  let bytes: [UInt8]

  /// Reads a whole message; the error says what is wrong with it.
  package init(_ bytes: [UInt8]) throws(ReportError) {
    value = try JSONParser.parse(bytes)
    self.bytes = bytes
  }

  private init(_ value: JSONValue, _ bytes: [UInt8]) {
    self.value = value
    self.bytes = bytes
  }

  /// A member of an object; nil if it is missing or this is no object.
  package subscript(_ key: String) -> Field? {
    guard case .object(let members) = value.kind,
      let member = members.first(where: { $0.key == key })
    else { return nil }
    return Field(member.value, bytes)
  }

  package var text: String? {
    if case .text(let text) = value.kind { text } else { nil }
  }

  /// A whole number, if it is one that fits.
  package var int: Int? {
    guard case .number(let range) = value.kind else { return nil }
    return Int(String(decoding: bytes[range], as: UTF8.self))
  }

  /// The elements of an array; none if it is something else.
  package var items: [Field] {
    guard case .array(let values) = value.kind else { return [] }
    return values.map { Field($0, bytes) }
  }

  var isObject: Bool {
    if case .object = value.kind { true } else { false }
  }
}
