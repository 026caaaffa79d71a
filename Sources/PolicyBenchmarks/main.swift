// Prints every figure beside its limit: `swift run -c release PolicyBenchmarks
// [compile|artifact|cold|runtime|simulator|proof|growth]`.
//
// `PolicyBenchmarks instructions NAME N` runs N requests of one of the runtime's loops: callgrind's
// count for 2N less that for N, by N, is a request's.

#if DEBUG
  print("figures of a debug build say nothing: run with `-c release`")
#endif

let arguments = CommandLine.arguments
if arguments.contains("--compile-10-megabytes") {
  CompileFigures.compileTenMegabytes()
} else if arguments.count == 3, arguments[1] == "--compile" {
  CompileFigures.compileFile(arguments[2])
} else if arguments.count == 4, arguments[1] == "instructions",
  let name = RuntimeLoop.Name(rawValue: arguments[2]), let count = Int(arguments[3])
{
  var loop = RuntimeLoop(name)
  _ = loop.run(count)
} else if arguments.count == 3, arguments[1] == "simulate", let seconds = Int(arguments[2]) {
  SimulatorFigures.simulate(seconds: seconds)
} else {
  let names = arguments.dropFirst()
  let folder = ".build/benchmarks"
  _ = Child.run(["mkdir", "-p", folder])
  var table = Table()
  if names.isEmpty || names.contains("compile") {
    CompileFigures.add(to: &table)
    CompileFigures.addInstructions(to: &table, program: arguments[0], folder: folder)
    CompileFigures.addMemory(to: &table, program: arguments[0])
  }
  if names.isEmpty || names.contains("artifact") {
    ArtifactFigures.add(to: &table, folder: folder)
  }
  if names.isEmpty || names.contains("runtime") {
    RuntimeFigures.add(to: &table, program: arguments[0], folder: folder)
  }
  if names.isEmpty || names.contains("simulator") {
    SimulatorFigures.add(to: &table, program: arguments[0], folder: folder)
  }
  if names.isEmpty || names.contains("proof") { ProofFigures.add(to: &table) }
  if names.isEmpty || names.contains("growth") { GrowthFigures.add(to: &table) }
  if names.isEmpty || names.contains("cold") {
    ColdFigures.add(to: &table, folder: folder)
    ColdFigures.addMemory(to: &table, folder: folder)
  }
  print(table.text)
}
