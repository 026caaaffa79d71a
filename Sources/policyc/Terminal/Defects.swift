import Glibc

/// What happens when policyc itself is wrong and the process is stopped by a trap.
enum Defects {
  /// Makes a trap end the process with the code of a defect, and ask for a report.
  ///
  /// Whoever asks the Swift runtime for backtraces by `SWIFT_BACKTRACE` gets those instead.
  static func catchTraps() {
    if unsafe getenv("SWIFT_BACKTRACE") != nil { return }
    for number in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGSEGV, SIGFPE] {
      signal(number) { _ in
        // Nothing but these two calls is safe in a handler of signals.
        let message: StaticString = """
          policyc: this is a defect of policyc; please report it, with the command line and the files

          """
        _ = unsafe write(2, message.utf8Start, message.utf8CodeUnitCount)
        _exit(Outcome.defect.rawValue)
      }
    }
  }
}
