/* Replays the transcript of the trace corpus (Tests/C/transcript.md) through the C interface.
 *
 *   transcript FILE [--quiet]
 *
 * --quiet: nobody listens, and only actions are compared. Prints how many cases agree; exits with 1
 * if one does not. */
#define _GNU_SOURCE
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policyc.h"

enum { POLICIES = 8, ENGINES = 16, REQUESTS = 1 << 15 };

typedef struct {
  FILE *file;
  char *line; /* the present one, without its end */
  size_t room;
  long number;
  bool quiet;
  char title[512];
  policyc_policy *policies[POLICIES];
  policyc_engine *engines[ENGINES];
  int engine_count;
  policyc_request *requests[REQUESTS];
  int request_engine[REQUESTS];
  char *notes; /* lines that the call in progress gave */
  size_t notes_length;
  bool failed; /* the present case */
  int cases, wrong;
} runner;

static bool next(runner *r) {
  ssize_t n = getline(&r->line, &r->room, r->file);
  if (n < 0) return false;
  if (n > 0 && r->line[n - 1] == '\n') r->line[n - 1] = 0;
  r->number++;
  return true;
}

/* A field as it stands in the file. */
static void put(char **at, int64_t value, bool is_none) {
  *at += is_none ? sprintf(*at, " -") : sprintf(*at, " %" PRId64, value);
}

static void put_index(char **at, uint32_t value) { put(at, value, value == POLICYC_NONE); }
static void put_time(char **at, int64_t value) { put(at, value, value == POLICYC_NEVER); }

static void on_note(void *data, const policyc_note *n) {
  runner *r = data;
  char text[400], *at = text + sprintf(text, "note");
  put_time(&at, n->at);
  put_time(&at, n->value);
  put(&at, (int64_t)n->request, false);
  put_index(&at, n->route);
  put_index(&at, n->endpoint);
  put_index(&at, n->breaker);
  put_index(&at, n->group);
  put_index(&at, n->error_class);
  put_index(&at, n->credential);
  put_index(&at, n->step);
  put(&at, n->attempt, false);
  put(&at, n->kind, false);
  put(&at, n->reason, false);
  put(&at, n->response, n->response == 255);
  put(&at, n->scope, n->scope == 255);
  size_t length = (size_t)(at - text);
  r->notes = realloc(r->notes, r->notes_length + length + 2);
  memcpy(r->notes + r->notes_length, text, length);
  r->notes_length += length;
  r->notes[r->notes_length++] = '\n';
  r->notes[r->notes_length] = 0;
}

static void spell(const policyc_action *a, const policyc_policy *policy, char *out) {
  char *at = out + sprintf(out, "action");
  put_time(&at, a->until);
  put_time(&at, a->wake_at);
  put_time(&at, a->hedge_at);
  put_time(&at, a->retry_after);
  put_index(&at, a->endpoint);
  put_index(&at, a->credential);
  put_index(&at, a->step);
  put(&at, a->attempt, false);
  put(&at, a->leg, false);
  put(&at, a->kind, false);
  put(&at, a->reason, false);
  put(&at, a->executed, false);
  put(&at, a->commits, false);
  put(&at, a->cancels, false);
  put(&at, a->timed_out, false);
  policyc_text name = {0};
  if (policyc_name(policy, POLICYC_HANDLERS, a->handler, &name) != POLICYC_OK)
    name = (policyc_text){"-", 1};
  sprintf(at, " %.*s", (int)name.length, name.bytes);
}

static void complain(runner *r, const char *what, const char *wanted, const char *given) {
  if (!r->failed) {
    fprintf(stderr, "%s\n", r->title);
    r->wrong++;
  }
  r->failed = true;
  fprintf(stderr, "  line %ld: %s\n    wanted %s\n    given  %s\n", r->number, what, wanted, given);
}

/* Compares what a call gave with the lines that stand behind it. */
static void compare(runner *r, const char *action) {
  char *rest = r->notes;
  if (rest != NULL) rest[r->notes_length] = 0;
  bool wants_action = action != NULL;
  for (;;) {
    long place = ftell(r->file);
    if (!next(r)) break;
    if (strncmp(r->line, "note ", 5) == 0) {
      if (r->quiet) continue;
      char *end = rest == NULL ? NULL : strchr(rest, '\n');
      if (end != NULL) *end = 0;
      if (end == NULL || strcmp(rest, r->line) != 0)
        complain(r, "another note", r->line, end == NULL ? "none" : rest);
      if (end != NULL) rest = end + 1;
    } else if (strncmp(r->line, "action ", 7) == 0) {
      if (action == NULL || strcmp(action, r->line) != 0)
        complain(r, "another action", r->line, action == NULL ? "none" : action);
      wants_action = false;
    } else {
      fseek(r->file, place, SEEK_SET);
      r->number--;
      break;
    }
  }
  if (wants_action) complain(r, "another action", "none", action);
  if (rest != NULL && *rest != 0) complain(r, "another note", "none", rest);
  r->notes_length = 0;
  if (r->notes != NULL) r->notes[0] = 0;
}

/* The number behind `name=`; `other` where there is none, or `-`. */
static int64_t field(const char *line, const char *name, int64_t other) {
  char wanted[32];
  int length = snprintf(wanted, sizeof wanted, " %s=", name);
  const char *at = strstr(line, wanted);
  if (at == NULL || (at[length] == '-' && at[length + 1] == ' ')) return other;
  return strtoll(at + length, NULL, 10);
}

static size_t base64(const char *text, uint8_t *out) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  size_t count = 0;
  uint32_t bits = 0;
  int held = 0;
  for (; *text != 0 && *text != '='; text++) {
    bits = bits << 6 | (uint32_t)(strchr(digits, *text) - digits);
    held += 6;
    if (held >= 8) {
      held -= 8;
      out[count++] = (uint8_t)(bits >> held);
    }
  }
  return count;
}

static void forget(runner *r) {
  for (int i = 0; i < REQUESTS; i++) {
    policyc_request_free(r->requests[i]);
    r->requests[i] = NULL;
  }
  for (int i = 0; i < r->engine_count; i++) policyc_engine_free(r->engines[i]);
  r->engine_count = 0;
  for (int i = 0; i < POLICIES; i++) {
    policyc_policy_free(r->policies[i]);
    r->policies[i] = NULL;
  }
  r->failed = false;
}

static void require(runner *r, bool holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "line %ld: %s: %s\n", r->number, what, r->line);
  exit(2);
}

static void add_policy(runner *r) {
  char *end;
  long n = strtol(r->line + 7, &end, 10);
  require(r, n >= 0 && n < POLICIES, "too many policies");
  uint8_t *bytes = malloc(strlen(end));
  size_t length = base64(end + 1, bytes);
  char error[400] = "";
  int32_t status = policyc_load(bytes, length, &r->policies[n], error, sizeof error);
  require(r, status == POLICYC_OK, error);
  free(bytes);
}

static void add_engine(runner *r) {
  policyc_options options = {.fixed_draws = 1};
  if (!r->quiet) {
    options.listener = on_note;
    options.listener_data = r;
  }
  long n = strtol(r->line + 7, NULL, 10);
  require(r, r->engine_count < ENGINES && n >= 0 && n < POLICIES, "too many engines");
  policyc_engine *last = r->engine_count > 0 ? r->engines[r->engine_count - 1] : NULL;
  char error[400] = "";
  int32_t status = policyc_engine_new(r->policies[n], &options, last, field(r->line, "at", 0),
                                      &r->engines[r->engine_count], error, sizeof error);
  require(r, status == POLICYC_OK, error);
  r->engine_count++;
  compare(r, NULL);
}

static void begin(runner *r) {
  long n = strtol(r->line + 6, NULL, 10);
  require(r, n > 0 && n < REQUESTS, "too many requests");
  policyc_pair tags[8];
  policyc_facts facts = {
      .size = field(r->line, "size", 0),
      .number = (uint64_t)field(r->line, "number", 0),
      .tags = tags,
      .priority = (uint8_t)field(r->line, "priority", 5),
      .delivery = (uint8_t)field(r->line, "delivery", 1),
  };
  for (char *at = r->line; (at = strstr(at, " tag=")) != NULL && facts.tag_count < 8;) {
    at += 5;
    char *equals = strchr(at, '=');
    size_t length = strcspn(equals + 1, " ");
    tags[facts.tag_count].name = (policyc_text){at, (size_t)(equals - at)};
    tags[facts.tag_count++].value = (policyc_text){equals + 1, length};
  }
  policyc_action action;
  char text[400];
  policyc_engine *engine = r->engines[r->engine_count - 1];
  int32_t status = policyc_begin(engine, (uint32_t)field(r->line, "route", 0), &facts,
                                 field(r->line, "at", 0), &r->requests[n], &action);
  require(r, status == POLICYC_OK, "begin");
  r->request_engine[n] = r->engine_count - 1;
  spell(&action, policyc_engine_policy(engine), text);
  compare(r, text);
}

static void step(runner *r) {
  long n = strtol(r->line + 5, NULL, 10);
  require(r, n > 0 && n < REQUESTS && r->requests[n] != NULL, "no such request");
  policyc_event event = {
      .outcome = {.hint = field(r->line, "hint", -1),
                  .usage = field(r->line, "usage", -1),
                  .error_class = (uint32_t)field(r->line, "class", POLICYC_NONE),
                  .executed = (uint8_t)field(r->line, "executed", 0),
                  .scope = (uint8_t)field(r->line, "scope", 0),
                  .never = (uint8_t)field(r->line, "never", 0),
                  .answered = (uint8_t)field(r->line, "answered", 0)},
      .attempt = (uint16_t)field(r->line, "attempt", 0),
      .leg = (uint8_t)field(r->line, "leg", 0),
      .kind = (uint8_t)field(r->line, "kind", 0),
      .result = (uint8_t)field(r->line, "result", 0),
  };
  policyc_action action;
  char text[400];
  int32_t status = policyc_step(r->requests[n], &event, field(r->line, "at", 0), &action);
  require(r, status == POLICYC_OK, "step");
  spell(&action, policyc_engine_policy(r->engines[r->request_engine[n]]), text);
  compare(r, text);
}

/* The draws go to the engine of the call that follows. */
static void draws(runner *r) {
  int64_t values[64];
  size_t count = 0;
  for (char *at = r->line + 5; *at != 0 && count < 64;) values[count++] = strtoll(at, &at, 10);
  long place = ftell(r->file);
  require(r, next(r), "draws for nobody");
  int engine = r->engine_count - 1;
  if (strncmp(r->line, "step ", 5) == 0)
    engine = r->request_engine[strtol(r->line + 5, NULL, 10)];
  require(r, policyc_draws(r->engines[engine], values, count) == POLICYC_OK, "draws");
  fseek(r->file, place, SEEK_SET);
  r->number--;
}

int main(int count, char **arguments) {
  runner r = {.quiet = count > 2 && strcmp(arguments[2], "--quiet") == 0};
  r.file = count > 1 ? fopen(arguments[1], "r") : NULL;
  if (r.file == NULL) {
    fprintf(stderr, "usage: transcript FILE [--quiet]\n");
    return 64;
  }
  while (next(&r)) {
    if (strncmp(r.line, "case ", 5) == 0) {
      forget(&r);
      snprintf(r.title, sizeof r.title, "%s", r.line + 5);
      r.cases++;
    } else if (strncmp(r.line, "policy ", 7) == 0) {
      add_policy(&r);
    } else if (strncmp(r.line, "engine ", 7) == 0) {
      add_engine(&r);
    } else if (strncmp(r.line, "draws", 5) == 0) {
      draws(&r);
    } else if (strncmp(r.line, "begin ", 6) == 0) {
      begin(&r);
    } else if (strncmp(r.line, "step ", 5) == 0) {
      step(&r);
    } else if (strncmp(r.line, "operate ", 8) == 0) {
      unsigned what = 0, index = 0;
      sscanf(r.line, "operate %u %u", &what, &index);
      int32_t status = policyc_operate(r.engines[r.engine_count - 1], what, index,
                                       field(r.line, "at", 0));
      require(&r, status == POLICYC_OK, "operate");
      compare(&r, NULL);
    } else {
      require(&r, false, "nobody knows this line");
    }
  }
  forget(&r);
  fclose(r.file);
  free(r.line);
  free(r.notes);
  printf("%d of %d cases agree%s\n", r.cases - r.wrong, r.cases, r.quiet ? ", unheard" : "");
  return r.wrong > 0 || r.cases == 0;
}
