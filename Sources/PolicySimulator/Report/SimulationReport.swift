/// What a simulation found: text, JSON, CSV and the page are renderings of it, and nothing else.
///
/// It is plain data: a part that another machine simulated is read from its JSON and laid to the
/// rest. Durations and instants are seconds, shares 0…1.
public struct SimulationReport: Equatable, Sendable {
  /// The scenarios, in the order of the policy; under `--against` and `--sweep` once for each
  /// variant, variants outermost.
  public var scenarios: [ScenarioReport]
  /// Which part of the runs this is; nil for all of them.
  public var shard: Shard?
  /// Whether the simulation was interrupted: what is there is true, and not all.
  public var isPartial: Bool

  /// A report of scenarios.
  public init(scenarios: [ScenarioReport], shard: Shard? = nil, isPartial: Bool = false) {
    self.scenarios = scenarios
    self.shard = shard
    self.isPartial = isPartial
  }
}

/// Part `index` of `count` of all runs, counted from 1: run r belongs to part r mod count + 1.
public struct Shard: Hashable, Sendable {
  /// Which part, from 1.
  public var index: Int
  /// How many there are.
  public var count: Int

  /// Part `index` of `count`.
  public init(_ index: Int, of count: Int) {
    self.index = index
    self.count = count
  }

  /// Whether run `run` (from 0) belongs to it.
  public func holds(_ run: Int) -> Bool { run % count == index - 1 }
}

/// One scenario: what was simulated, and what came of each run.
public struct ScenarioReport: Equatable, Sendable {
  /// The policy as it was named on the command line.
  public var policy: String
  /// The digest of the policy's graph, in hexadecimal: parts are merged only if it agrees.
  public var digest: String
  /// What makes it differ from its neighbours: `attempts=3`, or the other policy's name; nil where
  /// nothing is compared.
  public var variant: String?
  /// The scenario's name.
  public var scenario: String
  /// Its doc comment.
  public var doc: String?
  /// The seed of the first run.
  public var seed: UInt64
  /// How many runs were asked for.
  public var runsWanted: Int
  /// When traffic ends.
  public var duration: Double
  /// The routes that have traffic, in the policy's order.
  public var routes: [String]
  /// The endpoints that those routes can reach, in the policy's order.
  public var endpoints: [EndpointInfo]
  /// The ladder steps that those routes can reach, as `ladder/step`.
  public var steps: [String]
  /// The picture of the routes.
  public var topology: [TopologyNode]
  /// What goes wrong, in the order of the policy.
  public var faults: [FaultSpan]
  /// What is expected, in the order of the policy.
  public var expectations: [ExpectationInfo]
  /// Notices for the reader: a fault that affects nothing, a handler without a description.
  public var notices: [String]
  /// The runs, by their index; with a shard only some.
  public var runs: [RunReport]
  /// The first run over time; nil where another shard has it.
  public var timeline: Timeline?

  /// A scenario that has not run yet.
  public init(policy: String, digest: String, scenario: String, seed: UInt64, runsWanted: Int) {
    self.policy = policy
    self.digest = digest
    self.scenario = scenario
    self.seed = seed
    self.runsWanted = runsWanted
    duration = 0
    routes = []
    endpoints = []
    steps = []
    topology = []
    faults = []
    expectations = []
    notices = []
    runs = []
  }
}

/// An endpoint as reports name it.
public struct EndpointInfo: Equatable, Sendable {
  /// Its name.
  public var name: String
  /// Its fault domains: `provider azure`, `region us-east`.
  public var domains: [String]

  /// An endpoint of a name, in domains.
  public init(name: String, domains: [String]) {
    self.name = name
    self.domains = domains
  }
}

/// One node of the picture: a route, a group, an endpoint, or a step of a ladder.
public struct TopologyNode: Equatable, Sendable {
  /// What a node is.
  public enum Kind: String, CaseIterable, Sendable {
    case route, group, endpoint, step
  }

  /// What it is.
  public var kind: Kind
  /// Its name.
  public var name: String
  /// A few words: `active-passive`, `least-loaded`, `serve cache`.
  public var detail: String
  /// The nodes below it, by their place in the list, in order of preference; for a route first its
  /// topology, then the steps of its ladder.
  public var children: [Int]

  /// A node.
  public init(_ kind: Kind, name: String, detail: String, children: [Int]) {
    self.kind = kind
    self.name = name
    self.detail = detail
    self.children = children
  }
}

/// One fault over time.
public struct FaultSpan: Equatable, Sendable {
  /// As a policy says it: `outage provider: azure`.
  public var text: String
  /// When it begins.
  public var from: Double
  /// When it ends; nil if it lasts to the end.
  public var to: Double?
  /// The endpoints it affects, by their place in `ScenarioReport.endpoints`.
  public var endpoints: [Int]

  /// A fault.
  public init(text: String, from: Double, to: Double?, endpoints: [Int]) {
    self.text = text
    self.from = from
    self.to = to
    self.endpoints = endpoints
  }
}

/// One `expect`.
public struct ExpectationInfo: Equatable, Sendable {
  /// The unit of an observation.
  public enum Unit: String, CaseIterable, Sendable {
    case share, seconds, factor, perSecond, count
  }

  /// As the policy says it: `availability, at-least: 99%`.
  public var text: String
  /// Its unit.
  public var unit: Unit
  /// The bound.
  public var bound: Double
  /// Whether more than the bound is good.
  public var isAtLeast: Bool
  /// In what share of the runs it must hold.
  public var inRuns: Double
  /// The line in the policy, from 1.
  public var line: Int

  /// An expectation.
  public init(
    text: String, unit: Unit, bound: Double, isAtLeast: Bool, inRuns: Double, line: Int
  ) {
    self.text = text
    self.unit = unit
    self.bound = bound
    self.isAtLeast = isAtLeast
    self.inRuns = inRuns
    self.line = line
  }
}
