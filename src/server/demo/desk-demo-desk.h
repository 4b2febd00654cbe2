/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-preset.h"
#include "core/entities/desk-kinds.h"
#include "db/desk-db.h"

G_BEGIN_DECLS

/* A made-up desk while it is made. */
typedef struct
{
  DeskPreset *preset;    /* borrowed */
  DeskDbTransaction *db; /* borrowed; the batch that is open now */
  GRand *random;         /* owned; the same for the same desk */
  gint64 now;            /* when "today" is, microseconds */

  GPtrArray *departments; /* owned, of DeskDepartment */
  GPtrArray *agents;      /* owned, of DeskAgent; their loads are counted here */
  GPtrArray *customers;   /* owned, of DeskCustomer */
  GPtrArray *orders;      /* owned, of GPtrArray of DeskOrder: a customer's, at the customer's place */

  DeskEntity *demo_agent;     /* borrowed from agents */
  DeskEntity *demo_executive; /* borrowed */
  DeskEntity *demo_manager;   /* borrowed */
  DeskEntity *demo_admin;     /* borrowed */

  GPtrArray *queries_by_chat; /* owned, of DeskQuery: the newest that came by chat */

  GHashTable *ticket_counts; /* owned: year to how many tickets it has */
  gint64 n_queries;
} DeskDemo;

DeskDemo *desk_demo_new (DeskPreset *preset, guint32 seed, gint64 now);
void desk_demo_free (DeskDemo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskDemo, desk_demo_free)

guint desk_demo_pick (DeskDemo *self, guint n);
gint64 desk_demo_between (DeskDemo *self, gint64 from, gint64 to);
gboolean desk_demo_chance (DeskDemo *self, guint percent);

/* A new entity with an id that belongs to its time. */
DeskEntity *desk_demo_create (DeskDemo *self, const DeskKind *kind, gint64 created_at);
gboolean desk_demo_store (DeskDemo *self, DeskEntity *entity, gint64 updated_at, GError **error);

G_END_DECLS
