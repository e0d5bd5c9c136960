//! A walk past pages, each looked at as somebody sees it at a desk, on a phone and with large letters: what
//! axe-core says of it, what is wider than the window, what the Tab key does not come by or does not
//! show, and what moves for who asked for less of that.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use serde_json::{Value, json};

use super::chromium::Browser;
use crate::owasp::routes::pattern_of;

/// Wide, at twice its size (half the pixels), and a phone.
const DESK: u32 = 1440;
const LARGE: u32 = 720;
const PHONE: u32 = 390;

const LOOK: &str = include_str!("look.js");
/// Sends a form as no browser would: without looking at its fields, and without pressing a button of it.
const SEND: &str = "\
    const [selector, fields] = arguments;
    const form = document.querySelector(selector);
    if (!form) throw new Error(`no form ${selector} at ${location.pathname}`);
    for (const [name, value] of fields) {
      const field = form.elements.namedItem(name);
      if (field && field.type && !['submit', 'checkbox', 'radio'].includes(field.type)) {
        field.value = value;
      } else {
        form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
      }
    }
    HTMLFormElement.prototype.submit.call(form);";
const PASSWORD: &str = "een lange zin als wachtwoord";

/// What is done on a page before it is looked at.
#[derive(Debug, Clone, Copy)]
pub enum Act<'a> {
    /// Nothing: it is looked at as it comes, with what folds open.
    Look,
    /// A form is sent with these fields, whatever the browser thinks of them, to the page that follows.
    Submit(&'a str, &'a [(&'a str, &'a str)]),
    /// Something is pressed that opens a part of the page.
    Press(&'a str),
}

/// Somebody in a browser, who writes down what is wrong.
pub struct Walk {
    base: String,
    pub browser: Browser,
    axe: String,
    faults: Vec<String>,
    /// The routes whose pages were looked at.
    seen: BTreeSet<String>,
    looked: usize,
}

impl Walk {
    /// Begins in the house at this address.
    pub async fn begin(base: &str) -> Self {
        let packages = std::env::var("REGIOVRAAG_TEST_AXE")
            .expect("scripts/with-services installs axe-core and says where");
        let axe = format!("{packages}/node_modules/axe-core/axe.min.js");
        let browser = Browser::open().await;
        let less = json!({ "features": [{ "name": "prefers-reduced-motion", "value": "reduce" }] });
        browser.tell("Emulation.setEmulatedMedia", less).await;
        let hidden = json!({ "hidden": true });
        browser.tell("Emulation.setScrollbarsHidden", hidden).await;
        Self {
            base: base.trim_end_matches('/').to_owned(),
            browser,
            axe: fs::read_to_string(axe).unwrap(),
            faults: Vec::new(),
            seen: BTreeSet::new(),
            looked: 0,
        }
    }

    fn url(&self, path: &str) -> String {
        if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}{path}", self.base)
        }
    }

    /// Signs in as the account with this address.
    pub async fn sign_in(&self, email: &str) {
        let page = &self.browser.page;
        page.goto(self.url("/healthz")).await.unwrap();
        page.delete_all_cookies().await.unwrap();
        page.goto(self.url("/desk/sign-in")).await.unwrap();
        let fields = [("email", email), ("password", PASSWORD)];
        self.send("form[action='/desk/sign-in']", &fields).await;
        let at = page.current_url().await.unwrap();
        assert_ne!(at.path(), "/desk/sign-in", "{}", self.browser.text().await);
    }

    /// Sends a form with these fields, and waits for the page that follows.
    async fn send(&self, form: &str, fields: &[(&str, &str)]) {
        let arguments = [json!(form), json!(fields)];
        self.browser
            .leave(async || {
                self.browser.run(SEND, &arguments).await;
            })
            .await;
    }

    /// Opens a page, does what is to be done there, and looks.
    pub fn at<'a>(&'a mut self, path: &'a str, act: Act<'a>) -> LocalBoxFuture<'a, ()> {
        // On the heap: a walk has many steps.
        self.come_by(path, act).boxed_local()
    }

    async fn come_by(&mut self, path: &str, act: Act<'_>) {
        self.browser.resize(DESK).await;
        self.browser.go(&self.url(path)).await;
        match act {
            Act::Look => {}
            Act::Submit(form, fields) => self.send(form, fields).await,
            Act::Press(what) => self.browser.click(what).await,
        }
        let name = match act {
            Act::Look => path.to_owned(),
            Act::Submit(form, _) => format!("{path}, sent {form}"),
            Act::Press(what) => format!("{path}, pressed {what}"),
        };
        let name = name.replace(&self.base, "");
        self.look(&name).await;
    }

    /// Sends a form of the page that is open, and looks at the one that follows.
    pub async fn go_on(&mut self, form: &str, fields: &[(&str, &str)]) {
        self.browser.resize(DESK).await;
        self.send(form, fields).await;
        self.look(&format!("after {form}")).await;
    }

    /// Looks at the page as it is.
    async fn look(&mut self, name: &str) {
        let at = self.browser.page.current_url().await.unwrap();
        self.seen.extend(pattern_of(at.path()));
        self.looked += 1;
        self.browser.run(&self.axe, &[]).await;
        self.browser.run(LOOK, &[]).await;
        // What folds is looked at unfolded; a menu hangs over the rest and is pressed by itself.
        let unfold =
            "for (const one of document.querySelectorAll('details:not(.rv-drop)')) one.open = true";
        self.browser.run(unfold, &[]).await;
        self.lengthen(DESK).await;
        self.judge(name, DESK, "rules").await;
        self.browser.resize(DESK).await;
        self.judge(name, DESK, "motion").await;
        self.tab_through(name).await;
        for width in [DESK, LARGE, PHONE] {
            self.browser.resize(width).await;
            self.judge(name, width, "overflow").await;
        }
        self.lengthen(PHONE).await;
        self.judge(name, PHONE, "rules").await;
    }

    /// Makes the window as long as the page: what stays at the bottom of it hides nothing above it.
    async fn lengthen(&self, width: u32) {
        let length = "return document.documentElement.scrollHeight + 120";
        let length = self.browser.run(length, &[]).await;
        let length = u32::try_from(length.as_u64().unwrap()).unwrap();
        self.browser.resize_to(width, length).await;
    }

    /// Presses Tab until the focus came by everything, or no more can follow.
    async fn tab_through(&mut self, name: &str) {
        let stops = self.browser.run("return window.rv.watch()", &[]).await;
        let stops = stops.as_u64().unwrap();
        // A date takes several, and what scrolls may take one.
        for pressed in 1..=stops * 2 + 20 {
            self.browser.press("Tab").await;
            let whole = pressed >= stops.saturating_sub(1) && pressed % 4 == 0;
            if whole && self.browser.run("return window.rv.walked()", &[]).await == json!(true) {
                break;
            }
        }
        let faults = self.browser.run("return window.rv.ended()", &[]).await;
        self.note(name, DESK, &faults);
    }

    /// What one of the parts of `look.js` finds.
    async fn judge(&mut self, name: &str, width: u32, part: &str) {
        const JUDGE: &str = "const done = arguments[1]; \
            Promise.resolve().then(() => window.rv[arguments[0]]())\
            .then(done, (error) => done([{ rule: arguments[0], node: 'page', help: String(error) }]));";
        let found = self
            .browser
            .page
            .execute_async(JUDGE, vec![json!(part)])
            .await;
        let found = found.unwrap_or_else(|error| panic!("{name}, {part}: {error}"));
        self.note(name, width, found.json());
    }

    fn note(&mut self, name: &str, width: u32, faults: &Value) {
        let word = |fault: &Value, what: &str| fault[what].as_str().unwrap_or_default().to_owned();
        for fault in faults.as_array().into_iter().flatten() {
            self.faults.push(format!(
                "{name} at {width}: {}: {}: {}",
                word(fault, "rule"),
                word(fault, "node"),
                word(fault, "help")
            ));
        }
    }

    /// Fails with all that was wrong; says which routes were come by.
    pub async fn end(self) -> BTreeSet<String> {
        self.browser.close().await;
        let mut told = String::new();
        for fault in &self.faults {
            writeln!(told, "{fault}").unwrap();
        }
        let (wrong, looked) = (self.faults.len(), self.looked);
        assert!(
            self.faults.is_empty(),
            "{wrong} faults on {looked} pages:\n{told}"
        );
        println!("{looked} pages");
        self.seen
    }
}
