//! The page of a question: what the register knows of it, put where a person looks for it.

use std::iter;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use uuid::Uuid;

use super::events::History;
use super::faq::show_personal;
pub use super::form::Form;
use super::list::InList;
use super::mail::mail_url;
use super::merge::MergedCase;
use super::signal::said as signaled;
use super::strip::{Days, strip};
use super::view::parts::{Choice, Shell, Side, State, Tone};
use super::view::pending::PendingBar;
use super::view::ticket::{
    AdviseForm, Again, AnswerForm, AnswerSource, Asker, Attachment, Candidate, CloseForm,
    Colleague, Composer, ConflictPage, Delivery, DispatchProposal, Earlier, Entry, Event,
    ForwardForm, Head, Message, Mine, News, Note, Obligation, PassOnForm, PostButton, Quoted,
    ReaddressForm, ReceiptForm, ReopenForm, ReplyForm, Rung, SidePanel, SmallForm, StillHas, Sum,
    Tab, TakenFrom, TellForm, TextForm, Thread, ThreadTab, TicketPage, Why, WithdrawForm,
};
use super::words::{self, Due};
use crate::auth::accounts::Member;
use crate::auth::{Signer, Verb};
use crate::directory::{Atlas, DeskId, Doubt};
use crate::dispatch::{self, AskedBy, DeskReply, Explanation, Outgoing, is_late};
use crate::entity::assignment::{AssignmentRole, ProgressKind};
use crate::entity::deadline::DeadlineState;
use crate::entity::dispatch_decision::DispatchMode;
use crate::entity::event::ActorKind;
use crate::entity::inbound_mail::Mark;
use crate::entity::outbound_mail::OutboundKind;
use crate::faq;
use crate::followup::first_day;
use crate::language::{Letter, is_name, unwrapped};
use crate::registry::{
    self, AssignmentView, Ball, Case, CloseReason, DeadlineKind, DecisionView, DeliveryView,
    Direction, DueFor, DueSum, EarlierTicket, EventView, MessageKind, MessageState, MessageView,
    NextStep, NotedView, Present, Receipt, Skipped, SkippedDay, Spell, Stage, Status, Term,
    ThreadView, WorkingDays, day_in_brussels, judged_from_words, mail_texts,
};
use crate::store::Scan;
use crate::text::{Texts, dates};
use crate::web::letter::shown_words;
use crate::web::portal::answers::summary;
use crate::web::uploads::KeptFile;

/// What stands behind the address of a question.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct TicketQuery {
    /// The form that is asked for.
    #[serde(rename = "do")]
    pub form: Option<Form>,
    /// The conversation that is asked for: 0 is the asker's.
    pub thread: Option<usize>,
    /// The proposed answer to begin with.
    #[serde(rename = "use")]
    pub proposal: Option<Uuid>,
    /// The published answer to put into the answer.
    pub faq: Option<Uuid>,
    /// The number of the answered question whose answer is put into the answer.
    pub like: Option<String>,
    /// The template to put into the answer.
    #[serde(rename = "sjabloon")]
    pub template: Option<Uuid>,
    /// The assignment to take back.
    pub of: Option<Uuid>,
    /// The slug of the administration to write to.
    pub to: Option<String>,
    /// The message of the asker to pass on.
    pub about: Option<Uuid>,
    /// The draft of the reader to begin with.
    pub draft: Option<Uuid>,
    /// The number of the question that has just gone on in this one.
    #[serde(rename = "samen")]
    pub merged: Option<String>,
}

/// What stands behind the address of a question where its proposal is confirmed: the form that sends
/// it on, at the button that names who gets it.
pub const CONFIRM_PROPOSAL: &str = "?do=forward#doorsturen";

/// Events that the page of a conflict shows.
const EVENTS_SHOWN: usize = 10;
/// The same, when the form does not say what its sender had seen.
const LAST_EVENTS: usize = 3;

/// What somebody typed in a form that was not accepted, to show again.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// The text.
    pub body: String,
    /// What was chosen beside it.
    pub choice: String,
    /// By when an administration is asked to answer.
    pub asked_by: AskedBy,
    /// Who gave an answer elsewhere, on which day and how.
    pub by: String,
    /// See [`Self::by`].
    pub on: String,
    /// See [`Self::by`].
    pub how: String,
    /// The number of the question that it is a double of.
    pub of: String,
    /// Whether the asker is told that it is closed; none when nobody chose yet.
    pub tell: Option<bool>,
    /// What that mail says besides.
    pub words: String,
    /// Why the question opens again, for the asker.
    pub told: String,
    /// Whether what did not arrive goes to the same address again.
    pub same: bool,
    /// The administrations that go on answering, or that get what the asker wrote.
    pub desks: Vec<String>,
    /// The files that were left to go along; none when nobody chose yet.
    pub files: Option<Vec<String>>,
    /// What the asker wrote after the question that was left to go along; none when nobody chose yet.
    pub along: Option<Vec<String>>,
    /// Whether the proposal that was chosen comes after them: they are a draft that was written without it.
    pub adds: bool,
    /// The files that were received with it.
    pub kept: Vec<KeptFile>,
    /// What is wrong, in words.
    pub wrong: Option<String>,
    /// What is wrong with which field, where a form has several.
    pub faults: Vec<(&'static str, String)>,
}

/// The answer that another question got: the one that this one was the double of, or one that looks like it.
#[derive(Debug, Clone)]
pub struct GivenAnswer {
    /// The number of that question.
    pub reference: String,
    /// What it is called.
    pub subject: String,
    /// For whom it was asked, where that is shown.
    pub organisation: Option<String>,
    /// The answer.
    pub body: String,
    /// When it left.
    pub at: DateTime<Utc>,
}

/// An answer to somebody else that was put into this one.
#[derive(Debug, Clone)]
pub struct TakenOver {
    /// What it was taken from.
    pub from: GivenAnswer,
    /// What is personal in it.
    pub personal: Vec<faq::Personal>,
}

/// The answers and the templates that a person may answer from.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// What the question was answered that this one was the double of.
    pub original: Option<GivenAnswer>,
    /// What questions were answered that look like this one, the likest first.
    pub alike: Vec<GivenAnswer>,
    /// The one of these that was chosen to be put into the answer.
    pub taken: Option<TakenOver>,
    /// Published ones that may well answer the question, with how sure that is, the surest first.
    pub fitting: Vec<(faq::Entry, f32)>,
    /// The one that was chosen to be put into the answer.
    pub chosen: Option<faq::Entry>,
    /// The full address where everybody can read them all.
    pub address: String,
    /// The templates of the desk: which, and its name.
    pub templates: Vec<(Uuid, String)>,
    /// The text of the one that was chosen, with its places filled.
    pub filled: Option<String>,
}

impl Library {
    /// An answer as it goes into a letter: its text, and where it stands.
    fn letter(&self, entry: &faq::Entry) -> String {
        let answer = entry.text.answer.trim();
        format!("{answer}\n\n{}/{}", self.address, entry.slug)
    }
}

/// Everything the page of a question is made from.
pub struct Reading<'a> {
    /// The words.
    pub t: Texts,
    /// The question.
    pub case: &'a Case,
    /// Who can be sent questions.
    pub atlas: &'a Atlas,
    /// What the reader may do.
    pub may: &'a dyn Fn(Verb) -> bool,
    /// The reader's account.
    pub me: Option<Uuid>,
    /// The moment it is.
    pub now: DateTime<Utc>,
    /// The ordinary term of an administration.
    pub administration_term: WorkingDays,
    /// The published answers.
    pub library: Library,
    /// Who works at the desk that answers for it, for a reader who may give it to one of them.
    pub colleagues: &'a [Member],
    /// Who else has it open.
    pub present: &'a [Present],
    /// The desks whose address is in doubt, for a reader who may send it there.
    pub doubts: &'a [(DeskId, Doubt)],
    /// The questions that went on in it.
    pub merged: &'a [MergedCase],
    /// Who gets its answer besides its asker, each by a mail of their own.
    pub answered_too: &'a [String],
    /// Whether it went on in another one, and can be put back as it was.
    pub can_unmerge: bool,
    /// The list that the reader came from.
    pub list: &'a InList,
    /// What finds tags of ours in the words of others.
    pub signer: &'a Signer,
    /// Who had the ball of it.
    pub spells: &'a [Spell],
    /// The desks that the reader works for.
    pub own_desks: &'a [Uuid],
}

/// Where the page of a question says that it is open.
#[must_use]
pub fn presence_url(reference: &str) -> String {
    ticket_url(reference, "/presence")
}

/// Choices as a person reads a list.
fn sorted(mut choices: Vec<Choice>) -> Vec<Choice> {
    choices.sort_by_cached_key(|choice| choice.words.to_lowercase());
    choices
}

/// Whether the asker wrote it and nobody has looked at it.
fn is_news(message: &MessageView) -> bool {
    message.state == MessageState::New && message.direction != Direction::Internal
}

/// Whether it waits for a person.
fn waits(message: &MessageView) -> bool {
    use MessageState::{Asks, Held, New, Proposed};
    matches!(message.state, Asks | Held | New | Proposed)
}

/// Whether somebody wrote it to somebody of another side: no note, and no line that leaves by itself.
fn is_said(message: &MessageView) -> bool {
    use MessageKind::{Acknowledgement, ReceiptQuestion};
    message.direction != Direction::Internal
        && !matches!(message.kind, Acknowledgement | ReceiptQuestion)
}

/// What an answer says between its greeting and the name under it; whole, when more than a name
/// stands under its closing formula.
fn words_of(answer: &str) -> &str {
    let letter = Letter::of(answer);
    if is_name(letter.below) {
        letter.body
    } else {
        answer
    }
}

/// Whether a desk answers the question, and was not only asked for advice.
fn answers(assignment: &AssignmentView) -> bool {
    assignment.role == AssignmentRole::Handler
}

/// Whom an answer reaches when it leaves.
struct Reached<'a> {
    /// Who gets it, each by a mail of their own: the asker first.
    to: Vec<String>,
    /// Every desk that still owes something, or whose answer waits to be read, and what becomes of it.
    desks: Vec<(&'a AssignmentView, After)>,
}

impl<'a> Reached<'a> {
    /// The desks that are told that they need not answer, or advise, any more.
    fn told(&self) -> impl Iterator<Item = &'a AssignmentView> {
        let told = self.desks.iter().filter(|(_, after)| *after == After::Told);
        told.map(|(one, _)| *one)
    }

    /// The desks of which what they sent is left.
    fn left(&self) -> impl Iterator<Item = &'a AssignmentView> {
        let left = self.desks.iter().filter(|(_, after)| *after == After::Left);
        left.map(|(one, _)| *one)
    }
}

/// What becomes of a desk that still owes something, or whose answer waits, when the asker is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum After {
    /// It goes on: it answers the rest, or may advise on it; or what it sent is used later.
    GoesOn,
    /// It owes nothing, and what it sent is left.
    Left,
    /// What it sent is its answer: it owes nothing any more, and gets no mail.
    Answered,
    /// It is told that it need not answer, or advise, any more.
    Told,
}

/// Files to be looked at, and nothing more.
fn without_buttons(files: Vec<Attachment>) -> Vec<Attachment> {
    let plain = |file: Attachment| Attachment {
        leave_out: None,
        ..file
    };
    files.into_iter().map(plain).collect()
}

impl Reading<'_> {
    /// The page.
    #[must_use]
    pub fn page(&self, shell: Shell, query: &TicketQuery, typed: Typed) -> TicketPage {
        let threads = self.administration_threads();
        let shown = shown_thread(&threads, query);
        let forms = self.forms();
        let wanted = query.form.filter(|form| forms.contains(form));
        // Words that were written for somebody else never stand in the form that mails the asker.
        let kept = (!typed.body.trim().is_empty() && query.form.is_some())
            .then_some(Form::Note)
            .filter(|note| forms.contains(note));
        let form = wanted.or(kept).or_else(|| forms.first().copied());
        let replies = form == Some(Form::Forward)
            && query
                .to
                .as_deref()
                .is_some_and(|to| self.asking(to).is_some());
        let merged = self.merged_parts();
        let joined = query.merged.as_deref();
        let joined = merged
            .iter()
            .find(|part| Some(part.reference.as_str()) == joined);
        TicketPage {
            t: self.t,
            shell,
            head: self.head(),
            part_again: joined.and_then(|part| Some((part.title.clone(), part.undo.clone()?))),
            address: self.address(form, query),
            typed: !typed.body.trim().is_empty(),
            keep: None,
            wrong: typed.wrong.clone(),
            asker: self.asker_thread(),
            administration: shown
                .and_then(|at| threads.get(at))
                .map(|thread| self.administration_thread(thread)),
            threads: self.thread_tabs(&threads, query.thread, shown),
            dispatch: self.proposal(),
            over: self.is_closed(),
            keys: forms.iter().filter_map(|form| form.key_hint()).collect(),
            forms: forms
                .iter()
                .map(|&one| Tab {
                    url: self.url(&one.address()),
                    words: match self.asking(query.to.as_deref().unwrap_or_default()) {
                        Some(desk) if replies && one == Form::Forward => {
                            let name = desk.desk_name.as_str();
                            self.t.with("desk-form-reply", "desk", name)
                        }
                        _ => self.t.say(one.tab(self.status() == Status::Answered)),
                    },
                    key: (one == Form::Close).then_some("e"),
                    chosen: Some(one) == form,
                })
                .collect(),
            withdraws: self.withdrawn_by(form, query.proposal),
            pending: PendingBar::default(),
            composer: form.map(|form| self.composer(form, query, typed)),
            sources: if form == Some(Form::Answer) {
                self.sources(query.proposal)
            } else {
                Vec::new()
            },
            knelpunt: self.knelpunt(Vec::new()),
            former: self.former(),
            side: self.side(),
            merged,
            also_to: if form == Some(Form::Answer) {
                self.answered_too.to_vec()
            } else {
                Vec::new()
            },
            previews: Vec::new(),
        }
    }

    /// The answers that may answer the question, each with the address that puts it into the answer.
    fn sources(&self, proposal: Option<Uuid>) -> Vec<AnswerSource> {
        let with = proposal.map_or_else(String::new, |id| format!("&use={id}"));
        let one = |(entry, sure): &(faq::Entry, f32)| {
            let fits = words::percent(f64::from(*sure));
            let day = dates::local_day(entry.published_at.unwrap_or(entry.updated_at));
            let day = dates::short_day(day, self.t.language());
            AnswerSource {
                title: entry.text.question.clone(),
                url: format!("/faq/{}", entry.slug),
                excerpt: summary(&entry.text.answer),
                why: self.t.with2("desk-source-why", "percent", fits, "day", day),
                insert: self.url(&format!("?do=answer{with}&faq={}#tekst", entry.id)),
            }
        };
        let given = |answer: &GivenAnswer| {
            let number = &answer.reference;
            let day = dates::short_day(dates::local_day(answer.at), self.t.language());
            AnswerSource {
                title: self
                    .t
                    .with("desk-source-original", "reference", number.as_str()),
                url: ticket_url(number, ""),
                excerpt: summary(words_of(&answer.body)),
                why: self.t.with("desk-source-original-why", "day", day),
                insert: self.url(&format!("?do=answer{with}&like={number}#tekst")),
            }
        };
        let alike = |answer: &GivenAnswer| {
            let number = &answer.reference;
            let day = dates::short_day(dates::local_day(answer.at), self.t.language());
            let organisation = answer.organisation.as_deref().unwrap_or_default();
            let named = [
                ("reference", number.as_str().into()),
                ("day", day.into()),
                ("organisation", organisation.into()),
                ("known", answer.organisation.is_some().to_string().into()),
            ];
            AnswerSource {
                title: answer.subject.clone(),
                url: ticket_url(number, ""),
                excerpt: summary(words_of(&answer.body)),
                why: self.t.fill("desk-source-alike-why", named),
                insert: self.url(&format!("?do=answer{with}&like={number}#tekst")),
            }
        };
        let original = self.library.original.iter().map(given);
        original
            .chain(self.library.fitting.iter().map(one))
            .chain(self.library.alike.iter().map(alike))
            .collect()
    }

    /// Whom a form would mail, as the question is now; nothing where that is seen in the form alone.
    fn would_reach(&self, form: Form, fields: &[(String, String)]) -> Option<Vec<String>> {
        let of = |name: &'static str| {
            let fields = fields.iter().filter(move |(known, _)| known == name);
            fields.map(|(_, value)| value.as_str())
        };
        let desk = |slug: &str| {
            let desk = self.atlas.desk_by_slug(slug)?;
            Some(format!("{}, {}", desk.name, desk.email))
        };
        match form {
            Form::Answer => Some(self.answering(None, &[]).to),
            Form::Ask => Some(vec![self.asker_in_full()]),
            Form::Forward => of("desk").next().and_then(desk).map(|desk| vec![desk]),
            Form::PassOn => {
                let about = of("message").next()?;
                self.news().find(|one| one.id.to_string() == about)?;
                of("to_desk").map(desk).collect()
            }
            Form::Withdraw => {
                let chosen = of("assignment").next()?;
                let mut open = self.open_assignments();
                let held = open.find(|one| one.id.to_string() == chosen)?;
                Some(vec![format!("{}, {}", held.desk_name, held.desk_email)])
            }
            Form::Close if of("tell").next().is_some() => None,
            Form::Reopen if of("told").next().is_some() => None,
            Form::Readdress | Form::Advise => None,
            _ => Some(Vec::new()),
        }
    }

    /// Whom something that waits to leave mails when it does, and who is told something because of it, a
    /// sentence each.
    #[must_use]
    pub fn reached_by(&self, outgoing: &Outgoing) -> Vec<String> {
        let to = |who: String| self.t.with("desk-pending-to", "who", who);
        let desk = |slug: &String| match self.atlas.desk_by_slug(slug) {
            Some(desk) => to(format!("{}, {}", desk.name, desk.email)),
            None => to(slug.clone()),
        };
        match outgoing {
            Outgoing::Answer(answer) => {
                let reached = self.answering(answer.proposal, &answer.still);
                let told = reached.told().map(|held| self.not_needed(held));
                let left = reached.left().map(|held| {
                    let desk = held.desk_name.as_str();
                    self.t.with("desk-answer-sent", "desk", desk)
                });
                let told: Vec<String> = told.chain(left).collect();
                reached.to.into_iter().map(to).chain(told).collect()
            }
            Outgoing::Request { .. } => vec![to(self.asker_in_full())],
            Outgoing::Readdress { address, .. } => {
                let told = self.withdrawn_by(Some(Form::Readdress), None);
                iter::once(to(address.trim().to_owned()))
                    .chain(told)
                    .collect()
            }
            Outgoing::Forward(forward) => vec![desk(&forward.desk)],
            Outgoing::Consult(consult) => vec![desk(&consult.desk)],
            Outgoing::PassOn(pass) => pass.desks.iter().map(desk).collect(),
        }
    }

    /// Whom an answer reaches when it leaves, made from this proposal, while these desks go on answering: as
    /// `dispatch::answer` does it.
    fn answering(&self, proposal: Option<Uuid>, still: &[String]) -> Reached<'_> {
        let goes_on = |one: &AssignmentView| answers(one) && still.contains(&one.desk_slug);
        let mut concerned: Vec<&AssignmentView> = self.open_assignments().collect();
        concerned.extend(self.unread(proposal));
        let in_part = concerned.iter().any(|one| goes_on(one));
        let used = self.used(proposal);
        let used = used.filter(|one| !still.contains(&one.desk_slug));
        let after = |one: &AssignmentView| match one {
            one if goes_on(one) => After::GoesOn,
            one if !words::is_owed(one.progress) => After::Left,
            one if used.is_some_and(|used| used.id == one.id) => After::Answered,
            // Advice may still be of use for the rest.
            one if in_part && !answers(one) => After::GoesOn,
            _ => After::Told,
        };
        // Who asked it too hears nothing of a part; a reader who answers nobody may not know who that is.
        let also = self.answered_too.iter();
        let also = also.filter(|_| !in_part && (self.may)(Verb::Answer));
        Reached {
            to: iter::once(self.asker_in_full())
                .chain(also.cloned())
                .collect(),
            desks: concerned.into_iter().map(|one| (one, after(one))).collect(),
        }
    }

    /// The desks that owe nothing any more and sent an answer that waits to be read, another than this one.
    fn unread(&self, proposal: Option<Uuid>) -> Vec<&AssignmentView> {
        let waits = |one: &MessageView| {
            one.state == MessageState::Proposed
                && one.kind == MessageKind::Proposal
                && Some(one.id) != proposal
        };
        let mut found: Vec<&AssignmentView> = Vec::new();
        for thread in &self.case.threads {
            let Some(held) = thread.assignment.as_ref().filter(|held| answers(held)) else {
                continue;
            };
            let same = |one: &AssignmentView| one.desk_slug == held.desk_slug;
            let named = self.open_assignments().any(same) || found.iter().any(|one| same(one));
            if !named && thread.messages.iter().any(waits) {
                found.push(held);
            }
        }
        found
    }

    /// The assignment of the desk that sent this proposal.
    fn used(&self, proposal: Option<Uuid>) -> Option<&AssignmentView> {
        let sent =
            |one: &MessageView| Some(one.id) == proposal && one.kind == MessageKind::Proposal;
        self.case.threads.iter().find_map(|thread| {
            let here = thread.messages.iter().any(sent);
            thread.assignment.as_ref().filter(|_| here)
        })
    }

    /// That a desk is told that its answer or advice is not needed any more.
    fn not_needed(&self, held: &AssignmentView) -> String {
        let key = if answers(held) {
            "desk-withdraws"
        } else {
            "desk-withdraws-advice"
        };
        self.t.with(key, "desk", held.desk_name.as_str())
    }

    /// The page that says that `form` came too late, with what was typed in it.
    #[must_use]
    pub fn conflict(
        &self,
        shell: Shell,
        form: Form,
        body: &str,
        steps: i32,
        fields: Vec<(String, String)>,
    ) -> ConflictPage {
        // What becomes of whoever has the question is asked by the form of an answer, and not here.
        let mut of_proposal = fields.iter().filter(|(name, _)| name == "proposal");
        let proposal = of_proposal.find_map(|(_, id)| id.parse().ok());
        let asks = form == Form::Answer && !self.answering(proposal, &[]).desks.is_empty();
        let again = self.forms().contains(&form) && form != Form::Note && !asks;
        // Whom it would reach may have changed too: it is sent from here only where the page says.
        let again = self.would_reach(form, &fields).filter(|_| again);
        let mine = (!body.trim().is_empty()).then(|| Mine {
            body: body.to_owned(),
            open: self.url(&format!("/{}", form.slug())),
            again: again.map(|to| Again {
                url: self.url(&format!("/{}", form.slug())),
                words: self.t.say(form.again()),
                to,
            }),
            fields,
            kept: Vec::new(),
            note: self.url("/note"),
            place: String::new(),
            discard: None,
        });
        let since = self.since(steps);
        let mut people = since.iter().filter(|event| event.by_id.is_some());
        let last = people.clone().find(|event| event.by_id != self.me);
        let title = match last.or_else(|| people.next()) {
            Some(event) if event.by_id == self.me => self.t.say(form.late_by_me()),
            Some(event) => {
                let name = self.who(event.by.as_deref());
                self.t.with(form.late_by(), "name", name)
            }
            None => self.t.say(form.late()),
        };
        let shown = since.iter().take(EVENTS_SHOWN);
        ConflictPage {
            t: self.t,
            shell,
            head: Head {
                answer: None,
                forward: None,
                note: None,
                take: None,
                take_over: None,
                release: None,
                consult: None,
                unmerge: None,
                more: Vec::new(),
                ..self.head()
            },
            title,
            meanwhile: shown.map(|event| self.event(event)).collect(),
            theirs: self.written_in(&since),
            mine,
            ticket: self.url(""),
        }
    }

    /// What happened after the step `steps`, the newest first; the last few events, when it is not known
    /// what the reader had seen.
    fn since(&self, steps: i32) -> Vec<&EventView> {
        let events = self.case.events.iter().rev();
        if steps == 0 {
            events.take(LAST_EVENTS).collect()
        } else {
            events.take_while(|event| event.seq > steps).collect()
        }
    }

    /// The messages that these events tell of, the oldest first, to read and nothing more.
    fn written_in(&self, events: &[&EventView]) -> Vec<Entry> {
        let ids: Vec<&str> = events
            .iter()
            .filter_map(|event| event.facts["message"].as_str())
            .collect();
        let mut written: Vec<(DateTime<Utc>, Entry)> = Vec::new();
        for thread in &self.case.threads {
            let (side, of) = match &thread.assignment {
                Some(desk) => (Side::Administration, desk.desk_name.as_str()),
                None => (Side::Asker, self.asker_of()),
            };
            for message in &thread.messages {
                let internal = message.direction == Direction::Internal;
                let hidden = internal && !(self.may)(Verb::ReadNotes);
                if hidden || !ids.contains(&message.id.to_string().as_str()) {
                    continue;
                }
                let entry = match self.entry(message, side, of) {
                    Entry::Message(message) => Entry::Message(Box::new(Message {
                        links: Vec::new(),
                        buttons: Vec::new(),
                        files: without_buttons(message.files),
                        ..*message
                    })),
                    entry => entry,
                };
                written.push((message.created_at, entry));
            }
        }
        written.sort_by_key(|(at, _)| *at);
        written.into_iter().map(|(_, entry)| entry).collect()
    }

    /// The address of a page with this form, as it was asked for.
    fn address(&self, form: Option<Form>, query: &TicketQuery) -> String {
        let mut asked = form_urlencoded::Serializer::new(String::new());
        let mut given = |name, value: Option<String>| {
            if let Some(value) = value {
                asked.append_pair(name, &value);
            }
        };
        let id = |id: Option<Uuid>| id.map(|id| id.to_string());
        given(
            "do",
            query.form.and(form).map(|form| form.slug().to_owned()),
        );
        given("thread", query.thread.map(|number| number.to_string()));
        given("use", id(query.proposal));
        given("faq", id(query.faq));
        given("like", query.like.clone());
        given("sjabloon", id(query.template));
        given("of", id(query.of));
        given("to", query.to.clone());
        given("about", id(query.about));
        given("draft", id(query.draft));
        match asked.finish() {
            asked if asked.is_empty() => self.url(""),
            asked => self.url(&format!("?{asked}")),
        }
    }

    /// The address of the question, and of what is behind it.
    fn url(&self, rest: &str) -> String {
        ticket_url(self.case.ticket.reference.as_str(), rest)
    }

    fn status(&self) -> Status {
        self.case.ticket.standing.status()
    }

    fn is_closed(&self) -> bool {
        self.status() == Status::Closed
    }

    /// The forms that make sense now and that the reader may send, the one to press first in front.
    fn forms(&self) -> Vec<Form> {
        let sensible: &[Form] = match self.status() {
            Status::Closed if self.case.ticket.standing.can_be_answered() => {
                &[Form::Answer, Form::Note, Form::Reopen]
            }
            Status::Closed => &[Form::Note, Form::Reopen],
            Status::Answered => &[Form::Answer, Form::Note, Form::Receipt, Form::Close],
            _ if self.case.ticket.standing.receipt == Receipt::Undeliverable => &[
                Form::Readdress,
                Form::Answer,
                Form::Ask,
                Form::Forward,
                Form::Note,
                Form::Receipt,
                Form::Close,
            ],
            _ => &[
                Form::Answer,
                Form::Ask,
                Form::Forward,
                Form::Note,
                Form::Receipt,
                Form::Close,
            ],
        };
        let withdraw = self.open_assignments().next().map(|_| Form::Withdraw);
        let pass_on = withdraw.and(self.news().next()).map(|_| Form::PassOn);
        let advise = self.advises().map(|_| Form::Advise);
        // Whoever is only asked for advice came to give it.
        let (first, last) = if (self.may)(Verb::Answer) {
            (None, advise)
        } else {
            (advise, None)
        };
        first
            .into_iter()
            .chain(sensible.iter().copied())
            .chain(pass_on)
            .chain(withdraw)
            .chain(last)
            .filter(|form| (self.may)(form.verb()))
            .collect()
    }

    /// What administrations still owe.
    fn open_assignments(&self) -> impl Iterator<Item = &AssignmentView> {
        let all = self.case.threads.iter();
        all.filter_map(|thread| thread.assignment.as_ref())
            .filter(|one| words::is_owed(one.progress))
    }

    /// What a desk of the reader is asked for advice by.
    fn advises(&self) -> Option<&AssignmentView> {
        let mut asked = self.open_assignments().filter(|one| !answers(one));
        asked.find(|one| {
            let desk = self.atlas.desk_by_slug(&one.desk_slug);
            desk.is_some_and(|desk| self.own_desks.contains(&desk.id.0))
        })
    }

    /// The administrations that still owe something and have not had this message of the asker.
    fn without(&self, message: Uuid) -> impl Iterator<Item = &AssignmentView> {
        let message = message.to_string();
        let handlers = self.open_assignments().filter(|one| answers(one));
        handlers.filter(move |one| {
            let id = one.id.to_string();
            !self.case.events.iter().any(|event| {
                event.kind == "message_passed_on"
                    && event.facts["message"] == *message
                    && event.facts["assignment"] == *id
            })
        })
    }

    /// What the asker wrote that nobody has looked at, the latest first.
    fn news(&self) -> impl Iterator<Item = &MessageView> {
        let all = self.case.threads.iter().rev();
        all.flat_map(|thread| thread.messages.iter().rev())
            .filter(|message| is_news(message))
    }

    /// The assignment of the administration `slug`, when it waits for an answer to what it asked.
    fn asking(&self, slug: &str) -> Option<&AssignmentView> {
        self.case.threads.iter().find_map(|thread| {
            let asks = |one: &MessageView| one.state == MessageState::Asks;
            let held = thread.assignment.as_ref()?;
            let waits = words::is_owed(held.progress) && thread.messages.iter().any(asks);
            (held.desk_slug == slug && waits).then_some(held)
        })
    }

    /// Who is told that they need not answer, or advise, any more when this form is sent, with this proposal in
    /// it. Of those that answer the form of an answer asks it itself; those that advise go on with the rest,
    /// where there is one.
    fn withdrawn_by(&self, form: Option<Form>, proposal: Option<Uuid>) -> Vec<String> {
        let in_part = self.case.ticket.standing.part.is_some();
        let reached = self.answering(proposal, &[]);
        let asks = reached.desks.iter().any(|(one, _)| answers(one));
        let said = |one: &AssignmentView| match (form, answers(one)) {
            (Some(Form::Answer), false) if asks => {
                let desk = one.desk_name.as_str();
                self.t.with("desk-withdraws-advice-at-end", "desk", desk)
            }
            _ => self.not_needed(one),
        };
        let told: Vec<&AssignmentView> = match form {
            Some(Form::Receipt | Form::Close) => self.open_assignments().collect(),
            // A part leaves again as a part: whoever owes the rest goes on.
            Some(Form::Readdress) if !in_part => self.open_assignments().collect(),
            Some(Form::Answer) => reached.told().filter(|one| !answers(one)).collect(),
            _ => Vec::new(),
        };
        told.into_iter().map(said).collect()
    }

    /// The top of the page.
    #[must_use]
    pub fn head(&self) -> Head {
        let ticket = &self.case.ticket;
        let standing = &ticket.standing;
        let close_reason = match standing.stage {
            Stage::Closed { reason, .. } => Some(reason),
            _ => None,
        };
        let mut pills = vec![State::new(
            "",
            Tone::Soft,
            words::status_with_reason(self.t, self.status(), close_reason),
        )];
        if !matches!(standing.receipt, Receipt::None | Receipt::Sent) {
            pills.push(self.receipt());
        } else if standing.part.is_some() {
            let words = self.t.say("desk-part-answered");
            pills.push(State::new("file-tasks-check", Tone::Soft, words));
        }
        if self.case.is_disowned() {
            let words = self.t.say("desk-disowned");
            pills.push(State::new("alert-triangle", Tone::Warn, words));
        }
        if let Some(signal) = &self.case.signal {
            let words = signaled(self.t, signal);
            pills.push(State::new("alert-triangle", Tone::Warn, words));
        }
        if let Some(topic) = &self.case.topic {
            pills.push(State::new("tag", Tone::Soft, topic));
        }
        if let Some(instrument) = &self.case.knelpunt {
            let words = self
                .t
                .with("desk-knelpunt-of", "instrument", instrument.as_str());
            pills.push(State::new("alert-triangle", Tone::Soft, words));
        }
        if let Some(handler) = &self.case.handler {
            pills.push(State::new("user-check", Tone::Soft, handler));
        }
        let forms = self.forms();
        let link = |form: Form| forms.contains(&form).then(|| self.url(&form.address()));
        let can_take = !self.is_closed()
            && standing.ball.holder == Ball::Owner
            && (self.may)(Form::Take.verb());
        Head {
            id: ticket.id.to_string(),
            present: self
                .present
                .iter()
                .map(|one| Colleague::new(self.t, one))
                .collect(),
            presence: presence_url(ticket.reference.as_str()),
            reference: ticket.reference.to_string(),
            subject: ticket.subject.clone(),
            links: self.related(),
            back: (self.list.back.clone(), self.list.name.clone()),
            neighbours: self.list.neighbours.clone(),
            revision: ticket.revision,
            steps: self.case.events.last().map_or(0, |event| event.seq),
            pills,
            answer: link(Form::Answer),
            forward: link(Form::Forward),
            note: link(Form::Note),
            take: (can_take && self.case.handler.is_none()).then(|| self.url("/take")),
            take_over: self.take_over(),
            release: self.release(),
            barred: self.barred(),
            draft: None,
            consult: (ticket.standing.is_open() && (self.may)(Verb::Consult))
                .then(|| self.url("/consult")),
            unmerge: (self.can_unmerge && (self.may)(Verb::Merge)).then(|| self.url("/unmerge")),
            more: self.more(),
        }
    }

    /// The button that takes the question from the colleague who has it.
    fn take_over(&self) -> Option<PostButton> {
        let name = self.case.handler.as_deref()?;
        let theirs = self.case.ticket.handler_user_id != self.me;
        let words = self.t.with("desk-do-take-over", "name", name);
        self.hand(Form::TakeOver, words).filter(|_| theirs)
    }

    /// The button that gives it back to the desk, for whoever has it.
    fn release(&self) -> Option<PostButton> {
        let mine = self.me.is_some() && self.case.ticket.handler_user_id == self.me;
        let words = self.t.say("desk-do-release");
        self.hand(Form::Release, words).filter(|_| mine)
    }

    /// A button that says who handles the question, while it is not over.
    fn hand(&self, form: Form, words: String) -> Option<PostButton> {
        (!self.is_closed() && (self.may)(form.verb())).then(|| PostButton {
            url: self.url(&format!("/{}", form.slug())),
            words,
            field: None,
            main: false,
        })
    }

    /// What else can be done with it, each on a page of its own.
    fn more(&self) -> Vec<(String, String)> {
        let open = self.case.ticket.standing.is_open();
        let signal = if self.case.signal.is_some() {
            "desk-signal-withdraw"
        } else {
            "desk-signal"
        };
        let all = [
            ("/consult", "desk-consult", Verb::Consult, open),
            ("/merge", "desk-merge", Verb::Merge, open),
            ("/split", "desk-split", Verb::Split, !self.is_closed()),
            ("/link", "desk-link", Verb::Link, true),
            ("/signal", signal, Verb::Signal, true),
        ];
        let can = all
            .into_iter()
            .filter(|(_, _, verb, can)| *can && (self.may)(*verb));
        can.map(|(tail, key, ..)| (self.url(tail), self.t.say(key)))
            .collect()
    }

    /// All conversations, the asker's first.
    pub(super) fn all_threads(&self) -> Vec<Thread> {
        let desks = self.administration_threads().into_iter();
        std::iter::once(self.asker_thread())
            .chain(desks.map(|desk| self.administration_thread(&desk)))
            .collect()
    }

    /// Who answers, for a reader who works on the question and may not.
    fn barred(&self) -> Option<String> {
        let works = (self.may)(Verb::Note) && !self.is_closed();
        let (_, owner) = &self.case.owner;
        (works && !(self.may)(Verb::Answer) && self.advises().is_none()).then(|| {
            self.t
                .with("desk-answers-elsewhere", "desk", owner.as_str())
        })
    }

    /// The question that it goes on with, those that go on with it, and those that it is linked with.
    fn related(&self) -> Vec<(String, String, String)> {
        let before = self.case.follows.iter();
        let after = self.case.followed_by.iter();
        let original = self.case.duplicate_of.iter();
        let doubles = self.case.duplicates.iter();
        let whole = self.case.split_from.iter();
        let parts = self.case.splits.iter();
        let linked = self.case.linked.iter();
        before
            .map(|number| ("desk-ticket-follows", number))
            .chain(after.map(|number| ("desk-ticket-followed-by", number)))
            .chain(original.map(|it| ("desk-ticket-double-of", &it.reference)))
            .chain(doubles.map(|number| ("desk-ticket-doubles", number)))
            .chain(whole.map(|number| ("desk-ticket-split-from", number)))
            .chain(parts.map(|number| ("desk-ticket-splits", number)))
            .chain(linked.map(|it| ("desk-ticket-linked", &it.reference)))
            .map(|(key, number)| (self.t.say(key), number.clone(), ticket_url(number, "")))
            .collect()
    }

    fn asker_name(&self) -> &str {
        self.case
            .asker
            .name
            .as_deref()
            .unwrap_or(&self.case.asker.email)
    }

    /// The asker's name, where it is known, and address.
    fn asker_in_full(&self) -> String {
        let (name, email) = (self.asker_name(), &self.case.asker.email);
        if name == email {
            email.clone()
        } else {
            format!("{name}, {email}")
        }
    }

    /// Whether this is the address that the asker has.
    fn is_of_asker(&self, address: &str) -> bool {
        let own = &self.case.asker.email;
        own.eq_ignore_ascii_case(address.trim())
    }

    fn administration_threads(&self) -> Vec<(&ThreadView, &AssignmentView)> {
        let threads = self.case.threads.iter();
        threads
            .filter_map(|thread| Some((thread, thread.assignment.as_ref()?)))
            .collect()
    }

    fn thread_tabs(
        &self,
        threads: &[(&ThreadView, &AssignmentView)],
        wanted: Option<usize>,
        shown: Option<usize>,
    ) -> Vec<ThreadTab> {
        if threads.is_empty() {
            return Vec::new();
        }
        let tab = |number: usize, words: String, thread: Option<&ThreadView>| {
            let messages = thread
                .map(|thread| thread.messages.as_slice())
                .unwrap_or_default();
            let read = |one: &&MessageView| self.is_read_here(one);
            ThreadTab {
                url: self.url(&format!("?thread={number}")),
                words,
                messages: messages.iter().filter(|one| is_said(one)).count(),
                waits: messages.iter().filter(read).any(waits),
                chosen: false,
                over: false,
            }
        };
        let mut all = self.case.threads.iter();
        let with_asker = all.find(|one| one.assignment.is_none());
        let asker = ThreadTab {
            chosen: wanted.is_none_or(|number| number == 0 || number > threads.len()),
            ..tab(0, self.t.say("desk-side-asker"), with_asker)
        };
        let desks = threads
            .iter()
            .enumerate()
            .map(|(at, &(thread, assignment))| {
                let turn = self.turn(assignment);
                let over = turn.is_some() && !words::is_owed(assignment.progress);
                let name = &assignment.desk_name;
                let words = turn.map_or_else(|| name.clone(), |turn| format!("{turn}: {name}"));
                ThreadTab {
                    chosen: shown == Some(at),
                    over,
                    ..tab(at + 1, words, Some(thread))
                }
            });
        std::iter::once(asker).chain(desks).collect()
    }

    /// Whether the reader is shown it: what is written for the desk alone is not for everybody who reads along.
    fn is_read_here(&self, message: &MessageView) -> bool {
        message.direction != Direction::Internal || (self.may)(Verb::ReadNotes)
    }

    /// Which of its assignments this one is and how far it came, where a desk had the question more than
    /// once.
    fn turn(&self, of: &AssignmentView) -> Option<String> {
        let threads = self.administration_threads();
        let same: Vec<&AssignmentView> = threads
            .iter()
            .map(|(_, one)| *one)
            .filter(|one| one.desk_slug == of.desk_slug)
            .collect();
        if same.len() < 2 {
            return None;
        }
        let number = same.iter().position(|one| one.id == of.id)? + 1;
        let turn = self.t.with("desk-turn", "number", number);
        let day = |at| {
            dates::short_date(
                dates::local_day(at),
                dates::local_day(self.now),
                self.t.language(),
            )
        };
        let over = !words::is_owed(of.progress);
        let named = [
            ("turn", turn.into()),
            ("from", day(of.sent_at).into()),
            ("to", day(of.changed_at).into()),
            (
                "state",
                words::progress(self.t, of.progress, false).words.into(),
            ),
        ];
        let key = if over {
            "desk-turn-over"
        } else {
            "desk-turn-open"
        };
        Some(self.t.fill(key, named))
    }

    /// For whom the asker speaks.
    fn asker_of(&self) -> &str {
        let organisation = self.case.organisation.as_deref();
        organisation.unwrap_or(&self.case.asker.email)
    }

    fn asker_thread(&self) -> Thread {
        let of = self.asker_of();
        let automatic = [
            OutboundKind::Acknowledgement,
            OutboundKind::ReceiptQuestion,
            OutboundKind::Duplicate,
            OutboundKind::Reopening,
        ];
        let messages = self
            .case
            .threads
            .iter()
            .find(|thread| thread.assignment.is_none());
        Thread {
            title: self.t.say("desk-side-asker"),
            turn: None,
            withdraw: None,
            readers: {
                let key = if (self.may)(Verb::Note) {
                    "desk-thread-asker"
                } else {
                    "desk-thread-asker-watched"
                };
                let name = self.asker_name();
                let who = if name == of {
                    name.to_owned()
                } else {
                    format!("{name}, {of}")
                };
                self.t.with(key, "who", who)
            },
            entries: self.entries(messages, Side::Asker, of, |delivery| {
                automatic.contains(&delivery.kind)
            }),
        }
    }

    fn administration_thread(&self, (thread, desk): &(&ThreadView, &AssignmentView)) -> Thread {
        Thread {
            title: desk.desk_name.clone(),
            turn: self.turn(desk),
            withdraw: (words::is_owed(desk.progress) && self.forms().contains(&Form::Withdraw))
                .then(|| self.url(&format!("?do=withdraw&of={}#tekst", desk.id))),
            readers: self
                .t
                .with("desk-thread-desk", "email", desk.desk_email.as_str()),
            entries: self.entries(
                Some(*thread),
                Side::Administration,
                &desk.desk_name,
                |delivery| {
                    let automatic = [OutboundKind::Reminder, OutboundKind::Withdrawal];
                    automatic.contains(&delivery.kind) && delivery.recipient == desk.desk_email
                },
            ),
        }
    }

    /// The messages of a conversation and the mails that left in it by themselves, the oldest first.
    pub(super) fn entries(
        &self,
        thread: Option<&ThreadView>,
        side: Side,
        of: &str,
        automatic: impl Fn(&DeliveryView) -> bool,
    ) -> Vec<Entry> {
        let messages = thread
            .map(|thread| thread.messages.as_slice())
            .unwrap_or_default();
        let mut entries: Vec<(DateTime<Utc>, Entry)> = messages
            .iter()
            .filter(|message| self.is_read_here(message))
            .map(|message| (message.created_at, self.entry(message, side, of)))
            .collect();
        let lines = self
            .case
            .deliveries
            .iter()
            .filter(|delivery| delivery.message_id.is_none() && automatic(delivery))
            .map(|delivery| {
                let words = words::mail(self.t, delivery.kind);
                let at = words::when(self.t, delivery.created_at, self.now);
                (delivery.created_at, Entry::Line { words, at })
            });
        entries.extend(lines);
        entries.sort_by_key(|(at, _)| *at);
        entries.into_iter().map(|(_, entry)| entry).collect()
    }

    fn entry(&self, message: &MessageView, side: Side, of: &str) -> Entry {
        let at = words::when(self.t, message.created_at, self.now);
        let author = message
            .author_name
            .clone()
            .or_else(|| message.author_email.clone());
        let (_, owner) = &self.case.owner;
        match (message.direction, message.kind) {
            (Direction::Internal, _) => Entry::Note(Box::new(Note {
                title: match author {
                    Some(author) => self.t.with("desk-note-of", "author", author),
                    None => self.t.say("desk-note-of-house"),
                },
                at,
                body: message.body.clone(),
                id: message.id.to_string(),
                state: (message.state == MessageState::New).then(|| {
                    let words = self.t.say("desk-note-new");
                    State::new("alert-triangle", Tone::Warn, words)
                }),
                buttons: self.buttons(message),
            })),
            (Direction::Outbound, MessageKind::Acknowledgement) => Entry::Line {
                words: words::mail(self.t, OutboundKind::Acknowledgement),
                at,
            },
            (_, MessageKind::ReceiptQuestion) => Entry::Line {
                words: words::mail(self.t, OutboundKind::ReceiptQuestion),
                at,
            },
            (direction, _) => {
                let ours = direction == Direction::Outbound;
                // Nobody has said yet for whom a stranger speaks.
                let unknown = matches!(message.state, MessageState::Held | MessageState::Aside);
                let stranger = unknown.then_some(message.author_email.as_deref()).flatten();
                let of = if ours { owner } else { stranger.unwrap_or(of) };
                let author = author.unwrap_or_else(|| of.to_owned());
                Entry::Message(Box::new(Message {
                    side: if ours { Side::Us } else { side },
                    // Who writes for the whole desk has its name already; who asked before speaks for nobody here.
                    of: if author == of || self.is_former(message) {
                        String::new()
                    } else {
                        of.to_owned()
                    },
                    author,
                    at,
                    ..self.message(message)
                }))
            }
        }
    }

    fn message(&self, message: &MessageView) -> Message {
        let proposed = message.state == MessageState::Proposed;
        let use_it = Tab {
            url: self.url(&format!("?do=answer&use={}#tekst", message.id)),
            words: self.t.say("desk-message-use"),
            key: Some("i"),
            chosen: false,
        };
        // Where nothing is new, a person reads the older mail and writes the answer.
        let says = !message.body.trim().is_empty() || !message.attachments.is_empty();
        let can_use = proposed && says && self.forms().contains(&Form::Answer);
        let shown = |text: &str| shown_words(self.signer, message.direction, text);
        Message {
            id: message.id.to_string(),
            side: Side::Us,
            author: String::new(),
            of: String::new(),
            at: String::new(),
            marked: message.direction == Direction::Outbound
                && matches!(message.kind, MessageKind::Answer | MessageKind::Request),
            body: if message.kind == MessageKind::Forward && message.body.trim().is_empty() {
                self.t.say("desk-message-forwarded")
            } else {
                shown(&message.body)
            },
            quoted: message
                .quoted
                .as_deref()
                .filter(|text| !text.trim().is_empty())
                .map(|text| Quoted {
                    text: shown(text),
                    open: message.marks.contains(&Mark::AnswersBelow),
                }),
            quoted_title: if message.kind == MessageKind::Forward {
                self.t.say("desk-quoted-added")
            } else {
                let quoted = message.quoted.as_deref().unwrap_or_default();
                self.t.with("desk-quoted", "lines", quoted.lines().count())
            },
            signature: message
                .signature
                .as_deref()
                .filter(|_| message.direction == Direction::Inbound)
                .filter(|text| !text.trim().is_empty())
                .map(shown),
            files: message
                .attachments
                .iter()
                .map(|file| Attachment {
                    url: self.url(&format!("/attachments/{}", file.id)),
                    name: file.filename.clone(),
                    size: words::file_size(self.t, file),
                    barred: words::barred(self.t, file),
                    leave_out: self.leave_out(file),
                })
                .collect(),
            sender: message
                .sender
                .as_ref()
                .map(|one| words::sender(self.t, one.proof, &one.domain)),
            marks: message
                .marks
                .iter()
                .map(|mark| words::mark(self.t, *mark))
                .collect(),
            raw: message
                .inbound_mail_id
                .filter(|_| (self.may)(Verb::ReadMail))
                .map(|id| mail_url(id, "")),
            state: self.message_state(message),
            dealt: self.dealt_with(message),
            proposed,
            links: can_use
                .then_some(use_it)
                .or_else(|| self.reply_to_desk(message))
                .or_else(|| self.pass_on_to_desk(message))
                .or_else(|| self.merge_with_named(message))
                .into_iter()
                .collect(),
            buttons: self.buttons(message),
        }
    }

    /// The button that goes on without a file that the virus scanner cannot look at.
    fn leave_out(&self, file: &registry::Attachment) -> Option<PostButton> {
        let stuck = file.scan.as_ref().is_some_and(Scan::is_stuck);
        (stuck && (self.may)(Form::LeaveOut.verb())).then(|| PostButton {
            url: self.url(&format!("/{}", Form::LeaveOut.slug())),
            words: self.t.say("desk-do-leave-out"),
            field: Some(("file", file.id.to_string())),
            main: false,
        })
    }

    /// What people did with a message of the asker's side: who passed it on, saw it or set it aside, and when.
    fn dealt_with(&self, message: &MessageView) -> Vec<State> {
        let id = message.id.to_string();
        let about = |event: &&EventView| event.facts["message"] == *id;
        let told = self.case.events.iter().filter(about).filter_map(|event| {
            let key = match event.kind.as_str() {
                "message_seen" => "desk-message-seen-by",
                "message_passed_on" => "desk-message-passed-on-by",
                "message_set_aside" => "desk-message-set-aside-by",
                _ => return None,
            };
            let named = [
                ("who", self.who(event.by.as_deref()).into()),
                ("when", words::when(self.t, event.at, self.now).into()),
                ("desk", self.history().desk(event).into()),
            ];
            Some(State::new("check", Tone::Soft, self.t.fill(key, named)))
        });
        told.collect()
    }

    /// Where one answers a desk that asks something back: the same form that sent it the question.
    fn reply_to_desk(&self, message: &MessageView) -> Option<Tab> {
        let asks = message.state == MessageState::Asks && self.forms().contains(&Form::Forward);
        let holder = self.holder(message).filter(|_| asks)?;
        let field = Form::Forward.address();
        let (query, anchor) = field.split_once('#')?;
        Some(Tab {
            url: self.url(&format!("{query}&to={}#{anchor}", holder.desk_slug)),
            words: self.t.say("desk-message-reply"),
            key: Some("i"),
            chosen: false,
        })
    }

    /// Where one passes on what the asker wrote to whoever has the question.
    fn pass_on_to_desk(&self, message: &MessageView) -> Option<Tab> {
        let new = is_news(message) && self.forms().contains(&Form::PassOn);
        let mut open = self.without(message.id);
        let first = open.next().filter(|_| new)?;
        let words = match open.next() {
            None => {
                let desk = first.desk_name.as_str();
                self.t.with("desk-pass-on-to", "desk", desk)
            }
            Some(_) => self.t.say("desk-do-pass-on"),
        };
        let field = Form::PassOn.address();
        let (query, anchor) = field.split_once('#')?;
        Some(Tab {
            url: self.url(&format!("{query}&about={}#{anchor}", message.id)),
            words,
            key: Some("i"),
            chosen: false,
        })
    }

    /// The assignment in whose conversation a message stands.
    fn holder(&self, message: &MessageView) -> Option<&AssignmentView> {
        self.case.threads.iter().find_map(|thread| {
            let here = thread.messages.iter().any(|one| one.id == message.id);
            thread.assignment.as_ref().filter(|_| here)
        })
    }

    /// What can be done with a message by one button.
    fn buttons(&self, message: &MessageView) -> Vec<PostButton> {
        let leave = PostButton {
            url: self.url(&format!("/{}", Form::Leave.slug())),
            words: self.t.say("desk-do-leave"),
            field: Some(("message", message.id.to_string())),
            main: false,
        };
        let leaves = message.state == MessageState::Proposed && (self.may)(Form::Leave.verb());
        let mut buttons = self.placing(message);
        buttons.extend(leaves.then_some(leave));
        let new = message.state == MessageState::New && (self.may)(Form::Seen.verb());
        buttons.extend(new.then(|| PostButton {
            url: self.url(&format!("/{}", Form::Seen.slug())),
            words: self.t.say("desk-do-seen"),
            field: Some(("message", message.id.to_string())),
            main: false,
        }));
        buttons.extend(self.refusal(message));
        buttons
    }

    /// Whether a proposed answer may be a refusal.
    fn may_refuse(&self, message: &MessageView) -> bool {
        let holder = self.holder(message);
        let desk = holder.and_then(|held| self.atlas.desk_by_slug(&held.desk_slug));
        message.state == MessageState::Proposed
            && desk.is_some_and(|desk| {
                dispatch::desk_says(self.atlas, &message.body, desk.id.0) != DeskReply::Answer
            })
    }

    /// Whether what waits to be read has answered nothing by itself: the desk owes its answer still.
    fn is_doubtful(&self, message: &MessageView) -> bool {
        self.holder(message)
            .is_some_and(|held| words::is_owed(held.progress))
    }

    /// The button that reads a proposed answer as a refusal, where it sounds like one.
    fn refusal(&self, message: &MessageView) -> Option<PostButton> {
        let allowed = (self.may)(Form::Refused.verb()) && self.may_refuse(message);
        allowed.then(|| PostButton {
            url: self.url(&format!("/{}", Form::Refused.slug())),
            words: self.t.say("desk-do-refused"),
            field: Some(("message", message.id.to_string())),
            main: false,
        })
    }

    /// What the owner can say of a mail that the house would not place by itself.
    fn placing(&self, message: &MessageView) -> Vec<PostButton> {
        let held = message.state == MessageState::Held;
        if !(held || self.is_to_place(message)) || !(self.may)(Form::Belong.verb()) {
            return Vec::new();
        }
        let button = |form: Form, words, main| PostButton {
            url: self.url(&format!("/{}", form.slug())),
            words,
            field: held.then(|| ("message", message.id.to_string())),
            main,
        };
        let named = self
            .named()
            .filter(|reference| self.is_theirs(message, reference))
            .map(|reference| self.t.with("desk-do-belong-to", "reference", reference));
        let here = if held {
            Some(self.t.say("desk-do-belong"))
        } else {
            named
        };
        let alone = if held { "desk-do-alone" } else { "desk-do-new" };
        let mut buttons: Vec<PostButton> = here
            .into_iter()
            .map(|words| button(Form::Belong, words, true))
            .collect();
        buttons.push(button(Form::Alone, self.t.say(alone), buttons.is_empty()));
        buttons
    }

    /// Whether the whole question waits for a person to say where it belongs, and this message is it.
    fn is_to_place(&self, message: &MessageView) -> bool {
        message.kind == MessageKind::Question
            && self.case.ticket.standing.step == NextStep::ReviewSender
            && !self.has_held()
    }

    /// Whether its writer has a part in this question: as the asker, as a desk that has it, or by what they wrote
    /// in it before.
    fn is_known_here(&self, message: &MessageView) -> bool {
        let writer = message.author_email.as_deref().unwrap_or_default();
        let wrote = |one: &MessageView| {
            let counts = !matches!(one.state, MessageState::Held | MessageState::Aside);
            let author = one.author_email.as_deref();
            counts && author.is_some_and(|author| author.eq_ignore_ascii_case(writer))
        };
        let mut messages = self.case.threads.iter().flat_map(|one| &one.messages);
        let threads = self.administration_threads();
        let mut desks = threads.iter().map(|(_, desk)| desk.desk_email.as_str());
        self.is_of_asker(writer)
            || desks.any(|email| email.eq_ignore_ascii_case(writer))
            || messages.any(wrote)
    }

    /// Whether the writer belongs to the question with this number: they asked it, somebody of their
    /// organisation did, or they write for a desk. Whoever wrote along there does too, and may as well merge.
    fn is_theirs(&self, message: &MessageView, reference: &str) -> bool {
        let case = self.case;
        let mut earlier = case.earlier.iter().chain(&case.earlier_of_organisation);
        let writer = message.author_email.as_deref().unwrap_or_default();
        let houses = self.atlas.houses();
        earlier.any(|one| one.reference == reference)
            || self
                .atlas
                .desks()
                .any(|desk| houses.share_house(writer, &desk.email))
    }

    /// Where one merges the question with the one of others that its asker named: nobody's words become those
    /// of another asker, and both get the answer.
    fn merge_with_named(&self, message: &MessageView) -> Option<Tab> {
        let offered = self.is_to_place(message) && (self.may)(Verb::Merge);
        let named = self
            .named()
            .filter(|reference| offered && !self.is_theirs(message, reference))?;
        Some(Tab {
            url: self.url(&format!("/merge?with={named}")),
            words: self.t.with("desk-do-merge-with", "reference", named),
            key: None,
            chosen: false,
        })
    }

    fn has_held(&self) -> bool {
        let mut messages = self.case.threads.iter().flat_map(|one| &one.messages);
        messages.any(|one| one.state == MessageState::Held)
    }

    /// The question that the asker named.
    fn named(&self) -> Option<&str> {
        self.case
            .events
            .iter()
            .filter(|event| event.kind == "names_other_ticket")
            .find_map(|event| event.facts["reference"].as_str())
    }

    fn message_state(&self, message: &MessageView) -> Option<State> {
        match message.state {
            MessageState::Proposed if self.may_refuse(message) => {
                return Some(State::new(
                    "alert-triangle",
                    Tone::Warn,
                    self.t.say("desk-message-perhaps-refusal"),
                ));
            }
            MessageState::Proposed if self.is_doubtful(message) => {
                return Some(State::new(
                    "alert-triangle",
                    Tone::Warn,
                    self.t.say("desk-message-doubtful"),
                ));
            }
            MessageState::Proposed => {
                return Some(State::new(
                    "hand-hint",
                    Tone::Ink,
                    self.t.say("desk-message-proposed"),
                ));
            }
            MessageState::Used => {
                return Some(State::new(
                    "check",
                    Tone::Soft,
                    self.t.say("desk-message-used"),
                ));
            }
            MessageState::Asks => {
                return Some(State::new(
                    "circle-question",
                    Tone::Warn,
                    self.t.say("desk-message-asks"),
                ));
            }
            MessageState::New => {
                return Some(State::new(
                    "comment",
                    Tone::Warn,
                    self.t.say("desk-message-new"),
                ));
            }
            MessageState::Held => {
                let key = if self.is_known_here(message) {
                    "desk-message-held"
                } else if (self.may)(Form::Belong.verb()) {
                    "desk-message-stranger-place"
                } else {
                    "desk-message-stranger"
                };
                return Some(State::new("lock", Tone::Warn, self.t.say(key)));
            }
            MessageState::Aside => {
                return Some(State::new(
                    "lock",
                    Tone::Soft,
                    self.t.say("desk-message-aside"),
                ));
            }
            MessageState::Posted
                if message.direction == Direction::Inbound
                    && message.kind == MessageKind::Acknowledgement =>
            {
                return Some(State::new(
                    "check",
                    Tone::Soft,
                    self.t.say("desk-message-acknowledges"),
                ));
            }
            MessageState::Posted => {}
        }
        let delivery = message.deliveries.last()?;
        let state = words::delivery(self.t, delivery.state);
        let Some((server, at)) = delivery.server.as_deref().zip(delivery.settled_at) else {
            return Some(state);
        };
        let words = self.t.fill(
            "desk-message-fate",
            [
                ("fate", state.words.into()),
                ("server", server.into()),
                ("at", words::when(self.t, at, self.now).into()),
            ],
        );
        Some(State { words, ..state })
    }

    fn proposal(&self) -> Option<DispatchProposal> {
        let (slug, name, sure) = self.case.proposed.as_ref()?;
        let standing = &self.case.ticket.standing;
        let reviewed = standing.step != NextStep::ReviewSender;
        if !(self.may)(Verb::Forward) || !standing.is_open() || !reviewed {
            return None;
        }
        Some(DispatchProposal {
            url: self.url("/forward"),
            otherwise: self.url(&Form::Forward.address()),
            value: slug.clone(),
            desk: name.clone(),
            email: self
                .atlas
                .desk_by_slug(slug)
                .map(|desk| desk.email.clone())
                .unwrap_or_default(),
            percent: words::percent(*sure),
            words: Vec::new(),
            doubt: self.doubt(slug),
            along: self.added(None),
        })
    }

    /// What the asker wrote after the question, to go along with it: what was `typed`, or all of it.
    fn added(&self, typed: Option<&Vec<String>>) -> Vec<Choice> {
        let threads = self.case.threads.iter();
        let messages = threads
            .filter(|thread| thread.assignment.is_none() && thread.former.is_none())
            .flat_map(|thread| &thread.messages);
        let all: Vec<&MessageView> = messages.filter(|it| it.is_added_by_asker()).collect();
        let most = usize::try_from(registry::MOST_ADDED).unwrap_or(usize::MAX);
        let added = all[all.len().saturating_sub(most)..].iter().copied();
        let choice = |message: &MessageView| {
            let day = dates::day(dates::local_day(message.created_at), self.t.language());
            let excerpt = summary(Letter::of(&message.body).body);
            let value = message.id.to_string();
            let words = self
                .t
                .with2("desk-forward-added", "day", day, "excerpt", excerpt);
            let words = match message.attachments.len() {
                0 => words,
                many => self
                    .t
                    .with2("desk-forward-added-files", "message", words, "count", many),
            };
            Choice {
                chosen: typed.is_none_or(|all| all.contains(&value)),
                value,
                words,
            }
        };
        added.map(choice).collect()
    }

    /// Why a question may reach nobody at a desk, in words.
    fn doubt(&self, slug: &str) -> Option<String> {
        let desk = self.atlas.desk_by_slug(slug)?;
        let (_, doubt) = self.doubts.iter().find(|(id, _)| *id == desk.id)?;
        Some(words::doubt(self.t, *doubt))
    }

    fn composer(&self, form: Form, query: &TicketQuery, typed: Typed) -> Composer {
        let proposal = query.proposal;
        let url = self.url(&format!("/{}", form.slug()));
        match form {
            Form::Answer => Composer::Answer(self.answer_form(url, proposal, typed)),
            Form::Readdress => Composer::Readdress(ReaddressForm {
                url,
                same: self.is_of_asker(&typed.body).then_some(typed.same),
                body: typed.body,
                parts: self.undelivered_parts(),
            }),
            Form::Ask => Composer::Ask(AnswerForm {
                others: Vec::new(),
                not_to: self.administrations(|_| true),
                ..self.answer_form(url, None, typed)
            }),
            Form::Forward => {
                let choice = match &query.to {
                    Some(desk) if typed.choice.is_empty() => desk.clone(),
                    _ => typed.choice.clone(),
                };
                if let Some(held) = self.asking(&choice) {
                    return Composer::Reply(ReplyForm {
                        url,
                        value: held.desk_slug.clone(),
                        desk: held.desk_name.clone(),
                        email: held.desk_email.clone(),
                        body: typed.body,
                    });
                }
                Composer::Forward(self.forward_form(url, Typed { choice, ..typed }))
            }
            Form::PassOn => match self.pass_on_form(url, query.about, &typed) {
                Some(form) => Composer::PassOn(form),
                None => Composer::Note(TextForm {
                    url: self.url("/note"),
                    body: typed.body,
                }),
            },
            Form::Withdraw => match self.withdraw_form(url.clone(), query.of, &typed) {
                Some(form) => Composer::Withdraw(form),
                None => Composer::Note(TextForm {
                    url: self.url("/note"),
                    body: typed.body,
                }),
            },
            Form::Advise => match self.advises() {
                Some(held) => Composer::Advise(self.advise_form(url, held, typed)),
                None => Composer::Note(TextForm {
                    url: self.url("/note"),
                    body: typed.body,
                }),
            },
            Form::Note
            | Form::Take
            | Form::TakeOver
            | Form::Release
            | Form::Belong
            | Form::Alone
            | Form::Leave
            | Form::LeaveOut
            | Form::Seen
            | Form::Refused
            | Form::Correct
            | Form::Assign
            | Form::Topic
            | Form::Owner => Composer::Note(TextForm {
                url,
                body: typed.body,
            }),
            Form::Receipt => Composer::Receipt(ReceiptForm {
                url,
                body: typed.body,
                by: typed.by,
                first: first_day(&self.case.ticket).to_string(),
                last: day_in_brussels(self.now).to_string(),
                on: typed.on,
                ways: words::TOLD
                    .into_iter()
                    .map(|how| Choice {
                        value: how.slug().to_owned(),
                        words: words::told(self.t, how),
                        chosen: how.slug() == typed.how,
                    })
                    .collect(),
                elsewhere: self.status() != Status::Answered,
                faults: typed.faults,
            }),
            Form::Close => Composer::Close(CloseForm {
                url,
                elsewhere: (!self.closes_as(CloseReason::Answered)
                    && self.forms().contains(&Form::Receipt))
                .then(|| self.url(&Form::Receipt.address())),
                reasons: words::CLOSE_REASONS
                    .into_iter()
                    .filter(|&reason| self.closes_as(reason))
                    .map(|reason| Choice {
                        value: reason.slug().to_owned(),
                        words: words::close_reason(self.t, reason),
                        chosen: reason.slug() == typed.choice,
                    })
                    .collect(),
                of: typed.of,
                of_about: self.case.untold.map_or_else(
                    || self.t.say("desk-close-of-about"),
                    |why| words::untold(self.t, why),
                ),
                note: typed.body,
                tell: self.tell_form(typed.tell, typed.words),
            }),
            Form::Reopen => Composer::Reopen(ReopenForm {
                url,
                body: typed.body,
                told: typed.told,
                to: self.asker_name().to_owned(),
                untold: self.case.untold.map(|why| words::untold(self.t, why)),
            }),
        }
    }

    /// The parts of the answer that did not arrive: where each stands on the page, and which it is. Nothing
    /// where the answer left in one.
    fn undelivered_parts(&self) -> Vec<(String, String)> {
        let answered = self.case.events.iter();
        let answered = answered.filter(|event| event.kind == "answered");
        let parts = registry::answering(answered.map(|event| &event.facts));
        if parts.len() < 2 {
            return Vec::new();
        }
        let messages = self.case.threads.iter().flat_map(|thread| &thread.messages);
        let arrived = |message: &MessageView| {
            self.case.evidence.iter().any(|proof| {
                proof.message_id == Some(message.id) && registry::shows_arrival(proof.kind)
            })
        };
        let failed = messages.filter(|message| {
            let last = message.deliveries.last();
            parts.contains(&message.id)
                && last.is_some_and(|it| registry::has_failed(it.state))
                && !arrived(message)
        });
        let name = |message: &MessageView| {
            let day = dates::day(dates::local_day(message.created_at), self.t.language());
            let excerpt = summary(&message.body);
            let words = self
                .t
                .with2("desk-readdress-part", "day", day, "excerpt", excerpt);
            (format!("#m-{}", message.id), words)
        };
        failed.map(name).collect()
    }

    /// What the asker wrote, quoted, for whoever has the question.
    fn pass_on_form(&self, url: String, about: Option<Uuid>, typed: &Typed) -> Option<PassOnForm> {
        // Words about one message are never sent under another.
        let mut news = self.news();
        let message = match about {
            Some(about) => news.find(|one| one.id == about),
            None => news.next(),
        }?;
        let day = dates::day(dates::local_day(message.created_at), self.t.language());
        let quoted = message.body.trim().lines().map(|line| format!("> {line}"));
        let said = self.t.with("desk-pass-on-quote", "day", day);
        let words = format!("{said}\n\n{}\n", quoted.collect::<Vec<_>>().join("\n"));
        let chosen = |slug: &String| typed.desks.is_empty() || typed.desks.contains(slug);
        let desks = self.without(message.id).map(|one| {
            let slug = one.desk_slug.clone();
            let chosen = chosen(&slug);
            (slug, one.desk_name.clone(), one.desk_email.clone(), chosen)
        });
        Some(PassOnForm {
            url,
            message: message.id.to_string(),
            desks: desks.collect(),
            body: if typed.body.is_empty() {
                words
            } else {
                typed.body.clone()
            },
        })
    }

    /// The administrations that still have the question, or whose answer waits, for the form that answers the
    /// asker, made from this proposal.
    fn still_have(&self, proposal: Option<Uuid>, typed: &[String]) -> Vec<StillHas> {
        let desks = self.answering(proposal, &[]).desks.into_iter();
        let all = desks.filter(|(one, _)| answers(one));
        let all = all.map(|(one, after)| StillHas {
            value: one.desk_slug.clone(),
            name: one.desk_name.clone(),
            due: dates::weekday_and_day(dates::local_day(one.due_at), self.t.language()),
            goes_on: typed.contains(&one.desk_slug),
            told: after == After::Told,
            sent: !words::is_owed(one.progress),
        });
        all.collect()
    }

    fn advise_form(&self, url: String, held: &AssignmentView, typed: Typed) -> AdviseForm {
        let (_, owner) = &self.case.owner;
        let day = dates::weekday_and_day(dates::local_day(held.due_at), self.t.language());
        AdviseForm {
            url,
            assignment: held.id.to_string(),
            desk: owner.clone(),
            due: self.t.with("desk-owes-by", "day", day),
            body: typed.body,
            kept: typed.kept,
        }
    }

    fn withdraw_form(&self, url: String, of: Option<Uuid>, typed: &Typed) -> Option<WithdrawForm> {
        // Words for one desk never go to another.
        let mut open = self.open_assignments();
        let held = match of {
            Some(of) => open.find(|one| one.id == of),
            None => open.next(),
        }?;
        Some(WithdrawForm {
            url,
            assignment: held.id.to_string(),
            desk: held.desk_name.clone(),
            email: held.desk_email.clone(),
            body: typed.body.clone(),
        })
    }

    /// The mail that tells the asker that the question is closed, as it will leave.
    fn tell_form(&self, tell: Option<bool>, words: String) -> Option<TellForm> {
        let t = mail_texts();
        let says: Vec<(String, String)> = words::CLOSE_REASONS
            .into_iter()
            .filter(|&reason| self.closes_as(reason))
            .filter_map(|reason| {
                let told = dispatch::told_as(reason)?.decision(&t, None);
                Some((words::close_reason(self.t, reason), told))
            })
            .collect();
        (!says.is_empty()).then(|| TellForm {
            to: self.asker_in_full(),
            chosen: tell.unwrap_or(self.case.untold.is_none()),
            untold: self.case.untold.map(|why| words::untold(self.t, why)),
            words,
            says,
            more: t.say("mail-closing-more"),
        })
    }

    fn closes_as(&self, reason: CloseReason) -> bool {
        let standing = self.case.ticket.standing;
        standing.closed_by_person(self.now, reason).is_ok()
    }

    fn answer_form(&self, url: String, proposal: Option<Uuid>, typed: Typed) -> AnswerForm {
        let name = self.asker_name();
        let proposed = proposal.and_then(|id| {
            let mut messages = self.case.threads.iter().flat_map(|thread| &thread.messages);
            messages.find(|message| message.id == id && message.state == MessageState::Proposed)
        });
        let files = proposed
            .iter()
            .flat_map(|message| &message.attachments)
            .filter(|file| file.can_go_along())
            .map(|file| {
                let id = file.id.to_string();
                Choice {
                    chosen: typed.files.as_ref().is_none_or(|all| all.contains(&id)),
                    value: id,
                    words: file.filename.clone(),
                }
            })
            .collect();
        let own = typed.body;
        // Our mail greets and signs itself, and breaks its lines where its reader's window ends.
        let used = proposed.filter(|_| own.is_empty() || typed.adds);
        let used = used.map(|message| unwrapped(words_of(&message.body)));
        let chosen = self.library.chosen.as_ref();
        let taken = self.library.taken.as_ref();
        let letter = chosen
            .map(|entry| self.library.letter(entry))
            .or_else(|| taken.map(|taken| words_of(&taken.from.body).to_owned()))
            .or_else(|| self.library.filled.clone());
        let with = proposal.map_or_else(String::new, |id| format!("&use={id}"));
        let template = |(id, name): &(Uuid, String)| {
            (
                name.clone(),
                self.url(&format!("?do=answer{with}&sjabloon={id}#tekst")),
            )
        };
        let inserted = letter.clone().or_else(|| used.clone());
        // A page that is loaded again puts nothing in twice.
        let body = [used, letter]
            .into_iter()
            .flatten()
            .fold(own, |body, added| {
                if body.trim().is_empty() {
                    added
                } else if body.contains(added.trim()) {
                    body
                } else {
                    format!("{}\n\n{added}", body.trim_end())
                }
            });
        // Who owes something still hears of the answer, or goes on; unless the answer is theirs.
        let proposal = proposed.map(|message| message.id);
        let concerned = self.answering(proposal, &typed.desks).desks;
        let concerned = concerned
            .iter()
            .filter(|(_, after)| !matches!(after, After::Answered | After::Left));
        let concerned: Vec<&str> = concerned.map(|(one, _)| one.desk_slug.as_str()).collect();
        let not_to = self.administrations(|one| !concerned.contains(&one.desk_slug.as_str()));
        AnswerForm {
            others: self.still_have(proposal, &typed.desks),
            url,
            to_name: name.to_owned(),
            to_email: self.case.asker.email.clone(),
            to_organisation: self.case.organisation.clone().unwrap_or_default(),
            to_first_name: self
                .case
                .asker
                .name
                .as_deref()
                .and_then(|name| name.split_whitespace().next())
                .map(str::to_owned),
            not_to,
            body,
            inserted,
            templates: self.library.templates.iter().map(template).collect(),
            taken: taken.map(|taken| self.taken_over(taken)),
            proposal: proposed.map(|message| message.id.to_string()),
            files,
            kept: typed.kept,
        }
    }

    /// The administrations that have or had the question, each once.
    fn administrations(&self, which: impl Fn(&AssignmentView) -> bool) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for (_, assignment) in self.administration_threads() {
            if which(assignment) && !names.contains(&assignment.desk_name) {
                names.push(assignment.desk_name.clone());
            }
        }
        names
    }

    /// That an answer was taken over, and what of somebody else may stand in it.
    fn taken_over(&self, taken: &TakenOver) -> TakenFrom {
        let number = taken.from.reference.as_str();
        let key = if taken.personal.is_empty() {
            "desk-taken"
        } else {
            "desk-taken-personal"
        };
        let personal = taken.personal.iter();
        TakenFrom {
            words: self.t.with(key, "reference", number),
            personal: personal.map(|one| show_personal(self.t, one)).collect(),
        }
    }

    fn forward_form(&self, url: String, typed: Typed) -> ForwardForm {
        let (owner, _) = &self.case.owner;
        let candidates: Vec<Candidate> = self
            .case
            .proposed
            .iter()
            .map(|(slug, name, sure)| Candidate {
                value: slug.clone(),
                name: name.clone(),
                email: self
                    .atlas
                    .desk_by_slug(slug)
                    .map(|desk| desk.email.clone())
                    .unwrap_or_default(),
                percent: words::percent(*sure),
                words: Vec::new(),
                barred: None,
                doubt: self.doubt(slug),
            })
            .collect();
        let promised = self.case.promised(self.now);
        let term = |asked_by: AskedBy| asked_by.term(self.now, promised, self.administration_term);
        let before = term(AskedBy::BeforePromise);
        let beyond = term(AskedBy::BeyondPromise);
        let language = self.t.language();
        let day = |moment| dates::weekday_and_day(dates::local_day(moment), language);
        let said = |key: &str, term: &Term| {
            let promised = promised.map(day).unwrap_or_default();
            self.t
                .with2(key, "day", day(term.due_at), "promised", promised)
        };
        let late = promised.is_some_and(|promised| is_late(&before, promised));
        let choice = |asked_by: AskedBy, words| Choice {
            value: asked_by.slug().to_owned(),
            words,
            chosen: asked_by == typed.asked_by,
        };
        let days = if before == beyond || late {
            Vec::new()
        } else {
            vec![
                choice(AskedBy::BeforePromise, said("desk-forward-before", &before)),
                choice(AskedBy::BeyondPromise, said("desk-forward-beyond", &beyond)),
            ]
        };
        ForwardForm {
            url,
            days,
            late: late.then(|| said("desk-forward-late", &before)),
            others: sorted(
                self.atlas
                    .administrations()
                    .filter(|desk| desk.active && desk.slug != *owner)
                    .filter(|desk| candidates.iter().all(|one| one.value != desk.slug))
                    .map(|desk| Choice {
                        value: desk.slug.clone(),
                        words: if self.has_refused(&desk.slug) {
                            let name = desk.name.as_str();
                            self.t.with("desk-forward-refused", "desk", name)
                        } else if let Some(doubt) = self.doubt(&desk.slug) {
                            let name = desk.name.as_str();
                            self.t
                                .with2("desk-forward-doubt", "desk", name, "doubt", doubt)
                        } else {
                            desk.name.clone()
                        },
                        chosen: desk.slug == typed.choice,
                    })
                    .collect(),
            ),
            candidates,
            along: self.added(typed.along.as_ref()),
            body: typed.body,
            answer_by: day(before.due_at),
        }
    }

    /// What is known of the answer having arrived.
    fn receipt(&self) -> State {
        let standing = &self.case.ticket.standing;
        match (self.is_closed(), standing.part) {
            (true, _) => words::receipt_at_end(self.t, standing.receipt),
            (false, Some(_)) => words::receipt_of_part(self.t, standing.receipt),
            (false, None) => words::receipt(self.t, standing.receipt),
        }
    }

    fn side(&self) -> SidePanel {
        let (due, _) = words::due(self.t, self.due(), self.now);
        SidePanel {
            receipt: self.receipt(),
            ladder: self.ladder(),
            correct: self
                .can_correct()
                .then(|| self.url(&format!("/{}", Form::Correct.slug()))),
            due,
            strip: strip(self.t, &self.days()),
            obligations: self.obligations(),
            sum: self.sum(),
            asker: self.asker(),
            why: self.why(),
            topics: self.small_form(Form::Topic, self.topics()),
            colleagues: self.small_form(Form::Assign, self.colleagues()),
            owners: self.small_form(Form::Owner, self.owners()),
            deliveries: self
                .case
                .deliveries
                .iter()
                .map(|one| self.delivery(one))
                .collect(),
            steps: self.case.events.last().map_or(0, |event| event.seq),
            events: self.events(),
        }
    }

    /// A form with one choice, for whoever may use it while the question is not over.
    fn small_form(&self, form: Form, choices: Vec<Choice>) -> Option<SmallForm> {
        let open = self.status() != Status::Closed && (self.may)(form.verb());
        (open && !choices.is_empty()).then(|| SmallForm {
            url: self.url(&format!("/{}", form.slug())),
            choices,
        })
    }

    fn topics(&self) -> Vec<Choice> {
        let now = self.case.ticket.topic_slug.as_deref();
        let topics = self.atlas.topics_by_title().into_iter();
        topics
            .map(|topic| Choice {
                chosen: now == Some(topic.slug.as_str()),
                value: topic.slug.clone(),
                words: topic.title.clone(),
            })
            .collect()
    }

    /// The other desks that can answer for it.
    fn owners(&self) -> Vec<Choice> {
        let (owner, _) = &self.case.owner;
        let all = self.atlas.central().into_iter();
        let all = all.chain(self.atlas.contact_points());
        let others = all.filter(|desk| desk.active && desk.slug != *owner);
        others
            .map(|desk| Choice {
                chosen: false,
                value: desk.slug.clone(),
                words: desk.name.clone(),
            })
            .collect()
    }

    fn colleagues(&self) -> Vec<Choice> {
        let now = self.case.ticket.handler_user_id;
        let one = |member: &Member| Choice {
            chosen: now == Some(member.id),
            value: member.id.to_string(),
            words: member.name.clone(),
        };
        self.colleagues.iter().map(one).collect()
    }

    /// Whether the house read in the asker's words what a person may read otherwise.
    fn can_correct(&self) -> bool {
        let proofs = self.case.evidence.iter().map(|proof| proof.kind);
        judged_from_words(self.case.ticket.standing.receipt, proofs)
            && (self.may)(Form::Correct.verb())
    }

    fn due(&self) -> Due {
        let ticket = &self.case.ticket;
        Due {
            at: ticket.due_at,
            ball: ticket.standing.ball.holder,
            ball_since: ticket.standing.ball.since,
            status: self.status(),
            step: ticket.standing.step,
        }
    }

    /// The days of the question, whose they were and how many are left.
    fn days(&self) -> Days<'_> {
        let ticket = &self.case.ticket;
        let ended = match ticket.standing.stage {
            Stage::Closed { at, .. } => Some(at),
            _ => None,
        };
        let ends = ended.is_none() && ticket.standing.stage != Stage::WaitingOnAsker;
        Days {
            spells: self.spells,
            from: ticket.registered_at,
            ended,
            due: ends.then_some(ticket.due_at).filter(|due| *due > self.now),
            now: self.now,
        }
    }

    fn ladder(&self) -> Vec<Rung> {
        let mut ladder: Vec<Rung> = self
            .case
            .evidence
            .iter()
            .map(|proof| {
                let state = words::evidence(self.t, proof.kind);
                let at = words::when(self.t, proof.at, self.now);
                let note = proof.note.clone().filter(|_| (self.may)(Verb::ReadNotes));
                let noted = proof.noted.as_ref().map(|noted| self.noted(noted));
                let facts = [noted, Some(at), proof.by.clone(), note];
                Rung {
                    icon: state.icon,
                    tone: state.tone,
                    next: false,
                    title: state.words,
                    detail: facts.into_iter().flatten().collect::<Vec<_>>().join(", "),
                }
            })
            .collect();
        let to_come = |icon, tone, key: &str| Rung {
            icon,
            tone,
            next: tone == Tone::Soft,
            title: self.t.say(key),
            detail: String::new(),
        };
        if self.is_closed() {
            if ladder.is_empty() {
                ladder.push(to_come("circle", Tone::Soft, "desk-ladder-closed"));
            }
            return ladder;
        }
        let in_part = self.case.ticket.standing.part.is_some();
        match self.case.ticket.standing.receipt {
            Receipt::None if self.status() == Status::Answered => {
                ladder.push(to_come("envelope", Tone::Ink, "desk-ladder-leaving"));
            }
            Receipt::None if in_part => {
                ladder.push(to_come("envelope", Tone::Ink, "desk-ladder-leaving"));
            }
            Receipt::None => ladder.push(to_come("circle", Tone::Soft, "desk-ladder-none")),
            Receipt::Sent | Receipt::Reported | Receipt::Confirmed if in_part => {
                ladder.push(to_come("circle", Tone::Soft, "desk-ladder-part"));
            }
            Receipt::Sent if self.status() == Status::Answered => {
                ladder.push(to_come("circle", Tone::Soft, "desk-ladder-sent"));
            }
            Receipt::Reported if self.status() == Status::Answered => {
                ladder.push(to_come("circle", Tone::Soft, "desk-ladder-reported"));
            }
            Receipt::Undeliverable => {
                ladder.push(to_come(
                    "pencil-write",
                    Tone::Ink,
                    "desk-ladder-undeliverable",
                ));
            }
            Receipt::Disputed => {
                ladder.push(to_come("pencil-write", Tone::Ink, "desk-ladder-disputed"));
            }
            Receipt::Sent | Receipt::Reported | Receipt::Presumed | Receipt::Confirmed => {}
        }
        ladder
    }

    /// Who gave the answer elsewhere, when and how; or who said that ours arrived.
    fn noted(&self, noted: &NotedView) -> String {
        let key = if noted.elsewhere {
            "desk-noted-details"
        } else {
            "desk-noted-details-ours"
        };
        let day = dates::plain_day(noted.on, self.t.language());
        let facts = [
            ("how", words::told(self.t, noted.how).into()),
            ("by", noted.by.as_str().into()),
            ("day", day.into()),
        ];
        self.t.fill(key, facts)
    }

    fn obligations(&self) -> Vec<Obligation> {
        let ball = &self.case.ticket.standing.ball;
        let since = self.t.with(
            "desk-ball-since",
            "since",
            words::since(self.t, ball.since, self.now),
        );
        let (_, owner) = &self.case.owner;
        let has_ball = |holder| ball.holder == holder && !self.is_closed();
        let mut all = vec![Obligation {
            side: Side::Us,
            desk: owner.clone(),
            owes: self.t.say(if self.is_closed() {
                "desk-owed-owner"
            } else {
                "desk-owes-owner"
            }),
            state: if let Stage::Closed { at, .. } = self.case.ticket.standing.stage {
                let day = dates::short_day(dates::local_day(at), self.t.language());
                let words = self.t.with("desk-owner-closed", "day", day);
                State::new("check", Tone::Soft, words)
            } else if has_ball(Ball::Owner) {
                State::new("clock", Tone::Ink, since.clone())
            } else {
                State::new("eye", Tone::Soft, self.t.say("desk-owner-follows"))
            },
            note: self.case.handler.clone().unwrap_or_default(),
            sum: None,
        }];
        if has_ball(Ball::Asker) {
            all.push(Obligation {
                side: Side::Asker,
                desk: self.asker_name().to_owned(),
                owes: self.t.say("desk-owes-reply"),
                state: State::new("clock", Tone::Soft, since),
                note: String::new(),
                sum: None,
            });
        }
        all.extend(self.administration_threads().iter().map(|(_, desk)| {
            let late = desk.due_at < self.now;
            let promised = self.case.is_promised(desk.id);
            let day = dates::short_day(dates::local_day(desk.due_at), self.t.language());
            // A day that the desk named itself is no sum of ours.
            let sum = (words::is_owed(desk.progress) && !promised)
                .then(|| self.case.sum_of_assignment(desk))
                .flatten();
            Obligation {
                sum: sum.map(|sum| {
                    let due = dates::local_day(sum.term.due_at);
                    let day = dates::day_and_month(due, self.t.language());
                    Sum {
                        title: self.t.with("desk-sum-title", "day", day),
                        lines: self.sum_lines(&sum),
                    }
                }),
                side: Side::Administration,
                desk: desk.desk_name.clone(),
                owes: words::owes(self.t, desk.role, desk.progress),
                state: words::progress(self.t, desk.progress, late),
                note: if words::is_owed(desk.progress) {
                    let by = if promised {
                        "desk-owes-promised"
                    } else {
                        "desk-owes-by"
                    };
                    let by = self.t.with(by, "day", day);
                    match desk.chase_since {
                        Some(_) => {
                            let call = self.t.say("desk-owes-call");
                            format!("{by}. {call}")
                        }
                        None => by,
                    }
                } else {
                    self.turn(desk).unwrap_or_default()
                },
            }
        }));
        all
    }

    /// How the date came about by which the next thing must have happened; else the one by which the
    /// asker was promised an answer.
    fn sum(&self) -> Option<Sum> {
        let promise = self.promise();
        let (title, counts) = match self.case.due_sum() {
            Some(counts) => ("desk-sum-title", counts),
            // What was promised once is over with the question.
            None if self.is_closed() => return None,
            None => ("desk-sum-title-answer", promise.clone()?),
        };
        let language = self.t.language();
        let due = dates::local_day(counts.term.due_at);
        let mut lines = self.sum_lines(&counts);
        if let Some(promise) = promise.filter(|promise| promise.what != counts.what) {
            let day = dates::weekday_and_day(dates::local_day(promise.term.due_at), language);
            lines.push((self.t.say("desk-sum-promised"), day));
        }
        lines.extend(self.chased());
        Some(Sum {
            title: self
                .t
                .with(title, "day", dates::day_and_month(due, language)),
            lines,
        })
    }

    /// The administrations that must be called, and why.
    fn chased(&self) -> Vec<(String, String)> {
        let promised = self.case.promised(self.now);
        let language = self.t.language();
        let chased = self
            .open_assignments()
            .filter_map(|one| Some((one, one.chase_since?)));
        chased
            .map(|(one, since)| {
                let (key, day) = match promised {
                    Some(promised) if one.due_at > promised => ("desk-sum-chase-late", one.due_at),
                    _ => ("desk-sum-chase-since", since),
                };
                let day = dates::weekday_and_day(dates::local_day(day), language);
                (one.desk_name.clone(), self.t.with(key, "day", day))
            })
            .collect()
    }

    /// The term of the answer: the running one, or the last one that passed, which is what was promised
    /// still.
    fn promise(&self) -> Option<DueSum> {
        let answer = |state: DeadlineState| {
            let mut all = self.case.deadlines.iter().rev();
            all.find(|one| one.kind == DeadlineKind::Answer && one.state == state)
        };
        let counts = answer(DeadlineState::Pending).or_else(|| answer(DeadlineState::Fired))?;
        let (term, paused) = self.case.sum(counts)?;
        let what = DueFor::Term(counts.kind);
        Some(DueSum { what, term, paused })
    }

    fn sum_lines(&self, of: &DueSum) -> Vec<(String, String)> {
        let (term, paused) = (&of.term, of.paused);
        let language = self.t.language();
        let rule = self.t.with2(
            "desk-sum-rule-value",
            "what",
            words::due_for(self.t, of.what, self.case.ticket.standing.receipt),
            "days",
            term.working_days.0,
        );
        let mut lines = vec![
            (self.t.say("desk-sum-rule"), rule),
            (
                self.t.say("desk-sum-start"),
                dates::short_day(term.starts_on, language),
            ),
        ];
        let weekend = |day: &&SkippedDay| day.why == Skipped::Weekend;
        let weekend_days = term.skipped.iter().filter(weekend).count();
        if weekend_days > 0 {
            let value = self.t.with("desk-sum-weekends", "days", weekend_days);
            lines.push((self.t.say("desk-sum-skipped"), value));
        }
        lines.extend(term.skipped.iter().filter(|day| !weekend(day)).map(|day| {
            (
                words::holiday(self.t, day.why),
                dates::short_day(day.day, language),
            )
        }));
        if paused > 0 {
            let value = self.t.with("desk-sum-paused-days", "days", paused);
            lines.push((self.t.say("desk-sum-paused"), value));
        }
        lines.push((
            self.t.say("desk-sum-end"),
            dates::short_moment(term.due_at, language),
        ));
        lines
    }

    fn asker(&self) -> Asker {
        let case = self.case;
        let place = [
            case.municipality.clone(),
            case.region.clone(),
            self.borders(),
        ];
        let place = place.into_iter().flatten();
        Asker {
            name: self.asker_name().to_owned(),
            email: case.asker.email.clone(),
            organisation: case.organisation.clone().unwrap_or_default(),
            place: place.collect::<Vec<_>>().join(", "),
            known_by: Some(if case.asker.verified {
                State::new("check", Tone::Soft, self.t.say("desk-asker-verified"))
            } else {
                State::new(
                    "circle-question",
                    Tone::Soft,
                    self.t.say("desk-asker-unverified"),
                )
            }),
            change: (!self.is_closed() && (self.may)(Verb::Assign))
                .then(|| self.url("/vraagsteller")),
            earlier: self.earlier(&case.earlier),
            earlier_of_organisation: self.earlier(&case.earlier_of_organisation),
        }
    }

    /// The other regions that the asker's municipality borders on.
    fn borders(&self) -> Option<String> {
        let nis = self.case.ticket.municipality_nis.as_ref()?;
        let municipality = self.atlas.municipality(nis.parse().ok()?)?;
        let regions = self.atlas.regions_beside(municipality).into_iter();
        let names: Vec<String> = regions.map(|region| region.name.clone()).collect();
        (!names.is_empty()).then(|| {
            self.t
                .with("desk-asker-borders", "regions", names.join(", "))
        })
    }

    fn earlier(&self, questions: &[EarlierTicket]) -> Vec<Earlier> {
        let one = |earlier: &EarlierTicket| Earlier {
            url: ticket_url(&earlier.reference, ""),
            reference: earlier.reference.clone(),
            subject: earlier.subject.clone(),
            state: if earlier.status == Status::Closed {
                words::receipt_at_end(self.t, earlier.receipt)
            } else {
                words::receipt(self.t, earlier.receipt)
            },
        };
        questions.iter().map(one).collect()
    }

    /// The reasons as dispatch kept them, or who decided otherwise after it, when and from what.
    fn why(&self) -> Why {
        let (_, owner) = &self.case.owner;
        let handed = self.handed_over();
        let Some(last) = &self.case.decision else {
            let unknown = || {
                self.t
                    .with("desk-why-owner-unknown", "desk", owner.as_str())
            };
            return Why {
                owner: handed.unwrap_or_else(unknown),
                ..Why::default()
            };
        };
        let by_person = (last.mode == DispatchMode::Person).then(|| self.decided(last));
        let house = self.case.house_decision.as_ref().unwrap_or(last);
        let Ok(reasons) = Explanation::deserialize(&house.explanation) else {
            return Why {
                owner: by_person.unwrap_or_default(),
                ..Why::default()
            };
        };
        let chosen_topic = self.chosen_topic();
        // The words that led the house say nothing of what a person chose.
        let of_house = by_person.is_none() && chosen_topic.is_none();
        let topic = if of_house {
            [reasons.what_about(self.t), reasons.what_holds(self.t)]
        } else {
            [chosen_topic, by_person]
        };
        Why {
            owner: [Some(reasons.where_from(self.t)), handed]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
            topic: topic.into_iter().flatten().collect::<Vec<_>>().join(" "),
            candidates: self.candidates(&reasons),
            words: if of_house { reasons.words } else { Vec::new() },
        }
    }

    /// Who gave it to the desk that answers for it, and when, when somebody did.
    fn handed_over(&self) -> Option<String> {
        let mut events = self.case.events.iter().rev();
        let handed = events.find(|event| event.kind == "owner_changed")?;
        let named = [
            ("who", self.who(handed.by.as_deref()).into()),
            ("when", words::when(self.t, handed.at, self.now).into()),
            ("desk", self.history().desk(handed).into()),
        ];
        Some(self.t.fill("desk-why-handed-over", named))
    }

    /// What a person decided last: who, when, for which desk and in place of which one.
    fn decided(&self, last: &DecisionView) -> String {
        let when = words::when(self.t, last.made_at, self.now);
        let desk = last.desk_name.as_deref();
        if last.explanation.get("refused").is_some() {
            let key = if desk.is_some() {
                "desk-why-refused-for"
            } else {
                "desk-why-refused"
            };
            let named = [
                ("when", when.into()),
                ("desk", desk.unwrap_or_default().into()),
            ];
            return self.t.fill(key, named);
        }
        if last.explanation.get("topic").is_some() {
            // Who chose the topic, and when, stands before it.
            return match desk {
                Some(desk) => self.t.with("desk-why-topic-proposes", "desk", desk),
                None => self.t.say("desk-why-topic-proposes-none"),
            };
        }
        // Once that desk said that it is not theirs, another one is no correction of the proposal.
        let refused = |house: &&DecisionView| {
            self.administration_threads().iter().any(|(_, one)| {
                Some(&one.desk_slug) == house.desk_slug.as_ref()
                    && one.progress == ProgressKind::Refused
            })
        };
        let proposed = self.case.house_decision.as_ref().filter(|it| !refused(it));
        let proposed = proposed.and_then(|house| house.desk_name.as_deref());
        let key = match proposed {
            None => "desk-why-person",
            Some(proposed) if Some(proposed) == desk => "desk-why-person-as-proposed",
            Some(_) => "desk-why-person-in-place",
        };
        let named = [
            ("who", self.who(last.explanation["by"].as_str()).into()),
            ("when", when.into()),
            ("desk", desk.unwrap_or_default().into()),
            ("proposed", proposed.unwrap_or_default().into()),
        ];
        self.t.fill(key, named)
    }

    /// The topic that a person chose last: who, when, and in place of which one.
    fn chosen_topic(&self) -> Option<String> {
        let mut events = self.case.events.iter().rev();
        let set = events.find(|event| event.kind == "topic_set")?;
        let title = |fact: &str| {
            let slug = set.facts[fact].as_str()?;
            Some(self.atlas.topic(slug)?.title.clone())
        };
        let before = title("before");
        let key = match before {
            Some(_) => "desk-why-topic-in-place",
            None => "desk-why-topic-chosen",
        };
        let named = [
            ("who", self.who(set.by.as_deref()).into()),
            ("when", words::when(self.t, set.at, self.now).into()),
            ("topic", title("topic")?.into()),
            ("before", before.unwrap_or_default().into()),
        ];
        Some(self.t.fill(key, named))
    }

    fn who(&self, name: Option<&str>) -> String {
        name.map_or_else(|| self.t.say("desk-why-somebody"), str::to_owned)
    }

    /// The candidates as they were ranked; whoever refused since stands last, as such.
    fn candidates(&self, reasons: &Explanation) -> Vec<(String, String, String)> {
        let (_, owner) = &self.case.owner;
        let mut candidates: Vec<_> = reasons.candidates.iter().collect();
        candidates.sort_by_key(|one| self.has_refused(&one.administration));
        let shown = candidates.into_iter().map(|one| {
            let sure = if self.has_refused(&one.administration) {
                self.t.say("desk-why-candidate-refused")
            } else {
                format!("{}%", words::percent(f64::from(one.confidence)))
            };
            let name = one.name.clone().unwrap_or_else(|| owner.clone());
            (name, sure, one.title.clone().unwrap_or_default())
        });
        shown.collect()
    }

    /// Whether a desk said that the question is not theirs.
    fn has_refused(&self, desk: &str) -> bool {
        self.administration_threads()
            .iter()
            .any(|(_, held)| held.desk_slug == desk && held.progress == ProgressKind::Refused)
    }

    fn delivery(&self, delivery: &DeliveryView) -> Delivery {
        Delivery {
            kind: words::mail(self.t, delivery.kind),
            recipient: delivery.recipient.clone(),
            at: words::when(
                self.t,
                delivery.settled_at.unwrap_or(delivery.created_at),
                self.now,
            ),
            state: words::delivery(self.t, delivery.state),
            reply: delivery.reply.clone().unwrap_or_default(),
        }
    }

    /// What happened, the newest first.
    #[must_use]
    pub fn events(&self) -> Vec<Event> {
        let events = self.case.events.iter().rev();
        events.map(|event| self.event(event)).collect()
    }

    fn history(&self) -> History<'_> {
        History {
            t: self.t,
            case: self.case,
            atlas: self.atlas,
        }
    }

    fn event(&self, event: &EventView) -> Event {
        Event {
            seq: event.seq,
            news: match event.actor_kind {
                ActorKind::System if !is_told_by_house(event) => None,
                _ if event.by_id.is_some() && event.by_id == self.me => Some(News::Own),
                _ => Some(News::Others),
            },
            at: words::when(self.t, event.at, self.now),
            words: self.history().sentence(event),
            who: event
                .by
                .clone()
                .unwrap_or_else(|| words::actor(self.t, event.actor_kind)),
        }
    }
}

/// Whether what the house wrote down is news, whatever it followed from: somebody wrote, or something failed or
/// passed that a person must see to.
fn is_told_by_house(event: &EventView) -> bool {
    match event.kind.as_str() {
        "message_received" | "mail_failed" | "overdue" => true,
        "receipt_changed" => event.facts["to"] == Receipt::Undeliverable.slug(),
        _ => false,
    }
}

/// The address of the question with this number, and of what is behind it.
#[must_use]
pub fn ticket_url(reference: &str, rest: &str) -> String {
    format!("/desk/tickets/{reference}{rest}")
}

/// The conversation that was asked for, else that of the answer that is used, else that of the newest one that
/// waits to be read, else one in which something waited, else the last one.
fn shown_thread(threads: &[(&ThreadView, &AssignmentView)], query: &TicketQuery) -> Option<usize> {
    let asked = query.thread.and_then(|number| number.checked_sub(1));
    let used = threads.iter().position(|(thread, _)| {
        let mut all = thread.messages.iter();
        all.any(|message| Some(message.id) == query.proposal)
    });
    let proposals = threads.iter().enumerate().filter_map(|(at, (thread, _))| {
        let all = thread.messages.iter();
        let unread = all.filter(|message| message.state == MessageState::Proposed);
        Some((unread.map(|message| message.created_at).max()?, at))
    });
    let newest = proposals.max().map(|(_, at)| at);
    let waited = |(thread, _): &(&ThreadView, &AssignmentView)| {
        thread
            .messages
            .iter()
            .any(|message| message.state != MessageState::Posted)
    };
    asked
        .filter(|&at| at < threads.len())
        .or(used)
        .or(newest)
        .or_else(|| threads.iter().rposition(waited))
        .or_else(|| threads.len().checked_sub(1))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn what_failed_is_told_though_the_house_wrote_it_down() {
        let check = |kind: &str, facts: Value, expected: bool| {
            let event = EventView {
                seq: 1,
                kind: kind.to_owned(),
                actor_kind: ActorKind::System,
                by: None,
                by_id: None,
                facts,
                at: DateTime::UNIX_EPOCH,
            };
            assert_eq!(is_told_by_house(&event), expected, "{kind}");
        };
        check("message_received", json!({}), true);
        check("mail_failed", json!({ "mail": "answer" }), true);
        check("overdue", json!({ "term": "answer" }), true);
        check("receipt_changed", json!({ "to": "undeliverable" }), true);
        check("receipt_changed", json!({ "to": "sent" }), false);
        check("mail_accepted", json!({ "mail": "answer" }), false);
        check("reminded", json!({}), false);
    }
}
