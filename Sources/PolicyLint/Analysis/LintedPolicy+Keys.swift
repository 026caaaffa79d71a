import PolicyGraph
import PolicyLanguage

// Credentials and accounts that tiers share.

extension LintedPolicy {
  /// A reference to a secret, whoever uses it.
  struct Key: Keyed, Equatable {
    let source: CredentialSource
    let reference: Name

    var key: UInt64 { UInt64(source.rawValue) << 32 | reference.key }
  }

  /// A reference as a policy spells it, in backticks.
  func spelled(_ key: Key) -> String {
    "`\(key.source.word)(\"\(graph.text(key.reference))\")`"
  }

  /// The references of an endpoint, in order of preference.
  func keys(_ endpoint: ID<Endpoint>) -> [Key] {
    graph.credentials[graph.endpoints[endpoint].credentials].map {
      Key(source: $0.source, reference: $0.reference)
    }
  }

  /// The keys of a backup if all of them are keys of what it backs up, at the same provider; none
  /// if it has one of its own, or if one of the two needs no key at all.
  func sharedKeys(_ backup: Backup) -> [Key] {
    guard areOfOneProvider(backup) else { return [] }
    let (own, known) = (backup.endpoints.map { keys($0) }, backup.backedUp.map { keys($0) })
    guard !(own + known).contains(where: { $0.isEmpty }) else { return [] }
    let all = KeySet(known.joined())
    return own.joined().allSatisfy { all.contains($0) } ? Array(own.joined()) : []
  }

  /// The account that pays for all of a backup and for all that it backs up.
  func sharedAccount(_ backup: Backup) -> Name? {
    guard areOfOneProvider(backup) else { return nil }
    let accounts = (backup.backedUp + backup.endpoints).flatMap { endpoint -> [Name?] in
      let credentials = graph.credentials[graph.endpoints[endpoint].credentials]
      // Who needs no key is paid from no account.
      return credentials.isEmpty ? [nil] : credentials.map(\.account)
    }
    guard let first = accounts.first, let account = first else { return nil }
    return accounts.allSatisfy { $0 == account } ? account : nil
  }

  /// Keys and accounts are a provider's: those of two providers are never the same.
  private func areOfOneProvider(_ backup: Backup) -> Bool {
    let all = backup.endpoints + backup.backedUp
    guard let first = all.first.map({ provider($0) }) else { return false }
    return all.allSatisfy { provider($0) == first }
  }
}
