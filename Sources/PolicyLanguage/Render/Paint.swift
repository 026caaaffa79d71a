import PolicyGraph

/// Rows of text in which parts may be coloured by ANSI escapes.
struct Paint {
  /// What a part of the output is, which decides its colour.
  enum Style {
    case plain, error, warning, note, frame, strong, fix

    /// The numbers of the escape sequence that begins the style.
    fileprivate var codes: String {
      switch self {
      case .plain: "0"
      case .error: "1;31"
      case .warning: "1;33"
      case .note: "1;36"
      case .frame: "1;34"
      case .strong: "1"
      case .fix: "1;32"
      }
    }
  }

  var out: [UInt8] = []
  let color: Bool
  private var rowStart = 0

  init(color: Bool) { self.color = color }

  /// Appends trusted text.
  mutating func put(_ text: String, _ style: Style = .plain) {
    styled(style) { $0.append(text) }
  }

  /// Appends text of a policy or a path, escaped where it must be.
  mutating func put(untrusted text: String, _ style: Style = .plain) {
    styled(style) { SafeText.append(text, to: &$0) }
  }

  /// Appends bytes that are safe already.
  mutating func put(safe bytes: [UInt8]) { out.append(contentsOf: bytes) }

  /// Appends one character `count` times.
  mutating func put(_ character: Unicode.Scalar, times count: Int, _ style: Style = .plain) {
    guard count > 0 else { return }
    styled(style) { out in
      for _ in 0..<count { out.append(character) }
    }
  }

  /// Ends the row, without blanks at its end.
  mutating func endRow() {
    while out.count > rowStart, out.last == UInt8(ascii: " ") { out.removeLast() }
    out.append(UInt8(ascii: "\n"))
    rowStart = out.count
  }

  private mutating func styled(_ style: Style, _ body: (inout [UInt8]) -> Void) {
    guard color, style != .plain else { return body(&out) }
    out.append("\u{1B}[\(style.codes)m")
    body(&out)
    out.append("\u{1B}[0m")
  }
}

extension Diagnostic.Severity {
  /// The colour of its word and its carets.
  var style: Paint.Style {
    switch self {
    case .error: .error
    case .warning: .warning
    case .note: .note
    }
  }
}
