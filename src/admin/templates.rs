//! Texts that answers begin with. A text has places, such as `{{vraagsteller}}`, that are filled when it is
//! put into an answer; a place that nobody fills is refused when the text is kept.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, SqlErr};
use serde_json::Value;
use uuid::Uuid;

use super::desks::filled;
use super::error::AdminError;
use super::log::{Log, Subject};
use super::records;
use crate::auth::upkeep::Listed;
use crate::auth::{Actor, Subject as PolicySubject, Verb, may};
use crate::context::Context;
use crate::directory::{Atlas, DeskId, DeskKind};
use crate::store::{self, StoreError};
use crate::text::Language;

/// Longest name, in characters.
const MOST_NAME: usize = 120;
/// Longest text, in characters.
const MOST_BODY: usize = 20_000;
/// Templates that one answer can choose from.
const MOST_OFFERED: u64 = 100;

/// The places that a text can have.
pub const PLACES: [&str; 4] = ["vraagsteller", "nummer", "contactpunt", "afzender"];

/// What the places of a text become in one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Places<'a> {
    /// `vraagsteller`: the name of who asked.
    pub asker: &'a str,
    /// `nummer`: the number of the question.
    pub reference: &'a str,
    /// `contactpunt`: the desk that answers for the question.
    pub desk: &'a str,
    /// `afzender`: who writes the answer.
    pub author: &'a str,
}

/// What a template says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateText {
    /// What it is chosen by.
    pub name: String,
    /// The text, in Markdown, with its places.
    pub body: String,
    /// The language it is written in.
    pub language: Language,
    /// The desk that uses it; none: every desk.
    pub desk: Option<Uuid>,
}

/// A template as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The template.
    pub id: Uuid,
    /// What it says.
    pub text: TemplateText,
    /// Changes with what a person changes.
    pub revision: i32,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Whether it was put away.
    pub archived: bool,
}

/// What a template cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// A place that nothing fills.
    #[error("`{{{{{0}}}}}` is no place that can be filled")]
    UnknownPlace(String),
    /// A place that begins and does not end.
    #[error("`{{{{` is not closed by `}}}}`")]
    OpenPlace,
    /// The desk has one of that name in that language.
    #[error("there is a template of this name already")]
    NameTaken,
}

/// Some of a text: words, or a place.
enum Part<'a> {
    Words(&'a str),
    Place(&'a str),
    /// The rest, from a `{{` that is not closed.
    Open,
}

fn parts(body: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = body;
    while let Some((words, after)) = rest.split_once("{{") {
        parts.push(Part::Words(words));
        let Some((place, after)) = after.split_once("}}") else {
            parts.push(Part::Open);
            return parts;
        };
        parts.push(Part::Place(place.trim()));
        rest = after;
    }
    parts.push(Part::Words(rest));
    parts
}

/// What is wrong with the places of a text, if anything.
#[must_use]
pub fn unfit_place(body: &str) -> Option<TemplateError> {
    parts(body).into_iter().find_map(|part| match part {
        Part::Words(_) => None,
        Part::Place(place) if PLACES.contains(&place) => None,
        Part::Place(place) => Some(TemplateError::UnknownPlace(
            place.chars().take(40).collect(),
        )),
        Part::Open => Some(TemplateError::OpenPlace),
    })
}

/// The text with its places filled. What is filled in is not looked at again: somebody may be called
/// `{{nummer}}`.
#[must_use]
pub fn fill(body: &str, places: &Places<'_>) -> String {
    let mut filled = String::with_capacity(body.len());
    for part in parts(body) {
        match part {
            Part::Words(words) => filled.push_str(words),
            Part::Place("vraagsteller") => filled.push_str(places.asker),
            Part::Place("nummer") => filled.push_str(places.reference),
            Part::Place("contactpunt") => filled.push_str(places.desk),
            Part::Place("afzender") => filled.push_str(places.author),
            // Such a text is not kept.
            Part::Place(_) | Part::Open => {}
        }
    }
    filled
}

fn checked(atlas: &Atlas, text: &TemplateText) -> Result<TemplateText, AdminError> {
    let text = TemplateText {
        name: filled("name", &text.name, MOST_NAME)?,
        body: filled("body", &text.body, MOST_BODY)?,
        ..*text
    };
    if let Some(unfit) = unfit_place(&text.body) {
        return Err(unfit.into());
    }
    if let Some(id) = text.desk {
        let desk = atlas.desk(DeskId(id));
        if desk.is_none_or(|desk| desk.kind == DeskKind::Administration) {
            return Err(AdminError::UnknownDesk(id.to_string()));
        }
    }
    Ok(text)
}

/// A name that is taken shows as a constraint.
fn taken(error: StoreError) -> AdminError {
    match error.constraint() {
        Some(SqlErr::UniqueConstraintViolation(_)) => TemplateError::NameTaken.into(),
        _ => error.into(),
    }
}

/// Keeps a new template.
pub async fn add_template(
    ctx: &Context,
    actor: &Actor,
    atlas: &Atlas,
    text: &TemplateText,
) -> Result<Uuid, AdminError> {
    may(actor, Verb::ManageDesks, PolicySubject::House)?;
    let text = checked(atlas, text)?;
    let (id, now) = (ctx.new_id(), ctx.clock.now());
    let tx = store::write_tx(&ctx.db).await?;
    let mut log = Log::open(&tx).await?;
    let written = records::insert_template(&tx, id, &text, now).await;
    written.map_err(taken)?;
    let facts = [("name", Value::from(text.name))];
    log.note(
        &tx,
        ctx,
        actor,
        "template_added",
        &Subject::Template(id),
        &facts,
    )
    .await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes a template.
pub async fn change_template(
    ctx: &Context,
    actor: &Actor,
    atlas: &Atlas,
    id: Uuid,
    seen: i32,
    text: &TemplateText,
) -> Result<(), AdminError> {
    may(actor, Verb::ManageDesks, PolicySubject::House)?;
    let text = checked(atlas, text)?;
    let now = ctx.clock.now();
    let tx = store::write_tx(&ctx.db).await?;
    let mut log = Log::open(&tx).await?;
    let known = records::template(&tx, id).await?;
    known.ok_or(AdminError::UnknownTemplate(id))?;
    let written = records::update_template(&tx, id, seen, &text, now).await;
    written.map_err(taken)?;
    let subject = Subject::Template(id);
    log.note(&tx, ctx, actor, "template_changed", &subject, &[])
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Puts a template away: no answer begins with it any more.
pub async fn archive_template(
    ctx: &Context,
    actor: &Actor,
    id: Uuid,
    seen: i32,
) -> Result<(), AdminError> {
    may(actor, Verb::ManageDesks, PolicySubject::House)?;
    let now = ctx.clock.now();
    let tx = store::write_tx(&ctx.db).await?;
    let mut log = Log::open(&tx).await?;
    let known = records::template(&tx, id).await?;
    known.ok_or(AdminError::UnknownTemplate(id))?;
    records::archive_template(&tx, id, seen, now).await?;
    let subject = Subject::Template(id);
    log.note(&tx, ctx, actor, "template_archived", &subject, &[])
        .await?;
    tx.commit().await?;
    Ok(())
}

/// One template.
pub async fn template(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Template>, AdminError> {
    Ok(records::template(db, id).await?)
}

/// The templates in use, or those that were put away, by name; at most `limit`, after the name and id
/// `after`.
pub async fn templates(
    db: &impl ConnectionTrait,
    archived: bool,
    after: Option<(&str, Uuid)>,
    limit: u64,
) -> Result<Listed<Template, (String, Uuid)>, AdminError> {
    let mut rows = records::templates(db, archived, after, limit + 1).await?;
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more);
    let next = next.map(|last: &Template| (last.text.name.clone(), last.id));
    Ok(Listed { rows, next })
}

/// The templates that an answer of this desk can begin with: its own first, then everybody's.
pub async fn templates_for(
    db: &impl ConnectionTrait,
    desk: Uuid,
) -> Result<Vec<Template>, AdminError> {
    Ok(records::templates_of(db, desk, MOST_OFFERED).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACED: Places<'static> = Places {
        asker: "An {{nummer}} Peeters",
        reference: "RV-2026-000123",
        desk: "Contactpunt Limburg",
        author: "Els Claes",
    };

    #[test]
    fn places_are_filled_and_what_fills_them_is_left_alone() {
        let check = |body: &str, expected: &str| assert_eq!(fill(body, &PLACED), expected);
        check(
            "Beste {{vraagsteller}}, over {{ nummer }}:",
            "Beste An {{nummer}} Peeters, over RV-2026-000123:",
        );
        check(
            "{{contactpunt}}, {{afzender}}",
            "Contactpunt Limburg, Els Claes",
        );
        check("zonder {plaats} }}", "zonder {plaats} }}");
        check("", "");
    }

    #[test]
    fn a_place_that_nothing_fills_is_named() {
        assert_eq!(unfit_place("{{nummer}} en {accolades} }}"), None);
        let unknown = |place: &str| Some(TemplateError::UnknownPlace(place.to_owned()));
        assert_eq!(unfit_place("{{Nummer}}"), unknown("Nummer"));
        assert_eq!(unfit_place("{{}}"), unknown(""));
        assert_eq!(unfit_place("{{a {{nummer}}"), unknown("a {{nummer"));
        assert_eq!(unfit_place("{{nummer"), Some(TemplateError::OpenPlace));
        let said = TemplateError::UnknownPlace("x".into()).to_string();
        assert_eq!(said, "`{{x}}` is no place that can be filled");
    }
}
