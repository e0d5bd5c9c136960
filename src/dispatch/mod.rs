//! Dispatch: who asks, what about, who must answer, and why. The thinking is pure: facts in, a
//! decision with its reasons out. The verbs write what follows: they send a question on, note what a
//! desk did with it, and send the asker an answer. No decision is made here without the words, rules
//! and numbers that made it.

mod answer;
mod assigned;
mod dispatcher;
mod error;
mod forward;
mod mails;
mod records;

pub use answer::{Answer, answer, ask_asker};
pub use assigned::{accept, propose_answer, receive_proposal, receive_question_back, refuse};
pub use dispatcher::{Asked, Considered, Dispatcher, Onward};
pub use error::DispatchError;
pub use forward::{Forward, forward, forward_automatically, is_reachable};
pub use records::{NewDecision, candidates_in, keep_decision, person_decided};
