extension Explanation {
  private static let importing = Example.File(
    "main.policy", "language 1\nimport \"shared.policy\"\n")
  private static let shared = Example.File("shared.policy", "language 1\nlet wait: 2s\n")

  /// P06xx: files.
  static let files: [Explanation] = [
    Explanation(
      .importMissing,
      why: """
        Everything that the file declares is missing, and so is whatever the policy builds on it.
        """,
      bad: Example(files: [importing]),
      good: Example(files: [importing, shared])),
    Explanation(
      .importOutsideRoot,
      why: """
        Anyone who can open a pull request may have written the policy. Neither its imports nor \
        the `trace:` of a scenario may read files elsewhere on the machine that checks it.
        """,
      bad: Example(files: [
        Example.File("main.policy", "language 1\nimport \"../shared.policy\"\n"), shared,
      ]),
      good: Example(files: [importing, shared])),
    Explanation(
      .importCycle,
      why: "Files that need each other are really one file: neither can be read alone.",
      bad: Example(files: [
        importing, Example.File("shared.policy", "language 1\nimport \"main.policy\"\n"),
      ]),
      good: Example(files: [importing, shared])),
    Explanation(
      .importNotAFile,
      why: "A directory has no text, and reading a FIFO or a device may never end.",
      bad: Example(described: "`import \"shared\"`, where `shared` is a directory"),
      good: Example(described: "`import \"shared/errors.policy\"`, a file in it")),
    Explanation(
      .importTooDeep,
      why: "An import chain this long is a mistake that nobody could follow.",
      bad: Example(described: "imports that lead \(Limits.importDepthMax + 1) files deep"),
      good: Example(described: "imports that lead at most \(Limits.importDepthMax) files deep")),
    Explanation(
      .tooManyFiles,
      why: "The limit keeps a damaged or hostile file tree from filling the memory.",
      bad: Example(described: "a program of more than \(Limits.filesMax) files"),
      good: Example(described: "a program of at most \(Limits.filesMax) files")),
    Explanation(
      .fileTooLarge,
      why: "The size is checked before anything is read, so no file can fill the memory.",
      bad: Example(described: "a file of more than \(Limits.fileBytesMax >> 20) MiB"),
      good: Example(described: "a file of at most \(Limits.fileBytesMax >> 20) MiB")),
    Explanation(
      .programTooLarge,
      why: "The limit applies to all files together, so many imports cannot fill the memory.",
      bad: Example(described: "files of more than \(Limits.programBytesMax >> 20) MiB in all"),
      good: Example(described: "files of at most \(Limits.programBytesMax >> 20) MiB in all")),
    Explanation(
      .languageFirst,
      why: "The version decides how the rest is read, so it comes first in every file.",
      bad: Example(files: [Example.File("main.policy", "let wait: 2s\n")]),
      good: Example(files: [Example.File("main.policy", "language 1\nlet wait: 2s\n")])),
    Explanation(
      .languageVersion,
      why: "In a later version the same words may mean something else.",
      bad: Example(files: [Example.File("main.policy", "language 2\nlet wait: 2s\n")]),
      good: Example(files: [Example.File("main.policy", "language 1\nlet wait: 2s\n")])),
    Explanation(
      .tooManyDeclarations,
      why: """
        The limit keeps artifacts small and quick to load; a policy this large belongs in several \
        programs.
        """,
      bad: Example(described: "\(Limits.declarationsMax + 1) declarations of one kind"),
      good: Example(described: "at most \(Limits.declarationsMax) declarations of one kind")),
    Explanation(
      .importUnreadable,
      why: """
        Without the file the meaning of the policy is unknown, and any finding about it would be a \
        guess.
        """,
      bad: Example(described: "an import of a file that may not be read"),
      good: Example(described: "the same, with the right to read it")),
    Explanation(
      .artifactTooLarge,
      why: "Services refuse artifacts above the limit, so this one could never be loaded.",
      bad: Example(described: "a policy whose artifact has more than 16 MiB"),
      good: Example(described: "the same policy in several programs, an artifact each")),
    Explanation(
      .notAPolicy,
      why: """
        Read as a policy, this file would be wrong in every line, and no finding would say why.
        """,
      bad: Example(files: [Example.File("main.policy", "apiVersion: v1\nkind: ConfigMap\n")]),
      good: Example(files: [Example.File("main.policy", "language 1\nlet wait: 2s\n")])),
  ]
}
