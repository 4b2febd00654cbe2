/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "core/desk-error.h"
#include "fuzz/fuzz.h"
#include "server/http/desk-multipart.h"

#define BOUNDARY "b0"

/* What a form has told so far: each part's names and bytes, one behind the other. */
typedef struct
{
  GString *told;
  gboolean is_open; /* a part has begun and not ended */
} Listener;

static gboolean
begin (const char *name, const char *file_name, gpointer data, GError **error)
{
  Listener *listener = data;

  g_assert_false (listener->is_open);
  g_assert_nonnull (name);
  g_string_append_printf (listener->told, "<%s|%s>", name, file_name != NULL ? file_name : "");
  listener->is_open = TRUE;
  if (!g_str_equal (name, "refused"))
    return TRUE;
  desk_error_add_field (error, name, "this field is not known here");
  return FALSE;
}

static gboolean
write_some (const void *bytes, gsize length, gpointer data, GError **error)
{
  Listener *listener = data;

  g_assert_true (listener->is_open);
  g_string_append_len (listener->told, bytes, (gssize) length);
  return TRUE;
}

static gboolean
end (gpointer data, GError **error)
{
  Listener *listener = data;

  g_assert_true (listener->is_open);
  listener->is_open = FALSE;
  g_string_append_c (listener->told, ';');
  return TRUE;
}

static const DeskMultipartPart part = { begin, write_some, end };

/* Returns what was told, and whether the form was complete. */
static GString *
read_form (const uint8_t *data, size_t size, size_t step, gboolean *complete)
{
  Listener listener = { g_string_new (NULL), FALSE };
  g_autoptr (DeskMultipart) form = desk_multipart_new (BOUNDARY, &part, &listener);
  g_autoptr (GError) error = NULL;
  gboolean goes_on = TRUE;

  for (size_t i = 0; i < size && goes_on; i += step)
    goes_on = desk_multipart_write (form, data + i, MIN (step, size - i), &error);
  g_assert_true (goes_on == (error == NULL));
  *complete = goes_on && desk_multipart_finish (form, NULL);
  g_assert_true (!*complete || !listener.is_open);
  return listener.told;
}

/* However the bytes are cut into pieces on their way, a complete form says the same. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  gboolean whole_complete, pieces_complete;
  g_autoptr (GString) whole = read_form (data, size, MAX (size, 1), &whole_complete);
  g_autoptr (GString) pieces = read_form (data, size, 1 + size / 7, &pieces_complete);

  g_assert_true (whole_complete == pieces_complete);
  if (whole_complete)
    {
      g_assert_cmpuint (whole->len, ==, pieces->len);
      g_assert_true (memcmp (whole->str, pieces->str, whole->len) == 0);
    }
  return 0;
}
