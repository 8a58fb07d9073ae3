//! What every store promises, run on each of them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::wildcard_imports,
    clippy::missing_panics_doc,
    reason = "tests"
)]

mod store {
    pub(super) mod calls;
    pub(super) mod crowd;
    pub(super) mod embedded;
    pub(super) mod errands;
    pub(super) mod inputs;
    pub(super) mod instagram;
    pub(super) mod kit;
    pub(super) mod people;
    pub(super) mod random;
    pub(super) mod replaced;
    pub(super) mod replies;
    pub(super) mod syncs;
}

/// Runs each behaviour on both stores.
macro_rules! conformance {
    ($($topic:ident: $($behaviour:ident),+;)+) => {
        mod memory {
            $($(
                #[tokio::test(flavor = "multi_thread")]
                async fn $behaviour() {
                    crate::store::$topic::$behaviour(saywhen::store::memory::Memory::new()).await;
                }
            )+)+
        }

        mod sqlite {
            $($(
                #[tokio::test(flavor = "multi_thread")]
                async fn $behaviour() {
                    let folder = tempfile::tempdir().unwrap();
                    let path = folder.path().join("saywhen.db");
                    let store = saywhen::store::sqlite::Sqlite::open(&path).unwrap();
                    crate::store::$topic::$behaviour(store).await;
                }
            )+)+
        }
    };
}

conformance! {
    inputs:
        each_kind_of_item_is_told_apart,
        copies_vanish_within_a_batch_and_across_batches,
        a_copy_is_known_until_identities_are_swept,
        inputs_of_a_conversation_come_one_at_a_time_in_order,
        the_longest_waiting_conversation_is_first,
        work_given_back_is_handed_out_again,
        an_older_claim_cannot_commit,
        committing_twice_is_lost_and_writes_nothing,
        a_conversation_at_another_version_is_lost_and_free,
        outcomes_are_the_final_states_of_inputs,
        a_conversation_that_fetches_gets_only_its_deadline,
        a_timer_fires_once_and_never_early,
        values_are_remembered;
    replies:
        replies_leave_one_by_one_in_order,
        a_later_turn_waits_for_the_one_before,
        a_pause_counts_from_the_settlement_before,
        a_retry_waits_and_counts_its_tries,
        an_uncertain_reply_waits_for_its_echo_and_is_tried_once_more,
        an_echo_settles_what_was_uncertain_and_frees_the_next,
        an_echo_may_be_faster_than_the_answer,
        echoes_of_others_are_only_counted,
        receipts_mark_the_replies_they_speak_of,
        final_fates_let_the_next_reply_go,
        an_unreachable_visitor_gets_nothing_more,
        a_parked_reply_goes_when_a_later_turn_speaks,
        a_parked_reply_goes_when_the_thread_is_given_back,
        a_parked_reply_is_looked_at_again_when_it_is_too_late,
        a_page_that_meta_blocks_sends_nothing_until_it_is_unblocked,
        an_untried_reply_is_due_at_once_and_unchanged,
        seen_is_tried_once,
        old_replies_expire_once_a_later_turn_has_spoken,
        a_held_page_sends_nothing_until_its_time,
        lifting_a_reason_frees_its_pages_and_no_other,
        lifting_one_page_leaves_others_that_wait_for_the_same,
        another_life_begins_with_doubt,
        settled_rows_are_swept_and_open_ones_are_kept;
    replaced:
        what_waits_is_dropped_and_the_state_is_another,
        what_is_to_be_heard_still_gets_its_turn,
        work_under_way_is_lost_and_numbers_go_on,
        somebody_new_can_be_put_somewhere_at_once;
    calls:
        a_call_is_handed_out_once_and_its_answer_comes_first,
        after_a_crash_only_what_may_be_done_twice_is_called_again,
        after_a_crash_a_question_to_a_shop_is_asked_again,
        who_is_asked_for_profiles_is_not_asked_for_orders,
        after_a_crash_a_profile_is_asked_for_again,
        a_call_that_nobody_waits_for_any_more_is_not_made;
    errands:
        a_webhook_is_told_once_and_in_order,
        a_webhook_that_is_busy_keeps_nobody_elses_waiting,
        a_webhook_that_fails_is_told_five_times_under_one_key,
        after_a_crash_a_webhook_is_told_again_under_the_same_key,
        what_is_counted_and_noted_is_done_with_its_turn,
        ended_errands_are_swept_and_open_ones_are_kept;
    people:
        a_persons_words_are_heard_once_our_own_app_is_known,
        what_waits_is_not_said_after_a_persons_words,
        an_echo_without_metadata_settles_the_reply_nobody_knew_about,
        what_a_person_writes_in_the_inbox_counts_before_our_app_is_known,
        what_waits_is_not_said_in_a_thread_that_was_taken,
        who_came_by_a_plugin_goes_on_under_the_pages_own_id,
        the_question_of_the_plugin_is_kept_if_it_was_asked_last,
        receipts_become_inputs_only_if_a_flow_wants_them;
    instagram:
        a_persons_words_are_heard_though_nobody_knows_our_app,
        every_kind_of_reply_is_known_before_graph_has_answered,
        what_graph_had_taken_before_it_failed_is_not_said_again,
        late_copies_of_what_was_in_doubt_are_no_persons,
        a_private_answer_to_a_comment_mutes_nobody_it_reaches,
        on_standby_an_echo_settles_and_a_person_is_only_recorded;
    crowd:
        a_thousand_accepts_at_once_are_numbered_without_gaps,
        workers_side_by_side_apply_every_input_once_and_in_order,
        sixty_four_cycles_at_once;
}
