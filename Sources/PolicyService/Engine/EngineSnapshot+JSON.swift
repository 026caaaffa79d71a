internal import PolicyGraph
internal import PolicyRuntime

/// The live state as JSON, for an operator's scripts.
///
/// Times are seconds. A member whose value is not known, or that has nothing to say, is null, so
/// that every row has the same members. No URL, secret or request's key stands in it.
extension EngineSnapshot {
  /// `policy`, `endpoints`, `groups` and `routes`; see <doc:PolicyService#The-state-as-JSON>.
  public func json() -> String {
    let bytes = JSONWriter.document {
      $0.object("policy") {
        $0.field("digest", "\(digest)")
        $0.field("revision", UInt64(revision))
        $0.field("loaded", policy)
      }
      $0.objects("endpoints", endpoints) { $0.write(to: &$1) }
      $0.objects("groups", activeMembers, inline: true) { $0.write(to: &$1) }
      $0.objects("routes", routes, inline: true) { $0.write(to: &$1) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension EngineSnapshot.Endpoint {
  /// Its row in the state.
  public func json() -> String {
    String(decoding: JSONWriter.document { write(to: &$0) }, as: UTF8.self)
  }

  fileprivate func write(to json: inout JSONWriter) {
    json.field("name", name)
    json.field("state", state.word)
    json.seconds("wait", state.wait)
    json.field("inFlight", inFlight)
    json.seconds("latency", latency)
    json.field("credentials", credentials)
    json.objects("coolingCredentials", coolingCredentials, inline: true) { one, json in
      json.field("reference", one.reference)
      json.seconds("wait", one.time)
    }
    json.objects("breakers", breakers, inline: true) { one, json in
      json.field("name", one.name)
      json.field("state", "\(one.phase.word)")
      json.seconds("wait", one.openFor)
      json.field("consecutive", one.consecutive)
    }
  }
}

extension EngineSnapshot.ActiveMember {
  /// Its row in the state.
  public func json() -> String {
    var json = JSONWriter()
    json.object(inline: true) { write(to: &$0) }
    return String(decoding: json.finish(), as: UTF8.self)
  }

  fileprivate func write(to json: inout JSONWriter) {
    json.field("name", group)
    json.field("breaker", breaker)
    json.field("active", member)
    json.seconds("since", held)
  }
}

extension EngineSnapshot.Route {
  fileprivate func write(to json: inout JSONWriter) {
    json.field("name", name)
    json.field("firstAttempts", firstAttempts)
    json.field("retryTokens", tokens)
    json.seconds("brownout", brownout)
    json.field("waiting", waiting)
    json.field("waits", waits)
  }
}

extension JSONWriter {
  fileprivate mutating func seconds(_ name: String, _ time: Duration?) {
    key(name)
    guard let time else { return null() }
    let (seconds, attoseconds) = time.components
    decimal(seconds * 1000 + attoseconds / 1_000_000_000_000_000, places: 3)
  }
}
