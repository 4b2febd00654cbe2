/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-version.h"

#include "core/desk-entity-json.h"
#include "core/desk-error.h"

gboolean
desk_version_check (DeskTransaction *transaction, DeskEntity *entity, gint64 version, GError **error)
{
  g_autoptr (GString) json = NULL;
  g_autoptr (GError) stale = NULL;

  if (desk_entity_get_version (entity) == version)
    return TRUE;
  json = g_string_new (NULL);
  desk_entity_append_json (entity, json, desk_viewer_get_audience (transaction->viewer));
  stale =
      g_error_new (DESK_ERROR, DESK_ERROR_STALE, "This %s has version %" G_GINT64_FORMAT " now, not %" G_GINT64_FORMAT,
                   desk_entity_get_kind (entity)->name, desk_entity_get_version (entity), version);
  desk_error_set_extra_json (stale, "current", g_string_free (g_steal_pointer (&json), FALSE));
  g_propagate_error (error, g_steal_pointer (&stale));
  return FALSE;
}

DeskEntity *
desk_version_lock (DeskTransaction *transaction, const DeskKind *kind, const char *key, gint64 version, GError **error)
{
  g_autoptr (DeskEntity) entity = desk_transaction_lock (transaction, kind, key, error);

  if (entity == NULL || !desk_version_check (transaction, entity, version, error))
    return NULL;
  return g_steal_pointer (&entity);
}
