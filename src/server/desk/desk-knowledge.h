/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* Who votes: an account, else a key that the caller made, else an address. */
typedef struct
{
  const char *key;     /* or NULL */
  const char *address; /* of the caller's machine */
} DeskVoter;

gboolean desk_knowledge_create (DeskTransaction *transaction, DeskEntity *faq, GError **error);
gboolean desk_knowledge_edit (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error);
gboolean desk_knowledge_remove (DeskTransaction *transaction, const char *key, gint64 version, GError **error);
DeskEntity *desk_knowledge_vote (DeskTransaction *transaction,
                                 const char *key,
                                 const DeskVoter *voter,
                                 gboolean is_helpful,
                                 GError **error);

/* DeskServiceWork: puts the preset's sample into an empty desk. */
gboolean desk_knowledge_make_sample (DeskTransaction *transaction, gpointer unused, GError **error);

G_END_DECLS
