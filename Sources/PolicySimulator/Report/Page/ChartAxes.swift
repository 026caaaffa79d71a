/// The axes of a scenario's charts; its variants share them, so that one look compares.
struct ChartAxes {
  /// The time since the start.
  let time: TimeScale
  /// Answers in a second.
  let answers: Scale
  /// Latencies.
  let latency: Scale
  /// Attempts in a second, one scale for all endpoints.
  let attempts: Scale

  /// Axes on which all of `reports` find room.
  init(_ reports: [ScenarioReport]) {
    var span = 0.0
    var answers = 0.0
    var attempts = 0.0
    var least = Double.infinity
    var most = 0.0
    for report in reports {
      span = max(span, report.duration, report.timeline?.span ?? 0)
      guard let timeline = report.timeline else { continue }
      let series = AnswerSeries.all(of: report)
      for (i, bin) in timeline.bins.enumerated() {
        let length = timeline.length(of: i, until: report.duration)
        let sum = series.reduce(0) { $0 + $1.counts[i] }
        answers = max(answers, Double(max(sum, AnswerSeries.bounded(bin.offered))) / length)
        for endpoint in bin.endpoints {
          attempts = max(attempts, Double(AnswerSeries.bounded(endpoint.attempts)) / length)
        }
        for latency in [bin.p50, bin.p99] {
          guard let latency, latency.isFinite, latency >= 0 else { continue }
          if latency > 0 { least = min(least, latency) }
          most = max(most, latency)
        }
      }
    }
    time = TimeScale(span: span)
    self.answers = Scale(upTo: answers, steps: 6)
    self.attempts = Scale(upTo: attempts, steps: 8)
    latency = Scale.durations(from: least, to: most)
  }
}

extension Timeline {
  /// The time that the bins cover.
  var span: Double { step.isFinite && step > 0 ? step * Double(bins.count) : 0 }

  /// How long bin `i` is, for rates: the last one ends with the traffic.
  func length(of i: Int, until end: Double) -> Double {
    let whole = step.isFinite && step > 0 ? step : 1
    let rest = end - whole * Double(i)
    return rest > whole / 1000 && rest < whole ? rest : whole
  }
}
