/// How much room rows take.
struct RowSize: FieldVisitor {
  /// The bytes of a row that is not packed: what a table of such rows is measured by.
  private(set) var bytes = 0
  /// The integers that a row is packed from.
  private(set) var integers = 0

  /// The size of a row of type `R`, the same for each.
  @inline(__always)
  static func of<R: Row>(_: R.Type) -> RowSize {
    var size = RowSize()
    var row = R()
    row.visit(&size)
    return size
  }

  @inline(__always)
  private mutating func add(bytes more: Int, integers count: Int) {
    bytes += more
    integers += count
  }

  @inline(__always)
  mutating func scalar<S: Scalar>(_: StaticString, _: inout S, _: ClosedRange<Int64>) {
    add(bytes: S.width, integers: 1)
  }
  @inline(__always)
  mutating func rate(_: StaticString, _: inout Rate?) { add(bytes: 16, integers: 2) }
  @inline(__always)
  mutating func ref<R: Row>(_: StaticString, _: inout ID<R>) { add(bytes: 4, integers: 1) }
  @inline(__always)
  mutating func ref<R: Row>(_: StaticString, _: inout ID<R>?) { add(bytes: 4, integers: 1) }
  @inline(__always)
  mutating func target(_: StaticString, _: inout Target) { add(bytes: 4, integers: 1) }
  @inline(__always)
  mutating func target(_: StaticString, _: inout Target?) { add(bytes: 4, integers: 1) }
  @inline(__always)
  mutating func rows<R: Row>(_: StaticString, _: inout Rows<R>) { add(bytes: 8, integers: 2) }
}
