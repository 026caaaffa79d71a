/// What a request allocates and executes, counted in a process of its own.
///
/// Each count is that of 2N requests less that of N, by N: what starts the process is in both.
struct RuntimeCounts {
  private let program: String
  private let folder: String
  private let hook: String?

  /// - Parameters:
  ///   - program: This program, whose mode `instructions` is run.
  ///   - folder: Where files may be written.
  init(program: String, folder: String) {
    self.program = program
    self.folder = folder
    let library = folder + "/count-allocations.so"
    File.write(folder + "/count-allocations.c", Array(RuntimeCounts.source.utf8))
    let built = Child.run(
      ["clang", "-O1", "-shared", "-fPIC", "-o", library, folder + "/count-allocations.c"],
      output: folder + "/count-allocations.log")
    hook = built.code == 0 ? library : nil
  }

  /// Stands in for the allocator of the C library, and says at the end how often it was asked.
  private static let source = """
    #include <stddef.h>
    #include <stdio.h>
    #include <stdlib.h>
    extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t);
    extern void *__libc_realloc(void *, size_t), *__libc_memalign(size_t, size_t);
    static unsigned long count;
    void *malloc(size_t n) { count++; return __libc_malloc(n); }
    void *calloc(size_t n, size_t m) { count++; return __libc_calloc(n, m); }
    void *realloc(void *p, size_t n) { count++; return __libc_realloc(p, n); }
    void *memalign(size_t a, size_t n) { count++; return __libc_memalign(a, n); }
    void *aligned_alloc(size_t a, size_t n) { count++; return __libc_memalign(a, n); }
    int posix_memalign(void **p, size_t a, size_t n) {
      count++;
      *p = __libc_memalign(a, n);
      return *p ? 0 : 12;
    }
    __attribute__((destructor)) static void tell(void) {
      FILE *file = fopen(getenv("COUNT_TO"), "w");
      if (file) { fprintf(file, "Collected : %lu\\n", count); fclose(file); }
    }

    """

  /// The allocations of one request; nil if there is no compiler for the counting hook.
  func allocations(_ name: RuntimeLoop.Name) -> Double? {
    guard let hook else { return nil }
    return perRequest(name, of: 100_000) { log in
      ["env", "LD_PRELOAD=" + hook, "COUNT_TO=" + log]
    }
  }

  /// The instructions of one request, by callgrind; nil if it does not run.
  func instructions(_ name: RuntimeLoop.Name) -> Double? {
    perRequest(name, of: 20_000) { log in
      [
        "env", "SWIFT_DETERMINISTIC_HASHING=1", "valgrind", "--tool=callgrind",
        "--callgrind-out-file=/dev/null", "--log-file=" + log,
      ]
    }
  }

  private func perRequest(
    _ name: RuntimeLoop.Name, of count: Int, _ wrapper: (String) -> [String]
  ) -> Double? {
    let log = folder + "/count.log"
    let totals = [count, 2 * count].map { count in
      File.write(log, [])
      let result = Child.run(
        wrapper(log) + [program, "instructions", name.rawValue, String(count)])
      return result.code == 0 ? Child.collected(log) : nil
    }
    guard let once = totals[0], let twice = totals[1] else { return nil }
    return (twice - once) / Double(count)
  }
}
