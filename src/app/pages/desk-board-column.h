/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "client/desk-session.h"

G_BEGIN_DECLS

/**
 * DeskColumnState:
 * @DESK_COLUMN_PLAIN: nothing is being dragged
 * @DESK_COLUMN_SOURCE: where the dragged card comes from
 * @DESK_COLUMN_ALLOWED: it may be dropped here
 * @DESK_COLUMN_FORBIDDEN: it may not
 */
typedef enum
{
  DESK_COLUMN_PLAIN,
  DESK_COLUMN_SOURCE,
  DESK_COLUMN_ALLOWED,
  DESK_COLUMN_FORBIDDEN,
} DeskColumnState;

#define DESK_TYPE_BOARD_COLUMN (desk_board_column_get_type ())
G_DECLARE_FINAL_TYPE (DeskBoardColumn, desk_board_column, DESK, BOARD_COLUMN, AdwBin)

/*
 * The tickets of one status as cards, as many as there are: only those in sight have widgets.
 *
 * Signals: "activated"(DeskTicket), "drag-begun"(DeskTicket), "drag-ended"(), "dropped"(DeskTicket),
 * "move-asked"(DeskTicket, int direction) for Ctrl with an arrow key, "counted"().
 */
GtkWidget *desk_board_column_new (DeskSession *session, DeskTicketStatus status);
DeskTicketStatus desk_board_column_get_status (DeskBoardColumn *self);
void desk_board_column_set_spec (DeskBoardColumn *self, DeskListSpec *spec);
void desk_board_column_set_state (DeskBoardColumn *self, DeskColumnState state);
guint desk_board_column_get_count (DeskBoardColumn *self);
GListModel *desk_board_column_get_model (DeskBoardColumn *self);
/* Focuses a card as soon as it is here. */
void desk_board_column_focus_ticket (DeskBoardColumn *self, const char *ticket_id);
gboolean desk_board_column_focus_first (DeskBoardColumn *self);

G_END_DECLS
