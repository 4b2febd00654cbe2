/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pages/desk-page.h"

G_BEGIN_DECLS

#define DESK_TYPE_QUERIES_PAGE (desk_queries_page_get_type ())
G_DECLARE_FINAL_TYPE (DeskQueriesPage, desk_queries_page, DESK, QUERIES_PAGE, DeskPage)

/* Tier 1: what customers asked, and the conversation with whoever is chosen. */
GtkWidget *desk_queries_page_new (DeskSession *session);
void desk_queries_page_open (DeskQueriesPage *self, const char *query_id);

G_END_DECLS
