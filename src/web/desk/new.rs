//! A question that a colleague writes down for somebody: asked by phone, at a meeting, or in a mailbox
//! that is not ours. It takes the same door as any other, keeps how it came, and is answered by mail or
//! noted as answered.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template as _;
use serde::Deserialize;

use super::drafts;
use super::page::{html, see_other};
use super::shell::{Reader, leave_notice};
use super::ticket::ticket_url;
use super::trouble::noted;
use super::view::admin::{Field, Input};
use super::view::new::{NewPage, SuggestedAsker, Suggestions};
use super::view::parts::{Choice, Place};
use super::words;
use crate::auth::{Actor, Subject, Verb};
use crate::context::Context;
use crate::directory::{Atlas, OrganisationId};
use crate::followup::{self, Note, UnfitNote};
use crate::intake::{
    MOST_EMAIL, MOST_NAME, MOST_SUBJECT, Submission, SubmissionChannel, Understander, submit,
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
        Some(draft) => NewPost {
            nonce: blank.nonce,
            ..drafts::as_form(&draft)
        },
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
    let note = form.note();
    let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let municipality = atlas.seat_of(form.organisation.trim()).certain();
    let submission = Submission {
        nonce: form.nonce.clone(),
        channel,
        by: Some(user.id),
        acknowledged: form.told == "1",
        answered: note.is_some(),
        subject: form.subject.clone(),
        body: form.question.clone(),
        asker_name: form.name.clone(),
        asker_email: form.mail.clone(),
        municipality: municipality.map(|it| it.name.clone()),
        organisation: said(&form.organisation),
        topic: said(&form.topic),
        files: Vec::new(),
    };
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
    drafts::end_new(&ctx, &agent).await?;
    leave_notice(&ctx, &agent, "desk-new-done").await?;
    Ok(see_other(&ticket_url(&submitted.reference.to_string(), "")))
}

/// Labels the question that was just registered; the same form sent twice labels it once. One that went
/// to another desk is labelled by the house, on the word of whoever wrote it down.
async fn label(
    ctx: &Context,
    agent: &Agent,
    reference: &Reference,
    instrument: &str,
) -> Result<(), Problem> {
    let ticket = registry::find(&ctx.db, reference).await?;
    let ticket = ticket.ok_or_else(Problem::not_found)?;
    let facts = registry::facts(&ctx.db, &ticket).await?;
    let own = agent.may(Verb::Assign, Subject::Ticket(&facts)).is_ok();
    let actor = if own { &agent.actor } else { &Actor::System };
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
    let t = Texts::new(agent.user()?.language);
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
