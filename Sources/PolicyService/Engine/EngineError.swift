public import PolicyGraph
public import PolicyRuntime

/// Why an engine cannot start, or cannot take a new policy.
///
/// No description holds a secret: credentials are named by where they are read from.
public enum EngineError: Error, Sendable {
  /// The artifact's file cannot be read; the reason ends a sentence.
  case unreadable(path: String, reason: String)
  /// The bytes are not an artifact that this version runs.
  case artifact(ArtifactError)
  /// The policy asks for what no request can carry.
  case plan(PlanError)
  /// Credentials that are not there: all of them.
  case credentials([CredentialProblem])
  /// Handlers that the policy names and nobody registered: all of them.
  case handlers([MissingHandler])
  /// The policy has nothing of that kind and name; the names that come nearest.
  case unknown(Kind, String, nearest: [String])

  /// What a name was wanted of.
  public enum Kind: String, Sendable {
    case route, endpoint, group
  }

  /// What is wrong with a credential.
  public struct CredentialProblem: Hashable, Sendable {
    /// The reference as the policy spells it: `env("NAME")` or `file("path")`.
    public var reference: String
    /// The first endpoint that uses it.
    public var endpoint: String
    /// What is wrong: the end of a sentence.
    public var reason: String
  }

  /// A handler that nobody registered.
  public struct MissingHandler: Hashable, Sendable {
    /// What the policy says: `serve cache`, `call "name"`, `notify "name"` or `reconcile`.
    public var statement: String
    /// How it is registered, as code.
    public var registration: String
    /// Registered names that come near.
    public var nearest: [String]
  }
}

extension EngineError: CustomStringConvertible {
  /// What is wrong and what to do about it, in plain words.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason): "cannot read the policy \(quoted(path)): \(reason)"
    case .artifact(let error): "cannot load the policy: \(error)"
    case .plan(let error): "cannot run the policy: \(error)"
    case .credentials(let problems):
      listed("the policy's credentials are not all there", problems) {
        "\($0.reference) of endpoint `\($0.endpoint)` \($0.reason)"
      }
    case .handlers(let missing):
      listed("the policy names handlers that are not registered", missing) {
        let hint = $0.nearest.isEmpty ? "" : " (registered is \(choice($0.nearest)))"
        return "\($0.statement): register it with `\($0.registration)`\(hint)"
      }
    case .unknown(let kind, let name, let nearest):
      "the policy has no \(kind.rawValue) \(quoted(name))"
        + (nearest.isEmpty ? "" : "; did you mean \(choice(nearest))?")
    }
  }

  private func choice(_ names: [String]) -> String {
    names.map { "`\($0)`" }.joined(separator: " or ")
  }

  private func listed<Item>(
    _ title: String, _ items: [Item], _ line: (Item) -> String
  ) -> String {
    let shown = items.prefix(ServiceLimits.namesListedMax).map(line).joined(separator: "; ")
    let more = items.count - ServiceLimits.namesListedMax
    return "\(title): \(shown)" + (more > 0 ? "; and \(more) more" : "")
  }
}

/// A text that a program handed in, fit for a terminal and a log: short, and without control
/// characters.
func quoted(_ text: String) -> String {
  var out = "`"
  for scalar in text.unicodeScalars.prefix(200) {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse:
      out += "\\u{\(String(scalar.value, radix: 16))}"
    default: out.unicodeScalars.append(scalar)  // what can be seen
    }
  }
  return out + (text.unicodeScalars.count > 200 ? "…`" : "`")
}
