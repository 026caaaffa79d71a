public import PolicyGraph

/// The minimal cut sets of a route: what must be out together before it is broken.
public struct CutSets: Equatable, Sendable {
  /// What is meant by broken.
  public enum Level: Equatable, Sendable, CaseIterable {
    /// Nobody is left who could give a full answer.
    case full
    /// Nobody is left who could give any answer, the ladder's included.
    case degraded
  }

  /// What was asked.
  public var level: Level
  /// One answer for each way through the `select`s of the route, as in `FaultTree.ways`: the
  /// requests of an arm are broken by its own sets, whatever the other arms do.
  public var ways: [Way]
  /// Set if the ways are too many to look at.
  public var limit: FaultLimit?

  /// The cut sets of the requests that take some arms.
  public struct Way: Equatable, Sendable {
    /// The tags that the requests carry.
    public var tags: [RequestTag]
    /// The arms taken, outermost first.
    public var arms: [ID<Arm>]
    /// Who can answer.
    public var endpoints: [ID<Endpoint>]
    /// What breaks it.
    public var answer: Answer
  }

  /// What breaks a route.
  public enum Answer: Equatable, Sendable {
    /// No outage does: a step of the ladder needs nobody.
    case nothing
    /// It is broken as it is: nobody can answer.
    case already
    /// These sets, by size and then by name, and `more` that are not listed: those are as large as
    /// the last one listed, or larger.
    case sets([CutSet], more: Int)
    /// It is not known.
    case tooLarge(FaultLimit)
  }

  /// Sets that are listed at most, the smallest.
  public static let listedMax = 100
}

/// Domains and endpoints whose outage together leaves nobody, while none of them can be spared.
public struct CutSet: Equatable, Sendable {
  /// What is out; one alone is a single point of failure.
  public var elements: [Element]

  /// One of the outages of a cut set.
  public struct Element: Equatable, Sendable {
    /// What is out, called by a label that the other elements of the set have too, if there is one.
    public var source: FaultSource
    /// Other names for the same outage: they take the same endpoints of the route with them.
    public var alike: [FaultSource]
    /// The endpoints that it takes with it, of those that can answer.
    public var endpoints: [ID<Endpoint>]
  }

  /// Whether one outage alone is enough.
  public var isSinglePoint: Bool { elements.count == 1 }
}

/// Something that fails as one: a fault domain, or an endpoint by itself.
public enum FaultSource: Hashable, Sendable {
  /// All that lies in a domain.
  case domain(ID<FaultDomain>)
  /// One endpoint.
  case endpoint(ID<Endpoint>)
}
