import PolicyGraph

/// What holds at one endpoint while nothing changes: the faults that are active, and the next that
/// breaks what is under way.
struct FaultState {
  /// Until when this holds.
  var until = Int64.min
  /// Nothing is wrong, and nothing will be that could catch an answer.
  var isCalm = false
  /// The fault that refuses connections now; negative: none.
  var refuses = -1
  /// The fault that swallows requests now.
  var swallows = -1
  /// When the next fault begins that breaks connections, and which.
  var breaksAt = Int64.max
  var breaks = -1
  /// When the next fault begins that swallows answers, and which.
  var hangsAt = Int64.max
  var hangs = -1
  /// The answers are this many times slower, and so much.
  var factor = 1.0
  var add = 0.0
  /// Of the endpoint's faults those that are active: errors and malformed answers, drawn for each.
  var drawn: UInt64 = 0
  /// Those that make answers slow.
  var slows: UInt64 = 0
  var limits = -1
  var quota = -1
  var cuts = -1
  /// How much of the servers is left.
  var capacity = 1.0
  /// The fault that takes servers away.
  var takesServers = -1

  init() {}

  /// The state at an endpoint at a time; `faults` are all faults, `here` those that affect it.
  init(at now: Int64, _ faults: [World.FaultModel], _ here: [Int]) {
    until = .max
    for (i, f) in here.enumerated() {
      let fault = faults[f]
      if fault.to <= now { continue }
      if fault.from > now {
        until = min(until, fault.from)
        switch fault.kind {
        case .outage, .flap: FaultState.expect(f, fault.from, &breaksAt, &breaks)
        case .blackhole: FaultState.expect(f, fault.from, &hangsAt, &hangs)
        case .errors, .slow, .rateLimit, .quota, .revoke, .cut, .malformed, .capacity, .load: break
        }
        continue
      }
      until = min(until, fault.to)
      add(f, fault, bit: 1 << UInt64(i), now)
    }
    isCalm =
      refuses < 0 && swallows < 0 && drawn == 0 && slows == 0 && limits < 0 && quota < 0 && cuts < 0
      && takesServers < 0 && breaksAt == .max && hangsAt == .max
  }

  private static func expect(_ index: Int, _ at: Int64, _ time: inout Int64, _ which: inout Int) {
    if at < time {
      time = at
      which = index
    }
  }

  private mutating func add(_ index: Int, _ fault: World.FaultModel, bit: UInt64, _ now: Int64) {
    switch fault.kind {
    case .outage: refuses = index
    case .blackhole: swallows = index
    case .flap:
      // Down first: a fault begins when it is said to begin.
      let period = fault.up + fault.down
      let phase = (now - fault.from) % period
      let isDown = phase < fault.down
      if isDown { refuses = index }
      let change = now - phase + (isDown ? fault.down : period)
      until = min(until, change)
      if !isDown && change < fault.to { FaultState.expect(index, change, &breaksAt, &breaks) }
    case .errors, .malformed: drawn |= bit
    case .slow:
      factor *= fault.factor
      add += fault.add
      slows |= bit
    case .rateLimit: limits = index
    case .quota: quota = index
    case .cut: cuts = index
    case .capacity:
      capacity *= fault.factor
      takesServers = index
    case .revoke, .load: break
    }
  }
}
