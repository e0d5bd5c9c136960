//! What a newcomer does first, in a real browser, against the program as it is: `serve --demo`.

mod askers;
mod call_back;
mod chromium;
mod drafts;
mod every_page;
mod house;
mod keys;
mod lists;
mod morning;
mod no_script;
mod open_page;
mod walk;
mod weight;

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use chromium::{Browser, Process};
use tempfile::TempDir;

const ASKER: &str = "lien.desmet@wetteren.be";
const AGENT: &str = "sofie.depaepe@abb.example";
const CONFIRMED: &str = "Bedankt, uw vraag is gesloten";
const SUBJECT: &str = "Zwembad met drie buurgemeenten";

/// `serve --demo` in an empty folder, on a free port.
struct Demo {
    url: String,
    _serve: Process,
    _dir: TempDir,
}

impl Demo {
    fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut serve = Process(
            Command::new(env!("CARGO_BIN_EXE_regiovraag"))
                .args(["serve", "--demo", "--listen", "127.0.0.1:0"])
                .current_dir(dir.path())
                .env("REGIOVRAAG__LOG__FILTER", "warn")
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap(),
        );
        let mut said = BufReader::new(serve.0.stdout.take().unwrap()).lines();
        let url = said
            .find_map(|line| {
                let line = line.unwrap();
                let (before, _) = line.split_once("/demo/mail")?;
                Some(before[before.find("http://")?..].to_owned())
            })
            .expect("the demo says where it is");
        std::thread::spawn(move || said.for_each(drop));
        Self {
            url,
            _serve: serve,
            _dir: dir,
        }
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// Signs in as the agent of East Flanders, and waits for the queue.
    async fn sign_in(&self, browser: &Browser) {
        browser.go(&self.at("/desk")).await;
        browser
            .click(&format!("form:has(input[value='{AGENT}']) button"))
            .await;
        browser.find("table.rv-q").await;
    }
}

#[tokio::test]
async fn a_question_by_mail_is_answered_from_the_desk_and_confirmed_by_its_asker() {
    let demo = Demo::start();
    let browser = Browser::open().await;
    let at = |path: &str| demo.at(path);

    // A municipality writes.
    browser.go(&at("/demo/mail")).await;
    browser.fill("#ander", ASKER).await;
    browser.fill("#onderwerp", SUBJECT).await;
    let question = "Beste\n\nWij willen met drie buurgemeenten een zwembad bouwen. \
                    Welk samenwerkingsverband past daarbij?\n\nMet vriendelijke groeten\nLien De Smet";
    browser.fill("#bericht", question).await;
    browser
        .click("form[action='/demo/mail'] button[type=submit]")
        .await;

    browser.find(".rv-mbx__list").await;

    // The contact point of its province finds the question in its queue, and reads why it is there.
    demo.sign_in(&browser).await;
    browser
        .find_path_in_time(&format!("//a[text()='{SUBJECT}']"))
        .await
        .click()
        .await
        .unwrap();
    let reason = browser.said("aside.rv-t__side").await;
    assert!(reason.contains("hoort bij"), "{reason}");
    assert!(reason.contains("Oost-Vlaanderen"), "{reason}");
    let ticket = browser.page.current_url().await.unwrap().to_string();

    // It answers.
    browser.click(".rv-t__acts a[data-key=a]").await;
    browser
        .fill("#tekst", "Een projectvereniging past hierbij.")
        .await;
    browser
        .click("form[data-draft^=answer] button[type=submit]")
        .await;
    browser.find("#pending [data-leaves]").await;

    // The asker finds the answer in the mailbox, in the thread of the question.
    browser.go(&at(&format!("/demo/mail/{ASKER}"))).await;
    let answer = "//ul[contains(@class,'rv-mbx__list')]/li[3]";
    browser.find_path_in_time(answer).await;
    let mut ids = Vec::new();
    for (place, what) in [(1, "answer"), (3, "question")] {
        let line = format!(".rv-mbx__list li:nth-child({place}) a");
        browser.click(&line).await;
        let mail = browser.page.current_url().await.unwrap().to_string();
        let mail = mail.split('#').next().unwrap().to_owned();
        browser.go(&format!("{mail}/bron")).await;
        let source = browser.said("#mail-inhoud pre").await;
        ids.push((what, mail, source));
    }
    let (answer, question) = (&ids[0], &ids[1]);
    let id = header(&question.2, "Message-ID").expect("the question has an id");
    let references = header(&answer.2, "References").unwrap_or_default();
    assert!(references.contains(id.trim()), "{references} lacks {id}");

    // And says yes.
    browser.go(&answer.1).await;
    let words = browser.said("#mail-inhoud").await;
    assert!(
        words.contains("Een projectvereniging past hierbij."),
        "{words}"
    );
    browser
        .go(&browser
            .find("a[href*='/b/ja/']")
            .await
            .attr("href")
            .await
            .unwrap()
            .unwrap())
        .await;
    browser
        .click("form[action*='/b/ja/'] button[type=submit]")
        .await;
    assert_eq!(browser.said(".rv-done h1").await, CONFIRMED);

    // The ticket is closed as answered, and we know that the asker has the answer.
    browser.go(&ticket).await;
    let head = browser.said(".rv-t__acts").await;
    assert!(head.contains("afgesloten: beantwoord"), "{head}");
    let side = browser.said("aside.rv-t__side").await;
    assert!(side.contains("bevestigd"), "{side}");
    browser.close().await;
}

/// The address of a question, without the list that a row names in it.
fn alone(address: &str) -> String {
    address.split('?').next().unwrap_or_default().to_owned()
}

/// A header of a raw mail, with its continuation lines.
fn header(source: &str, name: &str) -> Option<String> {
    let start = format!("{}:", name.to_lowercase());
    let mut lines = source
        .lines()
        .skip_while(|line| !line.to_lowercase().starts_with(&start));
    let first = lines.next()?[start.len()..].to_owned();
    let more = lines.take_while(|line| line.starts_with([' ', '\t']));
    Some(more.fold(first, |all, line| all + " " + line.trim()))
}
