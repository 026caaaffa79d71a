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
  volatile uint8_t *at = to; /* or the compiler makes it a call of memset */
  while (count-- > 0) *at++ = (uint8_t)byte;
  return to;
}

void *memmove(void *to, const void *from, size_t count) {
  volatile uint8_t *t = to;
  const volatile uint8_t *f = from;
  if ((uintptr_t)to < (uintptr_t)from) {
    while (count-- > 0) *t++ = *f++;
  } else {
    while (count-- > 0) t[count] = f[count];
  }
  return to;
}

void *memcpy(void *to, const void *from, size_t count) { return memmove(to, from, count); }

/* Products of 128 bits, which the processor lacks: by halves of 32 bits. */
typedef struct {
  uint64_t low;
  uint64_t high;
} wide;

static wide product(uint64_t a, uint64_t b) {
  uint64_t a0 = (uint32_t)a, a1 = a >> 32, b0 = (uint32_t)b, b1 = b >> 32;
  uint64_t low = a0 * b0, middle = a1 * b0 + (low >> 32), cross = a0 * b1 + (uint32_t)middle;
  return (wide){(cross << 32) | (uint32_t)low, a1 * b1 + (middle >> 32) + (cross >> 32)};
}

__int128 __multi3(__int128 a, __int128 b) {
  uint64_t al = (uint64_t)a, ah = (uint64_t)(a >> 64), bl = (uint64_t)b, bh = (uint64_t)(b >> 64);
  wide whole = product(al, bl);
  whole.high += al * bh + ah * bl;
  return (__int128)(((unsigned __int128)whole.high << 64) | whole.low);
}

/* Quotients of 128 bits: bit by bit, for the few that 64 bits do not hold. */
static unsigned __int128 quotient(unsigned __int128 n, unsigned __int128 d,
                                  unsigned __int128 *rest) {
  if ((uint64_t)(n >> 64) == 0 && (uint64_t)(d >> 64) == 0) {
    *rest = (uint64_t)n % (uint64_t)d;
    return (uint64_t)n / (uint64_t)d;
  }
  unsigned __int128 q = 0, r = 0;
  for (int bit = 127; bit >= 0; bit--) {
    r = r << 1 | (n >> bit & 1);
    if (r >= d) {
      r -= d;
      q |= (unsigned __int128)1 << bit;
    }
  }
  *rest = r;
  return q;
}

unsigned __int128 __udivti3(unsigned __int128 n, unsigned __int128 d) {
  unsigned __int128 rest;
  return quotient(n, d, &rest);
}

unsigned __int128 __umodti3(unsigned __int128 n, unsigned __int128 d) {
  unsigned __int128 rest;
  quotient(n, d, &rest);
  return rest;
}

/* Shifts of 128 bits, which the compiler may call. */
typedef union {
  __int128 all;
  struct {
    uint64_t low;
    uint64_t high;
  } half;
} parts;

__int128 __ashlti3(__int128 value, int by) {
  parts in = {.all = value}, out = in;
  if (by >= 64) {
    out.half.low = 0;
    out.half.high = in.half.low << (by - 64);
  } else if (by > 0) {
    out.half.low = in.half.low << by;
    out.half.high = in.half.high << by | in.half.low >> (64 - by);
  }
  return out.all;
}

__int128 __lshrti3(__int128 value, int by) {
  parts in = {.all = value}, out = in;
  if (by >= 64) {
    out.half.high = 0;
    out.half.low = in.half.high >> (by - 64);
  } else if (by > 0) {
    out.half.high = in.half.high >> by;
    out.half.low = in.half.low >> by | in.half.high << (64 - by);
  }
  return out.all;
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
