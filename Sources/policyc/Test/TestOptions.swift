/// What a command line asks of `policyc test`, checked for sense.
struct TestOptions {
  /// How the result is shown.
  enum Format: String {
    case text, json, junit
  }

  let format: Format
  /// Whether every way is listed.
  let listsCoverage: Bool
  /// The least share of ways that must be covered; nil if nothing is asked.
  let coverageMin: Double?
  let filter: TestFilter?
  let mutates: Bool
  /// The seed of every scenario's first run; nil for its own.
  let seed: UInt64?
  let threads: Int
  /// What imports may not leave; nil if nothing is said.
  let root: Path?

  /// Whether it is counted which ways are taken.
  var keepsCoverage: Bool { listsCoverage || coverageMin != nil }

  /// Reads the options.
  init(_ arguments: Arguments) throws(UsageError) {
    format = arguments.value(.format).flatMap { Format(rawValue: $0.shown) } ?? .text
    listsCoverage = arguments.has(.coverage)
    coverageMin = try arguments.coverageMin()
    filter = arguments.value(.filter).map { TestFilter($0.shown) }
    mutates = arguments.has(.mutate)
    root = arguments.value(.root)
    seed = try arguments.number(.seed, in: 0...UInt64.max)
    let jobs = try arguments.number(.jobs, in: 1...UInt64(Batch.threadsMax))
    threads = jobs.map { Int($0) } ?? Batch.threadsUsual
    if coverageMin != nil, filter != nil {
      throw .operands(
        "`--min-coverage` covers all scenarios together, and `--filter` leaves some out", .test)
    }
  }
}

extension Arguments {
  /// `--min-coverage 80%`, or without the sign; as a share.
  fileprivate func coverageMin() throws(UsageError) -> Double? {
    guard let text = value(.minCoverage)?.shown else { return nil }
    let digits = text.hasSuffix("%") ? String(text.dropLast()) : text
    let isPlain = digits.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
    guard isPlain, let number = Double(digits), number <= 100 else {
      throw .operands("`--min-coverage` needs a share from 0% to 100%, not `\(text)`", .test)
    }
    return number / 100
  }
}
