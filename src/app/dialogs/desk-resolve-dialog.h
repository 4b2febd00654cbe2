/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/dialogs/desk-dialog.h"
#include "client/desk-session.h"

G_BEGIN_DECLS

#define DESK_TYPE_RESOLVE_DIALOG (desk_resolve_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DeskResolveDialog, desk_resolve_dialog, DESK, RESOLVE_DIALOG, DeskDialog)

/* How a ticket ends: kind, amount, notes. */
GtkWindow *desk_resolve_dialog_present (GtkWindow *parent, DeskSession *session, DeskTicket *ticket);

G_END_DECLS
