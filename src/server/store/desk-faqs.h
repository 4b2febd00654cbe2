/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/desk-db.h"

G_BEGIN_DECLS

/* What a voter said on a day: 1 helpful, 0 unhelpful, -1 nothing. */
gboolean desk_faqs_get_vote (DeskDbTransaction *db,
                             const char *faq_id,
                             const char *voter,
                             gint64 day,
                             int *vote,
                             GError **error);
gboolean desk_faqs_put_vote (DeskDbTransaction *db,
                             const char *faq_id,
                             const char *voter,
                             gint64 day,
                             const char *address,
                             gboolean is_helpful,
                             GError **error);
/* How many came from an address on a day. */
gboolean desk_faqs_count_of_address (DeskDbTransaction *db,
                                     const char *faq_id,
                                     const char *address,
                                     gint64 day,
                                     gint64 *count,
                                     GError **error);

/* The facts that the counters are held against. */
gboolean desk_faqs_count_helpful (DeskDbTransaction *db, const char *faq_id, gint64 *count, GError **error);
gboolean desk_faqs_count_unhelpful (DeskDbTransaction *db, const char *faq_id, gint64 *count, GError **error);

G_END_DECLS
