import Glibc

/// A thread of the operating system; whoever starts it joins it.
struct Thread {
  private let raw: pthread_t

  private final class Start {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Starts a thread that runs `body`; nil if the system has none left.
  init?(_ body: @escaping @Sendable () -> Void) {
    var raw = pthread_t()
    let start = unsafe Unmanaged.passRetained(Start(body))
    let code = unsafe pthread_create(
      &raw, nil,
      { argument in
        if let argument = unsafe argument {
          unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body()
        }
        return nil
      }, start.toOpaque())
    if code != 0 {
      unsafe start.release()
      return nil
    }
    self.raw = raw
  }

  /// Waits for the thread's end.
  func join() { pthread_join(raw, nil) }

  /// How many threads run at once on this machine.
  static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
