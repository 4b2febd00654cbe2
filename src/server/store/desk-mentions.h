/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/desk-db.h"

G_BEGIN_DECLS

/**
 * DeskMention:
 * @text: what was taken for a name, with its @
 * @ids: whose name it is; more than one where it says too little
 * @is_told: whether they are told of it
 *
 * Somebody who is named in a note.
 */
typedef struct
{
  char *text;
  GPtrArray *ids;
  gboolean is_told;
} DeskMention;

/* Whom a note names: of DeskMention, owned. */
GPtrArray *desk_mentions_find (DeskDbTransaction *db, const char *text, GError **error);
void desk_mentions_append_json (GPtrArray *mentions, GString *json);

G_END_DECLS
