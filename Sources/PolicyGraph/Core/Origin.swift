/// Where something is declared, for messages; nothing is decided by it.
public struct Origin: Hashable, Sendable {
  /// The file.
  public var file = ID<Source>(0)
  /// The line, from 1.
  public var line: UInt32 = 1

  /// The first line of the first file.
  public init() {}

  /// A line of a file.
  public init(file: ID<Source>, line: UInt32) {
    self.file = file
    self.line = line
  }

  /// Shows both fields to `visitor`; within the visit of nearly every row, so no call of its own.
  @inline(__always)
  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("file", &file)
    visitor.scalar("line", &line, 1...Int64(UInt32.max) - 1)
  }
}
