//! A browser for one test: chromedriver on a free port, and a Chromium with nothing remembered.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::ChromeCapabilities;
use thirtyfour::error::WebDriverErrorInner;
use thirtyfour::prelude::*;

/// How long anything on a page may take to appear: the background work of the demo has its pauses.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A running browser; gone with this value.
pub struct Browser {
    pub page: WebDriver,
    _driver: Process,
    _profile: TempDir,
}

/// A child process that does not outlive its test.
pub struct Process(pub Child);

impl Drop for Process {
    fn drop(&mut self) {
        // It may have gone by itself.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

impl Browser {
    /// One that runs no script of any page.
    pub async fn without_scripts() -> Self {
        let browser = Self::open().await;
        let off = json!({ "value": true });
        browser
            .tell("Emulation.setScriptExecutionDisabled", off)
            .await;
        browser
    }

    pub async fn open() -> Self {
        let mut driver = Process(
            Command::new("chromedriver")
                .args(["--port=0", "--log-level=WARNING"])
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .expect("chromedriver: run this through scripts/with-services"),
        );
        let mut said = BufReader::new(driver.0.stdout.take().unwrap()).lines();
        let port = said
            .find_map(|line| {
                let line = line.unwrap();
                let (_, port) = line.split_once("started successfully on port ")?;
                port.trim_end_matches('.').parse::<u16>().ok()
            })
            .expect("chromedriver says on which port it listens");
        // What else it says is read, or it would stop at a full pipe.
        std::thread::spawn(move || said.for_each(drop));

        let profile = tempfile::tempdir().unwrap();
        let page = WebDriver::new(format!("http://127.0.0.1:{port}"), settings(&profile)).await;
        let page = page.expect("Chromium starts");
        page.set_page_load_timeout(PATIENCE).await.unwrap();
        Self {
            page,
            _driver: driver,
            _profile: profile,
        }
    }

    pub async fn close(self) {
        self.page.quit().await.unwrap();
    }

    pub async fn go(&self, url: &str) {
        self.page.goto(url).await.unwrap();
    }

    /// The element that `selector` names, as soon as it is there.
    pub async fn find(&self, selector: &str) -> WebElement {
        let found = self
            .page
            .query(By::Css(selector))
            .wait(PATIENCE, STEP)
            .first()
            .await;
        match found {
            Ok(found) => found,
            Err(error) => panic!("{selector}: {error}\n{}", self.text().await),
        }
    }

    /// Loads the page again until `path` (an `XPath`) names something on it.
    pub async fn find_path_in_time(&self, path: &str) -> WebElement {
        let begin = Instant::now();
        loop {
            if let Some(found) = self.page.find_all(By::XPath(path)).await.unwrap().pop() {
                return found;
            }
            assert!(
                begin.elapsed() < PATIENCE,
                "no {path}:\n{}",
                self.text().await
            );
            tokio::time::sleep(STEP).await;
            self.page.refresh().await.unwrap();
        }
    }

    pub async fn fill(&self, selector: &str, text: &str) {
        let field = self.find(selector).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Types on the keyboard, wherever the cursor is.
    pub async fn type_keys(&self, keys: &str) {
        let keyboard = self.page.cdp();
        for key in keys.chars().map(String::from) {
            // A press and its letter are one, as on a keyboard: driver actions are two, and a page
            // that opens in between would get the letter.
            for (kind, text) in [("keyDown", key.as_str()), ("keyUp", "")] {
                let press = json!({ "type": kind, "key": key, "text": text });
                let pressed = keyboard.send_raw("Input.dispatchKeyEvent", press);
                pressed.await.unwrap();
            }
        }
    }

    /// Presses one of [`KEYS`].
    pub async fn press(&self, key: &str) {
        let (name, number, text) = KEYS.into_iter().find(|(name, ..)| *name == key).unwrap();
        let typed = if name == "Space" { " " } else { name };
        let kind = if text.is_empty() {
            "rawKeyDown"
        } else {
            "keyDown"
        };
        let press = |kind: &str, text: &str| {
            json!({
                "type": kind, "key": typed, "code": name, "text": text,
                "windowsVirtualKeyCode": number,
            })
        };
        self.tell("Input.dispatchKeyEvent", press(kind, text)).await;
        self.tell("Input.dispatchKeyEvent", press("keyUp", ""))
            .await;
    }

    /// Writes a text where the cursor is, all at once.
    pub async fn write(&self, text: &str) {
        self.tell("Input.insertText", json!({ "text": text })).await;
    }

    /// Asks something of the browser itself.
    pub async fn tell(&self, what: &str, how: Value) {
        self.page.cdp().send_raw(what, how).await.unwrap();
    }

    /// Makes the window so many CSS pixels wide.
    pub async fn resize(&self, width: u32) {
        self.resize_to(width, 900).await;
    }

    /// The same, and so many high.
    pub async fn resize_to(&self, width: u32, height: u32) {
        let size = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.tell("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// What a script gives, run in the page.
    pub async fn run(&self, script: &str, arguments: &[Value]) -> Value {
        let gave = self.page.execute(script, arguments.to_vec()).await;
        gave.unwrap_or_else(|error| panic!("{script:.200}: {error}"))
            .json()
            .clone()
    }

    /// Does what leads to another page, and waits for that.
    pub async fn leave(&self, act: impl AsyncFnOnce()) {
        self.run("window.rvBefore = true", &[]).await;
        act().await;
        let begin = Instant::now();
        loop {
            // While it goes from one to the other there may be no page to ask.
            let there = self
                .page
                .execute(
                    "return !window.rvBefore && document.readyState === 'complete'",
                    Vec::new(),
                )
                .await;
            if there.is_ok_and(|there| there.json() == &json!(true)) {
                return;
            }
            assert!(
                begin.elapsed() < PATIENCE,
                "no page:\n{}",
                self.text().await
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until the cursor is in the element that `selector` names.
    pub async fn has_cursor(&self, selector: &str) -> WebElement {
        self.find(&format!("{selector}:focus")).await
    }

    /// Clicks what leads to another page, and waits for that.
    pub async fn follow(&self, selector: &str) {
        self.leave(async || self.click(selector).await).await;
    }

    pub async fn click(&self, selector: &str) {
        self.in_time(selector, async |element| {
            // Out from under what sticks to the edges of the window.
            element.scroll_into_view().await?;
            element.click().await
        })
        .await;
    }

    /// The words of the element that `selector` names.
    pub async fn said(&self, selector: &str) -> String {
        self.in_time(selector, async |element| element.text().await)
            .await
    }

    /// The words on the page.
    pub async fn text(&self) -> String {
        let begin = Instant::now();
        loop {
            let said = match self.page.find(By::Tag("body")).await {
                Ok(body) => body.text().await,
                Err(error) => Err(error),
            };
            match said {
                Ok(said) => return said,
                Err(error) => assert!(begin.elapsed() < PATIENCE, "no words: {error}"),
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Does `act` with the element that `selector` names, and again when the page opened anew
    /// between the two: then the element found belongs to a page that is gone.
    async fn in_time<T>(
        &self,
        selector: &str,
        act: impl AsyncFn(WebElement) -> WebDriverResult<T>,
    ) -> T {
        let begin = Instant::now();
        loop {
            match act(self.find(selector).await).await {
                Ok(done) => return done,
                Err(error)
                    if matches!(
                        error.as_inner(),
                        WebDriverErrorInner::StaleElementReference(_)
                    ) && begin.elapsed() < PATIENCE => {}
                Err(error) => panic!("{selector}: {error}"),
            }
        }
    }
}

const STEP: Duration = Duration::from_millis(250);

/// The keys that are no letter: how they are called, their number, and what they write.
const KEYS: [(&str, u32, &str); 6] = [
    ("Tab", 9, ""),
    ("Enter", 13, "\r"),
    ("Escape", 27, ""),
    ("ArrowDown", 40, ""),
    ("ArrowUp", 38, ""),
    ("Space", 32, " "),
];

fn settings(profile: &TempDir) -> ChromeCapabilities {
    let mut settings = DesiredCapabilities::chrome();
    let mut flags = vec![
        "--headless=new".to_owned(),
        "--disable-gpu".to_owned(),
        "--disable-quic".to_owned(),
        "--no-first-run".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-sync".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--window-size=1440,1000".to_owned(),
        format!("--user-data-dir={}", profile.path().display()),
    ];
    if is_root() {
        // Chromium's sandbox does not work for root, and only then is it left out.
        flags.push("--no-sandbox".to_owned());
    }
    for flag in &flags {
        settings.add_arg(flag).unwrap();
    }
    settings
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.trim_ascii() == b"0"
}
