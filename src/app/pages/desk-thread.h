/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/desk-session.h"

G_BEGIN_DECLS

/* What a query, a ticket and a chat have in common as conversations with a customer. */
DeskSubject desk_thread_get_subject (DeskEntity *thread);
DeskCommandKind desk_thread_get_reply_command (DeskEntity *thread);
const char *desk_thread_get_customer_id (DeskEntity *thread); /* (nullable) */
const char *desk_thread_get_customer_name (DeskSession *session, DeskEntity *thread);
gboolean desk_thread_may_reply (DeskSession *session, DeskEntity *thread);
gboolean desk_thread_may_note (DeskSession *session, DeskEntity *thread);
char *desk_thread_dup_first_name (DeskSession *session, DeskEntity *thread);
/* What stands in the composer while nothing is written. */
char *desk_thread_dup_placeholder (DeskSession *session, DeskEntity *thread);
/* What one has to know before writing; NULL for nothing. */
char *desk_thread_dup_notice (DeskSession *session, DeskEntity *thread);

G_END_DECLS
