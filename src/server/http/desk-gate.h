/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/http/desk-door.h"

G_BEGIN_DECLS

/* Called on the thread-default context of whoever gave the call, when its answer stands. Takes @call. */
typedef void (*DeskCallDone) (DeskCall *call, gpointer data);

void desk_gate_run (DeskCall *call, DeskCallDone done, gpointer data);

G_END_DECLS
