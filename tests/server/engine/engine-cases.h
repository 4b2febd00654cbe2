/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/engine/engine-desk.h"

G_BEGIN_DECLS

/* The cases of each subject, each in its file. */
void engine_add_number_cases (void);
void engine_add_workflow_cases (void);
void engine_add_assign_cases (void);
void engine_add_visibility_cases (void);
void engine_add_history_cases (void);
void engine_add_notification_cases (void);
void engine_add_converse_cases (void);
void engine_add_list_cases (void);
void engine_add_bounded_cases (void);
void engine_add_feed_cases (void);
void engine_add_held_cases (void);
void engine_add_people_cases (void);
void engine_add_intake_cases (void);
void engine_add_knowledge_cases (void);
void engine_add_file_cases (void);
void engine_add_race_cases (void);
void engine_add_clock_cases (void);
void engine_add_alarm_cases (void);
void engine_add_chat_cases (void);
void engine_add_merge_cases (void);
void engine_add_bulk_cases (void);
void engine_add_thing_cases (void);
void engine_add_search_cases (void);
void engine_add_stats_cases (void);
void engine_add_verify_cases (void);

G_END_DECLS
