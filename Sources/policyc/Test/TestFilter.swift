import PolicyGraph
import PolicyLanguage
import PolicyRuntime
import PolicySimulator
import PolicyVerifier

/// What `--filter` says: a part of a name, or with `*` and `?` a pattern for the whole of it.
struct TestFilter {
  /// As it was typed.
  let text: String
  private let pattern: [Character]
  private let isPattern: Bool

  init(_ text: String) {
    self.text = text
    pattern = Array(text)
    isPattern = text.contains { $0 == "*" || $0 == "?" }
  }

  /// Whether a name is meant.
  func matches(_ name: String) -> Bool {
    isPattern ? matches(Array(name)) : name.holds(text)
  }

  /// Takes the shortest run for each `*`, and comes back to lengthen the last one.
  private func matches(_ name: [Character]) -> Bool {
    var (i, p) = (0, 0)
    var star: (pattern: Int, name: Int)?
    while i < name.count {
      if p < pattern.count, pattern[p] == "*" {
        star = (p, i)
        p += 1
      } else if p < pattern.count, pattern[p] == "?" || pattern[p] == name[i] {
        (i, p) = (i + 1, p + 1)
      } else if let last = star {
        star = (last.pattern, last.name + 1)
        (i, p) = (last.name + 1, last.pattern + 1)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == "*" }
  }

  /// Leaves what is meant: a scenario with all that it expects, or only the expectations named; the
  /// guarantees of a route, or only those named.
  func apply(to subjects: inout [TestSubject]) {
    for i in subjects.indices {
      if let graph = subjects[i].plan?.graph {
        subjects[i].guarantees.removeAll { id in
          let route = graph.text(graph.routes[graph.guarantees[id].route].name)
          return !matches(route) && !matches(graph.text(of: id))
        }
      }
      subjects[i].courses = subjects[i].courses.compactMap { course in
        var course = course
        if matches(course.name) { return course }
        course.wanted = course.wanted.filter { matches(course.report.expectations[$0].text) }
        return course.wanted.isEmpty ? nil : course
      }
    }
  }
}
