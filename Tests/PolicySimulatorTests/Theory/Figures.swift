import Foundation
import PolicyRuntime

@testable import PolicySimulator

/// Figures of a run, each as what stands above and below the line of a ratio.
enum Figures {
  typealias Figure = @Sendable (RunResult) -> (Double, Double)

  /// The mean latency of all requests, in seconds.
  static let meanLatency: Figure = { result in
    let total = result.report.total
    return ((total.latency.mean ?? 0) * Double(total.requests), Double(total.requests))
  }
  static let p50: Figure = { ($0.report.total.latency.p50 ?? 0, 1) }
  static let p90: Figure = { ($0.report.total.latency.p90 ?? 0, 1) }
  static let p99: Figure = { ($0.report.total.latency.p99 ?? 0, 1) }

  /// Points about who takes longer than a time: one that half, a tenth and, in long runs, a
  /// hundredth of the requests should exceed.
  ///
  /// `tail` is the share that takes longer than so many seconds.
  ///
  /// Times lie at the edges of the histogram's buckets, so that shares are exact; the percentiles
  /// of short runs would not be, for their mean is not the percentile of all.
  static func tails(_ tail: @escaping (Double) -> Double) -> [Experiment.Point] {
    // The one in a hundred come in so few crowds that a short run says nothing of their scatter.
    let shares = Experiment.scale < 10 ? [0.5, 0.1] : [0.5, 0.1, 0.01]
    return shares.map { share in
      let time = Formulas.time(where: tail, is: share, below: 10) * 1e9
      let width = Double(sign: .plus, exponent: time.exponent - 6, significand: 1)
      let edge = (time / width).rounded() * width
      return .init(
        String(format: "P(time > %.2f ms)", edge / 1e6), tail(edge / 1e9), above(edge))
    }
  }

  /// The share of requests above the edge of a bucket, to a millionth.
  private static func above(_ edge: Double) -> Figure {
    { result in
      guard let all = result.latencies else { return (.nan, 1) }
      var below: Int64 = 0
      var beyond: Int64 = 1_000_001
      while beyond - below > 1 {
        let middle = (below + beyond) / 2
        if let time = all.percentile(millionths: middle), time < edge {
          below = middle
        } else {
          beyond = middle
        }
      }
      return (Double(all.total) * (1 - Double(below) / 1e6), Double(all.total))
    }
  }

  static let availability: Figure = share { Double($0.report.total.full) }
  static let failed: Figure = share { Double($0.report.total.failed) }
  static let degraded: Figure = share { Double($0.report.total.degraded) }
  static let abandoned: Figure = share { Double($0.report.total.abandoned) }
  static let attempts: Figure = share { Double($0.report.total.attempts) }
  static let duplicates: Figure = share { Double($0.report.duplicates) }

  /// A figure by the number of requests.
  static func share(_ figure: @escaping @Sendable (RunResult) -> Double) -> Figure {
    { (figure($0), Double($0.report.total.requests)) }
  }

  /// The share of requests that an endpoint was asked for; of all attempts, first or not.
  static func asked(_ endpoint: Int) -> Figure {
    share { Double($0.report.endpoints[endpoint].attempts) }
  }

  /// The share of requests that an endpoint answered.
  static func answered(_ endpoint: Int) -> Figure {
    share { Double($0.report.endpoints[endpoint].answers) }
  }

  /// The share of requests that a step of the ladder answered.
  static func step(_ step: Int) -> Figure { share { Double($0.report.steps[step]) } }

  /// Of the attempts at an endpoint those that it turned away.
  static func rejected(_ endpoint: Int) -> Figure {
    { result in
      let counts = result.report.endpoints[endpoint]
      return (Double(counts.rejected), Double(counts.attempts))
    }
  }

  /// The arrivals of each second from `first` on, before `end`: their mean of `figure`.
  static func seconds(
    _ first: Int, _ end: Int, _ figure: @escaping @Sendable (Double) -> Double
  ) -> Figure {
    { result in
      let bins = result.timeline?.bins.filter { Int($0.t) >= first && Int($0.t) < end } ?? []
      return (bins.reduce(0) { $0 + figure(Double($1.offered)) }, Double(bins.count))
    }
  }

  /// The `n`-th wait of each request's retries, in seconds: the mean of `figure`.
  static func wait(_ n: Int, _ figure: @escaping @Sendable (Double) -> Double) -> Figure {
    { result in
      var sum = 0.0
      var count = 0.0
      for story in result.stories {
        let notes = story.steps.flatMap(\.decisions)
        let waits = notes.filter { $0.kind == .response && $0.reason == .sameEndpoint }
        guard n < waits.count else { continue }
        sum += figure(Double(waits[n].value) / 1e9)
        count += 1
      }
      return (sum, count)
    }
  }
}
