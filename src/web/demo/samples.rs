//! The demo's pages on record, in both languages.

use askama::Template as _;

use super::pages::{
    Actions, MailFile, MailLine, MailboxLink, MailboxPage, Mailboxes, OpenMail, OtherView,
    SenderOption, Sent, WriteForm, WritePage,
};
use super::reading::{Body, View};
use crate::text::{Language, Texts};
use crate::web::portal::ask::FieldErrors;
use crate::web::portal::samples::without_digests;
use crate::web::portal::{Markup, ReadFrom, Site};

fn site() -> Site {
    Site {
        mail_address: "regiovorming@vlaanderen.be".to_owned(),
        public_url: "http://127.0.0.1:8080".to_owned(),
        demo: true,
        other_language: None,
        read_from: ReadFrom::Service,
    }
}

fn boxes(current: bool) -> Mailboxes {
    let link = |name: &str, current| MailboxLink {
        url: format!("/demo/mail/{name}@wetteren.be"),
        name: "Gemeente Wetteren".to_owned(),
        address: format!("{name}@wetteren.be"),
        count: 3,
        current,
    };
    let others = (0..10).map(|number| link(&format!("iemand{number}"), false));
    Mailboxes::new(
        others
            .chain([link("katrien.vermeersch", current)])
            .collect(),
    )
}

fn write(t: Texts) -> WritePage {
    let senders = vec![
        SenderOption {
            value: "Katrien Vermeersch <katrien.vermeersch@wetteren.be>".to_owned(),
            label: "Katrien Vermeersch, gemeente Wetteren (katrien.vermeersch@wetteren.be)"
                .to_owned(),
            chosen: true,
        },
        SenderOption {
            value: "iemand@mail.example".to_owned(),
            label: "Onbekende afzender (iemand@mail.example)".to_owned(),
            chosen: false,
        },
    ];
    let form = WriteForm {
        other: String::new(),
        to: "regiovorming@vlaanderen.be".to_owned(),
        subject: "Hulpverleningszone".to_owned(),
        body: "Beste\n\nMoet onze zone zich aanpassen?".to_owned(),
    };
    WritePage::new(
        t,
        &site(),
        boxes(false),
        senders,
        form,
        "/demo/mail?voorbeeld=1".to_owned(),
    )
}

fn mails() -> Vec<MailLine> {
    vec![MailLine {
        url: "/demo/mail/katrien.vermeersch@wetteren.be/1".to_owned(),
        subject: "Re: Hulpverleningszone [RV-2026-000487]".to_owned(),
        other_side: "van Regiovorming (ABB)".to_owned(),
        note: "dinsdag 19 mei, 10.12 uur".to_owned(),
        current: true,
    }]
}

fn open(body: Body) -> OpenMail {
    OpenMail {
        subject: "Re: Hulpverleningszone [RV-2026-000487]".to_owned(),
        from: "Regiovorming (ABB) <regiovorming@vlaanderen.be>".to_owned(),
        to: "katrien.vermeersch@wetteren.be".to_owned(),
        date: "dinsdag 19 mei 2026, 10.12 uur".to_owned(),
        files: vec![MailFile {
            url: "/demo/mail/katrien.vermeersch@wetteren.be/1/bijlage/0".to_owned(),
            name: "stappen.pdf".to_owned(),
            size: "212 kB".to_owned(),
        }],
        body,
        views: View::ALL
            .into_iter()
            .skip(1)
            .map(|view| OtherView {
                url: format!("/demo/mail/x/1/{}", view.slug().unwrap_or_default()),
                key: view.key(),
            })
            .collect(),
    }
}

fn samples(t: Texts) -> Vec<(&'static str, String)> {
    let mailbox = || {
        MailboxPage::new(
            t,
            &site(),
            "Gemeente Wetteren".to_owned(),
            boxes(true),
            mails(),
        )
    };
    let actions = || {
        Some(Actions {
            reply_as: "Katrien Vermeersch".to_owned(),
            reply_url: "/demo/mail/katrien.vermeersch@wetteren.be/1/antwoord".to_owned(),
            domain: "wetteren.be".to_owned(),
            fail_url: "/demo/mail/katrien.vermeersch@wetteren.be/1/mislopen".to_owned(),
        })
    };
    let page = || {
        Body::Page(Markup(
            "<p>Nee, uw zone hoeft zich niet aan te passen.</p>".to_owned(),
        ))
    };
    let plain = || Body::Plain("Nee, <dat> hoeft niet.".to_owned());
    let mut errors = FieldErrors::default();
    for field in ["ander", "aan", "bericht", "bijlagen"] {
        errors.add(field, format!("Kijk {field} na"));
    }
    let empty = MailboxPage::new(t, &site(), "Stad Deinze".to_owned(), boxes(false), vec![]);
    let sent = |done| mailbox().with_mail(open(plain()), None).after(done);
    let pages = [
        ("write", write(t).render()),
        ("write-errors", write(t).with_errors(errors).render()),
        ("mailbox", mailbox().render()),
        ("mailbox-empty", empty.render()),
        (
            "mail",
            mailbox().with_mail(open(page()), actions()).render(),
        ),
        (
            "reading-reply-error",
            mailbox()
                .with_mail(open(plain()), actions())
                .with_reply_error("Schrijf een antwoord".to_owned())
                .render(),
        ),
        ("reading-written", sent(Sent::Written).render()),
        ("reading-replied", sent(Sent::Replied).render()),
        ("reading-failed", sent(Sent::Failed).render()),
        ("reading-silent", sent(Sent::Nothing).render()),
    ];
    pages
        .into_iter()
        .map(|(name, html)| (name, html.unwrap()))
        .collect()
}

#[test]
fn every_page_of_the_demo_reads_well_in_both_languages() {
    for language in [Language::Nl, Language::En] {
        for (name, html) in samples(Texts::new(language)) {
            assert!(!html.contains("style="), "{name} in {language}");
            assert!(
                !html.contains(">demo-") && !html.contains("\"demo-"),
                "{name} in {language}"
            );
            insta::with_settings!({ prepend_module_to_snapshot => false }, {
                insta::assert_snapshot!(format!("demo-{name}-{language}"), without_digests(&html));
            });
        }
    }
}
