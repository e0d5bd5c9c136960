//! A mail before it leaves, on the page where it is written.

use super::view::preview::MailPreview;
use crate::outbound::WrittenMail;
use crate::web::letter::{Links, cleaned, without_tags};

/// The mails as a page shows them: nobody can press a link that is another's.
pub(super) fn shown(mails: Vec<WrittenMail>) -> Vec<MailPreview> {
    let one = |mail: WrittenMail| MailPreview {
        to: mail.to,
        subject: mail.body.subject,
        page: cleaned(&mail.body.html, Links::Shown),
        text: without_tags(&mail.body.text),
        files: mail.files,
    };
    mails.into_iter().map(one).collect()
}
