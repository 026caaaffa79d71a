import PolicyLanguage
import PolicyLint
import TestThreads
import Testing

/// Days, and who may silence what; the cases of `Tests/Corpus/lint/style.md` show the rest.
@Suite(.offPool) struct AllowanceTests {
  @Test func `a day is read as it is written, and only that`() {
    #expect(CivilDate("2024-02-29".utf8)?.spelling == "2024-02-29")
    for text in ["2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-04-31"] {
      #expect(CivilDate(text.utf8) == nil, "\(text)")
    }
    for text in ["", "2024-2-29", "24-02-29", "2024/02/29", "2024-02-29 ", "2024-02-3x"] {
      #expect(CivilDate(text.utf8) == nil, "\(text)")
    }
  }

  @Test func `days are counted as the calendar counts them`() {
    let known: [(Int, String)] = [
      (0, "1970-01-01"), (-1, "1969-12-31"), (59, "1970-03-01"), (789, "1972-02-29"),
      (11_016, "2000-02-29"), (11_017, "2000-03-01"), (20_454, "2026-01-01"),
      (-25_508, "1900-03-01"), (-25_509, "1900-02-28"), (47_541, "2100-03-01"),
    ]
    for (days, spelling) in known {
      #expect(CivilDate(daysSince1970: days)?.spelling == spelling, "\(days)")
    }
    var before = CivilDate(daysSince1970: -150_000)
    for days in -149_999...150_000 {
      let day = CivilDate(daysSince1970: days)
      let rises = before.flatMap { before in day.map { before < $0 } } ?? false
      #expect(rises, "\(days)")
      before = day
    }
  }

  @Test func `an allowance holds for as long as nobody says what day it is`() throws {
    let text = """
      language 1
      endpoint a { url "https://a.test"; timeout connect: 1s, attempt: 2s }
      backoff even { constant base: 200ms; jitter none }
      retry y { attempts 2; on connection { same-endpoint backoff: even }; otherwise { fail } }
      route r { to a; effect read; deadline 15s; retry y; degrade none; breaker none }
      allow no-jitter, because: "a load test", until: "2001-01-01"
      """
    let compilation = compile("a.policy") { _ in .success(Array(text.utf8)) }
    let policy = try #require(compilation.policy)
    #expect(Lint.findings(in: policy, today: nil).isEmpty)
    let later = Lint.findings(in: policy, today: CivilDate("2001-01-02".utf8)).map(\.code.id)
    #expect(later == ["no-jitter", "expired-allowance"])
    let result = Lint.run(policy, today: CivilDate("2001-01-01".utf8))
    #expect(result.findings.isEmpty && result.used.count == 1)
  }
}
