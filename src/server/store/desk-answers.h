/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/desk-db.h"

G_BEGIN_DECLS

/**
 * DeskAnswer:
 *
 * What a request was answered, as it is kept for those who ask again with the same idempotency key.
 */
typedef struct
{
  guint status; /* 0: none yet */
  char *content_type;
  char *etag;
  char *location;
  char *body; /* ended by a zero byte, NULL for an answer without one */
} DeskAnswer;

void desk_answer_clear (DeskAnswer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DeskAnswer, desk_answer_clear)

gboolean desk_answers_begin (DeskDbTransaction *db,
                             const char *account_id,
                             const char *key,
                             const char *request_hash,
                             gint64 now,
                             DeskAnswer *first,
                             GError **error);
gboolean desk_answers_store (DeskDbTransaction *db,
                             const char *account_id,
                             const char *key,
                             const DeskAnswer *answer,
                             GError **error);
gboolean desk_answers_sweep (DeskDbTransaction *db, gint64 now, GError **error);

G_END_DECLS
