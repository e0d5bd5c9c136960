//! One believable case on every page, in both languages: what the pages look like is on record, and
//! a text that went missing or a page that breaks shows at once.

use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};

use super::administration::{
    AdministrationForm, AdministrationPage, AdministrationThanksPage, Assignment, Done, JustDone,
    Otherwise, Term,
};
use super::ask::{AskForm, AskPage, FieldErrors, Offer, Sent, SentPage};
use super::case::{
    Ball, Change, Contact, Due, File, Holiday, Message, Portion, Promise, Speaker, Step, Sum, What,
    When,
};
use super::confirm::{ConfirmPage, ConfirmedPage, Links, NotYetPage, ReopenedPage};
use super::contact_point::{Choice, ContactPointPage, Place, Province, Region};
use super::faq::{Answer, Entry, FaqEntryPage, FaqPage, Related, Topic};
use super::link::{LinkSentPage, LostLinkPage};
use super::notices::{
    AboutPage, AccessibilityPage, ExpiredPage, FailurePage, MaintenancePage, NotFoundPage,
    PrivacyPage, RefusedPage,
};
use super::start::StartPage;
use super::status::{
    Addition, Channel, Closed, ClosedBecause, Closes, Question, StatusPage, YesNo,
};
use super::words::{Markup, paragraphs};
use super::{Phone, ReadFrom, Site};
use crate::text::{Language, Texts};
use crate::web::uploads::KeptFile;

fn at(moment: &str) -> DateTime<Utc> {
    moment.parse().unwrap()
}

fn on(date: &str) -> NaiveDate {
    date.parse().unwrap()
}

fn said(text: &str) -> Markup {
    Markup(text.to_owned())
}

fn site() -> Site {
    Site {
        mail_address: "regiovorming@vlaanderen.be".to_owned(),
        public_url: "https://regiovraag.example".to_owned(),
        demo: false,
        other_language: None,
        read_from: ReadFrom::Service,
    }
}

fn contact() -> Contact {
    Contact {
        name: "Contactpunt Oost-Vlaanderen".to_owned(),
        person: Some("Sofie De Clercq".to_owned()),
        phone: Some(Phone::new("09 000 00 40")),
    }
}

fn typed() -> AskForm {
    AskForm {
        subject: "Hulpverleningszone en referentieregio".to_owned(),
        question: "Onze gemeente ligt in Regio Gent. Moet onze zone zich aanpassen aan de referentieregio?"
            .to_owned(),
        name: "Katrien Vermeersch".to_owned(),
        mail: "katrien.vermeersch@wetteren.be".to_owned(),
        organisation: "Gemeente Wetteren".to_owned(),
        nonce: "01890000".to_owned(),
    }
}

fn offers() -> Vec<Offer> {
    vec![Offer {
        slug: "moeten-hulpverleningszones-zich-aanpassen".to_owned(),
        question: "Moeten de hulpverleningszones aan de regio’s worden aangepast?".to_owned(),
        summary: "Hulpverleningszones zijn federaal geregeld. Het regiodecreet verandert ze niet."
            .to_owned(),
    }]
}

fn organisations() -> Vec<String> {
    vec!["Gemeente Wetteren".to_owned(), "OCMW Wetteren".to_owned()]
}

fn question() -> Question {
    Question {
        reference: "RV-2026-000487".to_owned(),
        subject: "Hulpverleningszone en referentieregio".to_owned(),
        asked_by: "Katrien Vermeersch, gemeente Wetteren".to_owned(),
        asked_at: at("2026-04-28T07:14:00Z"),
        channel: Channel::Mail,
        topic: Some("Hulpverleningszones en noodplanning".to_owned()),
    }
}

fn own_question() -> Message {
    Message {
        speaker: Speaker::OwnQuestion,
        at: at("2026-04-28T07:14:00Z"),
        body: paragraphs(
            "Beste\n\nMoet onze zone zich aanpassen aan de referentieregio?\n\nKatrien Vermeersch\nGemeente Wetteren",
        ),
        quoted: None,
        files: vec![File {
            url: "/vraag/RV-2026-000487/bijlage/1".to_owned(),
            name: "ligging-zone-oost.pdf".to_owned(),
            size: "pdf, 340 kB".to_owned(),
        }],
    }
}

fn sum() -> Sum {
    let holiday = |day: &str, name: &str| Holiday {
        day: on(day),
        name: name.to_owned(),
    };
    Sum {
        counted: 20,
        promise: Promise::ToAsker,
        from: on("2026-04-29"),
        to: on("2026-05-29"),
        weekend_days: 8,
        holidays: vec![
            holiday("2026-05-01", "Dag van de Arbeid"),
            holiday("2026-05-14", "Hemelvaart"),
            holiday("2026-05-25", "pinkstermaandag"),
        ],
        paused_days: 0,
        changes: Vec::new(),
    }
}

fn fod() -> String {
    "FOD Binnenlandse Zaken".to_owned()
}

fn ball() -> Ball {
    Ball {
        holder: fod(),
        since: on("2026-04-30"),
        working_days: 7,
        waiting_on_asker: false,
        due: Some(Due {
            day: on("2026-05-29"),
            moved: false,
            passed: false,
        }),
        sum: Some(sum()),
        beyond: None,
    }
}

fn first_steps() -> Vec<Step> {
    let done = |moment: &str, what: What| Step {
        when: When::Done(at(moment)),
        what,
    };
    let desk = || "Contactpunt Oost-Vlaanderen".to_owned();
    vec![
        done(
            "2026-04-28T07:14:00Z",
            What::Received {
                acknowledged: Some("katrien.vermeersch@wetteren.be".to_owned()),
            },
        ),
        done("2026-04-29T08:05:00Z", What::ReadBy(desk())),
        done(
            "2026-04-30T09:40:00Z",
            What::SentTo {
                desk: fod(),
                topic: Some("Hulpverleningszones en noodplanning".to_owned()),
            },
        ),
        done("2026-05-04T12:20:00Z", What::AcceptedBy(fod())),
    ]
}

fn under_way(t: Texts) -> StatusPage {
    let mut steps = first_steps();
    steps.extend([
        Step {
            when: When::Now(on("2026-05-12")),
            what: What::WorkingOn {
                desk: fod(),
                due: Some(on("2026-05-18")),
            },
        },
        Step {
            when: When::Next(None),
            what: What::WeReview,
        },
        Step {
            when: When::Next(Some(on("2026-05-29"))),
            what: What::AnswerComes,
        },
    ]);
    let site = site().at(&t, &"/vraag/RV-2026-000487?t=abc".parse().unwrap());
    StatusPage::new(
        t,
        &site,
        question(),
        steps,
        vec![own_question()],
        Some(contact()),
    )
    .with_ball(ball())
    .with_addition(addition())
}

fn addition() -> Addition {
    Addition {
        url: "/vraag/RV-2026-000487/bericht?t=abc".to_owned(),
        nonce: "0190aaaabbbb7ccc8dddeeeeffff0001".to_owned(),
    }
}

fn late(t: Texts) -> StatusPage {
    let mut ball = ball();
    ball.due = Some(Due {
        day: on("2026-06-05"),
        moved: true,
        passed: false,
    });
    let mut sum = sum();
    sum.changes.push(Change {
        on: on("2026-05-20"),
        by: "Bart Mertens, contactpunt Oost-Vlaanderen".to_owned(),
        why: "de dienst rekent de gevolgen <nog> na.".to_owned(),
    });
    ball.sum = Some(sum);
    StatusPage::new(
        t,
        &site(),
        question(),
        first_steps(),
        vec![own_question()],
        Some(contact()),
    )
    .with_ball(ball)
    .with_addition(addition())
    .with_addition_error("Schrijf uw bericht".to_owned(), " ".to_owned())
}

fn overdue(t: Texts) -> StatusPage {
    let mut ball = ball();
    ball.due = Some(Due {
        day: on("2026-05-08"),
        moved: false,
        passed: true,
    });
    ball.working_days = 1;
    StatusPage::new(
        t,
        &site(),
        question(),
        first_steps(),
        vec![own_question()],
        None,
    )
    .with_ball(Ball {
        beyond: Some((fod(), on("2026-06-12"))),
        ..ball
    })
    .after_addition()
}

fn waiting(t: Texts) -> StatusPage {
    let ball = Ball {
        waiting_on_asker: true,
        due: None,
        sum: None,
        working_days: 0,
        ..ball()
    };
    StatusPage::new(
        t,
        &site(),
        question(),
        first_steps(),
        vec![own_question()],
        None,
    )
    .with_ball(ball)
}

fn answer() -> Message {
    Message {
        speaker: Speaker::Answer(fod()),
        at: at("2026-05-19T08:12:00Z"),
        body: paragraphs("Beste mevrouw Vermeersch\n\nNee, uw zone hoeft zich niet aan te passen."),
        quoted: None,
        files: Vec::new(),
    }
}

fn answered(t: Texts) -> StatusPage {
    let mut steps = first_steps();
    let done = |moment: &str, what: What| Step {
        when: When::Done(at(moment)),
        what,
    };
    steps.extend([
        done("2026-05-18T14:31:00Z", What::AnsweredBy(fod())),
        done(
            "2026-05-19T08:12:00Z",
            What::AnswerSent {
                taken_by: Some("wetteren.be".to_owned()),
                portion: Portion::Whole,
            },
        ),
        Step {
            when: When::Now(on("2026-05-20")),
            what: What::AskerSays,
        },
    ]);
    StatusPage::new(
        t,
        &site(),
        question(),
        steps,
        vec![own_question()],
        Some(contact()),
    )
    .with_answer(answer(), false)
    .with_question(YesNo {
        yes_url: "/b/ja/abc".to_owned(),
        no_url: "/b/nee/abc".to_owned(),
        closes: Some(Closes {
            on: on("2026-06-03"),
            working_days: 10,
        }),
    })
}

fn closed(t: Texts) -> StatusPage {
    let done = |moment: &str, what: What| Step {
        when: When::Done(at(moment)),
        what,
    };
    let steps = vec![
        done(
            "2026-04-28T07:14:00Z",
            What::Received { acknowledged: None },
        ),
        done("2026-04-28T08:14:00Z", What::AskedMore),
        done("2026-04-29T07:14:00Z", What::AskerWrote),
        done(
            "2026-04-30T07:14:00Z",
            What::RefusedBy("Departement Zorg".to_owned()),
        ),
        done("2026-05-12T07:14:00Z", What::Reminded(fod())),
        done("2026-05-13T07:14:00Z", What::Delayed),
        done("2026-05-19T07:14:00Z", What::AnswerBounced { open: true }),
        done("2026-05-19T08:14:00Z", What::Disputed),
        done("2026-05-19T09:14:00Z", What::Reopened),
        done(
            "2026-05-19T12:32:00Z",
            What::Confirmed {
                portion: Portion::Whole,
            },
        ),
        done("2026-05-19T12:32:00Z", What::Closed),
    ];
    let mine = Message {
        speaker: Speaker::Own,
        ..own_question()
    };
    let desks = Message {
        speaker: Speaker::Desk("Contactpunt Oost-Vlaanderen".to_owned()),
        ..answer()
    };
    StatusPage::new(
        t,
        &site(),
        question(),
        steps,
        vec![own_question(), desks, mine],
        None,
    )
    .with_answer(answer(), true)
    .with_end(Closed {
        at: at("2026-05-19T12:32:00Z"),
        reason: ClosedBecause::Answered,
        together_with: None,
        noted: None,
        goes_on: false,
        leads_to: None,
    })
}

fn links() -> Links {
    Links {
        yes: "/b/ja/abc".to_owned(),
        no: "/b/nee/abc".to_owned(),
        status: "/vraag/RV-2026-000487?t=abc".to_owned(),
    }
}

fn topics(current: Option<usize>) -> Vec<Topic> {
    let topic = |place: usize, slug: &str, name: &str, count: usize| Topic {
        slug: slug.to_owned(),
        name: name.to_owned(),
        count,
        current: current == Some(place),
    };
    vec![
        topic(0, "afbakening", "Afbakening van de regio’s", 5),
        topic(1, "burgemeestersoverleg", "Burgemeestersoverleg", 7),
    ]
}

fn entries() -> Vec<Entry> {
    vec![Entry {
        slug: "is-een-burgemeestersoverleg-verplicht".to_owned(),
        question: said("Is een <mark>burgemeestersoverleg</mark> verplicht?"),
        summary: said("Elke referentieregio heeft een <mark>burgemeestersoverleg</mark>."),
        topic: Some("Burgemeestersoverleg".to_owned()),
        checked: on("2026-04-20"),
    }]
}

fn entry() -> Answer {
    Answer {
        slug: "tot-welke-referentieregio".to_owned(),
        question: "Tot welke referentieregio behoort onze gemeente?".to_owned(),
        summary: "Vlaanderen telt 15 referentieregio’s.".to_owned(),
        body: said("<p>De officiële lijst staat in de bijlage.</p>"),
        topic: Some("Afbakening van de regio’s".to_owned()),
        checked: on("2026-05-12"),
        sources: Some(said("<ul><li>Regiodecreet van 3 februari 2023</li></ul>")),
        related: vec![Related {
            slug: "welke-regio-na-fusie".to_owned(),
            question: "Tot welke regio behoort een fusiegemeente?".to_owned(),
        }],
    }
}

fn provinces() -> Vec<Province> {
    let choice = |nis: &str, name: &str| Choice {
        nis: nis.to_owned(),
        name: name.to_owned(),
    };
    vec![
        Province {
            name: "Limburg".to_owned(),
            municipalities: vec![choice("72041", "Dilsen-Stokkem")],
        },
        Province {
            name: "Oost-Vlaanderen".to_owned(),
            municipalities: vec![choice("42025", "Wetteren"), choice("42026", "Wichelen")],
        },
    ]
}

fn wetteren() -> Place {
    Place::new(
        "Wetteren".to_owned(),
        Some(Region {
            name: "Regio Gent".to_owned(),
            municipalities: 20,
        }),
        "Oost-Vlaanderen".to_owned(),
        vec!["Massemen".to_owned(), "Westrem".to_owned()],
        contact(),
    )
}

fn assignment() -> Assignment {
    Assignment {
        advises: false,
        desk: fod(),
        reference: "RV-2026-000487".to_owned(),
        asker: "gemeente Wetteren".to_owned(),
        due: Some(Term {
            day: on("2026-05-18"),
            working_days: 9,
            sum: Some(Sum {
                promise: Promise::ByDesk,
                ..sum()
            }),
        }),
        promised: Some(on("2026-05-29")),
        done: None,
        messages: vec![Message {
            speaker: Speaker::Asker("Katrien Vermeersch, gemeente Wetteren".to_owned()),
            ..own_question()
        }],
        why: Some("Uw dienst gaat over de hulpverleningszones.".to_owned()),
        contact: contact(),
        url: "/a/abc".to_owned(),
    }
}

fn administration(t: Texts, due_in: i64, done: Option<Done>) -> AdministrationPage {
    let mut assignment = assignment();
    assignment.due = Some(Term {
        day: on("2026-05-18"),
        working_days: due_in,
        sum: None,
    });
    assignment.done = done;
    administration_page(t, assignment)
}

fn administration_page(t: Texts, assignment: Assignment) -> AdministrationPage {
    let others = vec!["Departement Zorg".to_owned()];
    let (max, today) = ("20 MB".to_owned(), on("2026-05-05"));
    AdministrationPage::new(t, &site(), assignment, others, max, today)
}

fn samples(t: Texts) -> Vec<(&'static str, String)> {
    fn page(name: &'static str, page: impl Template) -> (&'static str, String) {
        (name, page.render().unwrap())
    }
    let site = &site();
    let max = || "20 MB".to_owned();
    let reference = || "RV-2026-000487".to_owned();
    let often = vec![Related {
        slug: "is-een-burgemeestersoverleg-verplicht".to_owned(),
        question: "Is een burgemeestersoverleg verplicht?".to_owned(),
    }];

    let mut errors = FieldErrors::default();
    errors.add("vraag", "Schrijf uw vraag".to_owned());
    errors.add(
        "mail",
        "Vul een volledig e-mailadres in, zoals naam@gemeente.be".to_owned(),
    );
    let wrong = AskForm {
        question: "\n<b>1 & 2</b>".to_owned(),
        ..typed()
    };
    let kept = vec![KeptFile {
        ticket: "ticket".to_owned(),
        name: "ligging-zone-oost.pdf".to_owned(),
        size: "340 kB".to_owned(),
    }];
    let mut wrong_answer = FieldErrors::default();
    wrong_answer.add("antwoord", "Schrijf uw antwoord".to_owned());
    let ask = |form: AskForm| AskPage::new(t, site, form, organisations(), max());
    let moment = at("2026-05-19T12:32:00Z");
    let status = || links().status;

    vec![
        page("start", StartPage::new(t, site, 38, often)),
        page(
            "start-empty",
            StartPage::new(
                t,
                &Site {
                    demo: true,
                    ..site.clone()
                },
                0,
                vec![],
            ),
        ),
        page("ask", ask(AskForm::default())),
        page("ask-offers", ask(typed()).with_offers(offers())),
        page("ask-no-offers", ask(typed()).with_offers(vec![])),
        page(
            "ask-errors",
            ask(wrong).with_errors(errors).with_kept(kept.clone()),
        ),
        page(
            "sent",
            SentPage::new(
                t,
                site,
                Sent {
                    reference: reference(),
                    mail: typed().mail,
                    contact: contact(),
                    due: Some(on("2026-05-29")),
                    follow_url: status(),
                    offers: offers(),
                },
            ),
        ),
        page(
            "sent-no-date",
            SentPage::new(
                t,
                site,
                Sent {
                    reference: reference(),
                    mail: typed().mail,
                    contact: Contact {
                        phone: None,
                        ..contact()
                    },
                    due: None,
                    follow_url: status(),
                    offers: vec![],
                },
            ),
        ),
        page("status", under_way(t)),
        page("status-late", late(t)),
        page("status-overdue", overdue(t)),
        page("status-waiting", waiting(t)),
        page("status-answered", answered(t)),
        page("status-closed", closed(t)),
        page(
            "confirm",
            ConfirmPage::new(t, site, reference(), question().subject, links(), false),
        ),
        page(
            "confirm-part",
            ConfirmPage::new(t, site, reference(), question().subject, links(), true),
        ),
        page(
            "confirmed",
            ConfirmedPage::new(t, site, reference(), moment, status(), false),
        ),
        page(
            "confirmed-part",
            ConfirmedPage::new(t, site, reference(), moment, status(), true),
        ),
        page("not-yet", NotYetPage::new(t, site, links())),
        page(
            "reopened",
            ReopenedPage::new(
                t,
                site,
                reference(),
                moment,
                Some(on("2026-06-18")),
                status(),
                false,
            ),
        ),
        page(
            "reopened-part",
            ReopenedPage::new(
                t,
                site,
                reference(),
                moment,
                Some(on("2026-06-18")),
                status(),
                true,
            ),
        ),
        page(
            "reopened-no-date",
            ReopenedPage::new(t, site, reference(), moment, None, status(), false),
        ),
        page(
            "lost-link",
            LostLinkPage::new(t, site, String::new(), String::new()),
        ),
        page(
            "lost-link-error",
            LostLinkPage::new(t, site, "katrien@".to_owned(), "487".to_owned())
                .with_error("Vul een volledig e-mailadres in".to_owned()),
        ),
        page("link-sent", LinkSentPage::new(t, site, typed().mail)),
        page(
            "faq",
            FaqPage::new(t, site, String::new(), topics(None), 12, entries()),
        ),
        page(
            "faq-topic",
            FaqPage::new(t, site, String::new(), topics(Some(1)), 12, entries()),
        ),
        page(
            "faq-search",
            FaqPage::new(t, site, "overleg é".to_owned(), topics(None), 12, entries()),
        ),
        page(
            "faq-nothing",
            FaqPage::new(t, site, "\"<b>".to_owned(), topics(None), 12, vec![]),
        ),
        page(
            "faq-empty",
            FaqPage::new(t, site, String::new(), vec![], 0, vec![]),
        ),
        page("faq-entry", FaqEntryPage::new(t, site, entry())),
        page(
            "faq-entry-bare",
            FaqEntryPage::new(
                t,
                site,
                Answer {
                    topic: None,
                    sources: None,
                    related: vec![],
                    ..entry()
                },
            ),
        ),
        page(
            "contact-point",
            ContactPointPage::new(t, site, String::new(), None, vec![], provinces()),
        ),
        page(
            "contact-point-found",
            ContactPointPage::new(
                t,
                site,
                "9230".to_owned(),
                Some(wetteren()),
                vec![],
                provinces(),
            ),
        ),
        page(
            "contact-point-choices",
            ContactPointPage::new(
                t,
                site,
                "w".to_owned(),
                None,
                provinces().remove(1).municipalities,
                provinces(),
            ),
        ),
        page(
            "contact-point-none",
            ContactPointPage::new(t, site, "<Parijs>".to_owned(), None, vec![], provinces()),
        ),
        page("administration", administration_page(t, assignment())),
        page(
            "administration-today",
            administration(t, 0, None).with_first(Otherwise::Refuse),
        ),
        page(
            "administration-later",
            administration(t, 2, None).with_first(Otherwise::Promise),
        ),
        page(
            "administration-late",
            administration(t, -3, None).with_errors(
                AdministrationForm {
                    answer: " ".to_owned(),
                    name: "Hannelore Claes".to_owned(),
                    ..AdministrationForm::default()
                },
                kept.clone(),
                wrong_answer,
            ),
        ),
        page(
            "administration-answered",
            administration(t, 1, Some(Done::Answered(moment))),
        ),
        page(
            "administration-refused",
            administration(t, 1, Some(Done::Refused(moment))),
        ),
        page(
            "administration-withdrawn",
            administration(t, 1, Some(Done::Withdrawn(moment))),
        ),
        page(
            "administration-thanks",
            AdministrationThanksPage::new(
                t,
                site,
                JustDone::Answered,
                reference(),
                "gemeente Wetteren".to_owned(),
                contact(),
                "/a/abc".to_owned(),
            ),
        ),
        page(
            "administration-thanks-refused",
            AdministrationThanksPage::new(
                t,
                site,
                JustDone::Refused,
                reference(),
                "gemeente Wetteren".to_owned(),
                contact(),
                "/a/abc".to_owned(),
            ),
        ),
        page(
            "administration-thanks-asked",
            AdministrationThanksPage::new(
                t,
                site,
                JustDone::AskedBack,
                reference(),
                "gemeente Wetteren".to_owned(),
                contact(),
                "/a/abc".to_owned(),
            ),
        ),
        page(
            "administration-thanks-dated",
            AdministrationThanksPage::new(
                t,
                site,
                JustDone::Promised,
                reference(),
                "gemeente Wetteren".to_owned(),
                contact(),
                "/a/abc".to_owned(),
            ),
        ),
        page("expired", ExpiredPage::new(t, site)),
        page("not-found", NotFoundPage::new(t, site)),
        page(
            "failure",
            FailurePage::new(t, site, false, "7F3K-92QD".to_owned()),
        ),
        page(
            "failure-asking",
            FailurePage::new(t, site, true, "7F3K-92QD".to_owned()),
        ),
        page(
            "refused",
            RefusedPage::new(
                t,
                site,
                "Te veel vragen".to_owned(),
                "Wacht even.".to_owned(),
            ),
        ),
        page("maintenance", MaintenancePage::new(t, site)),
        page("accessibility", AccessibilityPage::new(t, site)),
        page("privacy", PrivacyPage::new(t, site)),
        page("about", AboutPage::new(t, site)),
    ]
}

/// The page without the digests in the addresses of its assets, which change with every style.
pub fn without_digests(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("/assets/") {
        let end = after.find(['"', '#']).unwrap_or(after.len());
        let (file, next) = after.split_at(end);
        let parts: Vec<&str> = file.split('.').collect();
        out.push_str(before);
        out.push_str("/assets/");
        out.push_str(parts.first().unwrap_or(&""));
        out.push('.');
        out.push_str(parts.last().unwrap_or(&""));
        rest = next;
    }
    out + rest
}

#[test]
fn every_page_reads_well_in_both_languages() {
    for language in [Language::Nl, Language::En] {
        for (name, html) in samples(Texts::new(language)) {
            insta::with_settings!({ prepend_module_to_snapshot => false }, {
                insta::assert_snapshot!(format!("portal-{name}-{language}"), without_digests(&html));
            });
        }
    }
}

#[test]
fn no_page_lacks_a_text_or_carries_style_or_script() {
    for language in [Language::Nl, Language::En] {
        for (name, html) in samples(Texts::new(language)) {
            // A file of ours may help; nothing stands in the page itself.
            let visible = html.replace("<script defer src=\"/assets/portal.", "");
            let visible = visible.replace("portal.css", "").replace("/portal.", "");
            for refused in [
                "portal-", "common-", "style=", "<script", "onclick", "http://",
            ] {
                let found = visible
                    .find(refused)
                    .map(|at| visible[at..].chars().take(60).collect::<String>());
                assert_eq!(found, None, "{name} in {language}");
            }
        }
    }
}

#[test]
fn what_an_asker_typed_stays_and_stays_text() {
    let (_, html) = samples(Texts::default())
        .into_iter()
        .find(|(name, _)| *name == "ask-errors")
        .unwrap();
    assert!(
        html.contains("\n\n&#60;b&#62;1 &#38; 2&#60;/b&#62;</textarea>"),
        "{html}"
    );
    assert!(html.contains(r#"aria-describedby="vraag-hint vraag-fout""#));
    assert!(html.contains("<title>Fout: Stel een vraag - Regiovraag</title>"));
}
