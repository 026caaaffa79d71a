import Glibc
import PolicyLanguage

/// The one place where policyc asks for the day and the time.
enum Calendar {
  /// The day it is in UTC; nil if the clock is out of any calendar.
  static var today: CivilDate? {
    // Without a place to put it into, the call only returns the time.
    let seconds = time(nil)
    return CivilDate(daysSince1970: Int(seconds) / 86_400)
  }

  /// Nanoseconds since the beginning of 1970, to the second.
  static var epochNs: Int64 { Int64(time(nil)) * 1_000_000_000 }
}
