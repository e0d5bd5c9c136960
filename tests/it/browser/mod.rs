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

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use chromium::{Browser, Process};
use regiovraag::registry::day_in_brussels;
use tempfile::TempDir;

const ASKER: &str = "lien.desmet@wetteren.be";
const AGENT: &str = "sofie.depaepe@abb.example";
const CONFIRMED: &str = "Bedankt, uw vraag is gesloten";
const SUBJECT: &str = "Zwembad met drie buurgemeenten";

/// How long a demo that was filled is used again: what happened in it moves away from today.
const FRESH: Duration = Duration::from_hours(1);

/// `serve --demo` in a folder of its own. Filling one takes most of the time of a test, so that the first fills
/// it in an empty folder, and those after it, one at a time, go on from a copy: at the same address, which
/// stands in its mails.
struct Demo {
    url: String,
    serve: Process,
    dir: TempDir,
}

/// The address at which a demo was filled not long ago, by this same program.
fn kept_at(kept: &Path) -> Option<String> {
    let written = kept.join("as");
    let age = SystemTime::now().duration_since(fs::metadata(&written).ok()?.modified().ok()?);
    let said = fs::read_to_string(written).ok()?;
    let (address, _) = said.split_once('\n')?;
    let fits = age.ok()? < FRESH && said == stamp(address);
    fits.then(|| address.to_owned())
}

/// What is written with a demo: where it answers, by which program it was filled, and on which day.
fn stamp(address: &str) -> String {
    let program = fs::metadata(env!("CARGO_BIN_EXE_regiovraag")).unwrap();
    let made = program.modified().unwrap();
    format!(
        "{address}\n{made:?}\n{}",
        day_in_brussels(SystemTime::now().into())
    )
}

fn copied(kept: &Path) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    copy(kept, dir.path());
    dir
}

/// Copies the folder of a demo that nobody writes in.
fn copy(from: &Path, to: &Path) {
    let [from, to]: [PathBuf; 2] = [from.join("var"), to.join("var")];
    let done = Command::new("cp").arg("-a").args([from, to]).status();
    assert!(done.unwrap().success(), "the demo could not be copied");
}

impl Demo {
    fn start() -> Self {
        let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("demo");
        let again = |address: &str| Self::serve(copied(&kept), address);
        if let Some(demo) = kept_at(&kept).and_then(|address| again(&address)) {
            return demo;
        }
        // There is none, it is old, or somebody else has taken its address.
        let _ = fs::remove_dir_all(&kept);
        let silent = "the demo says where it is";
        let first = Self::serve(tempfile::tempdir().unwrap(), "127.0.0.1:0").expect(silent);
        let address = first.url.replace("http://", "");
        // Nothing is written any more once it is gone.
        drop(first.serve);
        fs::create_dir_all(&kept).unwrap();
        copy(first.dir.path(), &kept);
        fs::write(kept.join("as"), stamp(&address)).unwrap();
        again(&address).expect(silent)
    }

    fn serve(dir: TempDir, listen: &str) -> Option<Self> {
        let mut serve = Process(
            Command::new(env!("CARGO_BIN_EXE_regiovraag"))
                .args(["serve", "--demo", "--listen", listen])
                .current_dir(dir.path())
                .env("REGIOVRAAG__LOG__FILTER", "warn")
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap(),
        );
        let mut said = BufReader::new(serve.0.stdout.take().unwrap()).lines();
        let url = said.find_map(|line| {
            let line = line.unwrap();
            let (before, _) = line.split_once("/demo/mail")?;
            Some(before[before.find("http://")?..].to_owned())
        })?;
        std::thread::spawn(move || said.for_each(drop));
        Some(Self { url, serve, dir })
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
