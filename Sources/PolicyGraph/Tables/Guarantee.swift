/// A claim about a route that is proved.
public struct Guarantee: Row {
  public static var table: TableKind { .guarantees }

  /// The route it is about.
  public var route = ID<Route>(0)
  /// What is claimed.
  public var kind: GuaranteeKind = .neverRepeats
  /// How many domains may be out.
  public var any: UInt32?
  /// Domains of this label.
  public var label: Name?
  /// The domains that count.
  public var names = Rows<Word>()
  /// The target that is reached.
  public var target: Target?
  /// The longest time.
  public var time: Tick?
  /// The largest count.
  public var count: UInt32?
  /// The largest multiple.
  public var factor: Factor?
  /// The smallest share.
  public var share: Share?
  /// The load carried.
  public var rate: Rate?
  /// Whether the load carried is the declared one.
  public var declaredLoad: Bool = false
  /// Whether an answer of the ladder will do.
  public var degradedCounts: Bool = false
  /// Whether the budget's rate is left out.
  public var perRequest: Bool = false
  /// The classes that an outage shows; none: all of them.
  public var failures = Rows<ClassMember>()
  /// Where it is declared.
  public var origin = Origin()

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("route", &route)
    visitor.choice("kind", &kind)
    visitor.scalar("any", &any, 1...Int64(UInt32.max) - 1)
    visitor.ref("label", &label)
    visitor.rows("names", &names)
    visitor.target("target", &target)
    visitor.time("time", &time)
    visitor.scalar("count", &count, 0...Int64(UInt32.max) - 1)
    visitor.scalar("factor", &factor, 0...Int64.max)
    visitor.share("share", &share)
    visitor.rate("rate", &rate)
    visitor.flag("declaredLoad", &declaredLoad)
    visitor.flag("degradedCounts", &degradedCounts)
    visitor.flag("perRequest", &perRequest)
    visitor.rows("failures", &failures)
    origin.visit(&visitor)
  }
}
