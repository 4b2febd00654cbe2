/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-error.h"

/* What a DeskError carries beside its message. */
typedef struct
{
  GPtrArray *fields; /* owned, of DeskFieldError, or NULL */
  guint retry_after; /* seconds, 0 when not said */
  char *extra_name;  /* owned; a member that the problem document gets beside the standard ones */
  char *extra_json;  /* owned */
} DeskErrorPrivate;

static void desk_error_private_init (DeskErrorPrivate *priv);
static void desk_error_private_copy (const DeskErrorPrivate *src, DeskErrorPrivate *dest);
static void desk_error_private_clear (DeskErrorPrivate *priv);

G_DEFINE_EXTENDED_ERROR (DeskError, desk_error)

static void
free_field_error (gpointer data)
{
  DeskFieldError *field_error = data;

  g_free (field_error->field);
  g_free (field_error->detail);
  g_free (field_error);
}

static gpointer
copy_field_error (gconstpointer data, gpointer user_data)
{
  const DeskFieldError *field_error = data;
  DeskFieldError *copy = g_new0 (DeskFieldError, 1);

  copy->field = g_strdup (field_error->field);
  copy->detail = g_strdup (field_error->detail);
  return copy;
}

static void
desk_error_private_init (DeskErrorPrivate *priv)
{
}

static void
desk_error_private_copy (const DeskErrorPrivate *src, DeskErrorPrivate *dest)
{
  if (src->fields != NULL)
    {
      dest->fields = g_ptr_array_copy (src->fields, copy_field_error, NULL);
      g_ptr_array_set_free_func (dest->fields, free_field_error);
    }
  dest->retry_after = src->retry_after;
  dest->extra_name = g_strdup (src->extra_name);
  dest->extra_json = g_strdup (src->extra_json);
}

static void
desk_error_private_clear (DeskErrorPrivate *priv)
{
  g_clear_pointer (&priv->fields, g_ptr_array_unref);
  g_clear_pointer (&priv->extra_name, g_free);
  g_clear_pointer (&priv->extra_json, g_free);
}

static DeskErrorPrivate *
get_private (const GError *error)
{
  return error != NULL && error->domain == DESK_ERROR ? desk_error_get_private (error) : NULL;
}

/**
 * desk_error_add_field:
 * @error: (inout): where the error stands, or is made with %DESK_ERROR_INVALID at the first call
 * @field: the field's wire name
 * @format: what is wrong and what was expected
 *
 * Adds one field that does not hold, so that all of them are told in one answer. Does nothing when @error is %NULL.
 */
void
desk_error_add_field (GError **error, const char *field, const char *format, ...)
{
  DeskErrorPrivate *priv;
  DeskFieldError *field_error;
  va_list args;

  g_return_if_fail (field != NULL);

  if (error == NULL)
    return;
  if (*error == NULL)
    g_set_error_literal (error, DESK_ERROR, DESK_ERROR_INVALID, "Some fields are not right");

  priv = get_private (*error);
  g_return_if_fail (priv != NULL);

  if (priv->fields == NULL)
    priv->fields = g_ptr_array_new_with_free_func (free_field_error);
  field_error = g_new0 (DeskFieldError, 1);
  field_error->field = g_strdup (field);
  va_start (args, format);
  field_error->detail = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (priv->fields, field_error);
}

/**
 * desk_error_get_fields:
 * @error: an error of any domain
 *
 * Returns: (nullable) (transfer none) (element-type DeskFieldError): the fields that don't hold, or %NULL
 */
const GPtrArray *
desk_error_get_fields (const GError *error)
{
  DeskErrorPrivate *priv = get_private (error);

  return priv != NULL ? priv->fields : NULL;
}

/**
 * desk_error_set_retry_after:
 * @error: a %DESK_ERROR
 * @seconds: when it is worth trying again
 */
void
desk_error_set_retry_after (GError *error, guint seconds)
{
  DeskErrorPrivate *priv = get_private (error);

  g_return_if_fail (priv != NULL);
  priv->retry_after = seconds;
}

/**
 * desk_error_get_retry_after:
 * @error: an error
 *
 * Returns: seconds, or 0 when not said
 */
guint
desk_error_get_retry_after (const GError *error)
{
  DeskErrorPrivate *priv = get_private (error);

  return priv != NULL ? priv->retry_after : 0;
}

/**
 * desk_error_set_extra_json:
 * @error: a %DESK_ERROR
 * @name: a member's name, such as "current" or "allowed"
 * @json: (transfer full): its value, as JSON text
 *
 * Lets an answer carry what the caller needs to go on: the current entity of a stale update, the allowed transitions.
 */
void
desk_error_set_extra_json (GError *error, const char *name, char *json)
{
  DeskErrorPrivate *priv = get_private (error);

  g_return_if_fail (priv != NULL);
  g_free (priv->extra_name);
  g_free (priv->extra_json);
  priv->extra_name = g_strdup (name);
  priv->extra_json = json;
}

/**
 * desk_error_get_extra_name:
 * @error: an error
 *
 * Returns: (nullable): the name given with desk_error_set_extra_json()
 */
const char *
desk_error_get_extra_name (const GError *error)
{
  DeskErrorPrivate *priv = get_private (error);

  return priv != NULL ? priv->extra_name : NULL;
}

/**
 * desk_error_get_extra_json:
 * @error: an error
 *
 * Returns: (nullable): the JSON given with desk_error_set_extra_json()
 */
const char *
desk_error_get_extra_json (const GError *error)
{
  DeskErrorPrivate *priv = get_private (error);

  return priv != NULL ? priv->extra_json : NULL;
}
