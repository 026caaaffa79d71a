/// One decision after the other: what a request costs, beside the least that it could.
enum RuntimeFigures {
  private static let batches = 31
  private static let batch = 20_000

  static func add(to table: inout Table, program: String, folder: String) {
    let counts = RuntimeCounts(program: program, folder: folder)
    var floor = RuntimeFloor()
    defer { floor.free() }
    var sum: UInt64 = 0
    let happyFloor = perCall { sum &+= floor.happy(batch) }
    let failingFloor = perCall { sum &+= floor.failing(batch) }
    let chatFloor = perCall { sum &+= floor.chat(batch) }
    precondition(sum != 1)

    let happy = measure(.happy)
    table.add(ns("happy path, 2 endpoints in order", happy, happyFloor, 10))
    add(.happy, counts, to: &table, instructions: 80)
    let chat = measure(.chatHappy)
    table.add(ns("happy path, llm-chat", chat, chatFloor, 40))
    add(.chatHappy, counts, to: &table, instructions: 400)
    table.add(
      ns("happy path, generated, limits and a budget", measure(.generated), chatFloor, 30))
    add(.generated, counts, to: &table, instructions: 300)
    let open = measure(.open)
    table.add(ns("one endpoint skipped, its breaker open", open, happyFloor, 16))
    table.add(
      Figure(name: "  the skipping alone", value: max(0, open - happy), unit: "ns", bar: 6))
    add(.open, counts, to: &table, instructions: 100)
    table.add(ns("success while a window holds failures", measure(.busy), happyFloor, 20))
    add(.busy, counts, to: &table, instructions: 200)
    table.add(
      ns("fail, classify, next, success", measureFailing(.failing), failingFloor, 25))
    add(.failing, counts, to: &table)
    table.add(
      ns("fail, classify, back off, success", measureFailing(.waiting), failingFloor, 25))
    add(.waiting, counts, to: &table)
    table.add(
      ns(
        "fail, classify, next, success, llm-chat", measureFailing(.chatFailing),
        chatFloor + failingFloor, 80))
    add(.chatFailing, counts, to: &table)
    addGrowth("least-loaded", [.least2, .least100, .least1000], counts, to: &table)
    addGrowth("fastest", [.fastest2, .fastest100, .fastest1000], counts, to: &table)
    RuntimeThreads.add(to: &table)
  }

  private static func ns(
    _ name: String, _ value: Double, _ limit: Double, _ bar: Double
  ) -> Figure {
    Figure(name: name, value: value, unit: "ns", limit: limit, bar: bar)
  }

  /// What is counted rather than timed; of a loop in which some requests fail, by all of them.
  private static func add(
    _ name: RuntimeLoop.Name, _ counts: RuntimeCounts, to table: inout Table,
    instructions bar: Double? = nil
  ) {
    if let count = counts.allocations(name) {
      table.add(Figure(name: "  allocations", value: count, unit: "", bar: 0))
    }
    if let count = counts.instructions(name) {
      table.add(Figure(name: "  instructions", value: count, unit: "", bar: bar ?? .infinity))
    }
  }

  /// The instructions of a request among ever more endpoints, the first count that of two.
  private static func addGrowth(
    _ balance: String, _ names: [RuntimeLoop.Name], _ counts: RuntimeCounts, to table: inout Table
  ) {
    var least = Double.infinity
    for name in names {
      guard let count = counts.instructions(name) else { return }
      least = min(least, count)
      let row =
        "instructions, \(balance), \(name.rawValue.drop { $0 != "-" }.dropFirst()) endpoints"
      table.add(Figure(name: row, value: count, unit: "", bar: 2 * least))
    }
  }

  /// The time of one request in nanoseconds.
  private static func measure(_ name: RuntimeLoop.Name) -> Double {
    var loop = RuntimeLoop(name)
    return perCall { precondition(loop.run(batch) == 0) }
  }

  /// The time of a request that fails at first: the time of the others, measured in loops in which
  /// none fails, is taken off.
  private static func measureFailing(_ name: RuntimeLoop.Name) -> Double {
    var loop = RuntimeLoop(name)
    _ = loop.run(batch)
    return Measure.median(
      (0..<batches).map { _ in
        loop.fails = false
        let start = Measure.cpu
        _ = loop.run(batch)
        let between = Measure.cpu
        loop.fails = true
        let failures = loop.run(batch)
        let calm = (between - start) / Double(batch)
        let time = Measure.cpu - between
        return (time - Double(batch - failures) * calm) / Double(failures) * 1e9
      })
  }

  private static func perCall(_ body: () -> Void) -> Double {
    body()
    return Measure.time(batches: batches, of: 1, body) / Double(batch) * 1e9
  }
}
