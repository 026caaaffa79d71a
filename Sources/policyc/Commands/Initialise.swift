import Glibc

extension Session {
  /// `policyc init`: a policy to begin with.
  mutating func initialise(_ arguments: Arguments) throws(UsageError) {
    if let surplus = arguments.operands.first {
      throw .operands(
        "`policyc init` takes no `\(surplus.shown)`; `-o` names the file", .initialise)
    }
    let template = arguments.value(.template).flatMap { Template(rawValue: $0.shown) } ?? .chat
    let path = arguments.value(.output) ?? Path("\(template.rawValue).policy")
    if path == .standard { return put(template.text) }
    do throws(SystemError) {
      try FileWriter.create(Array(template.text.utf8), at: path)
    } catch {
      let reason = error.code == EEXIST ? "it exists, and is left as it is" : error.reason
      return complain("cannot write `\(path.shown)`: \(reason)")
    }
    say("wrote `\(path.shown)`; next:")
    say("  policyc lint \(path.shown)")
    say("  policyc graph \(path.shown) | dot -Tsvg > policy.svg")
    say("  policyc compile \(path.shown)")
  }
}
