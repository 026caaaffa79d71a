package import PolicyLanguage

/// What the server asks of the world.
package struct EditorHost {
  /// Reads a file by its name below a folder, which it may not leave.
  let read: (_ folder: String, _ name: String) -> Result<[UInt8], SourceFailure>
  /// The names of the policies below a folder.
  let policies: (_ folder: String) -> [String]
  /// The day that allowances are held against.
  let today: CivilDate?

  package init(
    read: @escaping (_ folder: String, _ name: String) -> Result<[UInt8], SourceFailure>,
    policies: @escaping (_ folder: String) -> [String], today: CivilDate?
  ) {
    self.read = read
    self.policies = policies
    self.today = today
  }
}
