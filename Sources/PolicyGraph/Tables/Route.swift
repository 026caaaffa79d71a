/// What one kind of request uses.
public struct Route: Row {
  public static var table: TableKind { .routes }

  /// Its name.
  public var name = Name(0)
  /// Its doc comment.
  public var doc: Name?
  /// Where it is declared.
  public var origin = Origin()
  /// The requests that take it; any of them.
  public var matches = Rows<RouteMatch>()
  /// Where requests go.
  public var target = Target.endpoint(ID(0))
  /// How often a request may be carried out.
  public var effect: Effect = .once
  /// How long a request may take.
  public var deadline = Tick.zero
  /// What failed: which class.
  public var errors = ID<ErrorTable>(0)
  /// What follows each class; none: the ladder.
  public var retry: ID<Retry>?
  /// The breaker of endpoints that state none.
  public var breaker: ID<Breaker>?
  /// When a second attempt is started beside the first.
  public var hedge: ID<Hedge>?
  /// When an answer becomes the request's answer.
  public var commit: Commit = .complete
  /// What follows total failure; none: the request fails.
  public var ladder: ID<Ladder>?
  /// What the route admits.
  public var limits = Rows<Limit>()
  /// The requests expected of the whole fleet.
  public var load: Rate?
  /// What an endpoint must support.
  public var requires = Rows<Feature>()
  /// How long a request waits for a candidate in all; none: not at all.
  public var waitWithin: Tick?
  /// Requests of one process that wait for a candidate at once.
  public var waitAtMost: UInt32?
  /// How many processes share load and limits.
  public var processes: UInt32 = 1

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("name", &name)
    visitor.ref("doc", &doc)
    origin.visit(&visitor)
    visitor.rows("matches", &matches)
    visitor.target("target", &target)
    visitor.choice("effect", &effect)
    visitor.time("deadline", &deadline)
    visitor.ref("errors", &errors)
    visitor.ref("retry", &retry)
    visitor.ref("breaker", &breaker)
    visitor.ref("hedge", &hedge)
    visitor.choice("commit", &commit)
    visitor.ref("ladder", &ladder)
    visitor.rows("limits", &limits)
    visitor.rate("load", &load)
    visitor.rows("requires", &requires)
    visitor.time("waitWithin", &waitWithin)
    visitor.scalar("waitAtMost", &waitAtMost, 1...1_000_000)
    visitor.scalar("processes", &processes, 1...1_000_000)
  }
}

/// One shape of request.
public struct RouteMatch: Row {
  public static var table: TableKind { .routeMatches }

  /// The paths; none: all.
  public var paths = Rows<PathPattern>()
  /// The methods; none: all.
  public var methods = Rows<Word>()
  /// A header looked at.
  public var header: Name?
  /// Its values.
  public var values = Rows<Word>()
  /// Where it is declared.
  public var origin = Origin()

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.rows("paths", &paths)
    visitor.rows("methods", &methods)
    visitor.ref("header", &header)
    visitor.rows("values", &values)
    origin.visit(&visitor)
  }
}

/// A path, exact or by its beginning.
public struct PathPattern: Row {
  public static var table: TableKind { .pathPatterns }

  /// The path, or its beginning.
  public var text = Name(0)
  /// Whether anything may follow.
  public var prefix: Bool = false

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("text", &text)
    visitor.flag("prefix", &prefix)
  }
}

/// When a second attempt is started beside the first.
public struct Hedge: Row {
  public static var table: TableKind { .hedges }

  /// After a fixed delay.
  public var after: Tick?
  /// After this percentile of the live latency.
  public var percentile: Percentile?
  /// Never sooner.
  public var atLeast: Tick?
  /// Hedges of one request.
  public var max: UInt32 = 1
  /// Where it is declared.
  public var origin = Origin()

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.time("after", &after)
    visitor.scalar("percentile", &percentile, 1...999_999)
    visitor.time("atLeast", &atLeast)
    visitor.scalar("max", &max, 1...7)
    origin.visit(&visitor)
  }
}
