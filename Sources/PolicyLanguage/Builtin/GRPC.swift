extension BuiltinTables {
  /// The status codes of gRPC (grpc.github.io/grpc/core/md_doc_statuscodes.html), as text.
  static let grpc = """
    language 1

    /// What gRPC says, by the name of its status code.
    errors grpc {
      cancelled       transport: cancelled
      connection      transport: [dns, refused, unreachable, tls, certificate, refused-stream, connect-timeout]
      timeout         transport: [timeout, idle-timeout]
      timeout         code: "DEADLINE_EXCEEDED"
      interrupted     transport: [reset, closed, cut]
      interrupted     code: ["CANCELLED", "ABORTED"]
      malformed       transport: unreadable
      malformed       code: "DATA_LOSS"
      rate-limited    code: "RESOURCE_EXHAUSTED"
      unauthorized    code: "UNAUTHENTICATED"
      forbidden       code: "PERMISSION_DENIED"
      not-found       code: "UNIMPLEMENTED"
      rejected        code: ["INVALID_ARGUMENT", "FAILED_PRECONDITION", "OUT_OF_RANGE", "ALREADY_EXISTS", "NOT_FOUND"]
      unavailable     code: ["UNAVAILABLE", "INTERNAL", "UNKNOWN"]
    }

    """
}
