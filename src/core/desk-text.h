/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *desk_text_dup_excerpt (const char *text, gsize max);

/* Whether a text says some of the phrases and nothing else, whatever its punctuation and case; a question never does.
 */
gboolean desk_text_says_only (const char *text, const char *const *phrases, const char *names);

G_END_DECLS
