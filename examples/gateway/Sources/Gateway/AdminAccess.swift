import HTTPTypes
import Hummingbird
import NIOCore

/// Who may operate the gateway: whoever has a key; if there is none, programs of this machine.
///
/// Web pages in a browser on this machine stay out. A page cannot post JSON to another origin
/// unless that origin allows it, and this one never does. A page whose own name resolves to this
/// machine (DNS rebinding) is of the same origin, but its requests carry that name as their host.
struct AdminAccess: Sendable {
  /// Where the admin port listens.
  let address: Options.Address
  let keys: ClientKeys

  /// Why a request is not carried out; nil if it is.
  func refusal(of request: Request) -> Reply? {
    if !keys.isEmpty {
      guard let key = Clients.key(in: request.headers), keys.client(presenting: key) != nil else {
        return AdminAccess.refusal(401, "/admin needs a key: `authorization: Bearer KEY`.")
      }
    } else if !address.isLocal {
      return AdminAccess.refusal(
        403, "Others can reach this address: set GATEWAY_ADMIN_KEYS to use /admin over it.")
    } else if !isOurs(request.head.authority ?? "") {
      return AdminAccess.refusal(
        403, "The host of a request to /admin must be an address or localhost.")
    }
    if request.method == .post, !AdminAccess.isJSON(request.headers[.contentType]) {
      return AdminAccess.refusal(415, "/admin needs `content-type: application/json`.")
    }
    return nil
  }

  /// Whether a host, with or without a port, is one that no web page can have as its own.
  private func isOurs(_ authority: String) -> Bool {
    let name =
      authority.hasPrefix("[")
      ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
    let host = name.lowercased()
    return host == "localhost" || host == address.host.lowercased()
      || (try? SocketAddress(ipAddress: host, port: 0)) != nil
  }

  private static func isJSON(_ type: String?) -> Bool {
    let media = (type ?? "").prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }
    return media.lowercased() == "application/json"
  }

  private static func refusal(_ status: Int, _ message: String) -> Reply {
    Reply(status, message, type: "invalid_request_error", code: "not_allowed")
  }
}
