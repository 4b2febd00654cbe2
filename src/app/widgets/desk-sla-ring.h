/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * DeskSlaState:
 * @DESK_SLA_NONE: no target: nothing is drawn
 * @DESK_SLA_RUNNING: the clock runs; green under 80 %, orange from there
 * @DESK_SLA_PAUSED: it does not run now: a pause sign
 * @DESK_SLA_BREACHED: missed: a red ring
 * @DESK_SLA_MET: reached in time: a green full ring (the panel)
 * @DESK_SLA_DONE: the work is finished: a check in a green disc (the board)
 */
typedef enum
{
  DESK_SLA_NONE,
  DESK_SLA_RUNNING,
  DESK_SLA_PAUSED,
  DESK_SLA_BREACHED,
  DESK_SLA_MET,
  DESK_SLA_DONE,
} DeskSlaState;

#define DESK_TYPE_SLA_STATE (desk_sla_state_get_type ())
GType desk_sla_state_get_type (void);

#define DESK_TYPE_SLA_RING (desk_sla_ring_get_type ())
G_DECLARE_FINAL_TYPE (DeskSlaRing, desk_sla_ring, DESK, SLA_RING, GtkWidget)

/*
 * How much of a target is used. Properties: "used" (double, share of the target, may pass 1), "state" (DeskSlaState),
 * "size" (px: 18 on cards, 30 in panels), "words" (what a screen reader and the tooltip say; without it, they say the
 * share).
 */
GtkWidget *desk_sla_ring_new (int size);
void desk_sla_ring_set (DeskSlaRing *self, DeskSlaState state, double used, const char *words);
DeskSlaState desk_sla_ring_get_state (DeskSlaRing *self);
double desk_sla_ring_get_used (DeskSlaRing *self);

G_END_DECLS
