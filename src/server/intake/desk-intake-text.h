/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The longest message, in bytes: no more than the letters that an entity takes. */
#define DESK_INTAKE_MAX_TEXT 20000
#define DESK_INTAKE_MAX_NAME 200

/* Any bytes as a text that can be kept: UTF-8 without control characters but tabs and ends of lines, which are \n. */
char *desk_intake_text_clean (const char *bytes, gssize length);
/* The same in one line, of at most so many bytes; NULL where nothing is left. */
char *desk_intake_text_clean_line (const char *text, gsize max);
/* At most so many bytes; says so where some are left out. Takes @text. */
char *desk_intake_text_cut (char *text, gsize max);

G_END_DECLS
