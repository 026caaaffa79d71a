import Fuzzing
import PolicyGraph
import PolicyRuntime

/// Reads any lines as headers: a hint is in bounds, the same each time, and a header that says
/// nothing changes nothing.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Fuzzing.bytes(start, count)
  let headers = bytes.split(separator: 0x0A).map { line in
    let colon = line.firstIndex(of: 0x3A) ?? line.endIndex
    return Evidence.Header(Array(line[..<colon]), Array(line[colon...].dropFirst()))
  }
  for epochNs in [0, 1_706_333_224_000_000_000, .min, .max] as [Int64] {
    for countsResets in [false, true] {
      let reader = HintReader(epochNs: epochNs, countsResets: countsResets)
      let hint = reader.read(headers)
      require((-1...Tick.max.ns).contains(hint.wait), "a hint of \(hint.wait)")
      require(hint == reader.read(headers), "the same headers are another hint")
      if headers.count < Evidence.headersMax {
        let more = headers + [Evidence.Header("x-nothing", "5")]
        require(hint == reader.read(more), "a header that says nothing changes the hint")
      }
    }
  }
  return 0
}
