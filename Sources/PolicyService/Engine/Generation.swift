internal import PolicyGraph
internal import PolicyRuntime

/// One policy as it was loaded, with all that its requests need until the last of them is over.
final class Generation: Sendable {
  /// The first is 1; a reload makes the next.
  let number: UInt32
  let stamp: ArtifactStamp
  let interpreter: Interpreter
  let names: PlanNames
  /// By the index of their endpoints.
  let destinations: [Destination]
  let credentials: ResolvedCredentials
  let handlers: Handlers
  /// By the index of an error table: whether it is `llm-http`, or extends it.
  let chatTables: [Bool]

  init(
    _ number: UInt32, _ stamp: ArtifactStamp, _ interpreter: Interpreter, _ names: PlanNames,
    destinations: [Destination], credentials: ResolvedCredentials, handlers: Handlers
  ) {
    self.number = number
    self.stamp = stamp
    self.interpreter = interpreter
    self.names = names
    self.destinations = destinations
    self.credentials = credentials
    self.handlers = handlers
    chatTables = interpreter.plan.graph.chatTables
  }

  var plan: Plan { interpreter.plan }
  var graph: FailoverGraph { interpreter.plan.graph }
  /// By the index of their credentials.
  var secrets: [Secret] { credentials.secrets }

  /// Whether nothing is sent to an endpoint, since none of its credentials is there.
  func isExcluded(_ endpoint: ID<Endpoint>) -> Bool { plan.isExcluded(endpoint) }
}

/// A generation as one lane sees it: an object of the lane's own, so that threads which take and
/// release it do not fight over one reference count.
///
/// What every request reads stands here once more: each step less on the way saves a reference that
/// is counted.
final class View: Sendable {
  let generation: Generation
  let engine: EngineParts
  /// The generation's number.
  let number: UInt32
  let seed: UInt64
  let interpreter: Interpreter
  let clock: EngineClock

  init(_ generation: Generation, _ engine: EngineParts) {
    self.generation = generation
    self.engine = engine
    number = generation.number
    seed = engine.seed
    interpreter = generation.interpreter
    clock = engine.clock
  }
}

/// What an engine has besides its policy, for as long as any of its requests lasts.
final class EngineParts: Sendable {
  let clock: EngineClock
  let timers: Timers
  /// Attempts and handlers that were given up and still run.
  let abandoned: Gauge
  /// Handlers that are being told something.
  let telling: Gauge
  let ledger = Ledger()
  /// Rung when the policy is replaced: whoever follows its probes.
  let probing = Lock([Waker]())
  /// Different in every process, and nothing more: choices are no secrets.
  let seed: UInt64

  init(_ clock: EngineClock, abandonedMax: Int, seed: UInt64) {
    self.clock = clock
    timers = Timers(clock)
    abandoned = Gauge(limit: abandonedMax)
    telling = Gauge(limit: abandonedMax)
    self.seed = seed
  }
}

extension FailoverGraph {
  /// By the index of an error table: whether it is the language's `llm-http`, or extends it.
  ///
  /// Rows that a table has from another one keep the file in which they are declared.
  fileprivate var chatTables: [Bool] {
    let file = sources.ids.first { text(sources[$0].name) == "builtin/llm-http.policy" }
    return errorTables.rows.map { table in
      errorRows[table.rows].contains { $0.origin.file == file }
    }
  }
}
