import HTTPTypes
import Hummingbird
import Logging
import PolicyService

/// What an operator reads and does on the admin port: the live state, and the calls that change it.
struct Admin: Sendable {
  let engine: PolicyEngine
  let access: AdminAccess
  let logger: Logger

  /// A request of an operator has no more bytes.
  private static let bodyBytesMax = 4 << 10

  /// What an operator can do, by the last part of its path.
  enum Action: String, CaseIterable {
    case isolate, restore, clear, failback

    /// The member of the body that names what it is done to.
    var member: String { self == .failback ? "group" : "endpoint" }
  }

  func add(to router: Router<GatewayContext>) {
    router.get("/admin/state") { request, _ in
      if let refusal = access.refusal(of: request) { return refusal.response }
      return Reply(status: 200, body: Array(engine.snapshot().json().utf8)).response
    }
    for action in Action.allCases {
      router.post("/admin/\(action.rawValue)") { request, context in
        if let refusal = access.refusal(of: request) { return refusal.response }
        let body = try await request.body.collect(upTo: Admin.bodyBytesMax)
        do {
          let name = try Admin.name(Array(body.readableBytesView), for: action)
          let state = try carryOut(action, on: name)
          let address = context.channel.remoteAddress?.ipAddress ?? "?"
          logger.notice("operator at \(address): \(action) \(action.member) \(name)")
          return Reply(status: 200, body: Array(state.utf8)).response
        } catch let reply as Reply {
          return reply.response
        }
      }
    }
  }

  /// The name in `{"endpoint": "NAME"}`.
  private static func name(_ body: [UInt8], for action: Action) throws(Reply) -> String {
    guard let json = JSONText(body), let members = json.members(json.root).map(Array.init),
      members.count == 1, members[0].key.text == action.member,
      let name = json.string(members[0].value)
    else {
      throw .invalid(
        "The body of /admin/\(action) is {\"\(action.member)\": \"NAME\"}.", param: action.member)
    }
    return name
  }

  /// Does it; whoever does it twice does it once.
  ///
  /// - Returns: the state of what it was done to, as JSON.
  private func carryOut(_ action: Action, on name: String) throws(Reply) -> String {
    let before = engine.snapshot()
    do {
      switch action {
      case .isolate: try engine.isolate(name)
      case .restore: try engine.restore(name)
      case .clear: try engine.clear(name)
      case .failback:
        guard before.activeMembers.contains(where: { $0.group == name }) else {
          throw Admin.unknown(
            "The policy has no active-passive group \(JSONText.quoted(name)).",
            "Groups", Set(before.activeMembers.map(\.group)).sorted())
        }
        try engine.failBack(name)
      }
    } catch let reply as Reply {
      throw reply
    } catch {
      throw Admin.unknown("\(error).", "Endpoints", before.endpoints.map(\.name))
    }
    let after = engine.snapshot()
    if action == .failback {
      let rows = after.activeMembers.filter { $0.group == name }.map { $0.json() }
      return "{\"groups\": [\(rows.joined(separator: ","))]}"
    }
    // One that was isolated and is in the policy no more has no state.
    let row = after.endpoints.first { $0.name == name }?.json() ?? "null"
    return "{\"endpoint\": \(row)}"
  }

  private static func unknown(_ message: String, _ kind: String, _ names: [String]) -> Reply {
    let more = names.count > 20 ? " and \(names.count - 20) more" : ""
    let shown = names.isEmpty ? "none" : names.prefix(20).joined(separator: ", ") + more
    return Reply(
      404, "\(message) \(kind): \(shown).", type: "invalid_request_error", code: "not_found")
  }
}
