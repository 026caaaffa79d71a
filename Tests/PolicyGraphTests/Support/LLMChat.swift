import PolicyGraph

extension FailoverGraph {
  /// The chat policy of the language's description: two regions of one provider, a second provider,
  /// a small model of one's own and a ladder.
  static let llmChat: FailoverGraph = {
    var builder = GraphBuilder(source: "llm-chat.policy")
    let errors = builder.errorTable(
      "llm-http",
      [
        ("rate-limited", 429...429), ("unauthorized", 401...401), ("overloaded", 529...529),
        ("too-large", 413...413), ("unavailable", 500...504), ("rejected", 400...422),
      ])
    let east = builder.endpoint(
      "azure-east", domains: [("provider", "azure"), ("region", "us-east")]
    ) {
      $0.credentials = $1.credentials(["AZURE_EAST_KEY", "AZURE_EAST_KEY_2"])
      $0.limits = $1.limits(
        requests: Rate(600, per: .s(60)), tokens: Rate(2_000_000, per: .s(60)), concurrency: 64,
        context: 128_000)
      $0.connectTimeout = .s(2)
      $0.firstByteTimeout = .s(8)
      $0.idleTimeout = .s(10)
      $0.availability = Share(ppb: 999_000_000)
      $0.latency = $1.latency(p50: .ms(400), p99: .s(3))
    }
    let west = builder.endpoint(
      "azure-west", domains: [("provider", "azure"), ("region", "us-west")]
    ) {
      $0.credentials = $1.credentials(["AZURE_WEST_KEY"])
      $0.limits = $1.limits(requests: Rate(600, per: .s(60)), context: 128_000)
      $0.firstByteTimeout = .s(8)
    }
    let anthropic = builder.endpoint(
      "anthropic", domains: [("provider", "anthropic"), ("region", "us-east")]
    ) {
      $0.credentials = $1.credentials(["ANTHROPIC_KEY"])
      $0.limits = $1.limits(requests: Rate(300, per: .s(60)), context: 1_000_000)
      $0.latency = $1.latency(p50: .ms(600), p99: .s(4))
    }
    let small = builder.endpoint(
      "small", domains: [("provider", "self-hosted"), ("region", "us-east")], attempt: .s(4))
    let azure = builder.group("azure", .activeActive, [(east, 3), (west, 1)]) { row, _ in
      row.balance = .leastLoaded
    }
    let providers = builder.group("chat-providers", .activePassive, [(azure, 1), (anthropic, 1)]) {
      row, _ in
      row.failback = .after
      row.failbackAfter = .s(60)
      row.failbackHold = .s(30)
    }
    let retry = builder.chatRetries(anthropic: anthropic)
    let breaker = builder.steadyBreaker()
    let ladder = builder.chatLadder(small: small)
    builder.route(
      "chat", to: providers, errors: errors, deadline: .s(45), path: "/v1/chat/completions"
    ) { row, builder in
      row.doc = builder.name("Chat completions for the web and the apps.")
      row.retry = retry
      row.breaker = breaker
      row.ladder = ladder
      row.commit = .firstByte
      row.load = Rate(8, per: .s(1))
      var hedge = Hedge()
      hedge.percentile = Percentile(millionths: 950_000)
      hedge.atLeast = .s(2)
      row.hedge = builder.graph.hedges.append(hedge)
    }
    builder.chatClaims(anthropic: anthropic)
    return builder.graph
  }()
}

extension GraphBuilder {
  fileprivate mutating func chatRetries(anthropic: Target) -> ID<Retry> {
    var gentle = Backoff()
    gentle.name = name("gentle")
    gentle.kind = .exponential
    gentle.base = .ms(200)
    gentle.factor = Factor(millionths: 2_000_000)
    gentle.max = .s(10)
    let backoff = graph.backoffs.append(gentle)
    let rules = [
      rule(
        ["rate-limited"],
        [
          .of(.sameEndpoint) {
            $0.backoff = backoff
            $0.retryAfter = .s(5)
          }, .of(.failover),
        ]),
      rule(["unauthorized", "quota-exhausted"], [.of(.rotateCredential), .of(.failover)]),
      rule(["interrupted"], [.of(.resume), .of(.failover)]),
      rule(["too-large"], [.of(.reroute) { $0.target = anthropic }]),
      rule(["rejected", "content-filtered"], [.of(.fail)]),
      rule([], [.of(.failover)]),
    ]
    return retry("chat-retries", attempts: 7, rules: rules) {
      $0.budgetMin = Rate(5, per: .s(1))
    }
  }

  fileprivate mutating func steadyBreaker() -> ID<Breaker> {
    var rate = Trip()
    rate.kind = .failureRate
    rate.share = .percent(50)
    rate.over = .s(30)
    rate.minCalls = 20
    var row = Trip()
    row.kind = .consecutive
    row.count = 8
    var breaker = Breaker()
    breaker.name = name("steady")
    breaker.trips = graph.trips.append(contentsOf: [rate, row])
    breaker.cooldown = .s(15)
    breaker.growth = Factor(millionths: 2_000_000)
    breaker.cooldownMax = .s(300)
    breaker.cooldownJitter = .percent(10)
    breaker.probeCalls = 3
    breaker.counted = classes(["overloaded", "unavailable", "timeout", "interrupted"])
    return graph.breakers.append(breaker)
  }

  fileprivate mutating func chatLadder(small: Target) -> ID<Ladder> {
    let apology = name("The assistant is busy. Please try again soon.")
    let steps = [
      step("smaller", .use) { $0.target = small },
      step("cached", .serveCache) {
        $0.maxAge = .s(3600)
        $0.within = .ms(500)
      },
      step("apology", .serveText) {
        $0.text = apology
        $0.status = 503
      },
    ]
    return ladder("chat-ladder", steps) {
      $0.reserve = .ms(4500)
      $0.enterExhausted = .percent(25)
      $0.enterOver = .s(30)
      $0.enterMinCalls = 20
      $0.leaveAfter = .s(30)
    }
  }

  fileprivate mutating func chatClaims(anthropic: Target) {
    var survives = Guarantee()
    survives.kind = .survives
    survives.any = 1
    survives.label = name("provider")
    graph.guarantees.append(survives)
    var reaches = Guarantee()
    reaches.kind = .reaches
    reaches.target = anthropic
    reaches.time = .s(30)
    graph.guarantees.append(reaches)
    var traffic = Traffic()
    traffic.rate = Rate(8, per: .s(1))
    traffic.duration = .s(600)
    var outage = Fault()
    outage.at = .s(60)
    outage.duration = .s(180)
    outage.domain = domain("provider", "azure")
    var available = Expect()
    available.atLeast = .percent(99)
    var scenario = Scenario()
    scenario.name = name("azure-outage")
    scenario.traffic = graph.traffic.append(contentsOf: [traffic])
    scenario.faults = graph.faults.append(contentsOf: [outage])
    scenario.expects = graph.expects.append(contentsOf: [available])
    graph.scenarios.append(scenario)
  }
}
