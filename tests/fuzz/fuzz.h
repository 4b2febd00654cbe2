/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* What libFuzzer calls with whatever it makes up, and fuzz-main.c with the files of a folder. It ends the program where
 * something is wrong. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
