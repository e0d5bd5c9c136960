//! One question: the conversation with the asker beside the one with an administration, what to do
//! now under both, and the evidence at the side.

use askama::Template;

use super::knelpunt::KnelpuntPanel;
use super::parts::{Avatar, Choice, Shell, Side, State, Tone};
use super::pending::{Keep, PendingBar};
use super::preview::MailPreview;
use crate::registry::{Doing, Present};
use crate::text::Texts;
use crate::web::assets::{asset_url, icon, labelled_icon};
use crate::web::prose::{Marked, Prose};
use crate::web::uploads::KeptFile;

/// The page of a question.
#[derive(Debug, Template)]
#[template(path = "desk/ticket.html")]
pub struct TicketPage {
    /// The words.
    pub t: Texts,
    /// The frame.
    pub shell: Shell,
    /// What the question is and in what state.
    pub head: Head,
    /// What is wrong with the form that was sent; the form below still holds what was typed.
    pub wrong: Option<String>,
    /// The conversation with the asker.
    pub asker: Thread,
    /// The conversation with an administration that is on screen.
    pub administration: Option<Thread>,
    /// All conversations as tabs, the asker's first; empty when there is only that one.
    pub threads: Vec<ThreadTab>,
    /// The proposal to send the question on, when nobody decided yet.
    pub dispatch: Option<DispatchProposal>,
    /// Whether the question is closed.
    pub over: bool,
    /// The forms one can choose from.
    pub forms: Vec<Tab>,
    /// The keys that open forms, each with what it does.
    pub keys: Vec<(&'static str, &'static str)>,
    /// What waits to leave, and what came back.
    pub pending: PendingBar,
    /// That a question has just gone on in this one, and the page that makes two of them again.
    pub part_again: Option<(String, String)>,
    /// The form on screen; none for who may only read.
    pub composer: Option<Composer>,
    /// That the form on screen tells administrations that they need not answer or advise any more, a sentence
    /// each.
    pub withdraws: Vec<String>,
    /// What one can answer from.
    pub sources: Vec<AnswerSource>,
    /// The label of a question that shows where an instrument gets in the way.
    pub knelpunt: KnelpuntPanel,
    /// The conversations with those who asked before.
    pub former: Vec<Thread>,
    /// The evidence at the side.
    pub side: SidePanel,
    /// The address of what is on screen, also where a form that was not accepted shows it.
    pub address: String,
    /// Whether the form holds words of the reader that are nowhere else yet.
    pub typed: bool,
    /// Where what is typed in the form is kept.
    pub keep: Option<Keep>,
    /// The questions that went on in it.
    pub merged: Vec<MergedPart>,
    /// Who gets the answer besides, each by a mail of their own.
    pub also_to: Vec<String>,
    /// The mails that the form on screen would send, when its writer wants to see them first.
    pub previews: Vec<MailPreview>,
}

/// A question that went on in the one on screen, with its conversations.
#[derive(Debug, Clone)]
pub struct MergedPart {
    /// Its number.
    pub reference: String,
    /// What stands above it.
    pub title: String,
    /// What it is called.
    pub subject: String,
    /// Who asked it.
    pub asker: String,
    /// Its page.
    pub url: String,
    /// The page that makes two of them again.
    pub undo: Option<String>,
    /// Its conversations, the asker's first.
    pub threads: Vec<Thread>,
}

impl TicketPage {
    /// Who gets this answer, how many they are, and who gets a mail that they need not answer any more.
    fn goes_to(&self, form: &AnswerForm) -> String {
        let answered = self.is_answered(form);
        let told = form.others.iter().filter(|one| one.told);
        let told: Vec<&str> = told.map(|one| one.name.as_str()).collect();
        if told.is_empty() {
            return answered;
        }
        // What is chosen above is not known here while one chooses.
        let told = self
            .t
            .with("desk-answer-told-too", "desks", told.join(", "));
        format!("{answered} {told}")
    }

    /// Who gets this answer.
    fn is_answered(&self, form: &AnswerForm) -> String {
        let who = if form.to_organisation.is_empty() {
            form.to_name.clone()
        } else {
            format!("{}, {}", form.to_name, form.to_organisation)
        };
        match self.also_to.len() {
            0 => self.t.with("desk-answer-goes-to", "who", who),
            // Who asked it too hears nothing of a part.
            _ if !form.others.is_empty() => self.t.with("desk-answer-goes-to-at-end", "who", who),
            more => {
                let key = "desk-answer-goes-to-all";
                self.t.with2(key, "who", who, "count", more + 1)
            }
        }
    }

    /// Whether the conversation with an administration is the one that a phone shows.
    fn second_chosen(&self) -> bool {
        self.threads.first().is_some_and(|asker| !asker.chosen)
    }

    fn administration_tabs(&self) -> &[ThreadTab] {
        self.threads.get(1..).unwrap_or_default()
    }

    fn has_several(&self) -> bool {
        self.administration_tabs().len() > 1
    }

    /// The conversations that are over, of which the desk has another one; the one on screen is not
    /// folded away.
    fn folded_tabs(&self) -> Vec<&ThreadTab> {
        let all = self.administration_tabs().iter();
        all.filter(|tab| tab.over && !tab.chosen).collect()
    }
}

/// The top of the page of a question, also of the page that says it changed meanwhile.
#[derive(Debug, Clone)]
pub struct Head {
    /// The ticket, as changes name it.
    pub id: String,
    /// Who else has it open.
    pub present: Vec<Colleague>,
    /// Where the page says that it is open.
    pub presence: String,
    /// The number.
    pub reference: String,
    /// What the question is called.
    pub subject: String,
    /// Questions that it is linked to: how, the number and the page.
    pub links: Vec<(String, String, String)>,
    /// The list that the reader came from: its address and its name.
    pub back: (String, String),
    /// Its place in that list.
    pub neighbours: Neighbours,
    /// The revision that is on screen; every form carries it.
    pub revision: i32,
    /// How many steps had been taken then: a form that comes too late is told those that came after.
    pub steps: i32,
    /// The status, the receipt when it is news, the topic.
    pub pills: Vec<State>,
    /// The address to answer at, while the question is open.
    pub answer: Option<String>,
    /// The address to send it on at.
    pub forward: Option<String>,
    /// The address to write a note at.
    pub note: Option<String>,
    /// Where the form that takes the question goes, when it can be taken.
    pub take: Option<String>,
    /// The button that takes it from the colleague who has it.
    pub take_over: Option<PostButton>,
    /// The button that gives it back to the desk.
    pub release: Option<PostButton>,
    /// Who answers, for a reader who may not.
    pub barred: Option<String>,
    /// The draft that stands in the form on screen.
    pub draft: Option<String>,
    /// Where another desk is asked for advice in place of sending it on.
    pub consult: Option<String>,
    /// The page that puts a merged question back as it was.
    pub unmerge: Option<String>,
    /// What else can be done with it on a page of its own: addresses and words.
    pub more: Vec<(String, String)>,
}

impl Head {
    /// The key of what is done on a page of its own, by its address.
    fn key_of(url: &str) -> Option<&'static str> {
        let keys = [("/consult", "v"), ("/merge", "m"), ("/split", "p")];
        let key = keys.into_iter().find(|(tail, _)| url.ends_with(tail));
        key.map(|(_, key)| key)
    }
}

/// The place of a question in a list, and the questions beside it there.
#[derive(Debug, Clone, Default)]
pub struct Neighbours {
    /// The how manieth it is of how many, in words, while it stands in the list.
    pub place: Option<String>,
    /// The page of the one before it.
    pub previous: Option<String>,
    /// The page of the one after it.
    pub next: Option<String>,
}

/// A colleague who has the question open.
#[derive(Debug, Clone)]
pub struct Colleague {
    name: String,
    words: String,
}

impl Colleague {
    /// What is said of somebody who is there.
    #[must_use]
    pub fn new(t: Texts, present: &Present) -> Self {
        let key = match present.doing {
            Doing::Reading => "desk-present-reading",
            Doing::Writing => "desk-present-writing",
        };
        Self {
            name: present.name.clone(),
            words: t.with(key, "name", present.name.as_str()),
        }
    }

    fn avatar(&self) -> Avatar {
        Avatar::new(Side::Here, &self.name)
    }
}

/// Who else has a question open: the part of its page that says so.
#[derive(Debug, Template)]
#[template(path = "desk/presence.html")]
pub struct PresencePage {
    /// Who.
    pub present: Vec<Colleague>,
    /// Where the page says that it is open.
    pub presence_url: String,
}

/// A link that chooses what is on screen.
#[derive(Debug, Clone)]
pub struct Tab {
    /// Its address.
    pub url: String,
    /// What it says.
    pub words: String,
    /// The key that presses it.
    pub key: Option<&'static str>,
    /// Whether it is the one on screen.
    pub chosen: bool,
}

/// A link that puts a conversation on screen.
#[derive(Debug, Clone)]
pub struct ThreadTab {
    /// Its address.
    pub url: String,
    /// With whom.
    pub words: String,
    /// How many messages it holds.
    pub messages: usize,
    /// Whether something in it waits for a person.
    pub waits: bool,
    /// Whether it is the one on screen.
    pub chosen: bool,
    /// Whether it is over, and stands folded among its like.
    pub over: bool,
}

/// One conversation.
#[derive(Debug, Clone)]
pub struct Thread {
    /// With whom.
    pub title: String,
    /// Which one it is, where there are several with the same desk.
    pub turn: Option<String>,
    /// Who reads it and who does not.
    pub readers: String,
    /// Where one takes the question back, when it is with them.
    pub withdraw: Option<String>,
    /// What was said and done, the oldest first.
    pub entries: Vec<Entry>,
}

/// One entry of a conversation.
#[derive(Debug, Clone)]
pub enum Entry {
    /// A message.
    Message(Box<Message>),
    /// A note for the desk only.
    Note(Box<Note>),
    /// Something the service did by itself.
    Line {
        /// What it did.
        words: String,
        /// When.
        at: String,
    },
}

/// A note for the desk only: of a colleague, or of the house itself.
#[derive(Debug, Clone)]
pub struct Note {
    /// Its id, also the anchor on the page.
    pub id: String,
    /// Whose it is.
    pub title: String,
    /// When.
    pub at: String,
    /// What it says.
    pub body: String,
    /// Whether it waits to be seen.
    pub state: Option<State>,
    /// What can be done with it by one button.
    pub buttons: Vec<PostButton>,
}

/// A message.
#[derive(Debug, Clone)]
pub struct Message {
    /// Its id, also the anchor on the page.
    pub id: String,
    /// On whose side the author stands.
    pub side: Side,
    /// Who wrote it.
    pub author: String,
    /// For whom the author speaks.
    pub of: String,
    /// When.
    pub at: String,
    /// What is new in it.
    pub body: String,
    /// Whether that is Markdown, which its reader got as they saw it.
    pub marked: bool,
    /// The history it quotes.
    pub quoted: Option<Quoted>,
    /// What is folded away there.
    pub quoted_title: String,
    /// What stands under it of who signs: a function, a telephone number.
    pub signature: Option<String>,
    /// What came with it.
    pub files: Vec<Attachment>,
    /// Whether it comes from the domain that it says, as far as anybody asked.
    pub sender: Option<State>,
    /// What is remarkable about how it came.
    pub marks: Vec<State>,
    /// The raw mail that it came in, for who may read that.
    pub raw: Option<String>,
    /// What became of it, or what it means.
    pub state: Option<State>,
    /// What people did with it.
    pub dealt: Vec<State>,
    /// Whether it is an answer that waits for our review.
    pub proposed: bool,
    /// What can be done with it: links first.
    pub links: Vec<Tab>,
    /// What can be done with it by a form.
    pub buttons: Vec<PostButton>,
}

/// The older mail in a message.
#[derive(Debug, Clone)]
pub struct Quoted {
    /// What it says.
    pub text: String,
    /// Whether it stands unfolded: something new may stand in it.
    pub open: bool,
}

impl Message {
    fn avatar(&self) -> Avatar {
        Avatar::new(self.side, &self.author)
    }

    fn class(&self) -> &'static str {
        let mut said = self.state.iter().chain(&self.sender);
        let disputed = said.any(|state| state.tone == Tone::Bad);
        match (self.proposed, self.side, disputed) {
            (true, ..) => " rv-msg--prop",
            (_, Side::Us, _) => " rv-msg--us",
            (_, Side::Asker, true) => " rv-msg--asker rv-msg--bad",
            (_, Side::Asker, _) => " rv-msg--asker",
            (_, _, true) => " rv-msg--bad",
            _ => "",
        }
    }
}

/// A file that came with a message.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// Where it can be had.
    pub url: String,
    /// Its name.
    pub name: String,
    /// Its size, in words.
    pub size: String,
    /// Why it cannot be had, when it cannot.
    pub barred: Option<State>,
    /// The button that goes on without it.
    pub leave_out: Option<PostButton>,
}

/// A button that is a whole form.
#[derive(Debug, Clone)]
pub struct PostButton {
    /// Where it goes.
    pub url: String,
    /// What it says.
    pub words: String,
    /// What it sends beside the revision: a name and a value.
    pub field: Option<(&'static str, String)>,
    /// Whether it is the one to press.
    pub main: bool,
}

/// The proposal to send the question on.
#[derive(Debug, Clone)]
pub struct DispatchProposal {
    /// Where the form that confirms it goes.
    pub url: String,
    /// Where one chooses otherwise.
    pub otherwise: String,
    /// What the form sends.
    pub value: String,
    /// The desk that would get it.
    pub desk: String,
    /// The address it would go to.
    pub email: String,
    /// How sure we are, in whole percents.
    pub percent: u8,
    /// The words that decided.
    pub words: Vec<String>,
    /// Why the question may reach nobody there.
    pub doubt: Option<String>,
    /// What the asker wrote after the question, which goes along.
    pub along: Vec<Choice>,
}

/// The form on screen.
#[derive(Debug, Clone)]
pub enum Composer {
    /// Answers the asker.
    Answer(AnswerForm),
    /// Sends the answer that did not arrive to another address.
    Readdress(ReaddressForm),
    /// Asks the asker for something, without answering.
    Ask(AnswerForm),
    /// Writes something down for the desk.
    Note(TextForm),
    /// Sends the question on.
    Forward(ForwardForm),
    /// Answers what an administration asked back about the question that it has.
    Reply(ReplyForm),
    /// Passes on what the asker wrote to administrations that have the question.
    PassOn(PassOnForm),
    /// Takes the question back from an administration.
    Withdraw(WithdrawForm),
    /// Gives the advice that the reader's desk was asked for.
    Advise(AdviseForm),
    /// Notes that the asker has the answer: who, when, what.
    Receipt(ReceiptForm),
    /// Closes the question.
    Close(CloseForm),
    /// Opens it again.
    Reopen(ReopenForm),
}

impl Composer {
    /// What its form is called among the drafts of a person in the question.
    #[must_use]
    pub fn place(&self) -> String {
        match self {
            Self::Reply(form) => format!("reply.{}", form.value),
            Self::PassOn(form) => format!("{}.{}", self.slug(), form.message),
            Self::Withdraw(form) => format!("{}.{}", self.slug(), form.assignment),
            _ => self.slug().to_owned(),
        }
    }

    /// Its name in the address.
    fn slug(&self) -> &'static str {
        match self {
            Self::Answer(_) => "answer",
            Self::Readdress(_) => "readdress",
            Self::Ask(_) => "ask",
            Self::Note(_) => "note",
            Self::Forward(_) | Self::Reply(_) => "forward",
            Self::PassOn(_) => "passon",
            Self::Withdraw(_) => "withdraw",
            Self::Advise(_) => "advise",
            Self::Receipt(_) => "receipt",
            Self::Close(_) => "close",
            Self::Reopen(_) => "reopen",
        }
    }
}

/// The form that answers the asker.
#[derive(Debug, Clone)]
pub struct AnswerForm {
    /// Where it goes.
    pub url: String,
    /// Who gets it.
    pub to_name: String,
    /// The address they get it at.
    pub to_email: String,
    /// The government they ask for.
    pub to_organisation: String,
    /// What the send button calls them.
    pub to_first_name: Option<String>,
    /// Who does not get it.
    pub not_to: Vec<String>,
    /// What stands in it.
    pub body: String,
    /// What was chosen to be put in at the end of it: a letter, else a proposal.
    pub inserted: Option<String>,
    /// That an answer to somebody else was put in.
    pub taken: Option<TakenFrom>,
    /// The templates it can begin with: the name of each, and the address that puts it in.
    pub templates: Vec<(String, String)>,
    /// The proposed answer it was made from.
    pub proposal: Option<String>,
    /// The files of that proposal, each with a box that lets it go along.
    pub files: Vec<Choice>,
    /// The files that were added in a try that had to be corrected.
    pub kept: Vec<KeptFile>,
    /// The administrations that still have the question, and what becomes of each.
    pub others: Vec<StillHas>,
}

/// That an answer to somebody else was put into this one.
#[derive(Debug, Clone)]
pub struct TakenFrom {
    /// From which question, and what to do.
    pub words: String,
    /// What of somebody else may stand in it.
    pub personal: Vec<String>,
}

/// An administration that still has the question while the asker is answered.
#[derive(Debug, Clone)]
pub struct StillHas {
    /// What the form calls it.
    pub value: String,
    /// Its name.
    pub name: String,
    /// The day by which it answers.
    pub due: String,
    /// Whether it goes on answering.
    pub goes_on: bool,
    /// Whether it is told that it need not when it does not go on; else what it sent is its answer.
    pub told: bool,
    /// Whether it owes nothing, and what it sent waits to be read: that is used later, or left.
    pub sent: bool,
}

/// The form that answers what an administration asked back.
#[derive(Debug, Clone)]
pub struct ReplyForm {
    /// Where it goes.
    pub url: String,
    /// What it sends: who gets it.
    pub value: String,
    /// The administration.
    pub desk: String,
    /// The address it gets the answer at.
    pub email: String,
    /// What stands in it.
    pub body: String,
}

/// The form that passes on what the asker wrote.
#[derive(Debug, Clone)]
pub struct PassOnForm {
    /// Where it goes.
    pub url: String,
    /// The message.
    pub message: String,
    /// The administrations that have the question: what the form sends, the name, the address, and
    /// whether it gets the words.
    pub desks: Vec<(String, String, String, bool)>,
    /// What stands in it: the words of the asker, quoted.
    pub body: String,
}

/// The form that opens the question again.
#[derive(Debug, Clone)]
pub struct ReopenForm {
    /// Where it goes.
    pub url: String,
    /// Why, for colleagues.
    pub body: String,
    /// Why, for the asker, who gets a mail.
    pub told: String,
    /// Who gets that mail.
    pub to: String,
    /// Why nobody gets one.
    pub untold: Option<String>,
}

/// The form that takes the question back from an administration.
#[derive(Debug, Clone)]
pub struct WithdrawForm {
    /// Where it goes.
    pub url: String,
    /// What it takes back.
    pub assignment: String,
    /// The administration.
    pub desk: String,
    /// The address that it is told at.
    pub email: String,
    /// What we add for them.
    pub body: String,
}

/// The form that gives advice.
#[derive(Debug, Clone)]
pub struct AdviseForm {
    /// Where it goes.
    pub url: String,
    /// By what the advice was asked for.
    pub assignment: String,
    /// The desk that asked for it.
    pub desk: String,
    /// By when, in words.
    pub due: String,
    /// What stands in it.
    pub body: String,
    /// The files that were received with it.
    pub kept: Vec<KeptFile>,
}

/// The form that notes how the asker has the answer.
#[derive(Debug, Clone)]
pub struct ReceiptForm {
    /// Where it goes.
    pub url: String,
    /// What stands in it.
    pub body: String,
    /// Who gave the answer, or said that it arrived.
    pub by: String,
    /// The day.
    pub on: String,
    /// The first day that it can be.
    pub first: String,
    /// The last one.
    pub last: String,
    /// How it was said.
    pub ways: Vec<Choice>,
    /// Whether the answer itself was given elsewhere; else it is ours, and it arrived.
    pub elsewhere: bool,
    /// What is wrong with which field.
    pub faults: Vec<(&'static str, String)>,
}

impl ReceiptForm {
    /// What is wrong with this field.
    fn fault(&self, field: &str) -> Option<&str> {
        let mut faults = self.faults.iter();
        faults.find_map(|(name, words)| (*name == field).then_some(words.as_str()))
    }
}

/// The form that sends what did not arrive to another address.
#[derive(Debug, Clone)]
pub struct ReaddressForm {
    /// Where it goes.
    pub url: String,
    /// The address.
    pub body: String,
    /// Whether it goes to the address that the asker has all the same; asked where that is what was typed.
    pub same: Option<bool>,
    /// The parts of the answer that did not arrive, where it left in parts: where each stands, and which it
    /// is.
    pub parts: Vec<(String, String)>,
}

/// A form with one text.
#[derive(Debug, Clone)]
pub struct TextForm {
    /// Where it goes.
    pub url: String,
    /// What stands in it.
    pub body: String,
}

/// The form that sends the question on.
#[derive(Debug, Clone)]
pub struct ForwardForm {
    /// Where it goes.
    pub url: String,
    /// Who fits, the best first.
    pub candidates: Vec<Candidate>,
    /// Everybody else it can be sent to.
    pub others: Vec<Choice>,
    /// What we add ourselves.
    pub body: String,
    /// What the asker wrote after the question, to go along with it.
    pub along: Vec<Choice>,
    /// The day by which they are asked to answer.
    pub answer_by: String,
    /// The days one can choose from, when the ordinary one comes after the asker's.
    pub days: Vec<Choice>,
    /// That no day is left before the asker's, in words.
    pub late: Option<String>,
}

/// An administration that fits the question.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// What the form sends.
    pub value: String,
    /// Its name.
    pub name: String,
    /// The address it gets the question at.
    pub email: String,
    /// How sure we are, in whole percents.
    pub percent: u8,
    /// The words that point to it.
    pub words: Vec<String>,
    /// Why it cannot be chosen now: it has the question, or it refused.
    pub barred: Option<String>,
    /// Why the question may reach nobody there.
    pub doubt: Option<String>,
}

/// The form that closes the question.
#[derive(Debug, Clone)]
pub struct CloseForm {
    /// Where it goes.
    pub url: String,
    /// The reasons one can choose from.
    pub reasons: Vec<Choice>,
    /// Where one notes an answer that was given elsewhere, when there is none of ours.
    pub elsewhere: Option<String>,
    /// The number of the question that it is a double of.
    pub of: String,
    /// What its asker hears of that, or why nothing.
    pub of_about: String,
    /// What one adds.
    pub note: String,
    /// The mail to the asker, when one of the reasons has one.
    pub tell: Option<TellForm>,
}

/// The mail that tells an asker that their question is closed.
#[derive(Debug, Clone)]
pub struct TellForm {
    /// Who gets it.
    pub to: String,
    /// Whether it leaves.
    pub chosen: bool,
    /// Why it does not leave unless somebody wants it to.
    pub untold: Option<String>,
    /// What one adds.
    pub words: String,
    /// What it says, for each of the reasons that have one: the reason, and the words.
    pub says: Vec<(String, String)>,
    /// How it ends: what the asker can do.
    pub more: String,
}

/// Something one can answer from.
#[derive(Debug, Clone)]
pub struct AnswerSource {
    /// What it is.
    pub title: String,
    /// Where it can be read whole.
    pub url: String,
    /// How it begins.
    pub excerpt: String,
    /// Why it fits.
    pub why: String,
    /// The address that puts it into the answer.
    pub insert: String,
}

/// The evidence at the side.
#[derive(Debug, Clone)]
pub struct SidePanel {
    /// What we know about the asker having the answer.
    pub receipt: State,
    /// How we know it.
    pub ladder: Vec<Rung>,
    /// Where the form goes that says that the asker's words were misread, when that can be.
    pub correct: Option<String>,
    /// When the next thing must have happened.
    pub due: State,
    /// Whose each working day was.
    pub strip: Option<BallStrip>,
    /// Who owes what.
    pub obligations: Vec<Obligation>,
    /// How the date follows, when there is a term.
    pub sum: Option<Sum>,
    /// Who asks.
    pub asker: Asker,
    /// Why the question is here.
    pub why: Why,
    /// The form that says what it is about, when that can be.
    pub topics: Option<SmallForm>,
    /// The form that gives it to a colleague, when that can be.
    pub colleagues: Option<SmallForm>,
    /// The form that lets another desk answer for it, when that can be.
    pub owners: Option<SmallForm>,
    /// What became of our mails.
    pub deliveries: Vec<Delivery>,
    /// How many steps were taken in all.
    pub steps: i32,
    /// The latest of them, the newest first.
    pub events: Vec<Event>,
}

/// The working days of a question, and whose each of them was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BallStrip {
    /// All of it in words.
    pub said: String,
    /// A cell a day.
    pub cells: Vec<BallCell>,
    /// What the letters stand for.
    pub legend: Vec<String>,
}

/// One day of a [`BallStrip`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BallCell {
    /// Whose it was, or `!` for the end of the term.
    pub letter: String,
    /// Its colour.
    pub class: &'static str,
    /// Whether it is today.
    pub today: bool,
}

/// A form with one choice.
#[derive(Debug, Clone)]
pub struct SmallForm {
    /// Where it goes.
    pub url: String,
    /// What one can choose.
    pub choices: Vec<Choice>,
}

impl SmallForm {
    fn is_set(&self) -> bool {
        self.choices.iter().any(|choice| choice.chosen)
    }
}

impl SidePanel {
    fn arrived(&self) -> usize {
        self.deliveries
            .iter()
            .filter(|delivery| delivery.state.tone == Tone::Good)
            .count()
    }
}

/// A rung of the ladder of proofs.
#[derive(Debug, Clone)]
pub struct Rung {
    /// The icon.
    pub icon: &'static str,
    /// Whether it proves, worries or is neither.
    pub tone: Tone,
    /// Whether it has yet to come.
    pub next: bool,
    /// What it is.
    pub title: String,
    /// The evidence.
    pub detail: String,
}

impl Rung {
    fn class(&self) -> &'static str {
        match (self.next, self.tone) {
            (true, _) => "is-next",
            (_, Tone::Ink) => "is-now",
            (_, tone) => tone.row(),
        }
    }
}

/// What a desk owes in a question.
#[derive(Debug, Clone)]
pub struct Obligation {
    /// On whose side the desk stands.
    pub side: Side,
    /// The desk.
    pub desk: String,
    /// What it owes.
    pub owes: String,
    /// How far it is.
    pub state: State,
    /// More, when there is more to say.
    pub note: String,
    /// How its date came about, when it owes something by a date.
    pub sum: Option<Sum>,
}

impl Obligation {
    fn avatar(&self) -> Avatar {
        Avatar::new(self.side, &self.desk)
    }
}

/// How a date follows from its rule.
#[derive(Debug, Clone)]
pub struct Sum {
    /// The question it answers.
    pub title: String,
    /// Its lines: what, and how much.
    pub lines: Vec<(String, String)>,
}

/// Who asks.
#[derive(Debug, Clone)]
pub struct Asker {
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// The government.
    pub organisation: String,
    /// Province and region.
    pub place: String,
    /// How we know.
    pub known_by: Option<State>,
    /// Where the reader says that somebody else asks.
    pub change: Option<String>,
    /// What they asked before.
    pub earlier: Vec<Earlier>,
    /// Earlier questions of others at the same organisation.
    pub earlier_of_organisation: Vec<Earlier>,
}

impl Asker {
    fn avatar(&self) -> Avatar {
        Avatar::new(Side::Asker, &self.name)
    }
}

/// A question they asked before.
#[derive(Debug, Clone)]
pub struct Earlier {
    /// Its address.
    pub url: String,
    /// Its number.
    pub reference: String,
    /// What it is called.
    pub subject: String,
    /// What became of it.
    pub state: State,
}

/// Why the question is where it is.
#[derive(Debug, Clone, Default)]
pub struct Why {
    /// How the contact point follows from who asks.
    pub owner: String,
    /// How the topic and the administration follow from the words.
    pub topic: String,
    /// The words that decided.
    pub words: Vec<String>,
    /// The candidates: the name, how sure it was or that they refused, and why.
    pub candidates: Vec<(String, String, String)>,
}

/// What became of one mail to one recipient.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// What kind of mail.
    pub kind: String,
    /// To whom.
    pub recipient: String,
    /// When.
    pub at: String,
    /// Its fate.
    pub state: State,
    /// What the other server said.
    pub reply: String,
}

/// For whom something that happened is news, while the page is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// The reader did it themselves, in another window.
    Own,
    /// Somebody else did it.
    Others,
}

impl News {
    fn slug(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Others => "others",
        }
    }
}

/// Something that happened to the question.
#[derive(Debug, Clone)]
pub struct Event {
    /// The number of the step.
    pub seq: i32,
    /// Whether whoever writes in the meantime must hear of it; of what the house did by itself, only that
    /// something failed.
    pub news: Option<News>,
    /// When.
    pub at: String,
    /// What.
    pub words: String,
    /// Who did it.
    pub who: String,
}

/// The page that says that a form came too late, and keeps what was typed.
#[derive(Debug, Template)]
#[template(path = "desk/conflict.html")]
pub struct ConflictPage {
    /// The words.
    pub t: Texts,
    /// The frame.
    pub shell: Shell,
    /// The question as it is now; no actions.
    pub head: Head,
    /// What did not happen.
    pub title: String,
    /// What did happen meanwhile, the newest first.
    pub meanwhile: Vec<Event>,
    /// What was written meanwhile, the oldest first.
    pub theirs: Vec<Entry>,
    /// What was typed, and where it can still go.
    pub mine: Option<Mine>,
    /// The address of the question.
    pub ticket: String,
}

impl ConflictPage {
    /// Whether what was typed is kept, so that it takes a button to throw it away.
    fn can_discard(&self) -> bool {
        self.mine
            .as_ref()
            .is_some_and(|mine| mine.discard.is_some())
    }
}

/// What somebody typed in a form that came too late.
#[derive(Debug, Clone)]
pub struct Mine {
    /// The text.
    pub body: String,
    /// Where the question is opened with it, to read first and then send.
    pub open: String,
    /// How the same form is sent again, in the light of what happened; none when that step is past.
    pub again: Option<Again>,
    /// The other fields of that form.
    pub fields: Vec<(String, String)>,
    /// The files that came with it.
    pub kept: Vec<KeptFile>,
    /// Where it can be kept as a note.
    pub note: String,
    /// The place that it is kept under while it is typed.
    pub place: String,
    /// Where what is kept of it is thrown away, when something is.
    pub discard: Option<String>,
}

/// How a form that came too late is sent again as it is.
#[derive(Debug, Clone)]
pub struct Again {
    /// Where.
    pub url: String,
    /// What the button says.
    pub words: String,
    /// Whom it mails, as the question is now; nobody where it mails nobody.
    pub to: Vec<String>,
}

impl PassOnForm {
    /// The one administration that has the question, when there is no choice.
    fn single(&self) -> Option<(&str, &str, &str)> {
        match self.desks.as_slice() {
            [(value, name, email, _)] => Some((value, name, email)),
            _ => None,
        }
    }
}
