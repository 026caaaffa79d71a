public import PolicyGraph

/// Why an engine cannot start, or cannot take a new policy.
///
/// No description holds a secret: credentials are named by where they are read from.
public enum EngineError: Error, Sendable {
  /// The artifact's file cannot be read; the reason ends a sentence.
  case unreadable(path: String, reason: String)
  /// The bytes are not an artifact that this version runs.
  case artifact(ArtifactError)
  /// The artifact is sound, and not one that this engine was told to trust.
  case untrusted(Distrust)
  /// The policy sends requests, or credentials, where no `Allowed` lets it: all of them.
  case notAllowed([Refusal])
  /// An entry of an `Allowed` says nothing that can be meant.
  case allowance(list: String, entry: String)
  /// URLs that are read from the environment and cannot be used: all of them.
  case urls([URLProblem])
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

  /// Why an artifact is not trusted.
  public enum Distrust: Hashable, Sendable {
    /// Its digest is not the one that was expected.
    case digest(found: ArtifactDigest, expected: ArtifactDigest)
    /// The engine was started with `expecting:`, and the replacement was not named by its digest.
    case notNamed
    /// No trusted key signed it; the key that it names, nil if it is unsigned.
    case signature(signer: String?)
    /// Its revision is too low.
    case revision(found: UInt64, least: UInt64)
  }

  /// What a policy asks for and the service does not allow.
  public struct Refusal: Hashable, Sendable {
    /// The endpoint; nil for a credential that none uses.
    public var endpoint: String?
    /// A URL up to its path, or a credential's reference as the policy spells it.
    public var refused: String
  }

  /// What is wrong with a URL that is read from the environment.
  public struct URLProblem: Hashable, Sendable {
    /// The reference as the policy spells it: `env("NAME")`.
    public var reference: String
    /// The endpoint.
    public var endpoint: String
    /// What is wrong: the end of a sentence, in which the URL itself is not repeated.
    public var reason: String
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
    case .untrusted(let why): "the policy is not trusted: \(why.words)"
    case .notAllowed(let refusals):
      listed("the policy asks for what this service does not allow", refusals) {
        quoted($0.refused) + ($0.endpoint.map { " of endpoint `\($0)`" } ?? ", which nothing uses")
      }
    case .allowance(let list, let entry):
      "`Allowed(\(list):)` cannot hold \(quoted(entry))"
    case .urls(let problems):
      listed("the policy's URLs cannot all be used", problems) {
        "\($0.reference) of endpoint `\($0.endpoint)` \($0.reason)"
      }
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

extension EngineError.Distrust {
  fileprivate var words: String {
    switch self {
    case .digest(let found, let expected): "its digest is \(found), expected is \(expected)"
    case .notNamed:
      "this engine was started with `expecting:`, so `replace` must say which digest it takes"
    case .signature(nil): "it is unsigned; `policyc compile --sign KEY` signs it"
    case .signature(let signer?): "no trusted key signed it; it names the key \(signer)"
    case .revision(let found, let least): "its revision is \(found), at least \(least) is wanted"
    }
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
