// The names are those of the header.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CPolicyc
import PolicyGraph

/// Is described in the header: `policyc_abi_version`.
@c @implementation
public func policyc_abi_version() -> UInt32 { 1 }

/// Is described in the header: `policyc_load`.
@c @implementation
public func policyc_load(
  _ artifact: UnsafeRawPointer?, _ length: Int, _ policy: UnsafeMutablePointer<OpaquePointer?>?,
  _ reason: UnsafeMutablePointer<CChar>?, _ capacity: Int
) -> Int32 {
  guard let artifact, let policy, length >= 0 else { return Status.badArgument }
  // What is too long is known to be so by one byte, and not copied.
  let count = Swift.min(length, ArtifactFormat.bytesMax + 1)
  let bytes = [UInt8](UnsafeRawBufferPointer(start: artifact, count: count))
  do throws(ArtifactError) {
    let stamp = try ArtifactStamp(artifact: bytes)
    let graph = try FailoverGraph(artifact: bytes, digest: .trusted)
    policy.pointee = handle(PolicyBox(graph, stamp))
    return Status.ok
  } catch {
    var text = ByteText()
    text.append("cannot load the policy: ")
    text.append(error.words)
    explain(text.bytes, reason, capacity)
    return Status.badArtifact
  }
}

/// Is described in the header: `policyc_policy_free`.
@c @implementation
public func policyc_policy_free(_ policy: OpaquePointer?) { free(policy, PolicyBox.self) }

/// Is described in the header: `policyc_digest`.
@c @implementation
public func policyc_digest(
  _ policy: OpaquePointer?, _ digest: UnsafeMutablePointer<UInt8>?,
  _ revision: UnsafeMutablePointer<UInt64>?
) -> Int32 {
  guard let policy: PolicyBox = object(policy) else { return Status.badArgument }
  if let digest {
    for (i, byte) in policy.stamp.digest.bytes.enumerated() { digest[i] = byte }
  }
  revision?.pointee = policy.stamp.revision
  return Status.ok
}

/// Is described in the header: `policyc_count`.
@c @implementation
public func policyc_count(_ policy: OpaquePointer?, _ table: UInt32) -> UInt32 {
  guard let policy: PolicyBox = object(policy) else { return 0 }
  return UInt32(policy.count(table))
}

/// Is described in the header: `policyc_name`.
@c @implementation
public func policyc_name(
  _ policy: OpaquePointer?, _ table: UInt32, _ index: UInt32,
  _ name: UnsafeMutablePointer<policyc_text>?
) -> Int32 {
  guard let policy: PolicyBox = object(policy), let name,
    let text = policy.name(table, Int(index))
  else { return Status.badArgument }
  name.pointee = text
  return Status.ok
}

/// Is described in the header: `policyc_find`.
@c @implementation
public func policyc_find(
  _ policy: OpaquePointer?, _ table: UInt32, _ name: UnsafePointer<CChar>?, _ length: Int
) -> UInt32 {
  guard let policy: PolicyBox = object(policy),
    let wanted = policyc_text(bytes: name, length: length).buffer
  else { return nobody }
  for i in 0..<policy.count(table) {
    guard let known = policy.name(table, i)?.buffer else { continue }
    if known.elementsEqual(wanted) { return UInt32(i) }
  }
  return nobody
}

/// Is described in the header: `policyc_match`.
@c @implementation
public func policyc_match(
  _ policy: OpaquePointer?, _ method: policyc_text, _ path: policyc_text,
  _ headers: UnsafePointer<policyc_pair>?, _ headerCount: Int
) -> UInt32 {
  guard let policy: PolicyBox = object(policy), let method = method.buffer, let path = path.buffer,
    let headers = pairs(headers, headerCount),
    let route = policy.graph.route(method: method, path: path, headers: headers)
  else { return nobody }
  return route.raw
}

extension PolicyBox {
  /// How many rows a table of the interface has.
  func count(_ table: UInt32) -> Int {
    switch table {
    case 0: graph.routes.count
    case 1: graph.endpoints.count
    case 2: graph.groups.count
    case 3: graph.breakers.count
    case 4: graph.classes.count
    case 5: graph.steps.count
    case 6: graph.credentials.count
    case 7: handlerNames.count
    case 8: sourceNames.count
    default: 0  // a number that no table has
    }
  }

  /// The name of a row; nil if there is no such row.
  func name(_ table: UInt32, _ i: Int) -> policyc_text? {
    guard i < count(table) else { return nil }
    switch table {
    case 0: return texts[graph.routes.rows[i].name.index]
    case 1: return texts[graph.endpoints.rows[i].name.index]
    case 2: return texts[graph.groups.rows[i].name.index]
    case 3: return texts[graph.breakers.rows[i].name.index]
    case 4: return texts[graph.classes.rows[i].name.index]
    case 5: return texts[graph.steps.rows[i].name.index]
    case 6: return sourceNames[Int(credentialSources[i])]
    case 7: return handlerNames[i]
    case 8: return sourceNames[i]
    default: return nil  // a number that no table has
    }
  }
}
