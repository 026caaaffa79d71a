import Glibc

/// The time in which a process that was told to end may save what is there.
///
/// It is the process's own: time in which others have the processor counts only where the process
/// waits, as for a reader that is not there.
enum Grace {
  /// In milliseconds.
  static let whole = 400
  /// How often it is looked at.
  private static let tick = 50

  private nonisolated(unsafe) static var left = 400
  private nonisolated(unsafe) static var used = 0
  private nonisolated(unsafe) static var code: Int32 = 0

  /// Lets the process end by itself after a signal, but not later than its grace.
  static func begin(after signal: Int32) {
    unsafe (left, used, code) = (whole, processor(), 128 + signal)
    Glibc.signal(SIGALRM) { _ in Grace.count() }
    let interval = timeval(tv_sec: 0, tv_usec: tick * 1000)
    var timer = itimerval(it_interval: interval, it_value: interval)
    unsafe setitimer(Int32(ITIMER_REAL.rawValue), &timer, nil)
  }

  /// Runs in the handler of a signal: nothing but system calls and numbers.
  private static func count() {
    let now = processor()
    let worked = now - (unsafe used)
    unsafe used = now
    unsafe left -= worked == 0 ? tick : min(worked, tick)
    if unsafe left <= 0 { _exit(unsafe code) }
  }

  /// The processor time of the process, in milliseconds.
  private static func processor() -> Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}
