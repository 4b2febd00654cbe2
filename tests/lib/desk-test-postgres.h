/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A PostgreSQL for tests: started when it is first needed, gone with the process, however that ends. DESK_TEST_POSTGRES
 * may name one that is there already, by an address of its database "postgres". */

/* (transfer full): the address of a new empty database */
char *desk_test_postgres_dup_url (void);

/* Stops the server at once, as if it had crashed, and starts it again. */
void desk_test_postgres_stop (void);
void desk_test_postgres_start (void);

G_END_DECLS
