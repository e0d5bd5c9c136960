//! Everything that leaves the building: the mails and their words, how a mail is put together for
//! the wire, the outbox in which it waits, and what carries it to the receiving server. Whoever
//! wants something sent leaves a [`Draft`] here, inside the transaction that changes the state.
//!
//! Nothing is sent inside a transaction, and nothing here knows what a ticket's status means: each
//! fate is written down as a delivery that nobody has noticed yet, and followup draws conclusions.

mod compose;
mod linked;
pub mod mails;
mod outbox;
mod records;
mod transport;
mod written;

pub use compose::{
    AboutTicket, Author, ComposeError, Draft, Enclosure, OutboundKind, OutboundMail, Sender,
    bare_message_id, compose, mailable, message_id, thread_references,
};
pub use linked::{FetchedFile, linked_file};
pub use outbox::{OutboundError, OutboundMailId, Outbox, enqueue, mailed_lately, sweep};
pub use records::{Jam, call_off, jam, message_id_hash, withhold};
pub use transport::{Carrier, CarrierError, Envelope, Fate, FileCarrier, SmtpCarrier};
pub use written::{WrittenMail, written_since};
