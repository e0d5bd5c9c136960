//! Dispatch: who asks, what about, who must answer, and why. The thinking is pure: facts in, a
//! decision with its reasons out. The verbs write what follows: they send a question on, note what a
//! desk did with it, and send the asker an answer. No decision is made here without the words, rules
//! and numbers that made it.

mod answer;
mod assigned;
mod classify;
mod close;
mod consult;
mod decide;
mod dispatcher;
mod duplicate;
mod error;
mod explanation;
mod features;
mod forward;
mod lessons;
mod locate;
mod mails;
mod merge;
mod model;
mod pending;
mod readdress;
mod reading;
mod records;
mod rehearse;
mod rules;
mod topic;
mod train;
mod trial;

pub use answer::{Answer, answer, ask_asker};
pub use assigned::{
    accept, ask_back, desk_says, give_advice, leave_proposal, named_instead, promise_answer,
    propose_answer, read_as_refusal, receive_acknowledgement, receive_notice, receive_proposal,
    receive_question_back, receive_refusal, refuse, withdraw,
};
pub use classify::{CONTACT_POINT, Candidate, classify};
pub use close::{Closing, Tell, close, told_as};
pub use consult::{Consult, MOST_DAYS, can_advise, consult, over_for_advice};
pub use decide::{DecideError, Decision, Facts, NextStep, decide};
pub use dispatcher::{Asked, Considered, Dispatcher, Onward, OpenModelError};
pub use duplicate::{close_duplicate, return_double};
pub use error::DispatchError;
pub use explanation::{Explanation, Hold, Moment, Ranked};
pub use forward::{
    Along, AskedBy, Forward, PassOn, forward, forward_automatically, go_on_as_decided, is_late,
    is_reachable, pass_on,
};
pub use lessons::{LessonError, background, labelled, questions};
pub use locate::{Asking, How, Located, locate};
pub use merge::{DAYS_TO_UNDO, Merge, can_merge, can_unmerge, merge, unmerge};
pub use model::{Calibration, Judgement, Model, ModelError, Moved, Reading};
pub use pending::{
    CalledBack, Outgoing, Pending, Sent, Unsent, WrittenIn, call_back, discard_draft, draft,
    pending_in, pending_sends, rewrite_draft, send, send_pending, unsent_drafts,
};
pub use readdress::readdress;
pub use reading::DeskReply;
pub use records::{NewDecision, candidates_in, keep_decision, person_decided};
pub use rehearse::{rehearse, rehearse_unmerge};
pub use rules::Rulebook;
pub use topic::set_topic;
pub use train::{Lesson, calibrate, folds};
pub use trial::{Trial, Tried, cross_validate, train};
