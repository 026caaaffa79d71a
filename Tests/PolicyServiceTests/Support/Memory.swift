import Foundation

/// Pages of memory that the process has in use; 0 where the system does not tell.
func residentPages() -> Int {
  guard let file = FileManager.default.contents(atPath: "/proc/self/statm") else { return 0 }
  let words = String(decoding: file, as: UTF8.self).split(separator: " ")
  return words.count > 1 ? Int(words[1]) ?? 0 : 0
}
