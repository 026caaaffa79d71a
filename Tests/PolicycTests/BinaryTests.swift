import Foundation
import TestThreads
import Testing

/// What the built tool is linked from.
@Suite(.offPool) struct BinaryTests {
  @Test func `policyc calls nothing of _StringProcessing`() throws {
    let tool = try Data(contentsOf: URL(fileURLWithPath: Scratch.tool), options: .alwaysMapped)
    // Symbols of a module carry its name behind the length of it.
    #expect(tool.range(of: Data("policyc".utf8)) != nil)
    #expect(
      tool.range(of: Data("17_StringProcessing".utf8)) == nil,
      """
      one of its searches brings the regular expressions into a static policyc, a megabyte and \
      more: `nm -u` of the objects says which file calls it; ByteSearch.swift has what takes its \
      place
      """)
  }
}
