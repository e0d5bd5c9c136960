//! The register: a ticket's life, where all rooms meet. It gives out references, keeps the status
//! machine, the conversation, the terms and the event log, and shows the queue and the case. Every
//! change of a ticket is written here, in the caller's transaction, with its event. It finds a question by
//! its words (`search`). The register
//! never decides who must answer (`dispatch`) nor whether an answer arrived (`followup`).

mod advice;
mod asker;
mod assignments;
mod attachments;
mod calendar;
mod case;
mod contacts;
mod correspondence;
mod cursor;
mod deadlines;
mod error;
mod events;
mod flood;
mod handlers;
mod happenings;
mod knelpunt;
mod leaving;
mod letters;
mod links;
mod merged;
mod messages;
mod names;
mod owner;
mod parts;
mod presence;
mod progress;
mod queue;
mod record;
mod records;
mod reference;
mod register;
mod reopening;
#[cfg(test)]
pub(crate) mod samples;
mod search;
mod signals;
mod spells;
mod standing;
mod terms;
mod threads;
mod typed;
mod untold;
mod verbs;
mod views;
mod waits;
mod withdraw;

pub use advice::{AdviceWanted, advice_wanted};
pub use asker::{
    AskerChange, NewAsker, UnfitAsker, asker_change, change_asker, former_askers, is_former,
};
pub use assignments::{
    Assignment, AssignmentRole, assignment, assignment_of_thread, assignments, desk_by_id,
    desk_by_slug, desks_of, insert_assignment, open_at_desk, reactions, save_progress,
    save_promise,
};
pub use attachments::{Attachment, NewAttachment, attachment, attachments_of, leave_out_file};
pub use calendar::{
    Skipped, SkippedDay, Term, WorkingDays, closing_time, day_in_brussels, skipped,
    working_days_between, year_in_brussels,
};
pub use case::{
    AssignmentView, Case, DeadlineView, DecisionView, DeliveryView, DueFor, DueSum, EarlierTicket,
    EventView, EvidenceView, MessageView, NotedView, Original, SenderView, ThreadView, asker_of,
    case,
};
pub use contacts::{
    Contact, NOBODY, contact_by_email, contact_by_id, contacts_like, upsert_contact,
};
pub use correspondence::{
    AdministrationLinks, Citation, Correspondence, action_links, administration_links, citation,
    correspondence, letterhead, mail_texts, not_me_link, owner_in_mails, reply_of_asker,
    status_link,
};
pub use cursor::Cursor;
pub use deadlines::{
    DeadlineKind, cancel_all, days_left, days_of_last, end_deadline, promised, running_due,
    start_deadline,
};
pub use error::{NoDouble, NoMerge, RegistryError};
pub use events::{EventPlace, NewEvent, append_events, chained, facts_of, put_by};
pub use flood::{Flood, FloodTicket, close_flood, flood, flood_tickets, floods};
pub use handlers::{Handler, handlers, how_many_taken, set_free};
pub use happenings::{names_nobody, note_due_today, note_reply};
pub use knelpunt::{
    Knelpunten, MOST_INSTRUMENT, instruments, knelpunt_of, remove_knelpunt, set_knelpunt,
};
pub(crate) use leaving::take_along;
pub use letters::{
    Letter, MOST_ADDED, added_by_asker, added_to, cite_in, holds_message, known_writers, letter,
    notices_waiting, proposals_waiting, question_letter, settle_questions_back, step_of_owner,
    take_out, waiting_proposals,
};
pub use links::{Linked, MOST_LINKS, NoLink, link, linked, unlink};
pub use merged::{
    Before, Merged, Promise, before_merge, give_back_promise, going_on, hasten, is_sending,
    lock_with_next, merged_into, put_back, wait_elsewhere, waiting_merged, wrote_in_merged,
};
pub use messages::{
    Direction, MessageKind, MessageState, NewMessage, StoredMessage, answers_since, append_message,
    give_to_desk, last_answer, last_message, message, set_message_state, settle_as_reply,
};
pub use names::people_named;
pub use owner::{can_own, hand_over};
pub use parts::{Undelivered, answering, has_failed, is_of_answer, shows_arrival, undelivered};
pub use presence::{Doing, Present, heard_of, left, present, sweep_presence};
pub use progress::{Progress, WrongProgress};
pub use queue::{
    Among, Floods, Listing, MOST_COUNTED, Page, QueueCounts, QueueFilter, QueueRow, Scope, Section,
    TakenBy, counts, how_many, listed_from, queue, spot,
};
pub use record::{
    BrokenRecord, Flaw, Personal, RecordCheck, RecordEvent, RecordLine, RecordTicket, RecordWanted,
    read_record, verify_record,
};
pub(crate) use records::load_beside;
pub use records::{
    Decided, Ticket, facts, find, find_by_id, latest_follower, load, load_by_id, save,
    tickets_of_asker,
};
pub use reference::{NotAReference, Reference, take as take_references};
pub use register::{NewTicket, Registered, register};
pub use reopening::tell_reopened;
pub use search::{Excerpt, SearchQuery, Span, excerpts, index_anew, index_some};
pub use signals::{MOST_WHY, NoSignal, Signal, signal, withdraw_signal};
pub use spells::{BallDay, Spell, ball_days, spells, working_days};
pub use standing::{
    Ball, BallAt, CannotClose, CloseReason, EvidenceKind, NextStep, Receipt, Stage, Standing,
    Status, Told, Waits, WrongStep, judged_from_words,
};
pub use terms::{ChangedTerm, change_term, changed_terms, terms};
pub use threads::{
    Thread, ThreadKind, asker_thread, assignment_thread, known_by_message_ids, message_id_hash,
    note_message_id, thread_of_assignment, thread_root,
};
pub use typed::{
    TypedDraft, TypedIn, discard_typed, forget_typed, keep_typed, sweep_drafts, typed_in, typed_of,
    wipe_typed,
};
pub use untold::{Untold, keep_unsent, untold, untold_in};
pub use verbs::{
    assign, can_be_disowned, disown, end, note, note_once, release, reopen, take, take_over,
    take_to_answer, unless_written_down,
};
pub(crate) use verbs::{
    clean, looked_at, pause_answer_term, restart_answer_term, resume_answer_term, resume_when_back,
};
pub use views::{SavedView, ViewError, remove_view, save_view, views};
pub use waits::{
    due_anew, lay_before_owner, mark_chase, mark_seen, rest_owed, settle_chase, settle_messages,
};
pub use withdraw::{end_advice, withdraw, withdraw_all, withdraw_others};
