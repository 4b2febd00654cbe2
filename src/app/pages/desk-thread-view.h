/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "client/desk-session.h"

G_BEGIN_DECLS

#define DESK_TYPE_THREAD_VIEW (desk_thread_view_get_type ())
G_DECLARE_FINAL_TYPE (DeskThreadView, desk_thread_view, DESK, THREAD_VIEW, AdwBin)

/*
 * The conversation of a query, a ticket or a chat, and where one answers. A ticket's shows also that of the query it
 * came from. While it is on the screen others see this person on the thread; what is typed is kept as a draft.
 */
void desk_thread_view_set_session (DeskThreadView *self, DeskSession *session);
void desk_thread_view_set_entity (DeskThreadView *self, DeskEntity *entity);
void desk_thread_view_reply (DeskThreadView *self);
void desk_thread_view_write_note (DeskThreadView *self);
GListModel *desk_thread_view_get_messages (DeskThreadView *self);

G_END_DECLS
