/// What a thread asked of a window, and what it was told.
struct Operation: Sendable {
  enum Call: Sendable {
    case take(Int64)
    case correct(Int64, by: Int64)
    case first
    case used
  }

  var call: Call
  var now: Int64
  /// The bucket, nil for a refusal; for `used` the tokens.
  var answer: Int64?
  /// For `used` of a budget: the first attempts.
  var firsts: Int64 = 0
  /// When it began and ended, by one counter for all threads.
  var begun: UInt64
  var ended: UInt64

  func isBefore(_ other: Operation) -> Bool { ended < other.begun }
}

/// The sequential model of a window with a limit or a budget, in the steps in which threads meet:
/// an operation makes its time known, and later does the rest.
struct SteppedModel: Hashable {
  enum Rule: Hashable {
    case limit(Int64)
    case budget(ppb: Int64, minPpb: Int64)
  }

  let rule: Rule
  let width: Int64
  private var newest: Int64 = 0
  private var counts: [Int64: Int64] = [:]
  private var firsts: [Int64: Int64] = [:]

  init(_ rule: Rule, width: Int64) {
    self.rule = rule
    self.width = width
  }

  /// Makes the time of an operation known: the bucket that is then the newest.
  mutating func arrive(_ operation: Operation) -> Int64 {
    switch operation.call {
    case .take, .first: newest = max(newest, operation.now / width)
    case .correct, .used: break
    }
    return newest
  }

  /// Does the rest of an operation; whether its answer is one that may be given here.
  ///
  /// One that met no other operation is refused nothing that there is room for.
  mutating func finish(_ operation: Operation, arrived: Int64, alone: Bool) -> Bool {
    switch operation.call {
    case .take(let amount):
      guard let bucket = operation.answer else { return !alone || !allows(amount) }
      guard bucket == newest, allows(amount) else { return false }
      counts[bucket, default: 0] += amount
    case .correct(let bucket, let delta):
      guard bucket >= max(newest, operation.now / width) - 10 else { return true }
      counts[bucket] = max(0, counts[bucket, default: 0] + delta)
    case .first:
      firsts[arrived, default: 0] += 1
    case .used:
      let newest = max(newest, operation.now / width)
      return operation.answer == sum(counts, newest - 10)
        && operation.firsts == sum(firsts, newest - 9)
    }
    return true
  }

  private func allows(_ amount: Int64) -> Bool {
    let held = sum(counts, newest - 10)
    switch rule {
    case .limit(let limit): return held + amount <= limit
    case .budget(let ppb, let minPpb):
      return (held + amount) * 1_000_000_000 <= ppb * sum(firsts, newest - 9) + minPpb
    }
  }

  private func sum(_ counts: [Int64: Int64], _ oldest: Int64) -> Int64 {
    var total: Int64 = 0
    for (bucket, count) in counts where bucket >= oldest { total += count }
    return total
  }
}

/// Looks for an order of operations that the model allows (Wing and Gong, "Testing and verifying
/// concurrent objects", 1993, with the states seen remembered as by Lowe).
struct Linearizer {
  private struct State: Hashable {
    var steps: [UInt8]
    var arrived: [Int64]
    var model: SteppedModel
  }

  private let operations: [Operation]
  private let alone: [Bool]
  private var seen: Set<State> = []

  private init(_ operations: [Operation]) {
    let operations = operations.sorted { $0.ended < $1.ended }
    self.operations = operations
    alone = operations.indices.map { i in
      operations.indices.allSatisfy { j in
        i == j || operations[i].isBefore(operations[j]) || operations[j].isBefore(operations[i])
      }
    }
  }

  /// Whether one thread could have been told the same.
  static func allows(_ operations: [Operation], _ model: SteppedModel) -> Bool {
    var search = Linearizer(operations)
    let none = State(
      steps: operations.map { _ in 0 }, arrived: operations.map { _ in 0 }, model: model)
    return search.completes(none, left: 2 * operations.count)
  }

  private mutating func completes(_ state: State, left: Int) -> Bool {
    if left == 0 { return true }
    if seen.contains(state) { return false }
    for i in operations.indices where state.steps[i] < 2 && isNext(i, state) {
      var next = state
      next.steps[i] += 1
      if state.steps[i] == 0 {
        next.arrived[i] = next.model.arrive(operations[i])
      } else if !next.model.finish(operations[i], arrived: state.arrived[i], alone: alone[i]) {
        continue
      }
      if completes(next, left: left - 1) { return true }
    }
    seen.insert(state)
    return false
  }

  /// Whether all that had ended before it began are done.
  private func isNext(_ i: Int, _ state: State) -> Bool {
    operations.indices.allSatisfy {
      state.steps[$0] == 2 || !operations[$0].isBefore(operations[i])
    }
  }
}
