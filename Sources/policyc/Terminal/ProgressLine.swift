import Glibc
import PolicyGraph
import PolicyLanguage

/// One line on a terminal that is written again and again while long work goes on.
///
/// Where standard error is no terminal, nothing is ever written.
struct ProgressLine {
  /// Work that is over sooner shows no line, in milliseconds.
  private static let patience = 300
  /// How often the line changes at most, in milliseconds.
  private static let pulse = 100

  private let isShown = isatty(2) == 1
  private let width = TerminalKind.width
  private var next = ProgressLine.now + patience
  private var hasText = false

  /// Shows a line, unless it is too early for it; text of the user is escaped.
  mutating func show(_ text: @autoclosure () -> String) {
    let now = ProgressLine.now
    guard isShown, now >= next else { return }
    next = now + ProgressLine.pulse
    var line: [UInt8] = [UInt8(ascii: "\r")]
    SafeText.append(String(text().prefix(width - 1)), to: &line)
    write(line + "\u{1B}[K".utf8)
    hasText = true
  }

  /// Takes the line away.
  mutating func erase() {
    if hasText { write(Array("\r\u{1B}[K".utf8)) }
    hasText = false
  }

  private func write(_ bytes: [UInt8]) {
    // A line of progress that cannot be shown is not missed.
    _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(2, $0.baseAddress, $0.count) }
  }

  private static var now: Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}
