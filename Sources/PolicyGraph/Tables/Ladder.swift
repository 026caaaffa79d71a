/// The steps below full service.
public struct Ladder: Row {
  public static var table: TableKind { .ladders }

  /// Its name.
  public var name = Name(0)
  /// Its doc comment.
  public var doc: Name?
  /// Where it is declared.
  public var origin = Origin()
  /// The steps, in order.
  public var steps = Rows<Step>()
  /// Time kept back for it at the end of the deadline.
  public var reserve = Tick.zero
  /// Whether the policy says so, or the steps' own timeouts add up to it.
  public var reserveStated: Bool = false
  /// The share of exhausted requests that starts a brownout.
  public var enterExhausted: Share?
  /// The window of that share.
  public var enterOver: Tick?
  /// Requests that the window must hold to judge.
  public var enterMinCalls: UInt32?
  /// How long the full path must have worked before a brownout ends.
  public var leaveAfter: Tick?

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("name", &name)
    visitor.ref("doc", &doc)
    origin.visit(&visitor)
    visitor.rows("steps", &steps)
    visitor.time("reserve", &reserve)
    visitor.flag("reserveStated", &reserveStated)
    visitor.share("enterExhausted", &enterExhausted)
    visitor.time("enterOver", &enterOver)
    visitor.scalar("enterMinCalls", &enterMinCalls, 0...Int64(UInt32.max) - 1)
    visitor.time("leaveAfter", &leaveAfter)
  }
}

/// One step of a ladder.
public struct Step: Row {
  public static var table: TableKind { .steps }

  /// Its name.
  public var name = Name(0)
  /// Where it is declared.
  public var origin = Origin()
  /// The causes that it is for; none: all.
  public var when = Rows<ClassMember>()
  /// Who is told.
  public var notifies = Rows<Notify>()
  /// How it answers.
  public var answer: AnswerKind = .fail
  /// Where a `use` goes.
  public var target: Target?
  /// The text served, or the name of the handler called.
  public var text: Name?
  /// The status of a text.
  public var status: UInt32?
  /// How old a cached answer may be.
  public var maxAge: Tick?
  /// How long it may take.
  public var within: Tick?
  /// Requests below this priority are shed.
  public var below: UInt32?

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("name", &name)
    origin.visit(&visitor)
    visitor.rows("when", &when)
    visitor.rows("notifies", &notifies)
    visitor.choice("answer", &answer)
    visitor.target("target", &target)
    visitor.ref("text", &text)
    visitor.scalar("status", &status, 100...999)
    visitor.time("maxAge", &maxAge)
    visitor.time("within", &within)
    visitor.scalar("below", &below, 0...9)
  }
}

/// A handler that is told, and never answers.
public struct Notify: Row {
  public static var table: TableKind { .notifies }

  /// The handler's name.
  public var handler = Name(0)
  /// How often it is told.
  public var atMost: Rate?
  /// Where it is declared.
  public var origin = Origin()

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("handler", &handler)
    visitor.rate("atMost", &atMost)
    origin.visit(&visitor)
  }
}
