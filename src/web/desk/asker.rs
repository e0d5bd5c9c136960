//! Another person asks, or the same person for another organisation: one form, which shows what follows
//! before anything of it is done, and the conversations with whoever asked before.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template as _;
use serde::Deserialize;

use super::new::organisations;
use super::page::{html, see_other};
use super::shell::{Reader, leave_notice};
use super::ticket::{Reading, ticket_url};
use super::trouble::Trouble;
use super::view::admin::{Field, Input};
use super::view::asker::{AskerPage, Follows};
use super::view::parts::{Choice, Place, Side};
use super::view::ticket::Thread;
use crate::auth::{Subject, Verb};
use crate::context::Context;
use crate::directory::{Atlas, DeskId, OrganisationId};
use crate::registry::{
    self, AskerChange, Contact, MessageView, NewAsker, Reference, Ticket, UnfitAsker, asker_change,
};
use crate::text::{Language, Texts};
use crate::web::portal::words::organisation_name;
use crate::web::{Agent, CurrentAtlas, Posted, Problem};

/// The form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct AskerPost {
    revision: i32,
    mail: String,
    name: String,
    organisation: String,
    /// Whether the contact point of the new province answers from now on: `1`, or `0` where it stays.
    owner: String,
    /// Whether what follows was shown and confirmed: `1`.
    confirmed: String,
}

impl AskerPost {
    /// The form for a question as it is now.
    fn of(atlas: &Atlas, ticket: &Ticket, asker: &Contact) -> Self {
        let organisation = ticket.organisation_id;
        let organisation = organisation.and_then(|id| atlas.organisation(OrganisationId(id)));
        let t = Texts::new(Language::Nl);
        Self {
            revision: ticket.revision,
            mail: asker.email.clone(),
            name: asker.name.clone().unwrap_or_default(),
            organisation: organisation.map_or_else(String::new, |it| organisation_name(it, &t)),
            ..Self::default()
        }
    }

    /// Who asks from now on; the field in which something is wrong, when no organisation bears that name.
    fn asker(&self, atlas: &Atlas) -> Result<NewAsker, (&'static str, &'static str)> {
        let typed = self.organisation.trim();
        let named = atlas.organisation_named(typed);
        if named.is_none() && !typed.is_empty() {
            return Err(("organisation", "desk-asker-wrong-organisation"));
        }
        Ok(NewAsker {
            email: self.mail.clone(),
            name: self.name.clone(),
            organisation: named.map(|it| it.id),
            moves_owner: self.owner == "1",
        })
    }
}

/// What is wrong, by its field.
fn unfit(why: UnfitAsker) -> (&'static str, &'static str) {
    match why {
        UnfitAsker::NoAddress => ("mail", "desk-new-wrong-mail"),
        UnfitAsker::LongName => ("name", "desk-new-wrong-name"),
        UnfitAsker::Same => ("mail", "desk-asker-wrong-same"),
    }
}

/// A question whose asker may be changed by the reader.
struct Opened {
    reference: Reference,
    ticket: Ticket,
    asker: Contact,
    closed: bool,
}

async fn open(ctx: &Context, agent: &Agent, reference: &str) -> Result<Opened, Problem> {
    let reference: Reference = reference.parse().map_err(|_| Problem::not_found())?;
    let ticket = registry::find(&ctx.db, &reference)
        .await?
        .ok_or_else(Problem::not_found)?;
    let facts = registry::facts(&ctx.db, &ticket).await?;
    agent.may(Verb::Assign, Subject::Ticket(&facts))?;
    let asker = registry::contact_by_id(&ctx.db, ticket.asker_id)
        .await?
        .ok_or_else(Problem::not_found)?;
    Ok(Opened {
        closed: !ticket.standing.is_open(),
        reference,
        ticket,
        asker,
    })
}

/// `GET /desk/tickets/{reference}/vraagsteller`: the form.
pub async fn form(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    agent: Agent,
    path: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let opened = open(&ctx, &agent, &path).await?;
    let reader = Reader::of(&ctx, &atlas, &agent, Place::Queue).await?;
    let post = AskerPost::of(&atlas, &opened.ticket, &opened.asker);
    let page = page(&atlas, reader, &opened, &post, None, None);
    html(page.render(), StatusCode::OK)
}

/// `POST /desk/tickets/{reference}/vraagsteller`: shows what follows, and does it when that was confirmed.
pub async fn change(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    path: web::Path<String>,
    posted: Posted<AskerPost>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    let opened = open(&ctx, &agent, &path).await?;
    let t = Texts::new(agent.user()?.language);
    let new = form.asker(&atlas);
    let change = new.and_then(|new| {
        let change = asker_change(&atlas, &opened.ticket, &opened.asker, &new).map_err(unfit)?;
        Ok((new, change))
    });
    let (new, change) = match change {
        Ok(fit) => fit,
        Err((field, key)) => {
            let reader = Reader::of(&ctx, &atlas, &agent, Place::Queue).await?;
            let fault = Some((field, t.say(key)));
            let page = page(&atlas, reader, &opened, &form, fault, None);
            return html(page.render(), StatusCode::UNPROCESSABLE_ENTITY);
        }
    };
    // Whoever has to choose who answers chooses before it is done.
    let chosen = change.owner.is_none() || !form.owner.is_empty();
    let stale = form.revision != opened.ticket.revision;
    if form.confirmed == "1" && chosen && !stale {
        let (actor, reference) = (&agent.actor, &opened.reference);
        let done =
            registry::change_asker(&ctx, actor, &atlas, reference, form.revision, &new).await;
        match done.map_err(Trouble::from) {
            Ok(()) => {
                leave_notice(&ctx, &agent, "desk-asker-done").await?;
                return Ok(see_other(&ticket_url(reference.as_str(), "")));
            }
            Err(Trouble::Problem(problem)) => return Err(problem),
            Err(Trouble::Wrong(said)) => {
                let reader = Reader::of(&ctx, &atlas, &agent, Place::Queue).await?;
                let fault = Some(("mail", said.in_words(t)));
                let page = page(&atlas, reader, &opened, &form, fault, None);
                return html(page.render(), said.status());
            }
            Err(Trouble::Late) => {}
        }
    }
    let reader = Reader::of(&ctx, &atlas, &agent, Place::Queue).await?;
    let follows = follows(t, &atlas, &opened, &change, &form.owner);
    // Shown anew as it is now: what was typed stands there still.
    let form = AskerPost {
        revision: opened.ticket.revision,
        ..form
    };
    let status = if stale {
        StatusCode::CONFLICT
    } else {
        StatusCode::OK
    };
    let mut page = page(&atlas, reader, &opened, &form, None, Some(follows));
    page.changed = stale;
    html(page.render(), status)
}

fn page(
    atlas: &Atlas,
    reader: Reader,
    opened: &Opened,
    form: &AskerPost,
    fault: Option<(&'static str, String)>,
    follows: Option<Follows>,
) -> AskerPage {
    let t = reader.t;
    let line = |kind, value: &String| Input::Line(kind, value.clone(), "off");
    let mut fields = vec![
        Field::new("mail", t.say("desk-asker-mail"), line("email", &form.mail))
            .help(t.say("desk-asker-mail-help"))
            .list("vragers")
            .required(),
        Field::new("name", t.say("desk-new-name"), line("text", &form.name)).list("namen"),
        Field::new(
            "organisation",
            t.say("desk-new-organisation"),
            line("text", &form.organisation),
        )
        .help(t.say("desk-asker-organisation-help"))
        .list("besturen"),
    ];
    for field in &mut fields {
        let own = fault.as_ref().filter(|(name, _)| *name == field.name);
        field.wrong = own.map(|(_, words)| words.clone());
    }
    AskerPage {
        t,
        shell: reader.shell,
        reference: opened.reference.to_string(),
        subject: opened.ticket.subject.clone(),
        url: ticket_url(opened.reference.as_str(), "/vraagsteller"),
        back: ticket_url(opened.reference.as_str(), ""),
        revision: form.revision,
        fields,
        organisations: organisations(atlas),
        fault,
        closed: opened.closed,
        changed: false,
        sent: vec![
            ("mail", form.mail.clone()),
            ("name", form.name.clone()),
            ("organisation", form.organisation.clone()),
        ],
        follows,
    }
}

/// What follows, in words, and who may answer from now on.
fn follows(
    t: Texts,
    atlas: &Atlas,
    opened: &Opened,
    change: &AskerChange<'_>,
    owner: &str,
) -> Follows {
    let before = opened.asker.email.as_str();
    let mut lines = Vec::new();
    if change.another_person {
        let address = change.email.as_str();
        let to = match &change.name {
            Some(name) => format!("{name}, {address}"),
            None => address.to_owned(),
        };
        lines.push(t.with("desk-asker-follows-mail", "address", to));
        // Who overtypes an address alone may mean another person.
        let kept = change
            .name
            .as_deref()
            .filter(|_| change.name == opened.asker.name);
        lines.extend(kept.map(|name| t.with("desk-asker-follows-name", "name", name)));
        lines.push(t.with("desk-asker-follows-former", "address", before));
        lines.push(t.say("desk-asker-follows-thread"));
        lines.push(t.with("desk-asker-follows-links", "address", before));
    } else {
        lines.push(t.with("desk-asker-follows-same", "address", before));
    }
    if change.another_organisation {
        lines.push(match change.organisation {
            Some(organisation) => {
                let name = organisation_name(organisation, &t);
                t.with("desk-asker-follows-organisation", "organisation", name)
            }
            None => t.say("desk-asker-follows-no-organisation"),
        });
    }
    let now = atlas.desk(DeskId(opened.ticket.owner_desk_id));
    let now = now.map_or_else(String::new, |desk| desk.name.clone());
    let owners = change.owner.map(|desk| {
        let moves = t.with("desk-asker-owner-moves", "desk", desk.name.as_str());
        let stays = t.with("desk-asker-owner-stays", "desk", now.as_str());
        [("1", moves), ("0", stays)]
            .map(|(value, words)| Choice {
                value: value.to_owned(),
                chosen: owner == value || (owner.is_empty() && value == "1"),
                words,
            })
            .to_vec()
    });
    if owners.is_none() {
        lines.push(t.with("desk-asker-follows-owner", "desk", now.as_str()));
    }
    Follows {
        lines,
        owners: owners.unwrap_or_default(),
    }
}

impl Reading<'_> {
    /// Whether somebody wrote it who asks no more.
    pub(super) fn is_former(&self, message: &MessageView) -> bool {
        let mut former = self
            .case
            .threads
            .iter()
            .filter_map(|one| one.former.as_ref());
        former.any(|one| message.author_email.as_ref() == Some(&one.email))
    }

    /// The conversations with those who asked before, to read and nothing more.
    pub(super) fn former(&self) -> Vec<Thread> {
        let all = self.case.threads.iter();
        all.filter_map(|thread| {
            let with = thread.former.as_ref()?;
            let name = with.name.as_deref().unwrap_or(&with.email);
            Some(Thread {
                title: self.t.with("desk-former-with", "name", name),
                turn: None,
                withdraw: None,
                readers: self
                    .t
                    .with("desk-former-readers", "address", with.email.as_str()),
                entries: self.entries(Some(thread), Side::Asker, name, |_| false),
            })
        })
        .collect()
    }
}
