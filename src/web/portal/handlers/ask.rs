//! Asking a question with the form: looking for an answer that exists already, correcting, sending.

use actix_web::{HttpResponse, web};
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use garde::Validate;
use serde::{Deserialize, Serialize};

use super::status::{Link, asked};
use crate::context::{Context, Purpose};
use crate::directory::{Atlas, OrganisationKind};
use crate::faq::{self, Shelf};
use crate::intake::{Submission, SubmissionChannel, SubmittedFile, Understander, submit};
use crate::outbound::mailable;
use crate::registry::Attachment;
use crate::text::Texts;
use crate::web::portal::answers::summary;
use crate::web::portal::ask::{AskForm, AskPage, FieldErrors, KeptFile, Offer, SentPage};
use crate::web::portal::fields::{Fields, MOST_UPLOAD};
use crate::web::portal::limits::{self, Limited};
use crate::web::portal::telling::to_asker;
use crate::web::portal::visitor::{Visitor, see_other};
use crate::web::portal::words::{Words as _, file_size, organisation_name};
use crate::web::{CurrentAtlas, Kind, Problem};

/// Published answers that are offered at most.
const OFFERS: usize = 3;
/// How well an answer must fit to be offered: this share of the words, weighed.
const FITS: f32 = 0.3;
/// Files that one question can have.
const MOST_FILES: usize = 20;

/// What a link into the form fills in.
#[derive(Debug, Default, Deserialize)]
pub struct Begun {
    /// A subject.
    #[serde(default)]
    onderwerp: String,
    /// A local government.
    #[serde(default)]
    bestuur: String,
}

/// `GET /vraag`.
pub async fn form(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    visitor: Visitor,
    begun: web::Query<Begun>,
) -> Result<HttpResponse, Problem> {
    let short = |text: &str| text.trim().chars().take(200).collect();
    let form = AskForm {
        subject: short(&begun.onderwerp),
        organisation: short(&begun.bestuur),
        nonce: ctx.new_id().simple().to_string(),
        ..AskForm::default()
    };
    visitor.page(&page(&visitor, &atlas, form))
}

fn page(visitor: &Visitor, atlas: &Atlas, form: AskForm) -> AskPage {
    let most = file_size(MOST_UPLOAD, &visitor.t);
    let organisations = local_governments(atlas, visitor.t);
    AskPage::new(visitor.t, &visitor.site, form, organisations, most)
}

/// The names that the form offers; any other may be typed.
fn local_governments(atlas: &Atlas, t: Texts) -> Vec<String> {
    let offered = |kind| {
        matches!(
            kind,
            OrganisationKind::Municipality
                | OrganisationKind::Governor
                | OrganisationKind::Province
        )
    };
    let mut names: Vec<String> = atlas
        .organisations()
        .filter(|it| it.active && offered(it.kind))
        .map(|it| organisation_name(it, &t))
        .collect();
    names.sort();
    names
}

/// `POST /vraag`.
pub async fn send(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    shelf: web::Data<Shelf>,
    understander: web::Data<Understander>,
    visitor: Visitor,
    fields: Fields,
) -> Result<HttpResponse, Problem> {
    limits::count(Limited::Ask, visitor.from)?;
    let form = typed(&ctx, &fields);
    let mut files = still_kept(&ctx, &fields);
    let received: Vec<Vec<u8>> = fields
        .files
        .iter()
        .map(|file| file.content.clone())
        .collect();
    let keys = ctx.blobs.put_all(received).await?;
    files.extend(
        fields
            .files
            .iter()
            .zip(keys)
            .map(|(file, key)| SubmittedFile {
                filename: file.name.clone(),
                media_type: file.media_type.clone(),
                size: i64::try_from(file.content.len()).unwrap_or(i64::MAX),
                blob_key: key.to_string(),
            }),
    );
    files.truncate(MOST_FILES);
    let kept = files
        .iter()
        .map(|file| kept(&ctx, file, visitor.t))
        .collect();

    let looking = fields.text("doe") == "kijk";
    let errors = if looking {
        FieldErrors::default()
    } else {
        wrong(&form, &fields, &files, visitor.t)
    };
    if looking {
        let offers = offers(&ctx, &shelf, &form).await?;
        let page = page(&visitor, &atlas, form)
            .with_kept(kept)
            .with_offers(offers);
        return visitor.page(&page);
    }
    if !errors.is_empty() {
        let page = page(&visitor, &atlas, form)
            .with_kept(kept)
            .with_errors(errors);
        return visitor.page_again(&page);
    }
    let submission = Submission {
        nonce: form.nonce,
        channel: SubmissionChannel::Portal,
        subject: form.subject,
        body: form.question,
        asker_name: form.name,
        asker_email: form.mail,
        municipality: municipality_in(&atlas, &form.organisation),
        organisation: Some(form.organisation).filter(|name| !name.is_empty()),
        topic: None,
        files,
    };
    let submitted = submit(&understander, submission).await?;
    let lost = || Problem::new(Kind::Internal).caused_by("a status link without its tag");
    let (_, tag) = submitted.status_url.split_once("?t=").ok_or_else(lost)?;
    Ok(see_other(&format!(
        "/vraag/{}/verstuurd?t={tag}",
        submitted.reference
    )))
}

fn typed(ctx: &Context, fields: &Fields) -> AskForm {
    let trimmed = |name: &str| fields.text(name).trim().to_owned();
    let nonce = fields.nonce().unwrap_or_else(|| ctx.new_id());
    AskForm {
        subject: trimmed("onderwerp"),
        question: fields.text("vraag"),
        name: trimmed("naam"),
        mail: trimmed("mail"),
        organisation: trimmed("bestuur"),
        nonce: nonce.simple().to_string(),
    }
}

/// The municipality that the name of a local government holds: "OCMW Wetteren" is in Wetteren.
fn municipality_in(atlas: &Atlas, organisation: &str) -> Option<String> {
    let kind = organisation.split_once(' ').filter(|(kind, _)| {
        matches!(
            kind.to_lowercase().as_str(),
            "gemeente" | "stad" | "ocmw" | "gemeentebestuur"
        )
    });
    let name = kind.map_or(organisation, |(_, name)| name);
    atlas
        .municipality_named(name)
        .certain()
        .map(|it| it.name.clone())
}

/// What must be right before a question is sent.
#[derive(Debug, Validate)]
struct Complete<'f> {
    #[garde(length(chars, min = 1, max = 200))]
    subject: &'f str,
    #[garde(length(chars, min = 1, max = 50_000))]
    question: &'f str,
    #[garde(length(chars, min = 1, max = 200))]
    name: &'f str,
    #[garde(custom(full_address))]
    mail: &'f str,
    #[garde(length(chars, max = 200))]
    organisation: &'f str,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "garde hands the context over by reference"
)]
fn full_address(mail: &str, (): &()) -> garde::Result {
    let full = mail.len() <= 254 && mailable(mail).is_some();
    if full {
        Ok(())
    } else {
        Err(garde::Error::new("not a full address"))
    }
}

/// What is wrong, in the order of the fields and in the reader's language.
fn wrong(form: &AskForm, fields: &Fields, files: &[SubmittedFile], t: Texts) -> FieldErrors {
    let complete = Complete {
        subject: &form.subject,
        question: form.question.trim(),
        name: &form.name,
        mail: &form.mail,
        organisation: &form.organisation,
    };
    let report = complete.validate().err();
    let fails = |name: &str| {
        let fields = report.iter().flat_map(garde::Report::iter);
        fields.into_iter().any(|(path, _)| path.to_string() == name)
    };
    let mut errors = FieldErrors::default();
    let mut add = |field, name, empty: bool, missing, long| {
        if fails(name) {
            errors.add(field, t.say(if empty { missing } else { long }));
        }
    };
    add(
        "onderwerp",
        "subject",
        form.subject.is_empty(),
        "portal-error-subject",
        "portal-error-subject-long",
    );
    add(
        "vraag",
        "question",
        complete.question.is_empty(),
        "portal-error-question",
        "portal-error-question-long",
    );
    let size: i64 = files.iter().map(|file| file.size).sum();
    let over = u64::try_from(size).is_ok_and(|size| size > MOST_UPLOAD);
    let large = fields
        .too_large
        .as_ref()
        .map(|file| (file.name.clone(), file.size));
    let large = large.or_else(|| {
        let last = files.last().filter(|_| over)?;
        Some((
            last.filename.clone(),
            u64::try_from(last.size).unwrap_or_default(),
        ))
    });
    let mut add = |field, message| errors.add(field, message);
    if let Some((name, size)) = large {
        let size = file_size(size, &t);
        add(
            "bijlagen",
            t.say2("portal-error-file", "name", name, "size", size),
        );
    }
    if fails("name") {
        let empty = form.name.is_empty();
        add(
            "naam",
            t.say(if empty {
                "portal-error-name"
            } else {
                "portal-error-name-long"
            }),
        );
    }
    if fails("mail") {
        add("mail", t.say("portal-error-mail"));
    }
    if fails("organisation") {
        add("bestuur", t.say("portal-error-organisation-long"));
    }
    errors
}

/// The published answers that fit what was typed.
async fn offers(ctx: &Context, shelf: &Shelf, form: &AskForm) -> Result<Vec<Offer>, Problem> {
    let published = shelf.published(&ctx.db).await?;
    let mut fitting: Vec<&faq::Entry> = published
        .answering(&form.subject, &form.question)
        .into_iter()
        .map(|(entry, _)| entry)
        .collect();
    let words = format!("{} {}", form.subject, form.question);
    for hit in faq::search(&published.entries, &words) {
        if hit.score >= FITS && !fitting.iter().any(|it| it.id == hit.entry.id) {
            fitting.push(hit.entry);
        }
    }
    Ok(fitting
        .into_iter()
        .take(OFFERS)
        .map(|entry| Offer {
            slug: entry.slug.clone(),
            question: entry.text.question.clone(),
            summary: summary(&entry.text.answer),
        })
        .collect())
}

/// The files of an earlier try that the form still names and that were not left out. Only what we
/// signed counts: a form cannot name a file of somebody else.
fn still_kept(ctx: &Context, fields: &Fields) -> Vec<SubmittedFile> {
    let left_out = fields.all("weg");
    let named = fields
        .all("bewaard")
        .iter()
        .filter(|ticket| !left_out.contains(ticket));
    named
        .take(MOST_FILES)
        .filter_map(|ticket| read_ticket(ctx, ticket))
        .collect()
}

fn kept(ctx: &Context, file: &SubmittedFile, t: Texts) -> KeptFile {
    KeptFile {
        ticket: write_ticket(ctx, file),
        name: file.filename.clone(),
        size: file_size(u64::try_from(file.size).unwrap_or_default(), &t),
    }
}

/// What is signed, so that it cannot pass for anything else that this key signs.
#[derive(Debug, Serialize, Deserialize)]
struct KeptNote {
    kept: SubmittedFile,
}

fn write_ticket(ctx: &Context, file: &SubmittedFile) -> String {
    let note = KeptNote { kept: file.clone() };
    // A note of plain texts and numbers can always be written as JSON.
    let note = serde_json::to_vec(&note).unwrap_or_default();
    let tag = hmac::sign(&Purpose::Forms.key(&ctx.secret), &note);
    format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(&note),
        URL_SAFE_NO_PAD.encode(tag)
    )
}

fn read_ticket(ctx: &Context, ticket: &str) -> Option<SubmittedFile> {
    let (note, tag) = ticket.split_once('.')?;
    let note = URL_SAFE_NO_PAD.decode(note).ok()?;
    let tag = URL_SAFE_NO_PAD.decode(tag).ok()?;
    hmac::verify(&Purpose::Forms.key(&ctx.secret), &note, &tag).ok()?;
    serde_json::from_slice::<KeptNote>(&note)
        .ok()
        .map(|note| note.kept)
}

/// `GET /vraag/{reference}/verstuurd?t={tag}`.
pub async fn sent(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    shelf: web::Data<Shelf>,
    visitor: Visitor,
    reference: web::Path<String>,
    link: web::Query<Link>,
) -> Result<HttpResponse, Problem> {
    let case = asked(&ctx, &reference, &link.t).await?;
    let no_files = |_: &Attachment| String::new();
    let told = to_asker(visitor.t, &case, &atlas, ctx.clock.now(), &no_files);
    let due = told.ball.and_then(|ball| ball.due).map(|due| due.day);
    let form = AskForm {
        subject: case.ticket.subject.clone(),
        question: question_of(&case).to_owned(),
        ..AskForm::default()
    };
    let offers = offers(&ctx, &shelf, &form).await?;
    let follow = format!("/vraag/{}?t={}", case.ticket.reference, link.t);
    let reference = case.ticket.reference.to_string();
    let (t, site) = (visitor.t, &visitor.site);
    visitor.private_page(&SentPage::new(
        t,
        site,
        reference,
        told.contact,
        due,
        follow,
        offers,
    ))
}

fn question_of(case: &crate::registry::Case) -> &str {
    let own = case
        .threads
        .iter()
        .find(|thread| thread.assignment.is_none());
    own.and_then(|thread| thread.messages.first())
        .map_or("", |message| message.body.as_str())
}
