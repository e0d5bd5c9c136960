//! What somebody sent and may call back for a moment, and the drafts of what came back: the bar at the top
//! of a question, and the two forms in it.

use actix_web::{HttpResponse, web};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use uuid::Uuid;

use super::drafts::{self, discard_url};
use super::handlers::{TicketPost, named};
use super::page::see_other;
use super::shell::leave_notice;
use super::ticket::{Form, Reading, TicketQuery, Typed, ticket_url};
use super::trouble::{Said, Trouble};
use super::view::parts::{Side, Tone};
use super::view::pending::{Draft, Kept, Leaving, PendingBar};
use super::view::ticket::{Composer, ConflictPage, Entry, Message, TicketPage};
use crate::auth::{Subject, Verb};
use crate::context::Context;
use crate::directory::Atlas;
use crate::dispatch::{
    self, Answer, CalledBack, Forward, Outgoing, PassOn, Pending, Sent, Unsent, WrittenIn,
};
use crate::intake::SubmittedFile;
use crate::registry::{self, Reference, Ticket, TypedDraft};
use crate::text::{Texts, dates};
use crate::web::portal::words::file_size;
use crate::web::{Agent, Posted, Problem, uploads};

/// What a form sends, when it is one of those that can be called back.
pub fn outgoing(
    form: Form,
    post: &TicketPost,
    files: &[SubmittedFile],
) -> Result<Option<Outgoing>, Trouble> {
    Ok(Some(match form {
        Form::Answer => Outgoing::Answer(Answer {
            markdown: post.body.clone(),
            proposal: post.proposal.parse().ok(),
            files: post
                .files
                .iter()
                .filter_map(|file| file.parse().ok())
                .collect(),
            attached: files
                .iter()
                .cloned()
                .filter_map(SubmittedFile::attachment)
                .collect(),
            still: post.desks.clone(),
        }),
        Form::Ask => Outgoing::Request {
            markdown: post.body.clone(),
        },
        Form::Forward if post.names_two_desks() => {
            return Err(Trouble::Wrong(Said::TwoDesks));
        }
        Form::Forward => Outgoing::Forward(Forward {
            desk: post.chosen_desk().to_owned(),
            comment: post.body.clone(),
            asked_by: post.asked_by,
            along: post.along()?,
        }),
        Form::Readdress => Outgoing::Readdress {
            address: post.body.clone(),
            same: post.same,
        },
        Form::PassOn => Outgoing::PassOn(PassOn {
            message: named(&post.message)?,
            desks: post.desks.clone(),
            words: post.body.clone(),
        }),
        _ => return Ok(None),
    }))
}

/// The form that is called so among the drafts of a question, when what it sends can be called back: what is
/// typed in it goes on in what came back.
pub fn called_back_in(place: &str) -> Option<Form> {
    let (form, _) = place.split_once('.').unwrap_or((place, ""));
    Form::named(form).filter(|form| {
        use Form::{Answer, Ask, Forward, PassOn, Readdress};
        matches!(form, Answer | Ask | Forward | PassOn | Readdress)
    })
}

/// Sends what a form says, after the moment in which it can be called back.
pub async fn send(
    ctx: &Context,
    agent: &Agent,
    reference: &Reference,
    post: &TicketPost,
    outgoing: Outgoing,
) -> Result<Sent, Trouble> {
    let form = form_of(&outgoing).unwrap_or(Form::Note);
    // The key of a proposal sends no words: those that somebody began to write stay.
    let place = match form {
        Form::Forward if post.body.trim().is_empty() => String::new(),
        form => drafts::place(form, post),
    };
    let written = WrittenIn {
        draft: post.draft.parse().ok(),
        place: &place,
    };
    let (actor, seen) = (&agent.actor, post.revision);
    let again = sent_again(ctx, agent, reference, &outgoing).await;
    let again = again.map_err(Trouble::Problem)?;
    let sent = dispatch::send(ctx, actor, reference, seen, outgoing, written).await?;
    for (author, draft) in again {
        let over = dispatch::discard_draft(ctx, author, draft).await;
        over.map_err(|error| Trouble::Problem(error.into()))?;
    }
    Ok(sent)
}

/// The drafts of what its author sends once more, each with whose it is: to the same desk, with the same words or
/// none of its own, so that nothing somebody wrote is lost with them.
async fn sent_again(
    ctx: &Context,
    agent: &Agent,
    reference: &Reference,
    outgoing: &Outgoing,
) -> Result<Vec<(Uuid, Uuid)>, Problem> {
    let (Outgoing::Forward(forward), Some(user)) = (outgoing, agent.actor.user()) else {
        return Ok(Vec::new());
    };
    let Some(ticket) = registry::find(&ctx.db, reference).await? else {
        return Ok(Vec::new());
    };
    let drafts = dispatch::pending_in(&ctx.db, user.id, ticket.id).await?;
    let words = forward.comment.trim();
    let again = drafts.drafts.iter().filter(|draft| match &draft.outgoing {
        Outgoing::Forward(earlier) => {
            let wrote = earlier.comment.trim();
            earlier.desk == forward.desk && (wrote.is_empty() || wrote == words)
        }
        _ => false,
    });
    Ok(again.map(|draft| (draft.author, draft.id)).collect())
}

/// The form of a question that a draft is written in; advice is asked for on a page of its own.
fn form_of(outgoing: &Outgoing) -> Option<Form> {
    match outgoing {
        Outgoing::Answer(_) => Some(Form::Answer),
        Outgoing::Request { .. } => Some(Form::Ask),
        Outgoing::Forward(_) => Some(Form::Forward),
        Outgoing::Readdress { .. } => Some(Form::Readdress),
        Outgoing::PassOn(_) => Some(Form::PassOn),
        Outgoing::Consult(_) => None,
    }
}

/// The address that opens a draft in its form.
fn draft_url(draft: &Pending) -> String {
    let rest = match form_of(&draft.outgoing) {
        Some(form) => form.address_with(draft.id),
        None => format!("/consult?draft={}", draft.id),
    };
    ticket_url(draft.reference.as_str(), &rest)
}

/// The page that a draft asks for, with its words in the form.
pub fn opened(
    ctx: &Context,
    t: Texts,
    draft: &Pending,
    query: &TicketQuery,
) -> (TicketQuery, Typed) {
    let form = form_of(&draft.outgoing);
    let asked = TicketQuery {
        form,
        draft: Some(draft.id),
        thread: query.thread,
        ..TicketQuery::default()
    };
    match &draft.outgoing {
        Outgoing::Answer(answer) => {
            let files: Vec<SubmittedFile> = answer
                .attached
                .iter()
                .map(|file| SubmittedFile {
                    filename: file.filename.clone(),
                    media_type: file.media_type.clone(),
                    size: file.size,
                    blob_key: file.blob.to_string(),
                })
                .collect();
            let typed = Typed {
                body: answer.markdown.clone(),
                desks: answer.still.clone(),
                files: Some(answer.files.iter().map(Uuid::to_string).collect()),
                kept: uploads::kept(ctx, &files, |size| file_size(size, &t)),
                ..Typed::default()
            };
            let asked = TicketQuery {
                proposal: answer.proposal,
                ..asked
            };
            (asked, typed)
        }
        Outgoing::Request { markdown } => {
            let typed = Typed {
                body: markdown.clone(),
                ..Typed::default()
            };
            (asked, typed)
        }
        Outgoing::Forward(forward) => {
            let along = match &forward.along {
                dispatch::Along::All => None,
                dispatch::Along::Only(chosen) => Some(chosen.iter().map(Uuid::to_string).collect()),
            };
            let typed = Typed {
                body: forward.comment.clone(),
                choice: forward.desk.clone(),
                asked_by: forward.asked_by,
                along,
                ..Typed::default()
            };
            (asked, typed)
        }
        Outgoing::Readdress { address, same } => {
            let typed = Typed {
                body: address.clone(),
                same: *same,
                ..Typed::default()
            };
            (asked, typed)
        }
        Outgoing::PassOn(pass) => {
            let typed = Typed {
                body: pass.words.clone(),
                desks: pass.desks.clone(),
                ..Typed::default()
            };
            let asked = TicketQuery {
                about: Some(pass.message),
                ..asked
            };
            (asked, typed)
        }
        // Written on a page of its own, its words stand here as those of a form that is there no more.
        Outgoing::Consult(consult) => {
            let typed = Typed {
                body: consult.words.clone(),
                ..Typed::default()
            };
            let asked = TicketQuery {
                form: Some(Form::Note),
                ..asked
            };
            (asked, typed)
        }
    }
}

/// What waits to leave from a question, and what its reader sent that did not leave.
#[derive(Debug, Default)]
pub struct Waiting {
    reference: String,
    leaving: Option<Pending>,
    /// The drafts of the reader in this question.
    drafts: Vec<Pending>,
    /// What they are typing in its forms.
    typed: Vec<TypedDraft>,
}

impl Waiting {
    /// Of the ticket, for the reader.
    pub async fn of(
        db: &impl ConnectionTrait,
        ticket: &Ticket,
        reader: Uuid,
    ) -> Result<Self, Problem> {
        let (reference, ticket) = (ticket.reference.to_string(), ticket.id);
        let pending = dispatch::pending_in(db, reader, ticket).await?;
        Ok(Self {
            reference,
            leaving: pending.leaving,
            drafts: pending.drafts,
            typed: registry::typed_of(db, reader, ticket).await?,
        })
    }

    /// The draft with this id.
    pub fn draft(&self, id: Option<Uuid>) -> Option<&Pending> {
        self.drafts.iter().find(|draft| Some(draft.id) == id)
    }

    /// What is being typed, by its id.
    pub fn typed(&self, id: Option<Uuid>) -> Option<&TypedDraft> {
        self.typed.iter().find(|draft| Some(draft.id) == id)
    }

    /// What is being typed in this form.
    pub fn typed_at(&self, form: Option<&Composer>) -> Option<&TypedDraft> {
        let place = form?.place();
        self.typed.iter().find(|draft| draft.place == place)
    }

    /// Where what is being typed at this place is thrown away.
    pub fn discard_of(&self, place: &str) -> Option<String> {
        let kept = self.typed.iter().find(|draft| draft.place == place)?;
        Some(discard_url(self.reference.as_str(), kept.id))
    }

    /// The bar at the top of the page, without the draft that is open in its form.
    pub fn bar(&self, reading: &Reading<'_>, reader: Uuid, open: Option<Uuid>) -> PendingBar {
        let (t, atlas, now) = (reading.t, reading.atlas, reading.now);
        let leaving = self.leaving.as_ref().map(|one| {
            let mine = one.author == reader;
            let seconds = (one.due_at - now).num_seconds().max(0);
            let said = |key, seconds: String| {
                let named = [
                    ("what", one.outgoing.slug().into()),
                    ("who", one.author_name.as_str().into()),
                    ("to", to(&one.outgoing, atlas).into()),
                    ("seconds", seconds.into()),
                ];
                t.fill(key, named)
            };
            let (within, now) = if mine {
                ("desk-pending-mine", "desk-pending-mine-now")
            } else {
                ("desk-pending-theirs", "desk-pending-theirs-now")
            };
            Leaving {
                id: one.id.to_string(),
                seconds,
                words: said(within, seconds.to_string()),
                counted: said(within, "#".to_owned()),
                now: said(now, String::new()),
                call_back: mine.then(|| ticket_url(one.reference.as_str(), "/undo")),
                reaches: reading.reached_by(&one.outgoing),
                body: match &one.outgoing {
                    // The bar names the address, and what leaves was written before.
                    Outgoing::Readdress { .. } => String::new(),
                    other => other.words().to_owned(),
                },
            }
        });
        let sent = self.drafts.iter().filter(|draft| Some(draft.id) != open);
        let typed = self.typed.iter().filter(|draft| Some(draft.id) != open);
        let typed = typed.map(|draft| drafts::shown(t, atlas, &self.reference, draft, now));
        PendingBar {
            leaving,
            drafts: sent.map(|draft| shown(t, draft)).chain(typed).collect(),
        }
    }

    /// What would send the question on once more is not offered while something waits to leave, nor what would
    /// send it without the words that its reader began to write along; and a page overwrites no draft that is
    /// newer than what it shows.
    pub fn hold_back(&self, page: &mut TicketPage) {
        let forward = Form::Forward.slug();
        let begun =
            |draft: &TypedDraft| draft.place == forward && !draft.field("body").trim().is_empty();
        if self.leaving.is_some() || self.typed.iter().any(begun) {
            page.dispatch = None;
        }
        self.go_on_from(page);
    }

    /// The form with a draft in it says what became of that, and which writing of it the page goes on from.
    fn go_on_from(&self, page: &mut TicketPage) {
        let open = page.head.draft.as_deref().and_then(|id| id.parse().ok());
        let (Some(draft), Some(composer)) = (self.draft(open), &page.composer) else {
            return;
        };
        // In another form its words are those of that form, which are kept apart.
        if called_back_in(&composer.place()).is_none() {
            return;
        }
        let kept = Kept {
            words: in_words(page.t, draft),
            version: draft.version.clone(),
            discard: discard_url(&self.reference, draft.id),
        };
        if let Some(keep) = &mut page.keep {
            keep.kept = Some(kept);
        }
    }

    /// Shows on the page of a conflict what waits to leave: that is what came first.
    pub fn show_in(&self, page: &mut ConflictPage, t: Texts) {
        let Some(one) = &self.leaving else { return };
        page.title = t.with("desk-pending-conflict", "name", one.author_name.as_str());
        page.theirs.push(Entry::Message(Box::new(Message {
            id: one.id.to_string(),
            side: Side::Us,
            author: one.author_name.clone(),
            of: String::new(),
            at: t.say("desk-pending-soon"),
            body: one.outgoing.words().to_owned(),
            marked: matches!(one.outgoing, Outgoing::Answer(_) | Outgoing::Request { .. }),
            quoted: None,
            quoted_title: String::new(),
            signature: None,
            files: Vec::new(),
            sender: None,
            marks: Vec::new(),
            raw: None,
            state: None,
            dealt: Vec::new(),
            proposed: false,
            links: Vec::new(),
            buttons: Vec::new(),
        })));
    }
}

/// The desks that it goes to, or the address that is new; empty for what goes to the asker as they are known.
fn to(outgoing: &Outgoing, atlas: &Atlas) -> String {
    let name = |slug: &String| {
        let desk = atlas.desk_by_slug(slug);
        desk.map_or_else(|| slug.clone(), |desk| desk.name.clone())
    };
    match outgoing {
        Outgoing::Forward(forward) => name(&forward.desk),
        Outgoing::Consult(consult) => name(&consult.desk),
        Outgoing::PassOn(pass) => pass.desks.iter().map(name).collect::<Vec<_>>().join(", "),
        Outgoing::Readdress { address, .. } => address.trim().to_owned(),
        Outgoing::Answer(_) | Outgoing::Request { .. } => String::new(),
    }
}

fn shown(t: Texts, draft: &Pending) -> Draft {
    Draft {
        tone: if draft.unsent.is_some() {
            Tone::Warn
        } else {
            Tone::Soft
        },
        words: in_words(t, draft),
        open: draft_url(draft),
        discard: discard_url(draft.reference.as_str(), draft.id),
    }
}

/// What became of a draft.
fn in_words(t: Texts, draft: &Pending) -> String {
    let Some(unsent) = draft.unsent else {
        // It is true of this text only: another one may have left since.
        return t.with2(
            "desk-draft-called-back",
            "what",
            draft.outgoing.slug(),
            "when",
            dates::short_moment(draft.due_at, t.language()),
        );
    };
    let why = why(t, unsent);
    t.with2(
        "desk-draft-unsent",
        "what",
        draft.outgoing.slug(),
        "why",
        why,
    )
}

/// Why something did not leave.
pub fn why(t: Texts, unsent: Unsent) -> String {
    t.say(match unsent {
        Unsent::Changed => "desk-unsent-changed",
        Unsent::Closed => "desk-unsent-closed",
        Unsent::File => "desk-unsent-file",
        Unsent::NotAllowed => "desk-unsent-not-allowed",
        Unsent::Failed => "desk-unsent-failed",
    })
}

/// What somebody sent that did not leave, for the top of every page of theirs: what it says, and where the
/// draft is.
pub async fn unsent(
    db: &impl ConnectionTrait,
    t: Texts,
    reader: Uuid,
) -> Result<Vec<(String, String)>, Problem> {
    let unsent = dispatch::unsent_drafts(db, reader).await?;
    Ok(unsent
        .iter()
        .map(|draft| {
            let reference = draft.reference.as_str();
            let words = in_words(t, draft);
            let words = t.with2("desk-unsent-in", "reference", reference, "words", words);
            (words, draft_url(draft))
        })
        .collect())
}

/// What the form that calls back names.
#[derive(Debug, Deserialize)]
pub struct CallBack {
    id: Uuid,
}

/// A form that says no more than its address.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// The form that throws a draft away.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Discard {
    /// `queue`, where its writer is done with the question too.
    back: String,
}

/// `POST /desk/tickets/{reference}/undo`: calls back what its author sent a moment ago.
pub async fn undo(
    ctx: web::Data<Context>,
    path: web::Path<String>,
    posted: Posted<CallBack>,
) -> Result<HttpResponse, Problem> {
    let Posted { agent, form, .. } = posted;
    let (ticket, user) = readable(&ctx, &agent, &path).await?;
    let page = ticket_url(ticket.reference.as_str(), "");
    let said = match dispatch::call_back(&ctx, user, form.id).await? {
        CalledBack::Draft => "desk-undo-done",
        CalledBack::Leaving => "desk-undo-leaving",
        CalledBack::Left => "desk-undo-late",
    };
    leave_notice(&ctx, &agent, said).await?;
    let draft = dispatch::draft(&ctx.db, user, form.id).await?;
    Ok(see_other(&draft.as_ref().map_or(page, draft_url)))
}

/// `POST /desk/tickets/{reference}/drafts/{id}/discard`: throws a draft away.
pub async fn discard(
    ctx: web::Data<Context>,
    path: web::Path<(String, Uuid)>,
    posted: Posted<Discard>,
) -> Result<HttpResponse, Problem> {
    let (reference, id) = path.into_inner();
    let (ticket, user) = readable(&ctx, &posted.agent, &reference).await?;
    dispatch::discard_draft(&ctx, user, id).await?;
    registry::discard_typed(&ctx.db, user, id).await?;
    leave_notice(&ctx, &posted.agent, "desk-draft-discarded").await?;
    Ok(see_other(&match posted.form.back.as_str() {
        "queue" => "/desk".to_owned(),
        _ => ticket_url(ticket.reference.as_str(), ""),
    }))
}

/// The question and who reads it, for whoever may.
pub(super) async fn readable(
    ctx: &Context,
    agent: &Agent,
    reference: &str,
) -> Result<(Ticket, Uuid), Problem> {
    let reference: Reference = reference.parse().map_err(|_| Problem::not_found())?;
    let ticket = registry::find(&ctx.db, &reference)
        .await?
        .ok_or_else(Problem::not_found)?;
    let facts = registry::facts(&ctx.db, &ticket).await?;
    agent.may(Verb::ReadTicket, Subject::Ticket(&facts))?;
    Ok((ticket, agent.user()?.id))
}
