package import PolicyGraph

extension Classifier {
  /// The rows of a table that match, by their places in it, in order: the first decides.
  ///
  /// For people who ask why; never on the way of a request.
  package func matchingRows(_ evidence: Evidence, by table: ID<ErrorTable>) -> [Int] {
    var known = Known(evidence)
    let limit = Swift.min(evidence.body.count, Evidence.bodyBytesMax)
    known.scan.read(evidence.body.span, upTo: limit)
    var fields = known.fields
    if known.scan.codeCount > 0 || known.grpc != nil { fields.insert([.code, .codeNot]) }
    if known.scan.saysError || known.isFailure { fields.insert(.codeNot) }
    let told = toldStatus(evidence, known, table.index)
    if told != 0 { fields.insert(.status) }
    let range = tables[table.index].range
    var found: [Int] = []
    for row in range
    where rows[row].stated.isSubset(of: fields) && matches(row, evidence, known, told) {
      found.append(row - range.lowerBound)
    }
    return found
  }
}
