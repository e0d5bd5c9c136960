//! The page behind an administration's link: read, answer, say that it is not theirs, ask something
//! back, or say by when the answer comes.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use uuid::Uuid;

use crate::auth::{Actor, Signer, Subject, Tag, Verb, may};
use crate::context::Context;
use crate::directory::{Atlas, Desk, DeskId};
use crate::dispatch::{self, DispatchError};
use crate::intake::SubmittedFile;
use crate::registry::{self, Attachment, Case, day_in_brussels, find_by_id};
use crate::web::fields::{Fields, MOST_UPLOAD};
use crate::web::portal::administration::{
    AdministrationForm, AdministrationPage, AdministrationThanksPage, Assignment, JustDone,
    Otherwise,
};
use crate::web::portal::ask::FieldErrors;
use crate::web::portal::limits::{self, Limited};
use crate::web::portal::telling::to_administration;
use crate::web::portal::visitor::{Visitor, see_other};
use crate::web::portal::words::{Words as _, file_size};
use crate::web::{CurrentAtlas, Kind, Problem, uploads};

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

fn show(ctx: &Context, visitor: &Visitor, atlas: &Atlas, told: Assignment) -> AdministrationPage {
    let others = other_desks(atlas, &told.desk);
    let most = file_size(MOST_UPLOAD, &visitor.t);
    let today = day_in_brussels(ctx.clock.now());
    AdministrationPage::new(visitor.t, &visitor.site, told, others, most, today)
}

/// The page behind a link, with the part `first` open and on top.
async fn shown(
    ctx: &Context,
    atlas: &Atlas,
    visitor: &Visitor,
    tag: &str,
    first: Option<Otherwise>,
) -> Result<AdministrationPage, Problem> {
    let told = told(ctx, atlas, visitor, tag).await?;
    let page = show(ctx, visitor, atlas, told);
    Ok(match first {
        Some(first) => page.with_first(first),
        None => page,
    })
}

/// `GET /a/{tag}`.
pub async fn page(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    visitor: Visitor,
    tag: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    visitor.private_page(&shown(&ctx, &atlas, &visitor, &tag, None).await?)
}

/// `GET /a/{tag}/niet-voor-ons`: the same page, with that part open and first.
pub async fn page_to_refuse(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    visitor: Visitor,
    tag: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let first = Some(Otherwise::Refuse);
    visitor.private_page(&shown(&ctx, &atlas, &visitor, &tag, first).await?)
}

/// `GET /a/{tag}/datum`: the same page, with that part open and first.
pub async fn page_to_promise(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    visitor: Visitor,
    tag: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let first = Some(Otherwise::Promise);
    visitor.private_page(&shown(&ctx, &atlas, &visitor, &tag, first).await?)
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub struct Just {
    /// As [`JustDone::slug`] says it.
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
    let done = JustDone::named(&just.klaar);
    let url = format!("/a/{tag}");
    let (t, site) = (visitor.t, &visitor.site);
    let page =
        AdministrationThanksPage::new(t, site, done, told.reference, told.asker, told.contact, url);
    visitor.private_page(&page.advised(told.advises))
}

/// `POST /a/{tag}/antwoord`.
pub async fn answer(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    visitor: Visitor,
    tag: web::Path<String>,
    mut fields: Fields,
) -> Result<HttpResponse, Problem> {
    limits::count(Limited::Ask, visitor.from)?;
    let (_, assignment) = opened(&ctx, &tag).await?;
    let form = typed(&fields);
    let files = uploads::received(&ctx, &mut fields).await?;
    let mut errors = FieldErrors::default();
    if form.answer.trim().is_empty() {
        errors.add("antwoord", visitor.t.say("portal-error-answer"));
    }
    if let Some(excess) = uploads::excess(&fields, &files) {
        errors.add("bijlagen", excess.in_words(visitor.t));
    }
    if !errors.is_empty() {
        let kept = uploads::kept(&ctx, &files, |size| file_size(size, &visitor.t));
        let page = shown(&ctx, &atlas, &visitor, &tag, None).await?;
        return visitor.page_again(&page.with_errors(form, kept, errors));
    }
    let signed = match form.name.trim() {
        "" => form.answer,
        name => format!("{}\n\n{name}", form.answer.trim_end()),
    };
    let actor = Actor::AdministrationLink { assignment };
    let files = files.into_iter().filter_map(SubmittedFile::attachment);
    dispatch::propose_answer(&ctx, &actor, assignment, &signed, files.collect()).await?;
    Ok(thanked(&tag, JustDone::Answered))
}

fn typed(fields: &Fields) -> AdministrationForm {
    AdministrationForm {
        answer: fields.text("antwoord"),
        name: fields.text("naam"),
        back: fields.text("terug"),
        day: fields.text("datum"),
    }
}

/// The page again, with what was typed and what is wrong in one field.
fn wrong(
    visitor: &Visitor,
    page: AdministrationPage,
    form: AdministrationForm,
    field: &'static str,
    key: &str,
) -> Result<HttpResponse, Problem> {
    let mut errors = FieldErrors::default();
    errors.add(field, visitor.t.say(key));
    visitor.page_again(&page.with_errors(form, Vec::new(), errors))
}

fn thanked(tag: &str, done: JustDone) -> HttpResponse {
    see_other(&format!("/a/{tag}/bedankt?klaar={}", done.slug()))
}

/// `POST /a/{tag}/vraag-terug`.
pub async fn ask_back(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    visitor: Visitor,
    tag: web::Path<String>,
    fields: Fields,
) -> Result<HttpResponse, Problem> {
    limits::count(Limited::Ask, visitor.from)?;
    let (_, assignment) = opened(&ctx, &tag).await?;
    let form = typed(&fields);
    if form.back.trim().is_empty() {
        let page = shown(&ctx, &atlas, &visitor, &tag, Some(Otherwise::AskBack)).await?;
        return wrong(&visitor, page, form, "terug", "portal-error-back");
    }
    let actor = Actor::AdministrationLink { assignment };
    dispatch::ask_back(&ctx, &actor, assignment, &form.back).await?;
    Ok(thanked(&tag, JustDone::AskedBack))
}

/// `POST /a/{tag}/datum`.
pub async fn promise(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    visitor: Visitor,
    tag: web::Path<String>,
    fields: Fields,
) -> Result<HttpResponse, Problem> {
    limits::count(Limited::Ask, visitor.from)?;
    let (_, assignment) = opened(&ctx, &tag).await?;
    let form = typed(&fields);
    let actor = Actor::AdministrationLink { assignment };
    let promised = match form.day.trim().parse() {
        Ok(day) => dispatch::promise_answer(&ctx, &actor, assignment, day)
            .await
            .map(Some),
        Err(_) => Ok(None),
    };
    let key = match promised {
        Ok(Some(())) => return Ok(thanked(&tag, JustDone::Promised)),
        Ok(None) => "portal-error-day",
        Err(DispatchError::UnfitDay(_)) => "portal-error-day-unfit",
        // Said before, or answered since: the page shows how it stands.
        Err(DispatchError::WrongProgress(_)) => return Ok(see_other(&format!("/a/{tag}"))),
        Err(error) => return Err(error.into()),
    };
    let page = shown(&ctx, &atlas, &visitor, &tag, Some(Otherwise::Promise)).await?;
    wrong(&visitor, page, form, "datum", key)
}

/// The administration that words name, as it is found in a mail of the desk of `assignment`.
fn in_words<'a>(atlas: &'a Atlas, case: &Case, assignment: Uuid, words: &str) -> Option<&'a Desk> {
    let mut held = case.threads.iter().filter_map(|it| it.assignment.as_ref());
    let held = held.find(|it| it.id == assignment)?;
    let own = atlas.desk_by_slug(&held.desk_slug)?;
    let named = dispatch::named_instead(atlas, words, own.id.0)?;
    atlas.desk(DeskId(named))
}

/// `POST /a/{tag}/niet-voor-ons`.
pub async fn refuse(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    visitor: Visitor,
    tag: web::Path<String>,
    fields: Fields,
) -> Result<HttpResponse, Problem> {
    limits::count(Limited::Ask, visitor.from)?;
    let (case, assignment) = opened(&ctx, &tag).await?;
    let (instead, why) = (fields.text("dan"), fields.text("waarom"));
    let instead = instead.trim();
    let chosen = atlas
        .administrations()
        .find(|desk| {
            desk.active && (desk.name.eq_ignore_ascii_case(instead) || desk.slug == instead)
        })
        .or_else(|| atlas.desk_by_email(instead));
    let desk = chosen.or_else(|| in_words(&atlas, &case, assignment, instead));
    // Words that say more than a name are kept as they were typed.
    let why = match chosen {
        None if !instead.is_empty() => {
            let said = visitor.t.say1("portal-whose-instead", "who", instead);
            format!("{said}\n\n{why}")
        }
        _ => why,
    };
    let slug = desk.map(|desk| desk.slug.as_str());
    let actor = Actor::AdministrationLink { assignment };
    match dispatch::refuse(&ctx, &actor, assignment, None, slug, &why).await {
        Ok(()) => Ok(thanked(&tag, JustDone::Refused)),
        // Said before, or answered since: the page shows how it stands.
        Err(DispatchError::WrongProgress(_)) => Ok(see_other(&format!("/a/{tag}"))),
        Err(error) => Err(error.into()),
    }
}
