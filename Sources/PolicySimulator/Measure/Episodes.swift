/// The stretches of a run in which a route is unwell: it gives fewer full answers than strays
/// explain.
///
/// A cumulative sum (Page: Continuous Inspection Schemes, Biometrika 41, 1954) over the requests in
/// the order of their arrival: whoever does not get a full answer raises a score by one, a full
/// answer lowers it, and it stays between 0 and `Episodes.most`. An episode begins when the score
/// comes to `most`, and is over when it has come to `most` − 1. By how much a full answer lowers
/// it follows from how many were bad before the first fault: at a share of bad answers that is
/// tolerated the score keeps its height.
struct Episodes {
  /// One stretch; times in nanoseconds from the start.
  struct Episode: Equatable {
    /// The beginning of the second in which the score came to the top.
    var from: Int64
    /// The beginning of the first second with requests after the last at the top.
    var to: Int64
    /// Whether it was over when the run was; else its end is not known.
    var isOver: Bool
  }

  /// Bad answers, as many in a row, that begin an episode.
  static let most = 4.0
  /// The share of bad answers that is no trouble, whatever came before.
  static let slack = 0.05
  /// Over fewer requests than these before the first fault, one bad answer says little.
  static let enough = 100

  /// In the order of time.
  private(set) var all: [Episode] = []

  /// - Parameters:
  ///   - arrived: How many requests came in each second.
  ///   - full: How many of them got a full answer.
  ///   - calm: How many seconds are over before the first fault begins.
  init(arrived: [UInt32], full: [UInt32], calm: Int) {
    let lowering = Episodes.lowering(arrived.prefix(calm), full.prefix(calm))
    var score = 0.0
    // The last second at the top, while an episode lasts that has no end yet.
    var isOpen = false
    var isTop = false
    for second in arrived.indices where arrived[second] > 0 {
      let start = Int64(second) * 1_000_000_000
      if isTop { all[all.count - 1].to = start }
      let good = Double(full[second])
      score += Double(arrived[second]) - good - lowering * good
      score = min(max(score, 0), Episodes.most)
      isTop = score == Episodes.most
      if isTop, !isOpen {
        isOpen = true
        all.append(Episode(from: start, to: start, isOver: false))
      } else if isOpen, score <= Episodes.most - 1 {
        isOpen = false
        all[all.count - 1].isOver = true
      }
    }
  }

  /// What a full answer takes off the score, so that at the tolerated share s of bad ones it stays
  /// as it is: s / (1 − s).
  ///
  /// Tolerated is twice the share before the first fault, and five per cent; at most half way from
  /// that share to nothing but bad answers.
  private static func lowering(_ arrived: ArraySlice<UInt32>, _ full: ArraySlice<UInt32>) -> Double
  {
    let all = arrived.reduce(0) { $0 + Int($1) }
    let bad = all - full.reduce(0) { $0 + Int($1) }
    let share = Double(bad) / Double(max(all, enough))
    let tolerated = min(2 * share + slack, (1 + share) / 2, 0.99)
    return tolerated / (1 - tolerated)
  }
}
