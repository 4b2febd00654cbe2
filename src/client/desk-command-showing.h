/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/desk-command-show.h"
#include "core/entities/desk-kinds.h"

G_BEGIN_DECLS

/**
 * DeskShowing:
 *
 * A command while it is shown, and what showing one thing has in common with showing another.
 */
typedef struct
{
  const DeskShow *show;
  DeskPending *pending;
  JsonObject *body;  /* what is sent */
  JsonObject *found; /* what the cache knew of it */
} DeskShowing;

const char *desk_showing_get_text (JsonObject *object, const char *name);
int desk_showing_get_enum (JsonObject *object, const char *name, const DeskEnum *info);

/* (transfer none) (nullable) */
DeskEntity *desk_showing_get_entity (const DeskShowing *showing, const DeskKind *kind, const char *id);
DeskEntity *desk_showing_get_target (const DeskShowing *showing, const DeskKind *kind);
gboolean desk_showing_is_done (const DeskShowing *showing, const DeskKind *kind);

/* Made (transfer full), filled, put (transfer full). */
DeskEntity *desk_showing_make_entity (const DeskShowing *showing, const DeskKind *kind);
DeskEntity *desk_showing_read_entity (const DeskShowing *showing, const DeskKind *kind);
void desk_showing_put_entity (const DeskShowing *showing, DeskEntity *entity);
void desk_showing_touch (const DeskShowing *showing, DeskEntity *entity);

void
desk_showing_normalize_contact (const DeskShowing *showing, DeskEntity *entity, guint mobile_field, guint email_field);
void desk_showing_put_query (const DeskShowing *showing, DeskEntity *query); /* (transfer full) */
void desk_showing_begin_ticket (const DeskShowing *showing, DeskEntity *ticket);

/* What is said: whether it is a note, the message itself, and that the thread is answered by it. */
gboolean desk_showing_is_note (const DeskShowing *showing);
void desk_showing_put_message (const DeskShowing *showing, DeskSubject thread_kind, DeskQuerySource channel);
void desk_showing_answer_thread (const DeskShowing *showing,
                                 DeskEntity *thread,
                                 guint waiting,
                                 guint first,
                                 guint last,
                                 guint count);

G_END_DECLS
