import PolicyGraph
import PolicyLanguage

// How members of a group share its load.

extension LintedPolicy {
  /// The share of a member's weight, rounded up to a tenth of a per cent.
  func share(of member: Member, among members: ArraySlice<Member>) -> Share {
    let whole = members.reduce(Int64(0)) { $0 + Int64($1.weight) }
    let tenths = (Int64(member.weight) * 1000 + whole - 1) / max(whole, 1)
    return Share(ppb: tenths * 1_000_000)
  }
}
