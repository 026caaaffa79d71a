extension TextPool {
  /// A text that stands in the pool before; nil where equal texts have equal indices, as every
  /// comparison of names relies on.
  func firstDouble() -> Int? {
    var size = 8
    while size < ends.count * 2 { size *= 2 }
    // Half of a hash and an index in each slot, so that other texts are hardly ever compared.
    var slots = [UInt64](repeating: .max, count: size)
    var steps = 0
    // The pointer does not leave the closure, and every text lies within the storage.
    return unsafe storage.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return ends.count > 1 ? 1 : nil }
      var start = 0
      for index in ends.indices {
        let end = Int(truncatingIfNeeded: ends[index])
        let hash = unsafe XXH64.checksum(base + start, count: end - start)
        let half = hash & 0xffff_ffff_0000_0000
        var slot = Int(truncatingIfNeeded: hash) & (size - 1)
        while slots[slot] != .max {
          if slots[slot] & 0xffff_ffff_0000_0000 == half {
            let other = Name(Int(truncatingIfNeeded: slots[slot] & 0xffff_ffff))
            if bytes(other) == storage[start..<end] { return index }
          }
          slot = (slot + 1) & (size - 1)
          steps += 1
        }
        // Only somebody who looked for such texts makes so many meet.
        guard steps <= 16 * (ends.count + 64) else { return firstDoubleBySorting() }
        slots[slot] = half | UInt64(index)
        start = end
      }
      return nil
    }
  }

  private func firstDoubleBySorting() -> Int? {
    let sorted = ends.indices.sorted { bytes(Name($0)).lexicographicallyPrecedes(bytes(Name($1))) }
    for (a, b) in zip(sorted, sorted.dropFirst()) where bytes(Name(a)) == bytes(Name(b)) {
      return max(a, b)
    }
    return nil
  }
}
