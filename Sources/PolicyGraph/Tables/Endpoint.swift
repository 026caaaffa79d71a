/// One target that requests are sent to.
public struct Endpoint: Row {
  public static var table: TableKind { .endpoints }

  /// Its name.
  public var name = Name(0)
  /// Its doc comment.
  public var doc: Name?
  /// Where it is declared.
  public var origin = Origin()
  /// The base URL; where a variable names it, the one that holds if the variable is not set, or
  /// nothing.
  public var url = Name(0)
  /// The variable of the environment that the base URL is read from where the policy is loaded.
  public var urlVariable: Name?
  /// The credentials it may use, in order of preference.
  public var credentials = Rows<Credential>()
  /// The fault domains it lies in.
  public var domains = Rows<DomainMember>()
  /// Facts for the service's own use.
  public var attributes = Rows<Attribute>()
  /// What it admits.
  public var limits = Rows<Limit>()
  /// How long a connection may take.
  public var connectTimeout: Tick?
  /// How long the first byte may take.
  public var firstByteTimeout: Tick?
  /// How long an answer may pause.
  public var idleTimeout: Tick?
  /// How long an attempt may take in all.
  public var attemptTimeout = Tick.zero
  /// How long a committed stream may take.
  public var streamTimeout: Tick?
  /// No attempt starts with less time left than this.
  public var atLeast: Tick?
  /// The table for its failures, in place of the route's.
  public var errors: ID<ErrorTable>?
  /// The rules for its failures, in place of the route's.
  public var retry: ID<Retry>?
  /// Its breaker, in place of the route's.
  public var breaker: ID<Breaker>?
  /// How its health is asked for.
  public var probe: ID<Probe>?
  /// What it can do beyond the ordinary.
  public var supports = Rows<Feature>()
  /// The tags that requests must carry to be sent there; empty: none.
  public var serves = Rows<ServedValue>()
  /// The header that makes repeating safe.
  public var idempotencyKey: ID<IdempotencyKey>?
  /// The longest that a hint may cool it.
  public var coolingMax: Tick?
  /// Whether what its answers say about coming back is left aside.
  public var ignoresHints: Bool = false
  /// The share of time that it is up while its domains are.
  public var availability: Share?
  /// How long it takes.
  public var latency: ID<Latency>?
  /// How much it serves at once.
  public var capacity: ID<Capacity>?

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("name", &name)
    visitor.ref("doc", &doc)
    origin.visit(&visitor)
    visitor.ref("url", &url)
    visitor.ref("urlVariable", &urlVariable)
    visitor.rows("credentials", &credentials)
    visitor.rows("domains", &domains)
    visitor.rows("attributes", &attributes)
    visitor.rows("limits", &limits)
    visitor.time("connectTimeout", &connectTimeout)
    visitor.time("firstByteTimeout", &firstByteTimeout)
    visitor.time("idleTimeout", &idleTimeout)
    visitor.time("attemptTimeout", &attemptTimeout)
    visitor.time("streamTimeout", &streamTimeout)
    visitor.time("atLeast", &atLeast)
    visitor.ref("errors", &errors)
    visitor.ref("retry", &retry)
    visitor.ref("breaker", &breaker)
    visitor.ref("probe", &probe)
    visitor.rows("supports", &supports)
    visitor.rows("serves", &serves)
    visitor.ref("idempotencyKey", &idempotencyKey)
    visitor.time("coolingMax", &coolingMax)
    visitor.flag("ignoresHints", &ignoresHints)
    visitor.share("availability", &availability)
    visitor.ref("latency", &latency)
    visitor.ref("capacity", &capacity)
  }
}
