/// A typed index into one table of a graph: an `ID<Endpoint>` cannot be used where an `ID<Route>`
/// is wanted.
@frozen
public struct ID<Of>: Hashable, Comparable, Sendable {
  /// The row's position in its table.
  public let raw: UInt32

  /// The row at position `raw`.
  @inlinable
  public init(_ raw: Int) { self.raw = UInt32(truncatingIfNeeded: raw) }

  /// The row's position as an array index.
  @inlinable
  public var index: Int { Int(raw) }

  @inlinable
  public static func < (a: ID, b: ID) -> Bool { a.raw < b.raw }
}

/// A run of neighbouring rows of one table: how a row owns its parts.
@frozen
public struct Rows<Of>: Hashable, Sendable, RandomAccessCollection {
  /// The position of the first row.
  public let first: UInt32
  /// How many rows follow it, itself included.
  public let length: UInt32

  /// The rows `first ..< first + count`.
  @inlinable
  public init(first: Int, count: Int) {
    self.first = UInt32(truncatingIfNeeded: first)
    self.length = UInt32(truncatingIfNeeded: count)
  }

  /// No rows.
  @inlinable
  public init() {
    first = 0
    length = 0
  }

  @inlinable
  public var startIndex: Int { Int(first) }
  @inlinable
  public var endIndex: Int { Int(first) + Int(length) }
  @inlinable
  public subscript(position: Int) -> ID<Of> { ID(position) }
}

/// The rows of one kind, read by typed index.
///
/// The element is not constrained here but where it matters: a constraint on the type would be
/// looked up at run time for every table, which is most of what a cold start costs.
@frozen
public struct Table<Element> {
  /// The rows in the order of their indices.
  public package(set) var rows: [Element]

  /// A table of `rows`.
  public init(_ rows: [Element] = []) { self.rows = rows }

  /// How many rows there are.
  @inlinable
  public var count: Int { rows.count }

  /// Every index, in order.
  @inlinable
  public var ids: Rows<Element> { Rows(first: 0, count: rows.count) }

  /// The row at `id`, which must be of this graph.
  public package(set) subscript(id: ID<Element>) -> Element {
    @inlinable get { rows[id.index] }
    set { rows[id.index] = newValue }
  }

  /// The rows of a run, which must be of this graph.
  @inlinable
  public subscript(run: Rows<Element>) -> ArraySlice<Element> {
    rows[run.startIndex..<run.endIndex]
  }

  /// Adds a row and returns its index.
  @discardableResult
  package mutating func append(_ row: Element) -> ID<Element> {
    rows.append(row)
    return ID(rows.count - 1)
  }

  /// Adds rows as one run.
  package mutating func append(contentsOf added: some Collection<Element>) -> Rows<Element> {
    let first = rows.count
    rows.append(contentsOf: added)
    return Rows(first: first, count: rows.count - first)
  }
}

extension Table: Equatable where Element: Equatable {}
extension Table: Sendable where Element: Sendable {}
