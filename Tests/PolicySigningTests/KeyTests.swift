import Foundation
import PolicyGraph
import PolicySigning
import TestThreads
import Testing

/// The keys of RFC 8410, section 10, which are nobody's.
enum Keys {
  static let secret = "1O5y2/kTWErVttjx92n4rTr+fCjL8dT74Jeoj0R1WEI="
  static let privatePEM = pem(
    "PRIVATE KEY", "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC")
  static let publicPEM = pem(
    "PUBLIC KEY", "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=")
  /// By `openssl pkey -pubin -outform DER | sha256sum`.
  static let id = "a1e9156054e04fac899ae9f275132cdc07a5dbc4ea2c2ad3a1ffc6e0d253681f"

  static func pem(_ label: String, _ base64: String) -> String {
    "-----BEGIN \(label)-----\n\(base64)\n-----END \(label)-----\n"
  }

  /// Another private key: the first of RFC 8032, section 7.1.
  static let otherPEM = pem(
    "PRIVATE KEY",
    (Data([0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20])
      + Data(
        [
          0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c,
          0xc4, 0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae,
          0x7f, 0x60,
        ])).base64EncodedString())
}

@Suite(.offPool) struct KeyTests {
  #if Signing
    @Test func `keys are read as openssl writes them`() throws {
      let key = try SigningKey(pem: Array(Keys.privatePEM.utf8))
      let trusted = try TrustedKey(Keys.publicPEM)
      #expect(key.trusted == trusted)
      #expect(trusted.id == Keys.id)
      #expect(try TrustedKey(Keys.publicPEM.replacing("\n", with: "\r\n")) == trusted)
      let bare = Keys.publicPEM.split(separator: "\n")[1]
      #expect(try TrustedKey(String(bare)) == trusted)
      let raw = try #require(Data(base64Encoded: String(bare))).suffix(32)
      #expect(try TrustedKey(raw.base64EncodedString()) == trusted)
      let other = try SigningKey(pem: Array(Keys.otherPEM.utf8))
      #expect(other.trusted != trusted)
    }

    static let notPrivate = [
      ("", "it is not PEM"), (Keys.publicPEM, "it is a public key, and the private key signs"),
      (Keys.pem("ENCRYPTED PRIVATE KEY", Keys.secret), "it is encrypted"),
      (Keys.pem("OPENSSH PRIVATE KEY", Keys.secret), "it is not PEM with"),
      (Keys.pem("PRIVATE KEY", Keys.secret), "it is not an Ed25519 key"),
      (
        Keys.pem("PRIVATE KEY", "MC4CAQAwBQYDK2VuBCIEIKgZV4hthgobQ2Fd2Q3rulFbEuCgmKZv8/Q5RK+uvupz"),
        "it is not an Ed25519 key"
      ),
      (Keys.pem("PRIVATE KEY", "%%%%"), "it is damaged PEM"),
      (Keys.pem("PRIVATE KEY", ""), "it is damaged PEM"),
      ("-----BEGIN PRIVATE KEY-----\n\(Keys.secret)", "it is damaged PEM"),
      (Keys.secret, "it is not PEM"), (String(repeating: "A", count: 5000), "it is too large"),
    ]

    @Test(arguments: notPrivate.indices)
    func `what is no private key is refused without a byte of it`(index: Int) {
      let (text, reason) = Self.notPrivate[index]
      do throws(KeyError) {
        _ = try SigningKey(pem: Array(text.utf8))
        Issue.record("taken")
      } catch {
        #expect("\(error)".hasPrefix(reason), "\(error)")
        #expect(!"\(error)".contains(Keys.secret.prefix(8)))
      }
    }

    @Test(arguments: [
      (Keys.privatePEM, "it is a private key"), ("AAAA", "it is not an Ed25519 key"),
      ("A", "it is not PEM"), ("", "it is not PEM"),
      (Keys.pem("PUBLIC KEY", "AAAA"), "it is not an Ed25519 key"),
    ]) func `what is no public key is refused`(text: String, reason: String) {
      do throws(KeyError) {
        _ = try TrustedKey(text)
        Issue.record("taken")
      } catch {
        #expect("\(error)".hasPrefix(reason), "\(error)")
      }
    }
  #else
    @Test func `without the trait a key says how it would be used`() {
      #expect(throws: KeyError.notBuiltIn) { try TrustedKey(Keys.publicPEM) }
      #expect(throws: KeyError.notBuiltIn) { try SigningKey(pem: Array(Keys.privatePEM.utf8)) }
      #expect("\(KeyError.notBuiltIn)".contains("--traits Signing"))
    }
  #endif
}
