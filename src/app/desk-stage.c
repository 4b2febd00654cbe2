/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/desk-stage.h"

#include <glib/gi18n.h>

#include "app/desk-page-table.h"
#include "app/pages/desk-chats-page.h"
#include "app/pages/desk-queries-page.h"
#include "app/pages/desk-ticket-page.h"

/* The ticket page's name in the stack; it stands in no sidebar. */
#define TICKET "ticket"

/* Where one was: a page, and the ticket if it was one. */
typedef struct
{
  const DeskPageInfo *page;
  char *ticket_id;
} Place;

struct _DeskStage
{
  AdwBin parent_instance;

  GtkStack *stack; /* borrowed */

  DeskSession *session; /* owned */
  Place *here;          /* NULL while nothing is shown */
  GQueue places;        /* of Place: the way back, last first */
};

G_DEFINE_FINAL_TYPE (DeskStage, desk_stage, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_PAGE,
  PROP_TITLE,
  PROP_CAN_GO_BACK,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
place_free (Place *place)
{
  if (place != NULL)
    g_free (place->ticket_id);
  g_free (place);
}

static Place *
place_new (const DeskPageInfo *page, const char *ticket_id)
{
  Place *place = g_new0 (Place, 1);

  place->page = page;
  place->ticket_id = g_strdup (ticket_id);
  return place;
}

static void
notify_all (DeskStage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_GO_BACK]);
}

static void
on_title_changed_cb (DeskStage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

static GtkWidget *
add_page (DeskStage *self, GtkWidget *page, const char *name)
{
  gtk_stack_add_named (self->stack, page, name);
  g_signal_connect_object (page, "notify::title", G_CALLBACK (on_title_changed_cb), self, G_CONNECT_SWAPPED);
  return page;
}

static GtkWidget *
ensure_page (DeskStage *self, const DeskPageInfo *info)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, info->name);

  if (page != NULL)
    return page;
  page = add_page (self, info->create (self->session), info->name);
  if (desk_page_get_title (DESK_PAGE (page)) == NULL)
    desk_page_set_title (DESK_PAGE (page), _ (info->title));
  return page;
}

static GtkWidget *
ensure_ticket_page (DeskStage *self)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, TICKET);

  return page != NULL ? page : add_page (self, desk_ticket_page_new (self->session), TICKET);
}

/* Shows what "here" says. */
static void
show_here (DeskStage *self)
{
  GtkWidget *page = ensure_page (self, self->here->page);

  if (self->here->ticket_id != NULL)
    {
      const char *title = desk_page_get_title (DESK_PAGE (page));

      page = ensure_ticket_page (self);
      desk_page_set_title (DESK_PAGE (page), title);
      desk_ticket_page_set_ticket (DESK_TICKET_PAGE (page), self->here->ticket_id);
    }
  gtk_stack_set_visible_child (self->stack, page);
  notify_all (self);
}

static void
go_to (DeskStage *self, Place *place)
{
  if (self->here != NULL)
    g_queue_push_head (&self->places, self->here);
  self->here = place;
  show_here (self);
}

static void
forget_places (DeskStage *self)
{
  g_queue_clear_full (&self->places, (GDestroyNotify) place_free);
  g_clear_pointer (&self->here, place_free);
}

static gboolean
may_open (DeskStage *self, const DeskPageInfo *info)
{
  return info != NULL && self->session != NULL && desk_session_may (self->session, info->permission);
}

static const DeskPageInfo *
find_first_page (DeskStage *self)
{
  const DeskPageInfo *info;

  for (guint i = 0; (info = desk_page_table_get (i)) != NULL; i++)
    if (may_open (self, info))
      return info;
  return NULL;
}

/* The page on which something is opened, shown; NULL when this person may not open it. */
static GtkWidget *
go_to_page (DeskStage *self, const char *name)
{
  const DeskPageInfo *info = desk_page_table_find (name);

  if (!may_open (self, info))
    return NULL;
  if (self->here == NULL || self->here->page != info || self->here->ticket_id != NULL)
    go_to (self, place_new (info, NULL));
  return ensure_page (self, info);
}

static void
desk_stage_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskStage *self = DESK_STAGE (object);

  switch (property_id)
    {
    case PROP_PAGE:
      g_value_set_string (value, desk_stage_get_page (self));
      break;
    case PROP_TITLE:
      g_value_set_string (value, desk_stage_get_title (self));
      break;
    case PROP_CAN_GO_BACK:
      g_value_set_boolean (value, desk_stage_get_can_go_back (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_stage_dispose (GObject *object)
{
  DeskStage *self = DESK_STAGE (object);

  forget_places (self);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (desk_stage_parent_class)->dispose (object);
}

static void
desk_stage_class_init (DeskStageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = desk_stage_get_property;
  object_class->dispose = desk_stage_dispose;

  properties[PROP_PAGE] = g_param_spec_string ("page", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CAN_GO_BACK] =
      g_param_spec_boolean ("can-go-back", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
desk_stage_init (DeskStage *self)
{
  g_queue_init (&self->places);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

GtkWidget *
desk_stage_new (void)
{
  return g_object_new (DESK_TYPE_STAGE, NULL);
}

/**
 * desk_stage_set_session:
 * @self: the stage
 * @session: (nullable): who is signed in; the pages of whoever was before are forgotten
 */
void
desk_stage_set_session (DeskStage *self, DeskSession *session)
{
  GtkWidget *page;

  g_return_if_fail (DESK_IS_STAGE (self));

  forget_places (self);
  while ((page = gtk_widget_get_first_child (GTK_WIDGET (self->stack))) != NULL)
    gtk_stack_remove (self->stack, page);
  g_set_object (&self->session, session);
  notify_all (self);
}

/**
 * desk_stage_show_page:
 * @self: the stage
 * @name: a page of the table; one that does not exist, or that this person may not open, leads to the first one
 *
 * Shows a page; there is no way back from it.
 *
 * Returns: whether it is the page that was asked for
 */
gboolean
desk_stage_show_page (DeskStage *self, const char *name)
{
  const DeskPageInfo *wanted = desk_page_table_find (name);
  const DeskPageInfo *info = wanted;

  g_return_val_if_fail (DESK_IS_STAGE (self), FALSE);

  if (!may_open (self, info))
    info = find_first_page (self);
  if (info == NULL)
    return FALSE;
  forget_places (self);
  self->here = place_new (info, NULL);
  show_here (self);
  return info == wanted;
}

/* Shows a ticket; the way back leads to where one was. */
void
desk_stage_open_ticket (DeskStage *self, const char *ticket_id)
{
  g_return_if_fail (DESK_IS_STAGE (self));
  g_return_if_fail (ticket_id != NULL);

  if (self->here == NULL && !desk_stage_show_page (self, NULL) && self->here == NULL)
    return;
  if (g_strcmp0 (self->here->ticket_id, ticket_id) == 0)
    return;
  go_to (self, place_new (self->here->page, ticket_id));
}

/* Shows a query, on the page of queries. */
gboolean
desk_stage_open_query (DeskStage *self, const char *query_id)
{
  GtkWidget *page;

  g_return_val_if_fail (DESK_IS_STAGE (self), FALSE);
  g_return_val_if_fail (query_id != NULL, FALSE);

  page = go_to_page (self, "queries");
  if (page != NULL)
    desk_queries_page_open (DESK_QUERIES_PAGE (page), query_id);
  return page != NULL;
}

/* Shows a chat, on the page of chats. */
gboolean
desk_stage_open_chat (DeskStage *self, const char *chat_id)
{
  GtkWidget *page;

  g_return_val_if_fail (DESK_IS_STAGE (self), FALSE);
  g_return_val_if_fail (chat_id != NULL, FALSE);

  page = go_to_page (self, "chats");
  if (page != NULL)
    desk_chats_page_open (DESK_CHATS_PAGE (page), chat_id);
  return page != NULL;
}

void
desk_stage_go_back (DeskStage *self)
{
  g_return_if_fail (DESK_IS_STAGE (self));

  if (!desk_stage_get_can_go_back (self))
    return;
  place_free (self->here);
  self->here = g_queue_pop_head (&self->places);
  show_here (self);
}

const char *
desk_stage_get_page (DeskStage *self)
{
  g_return_val_if_fail (DESK_IS_STAGE (self), NULL);

  return self->here != NULL ? self->here->page->name : NULL;
}

const char *
desk_stage_get_title (DeskStage *self)
{
  DeskPage *shown = desk_stage_get_shown (self);

  return shown != NULL ? desk_page_get_title (shown) : NULL;
}

gboolean
desk_stage_get_can_go_back (DeskStage *self)
{
  g_return_val_if_fail (DESK_IS_STAGE (self), FALSE);

  return !g_queue_is_empty (&self->places);
}

/* Returns: (transfer none) (nullable): the page one sees */
DeskPage *
desk_stage_get_shown (DeskStage *self)
{
  g_return_val_if_fail (DESK_IS_STAGE (self), NULL);

  return DESK_PAGE (gtk_stack_get_visible_child (self->stack));
}
