//! Every page of the desk, filled with one believable case, in every language. Persons, numbers
//! and answers are invented.

use super::admin::{
    Action, Block, Button, Cell, Field, Form, FormPage, Input, ListPage, OncePage, PasswordPage,
};
use super::asker::{AskerPage, Follows};
use super::bulk::{BulkForm, BulkPage, BulkRow};
use super::faq::{EntryForm, FaqPage, GroupLine, Member, Stage};
use super::knelpunt::KnelpuntPanel;
use super::new::{NewPage, SuggestedAsker, Suggestions};
use super::notices::MentionsPage;
use super::parts::{Choice, Csrf, Keys, Moment, Place, Shell, Side, State, Tone, ViewLink};
use super::pending::{Draft, Keep, Kept, Leaving, PendingBar};
use super::problem::{ProblemPage, Way};
use super::queue::{
    Ball, FilterForm, FoundEntry, FoundRow, KeepForm, QueuePage, Row, Scope, SearchPage, Section,
    SectionKind, Select,
};
use super::second_step::{CodesPage, Key, SecondStepPage, Standing};
use super::sign_in::{CodePage, DemoAccount, FarewellPage, LinkPage, SignInPage};
use super::ticket::{
    AdviseForm, Again, AnswerForm, AnswerSource, Asker, Attachment, BallCell, BallStrip, Candidate,
    CloseForm, Composer, ConflictPage, Delivery, DispatchProposal, Earlier, Entry, Event,
    ForwardForm, Head, MergedPart, Message, Mine, Neighbours, News, Note, Obligation, PassOnForm,
    PostButton, Quoted, ReaddressForm, ReceiptForm, ReopenForm, ReplyForm, Rung, SidePanel,
    SmallForm, StillHas, Sum, Tab, TakenFrom, TellForm, TextForm, Thread, ThreadTab, TicketPage,
    Why, WithdrawForm,
};
use crate::registry::{Excerpt, Span};
use crate::text::{Language, Texts};
use crate::web::uploads::KeptFile;

fn shell(here: Place) -> Shell {
    Shell {
        name: "Annelies Wauters".to_owned(),
        desk: "Contactpunt Oost-Vlaanderen".to_owned(),
        csrf: Csrf("0123456789abcdef".to_owned()),
        here,
        reads: true,
        balance: false,
        waiting: Some("23".to_owned()),
        drafts: Some("4".to_owned()),
        mail: None,
        views: vec![
            view("Waasland en Denderregio", false),
            view("Langer dan <5> wd elders", true),
        ],
        admin: false,
        alarms: Vec::new(),
        unsent: Vec::new(),
        query: String::new(),
        done: None,
        keys: Keys(Keys::ALL.to_owned()),
    }
}

fn moment() -> Moment {
    Moment {
        machine: "2026-03-26T16:00:00Z".to_owned(),
        words: "donderdag 26 maart 2026, 17.00 uur".to_owned(),
    }
}

fn view(name: &str, shared: bool) -> ViewLink {
    ViewLink {
        id: "01a2".to_owned(),
        name: name.to_owned(),
        url: "/desk?scope=all&topic=energie".to_owned(),
        shared,
        count: Some("6".to_owned()),
        open: false,
    }
}

fn choices(of: &[(&str, &str)]) -> Vec<Choice> {
    of.iter()
        .map(|(value, words)| Choice {
            value: (*value).to_owned(),
            words: (*words).to_owned(),
            chosen: false,
        })
        .collect()
}

fn row(reference: &str, subject: &str, step: &str, who: &str) -> Row {
    Row {
        reference: reference.to_owned(),
        value: format!("{reference}:3"),
        url: format!("/desk/tickets/{reference}"),
        tone: Tone::Soft,
        due: State::new("calendar", Tone::Ink, "nog 3 wd"),
        due_note: "do 26 mrt, 17.00".to_owned(),
        due_at: moment(),
        subject: subject.to_owned(),
        step: step.to_owned(),
        who: who.to_owned(),
        who_note: "Lien Verstraeten".to_owned(),
        topic: "Vervoerregio’s".to_owned(),
        ball: Ball::With {
            who: "Ons loket".to_owned(),
            since: "sinds vandaag 9.12".to_owned(),
        },
        receipt: State::new("circle", Tone::Soft, "nog geen"),
        knelpunt: None,
    }
}

pub(super) fn queue(t: Texts) -> QueuePage {
    let scope = |url: &str, words: &str, count: &str, chosen| Scope {
        url: url.to_owned(),
        words: words.to_owned(),
        count: (!count.is_empty()).then(|| count.to_owned()),
        chosen,
    };
    QueuePage {
        t,
        shell: shell(Place::Queue),
        scopes: vec![
            scope("/desk", "Mijn loket", "23", true),
            scope("/desk?scope=me", "Van mij", "9", false),
            scope("/desk?scope=all", "Alle", "", false),
        ],
        filter: FilterForm {
            scope: "desk".to_owned(),
            ..filters()
        },
        keeping: KeepForm {
            query: "scope=desk".to_owned(),
            desks: vec![(
                "contactpunt-oost-vlaanderen".to_owned(),
                "Contactpunt Oost-Vlaanderen".to_owned(),
            )],
            kept: None,
            chosen: vec![("scope".to_owned(), "desk".to_owned())],
        },
        sections: vec![
            Section {
                kind: SectionKind::First,
                about: t.say(SectionKind::First.about()),
                rows: vec![
                    Row {
                        tone: Tone::Bad,
                        due: State::new("alert-circle-filled", Tone::Bad, "1 wd te laat"),
                        due_note: "wo 11 mrt, 17.00".to_owned(),
                        receipt: State::new("alert-triangle-filled", Tone::Bad, "niet aangekomen"),
                        ..row(
                            "RV-2026-000187",
                            "Afwijking vragen aan de Vlaamse Regering",
                            "Antwoord kwam terug: kies een ander adres",
                            "Ronse",
                        )
                    },
                    Row {
                        tone: Tone::Bad,
                        receipt: State::new("vote-thumbs-down", Tone::Bad, "betwist"),
                        knelpunt: Some("Decreet <lokaal> bestuur".to_owned()),
                        ..row(
                            "RV-2026-000214",
                            "Vervoerregio en referentieregio: vallen die samen?",
                            "Voorstel van MOW nalezen en versturen",
                            "Wetteren",
                        )
                    },
                ],
            },
            Section {
                kind: SectionKind::Today,
                about: t.say(SectionKind::Today.about()),
                rows: vec![Row {
                    tone: Tone::Warn,
                    due: State::new("clock", Tone::Warn, "vandaag 17.00"),
                    due_note: "antwoord".to_owned(),
                    ..row(
                        "RV-2026-000198",
                        "Mag een schepen de burgemeester vervangen in het overleg?",
                        "Antwoorden",
                        "Ninove",
                    )
                }],
            },
            Section {
                kind: SectionKind::ToDo,
                about: t.say(SectionKind::ToDo.about()),
                rows: vec![Row {
                    ball: Ball::Proposal {
                        url: "/desk/tickets/RV-2026-000233?do=forward#doorsturen".to_owned(),
                        desk: "VEKA".to_owned(),
                        percent: 97,
                        taken: Some(t.with("desk-ball-taken", "who", "Sofie De Paepe")),
                    },
                    ..row(
                        "RV-2026-000233",
                        "Moeten wij van energiehuis veranderen? <script>",
                        "Voorstel bevestigen",
                        "Lebbeke",
                    )
                }],
            },
            Section {
                kind: SectionKind::FollowUp,
                about: t.say(SectionKind::FollowUp.about()),
                rows: vec![Row {
                    ball: Ball::With {
                        who: "FOD Binnenlandse Zaken".to_owned(),
                        since: "sinds 3 wd".to_owned(),
                    },
                    ..row(
                        "RV-2026-000203",
                        "Naar een andere hulpverleningszone overstappen",
                        "Wachten op het antwoord",
                        "Lede",
                    )
                }],
            },
        ],
        floods: Vec::new(),
        first: None,
        next: Some("/desk?after=abc".to_owned()),
        sees_none: false,
    }
}

pub(super) fn empty_queue(t: Texts) -> QueuePage {
    let mut page = queue(t);
    page.sections.clear();
    page.next = None;
    page
}

pub(super) fn filtered_queue(t: Texts) -> QueuePage {
    let mut page = empty_queue(t);
    page.filter.selects[1].choices[1].chosen = true;
    page.filter.clear = Some("/desk".to_owned());
    page
}

fn filters() -> FilterForm {
    let select = |name, label: &str, of: &[(&str, &str)]| Select {
        name,
        label: label.to_owned(),
        choices: choices(of),
    };
    FilterForm {
        selects: vec![
            select(
                "status",
                "Stand",
                &[("new", "nieuw"), ("open", "in behandeling")],
            ),
            select(
                "receipt",
                "Ontvangst",
                &[("none", "nog geen"), ("disputed", "betwist")],
            ),
            select("topic", "Thema", &[("vervoerregio", "Vervoerregio’s")]),
        ],
        ..FilterForm::default()
    }
}

fn spans(text: &str) -> Excerpt {
    let span = |(at, text): (usize, &str)| Span {
        text: text.to_owned(),
        hit: at % 2 == 1,
    };
    text.split('|').enumerate().map(span).collect()
}

pub(super) fn search(t: Texts) -> SearchPage {
    let found = |reference: &str, subject: &str, excerpt: &str, who: &str| FoundRow {
        subject: spans(subject),
        excerpt: if excerpt.is_empty() {
            Excerpt::new()
        } else {
            spans(excerpt)
        },
        who: spans(who),
        who_note: spans("Lien Verstraeten"),
        about: format!("{reference} · gevraagd op 10 maart 2026"),
        row: row(reference, subject, "Antwoorden", who),
    };
    SearchPage {
        t,
        shell: Shell {
            query: "vervanging \"burgemeester\"".to_owned(),
            ..shell(Place::Queue)
        },
        count: "2 vragen gevonden".to_owned(),
        scopes: Vec::new(),
        filter: filters(),
        keeping: KeepForm {
            query: "scope=all&q=vervanging".to_owned(),
            desks: Vec::new(),
            kept: Some("01a2".to_owned()),
            chosen: vec![("scope".to_owned(), "desk".to_owned())],
        },
        hits: vec![
            found(
                "RV-2026-000198",
                "Mag een schepen de |burgemeester| |vervangen| in het overleg?",
                "… of de eerste schepen de |burgemeester| kan |vervangen| wanneer <die> …",
                "Ninove",
            ),
            found("RV-2026-000201", "Delegatie", "", "Kuurne"),
        ],
        first: Some("/desk?q=vervanging".to_owned()),
        next: Some("/desk?q=vervanging&after=abc".to_owned()),
        missing: None,
        entry: Some(FoundEntry {
            url: "/faq/vervanging".to_owned(),
            question: spans("Mag de |burgemeester| zich laten |vervangen|?"),
        }),
    }
}

pub(super) fn nothing_found(t: Texts) -> SearchPage {
    let mut page = search(t);
    page.hits.clear();
    page.next = None;
    page.entry = None;
    page.shell.query = "RV-2026-\"999999\"".to_owned();
    page.missing = Some("Er is geen vraag met dit nummer.".to_owned());
    page
}

fn head() -> Head {
    Head {
        id: "0197a8c0-0000-7000-8000-000000000214".to_owned(),
        present: Vec::new(),
        presence: "/desk/tickets/RV-2026-000214/presence".to_owned(),
        reference: "RV-2026-000214".to_owned(),
        subject: "Vervoerregio en referentieregio: vallen die samen?".to_owned(),
        links: Vec::new(),
        back: (
            "/desk?scope=desk#RV-2026-000214".to_owned(),
            "Wachtrij".to_owned(),
        ),
        neighbours: Neighbours {
            place: Some("2 van 23".to_owned()),
            previous: Some("/desk/tickets/RV-2026-000187?from=scope%3Ddesk".to_owned()),
            next: Some("/desk/tickets/RV-2026-000162?from=scope%3Ddesk".to_owned()),
        },
        revision: 7,
        steps: 11,
        pills: vec![
            State::new("", Tone::Soft, "in behandeling"),
            State::new("vote-thumbs-down", Tone::Bad, "antwoord betwist"),
            State::new("tag", Tone::Soft, "Vervoerregio’s"),
        ],
        answer: Some("/desk/tickets/RV-2026-000214?do=answer#tekst".to_owned()),
        forward: Some("/desk/tickets/RV-2026-000214?do=forward#tekst".to_owned()),
        note: Some("/desk/tickets/RV-2026-000214?do=note#tekst".to_owned()),
        take: Some("/desk/tickets/RV-2026-000214/take".to_owned()),
        take_over: None,
        release: None,
        barred: None,
        draft: None,
        consult: Some("/desk/tickets/RV-2026-000214/consult".to_owned()),
        unmerge: None,
        more: vec![(
            "/desk/tickets/RV-2026-000214/merge".to_owned(),
            "Samenvoegen".to_owned(),
        )],
    }
}

fn message(side: Side, author: &str, of: &str, at: &str, body: &str) -> Message {
    Message {
        id: at.chars().filter(char::is_ascii_alphanumeric).collect(),
        side,
        author: author.to_owned(),
        of: of.to_owned(),
        at: at.to_owned(),
        body: body.to_owned(),
        marked: side == Side::Us,
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
    }
}

fn entry(message: Message) -> Entry {
    Entry::Message(Box::new(message))
}

fn tab(url: &str, words: &str, key: Option<&'static str>, chosen: bool) -> Tab {
    Tab {
        url: url.to_owned(),
        words: words.to_owned(),
        key,
        chosen,
    }
}

fn thread_tab(number: usize, words: &str, messages: usize) -> ThreadTab {
    ThreadTab {
        url: format!("/desk/tickets/RV-2026-000214?thread={number}"),
        words: words.to_owned(),
        messages,
        waits: number == 2,
        chosen: number == 0,
        over: false,
    }
}

fn asker_thread() -> Thread {
    Thread {
        title: "Vraagsteller".to_owned(),
        turn: None,
        withdraw: None,
        readers: "Lien Verstraeten, Wetteren. Niemand anders leest dit.".to_owned(),
        entries: vec![
            entry(Message {
                files: vec![Attachment {
                    url: "/desk/attachments/1".to_owned(),
                    name: "kaart-wetteren.pdf".to_owned(),
                    size: "412 kB".to_owned(),
                    barred: None,
                    leave_out: None,
                }],
                sender: Some(State::new(
                    "check",
                    Tone::Soft,
                    "De mailserver bevestigt dat dit van wetteren.example komt",
                )),
                marks: vec![State::new(
                    "lock",
                    Tone::Soft,
                    "Ondertekend (S/MIME), niet nagekeken",
                )],
                raw: Some("/desk/mail/1".to_owned()),
                ..message(
                    Side::Asker,
                    "Lien Verstraeten",
                    "Wetteren",
                    "2 mrt, 9.14",
                    "Beste\n\nVoor mobiliteit zitten wij samen met andere gemeenten dan in onze \
                     referentieregio. Worden de vervoerregio’s aangepast aan de \
                     referentieregio’s, en tegen wanneer? Ons college wil dit weten voor het \
                     meerjarenplan.",
                )
            }),
            Entry::Line {
                words: "Ontvangst gemeld met nummer en statuslink".to_owned(),
                at: "2 mrt, 9.15".to_owned(),
            },
            entry(Message {
                state: Some(State::new(
                    "check-filled",
                    Tone::Good,
                    "aanvaard door de mailserver van wetteren.example, 14.20 u.",
                )),
                ..message(
                    Side::Us,
                    "Annelies Wauters",
                    "contactpunt",
                    "3 mrt, 14.20",
                    "Beste Lien, Wetteren behoort tot de referentieregio Gent. Op de \
                     interactieve kaart kunt u die vergelijken met andere afbakeningen.",
                )
            }),
            entry(Message {
                quoted: Some(Quoted {
                    text: "Op 3 maart schreef Annelies:\nBeste Lien".to_owned(),
                    open: false,
                }),
                quoted_title: "38 regels eerdere mail".to_owned(),
                signature: Some("Lien Verstraeten\nDienst Mobiliteit\n09 123 45 67".to_owned()),
                state: Some(State::new(
                    "vote-thumbs-down",
                    Tone::Bad,
                    "betwist het antwoord: vraag heropend",
                )),
                ..message(
                    Side::Asker,
                    "Lien Verstraeten",
                    "Wetteren",
                    "5 mrt, 8.51",
                    "Dank voor de snelle reactie, maar dat was mijn vraag niet: ik weet in welke \
                     regio wij liggen. Ik wil weten of MOW de vervoerregio’s aanpast, en wanneer.",
                )
            }),
        ],
    }
}

fn administration_thread() -> Thread {
    Thread {
        title: "Departement MOW".to_owned(),
        turn: Some("2e toewijzing, sinds 6 mrt".to_owned()),
        withdraw: Some("/desk/tickets/RV-2026-000214?do=withdraw&of=1#tekst".to_owned()),
        readers: "Pieter Vandamme. De vraagsteller leest dit niet.".to_owned(),
        entries: vec![
            entry(message(
                Side::Us,
                "Annelies Wauters",
                "contactpunt",
                "6 mrt, 10.05",
                "Beste collega, kunt u deze vraag van Wetteren beantwoorden tegen 20 maart?",
            )),
            Entry::Note(Box::new(Note {
                id: "n".to_owned(),
                title: "Notitie van Bram Delaere".to_owned(),
                at: "10 mrt, 9.02".to_owned(),
                body: "Zelfde vraag als Deinze vorig jaar.".to_owned(),
                state: None,
                buttons: Vec::new(),
            })),
            Entry::Note(Box::new(Note {
                id: "o".to_owned(),
                title: "Melding van regiovraag".to_owned(),
                at: "10 mrt, 9.30".to_owned(),
                body: "Iemand meldt dat een mail <niet> aankwam.".to_owned(),
                state: Some(State::new("alert-triangle", Tone::Warn, "nog niet gezien")),
                buttons: vec![PostButton {
                    url: "/desk/tickets/RV-2026-000214/seen".to_owned(),
                    words: "Gezien".to_owned(),
                    field: Some(("message", "o".to_owned())),
                    main: false,
                }],
            })),
            entry(Message {
                proposed: true,
                state: Some(State::new("hand-hint", Tone::Ink, "Voorstel van antwoord")),
                links: vec![tab(
                    "/desk/tickets/RV-2026-000214?do=answer&use=1#tekst",
                    "Gebruik",
                    Some("i"),
                    false,
                )],
                buttons: vec![PostButton {
                    url: "/desk/tickets/RV-2026-000214/refuse".to_owned(),
                    words: "Geen antwoord".to_owned(),
                    field: Some(("message", "2".to_owned())),
                    main: false,
                }],
                ..message(
                    Side::Administration,
                    "Pieter Vandamme",
                    "MOW",
                    "vandaag, 9.12",
                    "Beste Annelies\n\nEr is nog geen beslissing om de vervoerregio’s te laten \
                     samenvallen met de referentieregio’s. Een gemeente die wil wisselen, richt \
                     een gemotiveerde vraag aan de betrokken vervoerregioraden.",
                )
            }),
        ],
    }
}

fn side() -> SidePanel {
    let rung = |icon, tone, next, title: &str, detail: &str| Rung {
        icon,
        tone,
        next,
        title: title.to_owned(),
        detail: detail.to_owned(),
    };
    SidePanel {
        receipt: State::new("vote-thumbs-down", Tone::Bad, "betwist"),
        correct: Some("/desk/tickets/RV-2026-000487/correct".to_owned()),
        topics: Some(SmallForm {
            url: "/desk/tickets/RV-2026-000487/topic".to_owned(),
            choices: choices(&[("vervoerregio", "Vervoerregio’s"), ("zorg", "Zorg")]),
        }),
        colleagues: Some(SmallForm {
            url: "/desk/tickets/RV-2026-000487/assign".to_owned(),
            choices: choices(&[("1", "Annelies Wauters"), ("2", "Bram Delaere")]),
        }),
        owners: Some(SmallForm {
            url: "/desk/tickets/RV-2026-000487/owner".to_owned(),
            choices: choices(&[
                ("central", "ABB centraal"),
                ("limburg", "Contactpunt Limburg"),
            ]),
        }),
        strip: Some(BallStrip {
            said: "2 maart: contactpunt. Vandaag, 12 maart: vraagsteller. Termijn: 26 maart."
                .to_owned(),
            cells: [
                ("C", "b-us", false),
                ("V", "b-ask", true),
                ("!", "b-fut", false),
            ]
            .map(|(letter, class, today)| BallCell {
                letter: letter.to_owned(),
                class,
                today,
            })
            .into(),
            legend: vec!["C contactpunt".to_owned(), "V vraagsteller".to_owned()],
        }),
        ladder: vec![
            rung(
                "check-filled",
                Tone::Good,
                false,
                "Aanvaard door de mailserver",
                "wetteren.example, 3 mrt, 14.20 u. (250 2.0.0)",
            ),
            rung(
                "vote-thumbs-down",
                Tone::Bad,
                false,
                "Betwist",
                "5 mrt, 8.51 u. per mail",
            ),
            rung("pencil-write", Tone::Ink, false, "Nieuw antwoord nodig", ""),
            rung(
                "circle",
                Tone::Soft,
                true,
                "Bevestigd, of vermoed na 10 werkdagen",
                "",
            ),
        ],
        due: State::new("calendar", Tone::Ink, "nog 10 wd"),
        obligations: vec![
            Obligation {
                side: Side::Us,
                desk: "Contactpunt Oost-Vlaanderen".to_owned(),
                owes: "is eigenaar".to_owned(),
                state: State::new("clock", Tone::Soft, "bal sinds vandaag 9.12 u."),
                note: String::new(),
                sum: None,
            },
            Obligation {
                side: Side::Administration,
                desk: "Departement MOW".to_owned(),
                owes: "moet antwoorden".to_owned(),
                state: State::new("file-tasks-check", Tone::Good, "voorstel binnen"),
                note: "Gevraagd tegen vr 20 mrt".to_owned(),
                sum: Some(Sum {
                    title: "Waarom 20 maart?".to_owned(),
                    lines: vec![("Regel".to_owned(), "antwoord binnen 10 wd".to_owned())],
                }),
            },
        ],
        sum: Some(Sum {
            title: "Waarom 26 maart?".to_owned(),
            lines: vec![
                ("Regel".to_owned(), "antwoord binnen 15 wd".to_owned()),
                ("Begint".to_owned(), "do 5 mrt, betwist".to_owned()),
                (
                    "Geen werkdag".to_owned(),
                    "7-8, 14-15, 21-22 mrt".to_owned(),
                ),
            ],
        }),
        asker: Asker {
            name: "Lien Verstraeten".to_owned(),
            email: "lien.verstraeten@wetteren.example".to_owned(),
            organisation: "Gemeente Wetteren".to_owned(),
            place: "Oost-Vlaanderen, Regio Gent".to_owned(),
            known_by: Some(State::new("check", Tone::Soft, "herkend aan maildomein")),
            change: Some("/desk/tickets/RV-2026-000214/vraagsteller".to_owned()),
            earlier: vec![Earlier {
                url: "/desk/tickets/RV-2025-000655".to_owned(),
                reference: "RV-2025-000655".to_owned(),
                subject: "Wie zit het overleg voor?".to_owned(),
                state: State::new("check-filled", Tone::Good, "bevestigd"),
            }],
            earlier_of_organisation: vec![Earlier {
                url: "/desk/tickets/RV-2025-000411".to_owned(),
                reference: "RV-2025-000411".to_owned(),
                subject: "Fusie en regio".to_owned(),
                state: State::new("circle-check", Tone::Good, "vermoed"),
            }],
        },
        why: Why {
            owner: "Wetteren hoort bij contactpunt Oost-Vlaanderen.".to_owned(),
            topic: "Thema Vervoerregio’s (94%), dus Departement MOW.".to_owned(),
            words: vec!["vervoerregio".to_owned(), "mobiliteit".to_owned()],
            candidates: vec![
                (
                    "Departement MOW".to_owned(),
                    "94%".to_owned(),
                    "vervoerregio, mobiliteit".to_owned(),
                ),
                (
                    "Departement Zorg".to_owned(),
                    "4%".to_owned(),
                    "eerstelijnszone".to_owned(),
                ),
            ],
        },
        deliveries: vec![Delivery {
            kind: "Antwoord".to_owned(),
            recipient: "lien.verstraeten@wetteren.example".to_owned(),
            at: "3 mrt, 14.20".to_owned(),
            state: State::new("check-filled", Tone::Good, "aanvaard"),
            reply: "250 2.0.0 OK".to_owned(),
        }],
        steps: 1,
        events: vec![Event {
            seq: 1,
            news: None,
            at: "2 mrt, 9.14".to_owned(),
            words: "Geregistreerd per mail".to_owned(),
            who: "Regiovraag".to_owned(),
        }],
    }
}

fn pass_on_form(desks: usize) -> PassOnForm {
    let all = [
        ("mow", "Departement MOW"),
        ("dept-zorg", "Departement Zorg"),
    ];
    let desk = |(slug, name): &(&str, &str)| {
        let email = format!("{slug}@vlaanderen.example");
        ((*slug).to_owned(), (*name).to_owned(), email, true)
    };
    PassOnForm {
        url: "/desk/tickets/RV-2026-000214/passon".to_owned(),
        message: "3".to_owned(),
        desks: all.iter().take(desks).map(desk).collect(),
        body: "De vraagsteller schreef ons op 3 maart 2026:\n\n> Het gaat om <Oost>.".to_owned(),
    }
}

fn answer_form() -> AnswerForm {
    AnswerForm {
        url: "/desk/tickets/RV-2026-000214/answer".to_owned(),
        to_name: "Lien Verstraeten".to_owned(),
        to_email: "lien.verstraeten@wetteren.example".to_owned(),
        to_organisation: "Gemeente Wetteren".to_owned(),
        to_first_name: Some("Lien".to_owned()),
        not_to: vec!["Departement MOW".to_owned(), "Departement Zorg".to_owned()],
        body: "Beste Lien\n\nDaarover is nog niet beslist. </textarea>".to_owned(),
        inserted: Some("Met een brief.".to_owned()),
        taken: Some(TakenFrom {
            words: "Overgenomen uit <RV-2026-000101>.".to_owned(),
            personal: vec!["de naam <Jan>".to_owned()],
        }),
        templates: vec![(
            "Doorverwijzing <b>".to_owned(),
            "?do=answer&sjabloon=1#tekst".to_owned(),
        )],
        proposal: Some("1".to_owned()),
        files: vec![Choice {
            value: "2".to_owned(),
            words: "Kaart van de <vervoerregio>.pdf".to_owned(),
            chosen: true,
        }],
        kept: vec![KeptFile {
            ticket: "abc".to_owned(),
            name: "Lijst.pdf".to_owned(),
            size: "12 kB".to_owned(),
        }],
        others: vec![StillHas {
            value: "dept-zorg".to_owned(),
            name: "Departement Zorg".to_owned(),
            due: "vrijdag 20 maart".to_owned(),
            goes_on: false,
            told: true,
            sent: false,
        }],
    }
}

/// The line at a form in which something was typed.
fn keep() -> Keep {
    Keep {
        url: "/desk/tickets/RV-2026-000214/drafts/answer".to_owned(),
        reader: "1".to_owned(),
        csrf: Csrf("0123456789abcdef".to_owned()),
        kept: Some(Kept {
            version: "1768467720000000".to_owned(),
            words: "Concept bewaard om 10.42".to_owned(),
            discard: "/desk/tickets/RV-2026-000214/drafts/1/discard".to_owned(),
        }),
    }
}

pub(super) fn ticket(t: Texts) -> TicketPage {
    TicketPage {
        t,
        previews: Vec::new(),
        shell: Shell {
            done: Some("Uw notitie is bewaard.".to_owned()),
            ..shell(Place::Queue)
        },
        head: head(),
        address: "/desk/tickets/RV-2026-000214?do=answer".to_owned(),
        over: false,
        typed: false,
        keep: Some(keep()),
        keys: vec![("A", "desk-key-answer"), ("N", "desk-key-note")],
        wrong: None,
        asker: asker_thread(),
        administration: Some(administration_thread()),
        threads: vec![
            thread_tab(0, "Vraagsteller", 1),
            thread_tab(1, "MOW", 2),
            thread_tab(2, "Zorg", 3),
        ],
        dispatch: None,
        forms: vec![
            tab("?do=answer#tekst", "Antwoord aan vraagsteller", None, true),
            tab("?do=forward#tekst", "Doorsturen", None, false),
            tab("?do=note#tekst", "Notitie", None, false),
            tab("?do=close#reden", "Afsluiten", Some("e"), false),
        ],
        withdraws: vec![t.with("desk-withdraws-advice", "desk", "Departement Landbouw")],
        pending: PendingBar::default(),
        part_again: None,
        composer: Some(Composer::Answer(answer_form())),
        sources: vec![AnswerSource {
            title: "Veelgestelde vraag: vervoerregio en referentieregio".to_owned(),
            url: "/faq/vervoerregio".to_owned(),
            excerpt: "Beide indelingen bestaan naast elkaar.".to_owned(),
            why: "Past 88%".to_owned(),
            insert: "?do=answer&faq=vervoerregio#tekst".to_owned(),
        }],
        knelpunt: KnelpuntPanel {
            instrument: Some("Decreet lokaal bestuur".to_owned()),
            list: Some("/desk?scope=all&knelpunt=Decreet+lokaal+bestuur".to_owned()),
            url: Some("/desk/tickets/RV-2026-000214/knelpunt".to_owned()),
            most: 200,
            known: vec!["Decreet lokaal bestuur".to_owned()],
        },
        former: Vec::new(),
        side: side(),
        merged: vec![MergedPart {
            reference: "RV-2026-000198".to_owned(),
            title: "Samengevoegd met RV-2026-000198".to_owned(),
            subject: "Nog eens over de vervoerregio".to_owned(),
            asker: "Lien Verstraeten, gemeente Temse".to_owned(),
            url: "/desk/tickets/RV-2026-000198".to_owned(),
            undo: Some("/desk/tickets/RV-2026-000198/unmerge".to_owned()),
            threads: vec![Thread {
                entries: vec![Entry::Line {
                    words: "Ontvangstbevestiging verstuurd".to_owned(),
                    at: "gisteren".to_owned(),
                }],
                ..asker_thread()
            }],
        }],
        also_to: vec!["Tom Maes <tom@temse.be>".to_owned()],
    }
}

/// A question from which an answer of the reader leaves in a moment, and in which another one came back.
fn leaving_ticket(t: Texts) -> TicketPage {
    TicketPage {
        pending: PendingBar {
            leaving: Some(Leaving {
                id: "0197a8c0-0000-7000-8000-000000000050".to_owned(),
                seconds: 10,
                words: "Uw antwoord vertrekt over 10 s.".to_owned(),
                counted: "Uw antwoord vertrekt over # s.".to_owned(),
                now: "Uw antwoord vertrekt nu.".to_owned(),
                call_back: Some("/desk/tickets/RV-2026-000214/undo".to_owned()),
                reaches: vec![
                    t.with("desk-pending-to", "who", "Lien Verstraeten, lien@x.example"),
                    t.with("desk-withdraws", "desk", "Departement MOW"),
                ],
                body: "Beide indelingen bestaan naast elkaar.".to_owned(),
            }),
            drafts: vec![Draft {
                tone: Tone::Warn,
                words: "Uw antwoord is niet verstuurd: de vraag is intussen gewijzigd.".to_owned(),
                open: "?do=answer&draft=0197a8c0#tekst".to_owned(),
                discard: "/desk/tickets/RV-2026-000214/drafts/0197a8c0/discard".to_owned(),
            }],
        },
        ..ticket(t)
    }
}

pub(super) fn new_ticket(t: Texts) -> TicketPage {
    TicketPage {
        administration: None,
        threads: Vec::new(),
        sources: Vec::new(),
        dispatch: Some(DispatchProposal {
            url: "/desk/tickets/RV-2026-000214/forward".to_owned(),
            value: "mow".to_owned(),
            otherwise: "?do=forward#tekst".to_owned(),
            desk: "Departement MOW".to_owned(),
            email: "regiovorming@mow.example".to_owned(),
            percent: 94,
            words: vec!["vervoerregio".to_owned(), "mobiliteit".to_owned()],
            doubt: Some("De laatste 2 mails naar dit adres kwamen niet aan.".to_owned()),
            along: choices(&[("m-2", "dinsdag 10 maart: “Het gaat om Kalken.”")]),
        }),
        wrong: Some("Kies een dienst uit de lijst.".to_owned()),
        composer: Some(Composer::Forward(ForwardForm {
            url: "/desk/tickets/RV-2026-000214/forward".to_owned(),
            candidates: vec![
                Candidate {
                    value: "mow".to_owned(),
                    name: "Departement MOW".to_owned(),
                    email: "regiovorming@mow.example".to_owned(),
                    percent: 94,
                    words: vec!["vervoerregio".to_owned()],
                    barred: None,
                    doubt: Some("De laatste 2 mails naar dit adres kwamen niet aan.".to_owned()),
                },
                Candidate {
                    value: "dept-zorg".to_owned(),
                    name: "Departement Zorg".to_owned(),
                    email: "eerstelijn@zorg.example".to_owned(),
                    percent: 4,
                    words: Vec::new(),
                    barred: Some("zei vandaag “niet voor ons”".to_owned()),
                    doubt: None,
                },
            ],
            others: choices(&[("veka", "VEKA"), ("ovam", "OVAM")]),
            body: String::new(),
            along: choices(&[
                ("m-2", "dinsdag 10 maart: “Het gaat om Kalken.”"),
                ("m-3", "woensdag 11 maart: “Het plan.” (1 bijlage)"),
            ]),
            answer_by: "vrijdag 20 maart".to_owned(),
            days: choices(&[
                (
                    "before",
                    "vrijdag 20 maart, voor de datum die de vraagsteller kreeg (maandag 23 maart)",
                ),
                (
                    "beyond",
                    "vrijdag 27 maart: dat is na maandag 23 maart, de datum die de vraagsteller kreeg",
                ),
            ]),
            late: Some("Ook vrijdag 20 maart valt er niet meer voor.".to_owned()),
        })),
        ..ticket(t)
    }
}

fn with_composer(t: Texts, composer: Composer) -> TicketPage {
    TicketPage {
        composer: Some(composer),
        ..ticket(t)
    }
}

/// A question that is written down, with two fields that will not do.
/// Somebody else asks: what follows is shown, and who answers is to be chosen.
fn another_asker(t: Texts) -> AskerPage {
    let line = |kind, value: &str| Input::Line(kind, value.to_owned(), "off");
    AskerPage {
        t,
        shell: shell(Place::Queue),
        reference: "RV-2026-000214".to_owned(),
        subject: "Vervoerregio en <referentieregio>".to_owned(),
        url: "/desk/tickets/RV-2026-000214/vraagsteller".to_owned(),
        back: "/desk/tickets/RV-2026-000214".to_owned(),
        revision: 7,
        fields: vec![
            Field::new(
                "mail",
                t.say("desk-asker-mail"),
                line("email", "bo@genk.be"),
            )
            .list("vragers")
            .required(),
            Field::new("name", t.say("desk-new-name"), line("text", "Bo Janssens")),
            Field::new(
                "organisation",
                t.say("desk-new-organisation"),
                line("text", "Stad Genk"),
            )
            .list("besturen"),
        ],
        organisations: vec!["Stad Genk".to_owned()],
        fault: None,
        closed: false,
        changed: false,
        sent: vec![("mail", "bo@genk.be".to_owned())],
        follows: Some(Follows {
            lines: vec![t.with("desk-asker-follows-mail", "address", "bo@genk.be")],
            owners: choices(&[
                ("1", "Contactpunt Limburg"),
                ("0", "Contactpunt Oost-Vlaanderen"),
            ]),
        }),
    }
}

fn new_question(t: Texts) -> NewPage {
    let line = |value: &str| Input::Line("text", value.to_owned(), "off");
    let mut mail = Field::new("mail", t.say("desk-new-mail"), line("lien@"))
        .help(t.say("desk-new-mail-help"))
        .list("vragers")
        .required();
    mail.wrong = Some(t.say("desk-new-wrong-mail"));
    let mut what = Field::new(
        "what",
        t.say("desk-elsewhere-text"),
        Input::Area(String::new(), 3),
    );
    what.wrong = Some(t.say("desk-wrong-noted-what"));
    NewPage {
        keep: Some(keep()),
        t,
        shell: shell(Place::Queue),
        url: "/desk/nieuw",
        nonce: "0199".to_owned(),
        asked: vec![
            mail,
            Field::new("subject", t.say("desk-new-subject"), line("Fietspad")).required(),
        ],
        answered: vec![what],
        opened: true,
        organisations: vec!["Gemeente Bree".to_owned(), "Stad Gent".to_owned()],
        instruments: vec!["Decreet lokaal bestuur".to_owned()],
        faults: vec![
            ("mail", t.say("desk-new-wrong-mail")),
            ("what", t.say("desk-wrong-noted-what")),
        ],
    }
}

fn suggestions() -> Suggestions {
    Suggestions {
        askers: vec![SuggestedAsker {
            email: "lien.verstraeten@wetteren.be".to_owned(),
            name: "Lien Verstraeten".to_owned(),
            organisation: "Gemeente Wetteren".to_owned(),
        }],
    }
}

fn bulk_row(reference: &str, subject: &str, what: &str, left: bool) -> BulkRow {
    BulkRow {
        reference: reference.to_owned(),
        url: format!("/desk/tickets/{reference}"),
        subject: subject.to_owned(),
        who: "Lebbeke".to_owned(),
        what: what.to_owned(),
        left,
        value: format!("{reference}:2"),
    }
}

/// Several questions that go on as proposed.
pub(super) fn bulk(t: Texts) -> BulkPage {
    let (goes, stays) = (
        "Naar VEKA, lokaal@veka.example",
        "Geen voorstel, blijft staan",
    );
    BulkPage {
        t,
        shell: shell(Place::Queue),
        title: "Doorsturen zoals voorgesteld".to_owned(),
        about: "Elke vraag vertrekt naar de administratie die ervoor voorgesteld is.".to_owned(),
        wrong: None,
        what: "desk-bulk-then",
        rows: vec![
            bulk_row(
                "RV-2026-000233",
                "Moeten wij van energiehuis veranderen?",
                goes,
                false,
            ),
            bulk_row("RV-2026-000231", "Vervoer op maat en zorgraad", stays, true),
        ],
        form: Some(BulkForm {
            verb: "forward".to_owned(),
            query: "scope=desk".to_owned(),
            note: Some("Een woord voor de administraties".to_owned()),
            go: Some("Doorsturen zoals voorgesteld".to_owned()),
            ..BulkForm::default()
        }),
        back: "/desk?scope=desk".to_owned(),
    }
}

fn tell() -> TellForm {
    TellForm {
        to: "Lien Verstraeten, lien.verstraeten@wetteren.example".to_owned(),
        chosen: true,
        untold: Some("De vraagsteller krijgt geen mail: er is <twijfel>.".to_owned()),
        words: "Bel gerust als er toch nog iets is.".to_owned(),
        says: vec![(
            "ingetrokken".to_owned(),
            "We sluiten uw vraag af omdat ze is ingetrokken.".to_owned(),
        )],
        more: "Antwoord op deze mail. Dan openen we uw vraag opnieuw.".to_owned(),
    }
}

pub(super) fn conflict(t: Texts) -> ConflictPage {
    ConflictPage {
        t,
        shell: shell(Place::Queue),
        head: Head {
            answer: None,
            forward: None,
            note: None,
            take: None,
            ..head()
        },
        title: "Uw antwoord is niet verstuurd. Bram Delaere antwoordde 40 seconden eerder."
            .to_owned(),
        meanwhile: vec![Event {
            seq: 12,
            news: Some(News::Others),
            at: "vandaag, 10.46".to_owned(),
            words: "Antwoord verstuurd".to_owned(),
            who: "Bram Delaere".to_owned(),
        }],
        theirs: vec![Entry::Message(Box::new(Message {
            state: Some(State::new(
                "check-filled",
                Tone::Good,
                "aanvaard, vandaag 10.46 u.",
            )),
            ..message(
                Side::Us,
                "Bram Delaere",
                "contactpunt",
                "vandaag, 10.46",
                "Beste Lien\n\nEr is nog niet beslist of de vervoerregio’s worden aangepast.",
            )
        }))],
        mine: Some(Mine {
            body: "Beste Lien\n\nDaarover is nog niet beslist.".to_owned(),
            open: "/desk/tickets/RV-2026-000214/answer".to_owned(),
            again: Some(Again {
                url: "/desk/tickets/RV-2026-000214/answer".to_owned(),
                words: "Toch versturen".to_owned(),
                to: vec!["Lien Verstraeten, lien.verstraeten@wetteren.example".to_owned()],
            }),
            kept: vec![KeptFile {
                ticket: "abc".to_owned(),
                name: "<kaart>.pdf".to_owned(),
                size: "412 kB".to_owned(),
            }],
            fields: vec![("proposal".to_owned(), "1".to_owned())],
            note: "/desk/tickets/RV-2026-000214/note".to_owned(),
            place: "answer".to_owned(),
            discard: Some("/desk/tickets/RV-2026-000214/drafts/1/discard".to_owned()),
        }),
        ticket: "/desk/tickets/RV-2026-000214".to_owned(),
    }
}

pub(super) fn faq(t: Texts) -> FaqPage {
    let group = |title: &str, state, chosen| GroupLine {
        url: Some("/desk/faq/1".to_owned()),
        title: title.to_owned(),
        size: Some((23, 19)),
        state,
        chosen,
    };
    FaqPage {
        t,
        shell: shell(Place::Faq),
        sections: vec![(
            "Terugkerend".to_owned(),
            vec![
                group(
                    "Mag een schepen de burgemeester vervangen in het overleg?",
                    State::new("pencil-write", Tone::Warn, "ontwerp, wacht op u"),
                    true,
                ),
                group(
                    "Vallen vervoerregio’s en referentieregio’s samen?",
                    State::new("check-filled", Tone::Good, "gepubliceerd"),
                    false,
                ),
            ],
        )],
        entry: Some(EntryForm {
            url: "/desk/faq/1".to_owned(),
            personal: Some((
                false,
                vec![
                    "het telefoonnummer 02 553 26 11".to_owned(),
                    "de naam Jan Breydel".to_owned(),
                ],
            )),
            names: vec![("Jan Breydel".to_owned(), false)],
            editable: true,
            submit: None,
            publish: Some("/desk/faq/1/publish".to_owned()),
            send_back: Some("/desk/faq/1/send-back".to_owned()),
            reviewed: None,
            remark: Some("De bron ontbreekt.".to_owned()),
            archive: None,
            public: None,
            revision: 2,
            stage: Stage::InReview,
            state: State::new(
                "pencil-write",
                Tone::Warn,
                "ontwerp, wacht op een redacteur",
            ),
            question: "Mag de burgemeester zich laten vervangen in het \"overleg\"?".to_owned(),
            answer: "Ja. Het huishoudelijk reglement bepaalt wie de burgemeester kan vervangen."
                .to_owned(),
            sources: "Regiodecreet, artikel 5".to_owned(),
            topics: choices(&[("burgemeestersoverleg", "Burgemeestersoverleg")]),
            problems: vec!["Er staat nog een e-mailadres in het antwoord.".to_owned()],
            facts: vec![
                ("Gesteld".to_owned(), "23 keer".to_owned()),
                ("Besturen".to_owned(), "19".to_owned()),
            ],
            members: vec![Member {
                url: "/desk/tickets/RV-2026-000198".to_owned(),
                reference: "RV-2026-000198".to_owned(),
                who: "Ninove".to_owned(),
                state: State::new("circle", Tone::Soft, "nog geen"),
            }],
            theirs: Some("Ja, dat mag.".to_owned()),
        }),
    }
}

pub(super) fn sign_in(t: Texts) -> SignInPage {
    SignInPage {
        t,
        csrf: Csrf("0123456789abcdef".to_owned()),
        email: String::new(),
        provider: None,
        local: true,
        error: None,
        next: "/desk".to_owned(),
        demo: vec![DemoAccount {
            name: "Annelies Wauters".to_owned(),
            role: "Contactpunt Oost-Vlaanderen".to_owned(),
            email: "annelies.wauters@abb.example".to_owned(),
            password: "regiovraag-demo".to_owned(),
        }],
    }
}

/// The sign-in page of a house with a provider.
fn sign_in_at(t: Texts, local: bool) -> SignInPage {
    SignInPage {
        provider: Some(Way {
            url: "/desk/sign-in/oidc?next=%2Fdesk".to_owned(),
            words: t.with("desk-sign-in-at", "provider", "ACM/IDM"),
        }),
        local,
        demo: Vec::new(),
        ..sign_in(t)
    }
}

fn second_step(t: Texts, standing: Standing, wrong: Option<String>) -> SecondStepPage {
    SecondStepPage {
        t,
        shell: shell(Place::Profile),
        here: "/desk/profiel/tweestaps",
        wrong,
        standing,
    }
}

/// Signing in and out, and the second step.
fn signing_in(t: Texts) -> Vec<(&'static str, String)> {
    let html = |page: &dyn askama::DynTemplate| page.dyn_render().expect("a page that renders");
    let csrf = || Csrf("0123456789abcdef".to_owned());
    let key = Key {
        sealed: "c2VhbGVk".to_owned(),
        key: "JBSW Y3DP".to_owned(),
        url: "otpauth://totp/Regiovraag:an%40abb.example?secret=JBSWY3DP&issuer=Regiovraag"
            .to_owned(),
        path: "M0 0h1v1h-1z".to_owned(),
        side: 21,
    };
    vec![
        ("sign_in_at_provider", html(&sign_in_at(t, true))),
        ("sign_in_at_provider_only", html(&sign_in_at(t, false))),
        (
            "sign_in_code",
            html(&CodePage {
                t,
                csrf: csrf(),
                half: "c2VhbGVk".to_owned(),
                next: "/desk".to_owned(),
                error: Some("Die code klopt niet, of is al gebruikt.".to_owned()),
            }),
        ),
        (
            "sign_in_link",
            html(&LinkPage {
                t,
                csrf: csrf(),
                url: "/desk/sign-in/link/c2VhbGVk".to_owned(),
                email: "annelies.wauters@abb.example".to_owned(),
            }),
        ),
        (
            "signed_out",
            html(&FarewellPage {
                t,
                provider: "ACM/IDM".to_owned(),
                url: "https://authenticatie.example/op/uit?id_token_hint=a&state=b".to_owned(),
            }),
        ),
        (
            "second_step_elsewhere",
            html(&second_step(
                t,
                Standing::Elsewhere {
                    provider: "ACM/IDM".to_owned(),
                },
                None,
            )),
        ),
        (
            "second_step_off",
            html(&second_step(
                t,
                Standing::Off(key),
                Some("Dat wachtwoord klopt niet.".to_owned()),
            )),
        ),
        (
            "second_step_on",
            html(&second_step(
                t,
                Standing::On {
                    since: "vandaag 10:42".to_owned(),
                    codes_left: 9,
                },
                None,
            )),
        ),
        (
            "recovery_codes",
            html(&CodesPage {
                t,
                shell: shell(Place::Profile),
                here: "/desk/profiel/tweestaps",
                codes: vec!["0a1b-2c3d-4e5f-6g7h".to_owned()],
            }),
        ),
    ]
}

pub(super) fn problem(t: Texts) -> ProblemPage {
    ProblemPage {
        t,
        title: "Deze vraag kan nu niet geopend worden".to_owned(),
        lead: "De databank antwoordt niet. Dat ligt niet aan u en er gaat niets verloren."
            .to_owned(),
        ways: vec![
            Way {
                url: "/desk/tickets/RV-2026-000214".to_owned(),
                words: "Opnieuw proberen".to_owned(),
            },
            Way {
                url: "/desk".to_owned(),
                words: "Naar het begin".to_owned(),
            },
        ],
        facts: vec![("Nummer".to_owned(), "7f3a-91c2".to_owned())],
    }
}

/// Every page by name, in the words of `t`.
fn admin_tabs() -> Vec<super::admin::Tab> {
    let tab = |url, words: &str, chosen| super::admin::Tab {
        url,
        words: words.to_owned(),
        chosen,
    };
    vec![
        tab("/desk/beheer/gebruikers", "Gebruikers", true),
        tab("/desk/beheer/logboek", "Logboek", false),
    ]
}

fn keeper(here: Place) -> Shell {
    Shell {
        name: "Tom Ringoot".to_owned(),
        desk: "Beheer".to_owned(),
        waiting: None,
        drafts: None,
        admin: true,
        ..shell(here)
    }
}

fn button(words: &str, label: &str) -> Button {
    Button {
        url: "/desk/beheer/gebruikers/1/uitschakelen".to_owned(),
        hidden: vec![("revision", "3".to_owned())],
        words: words.to_owned(),
        label: label.to_owned(),
    }
}

fn admin_list(t: Texts) -> ListPage {
    let cell = |words: &str, small: &str| Cell::Words(words.to_owned(), small.to_owned());
    let link = |words: &str, small: &str| {
        Cell::Link(
            "/desk/beheer/gebruikers/1".to_owned(),
            words.to_owned(),
            small.to_owned(),
        )
    };
    ListPage {
        t,
        shell: keeper(Place::Admin),
        tabs: admin_tabs(),
        title: "Gebruikers".to_owned(),
        about: "Wie kan aanmelden, en waarvoor.".to_owned(),
        add: Some((
            "/desk/beheer/gebruikers/nieuw",
            "Gebruiker toevoegen".to_owned(),
        )),
        wrong: Some("Dat is geen dag.".to_owned()),
        url: "/desk/beheer/gebruikers",
        filters: vec![
            Field::new(
                "naam",
                "Naam of adres".to_owned(),
                Input::Line("search", "\"><script>".to_owned(), "off"),
            )
            .help("zoals Nele".to_owned()),
            Field::new(
                "rol",
                "Rollen".to_owned(),
                Input::Choose(choices(&[("", "Alle"), ("agent", "Medewerker")])),
            ),
        ],
        clear: Some("/desk/beheer/gebruikers"),
        columns: vec!["Naam".to_owned(), "Rollen".to_owned(), "Stand".to_owned()],
        rows: vec![
            super::admin::Row {
                cells: vec![
                    link("Nele Gielen <script>", "nele.gielen@abb.example"),
                    cell("Medewerker (Contactpunt Limburg)", ""),
                    Cell::State(State::new("check", Tone::Good, "kan aanmelden")),
                ],
                button: Some(button("Uitschakelen", "Nele Gielen uitschakelen")),
            },
            super::admin::Row {
                cells: vec![
                    link("Bram Cools", ""),
                    cell("Redactie", "sinds vandaag"),
                    Cell::State(State::new("minus-circle", Tone::Soft, "uitgeschakeld")),
                ],
                button: None,
            },
        ],
        none: "Geen account dat hieraan voldoet.".to_owned(),
        next: Some("/desk/beheer/gebruikers?na=nele".to_owned()),
    }
}

/// Somebody else saved meanwhile, and what was typed is wrong too.
fn admin_form(t: Texts) -> FormPage {
    let line = |name, label: &str, kind, value: &str| {
        let input = Input::Line(kind, value.to_owned(), "off");
        Field::new(name, label.to_owned(), input)
    };
    let mut name = line("name", "Naam", "text", "").required();
    name.wrong = Some("Vul dit in.".to_owned());
    let mut roles = Field::new(
        "role",
        "Rollen".to_owned(),
        Input::Boxes(choices(&[("editor", "Redactie"), ("admin", "Beheer")])),
    )
    .help("Kies er minstens één.".to_owned());
    roles.wrong = Some("Dit is het laatste account dat gebruikers beheert.".to_owned());
    FormPage {
        t,
        shell: keeper(Place::Admin),
        tabs: admin_tabs(),
        back: Some(("/desk/beheer/gebruikers", "Gebruikers".to_owned())),
        title: "Nele Gielen".to_owned(),
        state: Some(State::new("check", Tone::Good, "kan aanmelden")),
        wrong: Some("Niet bewaard: iemand anders wijzigde dit intussen.".to_owned()),
        warning: Some("Dit adres bestaat niet echt.".to_owned()),
        theirs: vec![("Naam".to_owned(), "Nele G.".to_owned())],
        forms: vec![Form {
            url: "/desk/beheer/gebruikers/1".to_owned(),
            title: Some("Gegevens".to_owned()),
            revision: Some(3),
            fields: vec![
                name,
                line("email", "E-mailadres", "email", "nele@abb.example")
                    .help("Om mee aan te melden.".to_owned()),
                Field::new(
                    "body",
                    "Tekst".to_owned(),
                    Input::Area("</textarea><script>".to_owned(), 4),
                ),
                Field::new(
                    "language",
                    "Taal".to_owned(),
                    Input::Choose(choices(&[("nl", "Nederlands"), ("en", "Engels")])),
                ),
                roles,
            ],
            submit: "Bewaren".to_owned(),
        }],
        facts: vec![("Open sessies".to_owned(), "2".to_owned())],
        actions: vec![Action {
            about: "Alle sessies eindigen.".to_owned(),
            button: button("Uitschakelen", ""),
        }],
        blocks: vec![Block {
            title: "Wie er werkt".to_owned(),
            none: "Nog niemand.".to_owned(),
            lines: vec![(
                "Nele Gielen".to_owned(),
                "nele@abb.example".to_owned(),
                Some(button("Verwijderen", "Nele Gielen verwijderen")),
            )],
            link: None,
            form: Some(Form {
                url: "/desk/beheer/loketten/limburg/leden".to_owned(),
                title: None,
                revision: None,
                fields: vec![line("member", "E-mailadres van een account", "email", "").required()],
                submit: "Toevoegen".to_owned(),
            }),
        }],
    }
}

fn admin_once(t: Texts) -> OncePage {
    OncePage {
        t,
        shell: keeper(Place::Admin),
        tabs: admin_tabs(),
        title: "Token Webformulier".to_owned(),
        about: "Kopieer dit token nu.".to_owned(),
        label: "Token".to_owned(),
        value: "eyJ0eXAiOiJKV1Qi".to_owned(),
        on: (
            "/desk/beheer/tokens".to_owned(),
            "Naar de tokens".to_owned(),
        ),
    }
}

fn password(t: Texts) -> PasswordPage {
    let hidden = Input::Line("password", String::new(), "new-password");
    PasswordPage {
        t,
        csrf: Csrf("0123456789abcdef".to_owned()),
        url: "/desk/wachtwoord/abc".to_owned(),
        email: "nele@abb.example".to_owned(),
        fields: vec![Field::new("password", "Nieuw wachtwoord".to_owned(), hidden).required()],
        wrong: Some("Dit formulier was te oud.".to_owned()),
    }
}

fn pages(t: Texts) -> Vec<(&'static str, String)> {
    let text = |body: &str| TextForm {
        url: "/desk/tickets/RV-2026-000214/note".to_owned(),
        body: body.to_owned(),
    };
    let html = |page: &dyn askama::DynTemplate| page.dyn_render().expect("a page that renders");
    let mut all = vec![
        ("queue", html(&queue(t))),
        ("queue_empty", html(&empty_queue(t))),
        ("queue_filtered", html(&filtered_queue(t))),
        ("search", html(&search(t))),
        ("search_nothing", html(&nothing_found(t))),
        ("ticket", html(&ticket(t))),
        ("ticket_new", html(&new_ticket(t))),
        ("ticket_leaving", html(&leaving_ticket(t))),
        (
            "ticket_note",
            html(&with_composer(t, Composer::Note(text("")))),
        ),
        (
            "ticket_readdress",
            html(&with_composer(
                t,
                Composer::Readdress(ReaddressForm {
                    url: "/desk/tickets/RV-2026-000214/readdress".to_owned(),
                    body: "lien@".to_owned(),
                    same: Some(false),
                    parts: vec![(
                        "#m-1".to_owned(),
                        "antwoord van 6 maart: Het <eerste> deel".to_owned(),
                    )],
                }),
            )),
        ),
        (
            "ticket_ask",
            html(&with_composer(t, Composer::Ask(answer_form()))),
        ),
        (
            "ticket_withdraw",
            html(&with_composer(
                t,
                Composer::Withdraw(WithdrawForm {
                    url: "/desk/tickets/RV-2026-000214/withdraw".to_owned(),
                    assignment: "1".to_owned(),
                    desk: "Departement Zorg".to_owned(),
                    email: "eerstelijn@zorg.example".to_owned(),
                    body: String::new(),
                }),
            )),
        ),
        (
            "ticket_advise",
            html(&with_composer(
                t,
                Composer::Advise(AdviseForm {
                    url: "/desk/tickets/RV-2026-000214/advise".to_owned(),
                    assignment: "1".to_owned(),
                    desk: "Contactpunt Limburg".to_owned(),
                    due: "tegen di 17 mrt".to_owned(),
                    body: String::new(),
                    kept: Vec::new(),
                }),
            )),
        ),
        (
            "ticket_receipt",
            html(&with_composer(
                t,
                Composer::Receipt(ReceiptForm {
                    url: "/desk/tickets/RV-2026-000214/receipt".to_owned(),
                    body: String::new(),
                    by: String::new(),
                    on: String::new(),
                    first: "2026-03-02".to_owned(),
                    last: "2026-03-12".to_owned(),
                    ways: choices(&[("phone", "per telefoon"), ("meeting", "op een overleg")]),
                    elsewhere: true,
                    faults: vec![("by", "Schrijf wie het was.".to_owned())],
                }),
            )),
        ),
        (
            "ticket_read_only",
            html(&TicketPage {
                composer: None,
                ..ticket(t)
            }),
        ),
        (
            "ticket_close",
            html(&with_composer(
                t,
                Composer::Close(CloseForm {
                    url: "/desk/tickets/RV-2026-000214/close".to_owned(),
                    reasons: choices(&[("withdrawn", "ingetrokken")]),
                    elsewhere: Some("/desk/tickets/RV-2026-000214?do=receipt#tekst".to_owned()),
                    of: String::new(),
                    of_about: t.say("desk-close-of-about"),
                    note: String::new(),
                    tell: Some(tell()),
                }),
            )),
        ),
        (
            "ticket_reopen",
            html(&with_composer(
                t,
                Composer::Reopen(ReopenForm {
                    url: "/desk/tickets/RV-2026-000214/reopen".to_owned(),
                    body: String::new(),
                    told: "Het antwoord <klopte> niet.".to_owned(),
                    to: "Lien Verstraeten".to_owned(),
                    untold: None,
                }),
            )),
        ),
        (
            "ticket_reopen_untold",
            html(&with_composer(
                t,
                Composer::Reopen(ReopenForm {
                    url: "/desk/tickets/RV-2026-000214/reopen".to_owned(),
                    body: String::new(),
                    told: String::new(),
                    to: "Lien Verstraeten".to_owned(),
                    untold: Some("De vraagsteller krijgt geen mail: er is <twijfel>.".to_owned()),
                }),
            )),
        ),
        (
            "ticket_reply",
            html(&with_composer(
                t,
                Composer::Reply(ReplyForm {
                    url: "/desk/tickets/RV-2026-000214/forward".to_owned(),
                    value: "mow".to_owned(),
                    desk: "Departement MOW".to_owned(),
                    email: "regiovorming@mow.example".to_owned(),
                    body: String::new(),
                }),
            )),
        ),
        (
            "ticket_pass_on",
            html(&with_composer(t, Composer::PassOn(pass_on_form(1)))),
        ),
        (
            "ticket_pass_on_several",
            html(&with_composer(t, Composer::PassOn(pass_on_form(2)))),
        ),
        ("bulk", html(&bulk(t))),
        ("new", html(&new_question(t))),
        ("new_askers", html(&suggestions())),
        ("asker", html(&another_asker(t))),
        (
            "mentions",
            html(&MentionsPage {
                t,
                names: vec!["Hilde <Vermassen>".to_owned()],
            }),
        ),
        ("conflict", html(&conflict(t))),
        ("faq", html(&faq(t))),
        (
            "faq_none",
            html(&FaqPage {
                entry: None,
                sections: Vec::new(),
                ..faq(t)
            }),
        ),
        ("sign_in", html(&sign_in(t))),
        (
            "sign_in_refused",
            html(&SignInPage {
                error: Some("Dit e-mailadres en wachtwoord horen niet bij elkaar.".to_owned()),
                demo: Vec::new(),
                ..sign_in(t)
            }),
        ),
        ("problem", html(&problem(t))),
        ("admin_list", html(&admin_list(t))),
        ("admin_form", html(&admin_form(t))),
        ("admin_once", html(&admin_once(t))),
        ("password", html(&password(t))),
    ];
    all.extend(signing_in(t));
    all
}

/// The page without the digests in asset addresses, which change with every line of style.
fn without_digests(page: &str) -> String {
    let mut parts = page.split("/assets/");
    let mut clean = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('.').unwrap_or((part, ""));
        clean.push_str("/assets/");
        clean.push_str(name);
        clean.push_str(".HASH");
        clean.push_str(rest.get(16..).unwrap_or_default());
    }
    clean
}

#[test]
fn every_page_reads_the_same_as_last_time_in_every_language() {
    for language in [Language::Nl, Language::En] {
        for (name, page) in pages(Texts::new(language)) {
            insta::assert_snapshot!(format!("{name}_{language}"), without_digests(&page));
        }
    }
}

#[test]
fn no_page_breaks_the_content_security_policy_or_lets_markup_through() {
    for (name, page) in pages(Texts::new(Language::Nl)) {
        assert!(!page.contains("style="), "{name} has an inline style");
        let handler = page.split(" on").skip(1).any(|rest| {
            rest.split_once("=\"")
                .is_some_and(|(event, _)| event.chars().all(char::is_alphanumeric))
        });
        assert!(!handler, "{name} has an inline handler");
        assert!(!page.contains("<script>"), "{name} has an inline script");
        // The one page that leads on to somewhere else, by a link.
        let inside = page.replace("href=\"https://authenticatie.example/op/", "");
        assert!(
            !inside.contains("http:") && !inside.contains("https:"),
            "{name} reaches outside"
        );
        assert!(!page.contains("desk-"), "{name} shows a text key");
    }
}

#[test]
fn every_form_that_changes_something_carries_its_proof() {
    for (name, page) in pages(Texts::new(Language::Nl)) {
        for form in page.split("<form ").skip(1) {
            let form = form.split("</form>").next().unwrap_or_default();
            let posts = form.contains(r#"method="post""#);
            assert_eq!(posts, form.contains(r#"name="csrf""#), "{name}: {form}");
        }
    }
}

#[test]
fn every_field_has_a_label_and_every_id_is_used_once() {
    for (name, page) in pages(Texts::new(Language::Nl)) {
        let ids: Vec<&str> = attribute(&page, " id=\"").collect();
        let mut once = ids.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(ids.len(), once.len(), "{name}: {ids:?}");
        for target in attribute(&page, " for=\"").chain(attribute(&page, "aria-labelledby=\"")) {
            assert!(ids.contains(&target), "{name}: nothing is called {target}");
        }
    }
}

fn attribute<'p>(page: &'p str, start: &'p str) -> impl Iterator<Item = &'p str> {
    page.split(start)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
}
