import PolicyGraph
import PolicyRuntime
import PolicyVerifier

/// What `policyc diff` found between two folders of policies.
struct TreeReport {
  /// What became of a policy.
  enum State: String {
    case added, deleted, renamed, changed
  }

  /// A policy that is not what it was; a path is relative to its folder.
  struct Entry {
    let state: State
    let old: String?
    let new: String?
    let report: DiffReport

    /// What it is called above its changes.
    var title: String {
      switch (old, new) {
      case (let old?, let new?) where old != new: "\(old) → \(new) (renamed)"
      case (_, let new?): state == .added ? "\(new) (added)" : new
      case (let old?, nil): "\(old) (deleted)"
      case (nil, nil): ""  // an entry has one of them
      }
    }
  }

  /// The folders as they were named.
  let names: (old: String, new: String)
  private(set) var entries: [Entry] = []
  /// How many policies are the same in both, imports included.
  private(set) var unchanged = 0

  /// Pairs the policies of two folders: by their paths, and where both are gone and come, by the
  /// routes that they share.
  init(_ old: PolicyTree, _ new: PolicyTree) {
    names = (old.name, new.name)
    var gone = old.programs.filter { program in !new.programs.contains { $0.path == program.path } }
    for program in new.programs {
      if let before = old.programs.first(where: { $0.path == program.path }) {
        add(before, program)
      } else if let i = TreeReport.nearest(program, gone) {
        add(gone.remove(at: i), program)
      } else {
        entries.append(
          Entry(
            state: .added, old: nil, new: program.path,
            report: DiffReport(
              whole: program.plan, isNew: true, names: (names.old, new.path(of: program)))))
      }
    }
    for program in gone {
      entries.append(
        Entry(
          state: .deleted, old: program.path, new: nil,
          report: DiffReport(
            whole: program.plan, isNew: false, names: (old.path(of: program), names.new))))
    }

    func add(_ before: PolicyTree.Program, _ after: PolicyTree.Program) {
      let isRenamed = before.path != after.path
      if !isRenamed, before.plan.graph.sourceDigest == after.plan.graph.sourceDigest {
        unchanged += 1
        return
      }
      entries.append(
        Entry(
          state: isRenamed ? .renamed : .changed, old: before.path, new: after.path,
          report: DiffReport(
            before.plan, after.plan, names: (old.path(of: before), new.path(of: after)))))
    }
  }

  /// The policy among those that are gone which shares most routes with a new one.
  private static func nearest(_ program: PolicyTree.Program, _ gone: [PolicyTree.Program]) -> Int? {
    let routes = Set(program.plan.graph.routeNames)
    var best: (index: Int, shared: Int)?
    for (i, other) in gone.enumerated() {
      let shared = routes.intersection(other.plan.graph.routeNames).count
      if shared > best?.shared ?? 0 { best = (i, shared) }
    }
    return best?.index
  }

  /// How many changes there are of a severity.
  func count(_ severity: ChangeSeverity) -> Int {
    entries.reduce(0) { $0 + $1.report.count(severity) }
  }

  /// `2 policies changed, 1 unchanged`.
  var headline: String {
    let changed =
      switch entries.count {
      case 0: "no policy changed"
      case 1: "1 policy changed"
      case let count: "\(count) policies changed"
      }
    return "\(changed), \(unchanged) unchanged"
  }
}

extension TreeReport {
  /// The report for a person.
  func text(color: Bool, width: Int) -> [UInt8] {
    var page = TextPage(width: min(width, 120), color: color)
    page.row(beside: "", "\(names.old) → \(names.new): \(headline)", .strong)
    for entry in entries {
      page.end()
      entry.report.write(entry.title, to: &page)
    }
    return page.bytes
  }

  /// The report as a comment for a pull request.
  func markdown() -> [UInt8] {
    var comment = DiffComment()
    comment.add(["### Policy behaviour: \(headline)"])
    for entry in entries {
      let what = entry.report.changes.isEmpty ? entry.report.calm : entry.report.headline
      comment.add([""])
      entry.report.write("#### \(entry.title.escaped): \(what)", to: &comment)
    }
    return comment.bytes
  }

  /// The report as JSON (`grammar/schemas/diff-trees.schema.json`).
  func json() -> [UInt8] {
    JSONWriter.document { json in
      json.field("formatVersion", 1)
      json.field("old", names.old)
      json.field("new", names.new)
      json.field("unchanged", unchanged)
      json.objects("policies", entries) { entry, json in
        json.field("state", entry.state.rawValue)
        json.field("old", entry.old)
        json.field("new", entry.new)
        entry.report.write(&json)
      }
    }
  }
}
