/* The limit of the simulator's figures: a hand-written event loop that does only what cannot be left
 * out. Poisson arrivals at two servers with a queue; a request that waits longer than its patience
 * is sent once more. A binary heap, a ring, an own generator; nothing is allocated while it runs.
 *
 * Usage: eventloop REQUESTS; prints the processor time of a request in nanoseconds. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct { double at; uint32_t kind, who; } event;

static event heap[1 << 16];
static int count;
static uint64_t state = 1;

static double unit(void) {
  uint64_t z = state += 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return ((double)((z ^ (z >> 31)) >> 11) + 0.5) * 0x1p-53;
}

static void push(double at, uint32_t kind, uint32_t who) {
  int i = count++;
  while (i > 0 && heap[(i - 1) / 2].at > at) { heap[i] = heap[(i - 1) / 2]; i = (i - 1) / 2; }
  heap[i] = (event){at, kind, who};
}

static event pop(void) {
  event first = heap[0], last = heap[--count];
  int i = 0;
  for (int c = 1; c < count; c = 2 * i + 1) {
    if (c + 1 < count && heap[c + 1].at < heap[c].at) c++;
    if (heap[c].at >= last.at) break;
    heap[i] = heap[c];
    i = c;
  }
  heap[i] = last;
  return first;
}

int main(int argc, char **argv) {
  long wanted = argc > 1 ? atol(argv[1]) : 1000000, arrived = 0, done = 0, again = 0;
  static double waiting[1 << 16];
  uint32_t head = 0, tail = 0, busy = 0;
  double sum = 0;
  struct timespec from, to;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
  push(0, 0, 0);
  while (count > 0) {
    event e = pop();
    if (e.kind == 0) {
      if (++arrived < wanted) push(e.at - log(unit()) / 1.4, 0, 0);
      if (busy < 2) { busy++; push(e.at - log(unit()), 1, 0); sum += 0; }
      else if (tail - head < 65535) waiting[tail++ & 65535] = e.at;
    } else {
      done++;
      if (head != tail) {
        double since = waiting[head++ & 65535];
        if (e.at - since > 30 && again < wanted) { again++; waiting[tail++ & 65535] = e.at; }
        sum += e.at - since;
        push(e.at - log(unit()), 1, 0);
      } else busy--;
    }
  }
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
  double ns = (double)(to.tv_sec - from.tv_sec) * 1e9 + (double)(to.tv_nsec - from.tv_nsec);
  printf("%.3f\n", ns / (double)wanted);
  return sum < 0 || done < 0;
}
