public import PolicyGraph

/// Whether what is left of a policy has the capacity for the loads that it declares.
///
/// The rate of an endpoint is the least of its figures: `limit requests:`, `limit concurrency:` and
/// `capacity servers:` over the mean of its `latency`. Limits `per:` account, credential, address
/// or provider hold for all endpoints that share it and say so; where they say different numbers,
/// the least. All figures are the fleet's, as `load` is, so `processes` divides neither. Tokens are
/// not counted: a load says nothing about them.
public enum Carrying: Equatable, Sendable {
  /// It has, in each of so many cases; the first of them with the flows that prove it.
  case holds([Plan], cases: Int)
  /// It has not.
  case fails(Shortfall)
  /// Figures that are needed are not stated.
  case missing([MissingFigure])
  /// It is not known.
  case tooLarge(FaultLimit)

  /// A case: what is out, and the arms that all requests take.
  ///
  /// How requests are spread over the arms of a `select` is not known. If every arm alone can carry
  /// the whole load, so can every mixture, for the mean of possible flows is a possible flow.
  public struct Case: Equatable, Sendable {
    /// The domains that are out.
    public var out: [ID<FaultDomain>] = []
    /// The arms that requests take, route by route.
    public var arms: [ID<Arm>] = []
    /// The tags that requests carry, route by route.
    public var tags: [RequestTag] = []
  }

  /// A case, and how its load can be carried.
  public struct Plan: Equatable, Sendable {
    /// What is out.
    public var given: Case
    /// Who carries what; only what is above zero.
    public var flows: [Flow]
  }

  /// What an endpoint carries of a route.
  public struct Flow: Equatable, Sendable {
    /// The route.
    public var route: ID<Route>
    /// Who answers.
    public var endpoint: ID<Endpoint>
    /// How much.
    public var rate: Throughput
  }

  /// A case in which there is not enough.
  public struct Shortfall: Equatable, Sendable {
    /// What is out.
    public var given: Case
    /// How much of the load nobody can carry.
    public var missing: Throughput
    /// The routes that go short, with what they have to carry.
    public var routes: [Demand]
    /// What is full: all that these routes are left with.
    public var full: [Bottleneck]
  }

  /// What a route has to carry.
  public struct Demand: Equatable, Sendable {
    /// The route.
    public var route: ID<Route>
    /// Its load.
    public var load: Throughput
  }

  /// Something that carries no more.
  public struct Bottleneck: Equatable, Sendable {
    /// What shares it: one endpoint, or what a limit is `per`.
    public var scope: Scope
    /// The endpoints that it limits.
    public var endpoints: [ID<Endpoint>]
    /// What it carries.
    public var rate: Throughput
  }

  /// A figure that has to be stated.
  public enum MissingFigure: Equatable, Sendable {
    /// The `load` of a route: of the one in question, or of one that shares its endpoints.
    case load(ID<Route>)
    /// Anything that says how much an endpoint carries.
    case rate(ID<Endpoint>)
    /// The `latency` of an endpoint, which its `capacity` or `concurrency` needs.
    case latency(ID<Endpoint>)
  }

  /// Plans that are kept at most.
  public static let plansMax = 256
}

/// So many requests in a second, exact to a thousand millionth.
public struct Throughput: Hashable, Comparable, Sendable {
  /// Requests in a thousand million seconds.
  public var billionths: Int128

  /// `billionths` requests in a thousand million seconds.
  public init(billionths: Int128) { self.billionths = billionths }

  /// Nothing.
  public static let zero = Throughput(billionths: 0)

  /// `amount` in every `time`, rounded down; a time of nothing counts as a nanosecond.
  public init(_ amount: Int64, in time: Tick) {
    billionths = Int128(amount) * 1_000_000_000_000_000_000 / Int128(max(1, time.ns))
  }

  /// A rate that is to be carried, rounded up.
  init(needed rate: Rate) {
    let time = Int128(max(1, rate.per.ns))
    billionths = (Int128(rate.amount) * 1_000_000_000_000_000_000 + time - 1) / time
  }

  public static func < (a: Throughput, b: Throughput) -> Bool { a.billionths < b.billionths }
}

extension Throughput: CustomStringConvertible {
  /// As in `12.5/s`; with three decimals at most, not rounded up.
  public var description: String {
    let thousandths = billionths / 1_000_000
    var fraction = String(thousandths % 1000)
    fraction = String(repeating: "0", count: max(0, 3 - fraction.utf8.count)) + fraction
    while fraction.hasSuffix("0") { fraction.removeLast() }
    return "\(thousandths / 1000)\(fraction.isEmpty ? "" : ".\(fraction)")/s"
  }
}
