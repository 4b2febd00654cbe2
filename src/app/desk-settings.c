/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>

#include "app/desk-settings.h"

#define SCHEMA_ID "org.deskbell.Deskbell"

/* Uninstalled, the compiled schema lies in the build folder beside the program's own: src/app -> data. */
static GSettingsSchema *
find_schema (void)
{
  GSettingsSchemaSource *standard = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchemaSource) beside = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autofree char *program = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;

  if (standard != NULL)
    schema = g_settings_schema_source_lookup (standard, SCHEMA_ID, TRUE);
  if (schema != NULL)
    return g_steal_pointer (&schema);

  program = g_file_read_link ("/proc/self/exe", NULL);
  if (program == NULL)
    return NULL;
  folder = g_path_get_dirname (program);
  path = g_build_filename (folder, "..", "..", "data", NULL);
  beside = g_settings_schema_source_new_from_directory (path, standard, FALSE, NULL);
  return beside != NULL ? g_settings_schema_source_lookup (beside, SCHEMA_ID, FALSE) : NULL;
}

/**
 * desk_settings_new:
 * @data_dir: (nullable): a folder to keep the settings in, or %NULL for the desktop's own place
 *
 * Returns: (transfer full) (nullable): the settings, or %NULL when Deskbell is not installed and not in its build
 * folder
 */
GSettings *
desk_settings_new (const char *data_dir)
{
  g_autoptr (GSettingsSchema) schema = find_schema ();
  g_autoptr (GSettingsBackend) backend = NULL;

  if (schema == NULL)
    return NULL;
  if (data_dir != NULL)
    {
      g_autofree char *path = g_build_filename (data_dir, "settings.ini", NULL);

      backend = g_keyfile_settings_backend_new (path, "/", NULL);
    }
  return g_settings_new_full (schema, backend, NULL);
}
