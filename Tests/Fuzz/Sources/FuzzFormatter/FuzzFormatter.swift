import Fuzzing
import PolicyLanguage

/// Formats any bytes: what is not refused keeps its tokens and comments, and is formatted for good.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let source = SourceFile(name: "case.policy", bytes: Fuzzing.bytes(start, count))
  let first = format(source)
  guard let text = first.text else {
    require(first.report.count(.error) > 0, "a file is refused without a reason")
    return 0
  }
  let formatted = SourceFile(name: "case.policy", bytes: text)
  require(
    TreeFacts(parse(source).tree) == TreeFacts(parse(formatted).tree),
    "formatting changes tokens or comments")
  require(format(formatted).text == text, "formatting twice changes more")
  return 0
}
