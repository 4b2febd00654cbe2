/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/dialogs/desk-dialog.h"
#include "client/desk-session.h"

G_BEGIN_DECLS

#define DESK_TYPE_ADD_QUERY_DIALOG (desk_add_query_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DeskAddQueryDialog, desk_add_query_dialog, DESK, ADD_QUERY_DIALOG, DeskDialog)

/* What somebody who called, wrote or came says: a new query. @prefill: (nullable): whose query it is. */
GtkWindow *desk_add_query_dialog_present (GtkWindow *parent, DeskSession *session, DeskCustomer *prefill);
/* A chat becomes a query: whose it is and what they said is known. */
GtkWindow *desk_add_query_dialog_present_chat (GtkWindow *parent, DeskSession *session, DeskChat *chat);

G_END_DECLS
