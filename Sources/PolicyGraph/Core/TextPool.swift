/// One text of a pool; a marker for `ID`, never a row of its own.
public struct Text: Row {
  public static var table: TableKind { .texts }
  public init() {}
  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {}
}

/// A name or a text, compared by index: equal bytes have equal indices within a graph.
public typealias Name = ID<Text>

/// Byte strings held once, one after the other.
public struct TextPool: Equatable, Sendable {
  /// Where each text ends in `storage`.
  public package(set) var ends: [UInt32] = []
  /// The bytes of all texts; well-formed UTF-8 each.
  public package(set) var storage: [UInt8] = []

  /// A pool without texts.
  public init() {}

  /// How many texts there are.
  public var count: Int { ends.count }

  /// The bytes of one text, which must be of this pool.
  public func bytes(_ name: Name) -> ArraySlice<UInt8> {
    let start = name.index == 0 ? 0 : Int(ends[name.index - 1])
    return storage[start..<Int(ends[name.index])]
  }

  /// Adds a text; whoever calls keeps equal texts from being added twice.
  package mutating func append(_ bytes: some Collection<UInt8>) -> Name {
    storage.append(contentsOf: bytes)
    ends.append(UInt32(truncatingIfNeeded: storage.count))
    return Name(ends.count - 1)
  }
}
