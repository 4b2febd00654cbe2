/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-outbox-answer.h"

#include "client/desk-command-table.h"
#include "core/desk-entity-json.h"
#include "core/desk-error.h"

static DeskEntity *
read_entity (const DeskKind *kind, JsonObject *object)
{
  g_autoptr (DeskEntity) entity = desk_entity_new (kind);

  if (!desk_entity_read_json (entity, object, NULL) || desk_entity_get_id (entity) == NULL)
    return NULL;
  return g_steal_pointer (&entity);
}

/**
 * desk_outbox_dup_path:
 * @pending: a command
 *
 * Returns: (transfer full): where it is sent
 */
char *
desk_outbox_dup_path (DeskPending *pending)
{
  const DeskCommandInfo *info = desk_command_get_info (pending->kind);
  g_autofree char *target = NULL;
  g_auto (GStrv) parts = NULL;

  if (info->target == NULL)
    return g_strdup (info->path);
  target = g_uri_escape_string (pending->target_id, NULL, FALSE);
  parts = g_strsplit (info->path, "%s", 2);
  return g_strconcat (parts[0], target, parts[1], NULL);
}

/**
 * desk_outbox_read_answer:
 * @pending: a command
 * @answer: what the server said when it accepted it
 *
 * Returns: (transfer full) (nullable): the entity that it answered with
 */
DeskEntity *
desk_outbox_read_answer (DeskPending *pending, JsonObject *answer)
{
  const DeskCommandInfo *info = desk_command_get_info (pending->kind);

  return info->answers != NULL ? read_entity (info->answers, answer) : NULL;
}

/**
 * desk_outbox_read_current:
 * @pending: an update
 * @error: what the server said when somebody else had been faster
 *
 * Returns: (transfer full) (nullable): what they have made of it
 */
DeskEntity *
desk_outbox_read_current (DeskPending *pending, const GError *error)
{
  const DeskCommandInfo *info = desk_command_get_info (pending->kind);
  g_autoptr (JsonObject) object = desk_pending_read (desk_error_get_extra_json (error));

  return info->target != NULL ? read_entity (info->target, object) : NULL;
}

/**
 * desk_outbox_is_worth_another_try:
 * @error: why a command was not accepted
 *
 * Returns: whether the same command may be accepted later
 */
gboolean
desk_outbox_is_worth_another_try (const GError *error)
{
  if (error->domain != DESK_ERROR)
    return TRUE;
  return error->code == DESK_ERROR_UNAVAILABLE || error->code == DESK_ERROR_INTERNAL
         || error->code == DESK_ERROR_RATE_LIMITED || error->code == DESK_ERROR_UNAUTHENTICATED;
}

/**
 * desk_outbox_word_problem:
 * @error: why a command was refused
 *
 * Returns: (transfer full): the same with every field that the server named
 */
char *
desk_outbox_word_problem (const GError *error)
{
  const GPtrArray *fields = desk_error_get_fields (error);
  g_autoptr (GString) text = g_string_new (error->message);

  for (guint i = 0; fields != NULL && i < fields->len; i++)
    {
      const DeskFieldError *field = fields->pdata[i];
      g_autofree char *name = g_strdelimit (g_strdup (field->field), "_", ' ');

      g_string_append_printf (text, "%s %s: %s", i == 0 ? " —" : ";", name, field->detail);
    }
  return g_strdup (text->str);
}
