import NIOCore
import NIOHTTP1
import PolicyGraph
import PolicyHTTP
import PolicyService

/// Reads an answer in one piece: nothing of it is an answer before all of it is JSON of the form
/// that was asked for, and holds something (`Asked.isAnswered`).
struct WholeReader: BodyReader {
  let attempt: Attempt
  let head: PolicyHTTPHead
  let asked: any Asked
  let findings: Findings
  private var body: [UInt8] = []

  /// An answer of more bytes than this is none.
  static let bytesMax = 16 << 20

  init(_ attempt: Attempt, _ head: PolicyHTTPHead, _ asked: any Asked, _ findings: Findings) {
    self.attempt = attempt
    self.head = head
    self.asked = asked
    self.findings = findings
  }

  mutating func read(_ bytes: ByteBuffer) throws -> BodyPiece {
    let isFirst = body.isEmpty
    body += bytes.readableBytesView
    guard body.count <= WholeReader.bytesMax else { throw AttemptFailure.transport(.unreadable) }
    return BodyPiece(isFirstByte: isFirst)
  }

  mutating func end(_ ending: BodyEnd) throws -> BodyPiece {
    switch ending {
    case .whole: break
    case .failed(let transport): throw AttemptFailure.transport(transport)
    }
    // A 200 may carry an error; what it says of its use is remembered too.
    try attempt.check(
      status: Int(head.status.code), headers: head.headers.map { (name: $0.name, value: $0.value) },
      body: body)
    guard let json = JSONText(body) else { throw AttemptFailure.transport(.unreadable) }
    if let usage = json.member("usage", of: json.root),
      let tokens = TokenUse.Tokens(usage, of: json)
    {
      findings.report(tokens, of: attempt)
    }
    guard asked.isAnswered(by: json) else { throw AttemptFailure.transport(.unreadable) }
    var redactor = findings.redactor
    let pieces = try redactor.take(json) + redactor.flush()
    return BodyPiece(ByteBuffer(bytes: pieces.joined()), isFirstByte: true)
  }
}
