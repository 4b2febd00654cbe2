/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/dialogs/desk-dialog.h"
#include "client/desk-session.h"

G_BEGIN_DECLS

#define DESK_TYPE_ESCALATE_DIALOG (desk_escalate_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DeskEscalateDialog, desk_escalate_dialog, DESK, ESCALATE_DIALOG, DeskDialog)

/* A query or a chat becomes a ticket. */
GtkWindow *desk_escalate_dialog_present (GtkWindow *parent, DeskSession *session, DeskEntity *thread);

G_END_DECLS
