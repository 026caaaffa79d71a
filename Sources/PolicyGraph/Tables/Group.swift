/// A topology over targets.
public struct Group: Row {
  public static var table: TableKind { .groups }

  /// Its name.
  public var name = Name(0)
  /// Its doc comment.
  public var doc: Name?
  /// Where it is declared.
  public var origin = Origin()
  /// What it does with its members.
  public var kind: GroupKind = .activePassive
  /// Its members, in order.
  public var members = Rows<Member>()
  /// The arms of a `select`, in order.
  public var arms = Rows<Arm>()
  /// Spills in proportion when set; 1.4 times is usual.
  public var overprovisioning: Factor?
  /// When a better member takes over again.
  public var failback: Failback = .manual
  /// How long its breaker must have been closed.
  public var failbackAfter: Tick?
  /// How long the present member must have been active.
  public var failbackHold: Tick?
  /// Over how long load moves back.
  public var failbackRamp: Tick?
  /// How a member is picked.
  public var balance: Balance = .random
  /// What a sticky balance goes by.
  public var stickyKey: Name?
  /// The largest share of weight that breakers may take out.
  public var ejectMax: Share?
  /// Below this eligible share breakers are ignored.
  public var panicBelow: Share?
  /// Over how long a returning member is ramped up.
  public var slowStart: Tick?

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("name", &name)
    visitor.ref("doc", &doc)
    origin.visit(&visitor)
    visitor.choice("kind", &kind)
    visitor.rows("members", &members)
    visitor.rows("arms", &arms)
    visitor.scalar("overprovisioning", &overprovisioning, 1_000_000...1_000_000_000)
    visitor.choice("failback", &failback)
    visitor.time("failbackAfter", &failbackAfter)
    visitor.time("failbackHold", &failbackHold)
    visitor.time("failbackRamp", &failbackRamp)
    visitor.choice("balance", &balance)
    visitor.ref("stickyKey", &stickyKey)
    visitor.share("ejectMax", &ejectMax)
    visitor.share("panicBelow", &panicBelow)
    visitor.time("slowStart", &slowStart)
  }
}

/// One member of a group.
public struct Member: Row {
  public static var table: TableKind { .members }

  /// Where it leads.
  public var target = Target.endpoint(ID(0))
  /// Its share of the load beside the others.
  public var weight: UInt32 = 1
  /// Where it is declared.
  public var origin = Origin()

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.target("target", &target)
    visitor.scalar("weight", &weight, 0...1_000_000)
    origin.visit(&visitor)
  }
}

/// One arm of a `select`.
public struct Arm: Row {
  public static var table: TableKind { .arms }

  /// What the request is asked.
  public var kind: ArmKind = .otherwise
  /// Above this size, or below this priority.
  public var bound: Int64?
  /// The tag looked at.
  public var tag: Name?
  /// The values that take this arm.
  public var values = Rows<Word>()
  /// Where it leads.
  public var target = Target.endpoint(ID(0))
  /// Where it is declared.
  public var origin = Origin()

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.choice("kind", &kind)
    visitor.scalar("bound", &bound, 0...Int64.max)
    visitor.ref("tag", &tag)
    visitor.rows("values", &values)
    visitor.target("target", &target)
    origin.visit(&visitor)
  }
}
