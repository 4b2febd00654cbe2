/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/demo/desk-demo-desk.h"

G_BEGIN_DECLS

/* A query or a ticket while its conversation and its history are made; the entity is stored last, by the caller. */
typedef struct
{
  DeskDemo *demo; /* borrowed */
  DeskSubject subject;
  DeskEntity *entity;   /* borrowed */
  DeskEntity *customer; /* borrowed */
  DeskQuerySource channel;
  gint64 last_at;     /* when something last happened */
  gint64 recorded_at; /* when the history got its last row */
  char *prev_hash;    /* owned */
} DeskDemoThread;

void desk_demo_thread_init (DeskDemoThread *self,
                            DeskDemo *demo,
                            DeskSubject subject,
                            DeskEntity *entity,
                            DeskEntity *customer,
                            DeskQuerySource channel);
void desk_demo_thread_clear (DeskDemoThread *self);

gboolean desk_demo_thread_customer_says (DeskDemoThread *self, gint64 at, const char *body, GError **error);
gboolean
desk_demo_thread_agent_says (DeskDemoThread *self, gint64 at, DeskEntity *agent, const char *body, GError **error);
gboolean
desk_demo_thread_agent_notes (DeskDemoThread *self, gint64 at, DeskEntity *agent, const char *body, GError **error);
gboolean desk_demo_thread_record (DeskDemoThread *self,
                                  gint64 at,
                                  DeskAction action,
                                  DeskEntity *agent,
                                  guint field,
                                  const DeskValue *from,
                                  GError **error);
gboolean desk_demo_thread_set_status (DeskDemoThread *self,
                                      gint64 at,
                                      DeskAction action,
                                      DeskEntity *agent,
                                      int status,
                                      GError **error);

G_END_DECLS
