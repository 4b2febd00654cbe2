/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-accounts.h"

#include "core/desk-error.h"
#include "core/desk-id.h"
#include "core/desk-time.h"
#include "core/entities/desk-agent.h"
#include "core/entities/desk-customer.h"
#include "db/desk-rows.h"

static const char sql_create[] = "INSERT INTO accounts (id, agent_id, customer_id, email, password_hash, created_at, "
                                 "updated_at) VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT DO NOTHING";
static const char sql_find_by_email[] =
    "SELECT id, agent_id, email, password_hash, customer_id FROM accounts WHERE email = $1";
static const char sql_find_by_id[] =
    "SELECT id, agent_id, email, password_hash, customer_id FROM accounts WHERE id = $1";
static const char sql_set_password[] = "UPDATE accounts SET password_hash = $2, updated_at = $3 WHERE id = $1";
static const char sql_move[] = "UPDATE accounts SET customer_id = $2, updated_at = $3 WHERE id = $1";
static const char sql_has_customer[] = "SELECT count(*) FROM accounts WHERE customer_id = $1";
static const char sql_read_viewer[] =
    "SELECT a.id, a.agent_id, a.customer_id, g.name, g.role, g.department_id, g.tier, g.is_approved, c.name "
    "FROM sessions s JOIN accounts a ON a.id = s.account_id "
    "LEFT JOIN agents g ON g.id = a.agent_id LEFT JOIN customers c ON c.id = a.customer_id "
    "WHERE s.id = $1 AND s.ended_at IS NULL AND s.expires_at > $2";

static const char sql_find_department[] = "SELECT id FROM departments WHERE name = $1";

static DeskAccount *
find (DeskDbTransaction *db, const char *sql, const char *what, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql, "s", what);
  g_autoptr (GError) local_error = NULL;
  DeskAccount *account = NULL;

  if (statement == NULL)
    return NULL;
  if (desk_db_step (statement, &local_error))
    {
      account = g_new0 (DeskAccount, 1);
      account->id = g_strdup (desk_db_column_text (statement, 0));
      account->agent_id = g_strdup (desk_db_column_text (statement, 1));
      account->email = g_strdup (desk_db_column_text (statement, 2));
      account->password_hash = g_strdup (desk_db_column_text (statement, 3));
      account->customer_id = g_strdup (desk_db_column_text (statement, 4));
    }
  else if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error_literal (error, DESK_ERROR, DESK_ERROR_NOT_FOUND, "There is no such account");
  return account;
}

static DeskViewer *
read_viewer_row (DeskDbStatement *statement)
{
  g_autoptr (DeskViewer) viewer = desk_viewer_new_system ();

  viewer->is_system = FALSE;
  if (!desk_db_column_is_null (statement, 1))
    {
      if (desk_db_column_is_null (statement, 4))
        return NULL;
      viewer->id = g_strdup (desk_db_column_text (statement, 1));
      g_free (viewer->name);
      viewer->name = g_strdup (desk_db_column_text (statement, 3));
      viewer->role = desk_enum_from_wire (&desk_role_enum, desk_db_column_text (statement, 4));
      viewer->department_id = g_strdup (desk_db_column_text (statement, 5));
      viewer->tier = (int) desk_db_column_integer (statement, 6);
      viewer->is_approved = desk_db_column_flag (statement, 7);
    }
  else
    {
      if (desk_db_column_is_null (statement, 8))
        return NULL;
      viewer->id = g_strdup (desk_db_column_text (statement, 2));
      g_free (viewer->name);
      viewer->name = g_strdup (desk_db_column_text (statement, 8));
      viewer->role = DESK_ROLE_CUSTOMER;
      viewer->is_approved = TRUE;
    }
  return g_steal_pointer (&viewer);
}

void
desk_account_free (DeskAccount *self)
{
  g_free (self->id);
  g_free (self->agent_id);
  g_free (self->customer_id);
  g_free (self->email);
  g_free (self->password_hash);
  g_free (self);
}

/**
 * desk_accounts_create:
 * @db: an open writing transaction
 * @agent_id: (nullable): the agent that it belongs to
 * @customer_id: (nullable): or the customer
 * @email: what it signs in with; kept case-folded
 * @password_hash: from desk_password_hash()
 * @error: %DESK_ERROR_INVALID naming "email" when it already has an account
 *
 * Returns: whether it was made
 */
gboolean
desk_accounts_create (DeskDbTransaction *db,
                      const char *agent_id,
                      const char *customer_id,
                      const char *email,
                      const char *password_hash,
                      GError **error)
{
  g_autofree char *folded = g_utf8_casefold (email, -1);
  g_autofree char *id = desk_id_new ();

  g_return_val_if_fail ((agent_id == NULL) != (customer_id == NULL), FALSE);

  if (!desk_db_execute (db, error, sql_create, "sssssi", id, agent_id, customer_id, folded, password_hash,
                        desk_time_now ()))
    return FALSE;
  if (desk_db_get_changes (db) == 0)
    {
      g_autoptr (GError) taken = NULL;

      desk_error_add_field (&taken, "email", "%s already has an account", email);
      g_propagate_error (error, g_steal_pointer (&taken));
      return FALSE;
    }
  return TRUE;
}

/**
 * desk_accounts_find_by_email:
 * @db: an open transaction
 * @email: in any case
 * @error: %DESK_ERROR_NOT_FOUND
 *
 * Returns: (transfer full): the account
 */
DeskAccount *
desk_accounts_find_by_email (DeskDbTransaction *db, const char *email, GError **error)
{
  g_autofree char *folded = g_utf8_casefold (email, -1);

  return find (db, sql_find_by_email, folded, error);
}

/**
 * desk_accounts_find_by_id:
 * @db: an open transaction
 * @id: the account's
 * @error: %DESK_ERROR_NOT_FOUND
 *
 * Returns: (transfer full): the account
 */
DeskAccount *
desk_accounts_find_by_id (DeskDbTransaction *db, const char *id, GError **error)
{
  return find (db, sql_find_by_id, id, error);
}

/**
 * desk_accounts_set_password:
 * @db: an open writing transaction
 * @account_id: whose
 * @password_hash: from desk_password_hash()
 * @error: %DESK_ERROR_NOT_FOUND
 *
 * Returns: whether it was set
 */
gboolean
desk_accounts_set_password (DeskDbTransaction *db, const char *account_id, const char *password_hash, GError **error)
{
  if (!desk_db_execute (db, error, sql_set_password, "ssi", account_id, password_hash, desk_time_now ()))
    return FALSE;
  if (desk_db_get_changes (db) == 0)
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_NOT_FOUND, "There is no such account");
      return FALSE;
    }
  return TRUE;
}

gboolean
desk_accounts_move (DeskDbTransaction *db, const char *account_id, const char *customer_id, GError **error)
{
  return desk_db_execute (db, error, sql_move, "ssi", account_id, customer_id, desk_time_now ());
}

gboolean
desk_accounts_has_customer (DeskDbTransaction *db, const char *customer_id, gboolean *has, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_has_customer, "s", customer_id);

  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  *has = desk_db_column_integer (statement, 0) > 0;
  return TRUE;
}

/**
 * desk_accounts_read_viewer:
 * @db: an open transaction
 * @session_id: from the caller's token
 * @now: microseconds
 * @account_id: (out) (transfer full) (optional): whose account it is
 * @error: %DESK_ERROR_UNAUTHENTICATED when the session ended or the person is gone
 *
 * Reads who asks as they stand now, so that a changed role acts at once.
 *
 * Returns: (transfer full): them
 */
DeskViewer *
desk_accounts_read_viewer (DeskDbTransaction *db, const char *session_id, gint64 now, char **account_id, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_read_viewer, "si", session_id, now);
  g_autoptr (DeskViewer) viewer = NULL;
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return NULL;
  if (desk_db_step (statement, &local_error))
    viewer = read_viewer_row (statement);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (viewer == NULL)
    g_set_error_literal (error, DESK_ERROR, DESK_ERROR_UNAUTHENTICATED, "This session has ended, please sign in again");
  else if (account_id != NULL)
    *account_id = g_strdup (desk_db_column_text (statement, 0));
  return g_steal_pointer (&viewer);
}

/**
 * desk_accounts_read_person:
 * @db: an open transaction
 * @viewer: who
 * @error: %DESK_ERROR_NOT_FOUND
 *
 * Returns: (transfer full): their #DeskAgent or #DeskCustomer
 */
DeskEntity *
desk_accounts_read_person (DeskDbTransaction *db, const DeskViewer *viewer, GError **error)
{
  const DeskKind *kind = viewer->role == DESK_ROLE_CUSTOMER ? &desk_customer_kind : &desk_agent_kind;

  return desk_rows_get (db, kind, viewer->id, error);
}

/**
 * desk_accounts_list_agents:
 * @db: an open transaction
 * @error: when the database fails
 *
 * Returns: (transfer container) (element-type DeskAgent): all agents by name, whether they have an account or not
 */
GPtrArray *
desk_accounts_list_agents (DeskDbTransaction *db, GError **error)
{
  g_autofree char *columns = desk_rows_dup_columns (&desk_agent_kind, "g");
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM agents g ORDER BY g.name, g.id", columns);
  g_autoptr (GPtrArray) agents = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql, "");
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return NULL;
  while (desk_db_step (statement, &local_error))
    {
      DeskEntity *agent = desk_rows_read (&desk_agent_kind, statement, 0, error);

      if (agent == NULL)
        return NULL;
      g_ptr_array_add (agents, agent);
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&agents);
}

/**
 * desk_accounts_find_department:
 * @db: an open transaction
 * @name: a department's
 * @error: %DESK_ERROR_INVALID when there is none of that name
 *
 * Returns: (transfer full): its id
 */
char *
desk_accounts_find_department (DeskDbTransaction *db, const char *name, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_find_department, "s", name);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return NULL;
  if (desk_db_step (statement, &local_error))
    return g_strdup (desk_db_column_text (statement, 0));
  if (local_error == NULL)
    desk_error_add_field (&local_error, "department", "there is no department \"%s\"", name);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}
