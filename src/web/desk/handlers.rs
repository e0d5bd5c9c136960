//! The handlers of the queue and of a question: each extracts, asks the policy, calls one function
//! of the rooms below and renders.

use std::num::ParseIntError;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template as _;
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use uuid::Uuid;

use super::drafts;
use super::list::InList;
use super::mail::flood_title;
use super::merge::{MergedCase, answered_too, merged_cases, undoable};
use super::page::{html, see_other};
use super::pending;
use super::preview;
use super::queue::{Asking, QueueQuery, typed_reference};
use super::shell::{Reader, leave_notice, take_notice};
use super::ticket::{
    Form, GivenAnswer, Library, Reading, TakenOver, TicketQuery, Typed, ticket_url,
};
use super::trouble::{Said, Trouble};
use super::view::parts::Place;
use super::view::pending::Keep;
use super::view::preview::MailPreview;
use super::view::queue::{FloodRow, FoundEntry};
use super::view::ticket::TicketPage;
use super::words;
use crate::admin::{self, Places, TemplateText};
use crate::auth::accounts::Member;
use crate::auth::{Signer, Subject, Verb, accounts, may, reach};
use crate::context::Context;
use crate::directory::{self, Atlas, DeskId, Doubt};
use crate::dispatch::{self, Along, AskedBy, Closing, Sent, Tell};
use crate::faq::{self, Shelf};
use crate::followup::{self, Note};
use crate::intake::{self, SubmittedFile, Understander, Waiting};
use crate::registry::{
    self, Case, CloseReason, Present, Reference, Spell, TypedDraft, WorkingDays,
};
use crate::store;
use crate::text::Language;
use crate::web::download::download;
use crate::web::portal::words::file_size;
use crate::web::{Agent, CurrentAtlas, Posted, Problem, uploads};

/// Published answers that are offered beside an answer, at most.
const ANSWERS: usize = 3;

/// Answers to questions that look like this one that are offered beside them, at most.
const ALIKE: u32 = 3;

/// Questions of others that wait for advice on the first page of the queue, at most.
pub(super) const MOST_ADVICE: u32 = 200;

/// From this score on a published answer stands above what was found.
const FITS: f32 = 0.6;

/// `GET /desk`: the queue, or what is found in it.
pub async fn queue(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    shelf: web::Data<Shelf>,
    agent: Agent,
    query: web::Query<QueueQuery>,
) -> Result<HttpResponse, Problem> {
    let may_read = agent.may(Verb::ReadQueue, Subject::House);
    if may_read.is_err() && agent.may(Verb::ManageAccounts, Subject::House).is_ok() {
        // Who keeps the house reads no questions: they begin where they keep it.
        return Ok(see_other("/desk/beheer"));
    }
    may_read?;
    let now = ctx.clock.now();
    let number = query.reference(&ctx.settings.reference.prefixes(), now);
    let tx = store::read_tx(&ctx.db).await?;
    if let Some(number) = &number
        && registry::find(&tx, number).await?.is_some()
    {
        return Ok(see_other(&ticket_url(number.as_str(), "")));
    }
    let mut reader = Reader::beside(&tx, &ctx, &atlas, &agent, Place::Queue).await?;
    let t = reader.t;
    let around = reader.around.clone();
    let colleagues = around.colleagues(&tx, &atlas, &query).await?;
    let instruments = registry::instruments(&tx).await?;
    let asking = Asking {
        colleagues: &colleagues,
        instruments: &instruments,
        ..around.asking(&atlas, t, now)
    };
    let wanted = query.wanted(asking);
    let own = wanted.page_after(None);
    for view in &mut reader.shell.views {
        view.open = view.url == own;
    }
    if let Some((typed, search)) = &wanted.search {
        reader.shell.query = typed.clone();
        let rows = registry::queue(&tx, &wanted.filter, wanted.after, wanted.rows()).await?;
        let tickets: Vec<Uuid> = rows.rows.iter().map(|row| row.id).collect();
        let excerpts = registry::excerpts(&tx, search, &tickets, around.inside).await?;
        let mut page = wanted.found(asking, reader.shell, &rows, &excerpts);
        let missing = number.map(|it| t.with("desk-search-missing", "number", it.as_str()));
        let no_day = search
            .no_day()
            .map(|it| t.with("desk-search-no-day", "typed", it));
        page.missing = missing.or(no_day);
        if wanted.after.is_none() {
            let published = shelf.published(&tx).await?;
            page.entry = faq::search(&published.entries, typed)
                .first()
                .filter(|hit| hit.score >= FITS)
                .map(|hit| FoundEntry {
                    url: format!("/faq/{}", hit.entry.slug),
                    question: search.marked(&hit.entry.text.question),
                });
        }
        drop(tx);
        page.shell.done = take_notice(&ctx, &agent, t).await?;
        return html(page.render(), StatusCode::OK);
    }
    let rows = registry::queue(&tx, &wanted.filter, wanted.after, wanted.rows()).await?;
    let mut page = wanted.page(asking, reader.shell, &rows, reader.counts);
    if wanted.shows_advice() {
        let asked = registry::advice_wanted(&tx, &around.desks).await?;
        if !asked.is_empty() {
            let filter = wanted.over(asked.iter().map(|one| one.ticket_id).collect());
            let rows = registry::queue(&tx, &filter, None, MOST_ADVICE).await?;
            if let Some(section) = wanted.advice(asking, &asked, &rows.rows) {
                page.put(section);
            }
        }
    }
    if wanted.shows_floods() && agent.may(Verb::ReadMail, Subject::House).is_ok() {
        let floods = registry::floods(&tx, &wanted.filter.scope).await?;
        page.floods = floods
            .iter()
            .filter(|flood| {
                wanted
                    .filter
                    .owner
                    .is_none_or(|it| it == flood.owner_desk_id)
            })
            .map(|flood| FloodRow {
                url: format!("/desk/floods/{}", flood.id),
                words: flood_title(t, flood, now),
                desk: flood.owner_name.clone(),
            })
            .collect();
    }
    drop(tx);
    page.shell.done = take_notice(&ctx, &agent, t).await?;
    html(page.render(), StatusCode::OK)
}

/// A question that the reader may read.
struct Opened {
    case: Case,
    /// Who works at the desk that answers for it, for a reader who may give it to one of them.
    colleagues: Vec<Member>,
    /// Who else has it open.
    present: Vec<Present>,
    /// The desks whose address is in doubt, for a reader who may send it there.
    doubts: Vec<(DeskId, Doubt)>,
    /// The questions that went on in it.
    merged: Vec<MergedCase>,
    /// Who gets its answer besides its asker.
    answered_too: Vec<String>,
    /// Whether it went on in another one, and can be put back as it was.
    can_unmerge: bool,
    /// Who had the ball of it.
    spells: Vec<Spell>,
    /// How long an administration has for an answer.
    administration_term: WorkingDays,
    /// What finds tags of ours in the words of others.
    signer: Signer,
    may: Box<dyn Fn(Verb) -> bool>,
}

/// The number in an address; whatever is none is not found.
pub(super) fn parsed(reference: &str) -> Result<Reference, Problem> {
    reference.parse().map_err(|_| Problem::not_found())
}

async fn open(
    db: &impl ConnectionTrait,
    ctx: &Context,
    agent: &Agent,
    reference: &Reference,
) -> Result<Opened, Problem> {
    let now = ctx.clock.now();
    let mut case = registry::case(db, reference)
        .await?
        .ok_or_else(Problem::not_found)?;
    let facts = case.facts.clone();
    agent.may(Verb::ReadTicket, Subject::Ticket(&facts))?;
    let actor = agent.actor.clone();
    let allowed = move |verb| may(&actor, verb, Subject::Ticket(&facts)).is_ok();
    let colleagues = if allowed(Verb::Assign) {
        accounts::members(db, case.ticket.owner_desk_id).await?
    } else {
        Vec::new()
    };
    let present = registry::present(db, case.ticket.id, agent.user()?.id).await?;
    let doubts = if allowed(Verb::Forward) {
        directory::doubts(db).await?
    } else {
        Vec::new()
    };
    // One that nothing was merged into has nobody else's answer to give.
    let (merged, answered_too) = if case.has_merged {
        let merged = merged_cases(db, &agent.actor, &case.ticket, now).await?;
        (merged, answered_too(db, &case.ticket).await?)
    } else {
        (Vec::new(), Vec::new())
    };
    let can_unmerge = undoable(db, &case.ticket, now).await?;
    case.keep_what_reaches(db, &agent.actor).await?;
    let spells = registry::spells(db, &case.ticket).await?;
    let terms = registry::terms(db, ctx).await?;
    Ok(Opened {
        spells,
        administration_term: WorkingDays(terms.administration_working_days),
        signer: Signer::of(ctx),
        merged,
        answered_too,
        can_unmerge,
        case,
        colleagues,
        present,
        doubts,
        may: Box::new(allowed),
    })
}

/// A question that this reader may read, and may do `verb` to.
pub(super) async fn permitted(
    ctx: &Context,
    agent: &Agent,
    reference: &Reference,
    verb: Verb,
) -> Result<Case, Problem> {
    let case = registry::case(&ctx.db, reference)
        .await?
        .ok_or_else(Problem::not_found)?;
    let subject = Subject::Ticket(&case.facts);
    agent.may(Verb::ReadTicket, subject)?;
    agent.may(verb, subject)?;
    Ok(case)
}

/// A question as its page shows it, whichever form is open on it.
struct Spread {
    opened: Opened,
    reader: Reader,
    list: InList,
    waiting: pending::Waiting,
}

impl Spread {
    async fn of(
        db: &impl ConnectionTrait,
        ctx: &Context,
        atlas: &Atlas,
        agent: &Agent,
        reference: &Reference,
        request: &HttpRequest,
    ) -> Result<Self, Problem> {
        let opened = open(db, ctx, agent, reference).await?;
        let reader = Reader::beside(db, ctx, atlas, agent, Place::Queue).await?;
        let ticket = &opened.case.ticket;
        let list = InList::of(db, ctx, atlas, request, agent, &reader, ticket).await?;
        let waiting = pending::Waiting::of(db, ticket, reader.user).await?;
        Ok(Self {
            opened,
            reader,
            list,
            waiting,
        })
    }

    fn reading<'a>(&'a self, ctx: &Context, atlas: &'a Atlas, library: Library) -> Reading<'a> {
        let opened = &self.opened;
        Reading {
            t: self.reader.t,
            case: &opened.case,
            atlas,
            may: &*opened.may,
            me: Some(self.reader.user),
            now: ctx.clock.now(),
            administration_term: opened.administration_term,
            library,
            colleagues: &opened.colleagues,
            present: &opened.present,
            doubts: &opened.doubts,
            merged: &opened.merged,
            answered_too: &opened.answered_too,
            can_unmerge: opened.can_unmerge,
            list: &self.list,
            signer: &opened.signer,
            spells: &opened.spells,
            own_desks: &self.reader.around.desks,
        }
    }

    /// Puts on `page` where what is typed in its form is kept, and what waits to leave.
    async fn complete(
        &self,
        (db, ctx, agent): (&impl ConnectionTrait, &Context, &Agent),
        reading: &Reading<'_>,
        page: &mut TicketPage,
        (draft, kept): (Option<Uuid>, Option<&TypedDraft>),
    ) -> Result<(), Problem> {
        let open = draft.or(kept.map(|kept| kept.id));
        page.head.draft = draft.map(|draft| draft.to_string());
        page.keep = kept_at(ctx, agent, page, kept.filter(|_| draft.is_none()))?;
        page.pending = self.waiting.bar(reading, self.reader.user, open);
        self.waiting.hold_back(page);
        if page.knelpunt.url.is_some() {
            page.knelpunt.known = registry::instruments(db).await?;
        }
        Ok(())
    }
}

/// What a template is chosen by; one that is not in Dutch says so.
fn template_name(text: TemplateText) -> String {
    match text.language {
        Language::Nl => text.name,
        Language::En => format!("{} ({})", text.name, text.language.code().to_uppercase()),
    }
}

/// The answers for whoever may answer this question: what the question got that it was the double of,
/// published ones that fit, those that questions got which look like it, templates, and the one that `query`
/// chose.
async fn library(
    db: &impl ConnectionTrait,
    ctx: &Context,
    shelf: &Shelf,
    agent: &Agent,
    opened: &Opened,
    query: &TicketQuery,
) -> Result<Library, Problem> {
    let address = ctx.link("/faq");
    let question = opened.case.question();
    let (true, Some(question)) = ((opened.may)(Verb::Answer), question) else {
        return Ok(Library {
            address,
            ..Library::default()
        });
    };
    let original = opened.case.original_answered();
    let original = match original.and_then(|number| number.parse().ok()) {
        Some(number) => given_answer(db, agent, &number).await?,
        None => None,
    };
    let published = shelf.published(db).await?;
    let fitting = published
        .answering(&opened.case.ticket.subject, &question.body)
        .into_iter()
        .take(ANSWERS)
        .map(|(entry, sure)| (entry.clone(), sure))
        .collect();
    let ticket = &opened.case.ticket;
    let alike = faq::answered_alike(db, ticket.id, &reach(&agent.actor), ALIKE).await?;
    let alike = alike.into_iter().map(|one| GivenAnswer {
        reference: one.reference,
        subject: one.subject,
        organisation: one.organisation,
        body: one.answer,
        at: one.at,
    });
    let double = original.as_ref().map(|it| it.reference.clone());
    let alike: Vec<GivenAnswer> = alike
        .filter(|one| Some(&one.reference) != double.as_ref())
        .collect();
    let like = query.like.as_deref();
    let taken = original
        .iter()
        .chain(&alike)
        .find(|one| Some(one.reference.as_str()) == like);
    let taken = match taken {
        Some(from) => Some(TakenOver {
            personal: faq::personal_in(db, ctx, &from.body).await?,
            from: from.clone(),
        }),
        None => None,
    };
    let templates = admin::templates_for(db, ticket.owner_desk_id).await?;
    let chosen = templates.iter().find(|one| Some(one.id) == query.template);
    let asker = &opened.case.asker;
    let places = Places {
        asker: asker.name.as_deref().unwrap_or(&asker.email),
        reference: ticket.reference.as_str(),
        desk: &opened.case.owner.1,
        author: agent.actor.name().unwrap_or_default(),
    };
    Ok(Library {
        taken,
        original,
        alike,
        fitting,
        chosen: query.faq.and_then(|id| published.by_id(id)).cloned(),
        address,
        filled: chosen.map(|one| admin::fill(&one.text.body, &places)),
        templates: templates
            .into_iter()
            .map(|one| (one.id, template_name(one.text)))
            .collect(),
    })
}

/// The answer that this question got, when we sent one.
async fn given_answer(
    db: &impl ConnectionTrait,
    agent: &Agent,
    reference: &Reference,
) -> Result<Option<GivenAnswer>, Problem> {
    let Some(ticket) = registry::find(db, reference).await? else {
        return Ok(None);
    };
    let facts = registry::facts(db, &ticket).await?;
    agent.may(Verb::ReadTicket, Subject::Ticket(&facts))?;
    let answer = registry::last_answer(db, ticket.id).await?;
    Ok(answer.map(|answer| GivenAnswer {
        reference: reference.to_string(),
        subject: ticket.subject,
        organisation: None,
        body: answer.body,
        at: answer.created_at,
    }))
}

/// `GET /desk/tickets/{reference}`: a question.
pub async fn ticket(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    shelf: web::Data<Shelf>,
    agent: Agent,
    reference: web::Path<String>,
    query: web::Query<TicketQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let reference = parsed(&reference)?;
    let tx = store::read_tx(&ctx.db).await?;
    let spread = Spread::of(&tx, &ctx, &atlas, &agent, &reference, &request).await?;
    let Spread {
        opened,
        reader,
        list,
        waiting,
    } = &spread;
    let draft = waiting.draft(query.draft);
    let (query, typed) = match (draft, waiting.typed(query.draft)) {
        (Some(draft), _) => pending::opened(&ctx, reader.t, draft, &query),
        (None, Some(draft)) => drafts::opened(draft, &query),
        (None, None) => (query.into_inner(), Typed::default()),
    };
    let library = library(&tx, &ctx, &shelf, &agent, opened, &query).await?;
    let reading = spread.reading(&ctx, &atlas, library);
    let mut page = reading.page(reader.shell.clone(), &query, typed);
    // Words whose form is gone stand in the form of a note; what was kept of a note stays where it is.
    let asked = waiting.typed(query.draft).map(|asked| asked.id);
    let kept = waiting.typed_at(page.composer.as_ref());
    let kept = kept.filter(|kept| asked.is_none_or(|asked| asked == kept.id));
    if let (None, Some(kept)) = (draft, kept) {
        let (query, typed) = drafts::opened(kept, &query);
        page = reading.page(reader.shell.clone(), &query, typed);
        // It is kept already.
        page.typed = false;
    }
    let draft = draft.map(|draft| draft.id);
    spread
        .complete((&tx, &ctx, &agent), &reading, &mut page, (draft, kept))
        .await?;
    drop(tx);
    page.shell.done = take_notice(&ctx, &agent, reader.t).await?;
    list.kept_with(html(page.render(), StatusCode::OK)?)
}

/// Where what is typed in the form of a page is kept, and what was kept of it.
fn kept_at(
    ctx: &Context,
    agent: &Agent,
    page: &TicketPage,
    kept: Option<&TypedDraft>,
) -> Result<Option<Keep>, Problem> {
    let Some(composer) = &page.composer else {
        return Ok(None);
    };
    let at = drafts::At {
        reference: Some(&page.head.reference),
        place: &composer.place(),
    };
    drafts::line_of(ctx, agent, at, kept).map(Some)
}

/// `GET /desk/tickets/{reference}/attachments/{id}`: a file, to keep and never to open here.
pub async fn attachment(
    ctx: web::Data<Context>,
    agent: Agent,
    path: web::Path<(String, Uuid)>,
) -> Result<HttpResponse, Problem> {
    let (reference, id) = path.into_inner();
    download(&ctx, &agent, &parsed(&reference)?, id).await
}

/// What a form is sent for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Purpose {
    /// It is carried out.
    #[default]
    CarryOut,
    /// It is only shown again, on the page of the question as it is now.
    Reread,
    /// Its writer first wants to see the mails that it sends.
    Preview,
}

/// What a form of a question says; each form uses its own fields.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(try_from = "Vec<(String, String)>")]
pub struct TicketPost {
    pub(super) revision: i32,
    /// How many steps had been taken when the form was made.
    steps: i32,
    purpose: Purpose,
    pub(super) body: String,
    desk: String,
    other: String,
    reason: String,
    pub(super) asked_by: AskedBy,
    pub(super) proposal: String,
    pub(super) message: String,
    pub(super) assignment: String,
    /// Who gave an answer elsewhere, when and how.
    by: String,
    on: String,
    how: String,
    /// The number of the question that it is a double of.
    of: String,
    /// Whether the asker is told that it is closed, and what is added for them.
    tell: bool,
    words: String,
    /// The slug of a topic.
    topic: String,
    /// The account of a colleague.
    to: String,
    /// Why the question opens again, for the asker.
    told: String,
    /// The administrations that go on answering, or that get what the asker wrote.
    pub(super) desks: Vec<String>,
    /// Whether what did not arrive goes to the same address again.
    pub(super) same: bool,
    /// Whether it answers what an administration asked back.
    pub(super) reply: bool,
    /// The files that go along: a box each, so the name comes as often as there are.
    pub(super) files: Vec<String>,
    /// What the asker wrote after the question that goes along, of what the form showed; none: it showed
    /// nothing.
    along: Option<Vec<String>>,
    /// The draft that it was made from.
    pub(super) draft: String,
    /// The form whose words it is, where they came too late for that one: what was kept of it is over too.
    was: String,
}

/// How a form names what becomes of an administration that still has the question: this and its slug.
const REST: &str = "rest:";
/// What it says of one that goes on answering.
const STILL: &str = "still";

impl TryFrom<Vec<(String, String)>> for TicketPost {
    type Error = ParseIntError;

    fn try_from(fields: Vec<(String, String)>) -> Result<Self, Self::Error> {
        let mut post = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "revision" => post.revision = value.parse()?,
                "steps" => post.steps = value.parse()?,
                "reread" if !value.is_empty() => post.purpose = Purpose::Reread,
                // A button beside the one that sends it there names an administration.
                "voorbeeld" => {
                    post.purpose = Purpose::Preview;
                    if !value.is_empty() {
                        post.desk = value;
                    }
                }
                "body" => post.body = value,
                "desk" => post.desk = value,
                "other" => post.other = value,
                "reason" => post.reason = value,
                "asked_by" => post.asked_by = AskedBy::parse(&value),
                "proposal" => post.proposal = value,
                "message" => post.message = value,
                "assignment" => post.assignment = value,
                "by" => post.by = value,
                "on" => post.on = value,
                "how" => post.how = value,
                "of" => post.of = value,
                "tell" => post.tell = value == "1",
                "words" => post.words = value,
                "topic" => post.topic = value,
                "to" => post.to = value,
                "draft" => post.draft = value,
                "was" => post.was = value,
                "told" => post.told = value,
                "same" => post.same = value == "1",
                "reply" => post.reply = !value.is_empty(),
                "to_desk" => post.desks.push(value),
                "file" => post.files.push(value),
                "along_shown" => {
                    post.along.get_or_insert_default();
                }
                "along" => post.along.get_or_insert_default().push(value),
                name if value == STILL => {
                    post.desks
                        .extend(name.strip_prefix(REST).map(str::to_owned));
                }
                _ => {}
            }
        }
        Ok(post)
    }
}

impl TicketPost {
    /// What waits to be placed: the named message, else the question itself.
    fn waiting(&self) -> Waiting {
        match self.message.parse() {
            Ok(id) => Waiting::Message(id),
            Err(_) => Waiting::Ticket,
        }
    }

    /// What the asker wrote after the question that goes along with it.
    pub(super) fn along(&self) -> Result<Along, Trouble> {
        let Some(along) = &self.along else {
            return Ok(Along::All);
        };
        let chosen: Result<Vec<Uuid>, Trouble> = along.iter().map(|id| named(id)).collect();
        chosen.map(Along::Only)
    }

    /// The administration: that of the pressed button, else the one from the list.
    pub(super) fn chosen_desk(&self) -> &str {
        if self.desk.is_empty() {
            &self.other
        } else {
            &self.desk
        }
    }

    /// Whether one administration stands chosen in the list, and the button pressed is that of another:
    /// also what Enter in another field comes to, which presses the first.
    pub(super) fn names_two_desks(&self) -> bool {
        let both = !self.desk.is_empty() && !self.other.is_empty();
        both && self.desk != self.other && self.purpose != Purpose::Preview
    }

    pub(super) fn typed(&self, wrong: Option<String>) -> Typed {
        let choice = if self.reason.is_empty() {
            &self.other
        } else {
            &self.reason
        };
        Typed {
            body: self.body.clone(),
            choice: choice.clone(),
            asked_by: self.asked_by,
            by: self.by.clone(),
            on: self.on.clone(),
            how: self.how.clone(),
            of: self.of.clone(),
            tell: Some(self.tell),
            words: self.words.clone(),
            told: self.told.clone(),
            same: self.same,
            desks: self.desks.clone(),
            files: Some(self.files.clone()),
            along: self.along.clone(),
            adds: false,
            kept: Vec::new(),
            faults: Vec::new(),
            wrong,
        }
    }

    /// What a colleague notes of how the asker has the answer.
    fn note(&self) -> Note {
        Note {
            by: self.by.clone(),
            on: self.on.trim().parse().ok(),
            how: words::TOLD.into_iter().find(|it| it.slug() == self.how),
            what: self.body.clone(),
        }
    }

    /// The fields beside the text that the same form needs to be sent again.
    fn fields(&self, form: Form) -> Vec<(String, String)> {
        let desks = self.desks.iter().map(|slug| match form {
            Form::PassOn => ("to_desk".to_owned(), slug.clone()),
            _ => (format!("{REST}{slug}"), STILL.to_owned()),
        });
        let files = self.files.iter().map(|file| ("file", file.as_str()));
        let along = self.along.iter().flatten();
        let along = along.map(|id| ("along", id.as_str()));
        [
            ("desk", self.chosen_desk()),
            ("reason", &self.reason),
            ("asked_by", self.asked_by.slug()),
            ("proposal", &self.proposal),
            ("message", &self.message),
            ("assignment", &self.assignment),
            ("told", &self.told),
            ("same", if self.same { "1" } else { "" }),
            ("reply", if self.reply { "1" } else { "" }),
            ("by", &self.by),
            ("on", &self.on),
            ("how", &self.how),
            ("of", &self.of),
            ("tell", if self.tell { "1" } else { "" }),
            ("words", &self.words),
            ("topic", &self.topic),
            ("to", &self.to),
            ("draft", &self.draft),
            ("along_shown", if self.along.is_some() { "1" } else { "" }),
        ]
        .into_iter()
        .chain(files)
        .chain(along)
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .chain(desks)
        .collect()
    }
}

/// The id that a form sends; whatever is none is not found.
pub(super) fn named(id: &str) -> Result<Uuid, Trouble> {
    id.parse()
        .map_err(|_| Trouble::Problem(Problem::not_found()))
}

/// The mails that a form would send.
async fn rehearsed(
    ctx: &Context,
    agent: &Agent,
    reference: &Reference,
    form: Form,
    post: &TicketPost,
    files: &[SubmittedFile],
) -> Result<Vec<MailPreview>, Trouble> {
    let Some(outgoing) = pending::outgoing(form, post, files)? else {
        return Err(Trouble::Problem(Problem::not_found()));
    };
    let (actor, seen) = (&agent.actor, post.revision);
    let mails = dispatch::rehearse(ctx, actor, reference, seen, outgoing).await?;
    Ok(preview::shown(ctx, mails))
}

/// Does what the form asks for.
async fn carry_out(
    understander: &Understander,
    atlas: &Atlas,
    agent: &Agent,
    reference: &Reference,
    form: Form,
    post: &TicketPost,
    files: &[SubmittedFile],
) -> Result<Sent, Trouble> {
    let ctx = understander.ctx();
    let (actor, seen) = (&agent.actor, post.revision);
    if let Some(outgoing) = pending::outgoing(form, post, files)? {
        return pending::send(ctx, agent, reference, post, outgoing).await;
    }
    match form {
        // Sent above.
        Form::Answer | Form::Readdress | Form::Ask | Form::Forward | Form::PassOn => {}
        Form::Seen => {
            let message = named(&post.message)?;
            registry::mark_seen(ctx, actor, reference, seen, message).await?;
        }
        Form::Withdraw => {
            let assignment = named(&post.assignment)?;
            dispatch::withdraw(ctx, actor, reference, seen, assignment, &post.body).await?;
        }
        Form::Leave => {
            let proposal = named(&post.message)?;
            dispatch::leave_proposal(ctx, actor, reference, seen, proposal).await?;
        }
        Form::LeaveOut => {
            let file = named(post.files.first().map_or("", String::as_str))?;
            registry::leave_out_file(ctx, actor, reference, seen, file).await?;
        }
        Form::Note => registry::note(ctx, actor, reference, &post.body).await?,
        Form::Receipt => {
            followup::note_receipt(ctx, actor, reference, seen, &post.note()).await?;
        }
        Form::Take => registry::take(ctx, actor, reference, seen).await?,
        Form::TakeOver => registry::take_over(ctx, actor, reference, seen).await?,
        Form::Release => registry::release(ctx, actor, reference, seen).await?,
        Form::Close => {
            let reason = words::CLOSE_REASONS
                .into_iter()
                .find(|one| one.slug() == post.reason);
            let reason = reason.ok_or(Trouble::Wrong(Said::NoReason))?;
            if reason == CloseReason::Duplicate {
                let prefixes = ctx.settings.reference.prefixes();
                let of = typed_reference(&post.of, &prefixes, ctx.clock.now());
                let of = of.map_or_else(|| post.of.clone(), |of| of.to_string());
                // The mail to the asker has words of its own; what was written for it stays with the reason.
                let why = format!("{}\n\n{}", post.body, post.words);
                dispatch::close_duplicate(ctx, actor, reference, seen, &of, &why).await?;
            } else {
                let closing = Closing {
                    reason,
                    why: post.body.clone(),
                    tell: if post.tell { Tell::Asker } else { Tell::Nobody },
                    words: post.words.clone(),
                };
                dispatch::close(ctx, actor, reference, seen, closing).await?;
            }
        }
        Form::Assign => {
            let to = post
                .to
                .parse()
                .map_err(|_| Trouble::Wrong(Said::NotAtDesk))?;
            registry::assign(ctx, actor, reference, seen, to).await?;
        }
        Form::Topic => {
            dispatch::set_topic(ctx, actor, atlas, reference, seen, &post.topic).await?;
        }
        Form::Owner => {
            registry::hand_over(ctx, actor, reference, seen, &post.desk).await?;
        }
        Form::Advise => {
            let attached = files.iter().cloned();
            let attached = attached.filter_map(SubmittedFile::attachment).collect();
            let assignment = named(&post.assignment)?;
            let words = &post.body;
            dispatch::give_advice(ctx, actor, reference, assignment, words, attached).await?;
        }
        Form::Reopen => {
            let (why, told) = (&post.body, &post.told);
            registry::reopen(ctx, actor, reference, seen, why, told).await?;
        }
        Form::Belong => {
            intake::belongs(ctx, atlas, actor, reference, seen, post.waiting()).await?;
        }
        Form::Correct => followup::correct(ctx, actor, reference, seen, &post.body).await?,
        Form::Refused => {
            let proposal = post.message.parse().unwrap_or_default();
            dispatch::read_as_refusal(ctx, actor, reference, seen, proposal, atlas).await?;
        }
        Form::Alone => {
            intake::stands_alone(understander, actor, reference, seen, post.waiting()).await?;
        }
    }
    Ok(Sent::Now)
}

/// `POST /desk/tickets/{reference}/{form}`: what a person does with a question.
pub async fn act(
    ctx: web::Data<Context>,
    understander: web::Data<Understander>,
    atlas: CurrentAtlas,
    shelf: web::Data<Shelf>,
    path: web::Path<(String, Form)>,
    request: HttpRequest,
    posted: Posted<TicketPost>,
) -> Result<HttpResponse, Problem> {
    let (reference, form) = path.into_inner();
    let reference = parsed(&reference)?;
    let Posted {
        agent,
        form: post,
        mut files,
    } = posted;
    let attached = uploads::received(&ctx, &mut files).await?;
    let mut previews = Vec::new();
    let trouble = match uploads::excess(&files, &attached) {
        Some(excess) => Some(Trouble::Wrong(Said::Excess(excess))),
        None if post.purpose == Purpose::Reread => None,
        None if post.purpose == Purpose::Preview => {
            match rehearsed(&ctx, &agent, &reference, form, &post, &attached).await {
                Ok(mails) => {
                    previews = mails;
                    None
                }
                Err(Trouble::Problem(problem)) => return Err(problem),
                Err(trouble) => Some(trouble),
            }
        }
        None => {
            let (understander, atlas) = (&understander, &atlas);
            match carry_out(
                understander,
                atlas,
                &agent,
                &reference,
                form,
                &post,
                &attached,
            )
            .await
            {
                // The page itself says that it leaves in a moment.
                Ok(Sent::Waits) => return Ok(see_other(&ticket_url(reference.as_str(), ""))),
                Ok(Sent::Now) => {
                    drafts::end(&ctx, &agent, &reference, &drafts::place(form, &post)).await?;
                    if !post.was.is_empty() {
                        drafts::end(&ctx, &agent, &reference, &post.was).await?;
                    }
                    let done = if form == Form::Forward && post.reply {
                        "desk-done-reply"
                    } else if form == Form::Note {
                        super::notices::kept_note(&ctx, &post.body).await?
                    } else {
                        form.done()
                    };
                    leave_notice(&ctx, &agent, done).await?;
                    return Ok(see_other(&ticket_url(reference.as_str(), "")));
                }
                Err(Trouble::Problem(problem)) => return Err(problem),
                Err(trouble) => Some(trouble),
            }
        }
    };
    let tx = store::read_tx(&ctx.db).await?;
    let spread = Spread::of(&tx, &ctx, &atlas, &agent, &reference, &request).await?;
    let Spread {
        opened,
        reader,
        waiting,
        ..
    } = &spread;
    let asked = TicketQuery::default();
    let library = library(&tx, &ctx, &shelf, &agent, opened, &asked).await?;
    let reading = spread.reading(&ctx, &atlas, library);
    let kept = uploads::kept(&ctx, &attached, |size| file_size(size, &reader.t));
    let said = match trouble {
        Some(Trouble::Wrong(said)) => Some(said),
        None => None,
        Some(_) => {
            let (fields, frame) = (post.fields(form), reader.shell.clone());
            let mut page = reading.conflict(frame, form, &post.body, post.steps, fields);
            if let Some(mine) = &mut page.mine {
                mine.kept = kept;
                mine.place = drafts::place(form, &post);
                mine.discard = waiting.discard_of(&mine.place);
            }
            waiting.show_in(&mut page, reader.t);
            drop(tx);
            page.shell.done = take_notice(&ctx, &agent, reader.t).await?;
            return html(page.render(), StatusCode::CONFLICT);
        }
    };
    let query = TicketQuery {
        form: Some(form),
        proposal: post.proposal.parse().ok(),
        of: post.assignment.parse().ok(),
        about: post.message.parse().ok(),
        draft: post.draft.parse().ok(),
        to: Some(post.desk.clone()).filter(|desk| !desk.is_empty()),
        ..TicketQuery::default()
    };
    let (faults, wrong, status) = match said {
        Some(said) => (
            said.by_field(reader.t),
            Some(said.in_words(reader.t)),
            said.status(),
        ),
        None => (Vec::new(), None, StatusCode::OK),
    };
    let typed = Typed {
        kept,
        faults,
        ..post.typed(wrong)
    };
    let mut page = reading.page(reader.shell.clone(), &query, typed);
    page.previews = previews;
    let draft = waiting.draft(query.draft).map(|draft| draft.id);
    let kept = waiting.typed_at(page.composer.as_ref());
    spread
        .complete((&tx, &ctx, &agent), &reading, &mut page, (draft, kept))
        .await?;
    drop(tx);
    page.shell.done = take_notice(&ctx, &agent, reader.t).await?;
    html(page.render(), status)
}
