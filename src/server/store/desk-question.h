/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DeskQuestion:
 *
 * What somebody looks for. All of its words have to be found: each as the beginning of a word, "words in quotes" as
 * they are, next to each other. What is written without a blank, such as a number or an address, stays together. A
 * telephone number is also looked for as the desk writes it.
 */
typedef struct _DeskQuestion DeskQuestion;

DeskQuestion *desk_question_read (const char *name, const char *text, const char *country_calling_code, GError **error);
void desk_question_free (DeskQuestion *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskQuestion, desk_question_free)

/* The same in the words of the engines. @only: words of the index that have to be there too, ended by NULL. */
char *desk_question_dup_match (const DeskQuestion *self, const char *const *only);

/* How well words fit, 0 for not at all; and which of them are the ones that were looked for. */
gint64 desk_question_weigh (const DeskQuestion *self, const char *const *words, guint n_words);
guint desk_question_mark (const DeskQuestion *self, const char *const *words, guint n_words, gboolean *marks);

G_END_DECLS
