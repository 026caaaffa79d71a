#ifndef POLICY_DIGEST_H
#define POLICY_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Takes `blocks` blocks of 64 bytes into the eight words of a SHA-256 hash, by the processor's own
/// instructions; false, with nothing done, where it has none.
bool policy_digest_sha256(uint32_t *state, const uint8_t *data, size_t blocks);

#endif
