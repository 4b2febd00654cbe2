/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DESK_ERROR (desk_error_quark ())

/**
 * DeskErrorCode:
 *
 * Why the desk refused something. Each code is one cause; the door that answers has one table from here to its own
 * language (HTTP status, dialog).
 */
typedef enum
{
  DESK_ERROR_MALFORMED,       /* not JSON, not UTF-8, too deep */
  DESK_ERROR_UNAUTHENTICATED, /* no token, or a bad one */
  DESK_ERROR_FORBIDDEN,       /* the role may not do this */
  DESK_ERROR_NOT_FOUND,       /* not there, or the caller may not see it */
  DESK_ERROR_CONFLICT,        /* not in this state; the message says what is allowed */
  DESK_ERROR_STALE,           /* somebody else changed it since */
  DESK_ERROR_GONE,            /* the feed no longer reaches back so far */
  DESK_ERROR_TOO_LARGE,
  DESK_ERROR_MEDIA_TYPE,
  DESK_ERROR_INVALID,               /* fields that don't hold, see desk_error_get_fields() */
  DESK_ERROR_PRECONDITION_REQUIRED, /* an update without a version */
  DESK_ERROR_RATE_LIMITED,
  DESK_ERROR_UNAVAILABLE, /* the database or the network does not answer now */
  DESK_ERROR_INTERNAL,
} DeskErrorCode;

/**
 * DeskFieldError:
 * @field: the field's name as on the wire, for lists "items[2].sku"
 * @detail: what is wrong and what was expected
 */
typedef struct
{
  char *field;
  char *detail;
} DeskFieldError;

GQuark desk_error_quark (void);

void desk_error_add_field (GError **error, const char *field, const char *format, ...) G_GNUC_PRINTF (3, 4);
const GPtrArray *desk_error_get_fields (const GError *error);
void desk_error_set_retry_after (GError *error, guint seconds);
guint desk_error_get_retry_after (const GError *error);
void desk_error_set_extra_json (GError *error, const char *name, char *json);
const char *desk_error_get_extra_name (const GError *error);
const char *desk_error_get_extra_json (const GError *error);

G_END_DECLS
