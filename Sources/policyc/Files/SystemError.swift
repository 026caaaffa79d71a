import Glibc

/// An error of the operating system.
struct SystemError: Error {
  let code: Int32

  /// The error of the call that has just failed.
  static var last: SystemError { SystemError(code: errno) }

  /// What it means, as the end of a sentence.
  var reason: String {
    switch code {
    case ENOENT: "there is no such file or folder"
    case EACCES, EPERM: "permission denied"
    case EISDIR: "it is a folder"
    case ENOTDIR: "a part of the path is not a folder"
    case ENOSPC: "no space is left on the device"
    case EROFS: "the file system is read-only"
    case ELOOP: "its symbolic links go in a circle"
    case ENAMETOOLONG: "the name is too long"
    case EMFILE, ENFILE: "too many files are open"
    case ENXIO: "no process reads from the other end"
    case EBADF: "it is closed"
    default: described
    }
  }

  private var described: String {
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }
}
