import Glibc

/// What is known about the terminal.
enum TerminalKind {
  /// True if what goes to `descriptor` is to be coloured, going by `--color` and the environment.
  static func wantsColor(_ choice: String?, on descriptor: Int32 = 2) -> Bool {
    switch choice {
    case "always": true
    case "never": false
    default: isatty(descriptor) == 1 && !isSet("NO_COLOR") && variable("TERM") != "dumb"
    }
  }

  /// True if a person reads what is said beside the results.
  static var showsMessages: Bool { isatty(2) == 1 }

  /// The columns that messages may use.
  static var width: Int {
    var size = winsize()
    guard unsafe ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 100 }
    return Int(size.ws_col)
  }

  private static func isSet(_ name: String) -> Bool { variable(name).map { !$0.isEmpty } ?? false }

  private static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}
