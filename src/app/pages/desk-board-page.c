/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-board-page.h"

struct _DeskBoardPage
{
  DeskPage parent_instance;
};

G_DEFINE_FINAL_TYPE (DeskBoardPage, desk_board_page, DESK_TYPE_PAGE)

static void
desk_board_page_class_init (DeskBoardPageClass *klass)
{
}

static void
desk_board_page_init (DeskBoardPage *self)
{
}

GtkWidget *
desk_board_page_new (DeskSession *session)
{
  return g_object_new (DESK_TYPE_BOARD_PAGE, "session", session, NULL);
}
