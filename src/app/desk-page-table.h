/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/desk-count-badge.h"
#include "client/desk-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * DeskPageInfo:
 * @name: what win.show-page calls it
 * @section: the sidebar's section, untranslated
 * @title: what people call it, untranslated
 * @icon_name: its symbol
 * @letter: the key after G that goes there, 0 for none
 * @permission: who may open it
 * @badge_style: how its count looks in the sidebar
 * @create: makes the page
 * @list_counted: (nullable): gives what the sidebar counts (transfer full)
 *
 * A page of the window, said once: sidebar, palette, keys and actions read it from here.
 */
typedef struct
{
  const char *name;
  const char *section;
  const char *title;
  const char *icon_name;
  guint letter;
  DeskPermission permission;
  DeskBadgeStyle badge_style;
  GtkWidget *(*create) (DeskSession *session);
  GListModel *(*list_counted) (DeskSession *session);
} DeskPageInfo;

const DeskPageInfo *desk_page_table_get (guint index);
const DeskPageInfo *desk_page_table_find (const char *name);
const DeskPageInfo *desk_page_table_find_letter (guint letter);

G_END_DECLS
