//! The handlers of the demo's mailboxes. What is written here is handed over as raw mail, by the
//! door that every mail takes.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use uuid::Uuid;

use super::examples::{EXAMPLES, STRANGER};
use super::letters::{self, Failure, LetterError, Stamp, failure_notice};
use super::pages::{
    Actions, MailFile, MailLine, MailboxLink, MailboxPage, Mailboxes, OpenMail, OtherView,
    SenderOption, Sent, WriteForm, WritePage,
};
use super::post::{self, Owner, Post, PostError, Side};
use super::reading::{Enclosed, Party, View};
use crate::context::Context;
use crate::directory::Atlas;
use crate::intake::{Handed, InboundFormat, take_in};
use crate::text::{Texts, dates};
use crate::web::download::handed_out;
use crate::web::fields::{Fields, Upload};
use crate::web::portal::ask::FieldErrors;
use crate::web::portal::visitor::{Visitor, see_other};
use crate::web::portal::words::{Words as _, file_size, organisation_name};
use crate::web::{CurrentAtlas, Kind, Problem};

/// Opens the demo's addresses.
pub fn configure(app: &mut web::ServiceConfig) {
    app.service(
        web::resource("/demo/mail")
            .route(web::get().to(write))
            .route(web::post().to(send)),
    )
    .route("/demo/mail/{address}", web::get().to(mailbox))
    .route("/demo/mail/{address}/{mail}", web::get().to(mail))
    .route(
        "/demo/mail/{address}/{mail}/tekst",
        web::get().to(mail_as_text),
    )
    .route(
        "/demo/mail/{address}/{mail}/bron",
        web::get().to(mail_as_source),
    )
    .route(
        "/demo/mail/{address}/{mail}/bijlage/{place}",
        web::get().to(file),
    )
    .route(
        "/demo/mail/{address}/{mail}/antwoord",
        web::post().to(reply),
    )
    .route("/demo/mail/{address}/{mail}/mislopen", web::post().to(fail));
}

impl From<PostError> for Problem {
    fn from(error: PostError) -> Self {
        match error {
            PostError::Store(error) => error.into(),
            PostError::Database(_) | PostError::Folder { .. } => {
                Self::new(Kind::Internal).caused_by(error)
            }
        }
    }
}

impl From<LetterError> for Problem {
    fn from(error: LetterError) -> Self {
        Self::new(Kind::Invalid).caused_by(error)
    }
}

/// Which example is wanted.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    voorbeeld: String,
}

/// What was just sent.
#[derive(Debug, Default, Deserialize)]
pub struct Just {
    #[serde(default)]
    klaar: String,
}

/// `GET /demo/mail`.
async fn write(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    visitor: Visitor,
    wanted: web::Query<Wanted>,
) -> Result<HttpResponse, Problem> {
    let posts = post::all(&ctx).await?;
    let place = wanted.voorbeeld.parse::<usize>().unwrap_or_default() % EXAMPLES.len();
    let Some(example) = EXAMPLES.get(place) else {
        return Err(Problem::not_found());
    };
    let form = WriteForm {
        other: String::new(),
        to: ctx.settings.mail.address.clone(),
        subject: example.subject.to_owned(),
        body: example.body.to_owned(),
    };
    let chosen = example.sender().in_full();
    visitor.private_page(&write_page(&visitor, &atlas, &posts, form, &chosen, place))
}

fn write_page(
    visitor: &Visitor,
    atlas: &Atlas,
    posts: &[Post],
    form: WriteForm,
    chosen: &str,
    place: usize,
) -> WritePage {
    let t = visitor.t;
    let boxes = links(&post::owners(posts, atlas, &t), None);
    let another = format!("/demo/mail?voorbeeld={}", (place + 1) % EXAMPLES.len());
    WritePage::new(
        t,
        &visitor.site,
        boxes,
        senders(atlas, t, chosen),
        form,
        another,
    )
}

/// Everybody to write as: those of the examples, and a stranger.
fn senders(atlas: &Atlas, t: Texts, chosen: &str) -> Vec<SenderOption> {
    let known = EXAMPLES.iter().map(|example| {
        let value = example.sender().in_full();
        let organisation = atlas.sender(example.address);
        let organisation =
            organisation.map_or_else(String::new, |it| organisation_name(it.organisation, &t));
        let label = t.fill(
            "demo-sender",
            [
                ("name", example.name.into()),
                ("organisation", organisation.into()),
                ("mail", example.address.into()),
            ],
        );
        SenderOption {
            chosen: value == chosen,
            value,
            label,
        }
    });
    let stranger = SenderOption {
        value: STRANGER.to_owned(),
        label: format!("{} ({STRANGER})", t.say("demo-unknown-sender")),
        chosen: chosen == STRANGER,
    };
    known.chain([stranger]).collect()
}

/// `POST /demo/mail`: a question in a new mail.
async fn send(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    visitor: Visitor,
    fields: Fields,
) -> Result<HttpResponse, Problem> {
    let t = visitor.t;
    let form = WriteForm {
        other: fields.text("ander"),
        to: fields.text("aan"),
        subject: fields.text("onderwerp"),
        body: fields.text("bericht"),
    };
    let chosen = fields.text("van");
    let from = match form.other.trim() {
        "" => letters::party(&chosen),
        other => letters::party(other),
    };
    let mut errors = FieldErrors::default();
    if from.is_none() {
        errors.add("ander", t.say("demo-error-from"));
    }
    if letters::party(&form.to).is_none() {
        errors.add("aan", t.say("demo-error-to"));
    }
    if form.body.trim().is_empty() {
        errors.add("bericht", t.say("demo-error-body"));
    }
    if fields.too_large.is_some() {
        errors.add("bijlagen", t.say("demo-error-files"));
    }
    let (Some(from), true) = (from, errors.is_empty()) else {
        let posts = post::all(&ctx).await?;
        let page = write_page(&visitor, &atlas, &posts, form, &chosen, 0).with_errors(errors);
        return visitor.page_again(&page);
    };
    let files = enclosed(fields.files);
    let raw = letters::question(
        &from,
        &form.to,
        &form.subject,
        &form.body,
        files,
        stamp(&ctx),
    )?;
    let written = hand_over(&ctx, raw).await?;
    let address = from.address.to_lowercase();
    Ok(see_other(&format!(
        "/demo/mail/{address}/{written}?klaar={}",
        Sent::Written.slug()
    )))
}

fn stamp(ctx: &Context) -> Stamp {
    Stamp {
        at: ctx.clock.now(),
        id: ctx.new_id(),
    }
}

fn enclosed(files: Vec<Upload>) -> Vec<Enclosed> {
    let enclosed = files.into_iter().map(|file| Enclosed {
        name: file.name,
        media_type: file.media_type,
        content: file.content,
    });
    enclosed.collect()
}

/// Hands a mail over as a mail server would, and says by which id the intake keeps it.
async fn hand_over(ctx: &Context, raw: Vec<u8>) -> Result<Uuid, Problem> {
    let handed = Handed {
        source_id: ctx.new_id().to_string(),
        raw,
    };
    let taken = take_in(ctx, "demo", handed, InboundFormat::Mail).await?;
    ctx.work.notify_waiters();
    Ok(taken.inbound_id)
}

fn links(owners: &[Owner], current: Option<&str>) -> Mailboxes {
    let link = |owner: &Owner| MailboxLink {
        url: format!("/demo/mail/{}", owner.address),
        name: owner.name.clone(),
        address: owner.address.clone(),
        count: owner.count,
        current: current == Some(owner.address.as_str()),
    };
    Mailboxes::new(owners.iter().map(link).collect())
}

/// A mailbox that is looked at.
struct Opened {
    posts: Vec<Post>,
    owners: Vec<Owner>,
    owner: Owner,
}

impl Opened {
    async fn of(ctx: &Context, atlas: &Atlas, t: Texts, address: &str) -> Result<Self, Problem> {
        let posts = post::all(ctx).await?;
        let owners = post::owners(&posts, atlas, &t);
        let address = address.trim().to_lowercase();
        let owner = owners.iter().find(|owner| owner.address == address);
        let owner = owner.cloned().ok_or_else(Problem::not_found)?;
        Ok(Self {
            posts,
            owners,
            owner,
        })
    }

    fn mail(&self, id: Uuid) -> Result<&Post, Problem> {
        let own = |post: &&Post| post.id == id && post.owner == self.owner.address;
        self.posts.iter().find(own).ok_or_else(Problem::not_found)
    }

    fn url(&self, post: &Post) -> String {
        format!("/demo/mail/{}/{}", self.owner.address, post.id)
    }

    /// The page of this mailbox, its newest mail first.
    fn page(&self, visitor: &Visitor, current: Option<Uuid>) -> MailboxPage {
        let own = self
            .posts
            .iter()
            .rev()
            .filter(|post| post.owner == self.owner.address);
        let lines = own.map(|post| line(post, visitor.t, self.url(post), current));
        let boxes = links(&self.owners, Some(&self.owner.address));
        let name = self.owner.name.clone();
        MailboxPage::new(visitor.t, &visitor.site, name, boxes, lines.collect())
    }

    /// The same with one mail open.
    fn page_with(&self, visitor: &Visitor, post: &Post, view: View) -> MailboxPage {
        let t = visitor.t;
        let reading = post.reading();
        let url = self.url(post);
        let files = reading
            .files()
            .into_iter()
            .enumerate()
            .map(|(place, file)| MailFile {
                url: format!("{url}/bijlage/{place}"),
                name: file.name,
                size: file_size(file.content.len() as u64, &t),
            });
        let to: Vec<String> = reading.to().iter().map(Party::in_full).collect();
        let mail = OpenMail {
            subject: subject(post, t),
            from: reading.from().unwrap_or_default().in_full(),
            to: to.join(", "),
            date: dates::moment(reading.written_at().unwrap_or(post.at), t.language()),
            files: files.collect(),
            body: reading.body(view),
            views: View::ALL
                .into_iter()
                .filter(|other| *other != view)
                .map(|other| OtherView {
                    url: match other.slug() {
                        Some(slug) => format!("{url}/{slug}#mail-inhoud"),
                        None => format!("{url}#mail-inhoud"),
                    },
                    key: other.key(),
                })
                .collect(),
        };
        let actions = (post.side == Side::Arrived).then(|| Actions {
            reply_as: self.owner.replies_as().to_owned(),
            reply_url: format!("{url}/antwoord"),
            domain: self.party().domain().to_owned(),
            fail_url: format!("{url}/mislopen"),
        });
        self.page(visitor, Some(post.id)).with_mail(mail, actions)
    }

    /// Whoever writes from this mailbox.
    fn party(&self) -> Party {
        let name = self.owner.replies_as();
        let named = name != self.owner.address;
        Party {
            name: named.then(|| name.to_owned()),
            address: self.owner.address.clone(),
        }
    }
}

fn subject(post: &Post, t: Texts) -> String {
    let subject = post.reading().subject().map(ToOwned::to_owned);
    subject.unwrap_or_else(|| t.say("demo-no-subject"))
}

fn line(post: &Post, t: Texts, url: String, current: Option<Uuid>) -> MailLine {
    let reading = post.reading();
    let moment = dates::moment_without_year(post.at, t.language());
    let (other_side, note) = match post.side {
        Side::Arrived => {
            let from = reading.from().unwrap_or_default();
            (t.say1("demo-list-from", "name", from.short()), moment)
        }
        Side::Written => {
            let to = reading.to().into_iter().next().unwrap_or_default();
            let to = t.say1("demo-list-to", "name", to.short());
            (to, t.say1("demo-note-written", "moment", moment))
        }
    };
    MailLine {
        url,
        subject: subject(post, t),
        other_side,
        note,
        current: current == Some(post.id),
    }
}

/// `GET /demo/mail/{address}`.
async fn mailbox(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    visitor: Visitor,
    address: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let opened = Opened::of(&ctx, &atlas, visitor.t, &address).await?;
    visitor.private_page(&opened.page(&visitor, None))
}

/// `GET /demo/mail/{address}/{mail}`.
async fn mail(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    visitor: Visitor,
    path: web::Path<(String, Uuid)>,
    just: web::Query<Just>,
) -> Result<HttpResponse, Problem> {
    show(
        &ctx,
        &atlas,
        &visitor,
        path.into_inner(),
        View::Page,
        &just.klaar,
    )
    .await
}

/// `GET /demo/mail/{address}/{mail}/tekst`.
async fn mail_as_text(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    visitor: Visitor,
    path: web::Path<(String, Uuid)>,
) -> Result<HttpResponse, Problem> {
    show(&ctx, &atlas, &visitor, path.into_inner(), View::Text, "").await
}

/// `GET /demo/mail/{address}/{mail}/bron`.
async fn mail_as_source(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    visitor: Visitor,
    path: web::Path<(String, Uuid)>,
) -> Result<HttpResponse, Problem> {
    show(&ctx, &atlas, &visitor, path.into_inner(), View::Source, "").await
}

async fn show(
    ctx: &Context,
    atlas: &Atlas,
    visitor: &Visitor,
    (address, mail): (String, Uuid),
    view: View,
    just: &str,
) -> Result<HttpResponse, Problem> {
    let opened = Opened::of(ctx, atlas, visitor.t, &address).await?;
    let page = opened.page_with(visitor, opened.mail(mail)?, view);
    let page = match Sent::from_slug(just) {
        Some(sent) => page.after(sent),
        None => page,
    };
    visitor.private_page(&page)
}

/// `GET /demo/mail/{address}/{mail}/bijlage/{place}`.
async fn file(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    visitor: Visitor,
    path: web::Path<(String, Uuid, usize)>,
) -> Result<HttpResponse, Problem> {
    let (address, mail, place) = path.into_inner();
    let opened = Opened::of(&ctx, &atlas, visitor.t, &address).await?;
    let mut files = opened.mail(mail)?.reading().files().into_iter();
    let file = files.nth(place).ok_or_else(Problem::not_found)?;
    Ok(handed_out(&file.name, file.content))
}

/// `POST /demo/mail/{address}/{mail}/antwoord`.
async fn reply(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    visitor: Visitor,
    path: web::Path<(String, Uuid)>,
    fields: Fields,
) -> Result<HttpResponse, Problem> {
    let (address, mail) = path.into_inner();
    let opened = Opened::of(&ctx, &atlas, visitor.t, &address).await?;
    let post = opened.mail(mail)?;
    let text = fields.text("antwoord");
    let wrong = if text.trim().is_empty() {
        Some("demo-error-reply")
    } else {
        fields.too_large.as_ref().map(|_| "demo-error-files")
    };
    if let Some(key) = wrong {
        let page = opened.page_with(&visitor, post, View::Page);
        return visitor.page_again(&page.with_reply_error(visitor.t.say(key)));
    }
    let files = enclosed(fields.files);
    let raw = letters::reply(&post.reading(), &opened.party(), &text, files, stamp(&ctx))?;
    let written = hand_over(&ctx, raw).await?;
    let address = &opened.owner.address;
    Ok(see_other(&format!(
        "/demo/mail/{address}/{written}?klaar={}",
        Sent::Replied.slug()
    )))
}

/// `POST /demo/mail/{address}/{mail}/mislopen`.
async fn fail(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    visitor: Visitor,
    path: web::Path<(String, Uuid)>,
    fields: Fields,
) -> Result<HttpResponse, Problem> {
    let (address, mail) = path.into_inner();
    let opened = Opened::of(&ctx, &atlas, visitor.t, &address).await?;
    let post = opened.mail(mail)?;
    let failure = Failure::from_slug(&fields.text("wat"));
    let failure = failure.ok_or_else(|| Problem::new(Kind::Malformed))?;
    let path = post.return_path.as_deref();
    let notice = failure_notice(failure, &post.raw, path, &opened.party(), stamp(&ctx))?;
    let done = match notice {
        Some(raw) => {
            hand_over(&ctx, raw).await?;
            Sent::Failed
        }
        None => Sent::Nothing,
    };
    Ok(see_other(&format!(
        "{}?klaar={}",
        opened.url(post),
        done.slug()
    )))
}
