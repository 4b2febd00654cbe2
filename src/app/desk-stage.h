/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/pages/desk-page.h"

G_BEGIN_DECLS

#define DESK_TYPE_STAGE (desk_stage_get_type ())
G_DECLARE_FINAL_TYPE (DeskStage, desk_stage, DESK, STAGE, AdwBin)

/*
 * Where the pages stand, and the way back. A page is made when it is first shown and kept. Properties, all read-only:
 * "page" (name of the page shown, or of the one that a ticket was opened from), "title" (what the header says),
 * "can-go-back".
 */
GtkWidget *desk_stage_new (void);
void desk_stage_set_session (DeskStage *self, DeskSession *session);
gboolean desk_stage_show_page (DeskStage *self, const char *name);
void desk_stage_open_ticket (DeskStage *self, const char *ticket_id);
gboolean desk_stage_open_query (DeskStage *self, const char *query_id);
gboolean desk_stage_open_chat (DeskStage *self, const char *chat_id);
void desk_stage_go_back (DeskStage *self);
const char *desk_stage_get_page (DeskStage *self);
const char *desk_stage_get_title (DeskStage *self);
gboolean desk_stage_get_can_go_back (DeskStage *self);
DeskPage *desk_stage_get_shown (DeskStage *self);

G_END_DECLS
