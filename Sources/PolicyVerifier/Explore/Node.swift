import PolicyGraph
import PolicyRuntime

/// A request between two events, with all that it shares with others.
struct Node {
  var request: RequestState
  var words: [UInt64]
  var now: Tick
  /// What the interpreter asked for last.
  var action: Action
  /// By position in the layout: whether a request there may have been carried out, as far as nobody
  /// found out otherwise.
  var mayHaveLanded: [Bool]
  /// Whether the target was asked.
  var reached = false
  /// Whether it was sent again although it may have been carried out.
  var repeated = false
}

/// What happens next to a request.
struct Move {
  /// What is told to the interpreter; nil for its beginning.
  var event: Event?
  var at: Tick
  var told: StoryEvent
  /// Endpoints whose breakers other requests have opened in the meantime; if they may do anything,
  /// those that are no candidates at this moment, whoever may be the cause.
  var opens: [ID<Endpoint>] = []
  /// When those are candidates again, as a route's `wait` can see: the end of a cooling; nil if
  /// nothing is known of it.
  var opensUntil: Tick?
  /// How often others were refused by the endpoint that now fails without a hint.
  var streak: Int?
  /// The draws that are made.
  var draws: [Int64] = []
}

/// How a request finds the world when it begins.
struct Start {
  var facts: RequestFacts
  /// The same for all starts with these facts.
  var variant: UInt64
  /// Who holds each active-passive group.
  var activeMembers: [ActiveMember] = []
  /// Endpoints whose breakers are open, with their cooldown over.
  var ready: [ID<Endpoint>] = []

  /// A member that holds a group, other than its first.
  struct ActiveMember: Equatable {
    var group: ID<Group>
    var member: Int
    /// How long it has held, and how long better ones have been up.
    var age: Tick
  }
}
