import PolicyGraph
import PolicyLanguage

extension Session {
  /// `policyc deps`: the files that a policy is made of, for build systems.
  mutating func dependencies(_ arguments: Arguments) throws(UsageError) {
    if try arguments.single("one policy") == .standard {
      throw .operands("standard input is no file that a build could depend on", .deps)
    }
    guard let (input, compilation) = try build(arguments), let graph = compilation.graph else {
      return
    }
    var files = sources
    for row in graph.traffic.rows {
      guard let name = row.trace.map({ graph.text($0) }),
        let path = ProgramPath.resolve(
          name, from: graph.text(graph.sources[row.origin.file].name))
      else { continue }
      let file = input.root.appending(Path(path))
      if !files.contains(file) { files.append(file) }
    }
    switch arguments.value(.format)?.shown {
    case "json": writeJSON(files)
    case "make":
      write(input.artifactName.bytes)
      out.append(UInt8(ascii: ":"))
      for file in files {
        out.append(UInt8(ascii: " "))
        write(file.bytes)
      }
      put("\n")
    case _:
      for file in files {
        SafeText.append(file.bytes, to: &out)
        put("\n")
      }
    }
  }

  private mutating func writeJSON(_ files: [Path]) {
    out += JSONWriter.document { json in
      json.field("formatVersion", 1)
      json.field("files", files.map(\.shown))
    }
  }

  /// A name as `make` reads it.
  private mutating func write(_ name: [UInt8]) {
    for byte in name {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "#"), UInt8(ascii: ":"), UInt8(ascii: "\\"):
        out += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "$"): out += [byte, byte]
      case 0..<0x20, 0x7F: SafeText.append([byte], to: &out)
      case _: out.append(byte)
      }
    }
  }
}
