/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "client/desk-command.h"
#include "core/desk-preset.h"

G_BEGIN_DECLS

/**
 * DeskPending:
 *
 * One command as it was given, for as long as the cache shows what the server does not say yet. It never changes; any
 * thread.
 */
typedef struct
{
  char *id; /* of the command */
  DeskCommandKind kind;
  char *target_id; /* the entity that it is done to, or NULL */
  char *new_id;    /* the entity that it makes, or NULL */
  char *body;      /* JSON: what is sent, to the byte */
  char *seen;      /* JSON: what the fields held that it changes, or NULL */
  char *found;     /* JSON: what the cache knew and the server will find out by itself (customer_id, order_id) */
  char *title;
  char *subtitle;
  gint64 created_at;
} DeskPending;

DeskPending *desk_pending_new (void); /* atomic reference-counted, filled by whoever makes it */
DeskPending *desk_pending_ref (DeskPending *self);
void desk_pending_unref (DeskPending *self);
DeskPending *desk_pending_with_seen (DeskPending *self,
                                     const char *seen); /* (transfer full): the same but for "seen" */
gboolean desk_pending_concerns (DeskPending *self, const char *id);
JsonObject *desk_pending_read (const char *json); /* (transfer full): an empty object for NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskPending, desk_pending_unref)

/**
 * DeskOverlay:
 *
 * All commands that the cache shows as done, in their order, and who gave them. It never changes; any thread.
 */
typedef struct
{
  GPtrArray *commands; /* owned, of DeskPending */
  char *me_id;
  char *me_name;
  DeskPreset *preset; /* owned, or NULL */
} DeskOverlay;

DeskOverlay *desk_overlay_new (const char *me_id, const char *me_name, DeskPreset *preset);
DeskOverlay *desk_overlay_ref (DeskOverlay *self);
void desk_overlay_unref (DeskOverlay *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskOverlay, desk_overlay_unref)

G_END_DECLS
