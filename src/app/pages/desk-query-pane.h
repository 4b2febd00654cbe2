/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "client/desk-session.h"

G_BEGIN_DECLS

#define DESK_TYPE_QUERY_PANE (desk_query_pane_get_type ())
G_DECLARE_FINAL_TYPE (DeskQueryPane, desk_query_pane, DESK, QUERY_PANE, AdwBin)

/*
 * One query below the list: header, conversation, composer, and at the right who asks. Its buttons name the page's
 * actions: query.take, query.escalate, query.open-ticket, query.status(s).
 */
void desk_query_pane_set_session (DeskQueryPane *self, DeskSession *session);
void desk_query_pane_set_query (DeskQueryPane *self, DeskQuery *query);
DeskQuery *desk_query_pane_get_query (DeskQueryPane *self);
void desk_query_pane_reply (DeskQueryPane *self);
void desk_query_pane_write_note (DeskQueryPane *self);
void desk_query_pane_choose_status (DeskQueryPane *self);
/* Folds or unfolds who asks. */
void desk_query_pane_toggle_side (DeskQueryPane *self);

G_END_DECLS
