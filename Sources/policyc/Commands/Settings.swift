import PolicyGraph

import PolicyLanguage

extension Arguments {
  /// What `--set` says, each `name=value`.
  func settings() throws(UsageError) -> [Setting] {
    var settings: [Setting] = []
    for value in values(.set) {
      let bytes = value.bytes
      guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")), equals > 0 else {
        throw .operands("`--set` needs NAME=VALUE, not `\(value.shown)`", command ?? .lint)
      }
      settings.append(
        Setting(
          name: SafeText.named(bytes[..<equals]), value: SafeText.named(bytes[(equals + 1)...])))
    }
    return settings
  }

  /// The number that an option has for its value; nil if it was not given.
  func number(_ name: OptionName, in range: ClosedRange<UInt64>) throws(UsageError) -> UInt64? {
    guard let text = value(name)?.shown else { return nil }
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt64(text),
      range.contains(number)
    else {
      let bounds = "from \(range.lowerBound) to \(range.upperBound)"
      throw .operands(
        "`\(name.rawValue)` needs a whole number \(bounds), not `\(text)`", command ?? .lint)
    }
    return number
  }

  /// The one operand of a command that takes one.
  func single(_ what: String) throws(UsageError) -> Path {
    let command = command ?? .lint
    guard let first = operands.first else {
      throw .operands("`policyc \(command.rawValue)` needs \(what)", command)
    }
    if operands.count > 1 {
      throw .operands("`policyc \(command.rawValue)` takes \(what), not \(operands.count)", command)
    }
    return first
  }

  /// The operands of a command that takes one or more.
  func several(_ what: String) throws(UsageError) -> [Path] {
    let command = command ?? .lint
    if operands.isEmpty {
      throw .operands("`policyc \(command.rawValue)` needs \(what)", command)
    }
    if operands.count(where: { $0 == .standard }) > 1 {
      throw .operands("standard input can be read once only", command)
    }
    return operands
  }
}
