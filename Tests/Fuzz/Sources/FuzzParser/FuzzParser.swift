import Fuzzing
import PolicyLanguage

/// Parses any bytes, shows what was found in one of the forms, and takes the fixes: the text of the
/// tree is the text, and no fix makes a tree that is no tree.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Fuzzing.bytes(start, count)
  let source = SourceFile(name: "case.policy", bytes: bytes)
  let parsed = parse(source)
  check(parsed, of: bytes)
  if count % 8 == 0 { _ = parsed.tree.dump() }
  for index in parsed.tree.tokens.indices { _ = parsed.tree.docComment(before: index) }
  if parsed.diagnostics.isEmpty { return 0 }
  let report = Report(files: [source], diagnostics: Array(parsed.diagnostics.prefix(20)))
  _ = Render.report(report, as: Render.Format.allCases[count % Render.Format.allCases.count])
  if let fixed = Fixes(report).files.first {
    check(parse(SourceFile(name: "case.policy", bytes: fixed.bytes)), of: fixed.bytes)
  }
  return 0
}
