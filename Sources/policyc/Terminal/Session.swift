import PolicyGraph

import Glibc
import PolicyLanguage

/// How a run ends; the raw value is what the process exits with.
enum Outcome: Int32 {
  /// Nothing was found.
  case clean = 0
  /// Findings, or a check that does not hold.
  case findings = 1
  /// A command line that makes no sense, or files that cannot be read or written.
  case unusable = 2
  /// A mistake in policyc itself.
  case defect = 3
}

/// One run: what it has to say, and how it will end.
struct Session {
  /// What goes to standard output, written once at the end.
  var out: [UInt8] = []
  /// What goes to standard error, written before it.
  private(set) var messages: [UInt8] = []
  private(set) var outcome = Outcome.clean
  /// The files that the run reads: no result is written over one of them.
  var sources: [Path] = []
  let color: Bool

  /// Begins a run with colours or without.
  init(color: Bool) { self.color = color }

  /// Makes the outcome at least as bad as `outcome`.
  mutating func end(_ outcome: Outcome) {
    if outcome.rawValue > self.outcome.rawValue { self.outcome = outcome }
  }

  /// Says on standard error what went wrong; text of the user is escaped.
  mutating func complain(_ message: String, _ outcome: Outcome = .unusable) {
    styled("1;31", "policyc: ")
    say(message)
    end(outcome)
  }

  /// Says something on standard error; text of the user is escaped.
  mutating func say(_ message: String) {
    SafeText.append(message, to: &messages)
    messages.append(UInt8(ascii: "\n"))
  }

  /// Shows bytes on standard error that are safe already.
  mutating func show(_ bytes: [UInt8]) { messages += bytes }

  /// Adds trusted text to standard output.
  mutating func put(_ text: String) { out.append(contentsOf: text.utf8) }

  private mutating func styled(_ codes: String, _ text: String) {
    messages += (color ? "\u{1B}[\(codes)m\(text)\u{1B}[0m" : text).utf8
  }

  /// Writes everything and gives the code to exit with.
  ///
  /// A reader that has gone away ends the run quietly; any other failure is one of the run.
  consuming func finish() -> Int32 {
    do throws(SystemError) {
      if !out.isEmpty { try Session.write(out, to: 1) }
    } catch {
      if error.code != EPIPE { complain("cannot write to standard output: \(error.reason)") }
    }
    // There is nobody left to tell if standard error cannot be written.
    if !messages.isEmpty { try? Session.write(messages, to: 2) }
    return outcome.rawValue
  }

  static func write(_ bytes: [UInt8], to descriptor: Int32) throws(SystemError) {
    let copy = dup(descriptor)
    guard copy >= 0 else { throw .last }
    try Descriptor(raw: copy).write(bytes)
  }
}
