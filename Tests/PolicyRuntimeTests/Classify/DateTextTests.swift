import Foundation
import TestThreads
import Testing

@testable import PolicyRuntime

/// Dates of headers, against the calendar of Foundation.
@Suite(.offPool) struct DateTextTests {
  private static func formatter(_ format: String) -> DateFormatter {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(identifier: "UTC")
    formatter.calendar = Calendar(identifier: .gregorian)
    formatter.dateFormat = format
    return formatter
  }

  @Test func `every form of a date is the same moment`() {
    let forms = ["EEE, dd MMM yyyy HH:mm:ss 'GMT'", "EEE MMM d HH:mm:ss yyyy"].map(Self.formatter)
    let short = Self.formatter("EEEE, dd-MMM-yy HH:mm:ss 'GMT'")
    let rfc3339 = Self.formatter("yyyy-MM-dd'T'HH:mm:ss'Z'")
    let now = WallTime(seconds: 1_706_333_224)
    var random = Random(seed: 7)
    for _ in 0..<2000 {
      // From 1900 to 2100.
      let seconds = random.between(-2_208_988_800, 4_102_444_799)
      let date = Date(timeIntervalSince1970: Double(seconds))
      for form in forms {
        let text = form.string(from: date)
        #expect(read(text) { DateText.http($0, $1, now: now) }?.seconds == seconds, "\(text)")
      }
      let text = rfc3339.string(from: date)
      #expect(read(text) { DateText.rfc3339($0, $1) }?.seconds == seconds, "\(text)")
      // Two digits mean the hundred years up to fifty from now.
      let last = now.seconds + 50 * 31_557_600
      let folded = seconds > last || seconds <= last - 36_525 * 86_400
      let shortText = short.string(from: date)
      let moment = read(shortText) { DateText.http($0, $1, now: now) }?.seconds
      #expect((moment == seconds) == !folded, "\(shortText)")
    }
  }

  @Test func `two digits without a clock mean 1970 to 2069`() {
    for (year, seconds) in [("70", 0), ("69", 3_124_224_000), ("99", 915_148_800)] {
      let text = "Thursday, 01-Jan-\(year) 00:00:00 GMT"
      #expect(read(text) { DateText.http($0, $1, now: nil) }?.seconds == Int64(seconds))
    }
  }

  @Test func `no day is read that there is not`() {
    for (month, days) in zip(1...12, [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
      for day in 0...99 {
        let text =
          "2023-" + (month < 10 ? "0" : "") + "\(month)-" + (day < 10 ? "0" : "") + "\(day)"
        let isRead = read(text + "T00:00:00Z") { DateText.rfc3339($0, $1) } != nil
        #expect(isRead == (day >= 1 && day <= days), "\(text)")
      }
    }
    for (year, isLeap) in [(1900, false), (2000, true), (2024, true), (2100, false)] {
      let isRead = read("\(year)-02-29T00:00:00Z") { DateText.rfc3339($0, $1) } != nil
      #expect(isRead == isLeap)
    }
  }

  private func read(_ text: String, _ parse: (Span<UInt8>, Range<Int>) -> WallTime?) -> WallTime? {
    let bytes = Array(text.utf8)
    return parse(bytes.span, 0..<bytes.count)
  }
}
