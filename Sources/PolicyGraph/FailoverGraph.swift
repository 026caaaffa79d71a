/// A validated policy as flat tables with typed indices: what every other stage reads.
///
/// It is built by `PolicyLanguage` from checked text, or by `init(artifact:)` from bytes that are
/// never trusted. It holds no ranges of text and no clock, only names and opaque origins.
public struct FailoverGraph: Equatable, Sendable {
  /// The version of the language that the policy was written in.
  public package(set) var languageVersion: UInt16 = 1
  /// SHA-256 over the names and bytes of the sources and the settings given: 32 bytes.
  public package(set) var sourceDigest: [UInt8] = [UInt8](repeating: 0, count: 32)
  /// Which of the policy's versions this is; zero if it says nothing.
  public package(set) var revision: UInt64 = 0
  /// Who vouches for the artifact, checked by nobody yet; nil if it is unsigned.
  public package(set) var signature: ArtifactSignature?
  /// Every name and text, held once.
  public package(set) var texts = TextPool()
  /// Rows of `Source`.
  public package(set) var sources = Table<Source>()
  /// Rows of `Endpoint`.
  public package(set) var endpoints = Table<Endpoint>()
  /// Rows of `Credential`.
  public package(set) var credentials = Table<Credential>()
  /// Rows of `DomainMember`.
  public package(set) var domainMembers = Table<DomainMember>()
  /// Rows of `FaultDomain`.
  public package(set) var domains = Table<FaultDomain>()
  /// Rows of `Attribute`.
  public package(set) var attributes = Table<Attribute>()
  /// Rows of `Limit`.
  public package(set) var limits = Table<Limit>()
  /// Rows of `Feature`.
  public package(set) var features = Table<Feature>()
  /// Rows of `Probe`.
  public package(set) var probes = Table<Probe>()
  /// Rows of `StatusRange`.
  public package(set) var statusRanges = Table<StatusRange>()
  /// Rows of `IdempotencyKey`.
  public package(set) var idempotencyKeys = Table<IdempotencyKey>()
  /// Rows of `Latency`.
  public package(set) var latencies = Table<Latency>()
  /// Rows of `LatencyPoint`.
  public package(set) var latencyPoints = Table<LatencyPoint>()
  /// Rows of `Capacity`.
  public package(set) var capacities = Table<Capacity>()
  /// Rows of `Group`.
  public package(set) var groups = Table<Group>()
  /// Rows of `Member`.
  public package(set) var members = Table<Member>()
  /// Rows of `Arm`.
  public package(set) var arms = Table<Arm>()
  /// Rows of `Word`.
  public package(set) var words = Table<Word>()
  /// Rows of `ErrorClass`.
  public package(set) var classes = Table<ErrorClass>()
  /// Rows of `ClassMember`.
  public package(set) var classMembers = Table<ClassMember>()
  /// Rows of `ErrorTable`.
  public package(set) var errorTables = Table<ErrorTable>()
  /// Rows of `ErrorRow`.
  public package(set) var errorRows = Table<ErrorRow>()
  /// Rows of `Match`.
  public package(set) var matches = Table<Match>()
  /// Rows of `Backoff`.
  public package(set) var backoffs = Table<Backoff>()
  /// Rows of `Breaker`.
  public package(set) var breakers = Table<Breaker>()
  /// Rows of `Trip`.
  public package(set) var trips = Table<Trip>()
  /// Rows of `Retry`.
  public package(set) var retries = Table<Retry>()
  /// Rows of `Rule`.
  public package(set) var rules = Table<Rule>()
  /// Rows of `Response`.
  public package(set) var responses = Table<Response>()
  /// Rows of `Ladder`.
  public package(set) var ladders = Table<Ladder>()
  /// Rows of `Step`.
  public package(set) var steps = Table<Step>()
  /// Rows of `Notify`.
  public package(set) var notifies = Table<Notify>()
  /// Rows of `Route`.
  public package(set) var routes = Table<Route>()
  /// Rows of `RouteMatch`.
  public package(set) var routeMatches = Table<RouteMatch>()
  /// Rows of `PathPattern`.
  public package(set) var pathPatterns = Table<PathPattern>()
  /// Rows of `Hedge`.
  public package(set) var hedges = Table<Hedge>()
  /// Rows of `Guarantee`.
  public package(set) var guarantees = Table<Guarantee>()
  /// Rows of `Scenario`.
  public package(set) var scenarios = Table<Scenario>()
  /// Rows of `Traffic`.
  public package(set) var traffic = Table<Traffic>()
  /// Rows of `Model`.
  public package(set) var models = Table<Model>()
  /// Rows of `Given`.
  public package(set) var givens = Table<Given>()
  /// Rows of `Fault`.
  public package(set) var faults = Table<Fault>()
  /// Rows of `Expect`.
  public package(set) var expects = Table<Expect>()
  /// Rows of `ServedValue`.
  public package(set) var servedValues = Table<ServedValue>()

  package init() {}

  /// The bytes of a name or a text.
  public func bytes(_ name: Name) -> ArraySlice<UInt8> { texts.bytes(name) }

  /// A name or a text as a string.
  public func text(_ name: Name) -> String { String(decoding: texts.bytes(name), as: UTF8.self) }
}

/// What a pass over whole tables does with each.
public protocol TableVisitor {
  /// One table; called in the order of `TableKind`.
  mutating func table<R: Row>(_ table: inout Table<R>)
}

extension FailoverGraph {
  /// Shows every table but the texts to `visitor`, in the order of `TableKind`.
  public mutating func visitTables<V: TableVisitor>(_ visitor: inout V) {
    visitor.table(&sources)
    visitor.table(&endpoints)
    visitor.table(&credentials)
    visitor.table(&domainMembers)
    visitor.table(&domains)
    visitor.table(&attributes)
    visitor.table(&limits)
    visitor.table(&features)
    visitor.table(&probes)
    visitor.table(&statusRanges)
    visitor.table(&idempotencyKeys)
    visitor.table(&latencies)
    visitor.table(&latencyPoints)
    visitor.table(&capacities)
    visitor.table(&groups)
    visitor.table(&members)
    visitor.table(&arms)
    visitor.table(&words)
    visitor.table(&classes)
    visitor.table(&classMembers)
    visitor.table(&errorTables)
    visitor.table(&errorRows)
    visitor.table(&matches)
    visitor.table(&backoffs)
    visitor.table(&breakers)
    visitor.table(&trips)
    visitor.table(&retries)
    visitor.table(&rules)
    visitor.table(&responses)
    visitor.table(&ladders)
    visitor.table(&steps)
    visitor.table(&notifies)
    visitor.table(&routes)
    visitor.table(&routeMatches)
    visitor.table(&pathPatterns)
    visitor.table(&hedges)
    visitor.table(&guarantees)
    visitor.table(&scenarios)
    visitor.table(&traffic)
    visitor.table(&models)
    visitor.table(&givens)
    visitor.table(&faults)
    visitor.table(&expects)
    visitor.table(&servedValues)
  }
}
