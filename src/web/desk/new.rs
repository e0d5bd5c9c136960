//! A question that a colleague writes down for somebody: asked by phone, at a meeting, or in a mailbox
//! that is not ours. It takes the same door as any other, keeps how it came, and is answered by mail or
//! noted as answered.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template as _;
use serde::Deserialize;
use uuid::Uuid;

use super::drafts;
use super::page::{html, see_other};
use super::shell::{Reader, leave_notice};
use super::ticket::ticket_url;
use super::trouble::noted;
use super::view::admin::{Field, Input};
use super::view::new::{ConfirmPage, NewPage, SuggestedAsker, Suggestions};
use super::view::parts::{Choice, Place};
use super::words;
use crate::auth::{Subject, TicketFacts, Verb};
use crate::context::Context;
use crate::directory::{Atlas, Desk, DeskId, OrganisationId};
use crate::dispatch::{
    self, Considered, DispatchError, Explanation, Forward, Onward, Outgoing, WrittenIn,
};
use crate::followup::{self, Note, UnfitNote};
use crate::intake::{
    MOST_EMAIL, MOST_NAME, MOST_SUBJECT, Submission, SubmissionChannel, Understander, foresee,
    submit,
};
use crate::outbound::mailable;
use crate::registry::{self, MOST_INSTRUMENT, Reference, day_in_brussels};
use crate::text::{Language, Texts};
use crate::web::portal::words::organisation_name;
use crate::web::{Agent, CurrentAtlas, Posted, Problem};

/// Where it is written down.
const NEW: &str = "/desk/nieuw";
/// People that are offered at most while one types.
const OFFERED: u8 = 8;
/// The longest question, in characters.
const MOST_QUESTION: usize = 50_000;

/// The ways in which somebody asks a colleague, in the order of the form.
const WAYS: [(SubmissionChannel, &str, &str); 3] = [
    (SubmissionChannel::Phone, "phone", "desk-new-way-phone"),
    (
        SubmissionChannel::Meeting,
        "meeting",
        "desk-new-way-meeting",
    ),
    (
        SubmissionChannel::Mailbox,
        "mailbox",
        "desk-new-way-mailbox",
    ),
];

/// The form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct NewPost {
    nonce: String,
    way: String,
    mail: String,
    name: String,
    organisation: String,
    subject: String,
    question: String,
    topic: String,
    knelpunt: String,
    /// Whether the asker hears of it: `1`.
    told: String,
    by: String,
    on: String,
    how: String,
    what: String,
    /// `1` once where it goes was on screen.
    confirmed: String,
    /// `1` when its writer goes on writing.
    again: String,
    /// The slug of the administration that it is sent on to; empty when it is not.
    onward: String,
}

impl NewPost {
    /// The form as it is opened.
    fn blank(ctx: &Context) -> Self {
        Self {
            nonce: ctx.new_id().simple().to_string(),
            told: "1".to_owned(),
            on: day_in_brussels(ctx.clock.now()).to_string(),
            ..Self::default()
        }
    }

    fn channel(&self) -> Option<SubmissionChannel> {
        let way = WAYS.into_iter().find(|(_, value, _)| *value == self.way);
        way.map(|(channel, ..)| channel)
    }

    /// What it notes of an answer that the asker has already; none when nothing is filled in. A day
    /// alone is none: it stands there from the beginning.
    fn note(&self) -> Option<Note> {
        let filled = [&self.by, &self.how, &self.what];
        filled.iter().any(|it| !it.trim().is_empty()).then(|| Note {
            by: self.by.clone(),
            on: self.on.trim().parse().ok(),
            how: words::TOLD.into_iter().find(|it| it.slug() == self.how),
            what: self.what.clone(),
        })
    }

    /// What is wrong with which field.
    fn faults(&self, ctx: &Context, atlas: &Atlas, t: Texts) -> Vec<(&'static str, String)> {
        let mut faults = Vec::new();
        let mut wrong = |field, key: &str| faults.push((field, t.say(key)));
        let long = |text: &str, most: usize| text.trim().chars().count() > most;
        if self.channel().is_none() {
            wrong("way", "desk-new-wrong-way");
        }
        if mailable(self.mail.trim()).is_none() || self.mail.trim().len() > MOST_EMAIL {
            wrong("mail", "desk-new-wrong-mail");
        }
        if self.name.trim().is_empty() || long(&self.name, MOST_NAME) {
            wrong("name", "desk-new-wrong-name");
        }
        if long(&self.organisation, MOST_NAME) {
            wrong("organisation", "desk-new-wrong-organisation");
        }
        if self.subject.trim().is_empty() || long(&self.subject, MOST_SUBJECT) {
            wrong("subject", "desk-new-wrong-subject");
        }
        if self.question.trim().is_empty() || long(&self.question, MOST_QUESTION) {
            wrong("question", "desk-new-wrong-question");
        }
        if !self.topic.is_empty() && atlas.topic(&self.topic).is_none() {
            wrong("topic", "desk-wrong-topic");
        }
        if long(&self.knelpunt, MOST_INSTRUMENT) {
            wrong("knelpunt", "desk-new-wrong-knelpunt");
        }
        let unfit = self.note().map(|note| note.faults(ctx.clock.now()));
        let one = |unfit: UnfitNote| (unfit.field(), noted(t, unfit));
        faults.extend(unfit.unwrap_or_default().into_iter().map(one));
        faults
    }

    /// The question, as it is put.
    fn submission(&self, atlas: &Atlas, channel: SubmissionChannel, by: Uuid) -> Submission {
        let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let municipality = atlas.seat_of(self.organisation.trim()).certain();
        Submission {
            nonce: self.nonce.clone(),
            channel,
            by: Some(by),
            acknowledged: self.told == "1",
            answered: self.note().is_some(),
            held: true,
            subject: self.subject.clone(),
            body: self.question.clone(),
            asker_name: self.name.clone(),
            asker_email: self.mail.clone(),
            municipality: municipality.map(|it| it.name.clone()),
            organisation: said(&self.organisation),
            topic: said(&self.topic),
            files: Vec::new(),
        }
    }

    /// The fields, for the page that comes between.
    fn fields(&self) -> Vec<(&'static str, String)> {
        [
            ("nonce", &self.nonce),
            ("way", &self.way),
            ("mail", &self.mail),
            ("name", &self.name),
            ("organisation", &self.organisation),
            ("subject", &self.subject),
            ("question", &self.question),
            ("topic", &self.topic),
            ("knelpunt", &self.knelpunt),
            ("told", &self.told),
            ("on", &self.on),
        ]
        .map(|(name, value)| (name, value.clone()))
        .into()
    }
}

/// Where a question goes, as its page asks it.
struct Foreseen {
    considered: Considered,
    /// Whether whoever writes it down may send it on themselves.
    may_forward: bool,
}

impl Foreseen {
    async fn of(
        understander: &Understander,
        agent: &Agent,
        submission: &Submission,
    ) -> Result<Self, Problem> {
        let considered = foresee(understander, submission).await?;
        let facts = TicketFacts {
            id: Uuid::nil(),
            owner: considered.owner_desk_id,
            desks: Vec::new(),
            province: considered.province_slug.clone(),
        };
        let may_forward = agent.may(Verb::Forward, Subject::Ticket(&facts)).is_ok();
        Ok(Self {
            considered,
            may_forward,
        })
    }

    /// The administration that the house would choose.
    fn desk<'a>(&self, atlas: &'a Atlas) -> Option<&'a Desk> {
        match self.considered.onward {
            Onward::Automatic(desk) | Onward::Proposed(desk) => atlas.desk(DeskId(desk)),
            Onward::Stay => None,
        }
    }

    /// Whether it goes there without its owner, when whoever writes it down confirms that.
    fn goes_by_itself(&self, atlas: &Atlas, onward: &str) -> bool {
        let automatic = matches!(self.considered.onward, Onward::Automatic(_));
        let chosen = self.desk(atlas).is_some_and(|desk| desk.slug == onward);
        automatic && chosen && !self.may_forward
    }

    /// The choice of where it goes on; none where there is none.
    fn field(&self, ctx: &Context, atlas: &Atlas, t: Texts, owner: &str) -> Option<Field> {
        let first = self.desk(atlas);
        let automatic = matches!(self.considered.onward, Onward::Automatic(_));
        let named = |desk: &Desk, key: &str, chosen: bool| Choice {
            value: desk.slug.clone(),
            words: t.with2(
                key,
                "desk",
                desk.name.as_str(),
                "email",
                desk.email.as_str(),
            ),
            chosen,
        };
        let stays = if self.may_forward {
            t.say("desk-new-onward-self")
        } else {
            t.with("desk-new-onward-owner", "desk", owner)
        };
        let mut choices: Vec<Choice> = Vec::new();
        if let Some(desk) = first.filter(|_| automatic || self.may_forward) {
            choices.push(named(desk, "desk-new-onward-proposed", automatic));
        }
        choices.push(Choice {
            value: String::new(),
            chosen: !automatic,
            words: stays,
        });
        if self.may_forward {
            let mut others: Vec<&Desk> = atlas
                .administrations()
                .filter(|desk| desk.active && dispatch::is_reachable(ctx, &desk.email))
                .filter(|desk| first.is_none_or(|first| first.slug != desk.slug))
                .collect();
            others.sort_by_cached_key(|desk| desk.name.to_lowercase());
            let other = |desk: &Desk| named(desk, "desk-new-onward-other", false);
            choices.extend(others.into_iter().map(other));
        }
        let label = t.say("desk-new-onward");
        (choices.len() > 1).then(|| Field::new("onward", label, Input::Choose(choices)))
    }
}

/// The page that shows where it goes.
async fn confirming(
    ctx: &Context,
    atlas: &Atlas,
    agent: &Agent,
    form: &NewPost,
    foreseen: &Foreseen,
) -> Result<HttpResponse, Problem> {
    let reader = Reader::of(ctx, atlas, agent, Place::Queue).await?;
    let t = reader.t;
    let considered = &foreseen.considered;
    let owner = atlas.desk(DeskId(considered.owner_desk_id));
    let owner = owner.map_or("–", |desk| desk.name.as_str());
    let mut follows = vec![t.with("desk-new-owner", "desk", owner)];
    if let Ok(reasons) = serde_json::from_str::<Explanation>(&considered.explanation) {
        follows.push(reasons.where_from(t));
        follows.extend(reasons.what_about(t));
        follows.extend(reasons.what_holds(t));
    }
    follows.push(if form.told == "1" {
        t.with2(
            "desk-new-tells",
            "name",
            form.name.trim(),
            "email",
            form.mail.trim(),
        )
    } else {
        t.say("desk-new-tells-nobody")
    });
    let onward = foreseen.field(ctx, atlas, t, owner);
    if onward.is_none() {
        follows.push(t.with("desk-new-onward-owner", "desk", owner));
    }
    let page = ConfirmPage {
        t,
        url: NEW,
        hidden: form.fields(),
        onward,
        follows,
        facts: vec![
            (t.say("desk-new-name"), form.name.clone()),
            (t.say("desk-new-mail"), form.mail.clone()),
            (t.say("desk-new-organisation"), form.organisation.clone()),
            (t.say("desk-new-subject"), form.subject.clone()),
        ],
        question: form.question.clone(),
        shell: reader.shell,
    };
    html(page.render(), StatusCode::OK)
}

/// `GET /desk/nieuw`: the form.
pub(super) async fn form(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    agent: Agent,
) -> Result<HttpResponse, Problem> {
    agent.may(Verb::Register, Subject::House)?;
    let blank = NewPost::blank(&ctx);
    let form = match drafts::of_new(&ctx, &agent).await? {
        Some(draft) => {
            let kept: NewPost = drafts::as_form(&draft);
            // Sent again after it broke off, it is the question that it was: nothing of it is done twice.
            let nonce = Some(kept.nonce.clone()).filter(|nonce| !nonce.is_empty());
            NewPost {
                nonce: nonce.unwrap_or(blank.nonce),
                ..kept
            }
        }
        None => blank,
    };
    page(&ctx, &atlas, &agent, &form, &[], StatusCode::OK).await
}

/// `POST /desk/nieuw`: registers the question, and notes its answer when the asker has it.
pub(super) async fn register(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    understander: web::Data<Understander>,
    posted: Posted<NewPost>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    agent.may(Verb::Register, Subject::House)?;
    let user = agent.user()?;
    let faults = form.faults(&ctx, &atlas, Texts::new(user.language));
    let (true, Some(channel)) = (faults.is_empty(), form.channel()) else {
        let unfit = StatusCode::UNPROCESSABLE_ENTITY;
        return page(&ctx, &atlas, &agent, &form, &faults, unfit).await;
    };
    if form.again == "1" {
        return page(&ctx, &atlas, &agent, &form, &[], StatusCode::OK).await;
    }
    let note = form.note();
    let mut submission = form.submission(&atlas, channel, user.id);
    let foreseen = Foreseen::of(&understander, &agent, &submission).await?;
    // Where the answer is given already it goes to nobody.
    let unknown = !form.onward.is_empty() && atlas.desk_by_slug(&form.onward).is_none();
    if note.is_none() && (form.confirmed != "1" || unknown) {
        return confirming(&ctx, &atlas, &agent, &form, &foreseen).await;
    }
    let goes = foreseen.goes_by_itself(&atlas, &form.onward);
    submission.held = !goes;
    let submitted = Box::pin(submit(&understander, submission)).await?;
    if !form.knelpunt.trim().is_empty() {
        label(&ctx, &agent, &submitted.reference, &form.knelpunt).await?;
    }
    if let Some(note) = note {
        let ticket = registry::find(&ctx.db, &submitted.reference).await?;
        let ticket = ticket.ok_or_else(Problem::not_found)?;
        // The same form sent twice notes it once.
        if ticket.standing.is_open() {
            let reference = &submitted.reference;
            followup::note_receipt(&ctx, &agent.actor, reference, ticket.revision, &note).await?;
        }
    }
    let done = if form.note().is_some() {
        "desk-new-done"
    } else if goes {
        "desk-new-done-sent"
    } else if foreseen.may_forward {
        go_on(&ctx, &agent, &submitted.reference, &form.onward).await?
    } else {
        "desk-new-done-owner"
    };
    // Only now: what broke off before is finished from the draft, which names the same question.
    drafts::end_new(&ctx, &agent).await?;
    leave_notice(&ctx, &agent, done).await?;
    Ok(see_other(&ticket_url(&submitted.reference.to_string(), "")))
}

/// Sends the question on to whom its writer chose, or gives it to them; what was done, in words. The same form
/// sent twice does it once.
async fn go_on(
    ctx: &Context,
    agent: &Agent,
    reference: &Reference,
    onward: &str,
) -> Result<&'static str, Problem> {
    let ticket = registry::find(&ctx.db, reference).await?;
    let ticket = ticket.ok_or_else(Problem::not_found)?;
    let (actor, seen) = (&agent.actor, ticket.revision);
    if onward.is_empty() {
        let facts = registry::facts(&ctx.db, &ticket).await?;
        let takes = agent.may(Verb::Take, Subject::Ticket(&facts)).is_ok();
        if takes && ticket.handler_user_id.is_none() {
            registry::take_to_answer(ctx, actor, reference, seen).await?;
        }
        return Ok("desk-new-done-self");
    }
    let outgoing = Outgoing::Forward(Forward {
        desk: onward.to_owned(),
        ..Forward::default()
    });
    match dispatch::send(ctx, actor, reference, seen, outgoing, WrittenIn::default()).await {
        Ok(_) | Err(DispatchError::AlreadyThere(_) | DispatchError::OnItsWay) => {
            Ok("desk-new-done-sent")
        }
        Err(error) => Err(error.into()),
    }
}

/// Labels the question that was just registered; the same form sent twice labels it once.
async fn label(
    ctx: &Context,
    agent: &Agent,
    reference: &Reference,
    instrument: &str,
) -> Result<(), Problem> {
    let ticket = registry::find(&ctx.db, reference).await?;
    let ticket = ticket.ok_or_else(Problem::not_found)?;
    let actor = &agent.actor;
    registry::set_knelpunt(ctx, actor, reference, ticket.revision, instrument).await?;
    Ok(())
}

async fn page(
    ctx: &Context,
    atlas: &Atlas,
    agent: &Agent,
    form: &NewPost,
    faults: &[(&'static str, String)],
    status: StatusCode,
) -> Result<HttpResponse, Problem> {
    let reader = Reader::of(ctx, atlas, agent, Place::Queue).await?;
    let t = reader.t;
    let at = drafts::At {
        reference: None,
        place: drafts::NEW,
    };
    let draft = drafts::of_new(ctx, agent).await?;
    let page = NewPage {
        keep: Some(drafts::line_of(ctx, agent, at, draft.as_ref())?),
        t,
        url: NEW,
        nonce: form.nonce.clone(),
        asked: marked(asked(t, atlas, form, &ctx.settings.mail.address), faults),
        answered: marked(answered(t, form), faults),
        opened: form.note().is_some(),
        organisations: organisations(atlas),
        instruments: registry::instruments(&ctx.db).await?,
        faults: faults.to_vec(),
        shell: reader.shell,
    };
    html(page.render(), status)
}

/// The names of all who can ask, in Dutch to every reader: by these we know them.
pub(super) fn organisations(atlas: &Atlas) -> Vec<String> {
    let t = Texts::new(Language::Nl);
    let active = atlas.organisations().filter(|it| it.active);
    let mut names: Vec<String> = active.map(|it| organisation_name(it, &t)).collect();
    names.sort();
    names.dedup();
    names
}

/// The fields with what is wrong beside each.
fn marked(mut fields: Vec<Field>, faults: &[(&'static str, String)]) -> Vec<Field> {
    for field in &mut fields {
        let fault = faults.iter().find(|(name, _)| *name == field.name);
        field.wrong = fault.map(|(_, words)| words.clone());
    }
    fields
}

fn choice(value: &str, words: String, now: &str) -> Choice {
    Choice {
        value: value.to_owned(),
        chosen: value == now,
        words,
    }
}

/// The fields of the question; `address` is where a mail can be passed on to.
fn asked(t: Texts, atlas: &Atlas, form: &NewPost, address: &str) -> Vec<Field> {
    let line = |kind, value: &String, fill| Input::Line(kind, value.clone(), fill);
    let ways = WAYS.map(|(_, value, key)| choice(value, t.say(key), &form.way));
    let mut topics = vec![choice("", t.say("desk-new-topic-none"), &form.topic)];
    let known = atlas.topics_by_title();
    topics.extend(
        known
            .into_iter()
            .map(|it| choice(&it.slug, it.title.clone(), &form.topic)),
    );
    vec![
        Field::new("way", t.say("desk-new-way"), Input::Choose(ways.to_vec())).help(t.with(
            "desk-new-way-help",
            "address",
            address,
        )),
        Field::new(
            "mail",
            t.say("desk-new-mail"),
            line("email", &form.mail, "off"),
        )
        .help(t.say("desk-new-mail-help"))
        .list("vragers")
        .required(),
        Field::new(
            "name",
            t.say("desk-new-name"),
            line("text", &form.name, "off"),
        )
        .list("namen")
        .required(),
        Field::new(
            "organisation",
            t.say("desk-new-organisation"),
            line("text", &form.organisation, "off"),
        )
        .help(t.say("desk-new-organisation-help"))
        .list("besturen"),
        Field::new(
            "subject",
            t.say("desk-new-subject"),
            line("text", &form.subject, "off"),
        )
        .required(),
        Field::new(
            "question",
            t.say("desk-new-question"),
            Input::Area(form.question.clone(), 8),
        )
        .help(t.say("desk-new-question-help"))
        .required(),
        Field::new("topic", t.say("desk-new-topic"), Input::Choose(topics)),
        Field::new(
            "knelpunt",
            t.say("desk-new-knelpunt"),
            line("text", &form.knelpunt, "off"),
        )
        .help(t.say("desk-new-knelpunt-help"))
        .list("instrumenten"),
        Field::new(
            "told",
            t.say("desk-new-told"),
            Input::Boxes(vec![choice("1", t.say("desk-new-told-yes"), &form.told)]),
        ),
    ]
}

/// The fields of an answer that the asker has already.
fn answered(t: Texts, form: &NewPost) -> Vec<Field> {
    let mut ways = vec![choice("", t.say("desk-new-choose"), &form.how)];
    let told = words::TOLD.into_iter();
    ways.extend(told.map(|how| choice(how.slug(), words::told(t, how), &form.how)));
    let line = |kind, value: &String| Input::Line(kind, value.clone(), "off");
    vec![
        Field::new(
            "by",
            t.say("desk-noted-by-elsewhere"),
            line("text", &form.by),
        ),
        Field::new("on", t.say("desk-noted-on"), line("date", &form.on)),
        Field::new("how", t.say("desk-noted-how"), Input::Choose(ways)),
        Field::new(
            "what",
            t.say("desk-elsewhere-text"),
            Input::Area(form.what.clone(), 3),
        ),
    ]
}

/// What stands behind the address of the suggestions.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    q: String,
}

/// `GET /desk/nieuw/vragers?q=`: who is known by what was typed of an address or a name.
pub(super) async fn askers(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    agent: Agent,
    typed: web::Query<Typed>,
) -> Result<HttpResponse, Problem> {
    agent.may(Verb::Register, Subject::House)?;
    // In Dutch, as the form that takes them knows them.
    let t = Texts::new(Language::Nl);
    let found = registry::contacts_like(&ctx.db, &typed.q, OFFERED).await?;
    let askers = found.into_iter().map(|contact| {
        let organisation = contact.organisation_id;
        let organisation = organisation.and_then(|id| atlas.organisation(OrganisationId(id)));
        SuggestedAsker {
            email: contact.email,
            name: contact.name.unwrap_or_default(),
            organisation: organisation.map_or_else(String::new, |it| organisation_name(it, &t)),
        }
    });
    let page = Suggestions {
        askers: askers.collect(),
    };
    html(page.render(), StatusCode::OK)
}
