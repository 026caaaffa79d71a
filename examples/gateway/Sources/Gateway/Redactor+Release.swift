/// What goes on, and as what.
extension Redactor {
  /// Passes on what waits for nothing, as far as it stands in front.
  mutating func release(everything: Bool) -> [[UInt8]] {
    var out: [[UInt8]] = []
    for value in held {
      let isOpen = value.spots.contains { spot in
        guard let id = spot.channel, let channel = channels[id] else { return false }
        return search.open(channel.state) < spot.place.upperBound
      }
      if isOpen && !everything { break }
      out.append(rendered(value))
    }
    held.removeFirst(out.count)
    if held.isEmpty {
      heldBytes = 0
      // The places of keys are past.
      if !channels.isEmpty { channels = channels.filter { !$0.value.state.isFresh } }
      for id in channels.keys { channels[id]?.forgetKeys() }
    }
    return out
  }

  /// Takes whatever may become a key for one.
  mutating func closeAll() {
    for (id, channel) in channels {
      let open = search.open(channel.state)
      if open < channel.state.length { channels[id]?.add(open..<channel.state.length) }
      channels[id]?.state.restart()
    }
  }

  private mutating func rendered(_ value: Held) -> [UInt8] {
    if value.spots.isEmpty { return value.json.bytes }
    var out: [UInt8] = []
    var at = 0
    for spot in value.spots {
      out += value.json.bytes[at..<spot.range.lowerBound]
      at = spot.range.upperBound
      guard let id = spot.channel else {
        out += "\"\(SearchedText.mark)\"".utf8
        continue
      }
      channels[id]?.waiting -= 1
      let text = value.json.decoded(spot.range)
      if let cut = channels[id]?.cut(text, at: spot.place), !cut.elementsEqual(text) {
        out += JSONText.quoted(String(decoding: cut, as: UTF8.self)).utf8
      } else {
        out += value.json.bytes[spot.range]
      }
    }
    return out + value.json.bytes[at...]
  }
}
