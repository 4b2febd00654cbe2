/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Begins the words of a document that nobody can write or ask for, and stands by itself between its texts. */
#define DESK_WORDS_MARK "\356\200\200"

/**
 * DeskWord:
 * @text: letters and digits, in lower case and without accents
 * @begin: where it begins in the text that it comes from, in bytes
 * @end: where it ends there
 *
 * A word as it is looked for.
 */
typedef struct
{
  char *text;
  gsize begin;
  gsize end;
} DeskWord;

GPtrArray *desk_words_split (const char *text);

G_END_DECLS
