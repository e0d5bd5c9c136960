//! What a mail is, once it is known which ticket it belongs to.

use serde::{Deserialize, Serialize};

use super::acknowledgement::{self, Reads};
use super::authentication::{Belief, Receiver};
use super::automatic;
use super::challenge;
use super::form;
use super::forward;
use super::headers::cut;
use super::parsed::{Language, ParsedMail, Protection, domain_of};
use super::person;
use super::question;
use super::reason::Reason;
use super::thread::references_in;
use crate::directory::Houses;
use crate::followup::{Reply, read_reply};
use crate::language::lowercase;

/// What an inbound mail is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A new question.
    Question,
    /// The asker (or somebody at the asker's side) writes in a ticket.
    ReplyFromAsker,
    /// A desk writes to us in a ticket.
    ReplyFromAdministration,
    /// A desk answers the asker, with us in copy.
    AnswerCc,
    /// A machine answers: out of office, acknowledgement, our own mail that came back.
    AutoReply,
    /// A mail of ours did not arrive.
    Bounce,
    /// A mail of ours arrived or was read.
    DeliveryReceipt,
    /// A newsletter, a mailing list, spam.
    SpamOrBulk,
    /// An invitation, or the answer to one.
    CalendarInvite,
    /// Not a mail; for the quarantine.
    Unparsable,
}

/// What the service knows about the addresses in play.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// The central address and every other address that is ours, in lower case.
    pub own_addresses: Vec<String>,
    /// The domain in the Message-IDs that we make.
    pub own_message_id_domain: String,
    /// The addresses of the provincial contact points, in lower case.
    pub contact_points: Vec<String>,
    /// The domains of responsible administrations, in lower case.
    pub administration_domains: Vec<String>,
    /// The addresses of administrations whose domain others have, too, in lower case.
    pub administrations: Vec<String>,
    /// Which domains belong to one house.
    pub houses: Houses,
    /// The receiving mail server whose `Authentication-Results` are believed; empty when none is.
    pub authserv_id: String,
    /// The machines that handle mail behind that server, by their exact names.
    pub authserv_relays: Vec<String>,
}

/// Which side of a ticket a mail of ours went to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The asker.
    Asker,
    /// A desk that must answer or advise.
    Desk,
}

/// What tied the mail to its ticket, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundBy {
    /// A signed address of ours that only the receiver of one thread knows.
    SignedAddress(Side),
    /// The return address of one mail of ours, to that side: machines write there (RFC 3834, section 4),
    /// and no person does.
    ReturnAddress(Side),
    /// A Message-ID that we sent, and to which side, when that is known.
    MessageId(Option<Side>),
    /// A reference in the subject: anybody can type one.
    Subject,
    /// A reference in the text.
    Body,
    /// Only the addresses: a desk of one ticket writes to the asker of that ticket.
    Parties,
}

impl FoundBy {
    /// Whether a mail of ours is answered, that only its receivers have.
    #[must_use]
    pub const fn answers_us(self) -> bool {
        matches!(
            self,
            Self::SignedAddress(_) | Self::ReturnAddress(_) | Self::MessageId(Some(_))
        )
    }

    /// Whether a mail of ours to a desk is answered.
    const fn is_of_desk(self) -> bool {
        matches!(
            self,
            Self::SignedAddress(Side::Desk)
                | Self::ReturnAddress(Side::Desk)
                | Self::MessageId(Some(Side::Desk))
        )
    }
}

/// The ticket that the register found for a mail's clues.
#[derive(Debug, Clone)]
pub struct FoundThread {
    /// Its reference.
    pub reference: String,
    /// The addresses of the asker, in lower case.
    pub asker_emails: Vec<String>,
    /// The addresses of the desks and persons that handle it, in lower case.
    pub handler_emails: Vec<String>,
    /// Who else writes along at the asker's side, in lower case.
    pub cc: Vec<String>,
    /// Who asked before and asks no more, in lower case: none of the asker's side, whatever their house.
    pub former: Vec<String>,
    /// Whether it is closed, and goes on in no other one.
    pub over: bool,
    /// What tied the mail to it.
    pub how: FoundBy,
}

/// Why a mail may do nothing by itself until a person has looked at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Held {
    /// It claims an address whose domain disowns it.
    Refuted,
    /// It claims to come from a desk, and the receiving server vouches for nothing.
    Unproven,
    /// It is encrypted, or tells of a message that waits elsewhere: nobody here can read it.
    Sealed,
    /// It came the way that mailings come, or from a form that does not say who filled it in, with the signs
    /// of a machine, or with an invitation, and a question seems to stand in it.
    Carried,
    /// A desk answers somebody, with us in copy, and no question of ours is known that it answers.
    Unplaced,
}

impl Held {
    /// The event that tells it in the history of a ticket.
    #[must_use]
    pub const fn event(self) -> &'static str {
        match self {
            Self::Refuted => "sender_refuted",
            Self::Unproven => "sender_unproven",
            Self::Sealed => "mail_sealed",
            Self::Carried => "mail_carried",
            Self::Unplaced => "answer_unplaced",
        }
    }
}

/// What a desk sends that stands in its conversation and is no answer by itself. The desk owes one as
/// before: its term goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// That something was received, numbered, handed on inside or closed.
    Acknowledgement,
    /// Something else, and nothing shows that a person wrote it, or that it is about this question; or its writer
    /// says that they are away. The owner looks whether it answers the question, or, from the asker's side,
    /// whether the asker wrote it.
    Doubtful,
}

/// What the mail is and what may be done with it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent findings, not one state"
)]
pub struct Understood {
    /// What it is.
    pub kind: Kind,
    /// The ticket it joins.
    pub ticket: Option<String>,
    /// The ticket it names without the right to write in it: a person must look.
    pub review: Option<String>,
    /// The thread is certain but the sender is not one of its known people, or perhaps a machine of theirs:
    /// shown, and never enough to confirm or to relay.
    pub unknown_sender: bool,
    /// A desk passes on what the asker's side wrote: those words are the asker's, and what stands
    /// above them is for us.
    pub passed_on: bool,
    /// Why a person must look before anything follows from it.
    pub held: Option<Held>,
    /// What it is in the conversation with a desk, where it is no answer by itself.
    pub notice: Option<Notice>,
    /// Whether an acknowledgement may be sent.
    pub may_auto_reply: bool,
    /// Our own mail, or a machine that keeps answering us: register nothing, send nothing.
    pub is_loop: bool,
    /// The asker who got the answer, for [`Kind::AnswerCc`].
    pub answered_to: Option<String>,
    /// The desk asks something back; the ticket is not answered.
    pub asks_for_information: bool,
    /// A question by its kind, whose text says no more than that something was received: perhaps the
    /// machine of another house, that answers whatever it is sent.
    pub reads_as_receipt: bool,
    /// How many questions the mail holds.
    pub question_count: usize,
    /// The address of the one who really asks.
    pub asker: Option<String>,
    /// The name of the one who really asks.
    pub asker_name: Option<String>,
    /// Why, for the log and the quarantine screen; English, without addresses or text.
    pub reasons: Vec<Reason>,
}

/// Our ids that an automatic mail may cite before it counts as two machines in conversation.
const MAX_AUTOMATIC_ROUNDS: usize = 3;

impl Surroundings {
    /// Whether an address is ours, with or without a tag in its local part.
    #[must_use]
    pub fn is_own(&self, email: &str) -> bool {
        let bare = cut(email, b'+').and_then(|(local, tagged)| {
            let (_, domain) = tagged.rsplit_once('@')?;
            Some((local, domain))
        });
        self.own_addresses.iter().any(|own| {
            own.eq_ignore_ascii_case(email) || bare.is_some() && own.rsplit_once('@') == bare
        })
    }

    /// Whether an id was made by this service.
    #[must_use]
    pub fn is_own_id(&self, message_id: &str) -> bool {
        !self.own_message_id_domain.is_empty()
            && domain_of(message_id).eq_ignore_ascii_case(&self.own_message_id_domain)
    }

    /// The receiving server that is believed.
    #[must_use]
    pub fn receiver(&self) -> Receiver<'_> {
        Receiver {
            authserv_id: &self.authserv_id,
            relays: &self.authserv_relays,
        }
    }

    /// Whether an address belongs to an administration or a contact point.
    #[must_use]
    pub fn is_desk(&self, email: &str) -> bool {
        self.is_contact_point(email) || self.is_administration(email)
    }

    fn is_contact_point(&self, email: &str) -> bool {
        self.contact_points.iter().any(|point| point == email)
    }

    fn is_administration(&self, email: &str) -> bool {
        let domain = domain_of(email);
        let of_house = || {
            self.administration_domains.iter().any(|known| {
                domain
                    .strip_suffix(known.as_str())
                    .is_some_and(|sub| sub.is_empty() || sub.ends_with('.'))
            })
        };
        contains(&self.administrations, email) || of_house() && !self.houses.is_shared(domain)
    }

    /// Whether an address is of the house of one of these people.
    fn shares_house(&self, people: &[String], email: &str) -> bool {
        people
            .iter()
            .any(|known| self.houses.share_house(email, known))
    }
}

impl FoundThread {
    /// Whether an address is one of its people.
    #[must_use]
    pub fn knows(&self, email: &str) -> bool {
        self.asks(email) || contains(&self.handler_emails, email)
    }

    fn asks(&self, email: &str) -> bool {
        contains(&self.asker_emails, email) || contains(&self.cc, email)
    }
}

fn contains(emails: &[String], email: &str) -> bool {
    emails.iter().any(|known| known.eq_ignore_ascii_case(email))
}

impl Understood {
    /// What a file that is no mail is.
    #[must_use]
    pub fn unparsable() -> Self {
        Self::of(Kind::Unparsable, Reason::NoHeaders)
    }

    fn of(kind: Kind, reason: Reason) -> Self {
        Self {
            kind,
            ticket: None,
            review: None,
            unknown_sender: false,
            passed_on: false,
            held: None,
            notice: None,
            may_auto_reply: false,
            is_loop: false,
            answered_to: None,
            asks_for_information: false,
            reads_as_receipt: false,
            question_count: 1,
            asker: None,
            asker_name: None,
            reasons: vec![reason],
        }
    }

    /// Whether the text is a machine's and holds nothing a person has to read.
    #[must_use]
    pub fn tells_nothing(&self, mail: &ParsedMail) -> bool {
        self.is_loop
            || match self.kind {
                Kind::Bounce | Kind::DeliveryReceipt | Kind::SpamOrBulk | Kind::Unparsable => true,
                Kind::AutoReply => is_empty_of_news(mail),
                _ => false,
            }
    }

    /// What the writer newly wrote, or nothing where only a machine spoke.
    #[must_use]
    pub fn new_text<'a>(&self, mail: &'a ParsedMail) -> &'a str {
        if self.tells_nothing(mail) {
            ""
        } else {
            &mail.new_text
        }
    }

    /// The language of what the writer newly wrote; Dutch where there is nothing.
    #[must_use]
    pub fn language(&self, mail: &ParsedMail) -> Language {
        if self.tells_nothing(mail) {
            Language::Nl
        } else {
            mail.language
        }
    }
}

/// Decides what the mail is.
#[must_use]
pub fn decide(mail: &ParsedMail, around: &Surroundings, found: Option<&FoundThread>) -> Understood {
    let mut understood = kind_of(mail, around, found);
    hold(&mut understood, mail, around, found);
    finish(understood, mail, around)
}

/// The same when a person has said what it is, whatever its headers say: nothing is held, for
/// somebody has looked. Without the ticket that it is said to reply to, a reply is a question. What
/// nobody vouches for is still no proof that a desk answered: it is laid before the owner.
#[must_use]
pub fn decide_as(
    mail: &ParsedMail,
    around: &Surroundings,
    kind: Kind,
    found: Option<&FoundThread>,
) -> Understood {
    let said = Reason::PersonSaid;
    let mut understood = match (kind, found) {
        (Kind::ReplyFromAsker, Some(thread)) => Understood {
            reasons: vec![said],
            review: None,
            // whoever wrote it, somebody has looked
            unknown_sender: false,
            ..in_thread(mail, around, thread)
        },
        (Kind::ReplyFromAsker, None) => Understood::of(Kind::Question, said),
        (kind, _) => Understood::of(kind, said),
    };
    understood.notice = None;
    if understood.kind == Kind::AnswerCc && belief(mail, around).is_some() {
        understood.kind = Kind::ReplyFromAdministration;
        understood.answered_to = None;
    }
    finish(understood, mail, around)
}

/// The same mail as a question of its own, which names the ticket that it does not enter.
#[must_use]
pub fn set_apart(what: Understood, mail: &ParsedMail, around: &Surroundings) -> Understood {
    let apart = Understood {
        kind: Kind::Question,
        review: what.ticket.clone(),
        ..what
    };
    finish(apart, mail, around)
}

/// The same mail as a question of its own, that goes on where the one which it was sent about ended.
#[must_use]
pub fn go_on(what: Understood, mail: &ParsedMail, around: &Surroundings) -> Understood {
    let anew = Understood {
        kind: Kind::Question,
        ..what
    };
    finish(anew, mail, around)
}

/// What follows from the kind.
fn finish(mut understood: Understood, mail: &ParsedMail, around: &Surroundings) -> Understood {
    if matches!(understood.kind, Kind::SpamOrBulk | Kind::Question) {
        understood.ticket = None;
    }
    understood.may_auto_reply = may_auto_reply(mail, around, &understood);
    let from_desk = matches!(
        understood.kind,
        Kind::ReplyFromAdministration | Kind::AnswerCc
    );
    understood.asks_for_information = from_desk && question::asks_back(&mail.new_text);
    understood.reads_as_receipt = understood.kind == Kind::Question
        && mail.forwarded.is_none()
        && !mail.brings_files()
        && acknowledgement::acknowledges(&mail.new_text);
    understood.question_count = match &mail.forwarded {
        Some(forwarded) => question::count(&forwarded.text),
        None => question::count(&mail.new_text),
    };
    (understood.asker, understood.asker_name) = asker(mail, around);
    understood
}

/// Whether the text of an automatic mail holds nothing for a person: it calls itself automatic, or tells no more
/// than that something was received. Until when somebody is away, and whom to ask, is worth reading, unless the
/// machine says of itself that it is one.
fn is_empty_of_news(mail: &ParsedMail) -> bool {
    let facts = &mail.automatic;
    facts.text_says_it_is
        || acknowledgement::acknowledges(&mail.new_text)
        || facts.text_says_so && !acknowledgement::is_away(&mail.new_text)
}

/// Keeps a mail from doing anything by itself where its sender cannot be believed, or its text read.
fn hold(
    understood: &mut Understood,
    mail: &ParsedMail,
    around: &Surroundings,
    found: Option<&FoundThread>,
) {
    let invites = understood.kind == Kind::CalendarInvite;
    let read = matches!(
        understood.kind,
        Kind::Question | Kind::ReplyFromAsker | Kind::ReplyFromAdministration | Kind::AnswerCc
    ) || understood.notice == Some(Notice::Doubtful)
        || invites && found.is_some() && mail.invites_or_says();
    let belief = belief(mail, around);
    if !read {
        // nobody vouches for it, and nothing is to be read in it
        understood.notice = understood.notice.filter(|_| belief.is_none());
        return;
    }
    match belief {
        // words that claim to be a desk's must not reach the asker, or count as an answer
        Some(held)
            if claims(mail, around).next().is_some()
                || held == Held::Refuted
                    && matches!(
                        understood.kind,
                        Kind::ReplyFromAdministration | Kind::AnswerCc
                    ) =>
        {
            understood.review = understood.ticket.take().or(understood.review.take());
            understood.kind = Kind::Question;
            understood.answered_to = None;
            understood.notice = None;
            understood.held = Some(held);
            understood.reasons.push(match held {
                Held::Refuted => Reason::SenderRefuted,
                _ => Reason::SenderUnproven,
            });
        }
        // who asks need not prove anything, but a forged yes closes no ticket, and a question that its
        // own domain denies is sent on by a person
        Some(Held::Refuted)
            if invites || matches!(understood.kind, Kind::ReplyFromAsker | Kind::Question) =>
        {
            understood.held = Some(Held::Refuted);
            understood.reasons.push(Reason::SenderRefuted);
            // and where nothing of ours is answered, knowing a number was enough to write it; an invitation
            // asks for something whatever it says
            understood.unknown_sender |=
                invites || found.is_some_and(|thread| !thread.how.answers_us());
        }
        _ if mail.smime == Some(Protection::Encrypted)
            || mail.pgp == Some(Protection::Encrypted) =>
        {
            understood.held = Some(Held::Sealed);
            understood.reasons.push(Reason::Sealed);
        }
        _ => {}
    }
}

/// The addresses of ours or of a desk under which the mail was sent.
fn claims<'a>(mail: &'a ParsedMail, around: &'a Surroundings) -> impl Iterator<Item = &'a str> {
    senders(mail).filter(|email| around.is_desk(email) || around.is_own(email))
}

/// Why the sender is not believed, when that is so: each address that claims something must be.
fn belief(mail: &ParsedMail, around: &Surroundings) -> Option<Held> {
    let judge = |email: &str| match mail.belief(around.receiver(), domain_of(email)) {
        Belief::NotChecked | Belief::Proven => None,
        Belief::Refuted => Some(Held::Refuted),
        Belief::Unproven => Some(Held::Unproven),
    };
    let mut claimed = claims(mail, around).peekable();
    if claimed.peek().is_none() {
        return mail.from.as_ref().and_then(|from| judge(&from.email));
    }
    let doubts: Vec<Held> = claimed.filter_map(judge).collect();
    let refuted = doubts.iter().find(|&&held| held == Held::Refuted);
    refuted.or(doubts.first()).copied()
}

/// The kind and the ticket; what follows from them is filled in later.
fn kind_of(mail: &ParsedMail, around: &Surroundings, found: Option<&FoundThread>) -> Understood {
    let in_ticket = |understood: Understood| Understood {
        ticket: found.map(|thread| thread.reference.clone()),
        ..understood
    };
    if mail.bounce.is_some() {
        return in_ticket(Understood::of(Kind::Bounce, Reason::FailureReport));
    }
    if mail.receipt.is_some() {
        return in_ticket(Understood::of(Kind::DeliveryReceipt, Reason::ReceiptReport));
    }
    if is_own_mail(mail, around) {
        let own = Understood::of(Kind::AutoReply, Reason::OwnMail);
        return in_ticket(Understood {
            is_loop: true,
            ..own
        });
    }
    let participant = found.is_some_and(|thread| is_participant(mail, around, thread));
    if mail.calendar_method.is_some() {
        // what is asked with a date is asked of us; the date itself is nobody's question, and neither is what
        // somebody says who answers it or calls it off
        if found.is_none()
            && mail.calendar_method.as_deref() == Some("REQUEST")
            && to_us_alone(mail, around)
            && question::asks_besides_moment(&mail.new_text)
        {
            let mut asked = without_thread(mail, around);
            asked.held = asked.held.or(Some(Held::Carried));
            asked.reasons.push(Reason::Carried);
            return asked;
        }
        let of_desk = participant && is_from_desk(mail, around, found);
        // who writes to the address of a desk stands in its conversation, whoever that is
        let to_desk = !participant && found.is_some_and(|thread| thread.how.is_of_desk());
        let says = mail.invites_or_says();
        return in_ticket(Understood {
            notice: ((of_desk || to_desk) && says).then_some(Notice::Doubtful),
            unknown_sender: found.is_some() && !participant,
            ..Understood::of(Kind::CalendarInvite, Reason::Calendar)
        });
    }
    let facts = &mail.automatic;
    let answers = facts.auto_submitted.as_deref() == Some("auto-replied")
        || facts.subject_says_so
        || facts.responder_header;
    if mail.bulk.spam && !participant {
        return Understood::of(Kind::SpamOrBulk, Reason::MarkedSpam);
    }
    let many = !through_own_list(mail, around);
    let bulk = many && has_bulk_precedence(mail);
    let (list, campaign) = (many && mail.bulk.list, many && is_campaign(mail));
    // nothing that is asked of us is lost among the mailings, and no mailing is answered
    let carried = (campaign || bulk) && !participant && asks_us(mail, around)
        || nobody(mail) && !person_behind(mail, around) && form::is_filled_in(&mail.new_text);
    if (list || campaign) && !participant && !answers && !carried {
        return Understood::of(Kind::SpamOrBulk, Reason::Mailing);
    }
    if let Some(reason) = is_automatic(mail, around, found) {
        if found.is_none()
            && let Some((held, why)) = asks_anew(mail, around)
        {
            let mut asked = without_thread(mail, around);
            asked.held = asked.held.or(Some(held));
            asked.reasons.push(why);
            return asked;
        }
        let cited = mail.in_reply_to.iter().chain(&mail.references);
        let mut ours: Vec<_> = cited.filter(|id| around.is_own_id(id)).collect();
        ours.sort_unstable();
        ours.dedup();
        let is_loop = ours.len() > MAX_AUTOMATIC_ROUNDS;
        if let Some(thread) = found
            && may_be_of_asker(mail, around, thread)
            && (!is_loop || mail.brings_files() || person::signs(mail))
        {
            // held, and answered by nobody: no machine hears of it
            let mut wrote = in_thread(mail, around, thread);
            wrote.notice = Some(Notice::Doubtful);
            wrote.unknown_sender = true;
            wrote.reasons.push(reason);
            return wrote;
        }
        if let Some(thread) = found
            && !is_loop
            && says_more_than_subject(mail, around, thread)
        {
            // a person looks whether a machine wrote it
            let mut wrote = in_thread(mail, around, thread);
            wrote.notice = Some(Notice::Doubtful);
            wrote.unknown_sender |= wrote.kind == Kind::ReplyFromAsker;
            wrote.reasons.push(reason);
            return wrote;
        }
        let notice = found
            .filter(|_| !is_loop)
            .and_then(|thread| notice_in(mail, around, thread));
        return in_ticket(Understood {
            notice,
            is_loop,
            ..Understood::of(Kind::AutoReply, reason)
        });
    }
    if bulk && !participant && !carried {
        return Understood::of(Kind::SpamOrBulk, Reason::MailingPrecedence);
    }
    let mut understood = match found {
        // who quotes the number of a question answers
        Some(thread) if thread.how == FoundBy::Body && !quotes(mail, &thread.reference) => {
            names_question(mail, around, thread)
        }
        Some(thread) => in_thread(mail, around, thread),
        None => without_thread(mail, around),
    };
    if carried && understood.kind == Kind::Question {
        understood.held = Some(Held::Carried);
        understood.reasons.push(Reason::Carried);
    }
    understood
}

/// Whether its headers are those of a mailing, or those of a company that sends mailings, around words of one.
fn is_campaign(mail: &ParsedMail) -> bool {
    mail.bulk.campaign || mail.bulk.by_mailer && automatic::speaks_of_subscription(mail)
}

/// Whether the precedence is that of a mailing.
fn has_bulk_precedence(mail: &ParsedMail) -> bool {
    matches!(
        mail.bulk.precedence.as_deref(),
        Some("bulk" | "junk" | "list")
    )
}

/// Whether an address of ours is a list itself, as that of a group is: then every question comes through it.
fn through_own_list(mail: &ParsedMail, around: &Surroundings) -> bool {
    let is_ours = |name: &String| {
        around.is_own(name)
            || around
                .own_addresses
                .iter()
                .any(|own| own.replace('@', ".").eq_ignore_ascii_case(name))
    };
    mail.bulk.list_names.iter().any(is_ours)
}

/// Whether a mail that came the way of mailings asks something of us: it is sent to us alone, through
/// no list, and holds a form that somebody filled in, or a question and no word of subscriptions. What only a
/// mailing is dressed in, or what comes from where nobody reads, asks nothing.
fn asks_us(mail: &ParsedMail, around: &Surroundings) -> bool {
    let read_by_nobody = mail.automatic.no_reply_address && mail.reply_to.is_none();
    to_us_alone(mail, around)
        && !mail.bulk.list
        && (form::is_filled_in(&mail.new_text)
            || !read_by_nobody
                && (mail.new_text.contains('?') || acknowledgement::asks(&mail.new_text))
                && !automatic::is_certain_mailing(mail)
                && !automatic::speaks_of_subscription(mail))
}

/// How the subjects of automatic answers open, in four languages.
const ANSWERS_OPEN: [&str; 6] = [
    "automatisch antwoord",
    "automatische reactie",
    "automatic reply",
    "réponse automatique",
    "automatische antwort",
    "auto:",
];

/// Whether a mail with signs of a machine, that belongs to no ticket, asks something all the same, in words or
/// in a file, or tells of a message that only its receiver can read; then a person looks. It cites nothing, is
/// sent to us alone, and says by no header that it answers. What is asked where nobody reads, is asked in a
/// form.
fn asks_anew(mail: &ParsedMail, around: &Surroundings) -> Option<(Held, Reason)> {
    let facts = &mail.automatic;
    let subject = lowercase(mail.subject.as_deref().unwrap_or_default().trim());
    let answers = ANSWERS_OPEN
        .iter()
        .any(|opening| subject.starts_with(opening))
        || !mail.in_reply_to.is_empty()
        || !mail.references.is_empty()
        || mail.subject_reference.is_some()
        || facts.auto_submitted.as_deref() == Some("auto-replied")
        || facts.responder_header
        || facts.mailbox_rule;
    if answers || mail.bulk.list || !to_us_alone(mail, around) {
        return None;
    }
    if is_of_sealed_mail(mail) {
        return Some((Held::Sealed, Reason::Sealed));
    }
    let read_by_nobody = facts.no_reply_address || facts.mail_system && facts.null_sender;
    let reads = acknowledgement::reads(&mail.new_text);
    // what a system sends by its own account, a report or a mail that it stopped, asks nothing
    let encloses = mail.brings_files()
        && !facts.subject_says_so
        && !facts.text_says_so
        && !facts.mail_system
        && reads != Reads::Acknowledges;
    let asks = !read_by_nobody
        && (encloses || acknowledgement::asks(&mail.new_text))
        && reads != Reads::Away
        && !automatic::speaks_of_subscription(mail);
    asks.then_some((Held::Carried, Reason::Carried))
}

/// Whether it tells that a message waits where only its receiver can read it.
fn is_of_sealed_mail(mail: &ParsedMail) -> bool {
    let linked = mail.raw_html.iter().any(|html| html.contains("://"));
    acknowledgement::is_of_sealed_mail(&mail.new_text, linked)
}

/// Whether it is sent to one address, which is ours.
fn to_us_alone(mail: &ParsedMail, around: &Surroundings) -> bool {
    mail.to.len() == 1 && around.is_own(&mail.to[0].email)
}

/// Whether nobody reads what is sent to the author's address.
fn nobody(mail: &ParsedMail) -> bool {
    mail.automatic.no_reply_address || mail.automatic.auto_submitted.is_some()
}

/// A mail whose own words name a question, and that nothing else ties to it. Who names the question of another may
/// ask something new, and so do its own people once it is over, unless they say that it was not answered. A desk
/// may speak of it and answer something else: a person looks, and the desk owes its answer as before.
fn names_question(mail: &ParsedMail, around: &Surroundings, thread: &FoundThread) -> Understood {
    if !members(mail, around).any(|email| thread.knows(email)) {
        return without_thread(mail, around);
    }
    let named = in_thread(mail, around, thread);
    match named.kind {
        Kind::ReplyFromAsker if thread.over && !named.passed_on && !disputes(mail) => {
            without_thread(mail, around)
        }
        Kind::ReplyFromAdministration => Understood {
            notice: Some(Notice::Doubtful),
            ..named
        },
        _ => named,
    }
}

/// Whether a mail says that the answer was none, or did not come.
fn disputes(mail: &ParsedMail) -> bool {
    read_reply(&mail.new_text) == Reply::Dispute
}

/// Whether a reference stands in the older mail below the text.
fn quotes(mail: &ParsedMail, reference: &str) -> bool {
    let prefix = reference.split('-').next().unwrap_or_default();
    references_in(&mail.quoted_text, prefix)
        .iter()
        .any(|quoted| quoted == reference)
}

/// Whether the service sent this mail itself.
fn is_own_mail(mail: &ParsedMail, around: &Surroundings) -> bool {
    let from_us = mail
        .from
        .as_ref()
        .is_some_and(|from| around.is_own(&from.email));
    let our_mark = mail
        .automatic
        .loop_marks
        .iter()
        .any(|mark| around.is_own(mark));
    let our_id = mail
        .message_id
        .as_deref()
        .is_some_and(|id| around.is_own_id(id));
    // Anybody may write the mark of another, and a server in front of our mailbox may write ours.
    our_id || from_us && (our_mark || mail.automatic.auto_submitted.is_some())
}

/// Why a mail counts as written by a machine.
fn is_automatic(
    mail: &ParsedMail,
    around: &Surroundings,
    found: Option<&FoundThread>,
) -> Option<Reason> {
    let facts = &mail.automatic;
    let answers = !mail.in_reply_to.is_empty() || !mail.references.is_empty() || found.is_some();
    let by_structure = answers || facts.null_sender || facts.auto_submitted.is_some();
    let from_desk = is_from_desk(mail, around, found);
    if from_desk && brings_answer(mail, around, found) {
        return None;
    }
    let returned = found.is_some_and(|thread| matches!(thread.how, FoundBy::ReturnAddress(_)));
    if returned && !mail.new_text.contains('?') {
        return Some(Reason::ReturnAddress);
    }
    let away =
        || acknowledgement::reads(&mail.new_text) == Reads::Away && !mail.new_text.contains('?');
    let says_so = facts.subject_says_so && (answers || !asks_about_answer(mail));
    if says_so || facts.subject_may_say_so && (by_structure || away()) {
        return Some(Reason::AutomaticSubject);
    }
    if facts.responder_header {
        return Some(Reason::ResponderHeader);
    }
    if let Some(keyword) = &facts.auto_submitted {
        // a web form is sent by a machine on behalf of the person who filled it in
        let filled_in = keyword == "auto-generated"
            && !answers
            && (person_behind(mail, around) || form::is_filled_in(&mail.new_text));
        if keyword == "auto-generated"
            && from_desk
            && !is_stamped_twice(mail)
            && found.is_some_and(|thread| is_comment(mail, around, thread))
        {
            return None;
        }
        if !filled_in {
            return Some(Reason::AutoSubmitted);
        }
    }
    if facts.null_sender && answers && !is_international(mail) {
        return Some(Reason::NullSender);
    }
    if !answers && form::is_filled_in(&mail.new_text) {
        return facts.mail_system.then_some(Reason::MailSystem);
    }
    let nobody = facts.no_reply_address && mail.reply_to.is_none();
    let of_machine = nobody || facts.null_sender;
    // a system at the asker's side is no address that the asker writes from
    let as_asker = || {
        found.is_some_and(|thread| {
            senders(mail).any(|email| thread.asker_emails.iter().any(|asker| asker == email))
        })
    };
    // and the asker may speak of what such a system sent
    let speaks = || as_asker() && acknowledgement::speaks_of_machine(&mail.new_text);
    if facts.text_says_it_is && (answers && !speaks() || of_machine)
        || facts.text_says_so && of_machine
    {
        return Some(Reason::AutomaticText);
    }
    if from_desk && acknowledgement::reads(&mail.new_text) == Reads::Acknowledges {
        return Some(Reason::AutomaticText);
    }
    let subject = mail.subject.as_deref().unwrap_or_default();
    if answers
        && automatic::is_receipt_subject(subject)
        && !mail.brings_files()
        && !mail.new_text.contains('?')
        && !person::signs(mail)
        && matches!(
            acknowledgement::reads(&mail.new_text),
            Reads::Acknowledges | Reads::Nothing
        )
    {
        return Some(Reason::AutomaticSubject);
    }
    // the name of its owner stands on what a mailbox says by itself too
    let of_system = || {
        if as_asker() {
            acknowledgement::is_of_mailbox(&mail.new_text) && !person::signs(mail)
        } else {
            acknowledgement::is_of_system(&mail.new_text, &mail.signature)
                && !person::is_named(mail)
        }
    };
    if !from_desk && answers && !mail.brings_files() && of_system() {
        return Some(Reason::AutomaticText);
    }
    if answers && !mail.brings_files() && acknowledgement::is_away_notice(&mail.new_text) {
        return Some(Reason::AutomaticText);
    }
    if answers && challenge::asks_for_proof(mail) {
        return Some(Reason::AutomaticText);
    }
    if facts.mail_system {
        return Some(Reason::MailSystem);
    }
    None
}

/// Whether a desk sent the mail, or somebody at the side of one.
fn is_from_desk(mail: &ParsedMail, around: &Surroundings, found: Option<&FoundThread>) -> bool {
    found.map_or_else(
        || senders(mail).any(|email| around.is_desk(email)),
        |thread| side_of_sender(mail, around, thread) == Some(Side::Desk),
    )
}

/// Whether a mail of a desk's ticket system brings what may have been written there. Such a system
/// puts the same headers on a comment as on what it says by itself, so that only the thread and the
/// text tell; Exchange says when a mailbox answers by itself.
fn is_comment(mail: &ParsedMail, around: &Surroundings, thread: &FoundThread) -> bool {
    let facts = &mail.automatic;
    is_participant(mail, around, thread)
        && !facts.mailbox_rule
        && !facts.mail_system
        && !facts.no_reply_address
        && !facts.text_says_it_is
        && acknowledgement::reads(&mail.new_text) == Reads::Something
}

/// Whether a mail that a system generated bears one more mark of what such a system says by itself, and nothing
/// shows that a person wrote in it.
fn is_stamped_twice(mail: &ParsedMail) -> bool {
    let facts = &mail.automatic;
    let subject = mail.subject.as_deref().unwrap_or_default();
    let marked = facts.suppress_replies
        || matches!(mail.bulk.precedence.as_deref(), Some("bulk" | "junk"))
        || automatic::tells_of_receipt(subject);
    marked && !person::is_named(mail) && !acknowledgement::is_answered_above(&mail.body)
}

/// Whether a desk's mail brings files, which only tells that something was received as little as it
/// tells that somebody is away: what it encloses is an answer, whatever the words and the system that
/// sent it. Where it belongs to no question, a system that sent it is a machine.
fn brings_answer(mail: &ParsedMail, around: &Surroundings, found: Option<&FoundThread>) -> bool {
    let facts = &mail.automatic;
    let about_receipt = !facts.subject_says_so
        || automatic::is_receipt_subject(mail.subject.as_deref().unwrap_or_default());
    let automatic = facts.responder_header || facts.mailbox_rule || facts.mail_system;
    let sent_by_machine = facts.auto_submitted.is_some() || facts.null_sender;
    let replied = facts.auto_submitted.as_deref() == Some("auto-replied");
    mail.brings_files()
        && about_receipt
        && !facts.subject_may_say_so
        && !automatic
        && !replied
        && acknowledgement::reads(&mail.new_text) != Reads::Away
        && found.map_or(!sent_by_machine, |thread| {
            is_participant(mail, around, thread)
        })
}

/// Whether somebody at the asker's side may have written what bears the marks of a machine: gateways and house
/// systems put them on every mail. It encloses or asks something, and says neither that it answers by itself,
/// nor that somebody is away or received something.
fn may_be_of_asker(mail: &ParsedMail, around: &Surroundings, thread: &FoundThread) -> bool {
    let facts = &mail.automatic;
    let about_receipt = automatic::is_receipt_subject(mail.subject.as_deref().unwrap_or_default());
    let answers_itself = facts.auto_submitted.as_deref() == Some("auto-replied")
        || facts.responder_header
        || facts.mailbox_rule
        || facts.mail_system
        || facts.subject_says_so && !about_receipt
        // no person writes there
        || matches!(thread.how, FoundBy::ReturnAddress(_));
    let asks = || {
        !facts.no_reply_address
            && !facts.text_says_it_is
            && acknowledgement::asks(&mail.new_text)
            && !automatic::speaks_of_subscription(mail)
    };
    !answers_itself
        && is_participant(mail, around, thread)
        && side_of_sender(mail, around, thread) == Some(Side::Asker)
        && !matches!(
            acknowledgement::reads(&mail.new_text),
            Reads::Away | Reads::Acknowledges
        )
        && (mail.brings_files() || asks())
        && !challenge::asks_for_proof(mail)
}

/// Whether nothing but its subject says that a mail is the answer of a machine: none of its headers does, and
/// neither does its text.
fn by_subject_alone(mail: &ParsedMail) -> bool {
    let facts = &mail.automatic;
    facts.subject_says_so
        && facts.auto_submitted.is_none()
        && !facts.null_sender
        && !facts.responder_header
        && !facts.mailbox_rule
        && !facts.mail_system
        && !facts.no_reply_address
        && !facts.suppress_replies
        && !facts.text_says_it_is
}

/// Whether the subject of a mail opens as an automatic answer and only speaks of one.
fn speaks_of_answer(mail: &ParsedMail) -> bool {
    let subject = mail.subject.as_deref().unwrap_or_default();
    automatic::speaks_of_answer(&lowercase(subject.trim()))
}

/// Whether somebody asks something anew, under a subject that speaks of an automatic answer.
fn asks_about_answer(mail: &ParsedMail) -> bool {
    by_subject_alone(mail)
        && speaks_of_answer(mail)
        && acknowledgement::asks(&mail.new_text)
        && acknowledgement::reads(&mail.new_text) == Reads::Something
}

/// Whether one of a ticket's people says more than the subject, which alone makes the mail an answer of a machine:
/// the subject speaks of such an answer, or the text does, under somebody's name.
fn says_more_than_subject(mail: &ParsedMail, around: &Surroundings, thread: &FoundThread) -> bool {
    by_subject_alone(mail)
        && is_participant(mail, around, thread)
        && !matches!(thread.how, FoundBy::ReturnAddress(_))
        && acknowledgement::reads(&mail.new_text) == Reads::Something
        && !acknowledgement::is_away_notice(&mail.new_text)
        && (speaks_of_answer(mail)
            || person::signs(mail) && acknowledgement::names_automatic(&mail.new_text))
}

/// What an automatic mail is in the conversation with the desk that sent it. Whoever is away says
/// nothing that has to stand there, and neither does a system that says no more than its headers.
fn notice_in(mail: &ParsedMail, around: &Surroundings, thread: &FoundThread) -> Option<Notice> {
    let facts = &mail.automatic;
    let by_headers = facts.auto_submitted.is_some() || facts.null_sender;
    let replied = facts.auto_submitted.as_deref() == Some("auto-replied");
    let about_receipt = automatic::is_receipt_subject(mail.subject.as_deref().unwrap_or_default());
    if side_of_sender(mail, around, thread) != Some(Side::Desk)
        || facts.responder_header
        || facts.mailbox_rule
        || facts.mail_system
        || facts.subject_says_so && !about_receipt
    {
        return None;
    }
    match acknowledgement::reads(&mail.new_text) {
        Reads::Away if !mail.brings_files() => None,
        Reads::Acknowledges | Reads::Nothing if !mail.brings_files() => {
            let words = !mail.new_text.trim().is_empty();
            (words && !by_headers).then_some(Notice::Acknowledgement)
        }
        _ => {
            let unread = is_participant(mail, around, thread) && !facts.subject_may_say_so;
            (unread && (!replied || mail.brings_files())).then_some(Notice::Doubtful)
        }
    }
}

/// Whether answers go to a person other than the machine that sent it.
fn person_behind(mail: &ParsedMail, around: &Surroundings) -> bool {
    mail.reply_to.as_ref().is_some_and(|reply_to| {
        !around.is_own(&reply_to.email)
            && !automatic::is_no_reply(&reply_to.email)
            && mail
                .from
                .as_ref()
                .is_none_or(|from| from.email != reply_to.email)
    })
}

/// Whether a web site sent what somebody filled in there: its address says so, or under the name of a house its
/// program, or the fields in which it was filled in.
fn is_through_form(mail: &ParsedMail) -> bool {
    let facts = &mail.automatic;
    // who answers another mail is a person
    let answers = !mail.in_reply_to.is_empty() || !mail.references.is_empty();
    !answers
        && (facts.form_address
            || !person::is_author(mail)
                && (facts.form_program || form::is_filled_in(&mail.new_text)))
}

/// Who filled in a form, by the address that they typed in it.
fn writer_of_form(text: &str, around: &Surroundings) -> Option<(String, Option<String>)> {
    let (email, name) = form::writer(text)?;
    let person = !around.is_own(&email)
        && !around.is_desk(&email)
        && !automatic::is_no_reply(&email)
        && !automatic::is_mail_system(&email);
    person.then_some((email, name))
}

/// Whether the author's address cannot stand in an ordinary envelope, so that relays empty it.
fn is_international(mail: &ParsedMail) -> bool {
    mail.from
        .as_ref()
        .is_some_and(|from| !from.email.is_ascii())
}

/// The addresses under which the sender may be known.
fn senders(mail: &ParsedMail) -> impl Iterator<Item = &str> {
    let named = mail.all_from.iter().chain(&mail.sender);
    named.map(|address| address.email.as_str())
}

/// The addresses that make the sender one of a ticket's people: the author's, and others only where
/// they are of the same house or the receiving server vouches for them. A server judges the author
/// alone, so that whoever writes under a name of their own could add any other one.
fn members<'a>(mail: &'a ParsedMail, around: &'a Surroundings) -> impl Iterator<Item = &'a str> {
    let author = mail.from.as_ref().map(|from| from.email.as_str());
    senders(mail).filter(move |email| {
        let of_author = author
            .is_some_and(|author| author == *email || around.houses.share_house(email, author));
        of_author || mail.belief(around.receiver(), domain_of(email)) == Belief::Proven
    })
}

/// Whether one of a ticket's own people, or a desk, sent the mail.
fn is_participant(mail: &ParsedMail, around: &Surroundings, thread: &FoundThread) -> bool {
    side_of_sender(mail, around, thread).is_some()
        && !matches!(thread.how, FoundBy::Body | FoundBy::Parties)
}

/// At which side of a ticket the sender is known.
///
/// A desk stays a desk whatever it wrote in the asker's conversation, and a person who let it in there
/// did not make it the asker's side: its next words may be for us alone.
fn side_of_sender(mail: &ParsedMail, around: &Surroundings, thread: &FoundThread) -> Option<Side> {
    let is = |test: &dyn Fn(&str) -> bool| members(mail, around).any(test);
    let at_asker = |email: &str| {
        around.shares_house(&thread.asker_emails, email) && !contains(&thread.former, email)
    };
    let at_desk = |email: &str| around.shares_house(&thread.handler_emails, email);
    let handles = |email: &str| {
        let involved = thread.how.is_of_desk() || at_desk(email) && !at_asker(email);
        contains(&thread.handler_emails, email) || around.is_desk(email) && involved
    };
    if is(&|email| contains(&thread.asker_emails, email)) {
        Some(Side::Asker)
    } else if is(&handles) {
        Some(Side::Desk)
    } else if is(&|email| contains(&thread.cc, email)) {
        Some(Side::Asker)
    } else if is(&|email| around.is_desk(email)) {
        Some(Side::Desk)
    } else if is(&at_asker) {
        Some(Side::Asker)
    } else if is(&at_desk) {
        Some(Side::Desk)
    } else {
        None
    }
}

/// A mail of a person in a ticket.
fn in_thread(mail: &ParsedMail, around: &Surroundings, thread: &FoundThread) -> Understood {
    let known = side_of_sender(mail, around, thread);
    let side = match (known, thread.how) {
        (Some(side), _)
        | (
            None,
            FoundBy::SignedAddress(side)
            | FoundBy::ReturnAddress(side)
            | FoundBy::MessageId(Some(side)),
        ) => side,
        (None, FoundBy::MessageId(None)) => Side::Asker,
        (None, FoundBy::Subject | FoundBy::Body | FoundBy::Parties) => {
            let stranger = Understood::of(Kind::Question, Reason::Stranger);
            return Understood {
                review: Some(thread.reference.clone()),
                ..stranger
            };
        }
    };
    // a desk that passes on what the asker wrote brings the asker's words
    let passed_on = mail
        .forwarded
        .as_ref()
        .and_then(|forwarded| forwarded.from.as_deref())
        .is_some_and(|from| thread.asks(from));
    let answered = mail
        .to
        .iter()
        .chain(&mail.cc)
        .map(|address| address.email.as_str())
        .find(|email| contains(&thread.asker_emails, email));
    let mut understood = match (side, answered) {
        (Side::Asker, _) => Understood::of(Kind::ReplyFromAsker, Reason::AskersSide),
        (Side::Desk, None) if passed_on => Understood::of(Kind::ReplyFromAsker, Reason::PassedOn),
        (Side::Desk, Some(asker)) => Understood {
            answered_to: Some(asker.to_owned()),
            ..Understood::of(Kind::AnswerCc, Reason::DeskToAsker)
        },
        (Side::Desk, None) => Understood::of(Kind::ReplyFromAdministration, Reason::DeskToUs),
    };
    understood.passed_on = understood.reasons.contains(&Reason::PassedOn);
    understood.ticket = Some(thread.reference.clone());
    understood.unknown_sender = known.is_none();
    let of_desk = matches!(
        understood.kind,
        Kind::ReplyFromAdministration | Kind::AnswerCc
    );
    let by_machine = mail.automatic.auto_submitted.is_some() && !person::is_named(mail);
    let away = || acknowledgement::reads(&mail.new_text) == Reads::Away;
    if of_desk && !mail.brings_files() && (by_machine || away()) {
        understood.notice = Some(Notice::Doubtful);
    }
    understood
}

/// A mail of a person outside every ticket.
fn without_thread(mail: &ParsedMail, around: &Surroundings) -> Understood {
    let from_desk = senders(mail).any(|email| around.is_desk(email));
    let to_us = mail.to.iter().any(|to| around.is_own(&to.email));
    let copied = mail.cc.iter().any(|cc| around.is_own(&cc.email));
    let outsider = mail
        .to
        .iter()
        .map(|to| to.email.as_str())
        .find(|email| !around.is_own(email) && !around.is_desk(email));
    if from_desk
        && copied
        && !to_us
        && mail.forwarded.is_none()
        && let Some(asker) = outsider
    {
        return Understood {
            answered_to: Some(asker.to_owned()),
            held: Some(Held::Unplaced),
            ..Understood::of(Kind::AnswerCc, Reason::DeskInCopy)
        };
    }
    Understood::of(Kind::Question, Reason::PersonAsks)
}

/// Whether a machine may answer: only a person, and never where a machine might answer back.
fn may_auto_reply(mail: &ParsedMail, around: &Surroundings, understood: &Understood) -> bool {
    let person = matches!(
        understood.kind,
        Kind::Question | Kind::ReplyFromAsker | Kind::ReplyFromAdministration | Kind::AnswerCc
    );
    let facts = &mail.automatic;
    let Some(from) = &mail.from else { return false };
    let behind = person_behind(mail, around);
    let answerable = mail
        .reply_to
        .as_ref()
        .is_none_or(|reply_to| !around.is_own(&reply_to.email));
    let mailing = (mail.bulk.list || is_campaign(mail) || has_bulk_precedence(mail))
        && !through_own_list(mail, around);
    person
        && match understood.held {
            // only a number and a link go to an asker whose name may have been used
            Some(Held::Refuted) => {
                understood.kind == Kind::Question && claims(mail, around).next().is_none()
            }
            Some(Held::Unproven | Held::Unplaced) => false,
            // perhaps a machine after all: a person says so first
            Some(Held::Carried) => {
                !facts.subject_says_so && !facts.subject_may_say_so && !facts.text_says_it_is
            }
            Some(Held::Sealed) | None => true,
        }
        // the same of what came under the name of an asker
        && (understood.notice.is_none()
            || !matches!(understood.kind, Kind::Question | Kind::ReplyFromAsker))
        && !understood.is_loop
        && !around.is_own(&from.email)
        && answerable
        && !mailing
        && !facts.suppress_replies
        && !facts.mail_system
        && (behind || !facts.no_reply_address && facts.auto_submitted.is_none())
        && (!facts.null_sender || is_international(mail))
        // whoever answers that they are away may be a machine that does not say so
        && (understood.kind == Kind::Question
            || mail.brings_files()
            || !acknowledgement::is_away(&mail.new_text))
}

/// Whether who passes a mail on asks something about it; a desk that does brings the question of the
/// other.
fn asks_itself(mail: &ParsedMail, around: &Surroundings) -> bool {
    forward::asks_itself(&mail.new_text) && !senders(mail).any(|email| around.is_desk(email))
}

/// Who really asks: the one whose mail was passed on, the one behind a web form, the author.
fn asker(mail: &ParsedMail, around: &Surroundings) -> (Option<String>, Option<String>) {
    if let Some(forwarded) = &mail.forwarded
        && let Some(from) = &forwarded.from
        && !around.is_own(from)
        && !around.is_desk(from)
        // where nobody reads, nobody waits for an answer
        && !automatic::is_no_reply(from)
        && !automatic::is_form_address(from)
        && !automatic::is_mail_system(from)
        && !asks_itself(mail, around)
        // who shows us an answer that they got, and does not say so, asks all the same
        && (!mail.passed_on_unsaid || senders(mail).any(|email| around.is_desk(email)))
    {
        return (Some(from.clone()), forwarded.from_name.clone());
    }
    // a web site wrote what a desk passes on, for who filled it in
    if let Some(forwarded) = &mail.forwarded
        && let Some(from) = &forwarded.from
        && (automatic::is_no_reply(from) || automatic::is_form_address(from))
        && !asks_itself(mail, around)
        && let Some((email, name)) = writer_of_form(&forwarded.text, around)
    {
        return (Some(email), name);
    }
    let machine = || nobody(mail) || is_campaign(mail) || is_through_form(mail);
    let behind = mail
        .reply_to
        .as_ref()
        .filter(|_| person_behind(mail, around) && machine());
    // where the site does not say to whom one replies, the form does
    if behind.is_none()
        && (nobody(mail) || mail.automatic.form_address)
        && let Some((email, name)) = writer_of_form(&mail.new_text, around)
    {
        return (Some(email), name);
    }
    if let Some(person) = behind.or(mail.from.as_ref()).or(mail.sender.as_ref()) {
        return (Some(person.email.clone()), person.name.clone());
    }
    (
        mail.envelope_from.clone().filter(|email| !email.is_empty()),
        None,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::mail::read;

    const PROVEN: &str = "mx.regio.example; dmarc=pass header.from=mow.example";
    const REFUTED: &str = "mx.regio.example; dmarc=fail header.from=mow.example";

    /// A house that believes `server`, and the ticket of An.
    fn surroundings(server: &str) -> (Surroundings, FoundThread) {
        let around = Surroundings {
            own_addresses: vec!["vragen@regio.example".into()],
            administration_domains: vec!["mow.example".into()],
            authserv_id: server.into(),
            ..Surroundings::default()
        };
        let thread = FoundThread {
            reference: "RV-2026-000001".into(),
            asker_emails: vec!["an@wetteren.example".into()],
            handler_emails: vec!["jan@mow.example".into()],
            cc: Vec::new(),
            former: Vec::new(),
            over: false,
            how: FoundBy::MessageId(Some(Side::Desk)),
        };
        (around, thread)
    }

    /// What a mail in the ticket of An becomes, and why it is held.
    fn check(from: &str, results: &str, server: &str, expected: Kind, held: Option<Held>) {
        let (around, thread) = surroundings(server);
        let raw = format!(
            "Authentication-Results: {results}\nFrom: {from}\nTo: vragen@regio.example\nMessage-ID: \
             <1@x>\n\nDat klopt.\n"
        );
        let mail = read(raw.as_bytes()).unwrap();
        let understood = decide(&mail, &around, Some(&thread));
        assert_eq!(
            (understood.kind, understood.held),
            (expected, held),
            "{from} {results}"
        );
        let forged = expected == Kind::Question;
        assert_eq!(understood.review.is_some(), forged, "a person looks at it");
        assert_eq!(
            understood.ticket.is_none(),
            forged,
            "it does not enter the ticket"
        );
        assert_eq!(understood.may_auto_reply, held.is_none());
    }

    #[test]
    fn what_a_person_has_looked_at_is_not_held_and_still_proves_no_answer() {
        let (around, thread) = surroundings("mx.regio.example");
        let check = |to: &str, kind, found: Option<&FoundThread>, expected: Kind| {
            let raw = format!(
                "Authentication-Results: {REFUTED}\nFrom: jan@mow.example\nTo: {to}\nCc: \
                 vragen@regio.example\nMessage-ID: <1@x>\n\nDat klopt.\n"
            );
            let mail = read(raw.as_bytes()).unwrap();
            assert_eq!(
                decide(&mail, &around, found).held,
                Some(Held::Refuted),
                "nobody has looked yet"
            );
            let said = decide_as(&mail, &around, kind, found);
            assert_eq!((said.kind, said.held), (expected, None), "{to} {kind:?}");
            assert_eq!(said.answered_to, None, "{to} {kind:?}");
            assert_eq!(said.ticket.is_some(), found.is_some(), "{to} {kind:?}");
        };
        let (we, an) = ("vragen@regio.example", "an@wetteren.example");
        check(we, Kind::Question, None, Kind::Question);
        check(we, Kind::ReplyFromAsker, None, Kind::Question);
        for to in [we, an] {
            let desk = Kind::ReplyFromAdministration;
            check(to, Kind::ReplyFromAsker, Some(&thread), desk);
        }
    }

    #[test]
    fn a_machine_of_the_askers_house_is_not_answered() {
        let (around, thread) = surroundings("");
        let check = |from: &str, subject: &str, text: &str, kind: Kind, may: bool| {
            let raw = format!(
                "From: {from}\nTo: vragen@regio.example\nSubject: {subject}\nMessage-ID: \
                 <2@x>\nIn-Reply-To: <1@regio.example>\n\n{text}\n"
            );
            let mail = read(raw.as_bytes()).unwrap();
            let understood = decide(&mail, &around, Some(&thread));
            assert_eq!(
                (understood.kind, understood.may_auto_reply),
                (kind, may),
                "{from} {text}"
            );
        };
        let desk = "Servicedesk Wetteren <it@wetteren.example>";
        let (an, piet) = (
            "An <an@wetteren.example>",
            "Piet Maes <piet@wetteren.example>",
        );
        let registered = "Uw melding is geregistreerd onder nummer W12.";
        check(desk, "Re: vraag", registered, Kind::AutoReply, false);
        let promised = "We hebben je mail ontvangen. Je krijgt binnen 5 dagen een antwoord.";
        check(desk, "[W12] vraag", promised, Kind::AutoReply, false);
        check(an, "Re: vraag", registered, Kind::AutoReply, false);
        let signed = format!("{registered}\n\nGroeten\nAn");
        check(an, "Re: vraag", &signed, Kind::ReplyFromAsker, true);
        let received = "Uw bericht werd goed ontvangen. Wij antwoorden zo snel mogelijk.";
        check(an, "Re: vraag", received, Kind::AutoReply, false);
        check(
            an,
            "Re: vraag",
            "Goed ontvangen, dank u.",
            Kind::ReplyFromAsker,
            true,
        );
        let machine = "Dit is een automatische ontvangstbevestiging.";
        check(an, "Re: vraag", machine, Kind::AutoReply, false);
        let more = format!("{machine} Het containerpark opent om 9 uur.");
        check(an, "Re: vraag", &more, Kind::AutoReply, false);
        let asks = format!("{machine} Dat schreef u ons. Wanneer volgt het antwoord?");
        check(an, "Re: vraag", &asks, Kind::ReplyFromAsker, true);
        check(piet, "Re: vraag", registered, Kind::ReplyFromAsker, true);
        let thanks = "Goed ontvangen, dank u.";
        check(desk, "Re: vraag", thanks, Kind::ReplyFromAsker, true);

        let away = "Ik ben afwezig tot 3 mei.";
        let pointed = format!("{away} Bij dringende vragen belt u de balie.");
        let asked = format!("{away} Kan het later?");
        check(an, "Afwezig Re: vraag", away, Kind::AutoReply, false);
        check(an, "Re: vraag", &pointed, Kind::AutoReply, false);
        check(an, "Re: vraag", away, Kind::ReplyFromAsker, false);
        check(an, "Re: vraag", &asked, Kind::ReplyFromAsker, false);
        check(
            an,
            "Re: vraag",
            "De schepen is afwezig.",
            Kind::ReplyFromAsker,
            true,
        );
        let speaks = "Dit is een automatisch antwoord, zei uw mail, maar op mijn vraag heb ik niets gekregen.";
        check(an, "Re: vraag", speaks, Kind::ReplyFromAsker, true);
        check(desk, "Re: vraag", speaks, Kind::AutoReply, false);
    }

    #[test]
    fn a_question_about_who_is_away_is_a_question() {
        let check = |headers: &str, subject: &str, text: &str, expected: Kind| {
            let raw = format!(
                "From: an@wetteren.example\nTo: vragen@regio.example\n{headers}Subject: {subject}\n\n\
                 {text}\n"
            );
            assert_eq!(kind(&raw, false).0, expected, "{subject} {text}");
        };
        let asks = "Wie vertegenwoordigt de gemeente dan in het burgemeestersoverleg?";
        check(
            "",
            "Burgemeester is afwezig tot juni: wie vertegenwoordigt ons",
            asks,
            Kind::Question,
        );
        check(
            "",
            "Ik ben afwezig op het overleg van 12 maart",
            asks,
            Kind::Question,
        );
        let away = "Ik ben afwezig tot 12 maart.";
        check("", "An is afwezig", away, Kind::AutoReply);
        let auto = "Auto-Submitted: auto-replied\n";
        check(auto, "An is afwezig", asks, Kind::AutoReply);
    }

    #[test]
    fn what_comes_through_a_list_of_our_own_is_asked_of_us() {
        let check = |list: &str, expected: Kind| {
            let raw = format!(
                "From: an@wetteren.example\nTo: vragen@regio.example\nPrecedence: list\n{list}\nSubject: \
                 x\n\nTot welke regio behoort Damme?\n"
            );
            let (kind, understood) = kind(&raw, false);
            assert_eq!((kind, understood.held), (expected, None), "{list}");
            assert_eq!(
                understood.may_auto_reply,
                expected == Kind::Question,
                "{list}"
            );
        };
        let unsubscribe = "List-Unsubscribe: <https://groepen.example/uit>";
        check(
            &format!("List-Id: Vragen <vragen.regio.example>\n{unsubscribe}"),
            Kind::Question,
        );
        check("List-Post: <mailto:vragen@regio.example>", Kind::Question);
        check("List-Id: <nieuws.elders.example>", Kind::SpamOrBulk);
    }

    #[test]
    fn an_invitation_of_a_desk_comes_before_the_owner() {
        let check = |from: &str,
                     method: &str,
                     text: &str,
                     notice: Option<Notice>,
                     unknown: bool| {
            let raw = format!(
                "From: {from}\nTo: vragen@regio.example\nContent-Type: multipart/alternative; \
                 boundary=a\n\n--a\nContent-Type: text/plain\n\n{text}\n--a\nContent-Type: \
                 text/calendar; method={method}\n\nBEGIN:VCALENDAR\nMETHOD:{method}\nEND:VCALENDAR\n\
                 --a--\n"
            );
            let (kind, understood) = kind(&raw, true);
            assert_eq!(kind, Kind::CalendarInvite, "{from} {method}");
            assert_eq!(
                (understood.notice, understood.unknown_sender),
                (notice, unknown),
                "{from} {method}"
            );
        };
        let (jan, an) = ("jan@mow.example", "an@wetteren.example");
        check(jan, "REQUEST", "", Some(Notice::Doubtful), false);
        check(jan, "REPLY", "Ik bel u.", Some(Notice::Doubtful), false);
        check(jan, "REPLY", "", None, false);
        check(an, "REQUEST", "Past dat?", None, false);
        // whoever knows the desk's address may have written it
        let piet = "piet@elders.example";
        check(piet, "REQUEST", "Past dat?", Some(Notice::Doubtful), true);
        check(piet, "REPLY", "", None, true);
    }

    #[test]
    fn an_invitation_that_its_domain_disowns_writes_nothing_into_a_question() {
        let check = |from: &str, text: &str, expected: (Kind, Option<Held>, bool)| {
            let (around, mut thread) = surroundings("mx.regio.example");
            thread.how = FoundBy::SignedAddress(Side::Asker);
            let (_, domain) = from.split_once('@').unwrap();
            let raw = format!(
                "Authentication-Results: mx.regio.example; dmarc=fail header.from={domain}\nFrom: \
                 {from}\nTo: vragen@regio.example\nContent-Type: multipart/alternative; \
                 boundary=a\n\n--a\n\n{text}\n--a\nContent-Type: text/calendar; \
                 method=REPLY\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\n--a--\n"
            );
            let mail = read(raw.as_bytes()).unwrap();
            let said = decide(&mail, &around, Some(&thread));
            let found = (said.kind, said.held, said.unknown_sender);
            assert_eq!(found, expected, "{from} {text}");
            assert!(!said.may_auto_reply, "{from} {text}");
            let outside = decide(&mail, &around, None);
            assert_eq!((outside.kind, outside.held), (Kind::CalendarInvite, None));
        };
        let (invites, refuted) = (Kind::CalendarInvite, Some(Held::Refuted));
        let text = "Kunt u dan ook de kaart tonen?";
        check("an@wetteren.example", text, (invites, refuted, true));
        check("an@wetteren.example", "", (invites, None, false));
        check(
            "jan@mow.example",
            text,
            (Kind::Question, Some(Held::Refuted), false),
        );
    }

    #[test]
    fn what_the_asker_may_have_written_waits_for_a_person_and_hears_nothing() {
        let held = (Kind::ReplyFromAsker, Some(Notice::Doubtful));
        let aside = (Kind::AutoReply, None);
        let check = |headers: &str, text: &str, file: Option<&str>, expected: (Kind, _)| {
            let part = file.map_or_else(String::new, |file| format!("--a\n{file}\n\nx\n"));
            let raw = format!(
                "To: vragen+x@regio.example\n{headers}\nIn-Reply-To: \
                 <1@regio.example>\nContent-Type: multipart/mixed; \
                 boundary=a\n\n--a\n\n{text}\n{part}--a--\n"
            );
            let (kind, said) = kind(&raw, true);
            assert_eq!((kind, said.notice), expected, "{headers} {text}");
            let waits = kind == Kind::ReplyFromAsker;
            assert_eq!(said.unknown_sender, waits, "{headers} {text}");
            assert_eq!(said.ticket.as_deref(), Some("RV-2026-000001"));
            assert!(!said.may_auto_reply, "{headers} {text}");
            let (around, _) = surroundings("");
            let mail = read(raw.as_bytes()).unwrap();
            let apart = set_apart(said, &mail, &around);
            assert!(!waits || !apart.may_auto_reply, "{headers} {text}");
        };
        let an = "From: An Peeters <an@wetteren.example>";
        let asks = "Kunt u ons ook de kaart bezorgen?\n\nMet vriendelijke groeten\nAn Peeters";
        let away = format!("{an}\nSubject: Afwezigheid: vervanging van de burgemeester");
        let stamp = format!("{an}\nAuto-Submitted: auto-generated");
        let house = stamp.replace("An Peeters <an@wetteren.example>", "loket@wetteren.example");
        let returned = format!("{an}\nReturn-Path: <>");
        for headers in [&stamp, &away, &returned, &house] {
            check(headers, asks, None, held);
            check(headers, asks, Some(PDF), held);
            check(headers, "Zie bijlage.", Some(PDF), held);
            check(headers, "Ik ben afwezig tot maandag.", Some(PDF), aside);
            let asks_away = "Ik ben afwezig tot maandag. Kan het later?";
            check(headers, asks_away, None, aside);
            check(
                headers,
                "Uw melding werd geregistreerd. Hebt u nog vragen?",
                None,
                aside,
            );
        }
        check(&stamp, "Het verslag staat klaar.", None, aside);
        check(&stamp, "Zie bijlage.", Some(LOGO), aside);
        // who answers by itself says so
        for mark in [
            "X-Autoreply: yes",
            "X-MS-Exchange-Inbox-Rules-Loop: an@wetteren.example",
            "Subject: Automatisch antwoord: uw vraag",
            "Subject: Out of office",
        ] {
            check(&format!("{stamp}\n{mark}"), asks, Some(PDF), aside);
        }
        let replied = stamp.replace("generated", "replied");
        check(&replied, asks, Some(PDF), aside);
        // where nobody reads, nobody asks
        let nobody = house.replace("loket", "noreply");
        check(&nobody, "Hoe tevreden bent u over ons?", None, aside);
        check(&nobody, "Zie bijlage.", Some(PDF), held);
        // a machine that goes on and on
        let ours = "<1@ons.example> <2@ons.example> <3@ons.example> <4@ons.example>";
        let raw = format!(
            "To: vragen@regio.example\nReferences: {ours}\n{stamp}\n\nKunt u de kaart bezorgen?\n"
        );
        let (mut around, thread) = surroundings("");
        around.own_message_id_domain = "ons.example".into();
        let long = decide(&read(raw.as_bytes()).unwrap(), &around, Some(&thread));
        assert!(long.is_loop && long.notice.is_none());
        // a stranger does not come in so
        let stranger = stamp.replace("wetteren", "elders");
        check(&stranger, asks, Some(PDF), aside);
    }

    #[test]
    fn what_is_asked_with_a_date_waits_for_a_person() {
        let check = |part: &str, text: &str, expected: (Kind, Option<Held>), files: usize| {
            let raw = format!(
                "From: piet@elders.example\nTo: vragen@regio.example\nContent-Type: {part}\n\n\
                 BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR\n--a--\n"
            );
            let raw = raw.replacen("TEXT", text, 1);
            let (kind, understood) = kind(&raw, false);
            assert_eq!((kind, understood.held), expected, "{part} {text}");
            let mail = read(raw.as_bytes()).unwrap();
            assert_eq!(mail.attachments.len(), files, "{part}");
        };
        let asks = "Welke stukken moeten wij voorleggen?";
        let form =
            "multipart/alternative; boundary=a\n\n--a\n\nTEXT\n--a\nContent-Type: text/calendar";
        let invites = (Kind::CalendarInvite, None);
        check(form, asks, (Kind::Question, Some(Held::Carried)), 0);
        check(form, "Past dat?", invites, 0);
        let beside = form.replace("alternative", "mixed");
        let named = format!("{beside}; method=REQUEST; name=raad.ics");
        let inline = format!("{named}\nContent-Disposition: inline; filename=raad.ics");
        for part in [&beside, &named, &inline] {
            check(part, asks, (Kind::Question, None), 1);
        }
        check(
            &format!("{beside}; method=REQUEST"),
            "Past dat?",
            invites,
            0,
        );
        check(
            "multipart/mixed; boundary=a\n\n--a\nContent-Type: text/calendar",
            "",
            invites,
            0,
        );
        check("text/calendar", "", invites, 0);
    }

    #[test]
    fn a_desk_is_believed_when_the_receiving_server_vouches_for_it() {
        let server = "mx.regio.example";
        let desk = Kind::ReplyFromAdministration;
        check("jan@mow.example", PROVEN, server, desk, None);
        check(
            "jan@mow.example",
            REFUTED,
            server,
            Kind::Question,
            Some(Held::Refuted),
        );
        check(
            "jan@mow.example",
            "x.example; none",
            server,
            Kind::Question,
            Some(Held::Unproven),
        );
        check("jan@mow.example", REFUTED, "", desk, None);
        // somebody who handles it and whose domain is that of no administration
        let (mut around, thread) = surroundings(server);
        around.administration_domains.clear();
        let raw = format!(
            "Authentication-Results: {REFUTED}\nFrom: jan@mow.example\nTo: \
             vragen@regio.example\n\nDat klopt.\n"
        );
        let forged = decide(&read(raw.as_bytes()).unwrap(), &around, Some(&thread));
        assert_eq!(
            (forged.kind, forged.held),
            (Kind::Question, Some(Held::Refuted))
        );
        // the second author claims to be a desk, and the first is proven
        let two = "kwaad@elders.example, jan@mow.example";
        let results = "mx.regio.example; dmarc=pass header.from=elders.example";
        check(two, results, server, Kind::Question, Some(Held::Unproven));
    }

    #[test]
    fn who_asks_need_not_prove_anything_but_a_denied_yes_is_held() {
        let server = "mx.regio.example";
        let asker = Kind::ReplyFromAsker;
        check(
            "an@wetteren.example",
            "x.example; none",
            server,
            asker,
            None,
        );
        let denied = "mx.regio.example; dmarc=fail header.from=wetteren.example";
        check(
            "an@wetteren.example",
            denied,
            server,
            asker,
            Some(Held::Refuted),
        );
    }

    #[test]
    fn only_who_is_vouched_for_is_one_of_the_people_of_a_ticket() {
        let server = "mx.regio.example";
        let check = |headers: &str, verdict: &str, expected: Kind, unknown: bool| {
            let (around, mut thread) = surroundings(server);
            thread.how = FoundBy::Subject;
            let raw = format!(
                "Authentication-Results: {server}; {verdict}\n{headers}\nTo: \
                 vragen@regio.example\nMessage-ID: <1@x>\n\nDat klopt.\n"
            );
            let understood = decide(&read(raw.as_bytes()).unwrap(), &around, Some(&thread));
            let found = (understood.kind, understood.unknown_sender);
            assert_eq!(found, (expected, unknown), "{headers} {verdict}");
            assert_eq!(understood.review.is_some(), expected == Kind::Question);
        };
        let an = "an@wetteren.example";
        let elsewhere = "dmarc=pass header.from=elders.example";
        let (ours, other) = (Kind::ReplyFromAsker, Kind::Question);
        let sent_by = format!("From: kwaad@elders.example\nSender: {an}");
        check(&sent_by, elsewhere, other, false);
        let second = format!("From: kwaad@elders.example, {an}");
        check(&second, elsewhere, other, false);
        let signed = format!("{elsewhere}; dkim=pass header.d=wetteren.example");
        check(&sent_by, &signed, ours, false);
        let same_house = format!("From: balie@wetteren.example\nSender: {an}");
        check(&same_house, "none", ours, false);
        check(&format!("From: {an}"), "none", ours, false);
        let disowned = "dmarc=fail header.from=wetteren.example";
        check(&format!("From: {an}"), disowned, ours, true);
    }

    #[test]
    fn a_mark_of_ours_on_the_mail_of_another_swallows_nothing() {
        let check = |from: &str, mark: &str, expected: bool| {
            let raw = format!(
                "From: {from}\nTo: vragen@regio.example\nX-Loop: {mark}\nMessage-ID: <1@x>\n\nMag \
                 dit?\n"
            );
            let (kind, understood) = kind(&raw, false);
            assert_eq!(understood.is_loop, expected, "{from} {mark}");
            assert_eq!(kind == Kind::Question, !expected, "{from} {mark}");
        };
        let ours = "vragen@regio.example";
        check("an@wetteren.example", ours, false);
        check(ours, ours, true);
        check(ours, "elders@x.example", false);
    }

    /// What a raw mail becomes in the ticket of An, or outside every ticket.
    fn kind(raw: &str, in_thread: bool) -> (Kind, Understood) {
        let (around, thread) = surroundings("");
        let mail = read(raw.as_bytes()).unwrap();
        let understood = decide(&mail, &around, in_thread.then_some(&thread));
        (understood.kind, understood)
    }

    #[test]
    fn a_comment_in_a_ticket_system_is_an_answer() {
        let check = |from: &str, more: &str, text: &str, expected: Kind| {
            let raw = format!(
                "Return-Path: <>\nFrom: Helpdesk <{from}>\nTo: vragen+x@regio.example\n{more}\
                 In-Reply-To: <1@regio.example>\nAuto-Submitted: auto-generated\nPrecedence: \
                 bulk\n\n##- Please reply above this line -##\n\n{text}\n"
            );
            assert_eq!(kind(&raw, true).0, expected, "{from} {more} {text}");
        };
        let jira = "jira@mow.example";
        let answer = "De lijn blijft bestaan. An, MOW";
        check(jira, "", answer, Kind::ReplyFromAdministration);
        let after_thanks = "Bedankt voor uw vraag.\n\nDe lijn blijft bestaan.";
        check(jira, "", after_thanks, Kind::ReplyFromAdministration);
        for machine in [
            "Uw melding is geregistreerd.",
            "Thanks for your message.",
            "Ik ben afwezig tot maandag.",
            "",
        ] {
            check(jira, "", machine, Kind::AutoReply);
        }
        check("noreply@mow.example", "", answer, Kind::AutoReply);
        check("ticket@elders.example", "", answer, Kind::AutoReply);
        check(
            jira,
            "X-MS-Exchange-Inbox-Rules-Loop: jira@mow.example\n",
            answer,
            Kind::AutoReply,
        );
        check(jira, "X-Autoreply: yes\n", answer, Kind::AutoReply);
    }

    #[test]
    fn an_acknowledgement_of_a_desk_is_no_answer() {
        let check = |from: &str, text: &str, expected: Kind| {
            let raw = format!("From: {from}\nIn-Reply-To: <1@regio.example>\n\n{text}\n");
            assert_eq!(kind(&raw, true).0, expected, "{from} {text}");
        };
        for text in [
            "Uw melding werd geregistreerd onder nummer 48812. Wij antwoorden binnen 10 werkdagen.",
            "Wij hebben uw bericht goed ontvangen, uw dossiernummer is 2026/0113.",
        ] {
            check("jan@mow.example", text, Kind::AutoReply);
            check("an@wetteren.example", text, Kind::AutoReply);
            let signed = format!("{text}\n\nGroeten\nAn");
            check("an@wetteren.example", &signed, Kind::ReplyFromAsker);
        }
        check(
            "jan@mow.example",
            "Uw melding werd geregistreerd. De lijn blijft.",
            Kind::ReplyFromAdministration,
        );
        // one that cites nothing is no question, and gets no acknowledgement of ours
        let alone = "From: jan@mow.example\nSubject: M2603\n\nUw melding werd geregistreerd.\n";
        let (kind, understood) = kind(alone, false);
        assert_eq!((kind, understood.may_auto_reply), (Kind::AutoReply, false));
    }

    /// What a mail of a desk in the ticket of An is: with a file beside its text, or without.
    fn of_desk(headers: &str, text: &str, file: Option<&str>) -> (Kind, Option<Notice>) {
        let file = file.map_or_else(String::new, |file| format!("--a\n{file}\n\nx\n"));
        let raw = format!(
            "{headers}\nTo: vragen+x@regio.example\nIn-Reply-To: <1@regio.example>\nContent-Type: \
             multipart/mixed; boundary=a\n\n--a\n\n{text}\n{file}--a--\n"
        );
        let (kind, understood) = kind(&raw, true);
        (kind, understood.notice)
    }

    const ENCLOSING: &str = "\nContent-Type: multipart/mixed; boundary=a";
    const ENCLOSED: &str = "--a\n\nZie bijlage.\n--a\nContent-Type: application/pdf; \
                            name=besluit.pdf\n\nx\n--a--";

    const PDF: &str =
        "Content-Type: application/pdf\nContent-Disposition: attachment; filename=besluit.pdf";
    const LOGO: &str = "Content-Type: image/png; name=image001.png\nContent-ID: <logo>";

    #[test]
    fn what_a_desk_encloses_is_an_answer_whatever_its_words() {
        let answer = (Kind::ReplyFromAdministration, None);
        let stamp = "From: jira@mow.example\nAuto-Submitted: auto-generated";
        let nobody = "From: noreply@mow.example\nReturn-Path: <>\nAuto-Submitted: auto-generated";
        let receipt = "Wij hebben uw bericht goed ontvangen, uw dossiernummer is 2026/0113.";
        for from in ["From: jan@mow.example", stamp, nobody] {
            for text in [receipt, "", "Dit is een automatisch bericht. Zie bijlage."] {
                assert_eq!(of_desk(from, text, Some(PDF)), answer, "{from} {text}");
            }
            let (kind, _) = of_desk(from, receipt, Some(LOGO));
            assert_eq!(kind, Kind::AutoReply, "{from}: a logo is nothing");
        }
        let titled = "From: jan@mow.example\nSubject: Ontvangstbevestiging: uw vraag";
        assert_eq!(of_desk(titled, receipt, Some(PDF)), answer);
        // who is away encloses nothing that answers, and neither does a responder
        for headers in [
            "From: jan@mow.example\nSubject: Automatisch antwoord: x",
            "From: jan@mow.example\nX-Autoreply: yes",
            "From: jan@mow.example\nAuto-Submitted: auto-generated\nX-MS-Exchange-Inbox-Rules-Loop: \
             jan@mow.example",
        ] {
            let (kind, notice) = of_desk(headers, "Ik ben afwezig.", Some(PDF));
            assert_eq!((kind, notice), (Kind::AutoReply, None), "{headers}");
        }
        // and a system that reports on no question of ours is a machine
        let report = format!("{stamp}\nContent-Type: application/pdf; name=x.pdf\n\nx\n");
        assert_eq!(kind(&report, false).0, Kind::AutoReply);
    }

    #[test]
    fn what_a_machine_of_a_desk_says_stands_in_the_conversation_and_ends_nothing() {
        let jan = "From: jan@mow.example";
        let stamp = "From: jira@mow.example\nAuto-Submitted: auto-generated";
        let nobody = "From: noreply@mow.example\nAuto-Submitted: auto-generated";
        let receipt = "Uw melding werd geregistreerd onder nummer 48812.";
        let answer = "De lijn blijft bestaan.";
        let (auto, reply) = (Kind::AutoReply, Kind::ReplyFromAdministration);
        let (receives, doubtful) = (Some(Notice::Acknowledgement), Some(Notice::Doubtful));
        for (headers, text, expected) in [
            // by its words alone: it stays visible
            (jan, receipt, (auto, receives)),
            (
                "From: jan@mow.example\nSubject: Ontvangstmelding: uw vraag",
                receipt,
                (auto, receives),
            ),
            // its headers say so as well
            (stamp, receipt, (auto, None)),
            // a machine that says more: somebody looks
            (stamp, answer, (reply, doubtful)),
            (nobody, answer, (auto, doubtful)),
            (
                stamp,
                "Dit is een automatisch bericht. De aanvraag werd geweigerd.",
                (auto, doubtful),
            ),
            (
                "From: jan@mow.example\nReturn-Path: <>",
                answer,
                (auto, doubtful),
            ),
            // who is away has not answered, whoever says so
            (
                jan,
                "Bedankt voor uw bericht. Ik ben afwezig tot maandag.",
                (reply, doubtful),
            ),
            (jan, "Je suis en congé jusqu'au 3 mars.", (reply, doubtful)),
            (
                jan,
                "I'm out of the office until Monday.",
                (reply, doubtful),
            ),
            (jan, "Ich bin bis Montag im Urlaub.", (reply, doubtful)),
            // a person wrote it
            (jan, answer, (reply, None)),
            (
                stamp,
                "De lijn blijft bestaan.\n\nMet vriendelijke groeten\n\nEls Maes\nMOW",
                (reply, None),
            ),
            (
                "From: Els Maes (Jira) <jira@mow.example>\nAuto-Submitted: auto-generated",
                answer,
                (reply, None),
            ),
            // nobody is there
            (stamp, "Ik ben afwezig tot maandag.", (auto, None)),
            (
                "From: jan@mow.example\nAuto-Submitted: auto-replied",
                "Wegens verlof lees ik geen mails.",
                (auto, None),
            ),
        ] {
            assert_eq!(of_desk(headers, text, None), expected, "{headers} {text}");
        }
    }

    #[test]
    fn a_system_that_marks_its_mail_twice_speaks_for_itself() {
        let check = |headers: &str, text: &str, expected: (Kind, Option<Notice>)| {
            let headers =
                format!("From: jira@mow.example\nAuto-Submitted: auto-generated\n{headers}");
            assert_eq!(of_desk(&headers, text, None), expected, "{headers} {text}");
        };
        let machine = (Kind::AutoReply, Some(Notice::Doubtful));
        let person = (Kind::ReplyFromAdministration, None);
        let answer = "De lijn blijft bestaan.";
        for mark in [
            "Precedence: bulk",
            "X-Auto-Response-Suppress: OOF, AutoReply",
            "Subject: Melding 8812 geregistreerd",
        ] {
            check(mark, answer, machine);
            let signed = format!("{answer}\n\nMet vriendelijke groeten\n\nEls Maes\nMOW");
            check(mark, &signed, person);
            let (kind, _) = of_desk(
                &format!("From: jira@mow.example\nAuto-Submitted: auto-generated\n{mark}"),
                &format!("## Reply above this line ##\n\n{answer}"),
                None,
            );
            assert_eq!(kind, Kind::ReplyFromAdministration, "{mark}");
        }
    }

    #[test]
    fn who_answers_an_invitation_asks_nothing_of_us() {
        let check = |method: &str, text: &str, expected: Kind| {
            let raw = format!(
                "From: an@damme.example\nTo: vragen@regio.example\nContent-Type: \
                 multipart/alternative; boundary=a\n\n--a\n\n{text}\n--a\nContent-Type: \
                 text/calendar; method={method}\n\nBEGIN:VCALENDAR\nMETHOD:{method}\n--a--\n"
            );
            assert_eq!(kind(&raw, false).0, expected, "{method} {text}");
        };
        let asks = "Kan onze stad uit de vereniging stappen?";
        check("REQUEST", asks, Kind::Question);
        check("REQUEST", "Kan dit online?", Kind::CalendarInvite);
        for answer in ["REPLY", "COUNTER", "CANCEL"] {
            check(answer, asks, Kind::CalendarInvite);
        }
    }

    #[test]
    fn a_receipt_tells_nothing_and_who_is_away_something() {
        let nothing = |text: &str| {
            let raw = format!("From: an@wetteren.example\nX-Autoreply: yes\n\n{text}\n");
            let mail = read(raw.as_bytes()).unwrap();
            kind(&raw, true).1.tells_nothing(&mail)
        };
        assert!(nothing("Uw melding werd geregistreerd onder nummer 48812."));
        assert!(nothing(
            "Dit is een automatisch bericht. De balie is dicht."
        ));
        assert!(!nothing("Ik ben afwezig tot maandag. Bel de balie."));
        assert!(!nothing("De balie is verhuisd."));
    }

    #[test]
    fn a_question_that_came_as_mailings_do_waits_for_a_person() {
        let check = |headers: &str, text: &str, expected: (Kind, Option<Held>)| {
            let raw = format!("To: vragen@regio.example\nSubject: x\n{headers}\n\n{text}\n");
            let (kind, understood) = kind(&raw, false);
            assert_eq!((kind, understood.held), expected, "{headers} {text}");
            assert!(
                understood.held.is_none() || !understood.may_auto_reply,
                "{headers}"
            );
            understood.asker
        };
        let waits = (Kind::Question, Some(Held::Carried));
        let aside = (Kind::SpamOrBulk, None);
        let unsubscribe = "List-Unsubscribe: <https://x.example/uit>";
        let asks = "Tot welke regio behoort Damme?";
        let form = "Naam: Griet Pauwels\nE-mail: griet@postvak.example\n\nVraag:\nGraag de lijst.";
        for way in [unsubscribe, "Precedence: bulk", "X-Campaign: 1"] {
            let from = format!("From: site@damme.example\n{way}");
            check(&from, asks, waits);
            check(&from, form, waits);
            check(&from, "Beste lezer, ons aanbod.", aside);
            check(
                &from,
                "Hebt u onze nieuwsbrief al gezien? Uitschrijven kan hier.",
                aside,
            );
            check(&format!("{from}\nX-Spam-Flag: YES"), asks, aside);
            check(&format!("{from}\nList-Id: <l.x.example>"), asks, aside);
            check(
                &format!("{from}\nCc: a@x.example, b@x.example"),
                asks,
                waits,
            );
        }
        let many = "From: site@damme.example\nPrecedence: bulk\nTo: anderen@x.example";
        let raw = format!("{many}\n\n{asks}\n");
        assert_eq!(
            kind(&raw, false).0,
            Kind::SpamOrBulk,
            "it is not sent to us"
        );
        let behind = format!(
            "From: noreply@mailer.example\n{unsubscribe}\nReply-To: Griet <griet@postvak.example>"
        );
        let asker = check(&behind, form, waits);
        assert_eq!(asker.as_deref(), Some("griet@postvak.example"));
        // a form that does not say to whom one replies
        let system = "From: noreply@damme.example\nAuto-Submitted: auto-generated";
        check(system, form, waits);
        check(
            "From: noreply@damme.example",
            &format!("Dit is een automatisch bericht van de website.\n\n{form}"),
            waits,
        );
        check(system, asks, (Kind::AutoReply, None));
    }

    #[test]
    fn whoever_filled_in_a_form_of_a_house_asks_what_it_mails() {
        let check = |headers: &str, text: &str, expected: &str| {
            let raw = format!("To: vragen@regio.example\nSubject: x\n{headers}\n\n{text}\n");
            let (kind, understood) = kind(&raw, false);
            assert_eq!(kind, Kind::Question, "{headers} {text}");
            assert_eq!(
                understood.asker.as_deref(),
                Some(expected),
                "{headers} {text}"
            );
        };
        let griet = "griet@postvak.example";
        let asks = "In welke regio ligt Damme?";
        let form = "Naam: Griet Pauwels\nE-mail: griet@postvak.example\nVraag: In welke regio?";
        let behind = "Reply-To: griet@postvak.example";
        let site = format!("From: Stad Damme <website@damme.example>\n{behind}");
        let house = format!("From: Stad Damme <info@damme.example>\n{behind}");
        let person = format!("From: An Maes <an@damme.example>\n{behind}");
        check(&site, asks, griet);
        check(&house, form, griet);
        let by_php = "X-PHP-Originating-Script: 33:mail.php";
        for program in ["X-Mailer: PHP/8.2", "X-Mailer: Drupal", by_php] {
            check(&format!("{house}\n{program}"), asks, griet);
            check(&format!("{person}\n{program}"), asks, "an@damme.example");
        }
        check(&house, asks, "info@damme.example");
        check(&person, form, "an@damme.example");
        // where nobody reads, the form says who asks
        check("From: Website <no-reply@damme.example>", form, griet);
        check(
            "From: Website <no-reply@damme.example>",
            &form.replace(griet, "vragen@regio.example"),
            "no-reply@damme.example",
        );
        let passed_on = format!(
            "Via ons formulier:\n\nVan: Website <noreply@lede.example>\nVerzonden: maandag 2 maart 2026 \
             9:15\nAan: Els\nOnderwerp: vraag\n\n{form}"
        );
        let els = "From: Els Maes <els@lede.example>\nSubject: FW: vraag";
        check(&els.replace('\n', "\nX-"), asks, "els@lede.example");
        let raw = format!("{els}\nTo: vragen@regio.example\n\n{passed_on}\n");
        assert_eq!(kind(&raw, false).1.asker.as_deref(), Some(griet));
    }

    #[test]
    fn the_id_of_a_mail_for_complaints_makes_no_mailing() {
        let check = |headers: &str, expected: Kind| {
            let raw = format!(
                "To: vragen@regio.example\nSubject: x\nFeedback-ID: 1:user:x\n{headers}\n\nGraag had \
                 ik de lijst.\n"
            );
            let (kind, understood) = kind(&raw, false);
            assert_eq!(kind, expected, "{headers}");
            assert_eq!(understood.may_auto_reply, kind == Kind::Question);
        };
        check("From: An Maes <an@damme.example>", Kind::Question);
        check("From: Nieuws <nieuws@damme.example>", Kind::SpamOrBulk);
        let check = |id: &str, expected: Kind| {
            let raw = format!(
                "From: hallo@winkel.example\nTo: vragen@regio.example\nSubject: x\nFeedback-ID: {id}\n\nOnze actie \
                 loopt tot zondag. Uitschrijven kan hier.\n"
            );
            assert_eq!(kind(&raw, false).0, expected, "{id}");
        };
        check("1.2.3:4_-1:4:Sendinblue", Kind::SpamOrBulk);
        check("i12:Fastmail", Kind::Question);
        let check = |headers: &str, expected: Kind| {
            let raw = format!("To: vragen@regio.example\nSubject: x\n{headers}\n\nOns aanbod.\n");
            assert_eq!(kind(&raw, false).0, expected, "{headers}");
        };
        check(
            "From: An Maes <an@damme.example>\nList-Unsubscribe: <mailto:uit@damme.example>\nTo: b@x.example",
            Kind::SpamOrBulk,
        );
    }

    #[test]
    fn a_number_in_the_text_ties_a_mail_to_the_question_of_its_own_people() {
        let (around, mut thread) = surroundings("");
        thread.how = FoundBy::Body;
        let check = |from: &str, expected: Kind| {
            let raw = format!(
                "From: {from}\nTo: vragen@regio.example\nSubject: x\n\nIs er nieuws over RV-2026-000001?\n"
            );
            let mail = read(raw.as_bytes()).unwrap();
            let understood = decide(&mail, &around, Some(&thread));
            assert_eq!(understood.kind, expected, "{from}");
            assert_eq!(understood.ticket.is_some(), expected != Kind::Question);
            // a desk may speak of one question and answer another
            let of_desk = expected == Kind::ReplyFromAdministration;
            let notice = of_desk.then_some(Notice::Doubtful);
            assert_eq!(understood.notice, notice, "{from}");
        };
        check("an@wetteren.example", Kind::ReplyFromAsker);
        check("jan@mow.example", Kind::ReplyFromAdministration);
        check("els@wetteren.example", Kind::Question);
        check("rik@melle.example", Kind::Question);
    }

    #[test]
    fn who_names_their_question_that_is_over_asks_anew_and_who_quotes_it_answers() {
        let (around, mut thread) = surroundings("");
        (thread.how, thread.over) = (FoundBy::Body, true);
        let check = |from: &str, text: &str, expected: (Kind, Option<Notice>)| {
            let raw = format!("From: {from}\nTo: vragen@regio.example\nSubject: x\n\n{text}\n");
            let mail = read(raw.as_bytes()).unwrap();
            let said = decide(&mail, &around, Some(&thread));
            assert_eq!((said.kind, said.notice), expected, "{from} {text}");
        };
        let (an, jan) = ("an@wetteren.example", "jan@mow.example");
        let asks = "Naar aanleiding van RV-2026-000001: mag dit ook voor onze zwembaden?";
        check(an, asks, (Kind::Question, None));
        let disputes = "Op mijn vraag RV-2026-000001 kreeg ik geen antwoord.";
        check(an, disputes, (Kind::ReplyFromAsker, None));
        let desk = Kind::ReplyFromAdministration;
        check(jan, asks, (desk, Some(Notice::Doubtful)));
        let quotes = "Dat klopt niet, want wij horen bij Aalst.\n\nOp 2/03/2026 9:12 schreef R \
                      <vragen@regio.example>:\n> Uw vraag RV-2026-000001\n> U hoort bij Gent.";
        check(an, quotes, (Kind::ReplyFromAsker, None));
        check(jan, quotes, (desk, None));
    }

    #[test]
    fn a_subject_that_speaks_of_an_automatic_answer_makes_nothing_one() {
        let (around, mut thread) = surroundings("");
        let new = |headers: &str, text: &str| {
            let raw = format!("To: vragen@regio.example\n{headers}\n\n{text}\n");
            let (kind, understood) = kind(&raw, false);
            (kind, understood.held)
        };
        let asks = "Wij kregen een automatisch antwoord. Wie kan ons helpen?";
        let an = "From: An Maes <an@damme.example>\nSubject: Automatisch antwoord van uw dienst";
        assert_eq!(new(an, asks), (Kind::Question, None));
        let colon = an.replace(" van uw dienst", ": uw dienst");
        assert_eq!(new(&colon, asks).0, Kind::AutoReply);
        let stamped = format!("{an}\nAuto-Submitted: auto-replied");
        assert_eq!(new(&stamped, asks).0, Kind::AutoReply);
        assert_eq!(new(an, "Ik ben afwezig tot maandag.").0, Kind::AutoReply);
        let out =
            "From: Jo Bos <jo@damme.example>\nSubject: Out of office: who replaces our clerk?";
        let clerk = "Our clerk will be out of office until May. Who may replace her?";
        assert_eq!(new(out, clerk), (Kind::Question, Some(Held::Carried)));

        let mut reply = |from: &str, subject: &str, text: &str| {
            thread.how = FoundBy::MessageId(Some(if from.contains("mow") {
                Side::Desk
            } else {
                Side::Asker
            }));
            let raw = format!(
                "From: {from}\nTo: vragen@regio.example\nSubject: {subject}\nIn-Reply-To: <1@x>\n\n{text}\n"
            );
            let understood = decide(&read(raw.as_bytes()).unwrap(), &around, Some(&thread));
            (understood.kind, understood.notice)
        };
        let (an, jan) = ("An Maes <an@wetteren.example>", "Jan Bos <jan@mow.example>");
        let doubtful = Some(Notice::Doubtful);
        let speaks = "Automatisch antwoord van uw dienst";
        let asker = (Kind::ReplyFromAsker, doubtful);
        assert_eq!(reply(an, speaks, asks), asker);
        let desk = (Kind::ReplyFromAdministration, doubtful);
        let off = "Automatisch antwoord staat af - lijn 12";
        assert_eq!(reply(jan, off, "De lijn blijft bestaan."), desk);
        let got =
            "Het automatisch antwoord kwam van De Lijn. De lijn verdwijnt dus.\n\nMvg\nAn Maes";
        assert_eq!(reply(an, "Automatisch antwoord: lijn 12", got), asker);
        for text in [
            "Ik ben afwezig tot maandag.",
            "Uw vraag werd geregistreerd.",
        ] {
            assert_eq!(reply(an, speaks, text).0, Kind::AutoReply, "{text}");
            assert_eq!(reply(jan, off, text).0, Kind::AutoReply, "{text}");
        }
    }

    #[test]
    fn a_question_with_signs_of_a_machine_waits_for_a_person() {
        let check = |headers: &str, text: &str, expected: (Kind, Option<Held>)| {
            let raw = format!("To: vragen@regio.example\n{headers}\n\n{text}\n");
            let (kind, understood) = kind(&raw, false);
            assert_eq!((kind, understood.held), expected, "{headers} {text}");
        };
        let waits = (Kind::Question, Some(Held::Carried));
        let machine = (Kind::AutoReply, None);
        let asks = "Hoe lang duurt de erkenning van een vereniging?";
        let an = "From: An Maes <an@damme.example>";
        for signs in [
            "Subject: Ontvangstbevestiging: wanneer komt ze?",
            "Subject: Automatisch bericht aan de inwoners",
            "Subject: x\nAuto-Submitted: auto-generated",
        ] {
            let headers = format!("{an}\n{signs}");
            check(&headers, asks, waits);
            check(
                &headers,
                "Uw melding is geregistreerd. Hebt u nog vragen?",
                machine,
            );
            check(
                &headers,
                "Ik ben afwezig tot maandag. Belt u de balie?",
                machine,
            );
            check(&headers, "Het verslag staat klaar.", machine);
            check(&format!("{headers}{ENCLOSING}"), ENCLOSED, {
                if signs.contains("generated") {
                    waits
                } else {
                    // a report, says its subject
                    machine
                }
            });
            check(&format!("{headers}\nReferences: <1@x>"), asks, machine);
            check(&format!("{headers}\nX-Autoreply: yes"), asks, machine);
            check(
                &headers.replace("generated", "replied"),
                asks,
                if signs.contains("generated") {
                    machine
                } else {
                    waits
                },
            );
        }
        for system in ["postmaster", "bounces"] {
            let headers =
                format!("From: {system}@damme.example\nReturn-Path: <{system}@damme.example>");
            check(&headers, asks, waits);
            check(
                &format!("{headers}\nSubject: Undeliverable: x"),
                asks,
                (Kind::Bounce, None),
            );
            check(
                &headers.replace(&format!("<{system}@damme.example>"), "<>"),
                asks,
                machine,
            );
        }
        let nobody = "From: Post <noreply@post.example>";
        let sealed = "U hebt een beveiligd bericht van An Maes (Damme).\nBekijk het: \
                      https://post.example/1\n\nDit is een automatisch bericht.";
        check(nobody, sealed, (Kind::Question, Some(Held::Sealed)));
        check(&format!("{nobody}\nTo: elders@x.example"), sealed, machine);
        check(
            &format!("{nobody}\nAuto-Submitted: auto-generated"),
            asks,
            machine,
        );
    }

    #[test]
    fn a_machine_that_nobody_vouches_for_enters_no_conversation() {
        let (around, thread) = surroundings("mx.regio.example");
        let check = |text: &str, expected: Kind, held: Option<Held>| {
            let raw = format!(
                "Authentication-Results: {REFUTED}\nFrom: noreply@mow.example\nTo: \
                 vragen@regio.example\nIn-Reply-To: <1@regio.example>\n{text}\n"
            );
            let understood = decide(&read(raw.as_bytes()).unwrap(), &around, Some(&thread));
            assert_eq!(
                (understood.kind, understood.held),
                (expected, held),
                "{text}"
            );
            assert_eq!(understood.notice, None, "{text}");
        };
        let stamped = "Auto-Submitted: auto-generated\n\nDe lijn verdwijnt.";
        check(stamped, Kind::Question, Some(Held::Refuted));
        check("\nUw melding werd geregistreerd.", Kind::AutoReply, None);
    }

    #[test]
    fn who_passes_a_mail_on_asks_when_they_ask_something() {
        let check = |from: &str, above: &str, original: &str, expected: &str| {
            let raw = format!(
                "From: {from}\nSubject: FW: Vraag\n\n{above}\n\nVan: Rik <{original}>\nVerzonden: \
                 maandag 2 maart 2026 10:12\nAan: An\nOnderwerp: Vraag\n\nDe lijn verdwijnt.\n"
            );
            let (_, understood) = kind(&raw, false);
            let asker = understood.asker.as_deref();
            assert_eq!(asker, Some(expected), "{above} {original}");
        };
        let (an, rik) = ("an@wetteren.example", "rik@melle.example");
        check(an, "Ter info.", rik, rik);
        check(an, "Kunnen jullie dit behandelen?", rik, rik);
        check(an, "Geldt onderstaande mail ook voor ons?", rik, an);
        check(an, "Ter info.", "jan@mow.example", an);
        check("jan@mow.example", "Geldt dit ook voor jullie?", rik, rik);
    }

    #[test]
    fn only_a_desk_passes_on_without_saying_so() {
        let check = |from: &str, expected: &str| {
            let raw = format!(
                "From: {from}\nTo: vragen@regio.example\nSubject: Vraag\n\nTer info.\n\nVan: Rik \
                 <rik@melle.example>\nVerzonden: maandag 2 maart 2026 10:12\nAan: An\nOnderwerp: Vraag\n\nDe \
                 lijn verdwijnt.\n"
            );
            let (_, understood) = kind(&raw, false);
            assert_eq!(understood.asker.as_deref(), Some(expected), "{from}");
        };
        check("jan@mow.example", "rik@melle.example");
        check("an@wetteren.example", "an@wetteren.example");
    }

    #[test]
    fn an_attached_mail_is_passed_on_when_the_cover_says_no_more() {
        let check = |subject: &str, text: &str, expected: &str| {
            let raw = format!(
                "From: an@wetteren.example\nSubject: {subject}\nContent-Type: multipart/mixed; \
                 boundary=a\n\n--a\n\n{text}\n--a\nContent-Type: message/rfc822\n\nFrom: \
                 leverancier@x.example\nSubject: Offerte\n\nOns aanbod.\n--a--\n"
            );
            let (_, understood) = kind(&raw, false);
            assert_eq!(
                understood.asker.as_deref(),
                Some(expected),
                "{subject} {text}"
            );
            let mail = read(raw.as_bytes()).unwrap();
            assert_eq!(mail.forwarded.is_some(), expected != "an@wetteren.example");
            assert_eq!(mail.attachments.len(), 1, "it is kept either way");
        };
        let (an, other) = ("an@wetteren.example", "leverancier@x.example");
        let asks = "Zie de mail van de leverancier in bijlage. Mogen wij daarop ingaan?";
        check("Mag dit?", asks, an);
        check("FW: Offerte", asks, an);
        check("FW: Offerte", "Voor jullie.", other);
        check("Offerte", "", other);
        check("Offerte", "Ter info.", other);
        check("Offerte", "Graag jullie antwoord hierop.", other);
        check("Offerte", "Dit viel ons op in het dossier.", an);
    }

    #[test]
    fn what_cannot_be_read_waits_for_a_person() {
        let raw = b"From: an@wetteren.example\nContent-Type: application/pkcs7-mime; \
                    smime-type=enveloped-data\n\nx";
        let understood = decide(&read(raw).unwrap(), &Surroundings::default(), None);
        assert_eq!(
            (understood.kind, understood.held),
            (Kind::Question, Some(Held::Sealed))
        );
    }
}
