//! "Waar staat mijn vraag?": asking for a new link.

use actix_web::{HttpResponse, web};

use crate::context::Context;
use crate::followup::{self, Asked};
use crate::outbound::mailable;
use crate::registry::Reference;
use crate::web::fields::Fields;
use crate::web::portal::limits::{self, Limited};
use crate::web::portal::link::{LinkSentPage, LostLinkPage};
use crate::web::portal::visitor::Visitor;
use crate::web::{Kind, Problem, Said};

/// Seconds until an address may be asked for again.
const WAIT: u32 = 900;

/// `GET /status`.
pub async fn form(visitor: Visitor) -> Result<HttpResponse, Problem> {
    let (mail, number) = (String::new(), String::new());
    visitor.page(&LostLinkPage::new(visitor.t, &visitor.site, mail, number))
}

/// `POST /status`: the answer says nothing about whether we know the address.
pub async fn send(
    ctx: web::Data<Context>,
    visitor: Visitor,
    fields: Fields,
) -> Result<HttpResponse, Problem> {
    limits::count(Limited::Link, visitor.from)?;
    let mail = fields.text("mail").trim().to_owned();
    let number = fields.text("nummer").trim().to_owned();
    if mail.len() > 254 || mailable(&mail).is_none() {
        let error = visitor.t.say("portal-error-mail");
        let page = LostLinkPage::new(visitor.t, &visitor.site, mail, number).with_error(error);
        return visitor.page_again(&page);
    }
    // A number that is none is left out: the links of all questions help as well.
    let number: Option<Reference> = number.parse().ok();
    match followup::mail_status_links(&ctx, &mail, number.as_ref()).await? {
        Asked::Done => visitor.private_page(&LinkSentPage::new(visitor.t, &visitor.site, mail)),
        Asked::TooOften => Err(Problem::new(Kind::TooMany)
            .because(Said::key("problem-too-often-mail"))
            .retry_after(WAIT)),
    }
}
