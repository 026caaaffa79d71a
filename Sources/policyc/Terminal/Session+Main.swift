import Glibc

extension Session {
  /// Runs the command line of this process and gives the code to exit with.
  static func main() -> Int32 {
    var words: [[UInt8]] = []
    let given = CommandLine.argc > 0 ? 1..<max(1, Int(CommandLine.argc)) : 1..<1
    for index in given {
      // The standard library's own list of arguments has lost what is not UTF-8.
      if let word = unsafe CommandLine.unsafeArgv[index] {
        words.append(unsafe Array(UnsafeRawBufferPointer(start: word, count: strlen(word))))
      }
    }
    do throws(UsageError) {
      let arguments = try Arguments(words)
      var session = Session(color: TerminalKind.wantsColor(arguments.value(.color)?.shown))
      do throws(UsageError) {
        try session.run(arguments)
      } catch {
        session.complain(error)
      }
      return session.finish()
    } catch {
      var session = Session(color: TerminalKind.wantsColor(nil))
      session.complain(error)
      return session.finish()
    }
  }

  private mutating func complain(_ error: UsageError) {
    complain(error.message)
    let command = error.command.map { "policyc \($0.rawValue)" } ?? "policyc"
    say("`\(command) --help` shows what there is")
  }
}
