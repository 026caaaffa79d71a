import CPolicyc
import PolicyGraph

/// A policy as callers hold it: the graph, and what of it they are to do and to read.
final class PolicyBox: Sendable {
  /// What the caller carries out when the policy says so.
  enum HandlerKind: UInt8 {
    case cache, reconcile, call, notify

    var word: StaticString {
      switch self {
      case .cache: "cache"
      case .reconcile: "reconcile"
      case .call: "call"
      case .notify: "notify"
      }
    }
  }

  let graph: FailoverGraph
  let stamp: ArtifactStamp
  /// The graph's own texts, at fixed addresses.
  let texts: TextBlock
  let handlerNames: TextBlock
  let sourceNames: TextBlock
  /// By the index of a step, of a notify: its handler; `nobody` for none.
  let stepHandlers: [UInt32]
  let notifyHandlers: [UInt32]
  let reconcileHandler: UInt32
  /// By the index of a credential, and of an endpoint that reads its URL.
  let credentialSources: [UInt32]
  let urlSources: [UInt32]

  init(_ graph: FailoverGraph, _ stamp: ArtifactStamp) {
    self.graph = graph
    self.stamp = stamp
    texts = TextBlock(graph.texts.storage, ends: graph.texts.ends.map { Int($0) })
    var handlers = NameList()
    var steps: [UInt32] = []
    var notifies = [UInt32](repeating: nobody, count: graph.notifies.count)
    for step in graph.steps.rows {
      for id in step.notifies {
        notifies[id.index] = handlers.add(
          HandlerKind.notify.word, graph.bytes(graph.notifies[id].handler))
      }
      switch step.answer {
      case .serveCache: steps.append(handlers.add(HandlerKind.cache.word, []))
      case .call:
        steps.append(handlers.add(HandlerKind.call.word, step.text.map { graph.bytes($0) } ?? []))
      case .use, .serveText, .shed, .fail: steps.append(nobody)
      }
    }
    stepHandlers = steps
    notifyHandlers = notifies
    let asks = graph.rules.rows.contains { $0.reconcile }
    reconcileHandler = asks ? handlers.add(HandlerKind.reconcile.word, []) : nobody
    handlerNames = TextBlock(handlers.names)
    var sources = NameList()
    urlSources = graph.endpoints.rows.map { row in
      row.urlVariable.map { sources.add(CredentialSource.environment.word, graph.bytes($0)) }
        ?? nobody
    }
    credentialSources = graph.credentials.rows.map { row in
      sources.add(row.source.word, graph.bytes(row.reference))
    }
    sourceNames = TextBlock(sources.names)
  }
}

/// Names, each once.
private struct NameList {
  var names: [[UInt8]] = []

  /// The place of `word name`, or of `word` alone.
  mutating func add(_ word: StaticString, _ name: ArraySlice<UInt8>) -> UInt32 {
    var text = ByteText()
    text.append(word)
    if !name.isEmpty {
      text.append(" ")
      text.append(name)
    }
    for i in names.indices where names[i] == text.bytes { return UInt32(i) }
    names.append(text.bytes)
    return UInt32(names.count - 1)
  }
}
