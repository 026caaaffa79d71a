#if Signing
  import Foundation
  import TestThreads
  import Testing

  /// Signing and checking with the built tool, whose keys `openssl` could have written.
  @Suite(.offPool) struct SigningCommandTests {
    let scratch: Scratch

    init() throws {
      scratch = try Scratch()
      try scratch.write(Policies.good, "a.policy")
      // The keys of RFC 8410, section 10.
      try scratch.write(
        pem("PRIVATE KEY", "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC"),
        "key.pem")
      try scratch.write(
        pem("PUBLIC KEY", "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="), "key.pub"
      )
      // The public key of RFC 8032, section 7.1, test 1.
      try scratch.write("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n", "other.pub")
    }

    private func pem(_ label: String, _ base64: String) -> String {
      "-----BEGIN \(label)-----\n\(base64)\n-----END \(label)-----\n"
    }

    @Test func `what is signed is inspected, loaded and the same bytes each time`() throws {
      let compile = ["compile", "--sign", "key.pem", "--revision", "3", "a.policy"]
      let first = try scratch.run(compile + ["-o", "-"])
      #expect(first.status == 0 && first.messages.isEmpty)
      #expect(try scratch.run(compile + ["-o", "-"]).out == first.out)
      #expect(try scratch.run(compile).status == 0)
      let trusted = try scratch.run("inspect", "--trusting", "key.pub", "a.policyc")
      #expect(trusted.status == 0)
      #expect(
        trusted.text.contains(
          "signed by a1e9156054e04fac899ae9f275132cdc07a5dbc4ea2c2ad3a1ffc6e0d253681f, which is trusted"
        ))
      let either = ["--trusting", "other.pub", "--trusting", "key.pub"]
      #expect(try scratch.run(["inspect"] + either + ["a.policyc"]).status == 0)
      let unchecked = try scratch.run("inspect", "a.policyc")
      #expect(unchecked.status == 0 && unchecked.text.contains(", not checked"))
      // Every other command reads it as any artifact.
      #expect(try scratch.run("trace", "a.policyc").status == 0)
    }

    @Test func `what another signed, or nobody, ends with 1`() throws {
      _ = try scratch.run("compile", "--sign", "key.pem", "a.policy")
      let foreign = try scratch.run(
        "inspect", "--trusting", "other.pub", "--format", "json", "a.policyc")
      #expect(foreign.status == 1)
      #expect(foreign.messages.contains("`a.policyc` is not signed by a key of `--trusting`"))
      let object = try JSONSerialization.jsonObject(with: foreign.out) as? [String: Any]
      let artifact = object?["artifact"] as? [String: Any]
      #expect(artifact?["trusted"] as? Bool == false)
      _ = try scratch.run("compile", "a.policy")
      let unsigned = try scratch.run("inspect", "--trusting", "key.pub", "a.policyc")
      #expect(unsigned.status == 1)
      #expect(unsigned.text.contains("signed by nobody"))
    }

    @Test func `a public key does not sign, and a private one is not trusted`() throws {
      let signing = try scratch.run("compile", "--sign", "key.pub", "a.policy")
      #expect(signing.status == 2)
      #expect(signing.messages.contains("it is a public key, and the private key signs"))
      _ = try scratch.run("compile", "a.policy")
      let trusting = try scratch.run("inspect", "--trusting", "key.pem", "a.policyc")
      #expect(trusting.status == 2)
      #expect(trusting.messages.contains("`openssl pkey -in KEY -pubout` gives its public key"))
      #expect(!trusting.messages.contains("MC4CAQ"))
    }
  }
#endif
