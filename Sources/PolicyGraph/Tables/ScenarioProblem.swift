/// Why a scenario cannot be run, whatever its seed.
public struct ScenarioProblem: Equatable, Sendable {
  /// What is to be changed.
  public enum Place: Equatable, Sendable {
    /// An endpoint that is met.
    case endpoint(ID<Endpoint>)
    /// A stream of requests.
    case traffic(ID<Traffic>)
    /// A fault.
    case fault(ID<Fault>)
    /// The scenario as a whole.
    case scenario
  }

  /// Where.
  public var place: Place
  /// The line.
  public var origin: Origin
  /// What is wrong.
  public var message: String
  /// What to do.
  public var advice: String

  /// The most requests that one run may be asked for: days of computing.
  public static let requestsMax = 1e10
  /// Seconds × routes whose figures are kept one by one.
  public static let secondsMax: Int64 = 20_000_000
  /// Clients that wait for their answers.
  public static let clientsMax = 1_000_000
  /// Faults at one endpoint.
  public static let faultsMax = 64
  /// Processes, each with breakers of its own.
  public static let processesMax = 1000

  /// Both as one line.
  public var text: String { "\(message); \(advice)" }

  init(_ place: Place, _ origin: Origin, _ message: String, _ advice: String) {
    self.place = place
    self.origin = origin
    self.message = message
    self.advice = advice
  }
}
