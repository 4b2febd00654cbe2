/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/desk-palette.h"

#include <glib/gi18n.h>

#include "app/desk-format.h"
#include "app/desk-palette-row.h"
#include "app/widgets/desk-keycap.h"
#include "app/widgets/desk-looks.h"

#define MOST_FOUND 5
#define MOST_LOOKED_AT 60

/* What is searched, in the order in which it is shown. */
enum
{
  CUSTOMERS,
  TICKETS,
  QUERIES,
  N_SEARCHES
};

struct _DeskPalette
{
  AdwBin parent_instance;

  GtkText *entry;
  GtkScrolledWindow *scroller;
  GtkListBox *list;
  GtkLabel *nothing;

  DeskSession *session;                /* owned; NULL while closed */
  GListStore *entries;                 /* of DeskPaletteItem: what is always there */
  DeskListModel *searches[N_SEARCHES]; /* owned; NULL while nothing is searched */
  guint refresh;
};

G_DEFINE_FINAL_TYPE (DeskPalette, desk_palette, ADW_TYPE_BIN)

enum
{
  SIGNAL_CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const DeskKind *const searched_kinds[] = {
  [CUSTOMERS] = &desk_customer_kind,
  [TICKETS] = &desk_ticket_kind,
  [QUERIES] = &desk_query_kind,
};

static char *
dup_words (DeskPalette *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
}

static DeskPaletteItem *
create_customer_item (DeskEntity *customer)
{
  const char *mobile = desk_entity_get_string (customer, DESK_CUSTOMER_MOBILE);
  const char *email = desk_entity_get_string (customer, DESK_CUSTOMER_EMAIL);
  g_autofree char *phone = mobile != NULL ? desk_format_phone (mobile) : g_strdup (email);
  g_autofree char *action = g_strdup_printf ("win.open-customer('%s')", desk_entity_get_id (customer));

  return desk_palette_item_new (_ ("Customers"), "desk-user-symbolic",
                                desk_entity_get_string (customer, DESK_CUSTOMER_NAME), phone, NULL, action);
}

static DeskPaletteItem *
create_ticket_item (DeskPalette *self, DeskEntity *ticket)
{
  g_autofree char *action = g_strdup_printf ("win.open-ticket('%s')", desk_entity_get_id (ticket));
  g_autofree char *subtitle =
      g_strdup_printf ("%s · %s", desk_entity_get_string (ticket, DESK_TICKET_NUMBER),
                       desk_session_get_name (self->session, &desk_customer_kind,
                                              desk_entity_get_string (ticket, DESK_TICKET_CUSTOMER_ID)));

  return desk_palette_item_new (_ ("Tickets"), "desk-ticket-symbolic",
                                desk_entity_get_string (ticket, DESK_TICKET_SUBJECT), subtitle, NULL, action);
}

static DeskPaletteItem *
create_query_item (DeskEntity *query)
{
  const DeskLook *look = desk_look (&desk_query_source_enum, desk_entity_get_enum (query, DESK_QUERY_SOURCE));
  const char *message = desk_entity_get_string (query, DESK_QUERY_MESSAGE);
  g_autofree char *line = g_strdelimit (g_strdup (message != NULL ? message : ""), "\r\n\t", ' ');
  g_autofree char *action = g_strdup_printf ("win.open-query('%s')", desk_entity_get_id (query));
  g_autofree char *subtitle = g_strdup_printf ("%s · %s", desk_entity_get_string (query, DESK_QUERY_NUMBER),
                                               desk_entity_get_string (query, DESK_QUERY_NAME));

  return desk_palette_item_new (_ ("Queries"), look != NULL ? look->icon_name : "desk-inbox-symbolic", line, subtitle,
                                NULL, action);
}

static void
append (DeskPalette *self, DeskPaletteItem *item, const char *words)
{
  gtk_list_box_append (self->list, desk_palette_row_new (item, words));
}

static DeskPaletteItem *
create_found_item (DeskPalette *self, guint search, DeskEntity *entity)
{
  if (search == CUSTOMERS)
    return create_customer_item (entity);
  return search == TICKETS ? create_ticket_item (self, entity) : create_query_item (entity);
}

static guint
append_those_that (DeskPalette *self, GPtrArray *found, gboolean match, const char *words, guint most)
{
  guint n = 0;

  for (guint i = 0; i < found->len && n < most; i++)
    {
      DeskPaletteItem *item = g_ptr_array_index (found, i);

      if (desk_palette_item_matches (item, words) == match)
        {
          append (self, item, words);
          n++;
        }
    }
  return n;
}

/* The search also finds what stands inside of words, and in fields that are not shown: that comes after the rest. */
static void
append_found (DeskPalette *self, guint search, const char *words)
{
  GListModel *model = G_LIST_MODEL (self->searches[search]);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  guint n;

  for (guint i = 0; model != NULL && i < MIN (g_list_model_get_n_items (model), MOST_LOOKED_AT); i++)
    {
      g_autoptr (DeskEntity) entity = g_list_model_get_item (model, i);

      g_ptr_array_add (found, create_found_item (self, search, entity));
    }
  n = append_those_that (self, found, TRUE, words, MOST_FOUND);
  append_those_that (self, found, FALSE, words, MOST_FOUND - n);
}

static void
refill (DeskPalette *self)
{
  g_autofree char *words = dup_words (self);
  GListModel *entries = G_LIST_MODEL (self->entries);
  GtkListBoxRow *row;
  gboolean is_empty;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < N_SEARCHES; i++)
    append_found (self, i, words);
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (DeskPaletteItem) entry = g_list_model_get_item (entries, i);

      if (desk_palette_item_matches (entry, words))
        append (self, entry, words);
    }
  row = gtk_list_box_get_row_at_index (self->list, 0);
  is_empty = row == NULL;
  gtk_list_box_select_row (self->list, row);
  gtk_widget_set_visible (GTK_WIDGET (self->scroller), !is_empty);
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), is_empty);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static gboolean
on_refresh_cb (gpointer user_data)
{
  DeskPalette *self = user_data;

  self->refresh = 0;
  refill (self);
  return G_SOURCE_REMOVE;
}

/* Three lists answer one after another: they are shown together. */
static void
on_found_changed_cb (DeskPalette *self)
{
  if (self->refresh == 0)
    self->refresh = g_idle_add (on_refresh_cb, self);
}

static void
forget_searches (DeskPalette *self)
{
  g_clear_handle_id (&self->refresh, g_source_remove);
  for (guint i = 0; i < N_SEARCHES; i++)
    {
      if (self->searches[i] != NULL)
        g_signal_handlers_disconnect_by_func (self->searches[i], on_found_changed_cb, self);
      g_clear_object (&self->searches[i]);
    }
}

static void
search (DeskPalette *self, const char *words)
{
  for (guint i = 0; i < N_SEARCHES; i++)
    {
      g_autoptr (DeskListSpec) spec = desk_list_spec_new (searched_kinds[i]);

      desk_list_spec_set_search (spec, words);
      desk_list_spec_set_sort (spec, DESK_ENTITY_CREATED_AT, TRUE);
      if (self->searches[i] != NULL)
        {
          desk_list_model_set_spec (self->searches[i], spec);
          continue;
        }
      self->searches[i] = desk_session_list (self->session, spec);
      g_signal_connect_swapped (self->searches[i], "items-changed", G_CALLBACK (on_found_changed_cb), self);
    }
}

static void
on_entry_changed_cb (DeskPalette *self)
{
  g_autofree char *words = dup_words (self);

  if (self->session == NULL)
    return;
  if (*words == '\0')
    forget_searches (self);
  else
    search (self, words);
  refill (self);
}

static void
choose (DeskPalette *self, GtkListBoxRow *row)
{
  g_autoptr (DeskPaletteItem) item = NULL;
  g_autoptr (GVariant) target = NULL;
  g_autofree char *action = NULL;

  if (row == NULL)
    return;
  item = g_object_ref (desk_palette_row_get_item (DESK_PALETTE_ROW (row)));
  desk_palette_close (self);
  if (g_action_parse_detailed_name (desk_palette_item_get_action (item), &action, &target, NULL))
    gtk_widget_activate_action_variant (GTK_WIDGET (self), action, target);
}

static void
on_row_activated_cb (DeskPalette *self, GtkListBoxRow *row)
{
  choose (self, row);
}

static void
on_entry_activated_cb (DeskPalette *self)
{
  choose (self, gtk_list_box_get_selected_row (self->list));
}

static void
move_selection (DeskPalette *self, int step)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  GtkListBoxRow *next;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  graphene_rect_t bounds;

  if (row == NULL)
    return;
  next = gtk_list_box_get_row_at_index (self->list, MAX (gtk_list_box_row_get_index (row) + step, 0));
  if (next == NULL)
    return;
  gtk_list_box_select_row (self->list, next);
  if (gtk_widget_compute_bounds (GTK_WIDGET (next), GTK_WIDGET (self->list), &bounds))
    gtk_adjustment_clamp_page (adjustment, bounds.origin.y, bounds.origin.y + bounds.size.height);
}

/* The entry keeps the focus; arrows move the choice below it. */
static gboolean
on_key_pressed_cb (DeskPalette *self, guint keyval, guint keycode, GdkModifierType state)
{
  switch (keyval)
    {
    case GDK_KEY_Down:
      move_selection (self, 1);
      return TRUE;
    case GDK_KEY_Up:
      move_selection (self, -1);
      return TRUE;
    case GDK_KEY_Escape:
      desk_palette_close (self);
      return TRUE;
    default:
      return FALSE;
    }
}

static void
update_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  const char *section = desk_palette_item_get_section (desk_palette_row_get_item (DESK_PALETTE_ROW (row)));
  GtkWidget *label;

  if (before != NULL
      && g_strcmp0 (section, desk_palette_item_get_section (desk_palette_row_get_item (DESK_PALETTE_ROW (before))))
             == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = gtk_label_new (section);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "desk-list-caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_list_box_row_set_header (row, label);
}

static void
desk_palette_dispose (GObject *object)
{
  DeskPalette *self = DESK_PALETTE (object);

  forget_searches (self);
  g_clear_object (&self->session);
  g_clear_object (&self->entries);
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_PALETTE);

  G_OBJECT_CLASS (desk_palette_parent_class)->dispose (object);
}

static void
desk_palette_class_init (DeskPaletteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_palette_dispose;

  signals[SIGNAL_CLOSED] =
      g_signal_new ("closed", DESK_TYPE_PALETTE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (DESK_TYPE_KEYCAP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/desk-palette.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskPalette, entry);
  gtk_widget_class_bind_template_child (widget_class, DeskPalette, scroller);
  gtk_widget_class_bind_template_child (widget_class, DeskPalette, list);
  gtk_widget_class_bind_template_child (widget_class, DeskPalette, nothing);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed_cb);
}

static void
desk_palette_init (DeskPalette *self)
{
  self->entries = g_list_store_new (DESK_TYPE_PALETTE_ITEM);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, update_header, NULL, NULL);
}

GtkWidget *
desk_palette_new (void)
{
  return g_object_new (DESK_TYPE_PALETTE, NULL);
}

/* Adds a place to go or a thing to do; entries of one section have to be added one after another. */
void
desk_palette_add (DeskPalette *self, DeskPaletteItem *entry)
{
  g_return_if_fail (DESK_IS_PALETTE (self));

  g_list_store_append (self->entries, entry);
}

void
desk_palette_remove_all (DeskPalette *self)
{
  g_return_if_fail (DESK_IS_PALETTE (self));

  g_list_store_remove_all (self->entries);
}

/* Begins anew, with an empty entry that has the focus. @session is whose cache is searched. */
void
desk_palette_open (DeskPalette *self, DeskSession *session)
{
  g_return_if_fail (DESK_IS_PALETTE (self));

  g_set_object (&self->session, session);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  refill (self);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

void
desk_palette_close (DeskPalette *self)
{
  g_return_if_fail (DESK_IS_PALETTE (self));

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  forget_searches (self);
  g_clear_object (&self->session);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}
