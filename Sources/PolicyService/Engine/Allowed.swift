/// Where a policy may send requests, and which credentials may be read for them.
///
/// An artifact chooses URLs, and the variables and files that are sent there. A service that states
/// what is allowed loads no policy that asks for more: one `Allowed` must cover an endpoint whole,
/// its host and all its credentials.
///
/// ```swift
/// let engine = try PolicyEngine(
///   contentsOf: "llm-chat.policyc",
///   allowing: [
///     Allowed(hosts: ["https://*.openai.azure.com"], environment: ["AZURE_*"]),
///     Allowed(hosts: ["https://api.anthropic.com"], files: ["/run/secrets/anthropic"]),
///   ])
/// ```
public struct Allowed: Hashable, Sendable {
  /// Hosts, as `hosts` of `init(hosts:environment:files:)` describes them.
  public var hosts: [String]
  /// Variables.
  public var environment: [String]
  /// Folders of credentials' files.
  public var files: [String]

  /// What is not stated is not allowed.
  ///
  /// - Parameters:
  ///   - hosts: each `api.example.com`; `*.example.com`, every host below that domain; or `*`. With
  ///     a port behind it, that port alone; with a scheme in front, as `https://api.example.com`,
  ///     that scheme alone.
  ///   - environment: each `OPENAI_KEY`; `OPENAI_*`, every variable that begins so; or `*`.
  ///   - files: folders. A credential's path must lie below one, must not hold `..`, and no
  ///     symbolic link may lead it out of the folder.
  public init(hosts: [String], environment: [String] = [], files: [String] = []) {
    self.hosts = hosts
    self.environment = environment
    self.files = files
  }
}
