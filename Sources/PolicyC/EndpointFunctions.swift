// The names are those of the header.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CPolicyc
import PolicyGraph

/// Is described in the header: `policyc_endpoint_at`.
@c @implementation
public func policyc_endpoint_at(
  _ policy: OpaquePointer?, _ endpoint: UInt32, _ out: UnsafeMutablePointer<policyc_endpoint>?
) -> Int32 {
  guard let policy: PolicyBox = object(policy), let out,
    let row = policy.endpoint(endpoint)
  else { return Status.badArgument }
  let graph = policy.graph
  var found = policyc_endpoint()
  found.url = policy.texts[row.url.index]
  if let key = row.idempotencyKey {
    found.key_header = policy.texts[graph.idempotencyKeys[key].header.index]
  }
  found.url_source = policy.urlSources[Int(endpoint)]
  found.credential_first = row.credentials.first
  found.credential_count = row.credentials.length
  found.attribute_count = row.attributes.length
  found.domain_count = row.domains.length
  switch graph.handover(to: ID(Int(endpoint))) {
  case .prefill: found.handover = 1
  case .continuation: found.handover = 2
  case nil: found.handover = 0
  }
  found.holds_credential = EndpointURL.place(in: graph.bytes(row.url)) == nil ? 0 : 1
  out.pointee = found
  return Status.ok
}

/// Is described in the header: `policyc_attribute`.
@c @implementation
public func policyc_attribute(
  _ policy: OpaquePointer?, _ endpoint: UInt32, _ index: UInt32,
  _ out: UnsafeMutablePointer<policyc_pair>?
) -> Int32 {
  guard let policy: PolicyBox = object(policy), let out, let row = policy.endpoint(endpoint),
    index < row.attributes.length
  else { return Status.badArgument }
  let attribute = policy.graph.attributes[row.attributes[row.attributes.startIndex + Int(index)]]
  out.pointee = policyc_pair(
    name: policy.texts[attribute.name.index], value: policy.texts[attribute.value.index])
  return Status.ok
}

/// Is described in the header: `policyc_domain`.
@c @implementation
public func policyc_domain(
  _ policy: OpaquePointer?, _ endpoint: UInt32, _ index: UInt32,
  _ out: UnsafeMutablePointer<policyc_pair>?
) -> Int32 {
  guard let policy: PolicyBox = object(policy), let out, let row = policy.endpoint(endpoint),
    index < row.domains.length
  else { return Status.badArgument }
  let graph = policy.graph
  let member = graph.domainMembers[row.domains[row.domains.startIndex + Int(index)]]
  let domain = graph.domains[member.domain]
  out.pointee = policyc_pair(
    name: policy.texts[domain.label.index], value: policy.texts[domain.name.index])
  return Status.ok
}

/// Is described in the header: `policyc_value`.
@c @implementation
public func policyc_value(
  _ policy: OpaquePointer?, _ endpoint: UInt32, _ tag: policyc_text, _ value: policyc_text,
  _ out: UnsafeMutablePointer<policyc_text>?
) -> Int32 {
  guard let policy: PolicyBox = object(policy), let out, let row = policy.endpoint(endpoint),
    let wanted = tag.buffer, let given = value.buffer
  else { return Status.badArgument }
  let graph = policy.graph
  out.pointee = value
  for attribute in graph.attributes[row.attributes]
  where graph.bytes(attribute.name).elementsEqual(wanted) {
    out.pointee = policy.texts[attribute.value.index]
  }
  guard value.bytes != nil else { return Status.ok }
  for served in graph.servedValues[row.serves] {
    guard let farName = served.farName, graph.bytes(served.tag).elementsEqual(wanted),
      graph.bytes(served.value).elementsEqual(given)
    else { continue }
    out.pointee = policy.texts[farName.index]
    break
  }
  return Status.ok
}

/// Is described in the header: `policyc_step_at`.
@c @implementation
public func policyc_step_at(
  _ policy: OpaquePointer?, _ step: UInt32, _ out: UnsafeMutablePointer<policyc_step_info>?
) -> Int32 {
  guard let policy: PolicyBox = object(policy), let out, Int(step) < policy.graph.steps.count
  else { return Status.badArgument }
  let row = policy.graph.steps.rows[Int(step)]
  var found = policyc_step_info()
  if row.answer == .serveText, let text = row.text { found.text = policy.texts[text.index] }
  found.max_age = row.maxAge?.ns ?? .max
  found.status = row.status ?? 0
  found.kind = row.answer.rawValue
  out.pointee = found
  return Status.ok
}

extension PolicyBox {
  /// An endpoint; nil if there is none of that index.
  fileprivate func endpoint(_ index: UInt32) -> Endpoint? {
    Int(index) < graph.endpoints.count ? graph.endpoints.rows[Int(index)] : nil
  }
}
