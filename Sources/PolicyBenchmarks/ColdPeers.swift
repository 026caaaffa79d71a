/// Programs of other makers that check a file of 200 lines, each where it is installed.
enum ColdPeers {
  /// A program, what it is given, and the line that the file consists of.
  private struct Peer: Sendable {
    var name: String
    var arguments: @Sendable (_ file: String, _ folder: String) -> [String]
    var text: String
  }

  private static let peers = [
    Peer(
      name: "luac -p", arguments: { file, _ in ["luac", "-p", file] },
      text: (0..<200).map { "local t\($0 % 150) = { url = \"https://a.test\", tries = \($0) }\n" }
        .joined()),
    Peer(
      name: "tcc -c", arguments: { file, folder in ["tcc", "-c", "-o", folder + "/tcc.o", file] },
      text: (0..<200).map { "int f\($0)(int a) { return a * \($0) + 1; }\n" }.joined()),
    Peer(
      name: "nginx -t",
      arguments: { file, folder in
        ["nginx", "-t", "-p", folder, "-c", file, "-g", "pid \(folder)/nginx.pid;", "-e", "stderr"]
      },
      text: "events {}\nhttp {\n"
        + (0..<65).map {
          "upstream u\($0) {\n  server 127.0.0.1:9000 max_fails=\($0 % 9 + 1);\n}\n"
        }.joined() + "}\n"),
    Peer(
      name: "haproxy -c", arguments: { file, _ in ["haproxy", "-c", "-f", file] },
      text:
        "defaults\n  mode http\n  timeout connect 1s\n  timeout client 9s\n  timeout server 9s\n"
        + (0..<65).map { "backend b\($0)\n  balance roundrobin\n  server s 127.0.0.1:9000\n" }
        .joined()),
  ]

  /// Times and instructions of each, beside those of `own`, in turns.
  static func add(to table: inout Table, beside own: [String], folder: String) {
    let root = Child.output(["pwd"], folder).filter { $0 != "\n" } + "/" + folder
    for peer in peers {
      let file = root + "/peer.txt"
      File.write(root + "/peer.c", Array(peer.text.utf8))
      File.write(file, Array(peer.text.utf8))
      let arguments = peer.arguments(peer.name.hasPrefix("tcc") ? root + "/peer.c" : file, root)
      guard Child.run(arguments).code == 0 else { continue }
      var (ours, theirs): ([Double], [Double]) = ([], [])
      for _ in 0..<31 {
        ours.append(Child.run(own).seconds)
        theirs.append(Child.run(arguments).seconds)
      }
      table.add(
        Figure(
          name: "  time beside \(peer.name)", value: Measure.median(ours) * 1e3, unit: "ms",
          limit: Measure.median(theirs) * 1e3,
          bar: Measure.median(theirs) * 1e3 * (peer.name.hasPrefix("luac") ? 2 : 1)))
      if let count = Child.instructions(arguments, folder) {
        table.add(
          Figure(
            name: "  instructions of \(peer.name)", value: count / 1e6, unit: "M", bar: .infinity))
      }
    }
  }
}
