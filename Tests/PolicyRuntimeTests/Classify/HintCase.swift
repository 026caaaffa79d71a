import PolicyGraph
import Testing

@testable import PolicyRuntime

/// Headers of a failure, and what they say about coming back.
struct HintCase: Sendable, CustomTestStringConvertible {
  var headers: [(String, String)]
  /// Nanoseconds to wait; below zero for none.
  var wait: Int64
  var never = false
  /// What the wall clock shows: by default 2024-01-27T05:27:04Z.
  var epochNs: Int64 = HintCase.now
  /// Whether a limit is what failed.
  var isLimit = true

  static let now: Int64 = 1_706_333_224_000_000_000
  private static let s: Int64 = 1_000_000_000
  private static let ms: Int64 = 1_000_000
  private static let month = Tick.max.ns

  var testDescription: String {
    headers.map { "\($0.0): \($0.1.prefix(40))" }.joined(separator: ", ") + " → \(wait)"
  }

  var hint: Hint {
    HintReader(epochNs: epochNs, countsResets: isLimit).read(
      headers.map { Evidence.Header($0.0, $0.1) })
  }

  private static func one(_ name: String, _ value: String, _ wait: Int64) -> HintCase {
    HintCase(headers: [(name, value)], wait: wait)
  }

  /// RFC 9110, sections 5.6.7 and 10.2.3.
  static let retryAfter = [
    one("Retry-After", "0", 0), one("Retry-After", "120", 120 * s),
    one("retry-after", "1.5", 1500 * ms), one("RETRY-AFTER", "  7\t", 7 * s),
    one("Retry-After", "0.000000001", 1), one("Retry-After", "0.0000000019", 1),
    one("Retry-After", "Sat, 27 Jan 2024 05:28:04 GMT", 60 * s),
    one("Retry-After", "Saturday, 27-Jan-24 05:28:04 GMT", 60 * s),
    one("Retry-After", "Sat Jan 27 05:28:04 2024", 60 * s),
    one("Retry-After", "Thu Feb  1 05:27:04 2024", 5 * 86_400 * s),
    one("Retry-After", "sat, 27 jan 2024 05:28:04 utc", 60 * s),
    // A date that has passed means now; one far away a month.
    one("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT", 0),
    one("Retry-After", "Sunday, 06-Nov-94 08:49:37 GMT", 0),
    one("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT", month),
    one("Retry-After", "Thu, 29 Feb 2024 00:00:00 GMT", month),
    // The far end's own clock is what its dates mean.
    HintCase(
      headers: [
        ("Retry-After", "Sat, 27 Jan 2024 06:00:30 GMT"), ("Date", "Sat, 27 Jan 2024 06:00:00 GMT"),
      ], wait: 30 * s),
    HintCase(
      headers: [
        ("Date", "Sat, 27 Jan 2024 06:00:00 GMT"), ("Retry-After", "Sat, 27 Jan 2024 06:00:30 GMT"),
      ], wait: 30 * s, epochNs: 0),
    HintCase(
      headers: [("Retry-After", "Sat, 27 Jan 2024 05:28:04 GMT"), ("Date", "yesterday")],
      wait: 60 * s),
    HintCase(headers: [("Retry-After", "Sat, 27 Jan 2024 05:28:04 GMT")], wait: -1, epochNs: 0),
    HintCase(headers: [("Retry-After", "Sat, 27 Jan 2024 05:28:04 GMT")], wait: -1, epochNs: -5),
    HintCase(headers: [("Retry-After", "5")], wait: 5 * s, isLimit: false),
  ]

  /// Nothing that a hostile or broken far end says does harm.
  static let bad =
    [
      "", " ", "-1", "-0", "+5", "1e3", "1e18", "NaN", "nan", "inf", "Infinity", "0x10", "5,", "5;",
      "5 s", "5s", "1.", ".5", "1.2.3", "١٢", "soon", "null", "Sat, 32 Jan 2024 05:28:04 GMT",
      "Sat, 29 Feb 2023 00:00:00 GMT", "Sat, 27 Jan 2024 25:28:04 GMT",
      "Sat, 27 Jan 2024 05:61:04 GMT", "Sat, 27 Jan 2024 05:28:04", "Sat, 27 Jan 2024 05:28:04 PST",
      "Sat, 27 Jan 2024 05:28", "Sat, 27 Foo 2024 05:28:04 GMT", "Sat, 00 Jan 2024 05:28:04 GMT",
      "Sat Jan 27 05:28:04 0000", "Saturday, 27-Jan 05:28:04 GMT", "Sat,", "Sat", "S, 1",
      String(repeating: "9", count: 1_000_000), String(repeating: " ", count: 1_000_000),
      String(repeating: "0", count: 65), "\0", "\u{FFFD}",
    ].map { one("Retry-After", $0, -1) }
    + [
      one("Retry-After", "1000000000000000000", month),
      one("Retry-After", "99999999999999999999999999999999999999", month),
      one("Retry-After", "2592000.000000001", month),
      one("retry-after-ms", "1000000000000000000", month), one("retry-after-ms", "-1", -1),
      one("retry-after-ms", "x", -1), one("x-should-retry", "maybe", -1),
      one("x-ratelimit-reset", "1000000000000000000", -1),
      one("x-ratelimit-reset", "99999999999999999999", -1),
      one("x-ratelimit-reset", "9223372036854775807", month),
      one("x-ratelimit-reset", "9223372036854775808", -1), one("x-ratelimit-reset", "-1", -1),
      one("x-ratelimit-reset", "1m30", -1), one("x-ratelimit-reset", "1x", -1),
      one("x-ratelimit-reset", "m", -1), one("x-ratelimit-reset", "1.5.5s", -1),
      one("x-ratelimit-reset", "9999999999999999h", month),
      one("x-ratelimit-reset", "", -1), one("x-ratelimit-reset", ".", -1),
      one("anthropic-ratelimit-tokens-reset", "2024-01-27", -1),
      one("anthropic-ratelimit-tokens-reset", "2024-13-27T05:27:04Z", -1),
      one("anthropic-ratelimit-tokens-reset", "2024-01-27T05:28:04", -1),
      one("anthropic-ratelimit-tokens-reset", "2024-01-27T05:28:04+1:00", -1),
      one("ratelimit", "\"a\";r=0;t=-5", -1), one("ratelimit", "\"a;t=5", -1),
      one("ratelimit", String(repeating: "a;t=5,", count: 1000), -1),
      one(String(repeating: "x-ratelimit-reset", count: 60_000), "5", -1),
    ]

  /// The order of authority: each is asked before those behind it.
  static let authority = [
    HintCase(
      headers: [
        ("x-ratelimit-reset", "50"), ("Retry-After", "40"), ("retry-after-ms", "30"),
        ("grpc-retry-pushback-ms", "20"),
      ], wait: 20 * ms),
    HintCase(
      headers: [("Retry-After", "40"), ("retry-after-ms", "30.5")], wait: 30_500_000),
    HintCase(headers: [("Retry-After", "40"), ("x-ms-retry-after-ms", "30")], wait: 30 * ms),
    HintCase(headers: [("x-ratelimit-reset", "50"), ("Retry-After", "40")], wait: 40 * s),
    HintCase(headers: [("Retry-After", "never"), ("x-ratelimit-reset", "50")], wait: 50 * s),
    HintCase(headers: [("retry-after-ms", "-3"), ("Retry-After", "4")], wait: 4 * s),
    HintCase(
      headers: [("x-should-retry", "false"), ("Retry-After", "4")], wait: 4 * s, never: true),
    HintCase(headers: [("X-Should-Retry", "False")], wait: -1, never: true),
    HintCase(headers: [("x-should-retry", "true"), ("Retry-After", "4")], wait: 4 * s),
    // gRFC A6: a negative pushback, or one that is no number, means never.
    HintCase(headers: [("grpc-retry-pushback-ms", "-1")], wait: -1, never: true),
    HintCase(headers: [("grpc-retry-pushback-ms", "soon")], wait: -1, never: true),
    HintCase(headers: [("grpc-retry-pushback-ms", "0")], wait: 0),
    HintCase(
      headers: [("x-should-retry", "true"), ("grpc-retry-pushback-ms", "-1")], wait: -1),
    HintCase(headers: [("Retry-After", "4"), ("Retry-After", "9")], wait: 4 * s),
  ]

  /// The families of resets, each in the form that its provider documents.
  static let resets = [
    one("RateLimit-Reset", "30", 30 * s),
    one("x-ratelimit-reset", "1706333284", 60 * s),
    one("x-ratelimit-reset", "1706333284.5", 60 * s),
    one("x-ratelimit-reset", "1706333284250", 60_250 * ms),
    one("x-ratelimit-reset", "1706333284250000", 60_250 * ms),
    one("x-ratelimit-reset", "1706333284250000000", 60_250 * ms),
    one("x-rate-limit-reset", "1706333284", 60 * s),
    one("x-ratelimit-reset-after", "0.75", 750 * ms),
    one("x-ratelimit-reset-requests", "6m0s", 360 * s),
    one("x-ratelimit-reset-tokens", "6ms", 6 * ms),
    one("x-ratelimit-reset-tokens", "1m30s", 90 * s),
    one("x-ratelimit-reset-tokens", "7.66s", 7660 * ms),
    one("x-ratelimit-reset-tokens", "1h2m3.5s", 3_723_500 * ms),
    one("x-ratelimit-reset-tokens", "1d", 86_400 * s),
    one("x-ratelimit-reset-tokens", "120µs", 120_000),
    one("x-ratelimit-reset-tokens", "15us", 15_000),
    one("x-ratelimit-reset-tokens", "15ns", 15),
    one("anthropic-ratelimit-requests-reset", "2024-01-27T05:28:04Z", 60 * s),
    one("anthropic-ratelimit-tokens-reset", "2024-01-27t06:28:04.250+01:00", 60_250 * ms),
    one("anthropic-ratelimit-tokens-reset", "2024-01-26 23:28:04-06:00", 60 * s),
    one("x-ratelimit-reset", "Sat, 27 Jan 2024 05:28:04 GMT", 60 * s),
    one("RateLimit", #""default";r=0;t=30"#, 30 * s),
    one("RateLimit", "limit=100, remaining=0, reset=12", 12 * s),
    one("RateLimit", #""burst";r=10;t=2, "daily;t=9";r=0;t=60"#, 60 * s),
    // What has passed says nothing.
    one("x-ratelimit-reset", "1706333164", -1),
    one("anthropic-ratelimit-requests-reset", "2024-01-27T05:26:04Z", -1),
    HintCase(headers: [("x-ratelimit-reset", "1706333284")], wait: -1, epochNs: 0),
    HintCase(
      headers: [
        ("x-ratelimit-reset", "1706333284"), ("date", "Sat, 27 Jan 2024 05:27:34 GMT"),
      ], wait: 30 * s, epochNs: 0),
    // A failure that is no limit only happens to carry them.
    HintCase(headers: [("x-ratelimit-reset", "30")], wait: -1, isLimit: false),
  ]

  /// Which of several resets counts.
  static let several = [
    // What is empty refused us; the last of the empty ones must pass.
    HintCase(
      headers: [
        ("x-ratelimit-remaining-requests", "14370"), ("x-ratelimit-reset-requests", "2m59.56s"),
        ("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "7s"),
      ], wait: 7 * s),
    HintCase(
      headers: [
        ("anthropic-ratelimit-requests-reset", "2024-01-27T05:27:14Z"),
        ("anthropic-ratelimit-requests-remaining", "0"),
        ("anthropic-ratelimit-tokens-reset", "2024-01-27T05:27:34Z"),
        ("Anthropic-RateLimit-Tokens-Remaining", "0"),
        ("anthropic-ratelimit-output-tokens-reset", "2024-01-27T05:28:34Z"),
        ("anthropic-ratelimit-output-tokens-remaining", "7"),
      ], wait: 30 * s),
    // None is empty: the first to be reset.
    HintCase(
      headers: [
        ("x-ratelimit-remaining-requests", "14370"), ("x-ratelimit-reset-requests", "2m"),
        ("x-ratelimit-remaining-tokens", "12"), ("x-ratelimit-reset-tokens", "7s"),
      ], wait: 7 * s),
    // One without a word on what remains counts before one with something left.
    HintCase(
      headers: [
        ("x-ratelimit-remaining-tokens", "12"), ("x-ratelimit-reset-tokens", "7s"),
        ("x-ratelimit-reset", "9"),
      ], wait: 9 * s),
    // Garbage among them is passed over.
    HintCase(
      headers: [
        ("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "later"),
        ("x-ratelimit-reset-tokens", "7s"),
      ], wait: 7 * s),
    HintCase(
      headers: [("x-ratelimit-remaining", "-1"), ("x-ratelimit-reset", "7")], wait: 7 * s),
  ]
}
