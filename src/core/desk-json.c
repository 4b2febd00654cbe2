/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-json.h"

#include <string.h>

#include "core/desk-error.h"
#include "core/desk-time.h"

/* The number in four hexadecimal digits; -1 where they are not there. */
static int
read_hex (const char *data, gsize length, gsize at)
{
  int number = 0;

  if (at > length || length - at < 4)
    return -1;
  for (gsize i = at; i < at + 4; i++)
    {
      int digit = g_ascii_xdigit_value (data[i]);

      if (digit < 0)
        return -1;
      number = number * 16 + digit;
    }
  return number;
}

/* Steps behind an escape that begins with the backslash at @at. The parser would take more than JSON has: octal numbers
 * and halves of surrogate pairs become texts that are not UTF-8, and a NUL ends one. */
static gboolean
step_over_escape (const char *data, gsize length, gsize *at)
{
  int code, low;

  *at += 1;
  if (*at >= length)
    return TRUE;
  if (data[*at] != 'u')
    return strchr ("\"\\/bfnrt", data[*at]) != NULL;
  code = read_hex (data, length, *at + 1);
  if (code < 0)
    return FALSE;
  *at += 4;
  if (code < 0xd800 || code > 0xdfff)
    return code != 0;
  low = *at + 2 < length && data[*at + 1] == '\\' && data[*at + 2] == 'u' ? read_hex (data, length, *at + 3) : -1;
  *at += 6;
  return code < 0xdc00 && low >= 0xdc00 && low <= 0xdfff;
}

/* Looks over the text once, without a stack: nesting is counted, strings are stepped over. */
static gboolean
check_text (const char *data, gsize length, GError **error)
{
  guint depth = 0;
  gboolean in_string = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      char c = data[i];

      if (in_string)
        {
          if (c == '\\' && !step_over_escape (data, length, &i))
            {
              g_set_error_literal (error, DESK_ERROR, DESK_ERROR_MALFORMED,
                                   "A text has an escape that is no character of JSON's");
              return FALSE;
            }
          if (c == '"')
            in_string = FALSE;
        }
      else if (c == '"')
        in_string = TRUE;
      else if (c == '[' || c == '{')
        {
          if (++depth > DESK_JSON_MAX_DEPTH)
            {
              g_set_error (error, DESK_ERROR, DESK_ERROR_MALFORMED, "JSON may be nested %d levels deep, this is deeper",
                           DESK_JSON_MAX_DEPTH);
              return FALSE;
            }
        }
      else if ((c == ']' || c == '}') && depth > 0)
        depth--;
    }
  return TRUE;
}

/* Makes room for so many bytes at the end. Lists are written of thousands of pieces: each is put there at once. */
static char *
extend (GString *json, gsize length)
{
  gsize end = json->len;

  g_string_set_size (json, end + length);
  return json->str + end;
}

/* Without a way out of the loop, so that many bytes are looked at together. */
static gboolean
is_plain (const char *text, gsize length)
{
  guint8 escaped = 0;

  for (gsize i = 0; i < length; i++)
    {
      guint8 c = (guint8) text[i];

      escaped |= (c < 0x20) | (c == '"') | (c == '\\') | (c == 0x7f);
    }
  return escaped == 0;
}

static void
append_escaped (GString *json, const char *text)
{
  const char *run = text;

  g_string_append_c (json, '"');
  for (const char *p = text;; p++)
    {
      unsigned char c = *p;

      if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
        continue;
      g_string_append_len (json, run, p - run);
      run = p + 1;
      if (c == '\0')
        break;
      if (c == '"' || c == '\\')
        {
          g_string_append_c (json, '\\');
          g_string_append_c (json, c);
        }
      else if (c == '\n')
        g_string_append (json, "\\n");
      else if (c == '\r')
        g_string_append (json, "\\r");
      else if (c == '\t')
        g_string_append (json, "\\t");
      else
        g_string_append_printf (json, "\\u%04x", c);
    }
  g_string_append_c (json, '"');
}

/**
 * desk_json_parse:
 * @data: text from outside
 * @length: its bytes, or -1 when ended by a zero byte
 * @error: %DESK_ERROR_MALFORMED for what is not JSON, not UTF-8, holds a NUL or is nested too deep
 *
 * Returns: (transfer full): the document
 */
JsonNode *
desk_json_parse (const char *data, gssize length, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) local_error = NULL;
  gsize n = length < 0 ? strlen (data) : (gsize) length;
  JsonNode *root;

  if (!g_utf8_validate_len (data, n, NULL))
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_MALFORMED, "The text is not UTF-8");
      return NULL;
    }
  if (!check_text (data, n, error))
    return NULL;

  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, data, n, &local_error))
    {
      g_set_error (error, DESK_ERROR, DESK_ERROR_MALFORMED, "Not JSON: %s", local_error->message);
      return NULL;
    }
  root = json_parser_steal_root (parser);
  if (root == NULL)
    g_set_error_literal (error, DESK_ERROR, DESK_ERROR_MALFORMED, "Not JSON: the text is empty");
  return root;
}

/**
 * desk_json_parse_object:
 * @data: text from outside
 * @length: its bytes, or -1 when ended by a zero byte
 * @error: %DESK_ERROR_MALFORMED also when the document is not an object
 *
 * Returns: (transfer full): the object
 */
JsonObject *
desk_json_parse_object (const char *data, gssize length, GError **error)
{
  g_autoptr (JsonNode) root = desk_json_parse (data, length, error);

  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_MALFORMED, "A JSON object was expected: {...}");
      return NULL;
    }
  return json_node_dup_object (root);
}

/**
 * desk_json_append_string:
 * @json: where to write
 * @text: (nullable): UTF-8; %NULL becomes null
 *
 * Writes a quoted and escaped string.
 */
void
desk_json_append_string (GString *json, const char *text)
{
  gsize length;
  char *p;

  if (text == NULL)
    {
      g_string_append (json, "null");
      return;
    }
  length = strlen (text);
  if (!is_plain (text, length))
    {
      append_escaped (json, text);
      return;
    }
  p = extend (json, length + 2);
  p[0] = '"';
  memcpy (p + 1, text, length);
  p[length + 1] = '"';
}

/**
 * desk_json_append_words:
 * @json: where to write
 * @words: words between ", ", or ""
 *
 * Writes an array of strings.
 */
void
desk_json_append_words (GString *json, const char *words)
{
  g_auto (GStrv) parts = g_strsplit (words, ", ", -1);

  g_string_append_c (json, '[');
  for (guint i = 0; parts[i] != NULL && *parts[i] != '\0'; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      desk_json_append_string (json, parts[i]);
    }
  g_string_append_c (json, ']');
}

/**
 * desk_json_append_integer:
 * @json: where to write
 * @number: a number
 */
void
desk_json_append_integer (GString *json, gint64 number)
{
  char digits[24];
  char *p = digits + sizeof digits;
  guint64 rest = number < 0 ? -(guint64) number : (guint64) number;

  do
    *--p = '0' + rest % 10;
  while ((rest /= 10) > 0);
  if (number < 0)
    *--p = '-';
  g_string_append_len (json, p, digits + sizeof digits - p);
}

/**
 * desk_json_append_time:
 * @json: where to write
 * @microseconds: since 1970 UTC
 *
 * Writes the time as a quoted RFC 3339 string with milliseconds and Z.
 */
void
desk_json_append_time (GString *json, gint64 microseconds)
{
  char text[DESK_TIME_LENGTH + 1];
  char *p = extend (json, DESK_TIME_LENGTH + 2);

  desk_time_write (microseconds, text);
  p[0] = '"';
  memcpy (p + 1, text, DESK_TIME_LENGTH);
  p[DESK_TIME_LENGTH + 1] = '"';
}

/**
 * desk_json_append_name:
 * @json: where to write; a comma goes before the name unless it is the first member
 * @name: a member's name, of letters, digits and underscores
 */
void
desk_json_append_name (GString *json, const char *name)
{
  char last = json->len > 0 ? json->str[json->len - 1] : '{';
  gboolean is_first = last == '{' || last == '[';
  gsize length = strlen (name);
  char *p = extend (json, length + (is_first ? 3 : 4));

  if (!is_first)
    *p++ = ',';
  *p++ = '"';
  memcpy (p, name, length);
  memcpy (p + length, "\":", 2);
}
