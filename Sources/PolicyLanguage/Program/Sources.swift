public import PolicyGraph

/// Why a file could not be read.
public enum SourceFailure: Error, Sendable {
  /// There is no such file.
  case missing
  /// It is a directory.
  case directory
  /// It is a FIFO, a device or a socket.
  case notRegular
  /// It has more bytes than `Limits.fileBytesMax`.
  case tooLarge(bytes: Int)
  /// A link leads out of the program's root.
  case outsideRoot
  /// The system refused, for this reason.
  case unreadable(reason: String)
}

/// Reads the file at a path relative to the program's root, `/` between its parts and without `..`.
public typealias SourceReader = (_ path: String) -> Result<[UInt8], SourceFailure>

/// A `let` replaced from outside: `--set name=value`.
public struct Setting: Sendable {
  /// The `let`.
  public let name: String
  /// The new value, written as in a policy.
  public let value: String

  /// Replaces the `let` called `name` by `value`.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// What a compilation gives: the findings, and the graph if there are no errors.
public struct Compilation: Sendable {
  /// The files and the findings.
  public let report: Report
  /// The graph; nil if, and only if, the report holds an error.
  public let graph: FailoverGraph?
  /// What replaced values of `let`s.
  let settings: [Setting]
  /// What lint rules read; nil if, and only if, the report holds an error.
  public let policy: CheckedPolicy?
}
