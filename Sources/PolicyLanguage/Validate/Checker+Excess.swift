import PolicyGraph

extension Checker {
  /// Reports what no request and no process could carry: it would be refused where it is loaded.
  mutating func validateExcess(_ broken: Broken) {
    // A row that was not understood may stand for anything.
    guard !broken.any else { return }
    for excess in graph.excesses() {
      switch excess {
      case .tagNames(let count): reportTags(count)
      case .credentials(let id, let count): reportCredentials(id, count)
      case .ways(let id, let count): reportWays(id, count)
      case .state(let size): reportState(size)
      }
    }
  }

  /// At the first tag that is one too many.
  private mutating func reportTags(_ count: Int) {
    let names = graph.tagNames()
    let surplus = names[Excess.tagNamesMax]
    let arm = graph.arms.ids.first { graph.arms[$0].tag == surplus }
    let group = graph.groups.ids.first { graph.groups[$0].stickyKey == surplus }
    let endpoint = graph.endpoints.ids.first { id in
      graph.servedValues[graph.endpoints[id].serves].contains { $0.tag == surplus }
    }
    let place =
      arm.map { sites.arms[$0.index] }
      ?? group.map { site(declaration(of: .target, row: $0.index, group: true), .balance) }
      ?? site(declaration(of: .target, row: endpoint?.index ?? 0), .serves)
    diagnostics.append(
      .meaning(
        .tooManyTags, file: place.file, range: range(place),
        "routing uses \(count) different tags and sticky keys; a request can carry \(Excess.tagNamesMax)",
        notes: [
          "they are \(names.map { quoted($0) }.joined(separator: ", "))",
          "give one tag several values, or choose by `size` or `priority`",
        ]))
  }

  private mutating func reportCredentials(_ id: ID<Endpoint>, _ count: Int) {
    let place = site(declaration(of: .target, row: id.index), .credential)
    diagnostics.append(
      .meaning(
        .tooManyCredentials, file: place.file, range: range(place),
        "\(quoted(graph.endpoints[id].name)) has \(count) credentials; at most \(Excess.credentialsMax) can be tried",
        notes: ["declare fewer, or add a second endpoint for the others"]))
  }

  private mutating func reportWays(_ id: ID<Group>, _ count: Int) {
    let declared = declaration(of: .target, row: id.index, group: true)
    let place = Sites.Site(file: declared?.file ?? FileID(0), node: declared?.node ?? 0)
    let more = count < Excess.waysCounted ? "" : "at least "
    diagnostics.append(
      .meaning(
        .tooManyWays, file: place.file, range: range(place),
        "\(more)\(count) paths lead through \(quoted(graph.groups[id].name)) to its endpoints; the limit is \(Excess.waysMax), as a request may have to look at each",
        notes: ["topologies that share topologies multiply paths; share fewer"]))
  }

  /// At the first trip of the breaker that takes most.
  private mutating func reportState(_ size: StateSize) {
    let mebibytes = { (bytes: Int64) in "\((bytes + 1_048_575) >> 20) MiB" }
    var place = Sites.Site(file: FileID(0), node: 0)
    var note = "fewer routes, members and percentiles of hedges take less"
    if let id = size.largest, size.breakers > size.bytes / 2 {
      place = sites.trips[graph.breakers[id].trips.startIndex]
      note = "make \(quoted(graph.breakers[id].name)) count over fewer calls, or over a time"
    } else if let first = declarations.first(where: { $0.kind == .route && $0.node >= 0 }) {
      place = Sites.Site(file: first.file, node: first.node)
    }
    diagnostics.append(
      .meaning(
        .tooMuchState, file: place.file, range: range(place),
        "breakers, budgets and limits would take \(mebibytes(size.bytes)) of memory in each process; the limit is \(mebibytes(Excess.stateBytesMax))",
        notes: [
          "breakers at their endpoints take \(mebibytes(size.breakers)), endpoints \(mebibytes(size.endpoints)), routes and groups \(mebibytes(size.others))",
          note,
        ]))
  }
}
