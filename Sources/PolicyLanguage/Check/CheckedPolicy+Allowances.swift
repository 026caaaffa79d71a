/// An `allow` of the policy: a rule that is silent in one block, or in one file.
package struct Allowance: Sendable {
  /// The rule, as it is written.
  package let rule: String
  /// The statement.
  package let place: Place
  /// The statement's node.
  package let node: Int
  /// The name of the rule.
  package let rulePlace: Place
  /// The last day it holds; nil for ever.
  package let until: CivilDate?
  /// The declaration in whose block it stands; nil if it stands in the file.
  package let block: Place?
}

extension CheckedPolicy {
  /// Every `allow`, in the order of the text.
  package var allowances: [Allowance] {
    var sites = checker.allowances
    sites.sort { ($0.file.raw, $0.node) < ($1.file.raw, $1.node) }
    // A block that is read twice gives its statements twice.
    sites = sites.reduce(into: []) { unique, site in
      if unique.last?.file != site.file || unique.last?.node != site.node { unique.append(site) }
    }
    return sites.map { site in
      let tree = checker.program.files[Int(site.file.raw)].tree
      let range = tree.headerRange(site.node)
      let block = tree.children(0).first {
        $0 != site.node && tree.range($0).start <= range.start && range.end <= tree.range($0).end
      }
      return Allowance(
        rule: checker.words.text(site.rule), place: Place(file: site.file, range: range),
        node: site.node, rulePlace: Place(file: site.file, range: tree.range(site.ruleNode)),
        until: site.until, block: block.map { Place(file: site.file, range: tree.range($0)) })
    }
  }
}
