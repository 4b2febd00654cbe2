/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-tags.h"

#include <string.h>

#include "core/desk-error.h"

static gboolean
has_tag (const char *const *tags, const char *tag)
{
  return tags != NULL && g_strv_contains (tags, tag);
}

static void
add_new (GPtrArray *list, const char *tag)
{
  if (!g_ptr_array_find_with_equal_func (list, tag, g_str_equal, NULL))
    g_ptr_array_add (list, g_strdup (tag));
}

static char **
end_list (GPtrArray *list)
{
  g_ptr_array_add (list, NULL);
  return (char **) g_ptr_array_free (list, FALSE);
}

/**
 * desk_tag_normalize:
 * @text: what somebody typed
 *
 * Returns: (transfer full) (nullable): the tag in lower case, words joined by "-"; %NULL where nothing is left, where
 *   it has control characters, or more than %DESK_TAG_MAX_BYTES
 */
char *
desk_tag_normalize (const char *text)
{
  g_autofree char *lower = g_utf8_strdown (text, -1);
  g_autofree char *normal = g_utf8_normalize (lower, -1, G_NORMALIZE_NFC);
  g_autoptr (GString) tag = g_string_new (NULL);
  gboolean is_gap = FALSE;

  for (const char *p = normal != NULL ? normal : ""; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar letter = g_utf8_get_char (p);

      if (g_unichar_isspace (letter))
        {
          is_gap = tag->len > 0;
          continue;
        }
      if (!g_unichar_isprint (letter))
        return NULL;
      if (is_gap)
        g_string_append_c (tag, '-');
      is_gap = FALSE;
      g_string_append_unichar (tag, letter);
    }
  if (tag->len == 0 || tag->len > DESK_TAG_MAX_BYTES)
    return NULL;
  return g_string_free (g_steal_pointer (&tag), FALSE);
}

/**
 * desk_tags_normalize:
 * @tags: (nullable): what was given
 * @field: what the field is called
 * @error: the field, where one is no tag or there are more than %DESK_TAGS_MAX
 *
 * Returns: (transfer full) (nullable): each tag once, in the order given; %NULL where one is wrong
 */
char **
desk_tags_normalize (const char *const *tags, const char *field, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; tags != NULL && tags[i] != NULL; i++)
    {
      g_autofree char *tag = desk_tag_normalize (tags[i]);

      if (tag == NULL)
        {
          desk_error_add_field (error, field, "entry %u: a word of 1 to %d bytes was expected", i + 1,
                                DESK_TAG_MAX_BYTES);
          return NULL;
        }
      add_new (list, tag);
    }
  if (list->len > DESK_TAGS_MAX)
    {
      desk_error_add_field (error, field, "at most %d tags were expected", DESK_TAGS_MAX);
      return NULL;
    }
  return end_list (g_steal_pointer (&list));
}

/**
 * desk_tags_add:
 * @tags: (nullable): tags
 * @more: (nullable): others
 *
 * Returns: (transfer full): @tags, then those of @more that are not among them
 */
char **
desk_tags_add (const char *const *tags, const char *const *more)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; tags != NULL && tags[i] != NULL; i++)
    add_new (list, tags[i]);
  for (guint i = 0; more != NULL && more[i] != NULL; i++)
    add_new (list, more[i]);
  return end_list (g_steal_pointer (&list));
}

/**
 * desk_tags_remove:
 * @tags: (nullable): tags
 * @fewer: (nullable): others
 *
 * Returns: (transfer full): those of @tags that are not among @fewer
 */
char **
desk_tags_remove (const char *const *tags, const char *const *fewer)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; tags != NULL && tags[i] != NULL; i++)
    if (!has_tag (fewer, tags[i]))
      g_ptr_array_add (list, g_strdup (tags[i]));
  return end_list (g_steal_pointer (&list));
}
