/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/live/desk-rooms.h"

#include <string.h>

#include "core/desk-json.h"

/* So many conversations may somebody have open at once. */
#define MOST_ROOMS 32

/* Somebody in a room. */
typedef struct
{
  DeskLive *live; /* borrowed */
  DeskSubject subject;
  gboolean is_typing;
} Member;

struct _DeskRooms
{
  GHashTable *rooms;  /* owned; thread id to GArray of Member */
  GHashTable *counts; /* owned; DeskLive to how many rooms it is in */
};

static Member *
find_member (GArray *room, DeskLive *live)
{
  for (guint i = 0; room != NULL && i < room->len; i++)
    if (g_array_index (room, Member, i).live == live)
      return &g_array_index (room, Member, i);
  return NULL;
}

static gboolean
is_staff (DeskLive *live)
{
  return desk_live_get_viewer (live)->role != DESK_ROLE_CUSTOMER;
}

static void
append_person (GString *json, DeskLive *live)
{
  const DeskViewer *viewer = desk_live_get_viewer (live);

  g_string_append (json, "{\"id\":");
  desk_json_append_string (json, viewer->id);
  g_string_append (json, ",\"name\":");
  desk_json_append_string (json, viewer->name);
}

static GString *
begin_event (const char *event, const char *thread_id)
{
  GString *json = g_string_new (NULL);

  g_string_append_printf (json, "{\"event\":\"%s\",\"data\":{\"thread\":", event);
  desk_json_append_string (json, thread_id);
  return json;
}

/* Tells the staff in the room who else of the staff is in it. Somebody with two windows is named once. */
static void
tell_viewers (GArray *room, const char *thread_id)
{
  g_autoptr (GHashTable) named = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) json = begin_event ("viewers", thread_id);

  g_string_append (json, ",\"viewers\":[");
  for (guint i = 0; i < room->len; i++)
    {
      const Member *member = &g_array_index (room, Member, i);

      if (!is_staff (member->live) || !g_hash_table_add (named, desk_live_get_viewer (member->live)->id))
        continue;
      if (g_hash_table_size (named) > 1)
        g_string_append_c (json, ',');
      append_person (json, member->live);
      g_string_append (json, member->is_typing ? ",\"is_replying\":true}" : ",\"is_replying\":false}");
    }
  g_string_append (json, "]}}");
  for (guint i = 0; i < room->len; i++)
    if (is_staff (g_array_index (room, Member, i).live))
      desk_live_send_text (g_array_index (room, Member, i).live, json->str);
}

/* Tells everybody else in the room whether somebody writes. */
static void
tell_typing (GArray *room, const char *thread_id, const Member *who)
{
  g_autoptr (GString) json = begin_event ("typing_indicator", thread_id);

  g_string_append (json, ",\"person\":");
  append_person (json, who->live);
  g_string_append (json, who->is_typing ? "},\"is_typing\":true}}" : "},\"is_typing\":false}}");
  for (guint i = 0; i < room->len; i++)
    {
      DeskLive *other = g_array_index (room, Member, i).live;

      if (g_strcmp0 (desk_live_get_viewer (other)->id, desk_live_get_viewer (who->live)->id) != 0)
        desk_live_send_text (other, json->str);
    }
}

static guint
get_count (DeskRooms *self, DeskLive *live)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, live));
}

static void
set_count (DeskRooms *self, DeskLive *live, guint count)
{
  if (count > 0)
    g_hash_table_insert (self->counts, live, GUINT_TO_POINTER (count));
  else
    g_hash_table_remove (self->counts, live);
}

/* Returns whether the room is empty now. */
static gboolean
leave_room (DeskRooms *self, GArray *room, const char *thread_id, DeskLive *live)
{
  Member *member = find_member (room, live);

  if (member == NULL)
    return FALSE;
  if (member->is_typing)
    {
      member->is_typing = FALSE;
      tell_typing (room, thread_id, member);
    }
  g_array_remove_index_fast (room, (guint) (member - (Member *) (gpointer) room->data));
  set_count (self, live, get_count (self, live) - 1);
  tell_viewers (room, thread_id);
  return room->len == 0;
}

DeskRooms *
desk_rooms_new (void)
{
  DeskRooms *self = g_new0 (DeskRooms, 1);

  self->rooms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  self->counts = g_hash_table_new (NULL, NULL);
  return self;
}

void
desk_rooms_free (DeskRooms *self)
{
  g_hash_table_unref (self->rooms);
  g_hash_table_unref (self->counts);
  g_free (self);
}

/**
 * desk_rooms_join:
 * @self: the rooms
 * @thread_id: a conversation
 * @subject: what it is
 * @live: who opens it, and may see it
 *
 * Returns: whether they are in it now; %FALSE when they have too many open
 */
gboolean
desk_rooms_join (DeskRooms *self, const char *thread_id, DeskSubject subject, DeskLive *live)
{
  GArray *room = g_hash_table_lookup (self->rooms, thread_id);
  Member member = { .live = live, .subject = subject };

  if (find_member (room, live) != NULL)
    return TRUE;
  if (get_count (self, live) >= MOST_ROOMS)
    return FALSE;
  if (room == NULL)
    {
      room = g_array_new (FALSE, FALSE, sizeof (Member));
      g_hash_table_insert (self->rooms, g_strdup (thread_id), room);
    }
  g_array_append_val (room, member);
  set_count (self, live, get_count (self, live) + 1);
  tell_viewers (room, thread_id);
  return TRUE;
}

/**
 * desk_rooms_leave:
 * @self: the rooms
 * @thread_id: a conversation
 * @live: who closes it
 */
void
desk_rooms_leave (DeskRooms *self, const char *thread_id, DeskLive *live)
{
  GArray *room = g_hash_table_lookup (self->rooms, thread_id);

  if (room != NULL && leave_room (self, room, thread_id, live))
    g_hash_table_remove (self->rooms, thread_id);
}

/**
 * desk_rooms_leave_all:
 * @self: the rooms
 * @live: who is gone
 */
void
desk_rooms_leave_all (DeskRooms *self, DeskLive *live)
{
  GHashTableIter iter;
  gpointer thread_id;
  gpointer room;

  if (get_count (self, live) == 0)
    return;
  g_hash_table_iter_init (&iter, self->rooms);
  while (g_hash_table_iter_next (&iter, &thread_id, &room))
    if (leave_room (self, room, thread_id, live))
      g_hash_table_iter_remove (&iter);
}

DeskSubject
desk_rooms_get_subject (DeskRooms *self, const char *thread_id, DeskLive *live)
{
  const Member *member = find_member (g_hash_table_lookup (self->rooms, thread_id), live);

  return member != NULL ? member->subject : DESK_SUBJECT_UNKNOWN;
}

/**
 * desk_rooms_is_in:
 * @self: the rooms
 * @thread_id: a conversation
 * @live: somebody
 *
 * Returns: whether they have it open
 */
gboolean
desk_rooms_is_in (DeskRooms *self, const char *thread_id, DeskLive *live)
{
  return thread_id != NULL && find_member (g_hash_table_lookup (self->rooms, thread_id), live) != NULL;
}

/**
 * desk_rooms_set_typing:
 * @self: the rooms
 * @thread_id: a conversation
 * @live: who writes in it
 * @is_typing: or stopped
 *
 * Returns: whether they have it open
 */
gboolean
desk_rooms_set_typing (DeskRooms *self, const char *thread_id, DeskLive *live, gboolean is_typing)
{
  GArray *room = g_hash_table_lookup (self->rooms, thread_id);
  Member *member = find_member (room, live);

  if (member == NULL)
    return FALSE;
  if (member->is_typing != is_typing)
    {
      member->is_typing = is_typing;
      tell_typing (room, thread_id, member);
      tell_viewers (room, thread_id);
    }
  return TRUE;
}
