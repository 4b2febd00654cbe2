/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/desk-palette-row.h"

#include "app/widgets/desk-keycap.h"

struct _DeskPaletteRow
{
  GtkListBoxRow parent_instance;

  GtkImage *image;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkBox *keys;

  DeskPaletteItem *item; /* owned */
};

G_DEFINE_FINAL_TYPE (DeskPaletteRow, desk_palette_row, GTK_TYPE_LIST_BOX_ROW)

/* The end of @word at @text, comparing without case; NULL when @text begins otherwise. */
static const char *
skip_word (const char *text, const char *word)
{
  while (*word != '\0')
    {
      if (g_unichar_tolower (g_utf8_get_char (text)) != g_unichar_tolower (g_utf8_get_char (word)))
        return NULL;
      text = g_utf8_next_char (text);
      word = g_utf8_next_char (word);
    }
  return text;
}

static void
embolden (PangoAttrList *attributes, const char *text, const char *word)
{
  gboolean at_start = TRUE;

  for (const char *p = text; *p != '\0' && *word != '\0'; p = g_utf8_next_char (p))
    {
      const char *end = at_start ? skip_word (p, word) : NULL;

      at_start = !g_unichar_isalnum (g_utf8_get_char (p));
      if (end != NULL)
        {
          PangoAttribute *bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);

          bold->start_index = p - text;
          bold->end_index = end - text;
          pango_attr_list_insert (attributes, bold);
        }
    }
}

static void
set_text (GtkLabel *label, const char *text, const char *words)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  g_auto (GStrv) each = g_strsplit_set (words != NULL ? words : "", " \t", -1);

  for (guint i = 0; each[i] != NULL; i++)
    embolden (attributes, text, each[i]);
  gtk_label_set_label (label, text);
  gtk_label_set_attributes (label, attributes);
  gtk_widget_set_visible (GTK_WIDGET (label), *text != '\0');
}

static void
add_keys (DeskPaletteRow *self, const char *keys)
{
  g_auto (GStrv) each = g_strsplit (keys != NULL ? keys : "", " ", -1);

  for (guint i = 0; each[i] != NULL; i++)
    if (*each[i] != '\0')
      gtk_box_append (self->keys, desk_keycap_new (each[i]));
}

static void
desk_palette_row_dispose (GObject *object)
{
  g_clear_object (&DESK_PALETTE_ROW (object)->item);
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_PALETTE_ROW);

  G_OBJECT_CLASS (desk_palette_row_parent_class)->dispose (object);
}

static void
desk_palette_row_class_init (DeskPaletteRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_palette_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/desk-palette-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskPaletteRow, image);
  gtk_widget_class_bind_template_child (widget_class, DeskPaletteRow, title);
  gtk_widget_class_bind_template_child (widget_class, DeskPaletteRow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, DeskPaletteRow, keys);
}

static void
desk_palette_row_init (DeskPaletteRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
desk_palette_row_new (DeskPaletteItem *item, const char *words)
{
  DeskPaletteRow *self = g_object_new (DESK_TYPE_PALETTE_ROW, NULL);
  const char *title = desk_palette_item_get_title (item);
  const char *subtitle = desk_palette_item_get_subtitle (item);
  g_autofree char *name = *subtitle != '\0' ? g_strdup_printf ("%s, %s", title, subtitle) : g_strdup (title);

  self->item = g_object_ref (item);
  gtk_image_set_from_icon_name (self->image, desk_palette_item_get_icon_name (item));
  set_text (self->title, title, words);
  set_text (self->subtitle, subtitle, words);
  add_keys (self, desk_palette_item_get_keys (item));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return GTK_WIDGET (self);
}

DeskPaletteItem *
desk_palette_row_get_item (DeskPaletteRow *self)
{
  g_return_val_if_fail (DESK_IS_PALETTE_ROW (self), NULL);

  return self->item;
}
