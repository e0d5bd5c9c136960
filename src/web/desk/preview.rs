//! A mail before it leaves, on the page where it is written.

use super::view::preview::MailPreview;
use crate::auth::Signer;
use crate::context::Context;
use crate::outbound::WrittenMail;
use crate::web::letter::{Links, cleaned};

/// The mails as a page shows them: nobody can press a link that is another's.
pub(super) fn shown(ctx: &Context, mails: Vec<WrittenMail>) -> Vec<MailPreview> {
    let signer = Signer::of(ctx);
    let one = |mail: WrittenMail| MailPreview {
        to: mail.to,
        subject: mail.body.subject,
        page: cleaned(&mail.body.html, Links::Shown),
        text: signer.without_tags(&mail.body.text),
        files: mail.files,
    };
    mails.into_iter().map(one).collect()
}
