/// A policy that shows something: its files, or a description where no text can show it.
public struct Example: Sendable {
  /// One file of it.
  public struct File: Sendable {
    /// Its path, relative to the program's root.
    public let name: String
    /// What it holds.
    public let text: String

    init(_ name: String, _ text: String) {
      self.name = name
      self.text = text
    }
  }

  /// The files, the root first; none where it is only described.
  public private(set) var files: [File] = []
  /// What replaces values of `let`s.
  public private(set) var settings: [Setting] = []
  /// What it is, in words, where its bytes could not be printed or would fill pages.
  public private(set) var description: String?

  /// A policy of one file; `language 1` stands before `policy`.
  init(policy: String, settings: [Setting] = []) {
    files = [File("main.policy", "language 1\n" + policy + "\n")]
    self.settings = settings
  }

  /// A policy of several files, the root first.
  init(files: [File]) { self.files = files }

  /// What cannot be shown.
  init(described description: String) { self.description = description }
}
