import Foundation
import PolicyGraph

@testable import PolicyService

extension World {
  /// What a person sees of a streamed answer, and how the request ended.
  struct Turn: Sendable {
    var ending: Ending
    var shown: String
  }

  /// Runs a turn of a conversation as a streaming service does: events as they come, shown as soon
  /// as the request is committed, and continued elsewhere from what was shown.
  func chat(_ prompt: String = "hello", size: Int = 100) async throws -> Turn {
    let shown = Kept("")
    let request = Request(size: size)
    let route = try engine.route("chat")
    do throws(RequestFailed) {
      let answer = try await route.run(request) { attempt in
        try await self.noting(attempt) { isCommitted in
          let body = attempt.isResume ? "\(prompt)|\(shown.value)" : prompt
          let message = World.message(attempt, key: "", body: body)
          let stream = EventStream(shown, isCommitted)
          let reply = try await WebCall.send(message, attempt.timeouts) { reply in
            guard EventStream.isOne(reply) else { return false }
            return try stream.take(reply, attempt)
          }
          try attempt.check(status: reply.status, headers: reply.headers, body: reply.body)
          // What is no stream is no answer, and one that does not say that it is over is not over.
          guard EventStream.isOne(reply) else { throw AttemptFailure.transport(.unreadable) }
          if !stream.isOver { throw AttemptFailure.transport(.cut) }
          return shown.value
        }
      }
      return Turn(ending: Ending(answer), shown: shown.value)
    } catch {
      return Turn(ending: Ending(error), shown: shown.value)
    }
  }
}

/// The events of one streamed answer: `data: …` until `data: [DONE]`.
private final class EventStream: Sendable {
  private let heeded = Kept(0)
  private let over = Kept(false)
  private let shown: Kept<String>
  private let isCommitted: Kept<Bool>

  init(_ shown: Kept<String>, _ isCommitted: Kept<Bool>) {
    self.shown = shown
    self.isCommitted = isCommitted
  }

  var isOver: Bool { over.value }

  static func isOne(_ reply: WebCall.Reply) -> Bool {
    reply.status == 200 && reply.header("content-type") == "text/event-stream"
  }

  /// Shows what is new, if it may be shown; gives whether it may.
  func take(_ reply: WebCall.Reply, _ attempt: Attempt) throws -> Bool {
    let events = reply.text.components(separatedBy: "\n\n").dropLast()
    for event in events.dropFirst(heeded.value) {
      if event.contains("event: error") { throw AttemptFailure.event(event.utf8) }
      isCommitted.value = try attempt.commit()
      heeded.value += 1
      let text = event.replacing("data: ", with: "")
      if text == "[DONE]" {
        over.value = true
      } else {
        shown.change { $0 += text }
      }
    }
    return isCommitted.value
  }
}

extension Behaviour {
  /// A whole streamed answer.
  static func streams(_ words: String...) -> Behaviour {
    .pieces(Behaviour.events(words) + ["data: [DONE]\n\n"])
  }

  /// The events of some words.
  static func events(_ words: [String]) -> [String] { words.map { "data: \($0)\n\n" } }
}
