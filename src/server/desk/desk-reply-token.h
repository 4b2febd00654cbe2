/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-enum.h"

G_BEGIN_DECLS

/* What stands behind "reply+" in the address to which a mail of ours is answered: the thread, signed by the desk. It is
 * in small letters and digits, since mail programs change the others. */
char *desk_reply_token_make (const char *key, DeskSubject thread_kind, const char *thread_id);
/* The thread's id, and its kind; NULL where we did not sign this. */
char *desk_reply_token_read (const char *key, const char *token, DeskSubject *thread_kind);

G_END_DECLS
