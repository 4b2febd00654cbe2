/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-chat-sections.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

struct _DeskChatSections
{
  DeskSession *session;                       /* owned */
  DeskListModel *lists[DESK_N_CHAT_SECTIONS]; /* owned */
  GListStore *shown;                          /* owned: of those that are shown */
  GtkFlattenListModel *model;                 /* owned */
  guint sections;
};

static const char *
get_me (DeskSession *session)
{
  DeskAgent *me = desk_session_get_me (session);

  /* Nobody is signed in as nobody: then they have none. */
  return me != NULL ? desk_entity_get_id (DESK_ENTITY (me)) : "";
}

static DeskListSpec *
make_spec (DeskSession *session, DeskChatSection section)
{
  static const struct
  {
    DeskChatStatus status;
    guint sort;
    gboolean descending;
  } lists[] = {
    [DESK_CHAT_SECTION_WAITING] = { DESK_CHAT_STATUS_WAITING, DESK_CHAT_WAITING_SINCE, FALSE },
    [DESK_CHAT_SECTION_MINE] = { DESK_CHAT_STATUS_ACTIVE, DESK_CHAT_LAST_MESSAGE_AT, TRUE },
    [DESK_CHAT_SECTION_OTHERS] = { DESK_CHAT_STATUS_ACTIVE, DESK_CHAT_ASSIGNED_TO, FALSE },
    [DESK_CHAT_SECTION_ENDED] = { DESK_CHAT_STATUS_ENDED, DESK_CHAT_LAST_MESSAGE_AT, TRUE },
  };
  DeskListSpec *spec = desk_list_spec_new (&desk_chat_kind);

  desk_list_spec_add_enum (spec, DESK_CHAT_STATUS, lists[section].status);
  desk_list_spec_set_sort (spec, lists[section].sort, lists[section].descending);
  if (section == DESK_CHAT_SECTION_MINE)
    desk_list_spec_add_text (spec, DESK_CHAT_ASSIGNED_TO, get_me (session));
  else if (section == DESK_CHAT_SECTION_OTHERS)
    desk_list_spec_add_other (spec, DESK_CHAT_ASSIGNED_TO, get_me (session));
  return spec;
}

static DeskEntity *
dup_chat (DeskListModel *list, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (list), position);
}

static guint
count (DeskListModel *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (list));
}

/* The section that a row is in; @position becomes the one within it. */
static int
find_section (DeskChatSections *self, guint *position)
{
  for (int section = 0; section < DESK_N_CHAT_SECTIONS; section++)
    {
      if (!(self->sections & (1u << section)))
        continue;
      if (*position < count (self->lists[section]))
        return section;
      *position -= count (self->lists[section]);
    }
  return -1;
}

/* Each colleague has a section of their own, named after them. */
static char *
dup_colleague (DeskChatSections *self, guint position, guint *n)
{
  DeskListModel *list = self->lists[DESK_CHAT_SECTION_OTHERS];
  g_autoptr (DeskEntity) chat = dup_chat (list, position);
  g_autoptr (DeskEntity) before = position > 0 ? dup_chat (list, position - 1) : NULL;
  const char *agent_id = desk_entity_get_string (chat, DESK_CHAT_ASSIGNED_TO);
  const char *name;

  if (before != NULL && g_strcmp0 (desk_entity_get_string (before, DESK_CHAT_ASSIGNED_TO), agent_id) == 0)
    return NULL;
  *n = 0;
  for (guint i = position; i < count (list); i++)
    {
      g_autoptr (DeskEntity) next = dup_chat (list, i);

      if (g_strcmp0 (desk_entity_get_string (next, DESK_CHAT_ASSIGNED_TO), agent_id) != 0)
        break;
      (*n)++;
    }
  name = desk_session_get_name (self->session, &desk_agent_kind, agent_id);
  return g_strdup (name[0] != '\0' ? name : _ ("A colleague"));
}

/**
 * desk_chat_sections_new:
 * @session: whose desk
 *
 * Returns: (transfer full): all sections, which follow the cache
 */
DeskChatSections *
desk_chat_sections_new (DeskSession *session)
{
  DeskChatSections *self = g_new0 (DeskChatSections, 1);

  self->session = g_object_ref (session);
  self->shown = g_list_store_new (G_TYPE_LIST_MODEL);
  self->model = gtk_flatten_list_model_new (g_object_ref (G_LIST_MODEL (self->shown)));
  for (guint i = 0; i < DESK_N_CHAT_SECTIONS; i++)
    {
      g_autoptr (DeskListSpec) spec = make_spec (session, i);

      self->lists[i] = desk_session_list (session, spec);
      g_list_store_append (self->shown, self->lists[i]);
      self->sections |= 1u << i;
    }
  return self;
}

void
desk_chat_sections_free (DeskChatSections *self)
{
  for (guint i = 0; i < DESK_N_CHAT_SECTIONS; i++)
    g_clear_object (&self->lists[i]);
  g_clear_object (&self->model);
  g_clear_object (&self->shown);
  g_clear_object (&self->session);
  g_free (self);
}

GListModel *
desk_chat_sections_get_model (DeskChatSections *self)
{
  return G_LIST_MODEL (self->model);
}

gboolean
desk_chat_sections_is_loading (DeskChatSections *self)
{
  for (guint i = 0; i < DESK_N_CHAT_SECTIONS; i++)
    if ((self->sections & (1u << i)) && desk_list_model_get_loading (self->lists[i]))
      return TRUE;
  return FALSE;
}

/**
 * desk_chat_sections_show:
 * @self: the sections
 * @sections: a bit for each of #DeskChatSection
 * @words: (nullable): what has to be found in what is shown
 */
void
desk_chat_sections_show (DeskChatSections *self, guint sections, const char *words)
{
  g_autoptr (GPtrArray) shown = g_ptr_array_new ();

  for (guint i = 0; i < DESK_N_CHAT_SECTIONS; i++)
    {
      g_autoptr (DeskListSpec) spec = make_spec (self->session, i);

      desk_list_spec_set_search (spec, words);
      desk_list_model_set_spec (self->lists[i], spec);
      if (sections & (1u << i))
        g_ptr_array_add (shown, self->lists[i]);
    }
  if (sections == self->sections)
    return;
  self->sections = sections;
  g_list_store_splice (self->shown, 0, g_list_model_get_n_items (G_LIST_MODEL (self->shown)), shown->pdata, shown->len);
}

int
desk_chat_sections_find (DeskChatSections *self, const char *id)
{
  guint before = 0;

  for (guint i = 0; i < DESK_N_CHAT_SECTIONS; i++)
    {
      int place = self->sections & (1u << i) ? desk_list_model_find (self->lists[i], id) : -1;

      if (place >= 0)
        return (int) before + place;
      before += self->sections & (1u << i) ? count (self->lists[i]) : 0;
    }
  return -1;
}

char *
desk_chat_sections_dup_heading (DeskChatSections *self, guint position, guint *n)
{
  int section = find_section (self, &position);

  *n = 0;
  if (section == DESK_CHAT_SECTION_OTHERS)
    return dup_colleague (self, position, n);
  if (section < 0 || position > 0)
    return NULL;
  *n = count (self->lists[section]);
  if (section == DESK_CHAT_SECTION_WAITING)
    return g_strdup (_ ("Waiting"));
  return g_strdup (section == DESK_CHAT_SECTION_MINE ? _ ("Yours") : _ ("Ended"));
}

DeskListModel *
desk_chats_list_waiting (DeskSession *session)
{
  g_autoptr (DeskListSpec) spec = make_spec (session, DESK_CHAT_SECTION_WAITING);

  return desk_session_list (session, spec);
}

GListModel *
desk_chats_list_counted (DeskSession *session)
{
  GListStore *lists = g_list_store_new (G_TYPE_LIST_MODEL);
  g_autoptr (DeskListModel) waiting = desk_chats_list_waiting (session);
  g_autoptr (DeskListSpec) spec = make_spec (session, DESK_CHAT_SECTION_MINE);
  g_autoptr (DeskListModel) unread = NULL;

  desk_list_spec_set_range (spec, DESK_CHAT_UNREAD_BY_AGENT, 1, 0);
  unread = desk_session_list (session, spec);
  g_list_store_append (lists, waiting);
  g_list_store_append (lists, unread);
  return G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (lists)));
}
