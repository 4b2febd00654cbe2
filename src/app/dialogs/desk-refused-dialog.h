/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "client/desk-session.h"

G_BEGIN_DECLS

/* What the server refused, why, and what to do: open what it was about, try again, or give it up. */
GtkWindow *desk_refused_dialog_present (GtkWindow *parent, DeskSession *session, DeskOutboxItem *item);

G_END_DECLS
