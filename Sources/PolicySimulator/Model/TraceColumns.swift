/// Which field of a record is what.
struct TraceColumns {
  /// The columns that there are.
  static let names = ["t", "route", "size", "key", "tags"]

  /// How many fields a record has.
  let count: Int
  private(set) var time = 0
  private(set) var hasTime = false
  private(set) var route: Int?
  private(set) var size: Int?
  private(set) var key: Int?
  private(set) var tags: Int?

  /// Columns of which nothing is known yet.
  init(count: Int) { self.count = count }

  /// Says what stands at a place; false if there is no such column, or it is known already.
  mutating func add(_ name: String, at place: Int) -> Bool {
    switch name {
    case "t":
      if hasTime { return false }
      (time, hasTime) = (place, true)
      return true
    case "route": return TraceColumns.set(&route, place)
    case "size": return TraceColumns.set(&size, place)
    case "key": return TraceColumns.set(&key, place)
    case "tags": return TraceColumns.set(&tags, place)
    default: return false
    }
  }

  private static func set(_ column: inout Int?, _ place: Int) -> Bool {
    if column != nil { return false }
    column = place
    return true
  }
}
