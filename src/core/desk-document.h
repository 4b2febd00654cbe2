/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/desk-enum.h"

G_BEGIN_DECLS

/* Reading a document that people write, such as a preset. @path is where the object stands in it ("categories[2]", or
 * "" for the document itself); what is wrong is said of the member's whole name, such as "categories[2].tier". */

JsonObject *desk_document_read_object (JsonObject *object, const char *path, const char *name, GError **error);
JsonArray *desk_document_read_list (JsonObject *object, const char *path, const char *name, GError **error);
JsonObject *
desk_document_read_element (JsonArray *list, guint index, const char *path, char **element_path, GError **error);
const char *desk_document_read_text (JsonObject *object, const char *path, const char *name, GError **error);
const char *desk_document_read_text_or_none (JsonObject *object, const char *path, const char *name, GError **error);
gint64 desk_document_read_number (JsonObject *object,
                                  const char *path,
                                  const char *name,
                                  gint64 least,
                                  gint64 most,
                                  gint64 otherwise,
                                  GError **error);
int
desk_document_read_enum (JsonObject *object, const char *path, const char *name, const DeskEnum *info, GError **error);
char **desk_document_read_texts (JsonObject *object, const char *path, const char *name, GError **error);
char *desk_document_join (const char *path, const char *name);

G_END_DECLS
