import PolicySimulator

/// What a command line asks of a simulation, checked for sense.
struct SimulateOptions {
  /// How the result is shown.
  enum Format: String {
    case text, json, csv
  }

  /// Values of a `let`, one policy for each.
  struct Sweep {
    var name: String
    var values: [String]
  }

  /// Runs that one command may ask for, of one scenario.
  static let runsMax: UInt64 = 1_000_000
  /// Requests that may be told; a story is a screen or two.
  static let storiesMax: UInt64 = 1000
  /// Parts that runs may be divided into.
  static let shardsMax = 1_000_000
  /// Values that may be swept over.
  static let sweepMax = 100

  let format: Format
  /// The scenarios that are wanted; all if it is empty.
  let scenarios: [String]
  /// The seed of the first run; nil for the scenario's own.
  let seed: UInt64?
  /// How many runs; nil for the scenario's own.
  let runs: Int?
  let threads: Int
  let html: Path?
  let against: Path?
  let sweep: Sweep?
  let stories: Int
  let shard: Shard?

  /// Reads the options of `simulate` without `--merge`.
  init(_ arguments: Arguments) throws(UsageError) {
    format = arguments.format
    scenarios = arguments.values(.scenario).map(\.shown)
    seed = try arguments.number(.seed, in: 0...UInt64.max)
    runs = try arguments.number(.runs, in: 1...SimulateOptions.runsMax).map { Int($0) }
    let jobs = try arguments.number(.jobs, in: 1...UInt64(Batch.threadsMax))
    threads = jobs.map { Int($0) } ?? Batch.threadsUsual
    html = try arguments.page()
    against = arguments.value(.against)
    sweep = try arguments.sweep()
    stories = Int(try arguments.number(.stories, in: 1...SimulateOptions.storiesMax) ?? 0)
    shard = try arguments.shard()
    try check(arguments)
  }

  /// Refuses what makes no sense together.
  private func check(_ arguments: Arguments) throws(UsageError) {
    func refuse(_ message: String) -> UsageError { .operands(message, .simulate) }
    if sweep != nil, against != nil {
      throw refuse("`--sweep` and `--against` both compare: one at a time")
    }
    if let sweep, arguments.values(.set).contains(where: { $0.shown.hasPrefix(sweep.name + "=") }) {
      throw refuse("`--sweep` gives `\(sweep.name)` its values, and `--set` another")
    }
    if stories > 0, format != .text {
      throw refuse("`--trace` tells stories to a person: it goes with `--format text` only")
    }
    if shard != nil {
      if format != .json {
        throw refuse("`--shard` makes a part for `simulate --merge`, which reads `--format json`")
      }
      if html != nil {
        throw refuse("a part is no whole: `simulate --merge` writes the page of all (`--html`)")
      }
    }
    if against == .standard, arguments.operands.contains(.standard) {
      throw refuse("standard input can be read once only")
    }
  }
}

extension Arguments {
  /// How the result of `simulate` is shown.
  var format: SimulateOptions.Format {
    value(.format).flatMap { SimulateOptions.Format(rawValue: $0.shown) } ?? .text
  }

  /// Where the page goes.
  func page() throws(UsageError) -> Path? {
    let path = value(.html)
    if path == .standard {
      throw .operands(
        "`--html` names a file; standard output is taken by the result (`--format`)", .simulate)
    }
    if let path, path.hasSuffix(".policy") || path.hasSuffix(".policyc") {
      throw .operands(
        "`--html` would write a page over a policy: `\(path.shown)`", .simulate)
    }
    return path
  }

  /// `--shard 2/8`.
  fileprivate func shard() throws(UsageError) -> Shard? {
    guard let text = value(.shard)?.shown else { return nil }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let numbers = parts.map { part in
      part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) : nil
    }
    guard numbers.count == 2, let index = numbers[0], let count = numbers[1],
      (1...SimulateOptions.shardsMax).contains(count), (1...count).contains(index)
    else {
      throw .operands(
        "`--shard` needs a part I/N with 1 ≤ I ≤ N ≤ \(SimulateOptions.shardsMax), as 2/8, "
          + "not `\(text)`", .simulate)
    }
    return Shard(index, of: count)
  }

  /// `--sweep tries=2,3,4`.
  fileprivate func sweep() throws(UsageError) -> SimulateOptions.Sweep? {
    let given = values(.sweep)
    guard let text = given.first?.shown else { return nil }
    func refuse(_ message: String) -> UsageError { .operands(message, .simulate) }
    if given.count > 1 { throw refuse("`--sweep` goes over one `let` at a time") }
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
      throw refuse("`--sweep` needs NAME=A,B,C, not `\(text)`")
    }
    let values = Arguments.values(text[text.index(after: equals)...])
    if values.contains("") { throw refuse("`--sweep` has an empty value in `\(text)`") }
    for (place, value) in values.enumerated() where values[..<place].contains(value) {
      throw refuse("`--sweep` has `\(value)` twice")
    }
    if values.count > SimulateOptions.sweepMax {
      throw refuse(
        "`--sweep` takes \(SimulateOptions.sweepMax) values at most, not \(values.count)")
    }
    return SimulateOptions.Sweep(name: String(text[..<equals]), values: values)
  }

  /// Values between commas; a comma inside quotation marks belongs to a text.
  private static func values(_ text: Substring) -> [String] {
    var values = [""]
    var isQuoted = false
    for character in text {
      if character == "\"" { isQuoted.toggle() }
      if character == ",", !isQuoted {
        values.append("")
      } else {
        values[values.count - 1].append(character)
      }
    }
    return values
  }
}
