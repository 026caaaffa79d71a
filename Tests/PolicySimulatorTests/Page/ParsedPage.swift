import Foundation
import FoundationXML

/// A page taken apart by an XML parser: what a reader and a browser would find in it.
final class ParsedPage: NSObject, XMLParserDelegate {
  /// One element, with the text that stands directly in it.
  struct Element {
    var name: String
    var attributes: [String: String]
    var text = ""
    /// The place of the element around it; nil for the root.
    var parent: Int?
  }

  /// All elements, in the order in which they begin.
  private(set) var elements: [Element] = []
  /// What is wrong with it; nil if it is well-formed.
  private(set) var problem: String?
  private var open: [Int] = []

  init(_ bytes: [UInt8]) {
    super.init()
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = self
    if !parser.parse() {
      problem =
        "line \(parser.lineNumber), column \(parser.columnNumber): "
        + (parser.parserError.map { "\($0)" } ?? "not well-formed")
    }
  }

  /// The elements of a name.
  func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }

  /// The elements of a class.
  func classed(_ name: String) -> [Element] {
    elements.filter {
      ($0.attributes["class"] ?? "").split(separator: " ").contains(Substring(name))
    }
  }

  /// All text of an element and of what stands in it, in order of the elements.
  func text(_ element: (Element) -> Bool) -> [String] {
    elements.indices.filter { element(elements[$0]) }.map { place in
      elements.indices.filter { $0 == place || isInside($0, place) }.map { elements[$0].text }
        .joined(separator: " ")
    }
  }

  private func isInside(_ inner: Int, _ outer: Int) -> Bool {
    var at = elements[inner].parent
    while let place = at {
      if place == outer { return true }
      at = elements[place].parent
    }
    return false
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    elements.append(Element(name: name, attributes: attributes, parent: open.last))
    open.append(elements.count - 1)
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
    qualifiedName: String?
  ) {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    if let place = open.last { elements[place].text += text }
  }
}
