import PolicyGraph
import Glibc
import PolicyLanguage
import PolicySimulator

/// A file of requests that was found: every run opens it for itself, and it must stay what it was.
struct TraceFile: Sendable {
  /// How it is called in messages.
  let name: String
  let path: Path
  private let identity: Identity

  /// What tells that a file is the same still.
  private struct Identity: Equatable {
    let device: dev_t
    let number: ino_t
    let size: off_t
    let seconds: Int
    let nanoseconds: Int

    init(_ status: stat) {
      device = status.st_dev
      number = status.st_ino
      size = status.st_size
      seconds = status.st_mtim.tv_sec
      nanoseconds = status.st_mtim.tv_nsec
    }
  }

  /// Finds the file of a name below the root of the policy that names it.
  init(_ file: Path, below root: Path) throws(TraceProblem) {
    name = root.appending(file).shown
    switch Input.locate(file, below: root) {
    case .success(let found): path = found
    case .failure(let failure):
      throw TraceProblem(file: name, line: 0, message: "cannot be read: \(failure.reason)")
    }
    let status: stat
    do throws(SystemError) {
      status = try Descriptor(path, O_RDONLY).status()
    } catch {
      let reason = error.code == ENXIO ? "it is not a regular file" : error.reason
      throw TraceProblem(file: name, line: 0, message: "cannot be read: \(reason)")
    }
    guard status.kind == S_IFREG else {
      let what = status.kind == S_IFDIR ? "a folder" : "not a regular file"
      throw TraceProblem(file: name, line: 0, message: "cannot be read: it is \(what)")
    }
    identity = Identity(status)
  }

  /// Opens it once more, from its beginning.
  func reader() throws(TraceProblem) -> TraceReader {
    let open: OpenFile
    do throws(SystemError) {
      open = OpenFile(try Descriptor(path, O_RDONLY))
      guard Identity(try open.file.status()) == identity else { throw SystemError(code: ESTALE) }
    } catch {
      let reason = error.code == ESTALE ? "it has changed since it was checked" : error.reason
      throw TraceProblem(file: name, line: 0, message: "cannot be read any more: \(reason)")
    }
    return TraceReader(name: name, suggest: { nearest($0, in: $1) }) { [identity] in
      guard let piece = open.piece() else { return nil }
      // What is replaced while it is read would give requests that nobody wrote down.
      if piece.isEmpty, open.identity != identity { return nil }
      return piece
    }
  }

  private final class OpenFile {
    let file: Descriptor

    init(_ file: consuming Descriptor) { self.file = file }

    /// The next bytes; empty at the end, nil after a failure.
    func piece() -> [UInt8]? { try? file.read(atMost: 65_536, expected: 65_535) }

    var identity: Identity? { (try? file.status()).map { Identity($0) } }
  }
}
