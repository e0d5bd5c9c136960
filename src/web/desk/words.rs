//! From what is true to what the desk reads: states with their icons, terms in working days, steps
//! in one line. Pure; the moment it is comes from the handler.

use chrono::{DateTime, Utc};

use super::view::parts::{State, Tone};
use crate::directory::Doubt;
use crate::entity::assignment::{AssignmentRole, ProgressKind};
use crate::entity::deadline::DeadlineKind;
use crate::entity::delivery::DeliveryState;
use crate::entity::event::ActorKind;
use crate::entity::inbound_mail::{Mark, SenderProof};
use crate::entity::outbound_mail::OutboundKind;
use crate::entity::receipt_evidence::{EvidenceKind, Told};
use crate::entity::ticket::{Ball, CloseReason, NextStep, Receipt, Status};
use crate::intake::mail::Reason;
use crate::registry::{Attachment, DueFor, Skipped, Untold, working_days_between};
use crate::store::ScanState;
use crate::text::{Texts, dates};

/// The statuses, in the order of a question's life.
pub const STATUSES: [Status; 5] = [
    Status::New,
    Status::Open,
    Status::WaitingOnAsker,
    Status::Answered,
    Status::Closed,
];

/// The receipts, the ones that ask for somebody first.
pub const RECEIPTS: [Receipt; 7] = [
    Receipt::Undeliverable,
    Receipt::Disputed,
    Receipt::Reported,
    Receipt::None,
    Receipt::Sent,
    Receipt::Presumed,
    Receipt::Confirmed,
];

/// The reasons a person may close a question for.
pub const CLOSE_REASONS: [CloseReason; 6] = [
    CloseReason::Answered,
    CloseReason::AnsweredByFaq,
    CloseReason::Duplicate,
    CloseReason::Withdrawn,
    CloseReason::OutOfScope,
    CloseReason::Spam,
];

/// The ways in which something is heard beside our mails, the likeliest first.
pub const TOLD: [Told; 4] = [Told::Phone, Told::Meeting, Told::Mail, Told::Otherwise];

/// What a status is called.
#[must_use]
pub fn status(t: Texts, status: Status) -> String {
    t.say(match status {
        Status::New => "desk-status-new",
        Status::Open => "desk-status-open",
        Status::WaitingOnAsker => "desk-status-waiting",
        Status::Answered => "desk-status-answered",
        Status::Closed => "desk-status-closed",
    })
}

/// What a reason to close is called.
#[must_use]
pub fn close_reason(t: Texts, reason: CloseReason) -> String {
    t.say(match reason {
        CloseReason::Answered => "desk-closed-answered",
        CloseReason::AnsweredByFaq => "desk-closed-faq",
        CloseReason::Duplicate => "desk-closed-duplicate",
        CloseReason::Withdrawn => "desk-closed-withdrawn",
        CloseReason::OutOfScope => "desk-closed-scope",
        CloseReason::Spam => "desk-closed-spam",
    })
}

/// A status with the reason, when it is over: "afgesloten: ingetrokken".
#[must_use]
pub fn status_with_reason(t: Texts, of: Status, reason: Option<CloseReason>) -> String {
    match reason {
        Some(reason) if of == Status::Closed => {
            t.with("desk-status-closed-for", "reason", close_reason(t, reason))
        }
        _ => status(t, of),
    }
}

/// What we know about the asker having the answer.
#[must_use]
pub fn receipt(t: Texts, receipt: Receipt) -> State {
    let (icon, tone, key) = match receipt {
        Receipt::None => ("circle", Tone::Soft, "desk-receipt-none"),
        Receipt::Sent => ("envelope", Tone::Ink, "desk-receipt-sent"),
        Receipt::Undeliverable => (
            "alert-triangle-filled",
            Tone::Bad,
            "desk-receipt-undeliverable",
        ),
        Receipt::Reported => ("comment", Tone::Warn, "desk-receipt-reported"),
        Receipt::Presumed => ("circle-check", Tone::Good, "desk-receipt-presumed"),
        Receipt::Confirmed => ("check-filled", Tone::Good, "desk-receipt-confirmed"),
        Receipt::Disputed => ("vote-thumbs-down", Tone::Bad, "desk-receipt-disputed"),
    };
    State::new(icon, tone, t.say(key))
}

/// What is known of a part of the answer, while the rest is still to come: good news is not all of it.
#[must_use]
pub fn receipt_of_part(t: Texts, of: Receipt) -> State {
    let state = receipt(t, of);
    if of == Receipt::None {
        return state;
    }
    let words = t.with("desk-receipt-in-part", "receipt", state.words);
    match state.tone {
        Tone::Good => State::new("file-tasks-check", Tone::Ink, words),
        _ => State { words, ..state },
    }
}

/// What is known of the answer to a question that is over: told, but nobody need act on it, and what has
/// not come does not come any more.
#[must_use]
pub fn receipt_at_end(t: Texts, of: Receipt) -> State {
    let state = match of {
        Receipt::None => State::new("circle", Tone::Soft, t.say("desk-receipt-none-at-end")),
        of => receipt(t, of),
    };
    let tone = match state.tone {
        Tone::Bad | Tone::Warn => Tone::Soft,
        tone => tone,
    };
    State { tone, ..state }
}

/// What somebody must do now; `desk` is the administration that it is about, `domain` the one whose mail
/// server takes what we send the asker.
#[must_use]
pub fn step(
    t: Texts,
    step: NextStep,
    receipt: Receipt,
    desk: Option<&str>,
    domain: &str,
) -> String {
    let of_desk = |with: &str, without: &str| match desk {
        Some(desk) => t.with(with, "desk", desk),
        None => t.say(without),
    };
    match step {
        NextStep::Read => t.say("desk-step-read"),
        NextStep::ConfirmProposal => t.say("desk-step-confirm"),
        NextStep::Answer => t.say("desk-step-answer"),
        NextStep::ReviewProposal => t.say("desk-step-review"),
        NextStep::AnswerDesk => of_desk("desk-step-answer-desk", "desk-step-answer-a-desk"),
        NextStep::RepairAddress if receipt == Receipt::Undeliverable => t.say("desk-step-repair"),
        NextStep::RepairAddress => t.say("desk-step-mail-failed"),
        NextStep::Reconsider => t.say("desk-step-reconsider"),
        NextStep::ReviewSender => t.say("desk-step-sender"),
        NextStep::FollowUp if receipt == Receipt::Reported && desk.is_none() => {
            t.say("desk-step-ask-asker")
        }
        NextStep::FollowUp => of_desk("desk-step-follow-desk", "desk-step-follow"),
        NextStep::Chase => of_desk("desk-step-chase-desk", "desk-step-chase"),
        NextStep::ReadMessage => t.say("desk-step-message"),
        NextStep::ReadNotice => t.say("desk-step-notice"),
        NextStep::WaitForAsker => t.say("desk-step-wait"),
        NextStep::AwaitReceipt if receipt == Receipt::Reported => t.say("desk-step-reported"),
        NextStep::AwaitReceipt if receipt == Receipt::None => t.say("desk-step-leaving"),
        NextStep::AwaitReceipt => t.with("desk-step-receipt", "domain", domain),
        NextStep::Done => t.say("desk-step-done"),
    }
}

/// Why an asker is not told that their question is closed or open again.
#[must_use]
pub fn untold(t: Texts, why: Untold) -> String {
    t.say(match why {
        Untold::Spam => "desk-untold-spam",
        Untold::Disowned => "desk-untold-disowned",
        Untold::Denied => "desk-untold-denied",
        Untold::Machine => "desk-untold-machine",
    })
}

/// What decides how a term looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// When the next thing must have happened.
    pub at: DateTime<Utc>,
    /// With whom the ball is.
    pub ball: Ball,
    /// Since when.
    pub ball_since: DateTime<Utc>,
    /// How far the question is.
    pub status: Status,
    /// What must be done now.
    pub step: NextStep,
}

/// A term and the line under it.
#[must_use]
pub fn due(t: Texts, due: Due, now: DateTime<Utc>) -> (State, String) {
    let language = t.language();
    let day = dates::local_day(due.at);
    let ours = due.ball == Ball::Owner || due.status == Status::Closed;
    if due.status == Status::Closed && due.step == NextStep::Done {
        let state = State::new("check", Tone::Soft, t.say("desk-due-closed"));
        return (state, dates::short_day(day, language));
    }
    if due.status == Status::WaitingOnAsker {
        let asked = dates::short_day(dates::local_day(due.ball_since), language);
        let state = State::new("circle-pause", Tone::Soft, t.say("desk-due-paused"));
        return (state, t.with("desk-due-asked", "day", asked));
    }
    if due.at < now {
        let days = working_days_between(due.at, now);
        let words = if days > 0 {
            t.with("desk-due-late", "days", days)
        } else {
            t.say("desk-due-late-today")
        };
        let (icon, tone) = if ours {
            ("alert-circle-filled", Tone::Bad)
        } else {
            ("alarm", Tone::Warn)
        };
        return (
            State::new(icon, tone, words),
            dates::short_moment(due.at, language),
        );
    }
    if day == dates::local_day(now) {
        let words = t.with("desk-due-today", "hour", dates::clock(due.at, language));
        let tone = if ours { Tone::Warn } else { Tone::Ink };
        return (State::new("clock", tone, words), String::new());
    }
    let words = t.with("desk-due-days", "days", working_days_between(now, due.at));
    (
        State::new("calendar", Tone::Ink, words),
        dates::short_moment(due.at, language),
    )
}

/// The moment that a term is told by: since when it stands still, or when it ends.
#[must_use]
pub fn due_moment(due: Due) -> DateTime<Utc> {
    if due.status == Status::WaitingOnAsker {
        due.ball_since
    } else {
        due.at
    }
}

/// What the desk that answers for a question does next, as the key of a text about `$desk`, for whoever only
/// looks on; none where nothing is for that desk to do.
#[must_use]
pub fn step_of_owner(step: NextStep) -> Option<&'static str> {
    match step {
        NextStep::Read => Some("desk-watch-read"),
        NextStep::ConfirmProposal => Some("desk-watch-confirm"),
        NextStep::Answer | NextStep::Reconsider => Some("desk-watch-answer"),
        NextStep::ReviewProposal => Some("desk-watch-review"),
        NextStep::Chase => Some("desk-watch-chase"),
        NextStep::AnswerDesk
        | NextStep::RepairAddress
        | NextStep::ReviewSender
        | NextStep::ReadMessage
        | NextStep::ReadNotice => Some("desk-watch-other"),
        NextStep::FollowUp | NextStep::WaitForAsker | NextStep::AwaitReceipt | NextStep::Done => {
            None
        }
    }
}

/// Since when the ball is where it is: "sinds vandaag 9.12", "sinds 3 wd".
#[must_use]
pub fn since(t: Texts, since: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let language = t.language();
    if dates::local_day(since) == dates::local_day(now) {
        return t.with("desk-since-today", "hour", dates::clock(since, language));
    }
    match working_days_between(since, now) {
        days if days > 0 => t.with("desk-since-days", "days", days),
        _ => t.with(
            "desk-since-day",
            "day",
            dates::short_day(dates::local_day(since), language),
        ),
    }
}

/// A moment of a conversation: "vandaag, 9.12", "2 mrt, 9.14", last year with its year.
#[must_use]
pub fn when(t: Texts, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let language = t.language();
    let hour = dates::clock(at, language);
    if dates::local_day(at) == dates::local_day(now) {
        return t.with("desk-when-today", "hour", hour);
    }
    format!(
        "{}, {hour}",
        dates::short_date(dates::local_day(at), dates::local_day(now), language)
    )
}

/// What became of one mail to one recipient.
#[must_use]
pub fn delivery(t: Texts, state: DeliveryState) -> State {
    let (icon, tone, key) = match state {
        DeliveryState::Queued => ("clock", Tone::Soft, "desk-delivery-queued"),
        DeliveryState::Accepted => ("check-filled", Tone::Good, "desk-delivery-accepted"),
        DeliveryState::Delivered => ("check-filled", Tone::Good, "desk-delivery-delivered"),
        DeliveryState::Refused => ("alert-triangle-filled", Tone::Bad, "desk-delivery-refused"),
        DeliveryState::Failed => ("alert-triangle-filled", Tone::Bad, "desk-delivery-failed"),
        DeliveryState::Bounced => ("alert-triangle-filled", Tone::Bad, "desk-delivery-bounced"),
        DeliveryState::Held => ("lock", Tone::Warn, "desk-delivery-held"),
    };
    State::new(icon, tone, t.say(key))
}

/// Whether a mail comes from the domain that it says: in the background where all is well.
#[must_use]
pub fn sender(t: Texts, proof: SenderProof, domain: &str) -> State {
    let (icon, tone, key) = match proof {
        SenderProof::Proven => ("check", Tone::Soft, "desk-sender-proven"),
        SenderProof::Unproven => ("alert-triangle", Tone::Warn, "desk-sender-unproven"),
        SenderProof::Refuted => ("alert-triangle-filled", Tone::Bad, "desk-sender-refuted"),
    };
    State::new(icon, tone, t.with(key, "domain", domain))
}

/// What is remarkable about how a mail came: louder where something of it is missing or must be looked for.
#[must_use]
pub fn mark(t: Texts, mark: Mark) -> State {
    let (icon, tone, key) = match mark {
        Mark::SmimeSigned => ("lock", Tone::Soft, "desk-mark-smime-signed"),
        Mark::SmimeSealed => ("lock", Tone::Warn, "desk-mark-smime-sealed"),
        Mark::PgpSigned => ("lock", Tone::Soft, "desk-mark-pgp-signed"),
        Mark::PgpSealed => ("lock", Tone::Warn, "desk-mark-pgp-sealed"),
        Mark::AnswersBelow => ("alert-triangle", Tone::Warn, "desk-mark-answers-below"),
        Mark::JunkBeforeHeaders => ("renew", Tone::Soft, "desk-mark-junk"),
        Mark::RawHeaderBytes => ("renew", Tone::Soft, "desk-mark-bytes"),
        Mark::ControlCharacters => ("renew", Tone::Warn, "desk-mark-control"),
        Mark::BrokenBase64 => ("alert-triangle", Tone::Warn, "desk-mark-broken"),
        Mark::WrongCharset => ("renew", Tone::Soft, "desk-mark-charset"),
        Mark::BrokenMultipart => ("alert-triangle", Tone::Warn, "desk-mark-parts"),
        Mark::BadDate => ("renew", Tone::Soft, "desk-mark-date"),
        Mark::OverLimit => ("alert-triangle", Tone::Warn, "desk-mark-limit"),
    };
    State::new(icon, tone, t.say(key))
}

/// How large a file is, and whether it came whole.
#[must_use]
pub fn file_size(t: Texts, file: &Attachment) -> String {
    let size = size(t, file.size);
    if file.damaged {
        t.with("desk-file-damaged", "size", size)
    } else {
        size
    }
}

/// Why a raw mail is what it is, or was set aside.
#[must_use]
pub fn reason(t: Texts, reason: &Reason) -> String {
    t.say(match reason {
        Reason::FailureReport => "desk-why-mail-failure",
        Reason::ReceiptReport => "desk-why-mail-receipt",
        Reason::OfNoMailOfOurs => "desk-why-mail-not-ours",
        Reason::OwnMail => "desk-why-mail-own",
        Reason::Calendar => "desk-why-mail-calendar",
        Reason::MarkedSpam => "desk-why-mail-spam",
        Reason::Mailing => "desk-why-mail-mailing",
        Reason::MailingPrecedence => "desk-why-mail-precedence",
        Reason::AutomaticSubject => "desk-why-mail-auto-subject",
        Reason::ResponderHeader => "desk-why-mail-responder",
        Reason::AutoSubmitted => "desk-why-mail-auto-submitted",
        Reason::NullSender => "desk-why-mail-null-sender",
        Reason::ReturnAddress => "desk-why-mail-return-address",
        Reason::AutomaticText => "desk-why-mail-auto-text",
        Reason::MailSystem => "desk-why-mail-mail-system",
        Reason::Stranger => "desk-why-mail-stranger",
        Reason::AskersSide => "desk-why-mail-asker",
        Reason::PassedOn => "desk-why-mail-passed-on",
        Reason::DeskToAsker => "desk-why-mail-desk-to-asker",
        Reason::DeskToUs => "desk-why-mail-desk-to-us",
        Reason::DeskInCopy => "desk-why-mail-desk-in-copy",
        Reason::PersonAsks => "desk-why-mail-person",
        Reason::PersonSaid => "desk-why-mail-decided",
        Reason::SenderRefuted => "desk-why-mail-refuted",
        Reason::SenderUnproven => "desk-why-mail-unproven",
        Reason::Sealed => "desk-why-mail-sealed",
        Reason::Carried => "desk-why-mail-carried",
        Reason::StopsUs => "desk-why-mail-stops",
        Reason::Empty => "desk-why-mail-empty",
        Reason::NoHeaders => "desk-why-mail-headers",
        Reason::TooLarge => "desk-why-mail-large",
        Reason::HeadersOnly => "desk-why-mail-headers-only",
        Reason::LeftBehind { folder, account } => {
            let place = [
                ("folder", folder.as_str().into()),
                ("account", account.as_str().into()),
            ];
            return t.fill("desk-why-mail-left", place);
        }
        Reason::Failed { words } => return t.with("desk-why-mail-failed", "reason", words.clone()),
    })
}

/// What a mail of ours is.
#[must_use]
pub fn mail(t: Texts, kind: OutboundKind) -> String {
    t.say(match kind {
        OutboundKind::Acknowledgement => "desk-mail-acknowledgement",
        OutboundKind::Forward => "desk-mail-forward",
        OutboundKind::Answer => "desk-mail-answer",
        OutboundKind::Request => "desk-mail-request",
        OutboundKind::ReceiptQuestion => "desk-mail-receipt-question",
        OutboundKind::Reminder => "desk-mail-reminder",
        OutboundKind::Duplicate => "desk-mail-duplicate",
        OutboundKind::Closing => "desk-mail-closing",
        OutboundKind::Reopening => "desk-mail-reopening",
        OutboundKind::Consultation => "desk-mail-consultation",
        OutboundKind::Withdrawal => "desk-mail-withdrawal",
        OutboundKind::StatusLinks => "desk-mail-status-links",
        OutboundKind::Signal => "desk-mail-signal",
        OutboundKind::Alarm => "desk-mail-alarm",
        OutboundKind::Notice => "desk-mail-notice",
    })
}

/// What a proof rests on: the icon, whether it is good news, and the words.
#[must_use]
pub fn evidence(t: Texts, kind: EvidenceKind) -> State {
    let (icon, tone, key) = match kind {
        EvidenceKind::Accepted => ("check-filled", Tone::Good, "desk-proof-accepted"),
        EvidenceKind::HardBounce => ("alert-triangle-filled", Tone::Bad, "desk-proof-bounce"),
        EvidenceKind::SoftFailure => ("alert-triangle-filled", Tone::Bad, "desk-proof-failure"),
        EvidenceKind::DeliveryNotice => ("check-filled", Tone::Good, "desk-proof-delivered"),
        EvidenceKind::ReadNotice => ("check-filled", Tone::Good, "desk-proof-read"),
        EvidenceKind::SaidYes => ("check-filled", Tone::Good, "desk-proof-yes"),
        EvidenceKind::SaidNo => ("vote-thumbs-down", Tone::Bad, "desk-proof-no"),
        EvidenceKind::RepliedYes => ("check-filled", Tone::Good, "desk-proof-replied-yes"),
        EvidenceKind::RepliedThanks => ("comment", Tone::Soft, "desk-proof-replied-thanks"),
        EvidenceKind::RepliedAgain => ("vote-thumbs-down", Tone::Bad, "desk-proof-replied-again"),
        EvidenceKind::RepliedMore => ("comment", Tone::Ink, "desk-proof-replied-more"),
        EvidenceKind::Corrected => ("pencil-write", Tone::Ink, "desk-proof-corrected"),
        EvidenceKind::Noted => ("check-filled", Tone::Good, "desk-proof-noted"),
        EvidenceKind::Silence => ("circle-check", Tone::Good, "desk-proof-silence"),
        EvidenceKind::AnsweredInCc => ("comment", Tone::Warn, "desk-proof-cc"),
    };
    State::new(icon, tone, t.say(key))
}

/// What a desk owes in a question, or what it was asked when it owes nothing any more.
#[must_use]
pub fn owes(t: Texts, role: AssignmentRole, progress: ProgressKind) -> String {
    t.say(match (role, is_owed(progress)) {
        (AssignmentRole::Handler, true) => "desk-owes-answer",
        (AssignmentRole::Consulted, true) => "desk-owes-advice",
        (AssignmentRole::Handler, false) => "desk-owed-answer",
        (AssignmentRole::Consulted, false) => "desk-owed-advice",
    })
}

/// Whether a desk that is this far still owes something.
#[must_use]
pub fn is_owed(progress: ProgressKind) -> bool {
    match progress {
        ProgressKind::Sent | ProgressKind::Accepted | ProgressKind::NoReaction => true,
        ProgressKind::Refused | ProgressKind::Answered | ProgressKind::Withdrawn => false,
    }
}

/// How far a desk is with what it owes.
#[must_use]
pub fn progress(t: Texts, progress: ProgressKind, late: bool) -> State {
    let (icon, tone, key) = match progress {
        ProgressKind::Sent | ProgressKind::Accepted if late => {
            ("alarm", Tone::Warn, "desk-progress-late")
        }
        ProgressKind::Sent => ("envelope", Tone::Soft, "desk-progress-sent"),
        ProgressKind::Accepted => ("check", Tone::Soft, "desk-progress-accepted"),
        ProgressKind::Refused => ("minus-circle", Tone::Ink, "desk-progress-refused"),
        ProgressKind::Answered => ("file-tasks-check", Tone::Good, "desk-progress-answered"),
        ProgressKind::Withdrawn => ("minus-circle", Tone::Soft, "desk-progress-withdrawn"),
        ProgressKind::NoReaction => ("alarm", Tone::Warn, "desk-progress-no-reaction"),
    };
    State::new(icon, tone, t.say(key))
}

/// What a term is for: silence closes the question, but not after an answer that was only reported.
#[must_use]
pub fn term(t: Texts, kind: DeadlineKind, receipt: Receipt) -> String {
    t.say(match kind {
        DeadlineKind::FirstReaction => "desk-term-first-reaction",
        DeadlineKind::Answer => "desk-term-answer",
        DeadlineKind::Administration => "desk-term-administration",
        DeadlineKind::Presume if receipt == Receipt::Reported => "desk-term-reported",
        DeadlineKind::Presume => "desk-term-presume",
    })
}

/// What must have happened by a date.
#[must_use]
pub fn due_for(t: Texts, what: DueFor, receipt: Receipt) -> String {
    match what {
        DueFor::Term(kind) => term(t, kind, receipt),
        DueFor::Repair => t.say("desk-term-repair"),
        DueFor::LateAnswer => t.say("desk-term-late-answer"),
        DueFor::Receipt => t.say("desk-term-receipt"),
    }
}

/// Who did something, when it was no colleague with a name.
#[must_use]
pub fn actor(t: Texts, kind: ActorKind) -> String {
    match kind {
        ActorKind::System => t.say("common-product"),
        ActorKind::User => t.say("desk-actor-colleague"),
        ActorKind::Api => t.say("desk-actor-program"),
        ActorKind::Asker => t.say("desk-actor-asker"),
        ActorKind::Administration => t.say("desk-actor-administration"),
    }
}

/// How something was heard, beside our mails.
#[must_use]
pub fn told(t: Texts, how: Told) -> String {
    t.say(match how {
        Told::Phone => "desk-told-phone",
        Told::Meeting => "desk-told-meeting",
        Told::Mail => "desk-told-mail",
        Told::Otherwise => "desk-told-otherwise",
    })
}

/// A day that is no working day.
#[must_use]
pub fn holiday(t: Texts, day: Skipped) -> String {
    t.say(match day {
        Skipped::Weekend => "common-day-weekend",
        Skipped::NewYear => "common-day-new-year",
        Skipped::SecondOfJanuary => "common-day-second-of-january",
        Skipped::EasterMonday => "common-day-easter-monday",
        Skipped::LabourDay => "common-day-labour-day",
        Skipped::Ascension => "common-day-ascension",
        Skipped::WhitMonday => "common-day-whit-monday",
        Skipped::FlemishFeast => "common-day-flemish-feast",
        Skipped::NationalDay => "common-day-national-day",
        Skipped::Assumption => "common-day-assumption",
        Skipped::AllSaints => "common-day-all-saints",
        Skipped::AllSouls => "common-day-all-souls",
        Skipped::Armistice => "common-day-armistice",
        Skipped::Dynasty => "common-day-dynasty",
        Skipped::Christmas => "common-day-christmas",
        Skipped::BoxingDay => "common-day-boxing-day",
    })
}

/// How big a file is: "412 kB".
#[must_use]
pub fn size(t: Texts, bytes: i64) -> String {
    let bytes = u64::try_from(bytes).unwrap_or_default();
    if bytes < 1_000_000 {
        t.with("desk-size-kb", "size", bytes.div_ceil(1000))
    } else {
        t.with("desk-size-mb", "size", bytes.div_ceil(1_000_000))
    }
}

/// Why a file cannot be had, when it cannot.
#[must_use]
pub fn barred(t: Texts, file: &Attachment) -> Option<State> {
    let scan = file.scan.as_ref()?;
    match scan.state {
        ScanState::Clean => None,
        ScanState::Waiting if scan.is_stuck() => {
            let why = scan.failure.as_deref().unwrap_or_default();
            let words = t.with("desk-file-stuck", "why", why);
            Some(State::new("alert-triangle", Tone::Warn, words))
        }
        ScanState::LeftOut => {
            let why = scan.failure.as_deref().unwrap_or_default();
            let words = t.with("desk-file-left-out", "why", why);
            Some(State::new("alert-triangle", Tone::Soft, words))
        }
        ScanState::Waiting => Some(State::new("clock", Tone::Soft, t.say("desk-file-waiting"))),
        ScanState::Infected => {
            let name = scan.signature.as_deref().unwrap_or_default();
            let words = t.with("desk-file-infected", "name", name);
            Some(State::new("alert-triangle-filled", Tone::Bad, words))
        }
    }
}

/// A confidence of 0 to 1 in whole percents; never 100, nobody is that sure.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=99 just before"
)]
pub fn percent(confidence: f64) -> u8 {
    (confidence * 100.0).round().clamp(0.0, 99.0) as u8
}

/// Why mail to a desk may reach nobody.
#[must_use]
pub fn doubt(t: Texts, doubt: Doubt) -> String {
    match doubt {
        Doubt::Bounces(count) => t.with("desk-doubt-bounces", "count", count),
        Doubt::Silent(count) => t.with("desk-doubt-silent", "count", count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    const T: Texts = Texts::new(Language::Nl);
    /// Thursday 12 March 2026, 10.47 in Brussels.
    const NOW: &str = "2026-03-12T09:47:00Z";

    fn at(moment: &str) -> DateTime<Utc> {
        moment.parse().unwrap()
    }

    fn line(due_at: &str, ball: Ball, status: Status) -> String {
        let step = match status {
            Status::Closed => NextStep::Done,
            _ => NextStep::Answer,
        };
        let ball_since = at("2026-03-09T08:12:00Z");
        let (state, note) = due(
            T,
            Due {
                at: at(due_at),
                ball,
                ball_since,
                status,
                step,
            },
            at(NOW),
        );
        format!("{:?}: {} / {note}", state.tone, state.words)
    }

    #[test]
    fn a_term_says_how_many_working_days_and_how_loud_it_is() {
        let ours = |due_at| line(due_at, Ball::Owner, Status::Open);
        assert_eq!(
            ours("2026-03-10T16:00:00Z"),
            "Bad: 2 wd te laat / di 10 mrt, 17.00"
        );
        assert_eq!(
            ours("2026-03-12T08:00:00Z"),
            "Bad: te laat / do 12 mrt, 9.00"
        );
        assert_eq!(ours("2026-03-12T16:00:00Z"), "Warn: vandaag 17.00 / ");
        assert_eq!(
            ours("2026-03-26T16:00:00Z"),
            "Ink: nog 10 wd / do 26 mrt, 17.00"
        );
        let theirs = |due_at| line(due_at, Ball::Administration, Status::Open);
        assert_eq!(
            theirs("2026-03-10T16:00:00Z"),
            "Warn: 2 wd te laat / di 10 mrt, 17.00"
        );
        assert_eq!(theirs("2026-03-12T16:00:00Z"), "Ink: vandaag 17.00 / ");
    }

    #[test]
    fn a_term_stands_still_while_the_asker_owes_us_something() {
        assert_eq!(
            line("2026-03-10T16:00:00Z", Ball::Asker, Status::WaitingOnAsker),
            "Soft: staat stil / gevraagd ma 9 mrt"
        );
        assert_eq!(
            line("2026-03-10T16:00:00Z", Ball::Asker, Status::Closed),
            "Soft: afgesloten / di 10 mrt"
        );
    }

    #[test]
    fn the_ball_is_there_since_an_hour_a_day_or_some_working_days() {
        let check = |moment, expected| assert_eq!(since(T, at(moment), at(NOW)), expected);
        check("2026-03-12T08:12:00Z", "sinds vandaag 9.12");
        check("2026-03-11T08:12:00Z", "sinds 1 wd");
        let saturday = since(T, at("2026-03-14T08:00:00Z"), at("2026-03-15T08:00:00Z"));
        assert_eq!(saturday, "sinds za 14 mrt");
    }

    #[test]
    fn a_message_shows_its_year_only_when_it_is_another_one() {
        assert_eq!(
            when(T, at("2026-03-12T08:12:00Z"), at(NOW)),
            "vandaag, 9.12"
        );
        assert_eq!(when(T, at("2026-03-02T08:14:00Z"), at(NOW)), "2 mrt, 9.14");
        assert_eq!(
            when(T, at("2025-11-02T08:14:00Z"), at(NOW)),
            "2 nov 2025, 9.14"
        );
    }

    #[test]
    fn nobody_is_ever_a_hundred_percent_sure() {
        assert_eq!(
            [0.0, 0.944, 0.999, 7.0, f64::NAN].map(percent),
            [0, 94, 99, 99, 0]
        );
    }

    #[test]
    fn a_small_file_is_never_nothing() {
        assert_eq!(
            [0, 1, 412_000, 5_300_000].map(|bytes| size(T, bytes)),
            ["0 kB", "1 kB", "412 kB", "6 MB"]
        );
    }
}
