/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/desk-db.h"

G_BEGIN_DECLS

/**
 * DeskDrafts:
 *
 * What was typed and not sent, one text a thread, in the journal. UI thread.
 */
typedef struct _DeskDrafts DeskDrafts;

DeskDrafts *desk_drafts_new (DeskDb *journal, GError **error);
void desk_drafts_free (DeskDrafts *self); /* writes what is not written yet */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskDrafts, desk_drafts_free)

const char *desk_drafts_get (DeskDrafts *self, const char *thread_id, gboolean *is_note);           /* (nullable) */
void desk_drafts_set (DeskDrafts *self, const char *thread_id, const char *text, gboolean is_note); /* "": none */
guint desk_drafts_get_n (DeskDrafts *self);

G_END_DECLS
