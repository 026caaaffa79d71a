/// All that can be taken from a policy, or weakened in it, one thing at a time.
public enum Mutants {
  /// The mutants of the program whose root file is at `path`, file by file in the order of its
  /// imports, in the order of the text.
  ///
  /// They are changes of the text: what comes of one is known when it is compiled.
  ///
  /// - Parameters:
  ///   - path: the root file, relative to the program's root.
  ///   - settings: values that replace those of `let`s.
  ///   - read: reads a file; called once for each file of the program.
  /// - Returns: none if the root file cannot be read.
  public static func of(
    _ path: String, settings: [Setting] = [], read: SourceReader
  ) -> [Mutant] {
    var words = Words()
    guard case .success(let program) = Program.load(path, words: &words, read: read) else {
      return []
    }
    let lets = LetValues(program, words, settings)
    var mutants: [Mutant] = []
    for file in program.files.indices {
      var walk = MutantWalk(program.files[file].tree, FileID(file), words, lets)
      walk.visitFile()
      mutants += walk.mutants
    }
    return mutants
  }
}

/// The numbers that `let`s stand for.
struct LetValues {
  private var numbers: [(name: WordID, literal: Literal)] = []

  /// Collects the `let`s at the top of all files; what `settings` says comes before the text.
  init(_ program: Program, _ words: borrowing Words, _ settings: [Setting]) {
    for file in program.files {
      let tree = file.tree
      for statement in tree.children(0)
      where tree.nodes[statement].kind == .statement
        && words.word(tree.tokens[Int(tree.nodes[statement].token)].word) == .let
      {
        for child in tree.children(statement) where tree.nodes[child].kind == .labelled {
          add(tree, child, words, settings)
        }
      }
    }
  }

  private mutating func add(
    _ tree: SyntaxTree, _ labelled: Int, _ words: borrowing Words, _ settings: [Setting]
  ) {
    let label = tree.tokens[Int(tree.nodes[labelled].token)]
    let name = tree.source.text(label.range)
    let set = settings.last { $0.name == name }.map { Array($0.value.utf8) }
    let token = tree.tokens[Int(tree.nodes[labelled].lastToken)]
    let bytes = set ?? Array(tree.source.bytes[Int(token.start)..<token.end])
    guard bytes.first?.isDigit == true,
      case .success(let literal) = Literal.number(bytes, 0, bytes.count)
    else { return }
    numbers.append((label.word, literal))
  }

  /// The number that a name stands for; nil if it is none.
  func number(_ name: WordID) -> Literal? { numbers.first { $0.name == name }?.literal }
}
