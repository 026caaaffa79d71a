/* What the programs beside this share: an artifact that is read from a file. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static uint8_t artifact[1 << 16];
static size_t artifact_length;

/* Reads the artifact that a program was given; ends with 64 and its usage if there is none. */
static void read_artifact(const char *path, const char *usage) {
  FILE *file = path != NULL ? fopen(path, "rb") : NULL;
  if (file == NULL) {
    fprintf(stderr, "usage: %s\n", usage);
    exit(64);
  }
  artifact_length = fread(artifact, 1, sizeof artifact, file);
  fclose(file);
}
