/// A file that the policy was compiled from.
public struct Source: Row {
  public static var table: TableKind { .sources }

  /// The path relative to the program's root.
  public var name = Name(0)

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("name", &name)
  }
}
