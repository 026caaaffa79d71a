/* What the WebAssembly module needs of a C library, and what its host needs of the module.
 *
 * The module has no threads. Memory comes from lists of free blocks, one for each power of two,
 * that are cut from the end of the module's memory; what is freed is given out again. */
#include <stddef.h>
#include <stdint.h>

#include "policyc.h"

extern uint8_t __heap_base;

enum { SMALLEST = 5, LARGEST = 31, PAGE = 65536 };

/* In front of every block: the list that it belongs to, and where the block that malloc took starts.
 * 16 bytes, so that what follows is aligned as malloc aligns. */
typedef struct {
  uint32_t list;
  uint32_t start;
  uint32_t unused[2];
} header;

typedef struct free_block {
  struct free_block *next;
} free_block;

static free_block *lists[LARGEST + 1];
static uintptr_t top;

static void *fresh(size_t size) {
  if (top == 0) top = ((uintptr_t)&__heap_base + 15) & ~(uintptr_t)15;
  uintptr_t at = top, end = at + size;
  if (end < at) return NULL;
  size_t pages = __builtin_wasm_memory_size(0);
  if (end > (uint64_t)pages * PAGE) {
    size_t more = (end - (uintptr_t)pages * PAGE + PAGE - 1) / PAGE;
    if (__builtin_wasm_memory_grow(0, more) == SIZE_MAX) return NULL;
  }
  top = end;
  return (void *)at;
}

static void *take(size_t size, size_t alignment) {
  if (alignment < 16) alignment = 16;
  if (size > (1u << 30) || alignment > (1u << 16)) return NULL;
  size_t whole = size + sizeof(header) + alignment - 16;
  uint32_t list = SMALLEST;
  while (((size_t)1 << list) < whole) list++;
  uintptr_t start = (uintptr_t)lists[list];
  if (start != 0) {
    lists[list] = lists[list]->next;
  } else {
    start = (uintptr_t)fresh((size_t)1 << list);
    if (start == 0) return NULL;
  }
  uintptr_t at = (start + sizeof(header) + alignment - 1) & ~(uintptr_t)(alignment - 1);
  header *front = (header *)(at - sizeof(header));
  front->list = list;
  front->start = (uint32_t)start;
  return (void *)at;
}

void *malloc(size_t size) { return take(size, 16); }

void free(void *memory) {
  if (memory == NULL) return;
  header *front = (header *)((uintptr_t)memory - sizeof(header));
  uint32_t list = front->list;
  free_block *block = (free_block *)(uintptr_t)front->start;
  block->next = lists[list];
  lists[list] = block;
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  *memory = take(size, alignment);
  return *memory == NULL ? 12 /* ENOMEM */ : 0;
}

void *memset(void *to, int byte, size_t count) {
  uint8_t *at = to;
  while (count-- > 0) *at++ = (uint8_t)byte;
  return to;
}

/* Seeds the hash tables of Swift: nothing here needs a secret order. */
void arc4random_buf(void *to, size_t count) {
  static uint64_t state = 0x9E3779B97F4A7C15u;
  for (uint8_t *at = to; count > 0; count--) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    *at++ = (uint8_t)(state >> 56);
  }
}

uintptr_t __stack_chk_guard = 0x5bd1e995;
_Noreturn void __stack_chk_fail(void) { __builtin_trap(); }

/* ---------------------------------------------------------------- for the module's host */

/* Memory of the module, for what the host hands in and gets. */
void *policyc_alloc(size_t size) { return malloc(size); }
void policyc_dealloc(void *memory) { free(memory); }

/* The host's own function: `data` is that of the options. */
extern void policyc_note_host(void *data, const policyc_note *note)
    __attribute__((import_module("policyc"), import_name("note")));

static void tell(void *data, const policyc_note *note) { policyc_note_host(data, note); }

/* The listener to put into policyc_options: it calls the module's import `policyc.note`. */
policyc_listener policyc_wasm_listener(void) { return tell; }
