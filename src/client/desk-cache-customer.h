/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/desk-cache.h"
#include "core/desk-preset.h"

G_BEGIN_DECLS

typedef struct
{
  guint n_orders;
  gint64 spent; /* minor units of the desk's currency */
  gint64 last_order_at;
  int last_order_status;
  guint n_refunds;
  gint64 refunded;
  guint n_queries;
  guint n_queries_resolved;
  guint n_tickets;
  guint n_tickets_closed;
} DeskCustomerSummary;

/* What the cache knows of a customer; all zero for one that it does not know. */
void desk_cache_get_customer_summary (DeskCache *self, const char *customer_id, DeskCustomerSummary *summary);

/* The customer of that mobile or e-mail as people write them. (transfer full) (nullable) */
DeskEntity *desk_cache_find_customer (DeskCache *self, DeskPreset *preset, const char *mobile, const char *email);

G_END_DECLS
