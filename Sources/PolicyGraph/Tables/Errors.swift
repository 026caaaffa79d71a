/// One of several words or texts.
public struct Word: Row {
  public static var table: TableKind { .words }

  /// The text.
  public var text = Name(0)

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("text", &text)
  }
}

/// A kind of failure.
public struct ErrorClass: Row {
  public static var table: TableKind { .classes }

  /// Its name.
  public var name = Name(0)
  /// Whether the request may have been carried out.
  public var executed: Executed = .maybe
  /// What else shares the trouble.
  public var scope: Scope = .endpoint
  /// Whether the language declares it.
  public var builtin: Bool = false
  /// Where it is declared.
  public var origin = Origin()

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("name", &name)
    visitor.choice("executed", &executed)
    visitor.choice("scope", &scope)
    visitor.flag("builtin", &builtin)
    origin.visit(&visitor)
  }
}

/// One class of a list.
public struct ClassMember: Row {
  public static var table: TableKind { .classMembers }

  /// The class.
  public var errorClass = ID<ErrorClass>(0)

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("errorClass", &errorClass)
  }
}

/// What failed: which class.
public struct ErrorTable: Row {
  public static var table: TableKind { .errorTables }

  /// Its name.
  public var name = Name(0)
  /// Its doc comment.
  public var doc: Name?
  /// Where it is declared.
  public var origin = Origin()
  /// The rows; the first that matches decides.
  public var rows = Rows<ErrorRow>()

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("name", &name)
    visitor.ref("doc", &doc)
    origin.visit(&visitor)
    visitor.rows("rows", &rows)
  }
}

/// One row of an error table: all that it states must match.
public struct ErrorRow: Row {
  public static var table: TableKind { .errorRows }

  /// The class; nil for `success`: what matches is a good answer.
  public var errorClass: ID<ErrorClass>?
  /// Whether the request may have been carried out; means nothing in a row for successes.
  public var executed: Executed = .maybe
  /// What else shares the trouble; means nothing in a row for successes.
  public var scope: Scope = .endpoint
  /// The conditions; neighbours with the same field are alternatives, but `codeNot`, which excludes
  /// all its codes.
  public var matches = Rows<Match>()
  /// Where it is declared.
  public var origin = Origin()

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.ref("errorClass", &errorClass)
    visitor.choice("executed", &executed)
    visitor.choice("scope", &scope)
    visitor.rows("matches", &matches)
    origin.visit(&visitor)
  }
}

/// One thing a row looks for.
public struct Match: Row {
  public static var table: TableKind { .matches }

  /// Where it looks.
  public var field: MatchField = .status
  /// The first status, both ends in.
  public var first: UInt32 = 0
  /// The last status.
  public var last: UInt32 = 0
  /// The header's name.
  public var header: Name?
  /// The code, the text in the body, or the header's value.
  public var text: Name?
  /// What the client saw below HTTP.
  public var transport: Transport = .none

  public init() {}

  public mutating func visit<V: FieldVisitor>(_ visitor: inout V) {
    visitor.choice("field", &field)
    visitor.scalar("first", &first, 0...999)
    visitor.scalar("last", &last, 0...999)
    visitor.ref("header", &header)
    visitor.ref("text", &text)
    visitor.choice("transport", &transport)
  }
}
