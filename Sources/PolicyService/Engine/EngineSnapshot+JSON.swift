internal import PolicyGraph
internal import PolicyRuntime

/// The live state as JSON, for an operator's scripts.
///
/// Times are seconds. A member whose value is not known, or that has nothing to say, is null, so
/// that every row has the same members. No URL, secret or request's key stands in it.
extension EngineSnapshot {
  /// `policy`, `endpoints`, `groups` and `routes`; see <doc:PolicyService#The-state-as-JSON>.
  public func json() -> String {
    var json = JSONWriter()
    json.object {
      $0.object("policy") {
        $0.field("digest", "\(digest)")
        $0.key("revision")
        $0.number("\(revision)")
        $0.field("loaded", policy)
      }
      $0.array("endpoints") { for one in endpoints { one.write(to: &$0) } }
      $0.array("groups") { for one in holders { one.write(to: &$0) } }
      $0.array("routes") { for one in routes { one.write(to: &$0) } }
    }
    return String(decoding: json.finish(), as: UTF8.self)
  }
}

extension EngineSnapshot.Endpoint {
  /// Its row in the state.
  public func json() -> String {
    var json = JSONWriter()
    write(to: &json)
    return String(decoding: json.finish(), as: UTF8.self)
  }

  fileprivate func write(to json: inout JSONWriter) {
    json.object {
      $0.field("name", name)
      $0.field("state", state.word)
      $0.seconds("wait", state.wait)
      $0.number("inFlight", inFlight)
      $0.seconds("latency", latency)
      $0.field("credentials", credentials)
      $0.array("coolingCredentials") { json in
        for one in coolingCredentials {
          json.inline {
            $0.object {
              $0.field("reference", one.reference)
              $0.seconds("wait", one.time)
            }
          }
        }
      }
      $0.array("breakers") { json in
        for one in breakers {
          json.inline {
            $0.object {
              $0.field("name", one.name)
              $0.field("state", "\(one.phase.word)")
              $0.seconds("wait", one.openFor)
              $0.field("consecutive", one.consecutive)
            }
          }
        }
      }
    }
  }
}

extension EngineSnapshot.Holder {
  /// Its row in the state.
  public func json() -> String {
    var json = JSONWriter()
    write(to: &json)
    return String(decoding: json.finish(), as: UTF8.self)
  }

  fileprivate func write(to json: inout JSONWriter) {
    json.inline {
      $0.object {
        $0.field("name", group)
        $0.key("breaker")
        if let breaker { $0.value(breaker) } else { $0.null() }
        $0.field("active", member)
        $0.seconds("since", held)
      }
    }
  }
}

extension EngineSnapshot.Route {
  fileprivate func write(to json: inout JSONWriter) {
    json.inline {
      $0.object {
        $0.field("name", name)
        $0.field("firstAttempts", firstAttempts)
        $0.field("retryTokens", tokens)
        $0.seconds("brownout", brownout)
        $0.number("waiting", waiting)
        $0.field("waits", waits)
      }
    }
  }
}

extension JSONWriter {
  fileprivate mutating func seconds(_ name: String, _ time: Duration?) {
    key(name)
    guard let time else { return null() }
    let (seconds, attoseconds) = time.components
    decimal(seconds * 1000 + attoseconds / 1_000_000_000_000_000, places: 3)
  }

  fileprivate mutating func number(_ name: String, _ value: Int?) {
    key(name)
    if let value { self.value(value) } else { null() }
  }
}
