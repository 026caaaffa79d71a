/// The status codes of gRPC by number
/// (grpc.github.io/grpc/core/md_doc_statuscodes.html).
enum GRPCStatus {
  /// The name of a code; a number that is none is UNKNOWN, as gRPC's clients have it.
  static func name(_ code: UInt32) -> StaticString {
    switch code {
    case 0: "OK"
    case 1: "CANCELLED"
    case 3: "INVALID_ARGUMENT"
    case 4: "DEADLINE_EXCEEDED"
    case 5: "NOT_FOUND"
    case 6: "ALREADY_EXISTS"
    case 7: "PERMISSION_DENIED"
    case 8: "RESOURCE_EXHAUSTED"
    case 9: "FAILED_PRECONDITION"
    case 10: "ABORTED"
    case 11: "OUT_OF_RANGE"
    case 12: "UNIMPLEMENTED"
    case 13: "INTERNAL"
    case 14: "UNAVAILABLE"
    case 15: "DATA_LOSS"
    case 16: "UNAUTHENTICATED"
    default: "UNKNOWN"  // 2, and numbers without a meaning
    }
  }

  /// The hash of a code's name.
  static func hash(_ code: UInt32) -> UInt32 {
    let name = name(code)
    var hash = TextHash()
    for i in 0..<name.utf8CodeUnitCount { hash.add(name.byte(i)) }
    return hash.value
  }

  /// Reads a `grpc-status`; what is no number is UNKNOWN.
  static func read(_ value: Span<UInt8>) -> UInt32 {
    let range = value.trimmed(0..<value.count)
    guard (1...3).contains(range.count) else { return 2 }
    var code: UInt32 = 0
    for i in range {
      guard value[i].isDigit else { return 2 }
      code = code * 10 + UInt32(value[i] - 0x30)
    }
    return code
  }
}
