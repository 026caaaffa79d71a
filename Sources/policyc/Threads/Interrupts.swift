import Glibc

/// SIGINT and SIGTERM, held back while there is something to save.
///
/// Everywhere else they end the process at once, as the system has it.
///
/// They are blocked rather than caught, and asked for between two waits: so nothing runs in a
/// handler, and threads that are started meanwhile never see them. What the process was told to
/// ignore, as under `nohup`, stays ignored.
struct Interrupts: ~Copyable {
  private var held = sigset_t()
  private var before = sigset_t()

  /// Holds them back from here on, and with `graceToo` the end of the grace as well; if not
  /// `holds`, nothing.
  init(holds: Bool = true, graceToo: Bool = false) {
    unsafe sigemptyset(&held)
    let numbers = [SIGINT, SIGTERM] + (graceToo ? [SIGALRM] : [])
    for number in numbers where holds && !Interrupts.isIgnored(number) {
      unsafe sigaddset(&held, number)
    }
    unsafe pthread_sigmask(SIG_BLOCK, &held, &before)
  }

  /// Lets them, and the end of the grace, come at all: whoever starts the process from a thread of
  /// a pool, where they are blocked, hands that on.
  static func admit() {
    var numbers = sigset_t()
    unsafe sigemptyset(&numbers)
    for number in [SIGINT, SIGTERM, SIGALRM] { unsafe sigaddset(&numbers, number) }
    unsafe pthread_sigmask(SIG_UNBLOCK, &numbers, nil)
  }

  /// One that has come after the last call acts as it always does.
  deinit {
    var before = before
    unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
  }

  /// The signal that has come; nil if none has.
  mutating func next() -> Int32? {
    var none = timespec()
    let number = unsafe sigtimedwait(&held, nil, &none)
    return number > 0 ? number : nil
  }

  /// Ends the process as the signal would have done.
  mutating func obey(_ number: Int32) {
    signal(number, SIG_DFL)
    raise(number)
    unsafe pthread_sigmask(SIG_UNBLOCK, &held, nil)
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard unsafe sigaction(number, nil, &action) == 0 else { return false }
    let handler = unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
    let ignored = unsafe unsafeBitCast(SIG_IGN, to: Int.self)
    return handler == ignored
  }
}
