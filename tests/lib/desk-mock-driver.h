/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-error.h"
#include "db/desk-db-driver.h"
#include "db/desk-db.h"

G_BEGIN_DECLS

/**
 * DeskMockDriver:
 *
 * A driver for tests: SQLite behind a door that fails when it is told to, and writes down what went through. All
 * connections of a process share what is told; open it with desk_db_open_with_driver (DESK_TYPE_MOCK_DRIVER, path).
 */
#define DESK_TYPE_MOCK_DRIVER (desk_mock_driver_get_type ())
G_DECLARE_FINAL_TYPE (DeskMockDriver, desk_mock_driver, DESK, MOCK_DRIVER, DeskDbDriver)

typedef enum
{
  DESK_MOCK_OPEN,
  DESK_MOCK_BEGIN,
  DESK_MOCK_COMMIT,
  DESK_MOCK_ROLLBACK, /* never fails */
  DESK_MOCK_SAVEPOINT,
  DESK_MOCK_SCRIPT,
  DESK_MOCK_PREPARE,
  DESK_MOCK_STEP,
  DESK_MOCK_N_OPERATIONS,
  DESK_MOCK_ANY = DESK_MOCK_N_OPERATIONS,
} DeskMockOperation;

typedef enum
{
  DESK_MOCK_STAYS,  /* the failure is all that happens */
  DESK_MOCK_ENDS,   /* and the transaction is over, as on a full disk */
  DESK_MOCK_LOST,   /* and the connection is gone */
  DESK_MOCK_UNDONE, /* because of what others wrote */
} DeskMockConsequence;

void desk_mock_reset (void);
/* The @nth from now fails, counted from 1. */
void desk_mock_fail (DeskMockOperation operation, guint nth, DeskErrorCode code, DeskMockConsequence consequence);
gboolean desk_mock_has_failed (void);                /* whether the failure has come by */
guint desk_mock_count (DeskMockOperation operation); /* how many since the reset */

G_END_DECLS
