/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-files.h"
#include "server/desk/desk-service.h"

G_BEGIN_DECLS

#define DESK_ATTACH_MOST_OF_THREAD 500
#define DESK_ATTACH_MOST_OF_MESSAGE 10
#define DESK_ATTACH_MOST_OF_DAY (500 * 1024 * 1024) /* bytes, of a customer */

/**
 * DeskNewFile:
 * @file_name: what its sender calls it, cleaned
 * @media_type: by what stands in it
 * @sha256: under which it stands in the folder of files
 * @size: in bytes
 *
 * A file that is in its place already, for whoever writes the row.
 */
typedef struct
{
  char *file_name;
  char *media_type;
  char *sha256;
  gint64 size;
} DeskNewFile;

/* Adds files to a thread that the viewer may write in: the new entities, in the same order. */
GPtrArray *desk_attach_add (DeskTransaction *transaction,
                            const DeskKind *thread_kind,
                            const char *key,
                            GPtrArray *files,
                            GError **error);
/* Puts attachments into a message before it is written, and marks them as sent with it once it is. */
gboolean desk_attach_prepare (DeskTransaction *transaction,
                              const DeskKind *thread_kind,
                              const char *key,
                              GPtrArray *ids,
                              DeskEntity *message,
                              GError **error);
gboolean desk_attach_send (DeskTransaction *transaction, GPtrArray *ids, DeskEntity *message, GError **error);

/* Takes away what no row names and nobody is about to name. Blocks; not for a database thread. */
gboolean desk_attach_sweep (DeskService *service, DeskFiles *files, GError **error);

G_END_DECLS
