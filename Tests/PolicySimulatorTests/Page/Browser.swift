import Foundation

/// Headless Chromium, where it is installed.
struct Browser {
  /// The program; nil where there is none.
  static let program: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    for name in ["chromium", "chromium-browser", "google-chrome"] {
      for folder in folders where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)")
      {
        return "\(folder)/\(name)"
      }
    }
    return nil
  }()

  /// What it printed.
  struct Output {
    var status: Int32
    var page: String
    var log: String
  }

  /// A folder of its own, for pages, pictures and the browser's profile.
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "policyc-page-\(ProcessInfo.processInfo.globallyUniqueString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// Writes a page into the folder.
  func write(_ page: [UInt8], _ name: String) throws -> URL {
    let file = folder.appending(path: name)
    try Data(page).write(to: file)
    return file
  }

  /// Opens a page in a window of a width, and waits until it is done.
  func open(_ page: URL, width: Int, _ options: [String]) throws -> Output {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      ["timeout", "60", Browser.program ?? "chromium"] + [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--hide-scrollbars", "--no-first-run", "--enable-logging=stderr",
        "--user-data-dir=\(folder.appending(path: "profile").path())",
        "--window-size=\(width),1600",
      ] + options + [page.absoluteString]
    let files = try ["page", "log"].map { name in
      let file = folder.appending(path: name + ".out")
      try Data().write(to: file)
      return file
    }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    return Output(
      status: process.terminationStatus,
      page: String(decoding: try Data(contentsOf: files[0]), as: UTF8.self),
      log: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self))
  }

  /// Removes the folder.
  func close() { try? FileManager.default.removeItem(at: folder) }
}
