/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-attach.h"

#include "core/desk-error.h"
#include "core/desk-id.h"
#include "core/desk-time.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-rights.h"
#include "server/store/desk-attachments.h"

/* Times are told in milliseconds. */
#define STEP (DESK_TIME_SECOND / 1000)

/* A file whose row is not written after this many seconds is nobody's. */
#define ORPHAN_AGE 3600

/* What one needs to write in a thread. */
static const struct
{
  const DeskKind *kind;
  DeskPermission permission;
} rights[] = {
  { &desk_query_kind, DESK_PERMISSION_QUERIES_REPLY },
  { &desk_ticket_kind, DESK_PERMISSION_TICKETS_REPLY },
  { &desk_chat_kind, DESK_PERMISSION_CHATS }, /* whoever sees it */
};

static DeskPermission
find_permission (const DeskKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (rights); i++)
    if (rights[i].kind == kind)
      return rights[i].permission;
  return DESK_PERMISSION_NONE;
}

static gboolean
check_right (DeskTransaction *transaction, DeskEntity *thread, GError **error)
{
  const DeskViewer *viewer = transaction->viewer;
  const DeskKind *kind = desk_entity_get_kind (thread);
  DeskPermission permission = find_permission (kind);

  if (kind == &desk_ticket_kind)
    return desk_rights_check (transaction, permission, thread, error);
  if (viewer->is_system || desk_role_may (viewer->role, permission))
    return TRUE;
  g_set_error_literal (error, DESK_ERROR, DESK_ERROR_FORBIDDEN, "You may not write here");
  return FALSE;
}

/* The customers of a desk are many, and its disk is one. */
static gboolean
check_day (DeskTransaction *transaction, GPtrArray *files, GError **error)
{
  gint64 size = 0;

  if (transaction->viewer->role != DESK_ROLE_CUSTOMER)
    return TRUE;
  if (!desk_attachments_sum_since (transaction->db, transaction->viewer->id, transaction->now - DESK_TIME_DAY, &size,
                                   error))
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    size += ((const DeskNewFile *) files->pdata[i])->size;
  if (size <= DESK_ATTACH_MOST_OF_DAY)
    return TRUE;
  g_set_error (error, DESK_ERROR, DESK_ERROR_RATE_LIMITED, "You may send %d MiB of files within a day",
               DESK_ATTACH_MOST_OF_DAY >> 20);
  return FALSE;
}

static gboolean
check_room (DeskTransaction *transaction, const char *thread_id, guint more, GError **error)
{
  gint64 count = 0;

  if (!desk_attachments_count (transaction->db, thread_id, &count, error))
    return FALSE;
  if (count + more <= DESK_ATTACH_MOST_OF_THREAD)
    return TRUE;
  g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT, "There are %" G_GINT64_FORMAT " files here already, at most %d",
               count, DESK_ATTACH_MOST_OF_THREAD);
  return FALSE;
}

/* What staff uploads may be meant for a note: a customer sees it once it is sent to them. */
static DeskEntity *
make_attachment (DeskTransaction *transaction, DeskEntity *thread, const DeskNewFile *file)
{
  const DeskViewer *viewer = transaction->viewer;
  DeskEntity *attachment = desk_entity_new (&desk_attachment_kind);

  desk_entity_set_enum (attachment, DESK_ATTACHMENT_THREAD_KIND,
                        desk_enum_from_wire (&desk_subject_enum, desk_entity_get_kind (thread)->name));
  desk_entity_set_string (attachment, DESK_ATTACHMENT_THREAD_ID, desk_entity_get_id (thread));
  desk_entity_set_string (attachment, DESK_ATTACHMENT_FILE_NAME, file->file_name);
  desk_entity_set_string (attachment, DESK_ATTACHMENT_MEDIA_TYPE, file->media_type);
  desk_entity_set_integer (attachment, DESK_ATTACHMENT_SIZE, file->size);
  desk_entity_set_string (attachment, DESK_ATTACHMENT_SHA256, file->sha256);
  desk_entity_set_string (attachment, DESK_ATTACHMENT_UPLOADED_BY, viewer->id);
  desk_entity_set_flag (attachment, DESK_ATTACHMENT_IS_INTERNAL, viewer->role != DESK_ROLE_CUSTOMER);
  return attachment;
}

/* One of the viewer's own of this thread that was not sent yet. Everything else is as if it were not there. */
static DeskEntity *
lock_unsent (DeskTransaction *transaction, const char *thread_id, const char *id, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskEntity) attachment =
      desk_id_is_valid (id) ? desk_transaction_lock (transaction, &desk_attachment_kind, id, &local_error) : NULL;

  if (local_error != NULL && !g_error_matches (local_error, DESK_ERROR, DESK_ERROR_NOT_FOUND))
    {
      g_clear_error (error);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (attachment != NULL && !desk_entity_is_set (attachment, DESK_ATTACHMENT_MESSAGE_ID)
      && g_strcmp0 (desk_entity_get_string (attachment, DESK_ATTACHMENT_THREAD_ID), thread_id) == 0
      && g_strcmp0 (desk_entity_get_string (attachment, DESK_ATTACHMENT_UPLOADED_BY), transaction->viewer->id) == 0)
    return g_steal_pointer (&attachment);
  desk_error_add_field (error, "attachment_ids", "%s is no file that you uploaded here and have not sent yet", id);
  return NULL;
}

static gboolean
is_named_before (GPtrArray *ids, guint index)
{
  guint first = 0;

  return g_ptr_array_find_with_equal_func (ids, ids->pdata[index], g_str_equal, &first) && first < index;
}

static DeskEntity *
describe (DeskEntity *attachment)
{
  DeskEntity *part = desk_entity_new (&desk_message_attachment_kind);

  desk_entity_set_string (part, DESK_MESSAGE_ATTACHMENT_ID, desk_entity_get_id (attachment));
  desk_entity_set_string (part, DESK_MESSAGE_ATTACHMENT_FILE_NAME,
                          desk_entity_get_string (attachment, DESK_ATTACHMENT_FILE_NAME));
  desk_entity_set_string (part, DESK_MESSAGE_ATTACHMENT_MEDIA_TYPE,
                          desk_entity_get_string (attachment, DESK_ATTACHMENT_MEDIA_TYPE));
  desk_entity_set_integer (part, DESK_MESSAGE_ATTACHMENT_SIZE,
                           desk_entity_get_integer (attachment, DESK_ATTACHMENT_SIZE));
  return part;
}

/* Keeps of the hashes those that no row names. */
static gboolean
find_orphans (DeskTransaction *transaction, gpointer data, GError **error)
{
  GPtrArray *hashes = data;

  for (guint i = hashes->len; i > 0; i--)
    {
      gboolean has = FALSE;

      if (!desk_attachments_has_content (transaction->db, hashes->pdata[i - 1], &has, error))
        return FALSE;
      if (has)
        g_ptr_array_remove_index_fast (hashes, i - 1);
    }
  return TRUE;
}

/**
 * desk_attach_add:
 * @transaction: a transaction that writes
 * @thread_kind: query, ticket or chat
 * @key: its id or number
 * @files: (element-type DeskNewFile): what was uploaded, in its place already
 * @error: %DESK_ERROR_CONFLICT where the thread has too many, %DESK_ERROR_RATE_LIMITED where a customer sends too much
 *
 * Returns: (transfer full) (element-type DeskAttachment): the attachments
 */
GPtrArray *
desk_attach_add (DeskTransaction *transaction,
                 const DeskKind *thread_kind,
                 const char *key,
                 GPtrArray *files,
                 GError **error)
{
  g_autoptr (DeskEntity) thread = desk_transaction_lock (transaction, thread_kind, key, error);
  g_autoptr (GPtrArray) attachments = g_ptr_array_new_with_free_func (g_object_unref);

  if (thread == NULL || !check_right (transaction, thread, error)
      || !check_room (transaction, desk_entity_get_id (thread), files->len, error)
      || !check_day (transaction, files, error))
    return NULL;
  for (guint i = 0; i < files->len; i++)
    {
      DeskEntity *attachment = make_attachment (transaction, thread, g_ptr_array_index (files, i));

      /* Each has a time of its own, so that all who read them have them in the order in which they were sent. */
      desk_entity_set_time (attachment, DESK_ENTITY_CREATED_AT, transaction->now + i * STEP);
      g_ptr_array_add (attachments, attachment);
      if (!desk_transaction_insert (transaction, attachment, DESK_ACTION_CREATED, error))
        return NULL;
    }
  return g_steal_pointer (&attachments);
}

/**
 * desk_attach_prepare:
 * @transaction: a transaction that writes
 * @thread_kind: query, ticket or chat
 * @key: its id or number
 * @ids: (element-type utf8): what is sent with the message
 * @message: gets an id where it has none, and what stands in it of its attachments
 * @error: the field "attachment_ids" for what is not there, is somebody else's, or was sent already
 *
 * Returns: whether all of them can be sent
 */
gboolean
desk_attach_prepare (DeskTransaction *transaction,
                     const DeskKind *thread_kind,
                     const char *key,
                     GPtrArray *ids,
                     DeskEntity *message,
                     GError **error)
{
  g_autoptr (DeskEntity) thread = desk_transaction_lock (transaction, thread_kind, key, error);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) local_error = NULL;

  if (thread == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (DeskEntity) attachment =
          lock_unsent (transaction, desk_entity_get_id (thread), ids->pdata[i], &local_error);

      if (is_named_before (ids, i))
        desk_error_add_field (&local_error, "attachment_ids", "%s stands there twice", (const char *) ids->pdata[i]);
      else if (attachment != NULL)
        g_ptr_array_add (parts, describe (attachment));
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (desk_entity_get_id (message) == NULL)
    {
      g_autofree char *id = desk_id_new ();

      desk_entity_set_string (message, DESK_ENTITY_ID, id);
    }
  desk_entity_set_items (message, DESK_MESSAGE_ATTACHMENTS, parts);
  return TRUE;
}

/**
 * desk_attach_send:
 * @transaction: the same transaction
 * @ids: (element-type utf8): as they were prepared
 * @message: as it was written
 * @error: when the database fails
 *
 * From here on they are seen by whoever sees the message.
 *
 * Returns: whether they belong to the message now
 */
gboolean
desk_attach_send (DeskTransaction *transaction, GPtrArray *ids, DeskEntity *message, GError **error)
{
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, &desk_attachment_kind, ids->pdata[i], error);
      g_autoptr (DeskEntity) after = before != NULL ? desk_entity_copy (before) : NULL;

      if (before == NULL)
        return FALSE;
      desk_entity_set_string (after, DESK_ATTACHMENT_MESSAGE_ID, desk_entity_get_id (message));
      /* What is written to a ticket that was merged is said in the one that it leads to. */
      desk_entity_set_string (after, DESK_ATTACHMENT_THREAD_ID,
                              desk_entity_get_string (message, DESK_MESSAGE_THREAD_ID));
      desk_entity_set_flag (after, DESK_ATTACHMENT_IS_INTERNAL,
                            desk_entity_get_flag (message, DESK_MESSAGE_IS_INTERNAL));
      if (!desk_transaction_update (transaction, before, after, DESK_ACTION_UPDATED, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * desk_attach_sweep:
 * @service: the desk
 * @files: its files
 * @error: when the database fails
 *
 * A file is written before its row and outlives it: what has been without one for an hour goes.
 *
 * Returns: whether the database could be asked
 */
gboolean
desk_attach_sweep (DeskService *service, DeskFiles *files, GError **error)
{
  g_autoptr (GPtrArray) hashes = desk_files_list_old (files, ORPHAN_AGE);

  desk_files_forget_incoming (files, ORPHAN_AGE);
  if (hashes->len == 0)
    return TRUE;
  if (!desk_service_run (service, DESK_DB_READ, find_orphans, hashes, error))
    return FALSE;
  for (guint i = 0; i < hashes->len; i++)
    desk_files_forget (files, hashes->pdata[i], ORPHAN_AGE);
  return TRUE;
}
