import PolicyGraph

@testable import PolicyLanguage

/// The examples of `explain` that are only described, for their bytes are too many or cannot be
/// shown.
enum DescribedExamples {
  /// A finding, and what the compiler says to what it describes.
  struct Pair: Sendable {
    var code: DiagnosticCode
    var bad: @Sendable () -> [Diagnostic]
    var good: @Sendable () -> [Diagnostic]
  }

  static let all: [Pair] = [
    Pair(
      code: .notUTF8,
      bad: { findings(Array("language 1\n// caf".utf8) + [0xE9, 0x0A]) },
      good: { findings("language 1\n// café\n") }),
    Pair(
      code: .byteOrderMark,
      bad: { findings([0xEF, 0xBB, 0xBF] + Array("language 1\n".utf8)) },
      good: { findings("language 1\n") }),
    Pair(
      code: .wordTooLong,
      bad: { findings(named(String(repeating: "a", count: Limits.wordBytesMax + 1))) },
      good: { findings(named(String(repeating: "a", count: Limits.wordBytesMax))) }),
    Pair(
      code: .textTooLong,
      bad: { findings(text(Limits.textBytesMax + 1)) },
      good: { findings(text(Limits.textBytesMax)) }),
    Pair(
      code: .tooDeep, bad: { parse(nested(Limits.nestingMax + 1)).diagnostics },
      good: {
        parse(nested(Limits.nestingMax)).diagnostics
      }),
    Pair(
      code: .importNotAFile,
      bad: { findings(importing("shared")) { _ in .failure(.directory) } },
      good: { findings(importing("shared/errors.policy")) { _ in file("") } }),
    Pair(
      code: .importTooDeep,
      bad: { chain(Limits.importDepthMax + 1) }, good: { chain(Limits.importDepthMax) }),
    Pair(code: .tooManyFiles, bad: { many(Limits.filesMax) }, good: { many(Limits.filesMax - 1) }),
    Pair(
      code: .fileTooLarge,
      bad: { findings(importing("shared.policy")) { _ in sized(Limits.fileBytesMax + 1) } },
      good: { findings(importing("shared.policy")) { _ in sized(Limits.fileBytesMax) } }),
    Pair(code: .programTooLarge, bad: { large(5) }, good: { large(3) }),
    Pair(
      code: .tooManyDeclarations,
      bad: { findings(backoffs(Limits.declarationsMax + 1)) },
      good: { findings(backoffs(Limits.declarationsMax)) }),
    Pair(
      code: .importUnreadable,
      bad: { findings(importing("shared.policy")) { _ in .failure(.unreadable(reason: "no")) } },
      good: { findings(importing("shared.policy")) { _ in file("") } }),
    Pair(
      code: .topologyTooHigh,
      bad: { findings(tower(ArtifactFormat.topologyDepthMax + 1)) },
      good: { findings(tower(ArtifactFormat.topologyDepthMax)) }),
    Pair(
      code: .tooManyWays,
      bad: { findings(ExcessKind.ways.text(over: true)) },
      good: { findings(ExcessKind.ways.text(over: false)) }),
    Pair(
      code: .tooMuchState,
      bad: { findings(ExcessKind.state.text(over: true)) },
      good: { findings(ExcessKind.state.text(over: false)) }),
    Pair(
      code: .tooManyCredentials,
      bad: { findings(ExcessKind.credentials.text(over: true)) },
      good: { findings(ExcessKind.credentials.text(over: false)) }),
    Pair(code: .artifactTooLarge, bad: { artifact(256) }, good: { artifact(1) }),
  ]

  private static func findings(
    _ bytes: [UInt8], _ other: SourceReader = { _ in .failure(.missing) }
  ) -> [Diagnostic] {
    withoutActuallyEscaping(other) { other in
      compile("main.policy") { $0 == "main.policy" ? .success(bytes) : other($0) }.report
        .diagnostics
    }
  }

  private static func findings(
    _ text: String, _ other: SourceReader = { _ in .failure(.missing) }
  ) -> [Diagnostic] {
    findings(Array(text.utf8), other)
  }

  private static func file(_ text: String) -> Result<[UInt8], SourceFailure> {
    .success(Array("language 1\n\(text)".utf8))
  }

  private static func importing(_ path: String) -> String { "language 1\nimport \"\(path)\"\n" }

  private static func named(_ name: String) -> String { "language 1\nlet \(name): 2s\n" }

  private static func text(_ bytes: Int) -> String {
    "language 1\nlet apology: \"\(String(repeating: "a", count: bytes))\"\n"
  }

  private static func nested(_ levels: Int) -> SourceFile {
    SourceFile(
      name: "deep.policy",
      text: "language 1\n" + String(repeating: "a {\n", count: levels)
        + String(repeating: "}\n", count: levels))
  }

  /// A file whose imports lead `depth` files deep.
  private static func chain(_ depth: Int) -> [Diagnostic] {
    findings(importing("1.policy")) { path in
      let number = Int(path.prefix { $0.isNumber }) ?? 0
      return file(number < depth ? "import \"\(number + 1).policy\"\n" : "")
    }
  }

  private static func many(_ count: Int) -> [Diagnostic] {
    let imports = (0..<count).map { "import \"\($0).policy\"\n" }.joined()
    return findings("language 1\n" + imports) { _ in file("") }
  }

  /// A file of so many bytes, nearly all of them a comment.
  private static func sized(_ bytes: Int) -> Result<[UInt8], SourceFailure> {
    var text = Array("language 1\n//".utf8)
    text += [UInt8](repeating: UInt8(ascii: "-"), count: bytes - text.count - 1) + [0x0A]
    return .success(text)
  }

  private static func large(_ files: Int) -> [Diagnostic] {
    let imports = (0..<files).map { "import \"\($0).policy\"\n" }.joined()
    return findings("language 1\n" + imports) { _ in sized(Limits.fileBytesMax) }.prefix(1) + []
  }

  private static func backoffs(_ count: Int) -> String {
    "language 1\n" + (0..<count).map { "backoff b\($0) { constant base: 1s }\n" }.joined()
  }

  /// Topologies in each other, and an endpoint at the bottom.
  private static func tower(_ height: Int) -> String {
    let groups = (0..<height).map { level in
      let member = level + 1 < height ? "g\(level + 1)" : "e"
      return "active-passive g\(level) { member \(member); failback manual }\n"
    }
    return "language 1\nendpoint e { url \"https://e.example.com\"; timeout attempt: 1s }\n"
      + groups.joined()
  }

  /// A program that is small as text and large as an artifact, for each endpoint copies the
  /// attributes of the one it extends.
  private static func artifact(_ size: Int) -> [Diagnostic] {
    let attributes = (0..<size * 4).map { "attribute a\($0): v\n" }.joined()
    let base = "endpoint e { url \"https://e.example.com\"; timeout attempt: 1s\n\(attributes)}\n"
    let copies = (0..<size * 8).map { "endpoint e\($0) { extends e; attribute own: v }\n" }.joined()
    return findings("language 1\n" + base + copies)
  }
}
