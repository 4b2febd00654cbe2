/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-register.h"

#include <string.h>

#include "core/desk-error.h"
#include "core/desk-id.h"
#include "core/desk-phone.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-password.h"
#include "server/desk/desk-people.h"
#include "server/desk/desk-sign-in.h"
#include "server/desk/desk-staff.h"
#include "server/store/desk-accounts.h"
#include "server/store/desk-fetch.h"
#include "server/store/desk-sessions.h"

#define LONGEST_NAME 200
#define LONGEST_EMAIL 254

static void
check_name (DeskRegistration *registration, GError **error)
{
  if (registration->name != NULL)
    g_strstrip (registration->name);
  if (registration->name == NULL || *registration->name == '\0')
    desk_error_add_field (error, "name", "this has to be given");
  else if (strlen (registration->name) > LONGEST_NAME || strpbrk (registration->name, "\r\n") != NULL)
    desk_error_add_field (error, "name", "one line of at most %d bytes was expected", LONGEST_NAME);
}

static void
check_email (DeskRegistration *registration, GError **error)
{
  g_autofree char *normal = desk_email_normalize (registration->email);

  if (normal == NULL || strlen (normal) > LONGEST_EMAIL)
    desk_error_add_field (error, "email", "an e-mail address was expected");
  else
    {
      g_free (registration->email);
      registration->email = g_steal_pointer (&normal);
    }
}

static void
check_phone (DeskPreset *preset, DeskRegistration *registration, GError **error)
{
  g_autofree char *normal = desk_phone_normalize (registration->phone, desk_preset_get_country_calling_code (preset));

  if (registration->phone == NULL)
    return;
  /* A number that nobody has verified would draw somebody else's messages to this account. */
  if (registration->role == DESK_ROLE_CUSTOMER)
    desk_error_add_field (error, "phone", "this is for agents only");
  else if (normal == NULL)
    desk_error_add_field (error, "phone", "a telephone number such as +919876543210 was expected");
  else
    {
      g_free (registration->phone);
      registration->phone = g_steal_pointer (&normal);
    }
}

/* Whoever knows the address must not know the password with it. */
static gboolean
is_of_email (const char *password, const char *email)
{
  g_autofree char *folded = g_utf8_casefold (password, -1);
  const char *at = strchr (email, '@');

  return g_str_equal (folded, email)
         || (at != NULL && strlen (folded) == (gsize) (at - email) && g_str_has_prefix (email, folded));
}

static void
check_password (DeskRegistration *registration, GError **error)
{
  g_autoptr (GError) invalid = NULL;

  if (registration->password == NULL)
    desk_error_add_field (error, "password", "this has to be given");
  else if (!desk_password_check (registration->password, "password", &invalid))
    {
      const GPtrArray *fields = desk_error_get_fields (invalid);

      desk_error_add_field (error, "password", "%s", ((const DeskFieldError *) fields->pdata[0])->detail);
    }
  else if (registration->email != NULL && is_of_email (registration->password, registration->email))
    desk_error_add_field (error, "password", "something else than the e-mail address was expected");
}

/* Somebody has it: an account, or an agent who has none yet and whose name nobody may take. */
static gboolean
is_taken (DeskTransaction *transaction, const char *email, gboolean *taken, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskAccount) account = desk_accounts_find_by_email (transaction->db, email, &local_error);
  g_autoptr (DeskEntity) agent = NULL;

  *taken = account != NULL;
  if (g_error_matches (local_error, DESK_ERROR, DESK_ERROR_NOT_FOUND))
    {
      g_clear_error (&local_error);
      agent = desk_fetch_by (transaction->db, &desk_agent_kind, "email", email, DESK_FETCH_READ, &local_error);
      *taken = agent != NULL;
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
make_agent (DeskTransaction *transaction, const DeskRegistration *registration, const char *id, GError **error)
{
  g_autoptr (DeskEntity) agent = desk_entity_new (&desk_agent_kind);

  desk_entity_set_string (agent, DESK_ENTITY_ID, id);
  desk_entity_set_string (agent, DESK_AGENT_NAME, registration->name);
  desk_entity_set_string (agent, DESK_AGENT_EMAIL, registration->email);
  desk_entity_set_string (agent, DESK_AGENT_PHONE, registration->phone);
  desk_entity_set_enum (agent, DESK_AGENT_ROLE, DESK_ROLE_AGENT);
  return desk_staff_create_agent (transaction, agent, FALSE, error);
}

/* Nobody has verified that the address is theirs, so it is what they are called at the door and no more: were it the
 * customer's e-mail, everything that its real owner writes would come to this account. */
static gboolean
make_customer (DeskTransaction *transaction, const DeskRegistration *registration, const char *id, GError **error)
{
  g_autoptr (DeskEntity) customer = desk_entity_new (&desk_customer_kind);
  g_autoptr (GPtrArray) identities = g_ptr_array_new_with_free_func (g_object_unref);
  DeskEntity *identity = desk_entity_new (&desk_identity_kind);

  desk_entity_set_enum (identity, DESK_IDENTITY_CHANNEL, DESK_QUERY_SOURCE_CHAT);
  desk_entity_set_enum (identity, DESK_IDENTITY_KIND, DESK_IDENTITY_KIND_USERNAME);
  desk_entity_set_string (identity, DESK_IDENTITY_VALUE, registration->email);
  g_ptr_array_add (identities, identity);
  desk_entity_set_string (customer, DESK_ENTITY_ID, id);
  desk_entity_set_string (customer, DESK_CUSTOMER_NAME, registration->name);
  desk_entity_set_items (customer, DESK_CUSTOMER_IDENTITIES, identities);
  return desk_people_put_customer (transaction, NULL, customer, error);
}

/* The customer behind an account that was registered, locked; it has to have come to the desk with nothing yet. */
static DeskEntity *
lock_newcomer (DeskTransaction *transaction, const char *customer_id, GError **error)
{
  static const DeskKind *const kinds[] = { &desk_query_kind, &desk_ticket_kind, &desk_order_kind };
  g_autoptr (DeskEntity) customer = desk_transaction_lock_any (transaction, &desk_customer_kind, customer_id, error);

  for (guint i = 0; customer != NULL && i < G_N_ELEMENTS (kinds); i++)
    {
      gint64 n = 0;

      if (!desk_fetch_count (transaction->db, kinds[i], "customer_id", customer_id, &n, error))
        return NULL;
      if (n > 0)
        {
          g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT,
                       "The account can't be given to another customer: %s has %" G_GINT64_FORMAT " of the kind \"%s\"",
                       desk_entity_get_string (customer, DESK_CUSTOMER_NAME), n, kinds[i]->name);
          return NULL;
        }
    }
  return g_steal_pointer (&customer);
}

static DeskAccount *
find_customers_account (DeskTransaction *transaction, const char *email, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskAccount) account = desk_accounts_find_by_email (transaction->db, email, &local_error);

  if (account != NULL && account->customer_id != NULL)
    return g_steal_pointer (&account);
  if (account != NULL || g_error_matches (local_error, DESK_ERROR, DESK_ERROR_NOT_FOUND))
    {
      g_clear_error (&local_error);
      desk_error_add_field (&local_error, "email", "no customer signs in with this address");
    }
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static gboolean
move_account (DeskTransaction *transaction, const DeskAccount *account, DeskEntity *customer, GError **error)
{
  g_autoptr (DeskEntity) newcomer = lock_newcomer (transaction, account->customer_id, error);
  g_autoptr (DeskEntity) after = desk_entity_copy (customer);
  g_autofree char *reason = g_strdup_printf ("%s signs in as this customer", account->email);

  desk_db_notify (transaction->db, DESK_SIGN_IN_CHANNEL);
  return newcomer != NULL && desk_accounts_move (transaction->db, account->id, desk_entity_get_id (customer), error)
         && desk_sessions_end_others (transaction->db, account->id, "", transaction->now, error)
         && desk_transaction_update_because (transaction, customer, after, DESK_ACTION_UPDATED, reason, error)
         && desk_transaction_delete (transaction, newcomer, NULL, error);
}

void
desk_registration_clear (DeskRegistration *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->email, g_free);
  g_clear_pointer (&self->phone, g_free);
  g_clear_pointer (&self->password, g_free);
  g_clear_pointer (&self->password_hash, g_free);
}

/**
 * desk_register_check:
 * @preset: the desk's rules
 * @registration: what was given; e-mail and phone get the form in which the desk keeps them
 * @error: every field that does not hold, with those that it already holds
 *
 * Looks at what was given only, never at who has an account. Any thread.
 *
 * Returns: whether all of it holds
 */
gboolean
desk_register_check (DeskPreset *preset, DeskRegistration *registration, GError **error)
{
  check_name (registration, error);
  check_email (registration, error);
  check_phone (preset, registration, error);
  check_password (registration, error);
  return *error == NULL;
}

/**
 * desk_register_account:
 * @transaction: writes
 * @registration: a #DeskRegistration that was checked, with its password hashed
 * @error: when the database fails
 *
 * Makes the account: a customer's, which begins without a history whatever the address, or an agent's, who waits for
 * approval while the admins are told. Nothing happens where the address has an account already, and whoever asks is not
 * told.
 *
 * Returns: whether that worked
 */
gboolean
desk_register_account (DeskTransaction *transaction, gpointer registration, GError **error)
{
  const DeskRegistration *who = registration;
  gboolean is_agent = who->role == DESK_ROLE_AGENT;
  g_autofree char *id = desk_id_new ();
  g_autoptr (GError) local_error = NULL;
  gboolean taken = FALSE;

  if (!is_taken (transaction, who->email, &taken, error))
    return FALSE;
  if (taken)
    return TRUE;
  /* Of two who come at once, the second waits here for the first and then has lost. */
  if (!desk_accounts_create (transaction->db, is_agent ? id : NULL, is_agent ? NULL : id, who->email,
                             who->password_hash, &local_error))
    {
      if (g_error_matches (local_error, DESK_ERROR, DESK_ERROR_INVALID))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return is_agent ? make_agent (transaction, who, id, error) : make_customer (transaction, who, id, error);
}

/**
 * desk_register_link:
 * @transaction: writes
 * @key: the customer whose account it is to be
 * @email: what the account signs in with
 * @error: %DESK_ERROR_CONFLICT where either has a past that would be mixed with the other's
 *
 * Gives a registered account to a customer whom the desk knows already, for somebody of the desk who has made sure that
 * they are the same person. The customer that the registration made goes, and the account has to sign in anew.
 *
 * Returns: (transfer full): the customer
 */
DeskEntity *
desk_register_link (DeskTransaction *transaction, const char *key, const char *email, GError **error)
{
  g_autoptr (DeskEntity) customer = desk_transaction_lock (transaction, &desk_customer_kind, key, error);
  g_autoptr (DeskAccount) account = NULL;
  gboolean has_account = FALSE;

  if (customer == NULL)
    return NULL;
  account = find_customers_account (transaction, email, error);
  if (account == NULL)
    return NULL;
  if (g_str_equal (account->customer_id, desk_entity_get_id (customer)))
    return g_steal_pointer (&customer);
  if (!desk_accounts_has_customer (transaction->db, desk_entity_get_id (customer), &has_account, error))
    return NULL;
  if (has_account)
    {
      g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT, "%s has another account already",
                   desk_entity_get_string (customer, DESK_CUSTOMER_NAME));
      return NULL;
    }
  if (!move_account (transaction, account, customer, error))
    return NULL;
  return desk_transaction_get (transaction, &desk_customer_kind, desk_entity_get_id (customer), error);
}
