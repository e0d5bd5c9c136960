//! The page behind an administration's link: read, answer, or say that it is not theirs.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use uuid::Uuid;

use crate::auth::{Actor, Signer, Subject, Tag, Verb, may};
use crate::context::Context;
use crate::directory::Atlas;
use crate::dispatch::{self, DispatchError};
use crate::registry::{self, Attachment, Case, find_by_id};
use crate::web::portal::administration::{
    AdministrationPage, AdministrationThanksPage, Assignment,
};
use crate::web::portal::fields::Fields;
use crate::web::portal::telling::to_administration;
use crate::web::portal::visitor::{Visitor, see_other};
use crate::web::portal::words::Words as _;
use crate::web::{CurrentAtlas, Kind, Problem};

/// The case and the assignment that a link opens.
pub async fn opened(ctx: &Context, tag: &str) -> Result<(Case, Uuid), Problem> {
    let over = || Problem::new(Kind::LinkOver);
    let Some(Tag::Administration { assignment: id }) = Signer::of(ctx).read(tag) else {
        return Err(over());
    };
    let assignment = registry::assignment(&ctx.db, id).await?.ok_or_else(over)?;
    let ticket = find_by_id(&ctx.db, assignment.ticket_id)
        .await?
        .ok_or_else(over)?;
    let facts = registry::facts(&ctx.db, &ticket).await?;
    let subject = Subject::Assignment {
        id,
        desk: assignment.desk_id,
        ticket: &facts,
    };
    may(
        &Actor::AdministrationLink { assignment: id },
        Verb::ReadAssignment,
        subject,
    )?;
    let case = registry::case(&ctx.db, &ticket.reference)
        .await?
        .ok_or_else(over)?;
    Ok((case, id))
}

async fn told(
    ctx: &Context,
    atlas: &Atlas,
    visitor: &Visitor,
    tag: &str,
) -> Result<Assignment, Problem> {
    let (case, id) = opened(ctx, tag).await?;
    let url = format!("/a/{tag}");
    let file_url = |file: &Attachment| format!("/a/{tag}/bijlage/{}", file.id);
    to_administration(visitor.t, &case, id, atlas, ctx.clock.now(), url, &file_url)
        .ok_or_else(|| Problem::new(Kind::LinkOver))
}

/// The other administrations, to choose from.
fn other_desks(atlas: &Atlas, own: &str) -> Vec<String> {
    let mut names: Vec<String> = atlas
        .administrations()
        .filter(|desk| desk.active && desk.name != own)
        .map(|desk| desk.name.clone())
        .collect();
    names.sort();
    names
}

fn show(visitor: &Visitor, atlas: &Atlas, told: Assignment) -> AdministrationPage {
    let others = other_desks(atlas, &told.desk);
    AdministrationPage::new(visitor.t, &visitor.site, told, others)
}

/// `GET /a/{tag}`.
pub async fn page(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    visitor: Visitor,
    tag: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let told = told(&ctx, &atlas, &visitor, &tag).await?;
    visitor.private_page(&show(&visitor, &atlas, told))
}

/// `GET /a/{tag}/niet-voor-ons`: the same page, with that part open.
pub async fn page_to_refuse(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    visitor: Visitor,
    tag: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let told = told(&ctx, &atlas, &visitor, &tag).await?;
    visitor.private_page(&show(&visitor, &atlas, told).with_refusal_open())
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub struct Just {
    /// `antwoord` or `niet-voor-ons`.
    #[serde(default)]
    klaar: String,
}

/// `GET /a/{tag}/bedankt`.
pub async fn thanks(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    visitor: Visitor,
    tag: web::Path<String>,
    just: web::Query<Just>,
) -> Result<HttpResponse, Problem> {
    let told = told(&ctx, &atlas, &visitor, &tag).await?;
    let page = if just.klaar == "niet-voor-ons" {
        AdministrationThanksPage::refused
    } else {
        AdministrationThanksPage::answered
    };
    let url = format!("/a/{tag}");
    let (t, site) = (visitor.t, &visitor.site);
    visitor.private_page(&page(
        t,
        site,
        told.reference,
        told.asker,
        told.contact,
        url,
    ))
}

/// `POST /a/{tag}/antwoord`.
pub async fn answer(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    visitor: Visitor,
    tag: web::Path<String>,
    fields: Fields,
) -> Result<HttpResponse, Problem> {
    let (_, assignment) = opened(&ctx, &tag).await?;
    let (text, name) = (fields.text("antwoord"), fields.text("naam"));
    if text.trim().is_empty() {
        let told = told(&ctx, &atlas, &visitor, &tag).await?;
        let error = visitor.t.say("portal-error-answer");
        let page = show(&visitor, &atlas, told).with_error(text, name, error);
        return visitor.page_again(&page);
    }
    let signed = match name.trim() {
        "" => text,
        name => format!("{}\n\n{name}", text.trim_end()),
    };
    let actor = Actor::AdministrationLink { assignment };
    dispatch::propose_answer(&ctx, &actor, assignment, &signed).await?;
    Ok(see_other(&format!("/a/{tag}/bedankt?klaar=antwoord")))
}

/// `POST /a/{tag}/niet-voor-ons`.
pub async fn refuse(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    visitor: Visitor,
    tag: web::Path<String>,
    fields: Fields,
) -> Result<HttpResponse, Problem> {
    let (_, assignment) = opened(&ctx, &tag).await?;
    let (instead, why) = (fields.text("dan"), fields.text("waarom"));
    let instead = instead.trim();
    let desk = atlas
        .administrations()
        .find(|desk| {
            desk.active && (desk.name.eq_ignore_ascii_case(instead) || desk.slug == instead)
        })
        .or_else(|| atlas.desk_by_email(instead));
    let why = match desk {
        None if !instead.is_empty() => {
            let said = visitor.t.say1("portal-whose-instead", "who", instead);
            format!("{said}\n\n{why}")
        }
        _ => why,
    };
    let slug = desk.map(|desk| desk.slug.as_str());
    let actor = Actor::AdministrationLink { assignment };
    match dispatch::refuse(&ctx, &actor, assignment, slug, &why).await {
        Ok(()) => Ok(see_other(&format!("/a/{tag}/bedankt?klaar=niet-voor-ons"))),
        // Said before, or answered since: the page shows how it stands.
        Err(DispatchError::WrongProgress(_)) => Ok(see_other(&format!("/a/{tag}"))),
        Err(error) => Err(error.into()),
    }
}
