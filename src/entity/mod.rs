//! The tables as sea-orm sees them, one file each: nothing but data. The `records.rs` of a room is
//! the only reader; what leaves a room is a type of its own.

#![expect(missing_docs, reason = "the migrations say what each column means")]
#![expect(
    clippy::disallowed_methods,
    reason = "the derive writes a `save` that we never call"
)]

pub mod admin_event;
pub mod alarm;
pub mod answer_template;
pub mod api_token;
pub mod assignment;
pub mod attachment;
pub mod ball_spell;
pub mod blob_scan;
pub mod contact;
pub mod daily_mail_count;
pub mod deadline;
pub mod delivery;
pub mod desk;
pub mod dispatch_decision;
pub mod draft;
pub mod event;
pub mod faq_entry;
pub mod faq_revision;
pub mod flood;
pub mod handover;
pub mod happening;
pub mod idempotency_key;
pub mod imap_mailbox;
pub mod inbound_mail;
pub mod knelpunt;
pub mod known_name;
pub mod mail_event;
pub mod mail_identity;
pub mod mail_reference;
pub mod mail_root;
pub mod mail_watch;
pub mod message;
pub mod municipality;
pub mod notice;
pub mod notice_digest;
pub mod notice_wish;
pub mod organisation;
pub mod organisation_domain;
pub mod organisation_member;
pub mod outbound_mail;
pub mod password_link;
pub mod pending_file;
pub mod pending_send;
pub mod postal_code;
pub mod presence;
pub mod province;
pub mod receipt_evidence;
pub mod recurrence_alike;
pub mod recurrence_group;
pub mod recurrence_member;
pub mod recurrence_term;
pub mod reference_counter;
pub mod reference_region;
pub mod rule;
pub mod saved_view;
pub mod session;
pub mod shared_domain;
pub mod sign_in_attempt;
pub mod signal;
pub mod source_health;
pub mod task;
pub mod term_setting;
pub mod thread;
pub mod ticket;
pub mod ticket_link;
pub mod topic;
pub mod upload;
pub mod user_account;
pub mod user_identity;
pub mod user_recovery_code;
pub mod user_role;
pub mod user_second_step;
