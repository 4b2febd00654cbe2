/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Leaves out what a reply repeats of earlier messages at its end, and says how many lines that are. Where the writer
 * answered between the lines, or wrote nothing of their own, everything stays. Takes @text. */
char *desk_mail_quote_cut (char *text);

/* What the writer says of their own: before what a reply repeats, and before the signature. */
char *desk_mail_quote_dup_own (const char *text);

G_END_DECLS
