import PolicyGraph

extension PlanBuilder {
  mutating func packRoute(_ row: Route) {
    let owner = routes.count
    var packed = PlanRoute()
    packed.aim = aim(row.target)
    packed.deadline = row.deadline.ns
    packed.mainSpan = graph.mainPathEnd(row).ns
    packed.errors = row.errors.raw
    packed.breaker = row.breaker?.raw ?? none
    packed.once = row.effect == .once
    packed.commitsAtFirstByte = row.commit.mayBeEarly
    packed.commitsIfResumable = row.commit == .firstByteIfResumable
    packed.requires = featureRun(row.requires)
    if let id = row.ladder {
      let ladder = graph.ladders[id]
      packed.ladder = id.raw
      packed.steps = Extent(Int(ladder.steps.first), ladder.steps.count)
    }
    packRetry(row, owner, &packed)
    packHedge(row, owner, &packed)
    packBrownout(row, owner, &packed)
    packWait(row, owner, &packed)
    let first = limits.count
    let key = CellKey(.requests).with(graph.bytes(row.name))
    for limit in graph.limits[row.limits] {
      if let context = limit.context { packed.context = Swift.min(packed.context, context) }
      if let one = counter(limit, key, owner, shared: Int64(row.processes)) { limits.append(one) }
    }
    packed.limits = Extent(first, limits.count - first)
    routes.append(packed)
  }

  private mutating func packRetry(_ row: Route, _ owner: Int, _ packed: inout PlanRoute) {
    guard let id = row.retry else { return }
    let retry = graph.retries[id]
    packed.rules = Extent(Int(retry.rules.first), retry.rules.count)
    packed.attemptsMax = UInt8(clamping: retry.attempts)
    packed.budgeted = retry.budgeted
    guard retry.budgeted else { return }
    packed.budgetPpb = retry.budget.ppb
    packed.budgetOver = retry.budgetOver.ns
    if let least = retry.budgetMin {
      // min × W in billionths of a token, so that it adds to ppb × first attempts.
      packed.budgetMinPpb = FixedPoint.product(
        least.amount, retry.budgetOver.ns, 1_000_000_000, over: least.per.ns)
    }
    packed.budgetCell = cells.cell(
      CellKey(.budget).with(graph.bytes(row.name)).with(retry.budgetOver.ns), .budget,
      words: BudgetWindow.wordCount(lanes: SharedState.lanesMax), owner: owner)
  }

  private mutating func packHedge(_ row: Route, _ owner: Int, _ packed: inout PlanRoute) {
    guard let id = row.hedge, row.effect != .once else { return }
    let hedge = graph.hedges[id]
    packed.hedges = true
    packed.hedgeAfter = hedge.after?.ns ?? 0
    packed.hedgeAtLeast = hedge.atLeast?.ns ?? 0
    packed.hedgesMax = UInt8(clamping: hedge.max)
    guard let percentile = hedge.percentile else { return }
    packed.hedgePercentile = percentile.millionths
    packed.latencyCell = cells.cell(
      CellKey(.latency).with(graph.bytes(row.name)), .latency, words: LiveLatency.wordCount,
      owner: owner)
  }

  private mutating func packWait(_ row: Route, _ owner: Int, _ packed: inout PlanRoute) {
    guard let within = row.waitWithin, let most = row.waitAtMost else { return }
    packed.waitSpan = within.ns
    packed.waitMost = Int64(most)
    packed.waitCell = cells.cell(
      CellKey(.wait).with(graph.bytes(row.name)), .wait, words: WaitCell.wordCount, owner: owner)
  }

  private mutating func packBrownout(_ row: Route, _ owner: Int, _ packed: inout PlanRoute) {
    guard let id = row.ladder else { return }
    let ladder = graph.ladders[id]
    guard let share = ladder.enterExhausted, let over = ladder.enterOver else { return }
    var brownout = PlanBrownout()
    brownout.ppb = share.ppb
    brownout.over = over.ns
    brownout.minCalls = Int64(ladder.enterMinCalls ?? 0)
    brownout.leaveAfter = ladder.leaveAfter?.ns ?? 0
    let key = CellKey(.brownout).with(graph.bytes(row.name))
    brownout.cell = cells.cell(key, .brownout, words: BrownoutCell.wordCount, owner: owner)
    brownout.window = cells.cell(
      key.with(over.ns), .window, words: RateWindow.wordCount, owner: owner)
    packed.brownout = UInt32(brownouts.count)
    brownouts.append(brownout)
  }
}
