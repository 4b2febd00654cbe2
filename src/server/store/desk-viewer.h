/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity-json.h"
#include "core/desk-permissions.h"

G_BEGIN_DECLS

/**
 * DeskViewer:
 *
 * Who asks, as their account stood when the transaction began. Everything that may be seen or done follows from it.
 */
typedef struct
{
  DeskRole role;
  char *id;            /* the agent's or the customer's; NULL for a door without a token and for the desk itself */
  char *name;          /* as the history names them */
  char *department_id; /* NULL for none */
  int tier;
  gboolean is_approved;
  gboolean is_system; /* the desk itself: the clock, the demo, an import. Sees all; never a role of an account */
} DeskViewer;

DeskViewer *desk_viewer_new_system (void);
DeskViewer *desk_viewer_copy (const DeskViewer *self);
void desk_viewer_free (DeskViewer *self);
DeskAudience desk_viewer_get_audience (const DeskViewer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskViewer, desk_viewer_free)

G_END_DECLS
