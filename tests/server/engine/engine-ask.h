/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "server/engine/engine-desk.h"

G_BEGIN_DECLS

/* Lists and searches as a caller asks for them: "status=new&status=assigned&sort=-priority". NULL with @error. */
JsonObject *
engine_ask_list (EngineDesk *desk, DeskViewer *viewer, const DeskKind *kind, const char *query, GError **error);
JsonObject *engine_ask_search (EngineDesk *desk, DeskViewer *viewer, const char *query, GError **error);

/* The ids of all pages, in their order, each with a blank behind it. */
char *engine_dup_listed (EngineDesk *desk, DeskViewer *viewer, const DeskKind *kind, const char *query);
char *engine_dup_found (EngineDesk *desk, DeskViewer *viewer, const DeskKind *kind, const char *query);

G_END_DECLS
