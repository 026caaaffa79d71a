/// A file of requests while it is read: it gives its bytes piece by piece.
///
/// Columns `t, route, size, key, tags` with that header line; `t` in seconds from the start, never
/// falling; tags as `plan=paid;tier=gold`. Only `t` must be there.
public final class TraceReader {
  /// Where it comes from, for messages.
  public let name: String
  private let next: () -> [UInt8]?

  /// A reader of what `next` gives: a piece of the file, empty at its end, nil if it cannot be read.
  public init(name: String, next: @escaping () -> [UInt8]?) {
    self.name = name
    self.next = next
  }
}

/// What is wrong with a file of requests.
public struct TraceProblem: Error, Equatable, Sendable {
  /// The file.
  public var file: String
  /// The line, from 1; 0 for the file as a whole.
  public var line: Int
  /// What is wrong and what to do.
  public var message: String

  /// A problem at a line.
  public init(file: String, line: Int, message: String) {
    self.file = file
    self.line = line
    self.message = message
  }
}
