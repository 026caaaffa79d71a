public import PolicyGraph

/// One request of a file.
public struct TraceRow: Equatable, Sendable {
  /// When it arrives, from the start.
  public var at: Tick
  /// The line it stands on, from 1.
  public var line: Int
  /// The route that it takes; nil if the file leaves that to the policy.
  public var route: String?
  /// How large it is; nil if the file leaves that to the policy.
  public var size: Int64?
  /// What it sticks to; empty for nothing.
  public var key: [UInt8] = []
  /// The tags that it carries, in the order of the file.
  public var tags: [Tag] = []

  /// One tag, as in `plan=paid`.
  public struct Tag: Equatable, Sendable {
    /// Its name.
    public var name: [UInt8]
    /// Its value, which may be empty.
    public var value: [UInt8]
  }
}

/// What is known of a file of requests that was read to its end.
public struct TraceCheck: Equatable, Sendable {
  /// What is wrong with it, by line; no more than `problemsMax`.
  public var problems: [TraceProblem] = []
  /// How many requests there are.
  public var requests = 0
  /// When the last one arrives.
  public var end = Tick.zero

  /// How many problems are looked for.
  public static let problemsMax = 20
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
