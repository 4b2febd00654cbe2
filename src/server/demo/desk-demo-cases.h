/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/demo/desk-demo-desk.h"

G_BEGIN_DECLS

typedef enum
{
  DESK_DEMO_QUERY,        /* answered in tier 1 */
  DESK_DEMO_ESCALATED,    /* a query that became a ticket */
  DESK_DEMO_TICKET_ALONE, /* a ticket that an agent made */
} DeskDemoCase;

gboolean desk_demo_make_case (DeskDemo *self, DeskDemoCase which, gint64 created_at, GError **error);

G_END_DECLS
