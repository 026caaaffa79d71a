import PolicyGraph

/// Which fields a row states, or an answer has.
struct FieldSet: OptionSet, Sendable {
  var rawValue: UInt8

  static let status = FieldSet(rawValue: 1)
  static let code = FieldSet(rawValue: 2)
  static let body = FieldSet(rawValue: 4)
  static let header = FieldSet(rawValue: 8)
  static let transport = FieldSet(rawValue: 16)
  static let codeNot = FieldSet(rawValue: 32)

  /// Whether the two have a field in common.
  func intersects(_ other: FieldSet) -> Bool { rawValue & other.rawValue != 0 }
}

/// A run of one of the classifier's arrays.
struct Run: Sendable {
  var first: UInt32
  var count: UInt32

  /// The elements from `first` to the end of an array of `total`.
  init(from first: Int, to total: Int) {
    self.first = UInt32(truncatingIfNeeded: first)
    count = UInt32(truncatingIfNeeded: total - first)
  }

  /// Their places.
  var range: Range<Int> { Int(first)..<Int(first) + Int(count) }
}

/// An error table.
struct PackedTable: Sendable {
  /// Its rows.
  var range: Range<Int>
  /// Which fields any of its rows states.
  var asked: FieldSet
}

/// A row of an error table.
struct PackedRow: Sendable {
  /// nil: what it takes is a success.
  var errorClass: ID<ErrorClass>?
  var executed: Executed
  var scope: Scope
  /// What it states: each field by one of its values.
  var stated: FieldSet
  /// One bit for each `Transport` that it takes.
  var transports: UInt16
  var statuses: Run
  var codes: Run
  /// The codes of a success: with any other it matches.
  var goodCodes: Run
  var bodies: Run
  var headers: Run
}

/// A range of statuses, both ends in.
struct PackedStatuses: Sendable {
  var first: UInt32
  var last: UInt32
}

/// A code.
struct PackedCode: Sendable {
  var text: Range<Int>
  var hash: UInt32
}

/// A header, or a header of a value.
struct PackedHeader: Sendable {
  /// The name, in lower case.
  var name: Range<Int>
  var value: Range<Int>?
}
