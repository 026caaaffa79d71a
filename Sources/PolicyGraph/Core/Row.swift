/// A row of a table: plain values, and one list of its fields that every pass over the bytes
/// shares.
///
/// The encoder, the decoder with its checks, the size table and the JSON view are visitors of this
/// one list, so that a field cannot be written and not read, or read and not checked.
public protocol Row: Equatable, Sendable {
  /// Which table the rows of this type stand in.
  static var table: TableKind { get }
  /// A row of neutral values.
  init()
  /// Shows every field to `visitor`, in the order of the artifact.
  mutating func visit<V: FieldVisitor>(_ visitor: inout V)
}

/// A field held in one integer.
public protocol Scalar: Equatable, Sendable {
  /// Bytes in an artifact: 1, 4 or 8.
  static var width: Int { get }
  /// The value as an integer; nil where it is absent.
  var raw: Int64? { get }
  /// The value of an integer read from an artifact; nil if there is no such value.
  init?(raw: Int64?)
  /// How the value is shown to people and in JSON.
  var shown: Shown { get }
}

/// A value ready to be shown: a renderer needs no other knowledge of the field's type.
public enum Shown: Sendable {
  /// Nothing is stated.
  case none
  /// A count or a size.
  case count(Int64)
  /// A span of time.
  case time(Tick)
  /// A part of a whole.
  case share(Share)
  /// A multiplier.
  case factor(Factor)
  /// A percentile.
  case percentile(Percentile)
  /// Yes or no.
  case flag(Bool)
  /// One word of a closed list.
  case word(StaticString)
}

/// What a pass over the fields of rows does with each.
public protocol FieldVisitor {
  /// A value in one integer, which must lie in `range` if it is present.
  mutating func scalar<S: Scalar>(
    _ field: StaticString, _ value: inout S, _ range: ClosedRange<Int64>)
  /// A rate, or none.
  mutating func rate(_ field: StaticString, _ value: inout Rate?)
  /// The index of one row.
  mutating func ref<R: Row>(_ field: StaticString, _ value: inout ID<R>)
  /// The index of one row, or none.
  mutating func ref<R: Row>(_ field: StaticString, _ value: inout ID<R>?)
  /// An endpoint or a group.
  mutating func target(_ field: StaticString, _ value: inout Target)
  /// An endpoint, a group, or none.
  mutating func target(_ field: StaticString, _ value: inout Target?)
  /// A run of rows.
  mutating func rows<R: Row>(_ field: StaticString, _ value: inout Rows<R>)
}

extension FieldVisitor {
  /// A span of time of at most 30 days, or none.
  public mutating func time(_ field: StaticString, _ value: inout Tick?) {
    scalar(field, &value, 0...Tick.max.ns)
  }
  /// A span of time of at most 30 days.
  public mutating func time(_ field: StaticString, _ value: inout Tick) {
    scalar(field, &value, 0...Tick.max.ns)
  }
  /// A part of a whole, or none.
  public mutating func share(_ field: StaticString, _ value: inout Share?) {
    scalar(field, &value, 0...Share.whole.ppb)
  }
  /// A part of a whole.
  public mutating func share(_ field: StaticString, _ value: inout Share) {
    scalar(field, &value, 0...Share.whole.ppb)
  }
  /// One word of a closed list.
  public mutating func choice<E: Choice>(_ field: StaticString, _ value: inout E) {
    scalar(field, &value, 0...Int64(UInt8.max))
  }
  /// Yes or no.
  public mutating func flag(_ field: StaticString, _ value: inout Bool) {
    scalar(field, &value, 0...1)
  }
  /// A count that may be any unsigned number of 32 bits but the last, or none.
  public mutating func count(_ field: StaticString, _ value: inout UInt32?) {
    scalar(field, &value, 0...Int64(UInt32.max) - 1)
  }
}
