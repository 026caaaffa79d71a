import PolicyGraph

/// One line of a script: when, how often, and what happens then, one after the other.
struct ScriptLine {
  var at: Tick
  var times = 1
  var events: [ScriptEvent] = []
}

/// What a script can say, in its own words.
struct ScriptEvent {
  /// The request it is about, as in `r2`.
  var request: String?
  /// The words that follow.
  var words: [String]

  var text: String { words.joined(separator: " ") }
}

/// What cannot be read in a script, or does not fit what happens.
struct ScriptError: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}

/// Reads scripts: a time, and what happens then.
///
/// Several events of one time are separated by `;`, `20 times` in front repeats them with a new
/// request each, `//` begins a comment. A request that is not named is `r1`. Timers are not
/// written: they run out by themselves.
///
/// | words | what happens |
/// |---|---|
/// | `r2 start size 5000 priority 3 delivery whole tag plan=paid route other` | a request starts |
/// | `a answers usage 900`, `#1 first-byte` | its attempt answers, begins to answer |
/// | `a fails overloaded hint 2s executed no scope endpoint`, `… never` | its attempt fails |
/// | `a fails timeout answered yes` | an answer says so; else as the name of the class says |
/// | `reconciled landed`, `cannot-land`, `unknown` | the handler has found out |
/// | `step served`, `step unavailable` | the step of the ladder answers, or cannot |
/// | `cancel`, `vanishes` | the caller gives up; the driver is gone without a word |
/// | `advance` | nothing but the timers until now, this instant's included |
/// | `probe a down`, `isolate a`, `restore a`, `clear a`, `fail-back group` | probes, operators |
/// | `reload next.policy` | a new policy takes over |
/// | `draw 3 150ms` | what the next draws give; unless said the first, and the highest |
/// | `spread 100 held tag user` | so many requests with the draws 0, 1, 2 and so on, counted |
enum Script {
  static func lines(of text: String) throws -> [ScriptLine] {
    try text.split(separator: "\n").compactMap { line in
      let bare = line.split(separator: "//", maxSplits: 1, omittingEmptySubsequences: false)[0]
      var words = bare.split(separator: " ").map(String.init)
      if words.isEmpty { return nil }
      guard let at = time(words.removeFirst()) else {
        throw ScriptError("a line begins with a time, as `0.2s`: \(line)")
      }
      var result = ScriptLine(at: at)
      if words.count > 2, words[1] == "times", let times = Int(words[0]) {
        result.times = times
        words.removeFirst(2)
      }
      for part in words.joined(separator: " ").split(separator: ";") {
        var event = ScriptEvent(words: part.split(separator: " ").map(String.init))
        if let first = event.words.first, first.wholeMatch(of: /r[0-9]+/) != nil {
          event.request = first
          event.words.removeFirst()
        }
        if event.words.isEmpty { throw ScriptError("nothing happens: \(line)") }
        result.events.append(event)
      }
      return result
    }
  }

  /// `0.2s`, `250ms`, `1m30s`, `10ns`.
  static func time(_ text: String) -> Tick? {
    var rest = text[...]
    var sum: Double = 0
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let number = rest.prefix { $0.isNumber || $0 == "." }
      rest = rest.dropFirst(number.count)
      let unit = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(unit.count)
      let scale: [Substring: Double] = [
        "ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9, "m": 6e10, "h": 3.6e12, "d": 8.64e13,
      ]
      guard let value = Double(number), let factor = scale[unit] else { return nil }
      sum += value * factor
    }
    return Tick(ns: Int64(sum.rounded()))
  }
}
