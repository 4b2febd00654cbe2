/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "client/desk-session.h"

G_BEGIN_DECLS

#define DESK_TYPE_PAGE (desk_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (DeskPage, desk_page, DESK, PAGE, AdwBin)

struct _DeskPageClass
{
  AdwBinClass parent_class;

  /* Moves the keyboard focus to where work begins; FALSE while there is nothing yet. */
  gboolean (*focus_first) (DeskPage *self);
  /* Whether "search in this page" has an entry here; focuses it. */
  gboolean (*focus_filter) (DeskPage *self);
  /* Folds or unfolds what stands beside the conversation; FALSE while nothing does. */
  gboolean (*toggle_panel) (DeskPage *self);
};

/*
 * What stands beside the sidebar. Properties: "session" (DeskSession, from the start), "title" (what the header says).
 *
 * Pages reach each other by the window's actions alone: win.open-ticket(s), win.open-query(s), win.open-chat(s),
 * win.open-customer(s), win.show-page(s), win.add-query, win.toast(s), win.back. The first four take an id.
 */
DeskSession *desk_page_get_session (DeskPage *self);
const char *desk_page_get_title (DeskPage *self);
void desk_page_set_title (DeskPage *self, const char *title);
void desk_page_focus_first (DeskPage *self);
gboolean desk_page_focus_filter (DeskPage *self);
gboolean desk_page_toggle_panel (DeskPage *self);

/* For pages: a key that does something while the page is shown, wherever the focus is but in a text field. @target:
 * (nullable): the action's argument, floating. */
void desk_page_add_key (DeskPage *self, guint key, GdkModifierType modifiers, const char *action, GVariant *target);
/* For pages: what was not there when the page was shown may have come. */
void desk_page_focus_late (DeskPage *self);
/* For pages: a line that says what happened, or what went wrong. */
void desk_page_toast (DeskPage *self, const char *text);

G_END_DECLS
