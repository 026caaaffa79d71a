internal import PolicyGraph
internal import PolicyRuntime

/// A policy's credentials as they were read when it was loaded.
struct ResolvedCredentials: Sendable {
  /// By the index of their credentials; an empty one stands for what is missing, so that indices
  /// stay right.
  private(set) var secrets: [Secret] = []
  /// Which are missing, by the index of their credentials.
  private(set) var missing: [Bool] = []
  /// What is wrong with those, each reference once.
  private(set) var problems: [EngineError.CredentialProblem] = []

  /// Reads every credential; a reference that several endpoints share is read once.
  init(_ graph: FailoverGraph, from environment: Environment) {
    var read: [String: Secret] = [:]
    secrets.reserveCapacity(graph.credentials.count)
    for id in graph.credentials.ids {
      let row = graph.credentials[id]
      let name = graph.text(row.reference)
      let reference = "\(row.source.word)(\"\(name)\")"
      let secret: Secret
      if let known = read[reference] {
        secret = known
      } else {
        switch environment.secret(row.source, name) {
        case .success(let text): secret = Secret(reference: reference, secret: text)
        case .failure(let error):
          secret = Secret(reference: reference, secret: "")
          problems.append(
            EngineError.CredentialProblem(
              reference: reference, endpoint: graph.user(of: id), reason: error.reason))
        }
        read[reference] = secret
      }
      secrets.append(secret)
      missing.append(secret.secret.isEmpty)
    }
  }

  /// Throws if the policy may not run with what is missing.
  func check(_ graph: FailoverGraph, _ policy: MissingCredentials) throws(EngineError) {
    guard !problems.isEmpty else { return }
    switch policy {
    case .fail: throw .credentials(problems)
    case .exclude:
      let fatal = CutOff(graph, missing).problems(problems, secrets)
      if !fatal.isEmpty { throw .credentials(fatal) }
    }
  }

  /// Which credentials have another value than `before` had under the same reference.
  func changed(since before: ResolvedCredentials) -> [Bool] {
    var known: [String: String] = [:]
    // What was missing has cooled for nothing.
    for secret in before.secrets where !secret.secret.isEmpty {
      known[secret.reference] = secret.secret
    }
    return secrets.map { secret in
      known[secret.reference].map { $0 != secret.secret && !secret.secret.isEmpty } ?? false
    }
  }
}

extension FailoverGraph {
  fileprivate func user(of credential: ID<Credential>) -> String {
    let owner = endpoints.rows.first { $0.credentials.contains(credential) }
    return owner.map { text($0.name) } ?? "?"
  }
}

extension Environment {
  /// The secret behind a reference, without the line end that editors and shells put behind it.
  fileprivate func secret(
    _ source: CredentialSource, _ name: String
  ) -> Result<String, Unreadable> {
    switch source {
    case .environment:
      guard let value = variable(name) else {
        return .failure(Unreadable(reason: "is not set in the environment"))
      }
      let text = String(decoding: Environment.line(value.utf8), as: UTF8.self)
      return text.isEmpty ? .failure(Unreadable(reason: "is set, but empty")) : .success(text)
    case .file:
      let bytes: [UInt8]
      do throws(Unreadable) {
        bytes = try file(name)
      } catch {
        return .failure(Unreadable(reason: "cannot be read: \(error.reason)"))
      }
      let content = Environment.line(bytes)
      if content.isEmpty { return .failure(Unreadable(reason: "is empty")) }
      guard let text = String(validating: content, as: UTF8.self) else {
        return .failure(Unreadable(reason: "is not UTF-8"))
      }
      return .success(text)
    }
  }

  /// What stands before the line ends at the end.
  private static func line<Bytes: BidirectionalCollection>(
    _ bytes: Bytes
  ) -> Bytes.SubSequence where Bytes.Element == UInt8 {
    let last = bytes.lastIndex { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    return last.map { bytes[...$0] } ?? bytes.prefix(0)
  }
}
