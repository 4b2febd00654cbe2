/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pages/desk-page.h"

G_BEGIN_DECLS

#define DESK_TYPE_BOARD_PAGE (desk_board_page_get_type ())
G_DECLARE_FINAL_TYPE (DeskBoardPage, desk_board_page, DESK, BOARD_PAGE, DeskPage)

/* Tier 2 as a board: a column a status. */
GtkWidget *desk_board_page_new (DeskSession *session);

G_END_DECLS
