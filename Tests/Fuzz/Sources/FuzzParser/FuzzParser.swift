import Fuzzing
import PolicyLanguage

/// Parses any bytes, shows what was found, and takes the mends: the text of the tree is the text, and
/// no mend makes a tree that is no tree.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Fuzzing.bytes(start, count)
  let source = SourceFile(name: "case.policy", bytes: bytes)
  let parsed = parse(source)
  check(parsed, of: bytes)
  _ = parsed.tree.dump()
  for index in parsed.tree.tokens.indices { _ = parsed.tree.docComment(before: index) }
  let report = Report(files: [source], diagnostics: parsed.diagnostics)
  for format in Render.Format.allCases { _ = Render.report(report, as: format) }
  if let mended = Fixes(report).files.first {
    check(parse(SourceFile(name: "case.policy", bytes: mended.bytes)), of: mended.bytes)
  }
  return 0
}
