package import PolicyGraph

// What people ask who want to know why: never on the way of a request.

extension Plan {
  /// The rows of a table that match, by their places in it, in order: the first decides.
  package func matchingRows(_ evidence: Evidence, by table: ID<ErrorTable>) -> [Int] {
    classifier.matchingRows(evidence, table.index)
  }
}

extension Classifier {
  fileprivate func matchingRows(_ evidence: Evidence, _ table: Int) -> [Int] {
    var known = Known(evidence)
    let limit = Swift.min(evidence.body.count, Evidence.bodyBytesMax)
    known.scan.read(evidence.body.span, upTo: limit)
    var fields = known.fields
    if known.scan.codeCount > 0 || known.grpc != nil { fields.insert(.code) }
    let first = tables[table].range.lowerBound
    var found: [Int] = []
    for row in tables[table].range
    where rows[row].stated.isSubset(of: fields) && matches(row, evidence, known) {
      found.append(row - first)
    }
    return found
  }
}
