/// A piece of JSON, and where it begins.
package struct JSONValue {
  /// What a piece can be.
  package enum Kind {
    case null
    case flag(Bool)
    /// The bytes that spell it, which follow the grammar of a number.
    case number(Range<Int>)
    case text(String)
    case array([JSONValue])
    case object([Member])
  }

  /// One field of an object.
  package struct Member {
    package var key: String
    package var value: JSONValue
  }

  package var kind: Kind
  /// Its first byte.
  package var offset: Int

  /// What it is, for messages.
  var name: String {
    switch kind {
    case .null: "null"
    case .flag: "true or false"
    case .number: "a number"
    case .text: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

/// What is read at most; what is larger was not written by a simulation.
enum ReportLimits {
  /// The size of a report in bytes.
  static let bytesMax = 1 << 30
  /// How deep JSON may nest.
  static let depthMax = 32
  /// Runs of a scenario.
  static let runsMax = 1_000_000
  /// The largest whole number: that many for each of the runs still add up.
  static let countMax = 1_000_000_000_000
  /// The largest number otherwise, whatever its sign.
  static let numberMax = 1e15
  /// How deep a picture of routes may nest.
  static let pictureDepthMax = 128
}
