/// How many bytes a row takes in an artifact.
struct RowSize: FieldVisitor {
  private(set) var bytes = 0

  /// The bytes of a row of type `R`, the same for each.
  @inline(__always)
  static func of<R: Row>(_: R.Type) -> Int {
    var size = RowSize()
    var row = R()
    row.visit(&size)
    return size.bytes
  }

  @inline(__always)
  mutating func scalar<S: Scalar>(_: StaticString, _: inout S, _: ClosedRange<Int64>) {
    bytes += S.width
  }
  @inline(__always)
  mutating func rate(_: StaticString, _: inout Rate?) { bytes += 16 }
  @inline(__always)
  mutating func ref<R: Row>(_: StaticString, _: inout ID<R>) { bytes += 4 }
  @inline(__always)
  mutating func ref<R: Row>(_: StaticString, _: inout ID<R>?) { bytes += 4 }
  @inline(__always)
  mutating func target(_: StaticString, _: inout Target) { bytes += 4 }
  @inline(__always)
  mutating func target(_: StaticString, _: inout Target?) { bytes += 4 }
  @inline(__always)
  mutating func rows<R: Row>(_: StaticString, _: inout Rows<R>) { bytes += 8 }
}
