/// Where credentials are read from: the process's environment and files, or what a test gives.
public struct Environment: Sendable {
  let variable: @Sendable (_ name: String) -> String?
  let file: @Sendable (_ path: String) throws(Unreadable) -> [UInt8]
  /// A path without symbolic links; nil where it leads nowhere, or where there are no links.
  let real: @Sendable (_ path: String) -> String?

  /// Why a file of a credential cannot be read: the end of a sentence, which holds no secret.
  public struct Unreadable: Error, Sendable {
    /// The end of a sentence.
    public var reason: String

    /// A reason, as the end of a sentence.
    public init(reason: String) { self.reason = reason }
  }

  /// The process's environment variables, and regular files of at most 64 KiB.
  public static let process = Environment(variable: System.variable, real: System.real) {
    (path) throws(Unreadable) in
    do throws(System.FileProblem) {
      return try System.read(path, atMost: ServiceLimits.credentialBytesMax)
    } catch {
      throw Unreadable(reason: error.reason)
    }
  }

  /// Variables and files of one's own.
  ///
  /// - Parameters:
  ///   - variable: the value of a variable; nil if it is not set.
  ///   - file: the bytes of a file.
  public init(
    variable: @escaping @Sendable (_ name: String) -> String?,
    file: @escaping @Sendable (_ path: String) throws(Unreadable) -> [UInt8]
  ) {
    self.init(variable: variable, real: { _ in nil }, file: file)
  }

  private init(
    variable: @escaping @Sendable (_ name: String) -> String?,
    real: @escaping @Sendable (_ path: String) -> String?,
    file: @escaping @Sendable (_ path: String) throws(Unreadable) -> [UInt8]
  ) {
    self.variable = variable
    self.file = file
    self.real = real
  }

  /// Fixed variables, and files by their paths.
  public init(_ variables: [String: String], files: [String: [UInt8]] = [:]) {
    self.init(variable: { variables[$0] }) { (path) throws(Unreadable) in
      guard let bytes = files[path] else { throw Unreadable(reason: "there is no such file") }
      return bytes
    }
  }
}

/// What an engine holds at most.
public enum ServiceLimits {
  /// Bytes of the file of one credential.
  public static let credentialBytesMax = 64 << 10
  /// Tasks that were given up and still run, unless the configuration says otherwise.
  public static let abandonedMax = 256
  /// Names that an error lists before it says how many more there are.
  public static let namesListedMax = 20
}
