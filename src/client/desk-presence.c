/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-presence.h"

/* A conversation that this person is at, perhaps in two windows. */
typedef struct
{
  DeskSubject kind;
  guint n_joined;
  gboolean is_typing;
  gboolean is_inside; /* the server has let this person in */
  GPtrArray *names;   /* owned: of the others there */
  char *typing_id;    /* owned: who of them is typing, or NULL */
  char *typing_name;
  gboolean is_typist_viewer; /* that one is of the staff, who are named as long as they are there */
} Room;

struct _DeskPresence
{
  GObject parent_instance;

  /* owned */
  DeskLink *link;
  GHashTable *rooms; /* thread id -> Room */
  char *me_id;
};

G_DEFINE_FINAL_TYPE (DeskPresence, desk_presence, G_TYPE_OBJECT)

enum
{
  PRESENCE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
free_room (gpointer data)
{
  Room *room = data;

  g_ptr_array_unref (room->names);
  g_free (room->typing_id);
  g_free (room->typing_name);
  g_free (room);
}

static void
say (DeskPresence *self, const char *event, const Room *room, const char *thread_id)
{
  g_autoptr (JsonObject) data = json_object_new ();

  const char *name = room->kind == DESK_SUBJECT_TICKET ? "ticket" : room->kind == DESK_SUBJECT_CHAT ? "chat" : "thread";

  json_object_set_string_member (data, name, thread_id);
  desk_link_send (self->link, event, data);
}

static void
clear_typing (Room *room)
{
  g_clear_pointer (&room->typing_id, g_free);
  g_clear_pointer (&room->typing_name, g_free);
  room->is_typist_viewer = FALSE;
}

static const char *
get_text (JsonObject *object, const char *name)
{
  return json_object_get_string_member_with_default (object, name, NULL);
}

static void
take_viewers (DeskPresence *self, Room *room, JsonObject *data)
{
  JsonNode *node = json_object_get_member (data, "viewers");
  JsonArray *list = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  gboolean is_typist_there = FALSE;

  g_ptr_array_set_size (room->names, 0);
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *element = json_array_get_element (list, i);
      JsonObject *person = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
      const char *id = person != NULL ? get_text (person, "id") : NULL;
      const char *name = person != NULL ? get_text (person, "name") : NULL;

      if (id == NULL || name == NULL || g_strcmp0 (id, self->me_id) == 0)
        continue;
      g_ptr_array_add (room->names, g_strdup (name));
      is_typist_there = is_typist_there || g_strcmp0 (id, room->typing_id) == 0;
      if (json_object_get_boolean_member_with_default (person, "is_replying", FALSE) && room->typing_id == NULL)
        {
          room->typing_id = g_strdup (id);
          room->typing_name = g_strdup (name);
          is_typist_there = TRUE;
        }
    }
  /* A customer who writes is not among them. */
  if (!is_typist_there && room->is_typist_viewer)
    clear_typing (room);
  room->is_typist_viewer = is_typist_there;
}

/* The first word from a room: what is done there counts from now on. */
static void
enter (DeskPresence *self, Room *room, const char *thread_id)
{
  if (room->is_inside)
    return;
  room->is_inside = TRUE;
  if (room->is_typing)
    say (self, "typing_start", room, thread_id);
}

static void
take_typing (DeskPresence *self, Room *room, JsonObject *data)
{
  JsonNode *node = json_object_get_member (data, "person");
  JsonObject *person = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *id = person != NULL ? get_text (person, "id") : NULL;

  if (id == NULL || g_strcmp0 (id, self->me_id) == 0)
    return;
  if (json_object_get_boolean_member_with_default (data, "is_typing", FALSE))
    {
      clear_typing (room);
      room->typing_id = g_strdup (id);
      room->typing_name = g_strdup (get_text (person, "name"));
    }
  else if (g_strcmp0 (room->typing_id, id) == 0)
    clear_typing (room);
}

static void
desk_presence_finalize (GObject *object)
{
  DeskPresence *self = DESK_PRESENCE (object);

  g_hash_table_unref (self->rooms);
  g_object_unref (self->link);
  g_free (self->me_id);
  G_OBJECT_CLASS (desk_presence_parent_class)->finalize (object);
}

static void
desk_presence_class_init (DeskPresenceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_presence_finalize;

  signals[PRESENCE] = g_signal_new ("presence", DESK_TYPE_PRESENCE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                    1, G_TYPE_STRING);
}

static void
desk_presence_init (DeskPresence *self)
{
  self->rooms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_room);
}

/**
 * desk_presence_new:
 * @link: over which it is told
 *
 * Returns: (transfer full): nobody anywhere
 */
DeskPresence *
desk_presence_new (DeskLink *link)
{
  DeskPresence *self = g_object_new (DESK_TYPE_PRESENCE, NULL);

  self->link = g_object_ref (link);
  return self;
}

/**
 * desk_presence_set_me:
 * @self: a presence
 * @me_id: (nullable): who is not told of
 */
void
desk_presence_set_me (DeskPresence *self, const char *me_id)
{
  g_free (self->me_id);
  self->me_id = g_strdup (me_id);
}

/**
 * desk_presence_join:
 * @self: a presence
 * @kind: what kind of conversation it is
 * @thread_id: which
 *
 * The others see this person there from now on.
 */
void
desk_presence_join (DeskPresence *self, DeskSubject kind, const char *thread_id)
{
  Room *room;

  g_return_if_fail (DESK_IS_PRESENCE (self) && thread_id != NULL);

  room = g_hash_table_lookup (self->rooms, thread_id);
  if (room == NULL)
    {
      room = g_new0 (Room, 1);
      room->kind = kind;
      room->names = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (self->rooms, g_strdup (thread_id), room);
      say (self, "join_ticket_room", room, thread_id);
    }
  room->n_joined++;
}

/**
 * desk_presence_leave:
 * @self: a presence
 * @thread_id: a conversation that was joined
 */
void
desk_presence_leave (DeskPresence *self, const char *thread_id)
{
  Room *room;

  g_return_if_fail (DESK_IS_PRESENCE (self) && thread_id != NULL);

  room = g_hash_table_lookup (self->rooms, thread_id);
  if (room == NULL || --room->n_joined > 0)
    return;
  say (self, "leave_ticket_room", room, thread_id);
  g_hash_table_remove (self->rooms, thread_id);
}

/**
 * desk_presence_set_typing:
 * @self: a presence
 * @thread_id: a conversation that was joined
 * @is_typing: whether this person writes there
 */
void
desk_presence_set_typing (DeskPresence *self, const char *thread_id, gboolean is_typing)
{
  Room *room;

  g_return_if_fail (DESK_IS_PRESENCE (self) && thread_id != NULL);

  room = g_hash_table_lookup (self->rooms, thread_id);
  if (room == NULL || room->is_typing == (is_typing != FALSE))
    return;
  room->is_typing = is_typing != FALSE;
  if (room->is_inside)
    say (self, is_typing ? "typing_start" : "typing_stop", room, thread_id);
}

/**
 * desk_presence_dup_viewers:
 * @self: a presence
 * @thread_id: a conversation that was joined
 *
 * Returns: (transfer full): the names of the others there
 */
char **
desk_presence_dup_viewers (DeskPresence *self, const char *thread_id)
{
  Room *room;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  g_return_val_if_fail (DESK_IS_PRESENCE (self) && thread_id != NULL, NULL);

  room = g_hash_table_lookup (self->rooms, thread_id);
  for (guint i = 0; room != NULL && i < room->names->len; i++)
    g_strv_builder_add (names, room->names->pdata[i]);
  return g_strv_builder_end (names);
}

/**
 * desk_presence_dup_typing:
 * @self: a presence
 * @thread_id: a conversation that was joined
 *
 * Returns: (transfer full) (nullable): the name of who is typing there
 */
char *
desk_presence_dup_typing (DeskPresence *self, const char *thread_id)
{
  Room *room;

  g_return_val_if_fail (DESK_IS_PRESENCE (self) && thread_id != NULL, NULL);

  room = g_hash_table_lookup (self->rooms, thread_id);
  return room != NULL ? g_strdup (room->typing_name) : NULL;
}

/**
 * desk_presence_is_typing:
 * @self: a presence
 * @thread_id: a conversation that was joined
 * @person_id: (nullable): a customer or somebody of the staff
 *
 * Returns: whether they are typing there
 */
gboolean
desk_presence_is_typing (DeskPresence *self, const char *thread_id, const char *person_id)
{
  Room *room;

  g_return_val_if_fail (DESK_IS_PRESENCE (self) && thread_id != NULL, FALSE);

  room = g_hash_table_lookup (self->rooms, thread_id);
  return room != NULL && person_id != NULL && g_strcmp0 (room->typing_id, person_id) == 0;
}

/**
 * desk_presence_take_event:
 * @self: a presence
 * @event: what the live connection says
 * @data: of it
 *
 * Returns: whether it was about who is where
 */
gboolean
desk_presence_take_event (DeskPresence *self, const char *event, JsonObject *data)
{
  gboolean is_viewers = g_str_equal (event, "viewers");
  const char *thread_id;
  Room *room;

  g_return_val_if_fail (DESK_IS_PRESENCE (self) && event != NULL && data != NULL, FALSE);

  if (!is_viewers && !g_str_equal (event, "typing_indicator"))
    return FALSE;
  thread_id = get_text (data, "thread");
  room = thread_id != NULL ? g_hash_table_lookup (self->rooms, thread_id) : NULL;
  if (room == NULL)
    return TRUE;
  enter (self, room, thread_id);
  if (is_viewers)
    take_viewers (self, room, data);
  else
    take_typing (self, room, data);
  g_signal_emit (self, signals[PRESENCE], 0, thread_id);
  return TRUE;
}

/**
 * desk_presence_rejoin:
 * @self: a presence
 *
 * The connection is a new one: the server has forgotten where this person is.
 */
void
desk_presence_rejoin (DeskPresence *self)
{
  GHashTableIter iter;
  gpointer thread_id, room;

  g_hash_table_iter_init (&iter, self->rooms);
  while (g_hash_table_iter_next (&iter, &thread_id, &room))
    {
      ((Room *) room)->is_inside = FALSE;
      say (self, "join_ticket_room", room, thread_id);
    }
}
