/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/intake/desk-mail-parse.h"

#include <gmime/gmime.h>
#include <string.h>

#include "core/desk-error.h"
#include "core/desk-phone.h"
#include "server/intake/desk-intake-text.h"
#include "server/intake/desk-mail-body.h"
#include "server/intake/desk-mail-scan.h"

#define TOKEN_PREFIX "reply+"
#define MAX_ID 255
#define MAX_SUBJECT 500
#define MOST_REFERENCES 50
#define MOST_TOKENS 10

static void
start_gmime (void)
{
  static gsize started = 0;

  if (g_once_init_enter (&started))
    {
      g_mime_init ();
      g_once_init_leave (&started, 1);
    }
}

static GMimeMessage *
parse_message (const char *bytes, gsize length)
{
  g_autoptr (GMimeStream) stream = g_mime_stream_mem_new_with_buffer (bytes, length);
  g_autoptr (GMimeParser) parser = g_mime_parser_new_with_stream (stream);

  return g_mime_parser_construct_message (parser, NULL);
}

static const char *
get_header (GMimeMessage *message, const char *name)
{
  return g_mime_object_get_header (GMIME_OBJECT (message), name);
}

static gboolean
has_word (GMimeMessage *message, const char *name, const char *const *words)
{
  g_autofree char *word = desk_intake_text_clean_line (get_header (message, name), 100);

  if (word == NULL)
    return FALSE;
  word[strcspn (word, "; \t")] = '\0';
  for (guint i = 0; words[i] != NULL; i++)
    if (g_ascii_strcasecmp (word, words[i]) == 0)
      return TRUE;
  return FALSE;
}

/* A header that is there, and says anything but @no. */
static gboolean
is_marked (GMimeMessage *message, const char *name, const char *no)
{
  const char *const words[] = { no, NULL };

  return get_header (message, name) != NULL && !has_word (message, name, words);
}

static gboolean
is_report (GMimeMessage *message)
{
  GMimeObject *part = g_mime_message_get_mime_part (message);
  GMimeContentType *type = part != NULL ? g_mime_object_get_content_type (part) : NULL;

  return type != NULL
         && (g_mime_content_type_is_type (type, "multipart", "report")
             || g_mime_content_type_is_type (type, "message", "delivery-status")
             || g_mime_content_type_is_type (type, "message", "disposition-notification"));
}

static gboolean
has_no_return_path (GMimeMessage *message)
{
  g_autofree char *path = desk_intake_text_clean_line (get_header (message, "Return-Path"), 400);

  return path != NULL && g_str_equal (path, "<>");
}

/* Why a mail is not to be answered: RFC 3834, and what was there before it. */
static const char *
find_origin (GMimeMessage *message, const char *email)
{
  static const char *const many[] = { "bulk", "junk", "list", "auto_reply", NULL };

  if (is_marked (message, "Auto-Submitted", "no"))
    return "Auto-Submitted";
  if (has_word (message, "Precedence", many))
    return "Precedence";
  if (is_marked (message, "X-Auto-Response-Suppress", "none"))
    return "X-Auto-Response-Suppress";
  if (is_marked (message, "X-Autoreply", "no") || is_marked (message, "X-Autorespond", "no"))
    return "X-Autoreply";
  if (has_no_return_path (message))
    return "Return-Path";
  if (is_report (message))
    return "multipart/report";
  return email != NULL && g_str_has_prefix (email, "mailer-daemon@") ? "mailer-daemon" : NULL;
}

static void
read_writer (DeskMail *self, GMimeMessage *message)
{
  InternetAddressList *list = g_mime_message_get_from (message);
  int n = list != NULL ? internet_address_list_length (list) : 0;

  for (int i = 0; i < n && self->email == NULL; i++)
    {
      InternetAddress *address = internet_address_list_get_address (list, i);

      if (!INTERNET_ADDRESS_IS_MAILBOX (address))
        continue;
      self->email = desk_email_normalize (internet_address_mailbox_get_addr (INTERNET_ADDRESS_MAILBOX (address)));
      if (self->email == NULL || !g_utf8_validate (self->email, -1, NULL))
        g_clear_pointer (&self->email, g_free);
      else
        self->name = desk_intake_text_clean_line (internet_address_get_name (address), DESK_INTAKE_MAX_NAME);
    }
  if (self->name == NULL)
    self->name = g_strndup (self->email != NULL ? self->email : "", DESK_INTAKE_MAX_NAME);
}

/* As the desk keeps them: with the brackets, whatever stood around them. */
static char *
dup_id (const char *id)
{
  g_autofree char *clean = id != NULL ? desk_intake_text_clean_line (id, MAX_ID - 2) : NULL;

  return clean != NULL ? g_strdup_printf ("<%s>", clean) : NULL;
}

static void
read_id (DeskMail *self, GMimeMessage *message, const char *bytes, gsize length)
{
  g_autofree char *hash = NULL;

  self->id = dup_id (g_mime_message_get_message_id (message));
  if (self->id != NULL)
    return;
  hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, length);
  self->id = g_strconcat ("sha256:", hash, NULL);
}

/* References stand oldest first. */
static void
add_references (GPtrArray *ids, const char *header)
{
  g_autoptr (GMimeReferences) references = header != NULL ? g_mime_references_parse (NULL, header) : NULL;
  int n = references != NULL ? g_mime_references_length (references) : 0;

  for (int i = n - 1; i >= 0 && ids->len < MOST_REFERENCES; i--)
    {
      g_autofree char *id = dup_id (g_mime_references_get_message_id (references, i));

      if (id != NULL)
        g_ptr_array_add (ids, g_steal_pointer (&id));
    }
}

static char **
read_references (GMimeMessage *message)
{
  GPtrArray *ids = g_ptr_array_new ();

  add_references (ids, get_header (message, "In-Reply-To"));
  add_references (ids, get_header (message, "References"));
  g_ptr_array_add (ids, NULL);
  return (char **) g_ptr_array_free (ids, FALSE);
}

static void
add_tokens (GPtrArray *tokens, const char *header)
{
  for (const char *p = header; p != NULL && *p != '\0' && tokens->len < MOST_TOKENS; p++)
    {
      gsize length;

      if (g_ascii_strncasecmp (p, TOKEN_PREFIX, strlen (TOKEN_PREFIX)) != 0)
        continue;
      p += strlen (TOKEN_PREFIX) - 1;
      length = strcspn (p + 1, "@ \t\r\n<>,;\"");
      if (p[1 + length] == '@' && length > 0 && length < 64)
        g_ptr_array_add (tokens, g_strndup (p + 1, length));
    }
}

/* Wherever the address may stand to which a mail went, whoever passed it on. */
static char **
read_tokens (GMimeMessage *message)
{
  static const char *const names[] = {
    "To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Forwarded-To", NULL
  };
  GPtrArray *tokens = g_ptr_array_new ();

  for (guint i = 0; names[i] != NULL; i++)
    add_tokens (tokens, get_header (message, names[i]));
  g_ptr_array_add (tokens, NULL);
  return (char **) g_ptr_array_free (tokens, FALSE);
}

void
desk_mail_free (DeskMail *self)
{
  g_free (self->id);
  g_free (self->email);
  g_free (self->name);
  g_free (self->subject);
  g_free (self->text);
  g_free (self->attachments);
  g_strfreev (self->references);
  g_strfreev (self->tokens);
  g_free (self);
}

/**
 * desk_mail_parse:
 * @bytes: a message of RFC 5322, as it came
 * @length: of @bytes
 * @error: %DESK_ERROR_MALFORMED where it is none, %DESK_ERROR_TOO_LARGE where it has more parts than anybody reads,
 *   %DESK_ERROR_INVALID where nobody is named who wrote it
 *
 * Returns: (transfer full): the mail
 */
DeskMail *
desk_mail_parse (const char *bytes, gsize length, GError **error)
{
  g_autoptr (DeskMail) self = g_new0 (DeskMail, 1);
  g_autoptr (GMimeMessage) message = NULL;

  if (!desk_mail_scan (bytes, length, error))
    return NULL;
  start_gmime ();
  message = parse_message (bytes, length);
  if (message == NULL)
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_MALFORMED, "A message of RFC 5322 was expected");
      return NULL;
    }
  read_writer (self, message);
  read_id (self, message, bytes, length);
  self->origin = find_origin (message, self->email);
  if (self->email == NULL && self->origin == NULL)
    {
      desk_error_add_field (error, "From", "an e-mail address was expected");
      return NULL;
    }
  self->subject = desk_intake_text_clean_line (g_mime_message_get_subject (message), MAX_SUBJECT);
  self->references = read_references (message);
  self->tokens = read_tokens (message);
  desk_mail_body_read (message, &self->text, &self->attachments);
  return g_steal_pointer (&self);
}
