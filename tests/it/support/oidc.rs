//! A real OpenID Connect provider: `oidc-provider` of npm, started by a test with one client and one
//! person (`tests/oidc/provider.mjs`), and the house that trusts it.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use regiovraag::config::{OidcGrant, Settings};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::app::{App, Got, play_with};
use crate::support::database::{Engine, Start, with_database};

const CLIENT: &str = "regiovraag";
/// Signs of every kind: what a header carries, it carries encoded.
const SECRET: &str = "een geheim: 100% & meer +";
/// The `kid` of the client's own key.
const KEY_ID: &str = "sleutel-1";

/// What a test wants otherwise.
#[derive(Debug, Default, Clone, Copy)]
pub struct Wishes {
    /// The provider says who somebody is at its userinfo endpoint alone.
    pub userinfo: bool,
    /// The client proves itself with a key of this kind in place of a secret.
    pub key: Option<&'static str>,
    /// Passwords are taken too.
    pub passwords: bool,
    /// A verified address is enough to take over an account.
    pub link: bool,
    /// How many seconds what somebody sends can be called back.
    pub undo_seconds: u32,
}

/// A running provider, gone with the test.
pub struct Provider {
    process: std::sync::Mutex<Option<Child>>,
    settings: Value,
    pub issuer: String,
    control: reqwest::Client,
    _files: TempDir,
}

impl Provider {
    /// Starts one for the house of `settings`, and sets the house up for it.
    fn start(settings: &mut Settings, wishes: Wishes) -> Self {
        let files = tempfile::tempdir().unwrap();
        let own = settings.http.public_url.clone();
        let packages = std::env::var("REGIOVRAAG_TEST_OIDC")
            .expect("scripts/with-services installs the provider and says where");
        let mut about = json!({
            "packages": packages,
            "client_id": CLIENT,
            "back": format!("{own}/desk/sign-in/oidc/return"),
            "after": format!("{own}/desk/sign-in"),
            "userinfo": wishes.userinfo,
        });
        let oidc = &mut settings.oidc;
        if let Some(kind) = wishes.key {
            let key = make_key(files.path(), kind);
            about["key"] = json!(key);
            about["key_id"] = json!(KEY_ID);
            oidc.private_key_file = key;
            oidc.private_key_id = KEY_ID.into();
        } else {
            let secret = files.path().join("secret");
            std::fs::write(&secret, format!("{SECRET}\n")).unwrap();
            about["client_secret"] = json!(SECRET);
            oidc.client_secret_file = secret;
        }
        let (process, issuer) = run(&about);
        let (_, port) = issuer.rsplit_once(':').unwrap();
        about["port"] = json!(port.parse::<u16>().unwrap());
        oidc.issuer.clone_from(&issuer);
        oidc.client_id = CLIENT.into();
        oidc.link_by_verified_email = wishes.link;
        let grant = |value: &str, role: &str, desk: &str, province: &str| OidcGrant {
            value: value.into(),
            role: role.into(),
            desk: desk.into(),
            province: province.into(),
        };
        oidc.grants = vec![
            grant("R-agent:ovl", "agent", "contactpunt-oost-vlaanderen", ""),
            grant("R-agent:lim", "agent", "contactpunt-limburg", ""),
            grant("R-coordinator", "coordinator", "", ""),
        ];
        settings.sign_in.local_accounts = wishes.passwords;
        settings.desk.undo_seconds = wishes.undo_seconds;
        Self {
            process: std::sync::Mutex::new(Some(process)),
            settings: about,
            issuer,
            control: reqwest::Client::new(),
            _files: files,
        }
    }

    /// Tells it what follows.
    pub async fn tell(&self, what: Value) {
        let url = format!("{}/test", self.issuer);
        let told = self.control.put(url).json(&what).send().await.unwrap();
        assert!(told.status().is_success());
    }

    /// Who is signed in there from now on.
    pub async fn person(&self, subject: &str, roles: &[&str]) {
        self.tell(json!({ "person": {
            "sub": subject,
            "given_name": "Els",
            "family_name": "Claes",
            "email": format!("{subject}@abb.example"),
            "email_verified": true,
            "dv_regiovraag_rol": roles,
        }}))
        .await;
    }

    /// How often its keys were read.
    pub async fn keys_read(&self) -> u64 {
        let url = format!("{}/test", self.issuer);
        let said = self.control.get(url).send().await.unwrap();
        said.json::<Value>().await.unwrap()["keys_read"]
            .as_u64()
            .unwrap()
    }

    /// Stops answering.
    pub fn stop(&self) {
        if let Some(mut process) = self.process.lock().unwrap().take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    /// Answers again at the same address, with other keys and knowing of no session.
    pub fn start_again(&self) {
        self.stop();
        let (process, issuer) = run(&self.settings);
        assert_eq!(issuer, self.issuer);
        *self.process.lock().unwrap() = Some(process);
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.stop();
    }
}

fn run(settings: &Value) -> (Child, String) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oidc/provider.mjs");
    let mut process = Command::new("node")
        .arg(script)
        .arg(settings.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("node starts (apt-get install nodejs)");
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    // Before its address it says what nobody should do in production.
    let issuer = lines
        .by_ref()
        .map_while(Result::ok)
        .find(|line| line.starts_with("http://"))
        .expect("the provider starts: try `node tests/oidc/provider.mjs` by hand");
    std::thread::spawn(move || lines.for_each(drop));
    (process, issuer)
}

fn make_key(dir: &Path, kind: &str) -> PathBuf {
    let made = Command::new("openssl")
        .current_dir(dir)
        .args(["genpkey", "-out", "client.pem", "-algorithm"])
        .args(kind.split(' '))
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    dir.join("client.pem")
}

/// Plays a story in a house that trusts a provider of its own.
pub async fn with_provider(
    engine: Engine,
    wishes: Wishes,
    story: impl AsyncFnOnce(&App, &Provider),
) {
    with_database(engine, Start::Filled, async |database| {
        let provider = OnceLock::new();
        play_with(
            database,
            |settings| {
                provider.get_or_init(|| Provider::start(settings, wishes));
            },
            async |app| story(app, provider.get().unwrap()).await,
        )
        .await;
    })
    .await;
}

/// Follows every redirect from `path`, as a browser does, until there is a page.
pub async fn follow(app: &App, path: &str) -> (String, Got) {
    let mut url = app.url(path);
    for _ in 0..12 {
        let got = app.get(&url).await;
        if !(300..400).contains(&got.status) {
            return (url, got);
        }
        let here = reqwest::Url::parse(&url).unwrap();
        url = here.join(&got.location).unwrap().to_string();
    }
    panic!("{url} leads on and on");
}
