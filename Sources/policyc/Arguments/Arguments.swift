import PolicyGraph

import PolicyLanguage

/// A command line, taken apart and checked against the table.
struct Arguments {
  /// Nil if none was named.
  private(set) var command: Command?
  /// What stands beside the options, to the byte.
  private(set) var operands: [Path] = []
  private var given: [(name: OptionName, value: Path)] = []

  /// Takes `words`, what follows the name of the tool, apart.
  init(_ words: [[UInt8]]) throws(UsageError) {
    var options: [(text: String, value: Path?)] = []
    var rest = words[...]
    var names: [Path] = []
    while let word = rest.popFirst() {
      if word == Array("--".utf8) {
        names += rest.map { Path($0) }
        break
      }
      guard word.first == UInt8(ascii: "-"), word.count > 1 else {
        names.append(Path(word))
        continue
      }
      var (text, value) = Arguments.split(word)
      if value == nil,
        OptionRow.all.contains(where: { $0.name.rawValue == text && $0.value != nil })
      {
        value = rest.popFirst().map { Path($0) }
      }
      if text == "-h" { text = OptionName.help.rawValue }
      options.append((text, value))
    }
    if let first = names.first {
      command = try Arguments.command(first, hasHelp: &options)
      names.removeFirst()
      if command == nil, let about = names.first {
        command = try Arguments.command(about, hasHelp: &options)
        names = []
      }
    }
    operands = names
    for option in options { try add(option.text, option.value) }
  }

  /// `--name=value` and `-ovalue` in their two parts.
  private static func split(_ word: [UInt8]) -> (String, Path?) {
    let isLong = word.count > 1 && word[1] == UInt8(ascii: "-")
    if !isLong, word.starts(with: OptionName.output.rawValue.utf8), word.count > 2 {
      return (OptionName.output.rawValue, Path(Array(word[2...])))
    }
    guard let equals = word.firstIndex(of: UInt8(ascii: "=")) else {
      return (SafeText.named(word), nil)
    }
    return (SafeText.named(word[..<equals]), Path(Array(word[(equals + 1)...])))
  }

  /// The command that was typed; `help` is another way to ask for `--help`, and gives nil.
  private static func command(
    _ typed: Path, hasHelp options: inout [(text: String, value: Path?)]
  ) throws(UsageError) -> Command? {
    if let command = Command(rawValue: typed.shown) { return command }
    guard typed.shown == "help" else { throw .unknownCommand(typed.shown) }
    options.append((OptionName.help.rawValue, nil))
    return nil
  }

  private mutating func add(_ text: String, _ value: Path?) throws(UsageError) {
    guard
      let row = OptionRow.all.first(where: {
        $0.name.rawValue == text && $0.belongs(to: command)
      })
    else { throw .unknownOption(text, command) }
    switch (row.value, value) {
    case (nil, .some): throw .unwantedValue(text, command)
    case (.some, nil): throw .missingValue(text, command)
    case (nil, nil): given.append((row.name, Path([])))
    case (.some, let value?):
      if value.bytes.isEmpty { throw .missingValue(text, command) }
      if !row.choices.isEmpty, !row.choices.contains(value.shown) {
        throw .unknownChoice(text, value.shown, row.choices, command)
      }
      given.append((row.name, value))
    }
  }

  /// True if the option was given.
  func has(_ name: OptionName) -> Bool { given.contains { $0.name == name } }

  /// The value of an option, the last if there are several; nil if it was not given.
  func value(_ name: OptionName) -> Path? { given.last { $0.name == name }?.value }

  /// The values of an option that may be repeated, in order.
  func values(_ name: OptionName) -> [Path] { given.filter { $0.name == name }.map(\.value) }
}
