/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-cases.h"

#include <glib/gstdio.h>
#include <string.h>

#include "lib/desk-test.h"
#include "server/desk/desk-attach.h"
#include "server/desk/desk-converse.h"
#include "server/desk/desk-file-reader.h"
#include "server/desk/desk-file-writer.h"

/* What is uploaded, sent, or both. */
typedef struct
{
  const DeskKind *kind;
  const char *key;
  const char *id; /* of an attachment that is sent */
  gboolean is_internal;
  guint n_files;
  gint64 size; /* of each */
  GPtrArray *made;
} Upload;

static gboolean
upload (DeskTransaction *transaction, gpointer data, GError **error)
{
  Upload *self = data;
  DeskNewFile file = { "photo.png", "image/png", "00000000", MAX (self->size, 9) };
  g_autoptr (GPtrArray) files = g_ptr_array_new ();

  for (guint i = 0; i < MAX (self->n_files, 1); i++)
    g_ptr_array_add (files, &file);
  g_clear_pointer (&self->made, g_ptr_array_unref);
  self->made = desk_attach_add (transaction, self->kind, self->key, files, error);
  return self->made != NULL;
}

static gboolean
send (DeskTransaction *transaction, gpointer data, GError **error)
{
  Upload *self = data;
  g_autoptr (DeskEntity) message = desk_entity_new (&desk_message_kind);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  g_ptr_array_add (ids, (gpointer) self->id);
  desk_entity_set_string (message, DESK_MESSAGE_BODY, "See the file");
  desk_entity_set_flag (message, DESK_MESSAGE_IS_INTERNAL, self->is_internal);
  return desk_attach_prepare (transaction, self->kind, self->key, ids, message, error)
         && desk_converse_write (transaction, self->kind, self->key, message, DESK_CONVERSE_NO_BASE, TRUE, error)
         && desk_attach_send (transaction, ids, message, error);
}

static char *
add_file (EngineDesk *desk, DeskViewer *viewer, const DeskKind *kind, const char *key)
{
  Upload file = { .kind = kind, .key = key };
  char *id;

  engine_run (desk, viewer, DESK_DB_WRITE, upload, &file, NULL);
  id = g_strdup (desk_entity_get_id (file.made->pdata[0]));
  g_ptr_array_unref (file.made);
  return id;
}

static void
assert_sees (EngineDesk *desk, DeskViewer *viewer, const char *id, gboolean is_seen)
{
  g_autoptr (GHashTable) rows = engine_list (desk, viewer, &desk_attachment_kind, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskEntity) attachment = engine_get (desk, viewer, &desk_attachment_kind, id, &error);

  g_assert_cmpint (g_hash_table_contains (rows, id), ==, is_seen);
  g_assert_cmpint (attachment != NULL, ==, is_seen);
}

/* A file follows its thread and its message; what staff uploads is no customer's until it was sent to them. */
static void
test_sight (EngineDesk *desk)
{
  g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->customer, "Delivery Problem", NULL);
  const char *key = desk_entity_get_id (ticket);
  g_autofree char *photo = add_file (desk, desk->customer, &desk_ticket_kind, key);
  g_autofree char *offer = add_file (desk, desk->agent, &desk_ticket_kind, key);
  g_autofree char *secret = add_file (desk, desk->agent, &desk_ticket_kind, key);
  Upload reply = { .kind = &desk_ticket_kind, .key = key, .id = offer };
  Upload note = { .kind = &desk_ticket_kind, .key = key, .id = secret, .is_internal = TRUE };
  g_autoptr (DeskEntity) moved = NULL;

  assert_sees (desk, desk->customer, photo, TRUE);
  assert_sees (desk, desk->agent, photo, TRUE);
  assert_sees (desk, desk->customer_two, photo, FALSE);
  assert_sees (desk, desk->tech, photo, FALSE);
  assert_sees (desk, desk->executive, photo, FALSE);
  assert_sees (desk, desk->newcomer, photo, FALSE);
  assert_sees (desk, desk->customer, offer, FALSE);
  engine_run (desk, desk->agent, DESK_DB_WRITE, send, &reply, NULL);
  engine_run (desk, desk->agent, DESK_DB_WRITE, send, &note, NULL);
  assert_sees (desk, desk->customer, offer, TRUE);
  assert_sees (desk, desk->customer, secret, FALSE);
  assert_sees (desk, desk->manager, secret, TRUE);
  moved = engine_assign (desk, desk->admin, key, desk->tech->id, NULL);
  assert_sees (desk, desk->tech, secret, TRUE);
  assert_sees (desk, desk->agent, secret, FALSE);
  engine_delete (desk, desk->admin, &desk_ticket_kind, key, NULL);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM attachments"), ==, 0);
  g_assert_cmpint (
      engine_count (desk, "SELECT count(*) FROM tombstones WHERE kind = 'attachment' AND customer_id IS NOT NULL"), ==,
      2);
}

/* A chat's files are its customer's and all of staff's; those of a note are the desk's. They stay when it has ended. */
static void
test_chats (EngineDesk *desk)
{
  g_autoptr (DeskEntity) chat = engine_start_chat (desk, desk->customer, desk->customer, "Hello", NULL);
  const char *key = desk_entity_get_id (chat);
  g_autofree char *photo = add_file (desk, desk->customer, &desk_chat_kind, key);
  g_autofree char *offer = add_file (desk, desk->executive, &desk_chat_kind, key);
  g_autofree char *secret = add_file (desk, desk->tech, &desk_chat_kind, key);
  Upload reply = { .kind = &desk_chat_kind, .key = key, .id = offer };
  Upload note = { .kind = &desk_chat_kind, .key = key, .id = secret, .is_internal = TRUE };
  g_autoptr (DeskEntity) ended = NULL;
  g_autoptr (DeskEntity) after = NULL;

  assert_sees (desk, desk->customer, photo, TRUE);
  assert_sees (desk, desk->customer_two, photo, FALSE);
  assert_sees (desk, desk->newcomer, photo, FALSE);
  assert_sees (desk, desk->agent, photo, TRUE);
  assert_sees (desk, desk->customer, offer, FALSE);
  engine_run (desk, desk->executive, DESK_DB_WRITE, send, &reply, NULL);
  engine_run (desk, desk->tech, DESK_DB_WRITE, send, &note, NULL);
  ended = engine_end_chat (desk, desk->executive, key, NULL);
  after = engine_get (desk, desk->customer, &desk_chat_kind, key, NULL);
  g_assert_cmpint (desk_entity_get_integer (after, DESK_CHAT_UNREAD_BY_CUSTOMER), ==, 1);
  assert_sees (desk, desk->customer, offer, TRUE);
  assert_sees (desk, desk->customer, secret, FALSE);
  assert_sees (desk, desk->customer_two, offer, FALSE);
  assert_sees (desk, desk->manager_tech, secret, TRUE);
}

static void
refuse (EngineDesk *desk, DeskViewer *viewer, EngineWork work, Upload *what, DeskErrorCode code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (engine_run (desk, viewer, DESK_DB_WRITE, work, what, &error));
  engine_assert_error (error, code);
  g_clear_pointer (&what->made, g_ptr_array_unref);
}

/* Nobody sends what is not theirs, what is elsewhere, or twice; nobody uploads where they may not write, or too much.
 */
static void
test_refused (EngineDesk *desk)
{
  g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->customer, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) other = engine_add_ticket (desk, desk->customer, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) query = engine_add_query (desk, desk->executive, "+919876543210", NULL, NULL);
  const char *key = desk_entity_get_id (ticket);
  g_autofree char *photo = add_file (desk, desk->customer, &desk_ticket_kind, key);
  g_autofree char *letter = add_file (desk, desk->executive, &desk_query_kind, "Q-1");
  Upload theirs = { .kind = &desk_ticket_kind, .key = key, .id = photo };
  Upload elsewhere = { .kind = &desk_ticket_kind, .key = desk_entity_get_id (other), .id = photo };
  Upload of_query = { .kind = &desk_ticket_kind, .key = key, .id = letter };
  Upload into_query = { .kind = &desk_query_kind, .key = "Q-1" };
  Upload flood = { .kind = &desk_ticket_kind, .key = key, .n_files = DESK_ATTACH_MOST_OF_THREAD };
  Upload heavy = { .kind = &desk_ticket_kind, .key = key, .n_files = 2, .size = DESK_ATTACH_MOST_OF_DAY / 2 };

  refuse (desk, desk->agent, send, &theirs, DESK_ERROR_INVALID);
  refuse (desk, desk->customer, upload, &heavy, DESK_ERROR_RATE_LIMITED);
  refuse (desk, desk->customer, send, &elsewhere, DESK_ERROR_INVALID);
  refuse (desk, desk->admin, send, &of_query, DESK_ERROR_INVALID);
  engine_run (desk, desk->customer, DESK_DB_WRITE, send, &theirs, NULL);
  refuse (desk, desk->customer, send, &theirs, DESK_ERROR_INVALID);
  refuse (desk, desk->customer, upload, &into_query, DESK_ERROR_FORBIDDEN);
  refuse (desk, desk->customer_two, upload, &theirs, DESK_ERROR_NOT_FOUND);
  refuse (desk, desk->agent, upload, &flood, DESK_ERROR_CONFLICT);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM messages WHERE attachments <> '[]'"), ==, 1);
}

/* What is written is read, from any place on, whatever its length; another key reads nothing. */
static void
test_store (EngineDesk *desk)
{
  static const gsize lengths[] = { 1, 65535, 65536, 65537, 131072, 200000 };
  g_autofree char *folder = desk_test_dup_path ("files");
  g_autofree char *stranger_folder = desk_test_dup_path ("other-files");
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskFiles) files = desk_files_open (folder, &error);
  g_autoptr (DeskFiles) stranger = desk_files_open (stranger_folder, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree guint8 *content = g_malloc (lengths[i]);
      g_autoptr (DeskFileWriter) writer = desk_file_writer_new (files, &error);
      g_autofree char *path = NULL;
      g_autoptr (DeskFileReader) reader = NULL;

      for (gsize j = 0; j < lengths[i]; j++)
        content[j] = (guint8) (j * 7 + j / 256);
      desk_file_writer_write (writer, content, lengths[i] / 3, &error);
      desk_file_writer_write (writer, content + lengths[i] / 3, lengths[i] - lengths[i] / 3, &error);
      desk_file_writer_finish (writer, &error);
      desk_file_writer_keep (writer, NULL, &error);
      g_assert_no_error (error);
      path = desk_files_dup_path (files, desk_file_writer_get_sha256 (writer));
      reader = desk_file_reader_open (files, path, &error);
      g_assert_no_error (error);
      g_assert_cmpint (desk_file_reader_get_size (reader), ==, lengths[i]);
      for (gint64 place = 0; place < (gint64) lengths[i];)
        {
          g_autoptr (GBytes) piece = desk_file_reader_read (reader, place, 50000, &error);

          g_assert_no_error (error);
          g_assert_cmpmem (g_bytes_get_data (piece, NULL), g_bytes_get_size (piece), content + place,
                           g_bytes_get_size (piece));
          place += (gint64) g_bytes_get_size (piece);
        }
      g_assert_null (desk_file_reader_open (stranger, path, &error));
      engine_assert_error (error, DESK_ERROR_INTERNAL);
      g_clear_error (&error);
    }
}

static void
assert_stands_in (EngineDesk *desk, DeskViewer *viewer, const char *id, DeskEntity *ticket)
{
  g_autoptr (DeskEntity) file = engine_get (desk, viewer, &desk_attachment_kind, id, NULL);
  g_autoptr (GHashTable) rows =
      engine_list (desk, viewer, &desk_attachment_kind, "thread_id", desk_entity_get_id (ticket));

  g_assert_cmpstr (desk_entity_get_string (file, DESK_ATTACHMENT_THREAD_ID), ==, desk_entity_get_id (ticket));
  g_assert_true (g_hash_table_contains (rows, id));
}

static gint64
get_seq (EngineDesk *desk, const char *id)
{
  g_autoptr (DeskEntity) file = engine_get (desk, desk->admin, &desk_attachment_kind, id, NULL);

  return desk_entity_get_integer (file, DESK_ENTITY_SEQ);
}

/* A file goes with its message: into the ticket that stays, back from it, and into one that is split off. Who reads the
 * message reads the file. */
static void
test_moved (EngineDesk *desk)
{
  g_autoptr (DeskEntity) one = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) query = engine_add_query (desk, desk->executive, "+14155550123", NULL, NULL);
  g_autoptr (DeskEntity) two = engine_escalate (desk, desk->executive, "Q-1", NULL, NULL);
  const char *key = desk_entity_get_id (one);
  g_autofree char *photo = add_file (desk, desk->customer, &desk_ticket_kind, key);
  Upload said = { .kind = &desk_ticket_kind, .key = key, .id = photo };
  g_autoptr (DeskEntity) file = NULL;
  g_autoptr (DeskEntity) merged = NULL;
  g_autoptr (DeskEntity) back = NULL;
  g_autoptr (DeskEntity) split = NULL;
  const char *ids[] = { NULL, NULL };
  gint64 seq;

  engine_run (desk, desk->customer, DESK_DB_WRITE, send, &said, NULL);
  seq = get_seq (desk, photo);
  merged = engine_merge (desk, desk->admin, key, desk_entity_get_id (two), TRUE, NULL);
  assert_stands_in (desk, desk->customer_two, photo, two);
  assert_sees (desk, desk->customer, photo, FALSE);
  g_assert_cmpint (get_seq (desk, photo), >, seq);
  back = engine_unmerge (desk, desk->admin, key, NULL);
  assert_stands_in (desk, desk->customer, photo, one);
  assert_sees (desk, desk->customer_two, photo, FALSE);
  file = engine_get (desk, desk->admin, &desk_attachment_kind, photo, NULL);
  ids[0] = desk_entity_get_string (file, DESK_ATTACHMENT_MESSAGE_ID);
  split = engine_split (desk, desk->admin, key, ids, NULL);
  assert_stands_in (desk, desk->customer, photo, split);
}

/* What is sent to the old number of a merged ticket stands, with its file, where it leads to. */
static void
test_sent_to_the_old_one (EngineDesk *desk)
{
  g_autoptr (DeskEntity) one = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) two = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  const char *key = desk_entity_get_id (one);
  g_autofree char *photo = add_file (desk, desk->customer, &desk_ticket_kind, key);
  Upload said = { .kind = &desk_ticket_kind, .key = key, .id = photo };
  g_autoptr (DeskEntity) merged = engine_merge (desk, desk->admin, key, desk_entity_get_id (two), FALSE, NULL);

  engine_run (desk, desk->customer, DESK_DB_WRITE, send, &said, NULL);
  assert_stands_in (desk, desk->customer, photo, two);
}

void
engine_add_file_cases (void)
{
  engine_add ("files/sight", test_sight);
  engine_add ("files/chats", test_chats);
  engine_add ("files/refused", test_refused);
  engine_add ("files/moved", test_moved);
  engine_add ("files/sent-to-the-old-one", test_sent_to_the_old_one);
  engine_add ("files/store", test_store);
}
