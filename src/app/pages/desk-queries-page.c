/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-queries-page.h"

struct _DeskQueriesPage
{
  DeskPage parent_instance;
};

G_DEFINE_FINAL_TYPE (DeskQueriesPage, desk_queries_page, DESK_TYPE_PAGE)

static void
desk_queries_page_class_init (DeskQueriesPageClass *klass)
{
}

static void
desk_queries_page_init (DeskQueriesPage *self)
{
}

GtkWidget *
desk_queries_page_new (DeskSession *session)
{
  return g_object_new (DESK_TYPE_QUERIES_PAGE, "session", session, NULL);
}

void
desk_queries_page_open (DeskQueriesPage *self, const char *query_id)
{
}
