/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/engine/engine-desk.h"

G_BEGIN_DECLS

#define ENGINE_N_READERS 10

/**
 * EngineCopy:
 *
 * What somebody holds of the desk who knows it by the feed alone.
 */
typedef struct
{
  DeskViewer *viewer; /* borrowed */
  GHashTable *rows;   /* owned: "kind id" to JSON */
  GHashTable *kinds;  /* owned: of which kinds something was told since this was emptied */
  gint64 since;
  gint64 snapshot;
  guint n_drops; /* of what was not held anyway */
  char *epoch;   /* owned */
  guint limit;
} EngineCopy;

EngineCopy engine_copy_new (DeskViewer *viewer, guint limit);
void engine_copy_clear (EngineCopy *copy);
/* Whether there is more. */
gboolean engine_copy_read_page (EngineDesk *desk, EngineCopy *copy);
void engine_copy_sync (EngineDesk *desk, EngineCopy *copy);

/* The law of the feed: after a sync one holds exactly what the lists would give. */
void engine_copy_assert_equals_lists (EngineDesk *desk, EngineCopy *copy);

/* Somebody of every role and department, who waits for approval, and the customers. */
guint engine_copy_list_viewers (EngineDesk *desk, DeskViewer *viewers[ENGINE_N_READERS]);

G_END_DECLS
