public import PolicyGraph
import Synchronization

/// What requests share: breakers, budgets, coolings, limits, holders, averages, as 64-bit words in
/// cells that start on cache lines of their own.
///
/// A state belongs to one plan, whose rows say which cell is whose. The next plan's state shares
/// the cells that both know, so that a reload forgets nothing and requests on the old plan go on
/// counting in the same place. Only where one thing is laid out otherwise (a group has other
/// members) the new plan has a cell of its own, and takes over what the old one says.
@safe public final class SharedState: @unchecked Sendable {
  /// Over how many cache lines a counter that every request adds to is spread.
  static let lanesMax = 4

  /// Where each cell of the plan begins.
  private let cells: UnsafeMutablePointer<UnsafeMutablePointer<Atomic<UInt64>>>
  private let count: Int
  /// The memory that the cells lie in: this state's own, and what it shares with earlier ones.
  private let own: CellMemory?
  private let shared: [CellMemory?]
  private let epochMemory: CellMemory
  /// Counts the changes after which a route may be decided otherwise than before.
  ///
  /// Shared by all states that share cells: a breaker's phase, a holder, health, a cooling, a
  /// brownout, the last eighth of a limit. What was found out about a route holds while it stands.
  let epoch: Words

  /// A state in which nothing has happened yet.
  public convenience init(for plan: Plan) {
    self.init(plan, sharing: nil, of: nil)
  }

  /// A state that carries on what the plan before has as well.
  ///
  /// What probes said of an endpoint is forgotten where the new plan, or the old one, declares no
  /// probe. An isolation belongs to the endpoint's cell: whoever isolates by name does so again
  /// where the cell is new.
  ///
  /// - Parameters:
  ///   - plan: The next plan.
  ///   - old: The state of the plan before.
  ///   - oldPlan: The plan before.
  ///   - renewed: The credentials, by their index in `plan`, that are others than before under the
  ///     same reference: their coolings and their accounts' are left behind with the old state,
  ///     where requests that still use the old ones go on telling theirs.
  ///   - now: The time of the reload: new endpoints are up since then, a member to which a lost
  ///     holder's place fell holds since then, and what renewed credentials were refused for ends.
  public convenience init(
    for plan: Plan, carrying old: SharedState, of oldPlan: Plan, renewing renewed: [Bool] = [],
    at now: Tick
  ) {
    let isLeft = plan.coolingCells(of: renewed)
    self.init(plan, sharing: old, of: oldPlan, without: isLeft)
    let time = Swift.max(0, now.ns)
    for i in plan.cells.specs.indices where memory(of: i) === own {
      guard let known = oldPlan.cells.find(plan.cells.specs[i].key) else { continue }
      take(i, of: plan, from: old, known, of: oldPlan, time)
      guard !isLeft.isEmpty, isLeft[i], plan.cells.specs[i].kind == .credential else { continue }
      let refused = old.words(UInt32(known)).signed(ScopeCell.strict)
      words(UInt32(i)).store(ScopeCell.strict, Swift.min(refused, time))
    }
    takeHolders(plan, from: old, of: oldPlan, time)
    beginUp(plan, of: oldPlan, time)
    changed()
  }

  private init(
    _ plan: Plan, sharing old: SharedState?, of oldPlan: Plan?, without isLeft: [Bool] = []
  ) {
    let specs = plan.cells.specs
    count = specs.count
    epochMemory = old?.epochMemory ?? CellMemory(words: 16)
    epoch = unsafe Words(epochMemory.words(at: 0))
    var from = [Int](repeating: -1, count: specs.count)
    var words = 0
    for (i, spec) in specs.enumerated() {
      if let oldPlan, isLeft.isEmpty || !isLeft[i], let known = oldPlan.cells.find(spec.key),
        oldPlan.cells.specs[known].layout == spec.layout,
        oldPlan.cells.specs[known].words >= spec.words
      {
        from[i] = known
      } else {
        words += SharedState.rounded(spec.words)
      }
    }
    let memory = words > 0 ? CellMemory(words: words) : nil
    own = memory
    unsafe cells = UnsafeMutablePointer.allocate(capacity: Swift.max(1, specs.count))
    var kept: [CellMemory?] = []
    if old != nil { kept.reserveCapacity(specs.count) }
    var next = 0
    for (i, spec) in specs.enumerated() {
      if let old, from[i] >= 0 {
        unsafe (cells + i).initialize(to: old.cells[from[i]])
        kept.append(old.memory(of: from[i]))
      } else if let memory {
        unsafe (cells + i).initialize(to: memory.words(at: next))
        next += SharedState.rounded(spec.words)
        if old != nil { kept.append(nil) }
      }
    }
    shared = kept
  }

  deinit { unsafe cells.deallocate() }

  /// The memory of a cell: of its own block, or of the one it was carried in.
  private func memory(of cell: Int) -> CellMemory? {
    guard cell < shared.count, let kept = shared[cell] else { return own }
    return kept
  }

  private static func rounded(_ words: Int) -> Int { (words + 15) & ~15 }

  /// The words of a cell of this state's plan.
  @inline(__always)
  func words(_ cell: UInt32) -> Words {
    precondition(cell < UInt32(truncatingIfNeeded: count), "a cell of another plan")
    return unsafe Words(cells[Int(cell)])
  }

  /// Says that something changed after which routes may be decided otherwise; it is there to be
  /// seen.
  @inline(__always)
  func changed() { epoch.add(0, 1) }

  /// A copy that shares nothing: what the explorer branches from.
  public func copy(of plan: Plan) -> SharedState {
    let copy = SharedState(for: plan)
    for (i, spec) in plan.cells.specs.enumerated() {
      let source = words(UInt32(i))
      let target = copy.words(UInt32(i))
      for w in 0..<spec.words { target.store(w, source.load(w)) }
    }
    return copy
  }
}

extension Plan {
  /// Which cells hold the coolings of some credentials, by the cells' index; empty if none do.
  fileprivate func coolingCells(of credentials: [Bool]) -> [Bool] {
    guard credentials.contains(true) else { return [] }
    var found = [Bool](repeating: false, count: cells.specs.count)
    for s in 0..<slots.count where credentials[Int(slots[s].credential)] {
      found[Int(slots[s].cell)] = true
      found[Int(slots[s].scope)] = true
      found[Int(slots[s].account)] = true
    }
    return found
  }
}

/// Cells laid out one after the other on cache lines, zeroed.
///
/// Two lines of 64 bytes are fetched together by the processors in use, so a cell begins at a
/// multiple of 128 bytes.
@safe final class CellMemory: @unchecked Sendable {
  private let raw: UnsafeMutableRawPointer
  private let base: UnsafeMutablePointer<Atomic<UInt64>>

  init(words: Int) {
    unsafe raw = UnsafeMutableRawPointer.allocate(byteCount: words * 8, alignment: 128)
    unsafe base = raw.bindMemory(to: Atomic<UInt64>.self, capacity: words)
    for i in 0..<words { unsafe (base + i).initialize(to: Atomic(0)) }
  }

  deinit { unsafe raw.deallocate() }

  func words(at offset: Int) -> UnsafeMutablePointer<Atomic<UInt64>> { unsafe base + offset }
}
