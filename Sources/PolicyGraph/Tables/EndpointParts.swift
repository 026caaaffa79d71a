/// A reference to a secret; never the secret.
public struct Credential: Row {
  public static var table: TableKind { .credentials }

  /// Where the secret is read from.
  public var source: CredentialSource = .environment
  /// The variable or the path.
  public var reference = Name(0)
  /// The account it belongs to; without one, it is an account of its own.
  public var account: Name?
  /// Where it is declared.
  public var origin = Origin()

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.choice("source", &source)
    visitor.ref("reference", &reference)
    visitor.ref("account", &account)
    origin.visit(&visitor)
  }
}

/// That an endpoint lies in a fault domain.
public struct DomainMember: Row {
  public static var table: TableKind { .domainMembers }

  /// The domain.
  public var domain = ID<FaultDomain>(0)

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("domain", &domain)
  }
}

/// Something that fails as one: a region, a provider, a line.
public struct FaultDomain: Row {
  public static var table: TableKind { .domains }

  /// The kind of domain, as in `region`.
  public var label = Name(0)
  /// Which one, as in `us-east`.
  public var name = Name(0)
  /// The share of time that it is up.
  public var availability: Share?

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("label", &label)
    visitor.ref("name", &name)
    visitor.share("availability", &availability)
  }
}

/// A fact about an endpoint for the service's own use.
public struct Attribute: Row {
  public static var table: TableKind { .attributes }

  /// What it is about.
  public var name = Name(0)
  /// The value, as text.
  public var value = Name(0)

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("name", &name)
    visitor.ref("value", &value)
  }
}

/// How much is admitted.
public struct Limit: Row {
  public static var table: TableKind { .limits }

  /// What shares the limit.
  public var scope: Scope = .endpoint
  /// Requests that may start.
  public var requests: Rate?
  /// Tokens that may be used.
  public var tokens: Rate?
  /// Requests in flight.
  public var concurrency: UInt32?
  /// The largest request.
  public var context: Int64?
  /// Where it is declared.
  public var origin = Origin()

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.choice("scope", &scope)
    visitor.rate("requests", &requests)
    visitor.rate("tokens", &tokens)
    visitor.scalar("concurrency", &concurrency, 1...Int64(UInt32.max) - 1)
    visitor.scalar("context", &context, 1...Int64.max)
    origin.visit(&visitor)
  }
}

/// Something an endpoint supports or a route requires.
public struct Feature: Row {
  public static var table: TableKind { .features }

  /// Its name.
  public var name = Name(0)

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("name", &name)
  }
}

/// One value of a tag that an endpoint serves; the values of one tag stand side by side.
public struct ServedValue: Row {
  public static var table: TableKind { .servedValues }

  /// The tag, as in `model`.
  public var tag = Name(0)
  /// The value that requests carry.
  public var value = Name(0)
  /// What the far end calls it, if not the same.
  public var farName: Name?
  /// Where it is declared.
  public var origin = Origin()

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("tag", &tag)
    visitor.ref("value", &value)
    visitor.ref("farName", &farName)
    origin.visit(&visitor)
  }
}

/// An active health check.
public struct Probe: Row {
  public static var table: TableKind { .probes }

  /// What is asked for; without it, only a connection is made.
  public var path: Name?
  /// How often.
  public var every = Tick.zero
  /// How long an answer may take.
  public var timeout = Tick.zero
  /// The statuses that mean up.
  public var statuses = Rows<StatusRange>()
  /// How many failures mean down.
  public var downAfter: UInt32 = 1
  /// How many successes mean up.
  public var upAfter: UInt32 = 1
  /// Where it is declared.
  public var origin = Origin()

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("path", &path)
    visitor.time("every", &every)
    visitor.time("timeout", &timeout)
    visitor.rows("statuses", &statuses)
    visitor.scalar("downAfter", &downAfter, 1...1000)
    visitor.scalar("upAfter", &upAfter, 1...1000)
    origin.visit(&visitor)
  }
}

/// A range of status codes, both ends in.
public struct StatusRange: Row {
  public static var table: TableKind { .statusRanges }

  /// The first.
  public var first: UInt32 = 0
  /// The last.
  public var last: UInt32 = 0

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.scalar("first", &first, 0...999)
    visitor.scalar("last", &last, 0...999)
  }
}

/// How the far end recognises a request sent again.
public struct IdempotencyKey: Row {
  public static var table: TableKind { .idempotencyKeys }

  /// The header that carries the key.
  public var header = Name(0)
  /// How long the first answer is given again.
  public var replayedFor: Tick?
  /// Endpoints equal in this label share the key.
  public var sharedBy: Name?
  /// Among which requests the key is unique.
  public var unique: KeyScope = .all
  /// Where it is declared.
  public var origin = Origin()

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("header", &header)
    visitor.time("replayedFor", &replayedFor)
    visitor.ref("sharedBy", &sharedBy)
    visitor.choice("unique", &unique)
    origin.visit(&visitor)
  }
}

/// How long an endpoint takes to answer.
public struct Latency: Row {
  public static var table: TableKind { .latencies }

  /// The distribution.
  public var kind: LatencyKind = .fixed
  /// The fixed time or the mean; with percentiles, the first point's.
  public var value = Tick.zero
  /// The percentiles given.
  public var points = Rows<LatencyPoint>()

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.choice("kind", &kind)
    visitor.time("value", &value)
    visitor.rows("points", &points)
  }
}

/// One percentile of a latency.
public struct LatencyPoint: Row {
  public static var table: TableKind { .latencyPoints }

  /// Which.
  public var percentile: Percentile = Percentile(millionths: 500_000)
  /// How long.
  public var value = Tick.zero

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.scalar("percentile", &percentile, 1...999_999)
    visitor.time("value", &value)
  }
}

/// A queueing station: so many served at once, so many waiting.
public struct Capacity: Row {
  public static var table: TableKind { .capacities }

  /// How many are served at once.
  public var servers: UInt32 = 1
  /// How many may wait; without it, any number.
  public var queue: UInt32?
  /// Whether work stops when the client gave up.
  public var dropAbandoned: Bool = false

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.scalar("servers", &servers, 1...Int64(UInt32.max) - 1)
    visitor.scalar("queue", &queue, 0...Int64(UInt32.max) - 1)
    visitor.flag("dropAbandoned", &dropAbandoned)
  }
}
