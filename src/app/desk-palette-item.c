/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/desk-palette-item.h"

struct _DeskPaletteItem
{
  GObject parent_instance;

  char *section;
  char *icon_name;
  char *title;
  char *subtitle;
  char *keys;
  char *action;
};

G_DEFINE_FINAL_TYPE (DeskPaletteItem, desk_palette_item, G_TYPE_OBJECT)

static void
desk_palette_item_finalize (GObject *object)
{
  DeskPaletteItem *self = DESK_PALETTE_ITEM (object);

  g_free (self->section);
  g_free (self->icon_name);
  g_free (self->title);
  g_free (self->subtitle);
  g_free (self->keys);
  g_free (self->action);

  G_OBJECT_CLASS (desk_palette_item_parent_class)->finalize (object);
}

static void
desk_palette_item_class_init (DeskPaletteItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_palette_item_finalize;
}

static void
desk_palette_item_init (DeskPaletteItem *self)
{
}

/**
 * desk_palette_item_new:
 * @section: the heading it stands under
 * @icon_name: its symbol
 * @title: what is matched and shown first
 * @subtitle: (nullable): more words, dim
 * @keys: (nullable): the keys that do the same, as accelerators with a space between those pressed in turn
 * @detailed_action: what it does, as in g_action_parse_detailed_name()
 */
DeskPaletteItem *
desk_palette_item_new (const char *section,
                       const char *icon_name,
                       const char *title,
                       const char *subtitle,
                       const char *keys,
                       const char *detailed_action)
{
  DeskPaletteItem *self = g_object_new (DESK_TYPE_PALETTE_ITEM, NULL);

  self->section = g_strdup (section);
  self->icon_name = g_strdup (icon_name);
  self->title = g_strdup (title != NULL ? title : "");
  self->subtitle = g_strdup (subtitle != NULL ? subtitle : "");
  self->keys = g_strdup (keys);
  self->action = g_strdup (detailed_action);
  return self;
}

const char *
desk_palette_item_get_section (DeskPaletteItem *self)
{
  return self->section;
}

const char *
desk_palette_item_get_icon_name (DeskPaletteItem *self)
{
  return self->icon_name;
}

const char *
desk_palette_item_get_title (DeskPaletteItem *self)
{
  return self->title;
}

const char *
desk_palette_item_get_subtitle (DeskPaletteItem *self)
{
  return self->subtitle;
}

const char *
desk_palette_item_get_keys (DeskPaletteItem *self)
{
  return self->keys;
}

const char *
desk_palette_item_get_action (DeskPaletteItem *self)
{
  return self->action;
}

/* Whether each of @words begins a word of what is shown, whatever its case and accents. */
gboolean
desk_palette_item_matches (DeskPaletteItem *self, const char *words)
{
  g_autofree char *shown = NULL;

  g_return_val_if_fail (DESK_IS_PALETTE_ITEM (self), FALSE);

  if (words == NULL || *words == '\0')
    return TRUE;
  shown = g_strconcat (self->title, " ", self->subtitle, NULL);
  return g_str_match_string (words, shown, TRUE);
}
