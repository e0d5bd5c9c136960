//! Browsers that are signed in. The browser holds a random key; the table holds its digest, so who
//! reads the table gets in nowhere. A session ends when it is not used for a while and after a working
//! day whatever happens (`[sign_in]` says how long both are), at sign-out, and when the account is
//! switched off.

use std::net::IpAddr;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::{SecureRandom as _, SystemRandom};
use aws_lc_rs::{constant_time, hmac};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::actor::User;
use super::records;
use crate::context::{Context, Purpose, Secret};
use crate::entity::session;
use crate::store::{self, StoreError};

/// How exactly the last use is kept: not every click needs to write.
const PRECISION: TimeDelta = TimeDelta::minutes(1);
/// Longest ID token that is kept for signing out, in bytes.
const LARGEST_ID_TOKEN: usize = 16 * 1024;
/// Characters that are kept of what a browser says that it is.
const LONGEST_USER_AGENT: usize = 400;
/// Bytes of a session key.
const KEY_BYTES: usize = 32;
/// Bytes of a form token.
const FORM_TOKEN_BYTES: usize = 16;

/// The key of a session, as the cookie carries it. Shown to the browser and to nobody else.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionKey(String);

impl SessionKey {
    fn random() -> Result<Self, StoreError> {
        let mut bytes = [0_u8; KEY_BYTES];
        SystemRandom::new()
            .fill(&mut bytes)
            .map_err(|_| StoreError::Randomness)?;
        Ok(Self(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// A key as a cookie carries it; `None` when it cannot be one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        (bytes.len() == KEY_BYTES).then(|| Self(text.to_owned()))
    }

    /// What goes into the cookie.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn hash(&self) -> String {
        URL_SAFE_NO_PAD.encode(digest(&SHA256, self.0.as_bytes()))
    }
}

impl std::fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionKey(..)")
    }
}

/// What a session remembers between two pages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// Keys of texts that the next page shows once: "the answer was sent".
    pub notices: Vec<String>,
}

/// A session that is open.
#[derive(Clone)]
pub struct Session {
    key_hash: String,
    /// Who is signed in.
    pub user: User,
    /// What the session remembers.
    pub memory: Memory,
    id_token: Option<String>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("user", &self.user.id)
            .finish_non_exhaustive()
    }
}

impl Session {
    /// What names it in [`open_of`].
    #[must_use]
    pub fn id(&self) -> &str {
        &self.key_hash
    }

    /// The proof that a form came from a page of this session.
    #[must_use]
    pub fn form_token(&self, secret: &Secret) -> String {
        form_token(secret, &self.key_hash)
    }

    /// Whether `token` is that proof.
    #[must_use]
    pub fn is_form_token(&self, secret: &Secret, token: &str) -> bool {
        is_form_token(secret, &self.key_hash, token)
    }
}

impl Session {
    /// The ID token that the session began with, when it began at a provider.
    #[must_use]
    pub fn id_token(&self, secret: &Secret) -> Option<String> {
        Purpose::IdTokens.open(secret, &self.key_hash, self.id_token.as_deref()?)
    }
}

/// How long a session may be unused.
#[must_use]
pub fn idle(ctx: &Context) -> TimeDelta {
    TimeDelta::minutes(ctx.settings.sign_in.session_idle_minutes.into())
}

/// How long a session lasts whatever happens.
#[must_use]
pub fn longest(ctx: &Context) -> TimeDelta {
    TimeDelta::minutes(ctx.settings.sign_in.session_longest_minutes.into())
}

/// The proof that a form came from a page that was made for `visit`: a random cookie, for the
/// pages that come before signing in.
///
/// It looks different each time (a random mask, and the proof under it), so that the length of
/// compressed pages tells nothing about it.
#[must_use]
pub fn form_token(secret: &Secret, visit: &str) -> String {
    let mut token = [0_u8; 2 * FORM_TOKEN_BYTES];
    let (mask, masked) = token.split_at_mut(FORM_TOKEN_BYTES);
    // Without a mask the proof is as good; only the lengths could tell.
    let _ = SystemRandom::new().fill(mask);
    for ((masked, mask), proof) in masked.iter_mut().zip(mask).zip(proof(secret, visit)) {
        *masked = *mask ^ proof;
    }
    URL_SAFE_NO_PAD.encode(token)
}

/// Whether `token` is a proof of [`form_token`], in constant time.
#[must_use]
pub fn is_form_token(secret: &Secret, visit: &str, token: &str) -> bool {
    let mut given = [0_u8; 2 * FORM_TOKEN_BYTES];
    if URL_SAFE_NO_PAD.decode_slice(token, &mut given) != Ok(given.len()) {
        return false;
    }
    let (mask, masked) = given.split_at_mut(FORM_TOKEN_BYTES);
    for (masked, mask) in masked.iter_mut().zip(mask) {
        *masked ^= *mask;
    }
    constant_time::verify_slices_are_equal(masked, &proof(secret, visit)).is_ok()
}

fn proof(secret: &Secret, visit: &str) -> [u8; FORM_TOKEN_BYTES] {
    let mac = hmac::sign(&Purpose::Forms.key(secret), visit.as_bytes());
    let mut proof = [0; FORM_TOKEN_BYTES];
    proof.copy_from_slice(&mac.as_ref()[..FORM_TOKEN_BYTES]);
    proof
}

/// A random value for the cookie that [`form_token`] goes with.
pub fn new_visit() -> Result<String, StoreError> {
    SessionKey::random().map(|key| key.0)
}

/// Begins a session for `user` under a new key: somebody has signed in. Nothing of an earlier session
/// carries over.
pub async fn begin(ctx: &Context, user: &User) -> Result<SessionKey, StoreError> {
    begin_in(ctx, user, Browser::default(), None).await
}

/// What is known of the browser that signs in, for its owner to tell their sessions apart.
#[derive(Debug, Clone, Copy, Default)]
pub struct Browser<'a> {
    /// What it says that it is.
    pub user_agent: Option<&'a str>,
    /// The network address that it is at.
    pub address: Option<IpAddr>,
}

/// The same, in a browser that is known, and for somebody who signed in at a provider, which gets its
/// `id_token` back at sign-out.
pub async fn begin_in(
    ctx: &Context,
    user: &User,
    browser: Browser<'_>,
    id_token: Option<&str>,
) -> Result<SessionKey, StoreError> {
    let key = SessionKey::random()?;
    let now = ctx.clock.now();
    let id_token = id_token
        .filter(|token| token.len() <= LARGEST_ID_TOKEN)
        .map(|token| Purpose::IdTokens.seal(&ctx.secret, &key.hash(), token))
        .transpose()
        .map_err(|_| StoreError::Randomness)?;
    let row = session::Model {
        key_hash: key.hash(),
        user_id: Some(user.id),
        state: "{}".to_owned(),
        created_at: now,
        last_seen_at: now,
        expires_at: now + longest(ctx),
        id_token,
        user_agent: browser.user_agent.map(shortened),
        address: browser.address.map(|address| address.to_string()),
    };
    let tx = store::write_tx(&ctx.db).await?;
    records::insert_session(&tx, row).await?;
    records::signed_in(&tx, user.id, now).await?;
    tx.commit().await?;
    Ok(key)
}

/// As much of what a browser says of itself as tells it from another.
fn shortened(user_agent: &str) -> String {
    let shown = user_agent.chars().filter(|letter| !letter.is_control());
    shown.take(LONGEST_USER_AGENT).collect()
}

/// The open session of `key`, which is hereby in use.
pub async fn open(ctx: &Context, key: &SessionKey) -> Result<Option<Session>, StoreError> {
    find(ctx, key, true).await
}

/// The open session of `key`, for a page that keeps itself up to date: it grows idle all the same.
pub async fn look(ctx: &Context, key: &SessionKey) -> Result<Option<Session>, StoreError> {
    find(ctx, key, false).await
}

async fn find(
    ctx: &Context,
    key: &SessionKey,
    in_use: bool,
) -> Result<Option<Session>, StoreError> {
    let now = ctx.clock.now();
    let key_hash = key.hash();
    let found = records::find_session(&ctx.db, &key_hash, now, now - idle(ctx)).await?;
    let Some((row, user)) = found else {
        return Ok(None);
    };
    if in_use && now - row.last_seen_at >= PRECISION {
        let noted = records::touch_session(&ctx.db, &key_hash, now).await;
        // Whoever only reads is not kept waiting for a writer that is busy.
        if let Err(error) = noted
            && !error.is_unavailable()
        {
            return Err(error);
        }
    }
    let memory = serde_json::from_str(&row.state).map_err(|_| StoreError::Inconsistent {
        table: "session",
        column: "state",
        row: key_hash.clone(),
    })?;
    Ok(Some(Session {
        key_hash,
        user,
        memory,
        id_token: row.id_token,
    }))
}

/// Leaves a text for the next page of this session.
pub async fn leave_notice(
    ctx: &Context,
    session: &Session,
    text_key: &str,
) -> Result<(), StoreError> {
    let mut memory = session.memory.clone();
    memory.notices.push(text_key.to_owned());
    remember(ctx, session, &memory).await
}

/// Takes the texts that were left for this page; the next one does not show them again.
pub async fn take_notices(ctx: &Context, session: &Session) -> Result<Vec<String>, StoreError> {
    if session.memory.notices.is_empty() {
        return Ok(Vec::new());
    }
    remember(
        ctx,
        session,
        &Memory {
            notices: Vec::new(),
        },
    )
    .await?;
    Ok(session.memory.notices.clone())
}

async fn remember(ctx: &Context, session: &Session, memory: &Memory) -> Result<(), StoreError> {
    let state = serde_json::to_string(memory).unwrap_or_else(|_| "{}".to_owned());
    records::save_state(&ctx.db, &session.key_hash, state).await
}

/// Ends the session of `key`; ending it twice is harmless.
pub async fn end(ctx: &Context, key: &SessionKey) -> Result<(), StoreError> {
    records::delete_session(&ctx.db, &key.hash()).await
}

/// An open session as its owner sees it in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    /// What names it in a form. It opens nothing: a session opens with its key.
    pub id: String,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used, give or take a minute.
    pub last_seen_at: DateTime<Utc>,
    /// What its browser says that it is, where that is known.
    pub user_agent: Option<String>,
    /// The network address that it began at, where that is known.
    pub address: Option<String>,
}

/// The open sessions of a person, the one used last first.
pub async fn open_of(ctx: &Context, user: Uuid) -> Result<Vec<OpenSession>, StoreError> {
    let now = ctx.clock.now();
    let rows = records::sessions_of(&ctx.db, user, now, now - idle(ctx)).await?;
    let open = |row: session::Model| OpenSession {
        id: row.key_hash,
        created_at: row.created_at,
        last_seen_at: row.last_seen_at,
        user_agent: row.user_agent,
        address: row.address,
    };
    Ok(rows.into_iter().map(open).collect())
}

/// Whether a session is open still, seen from the caller's transaction.
pub async fn is_open(
    tx: &impl ConnectionTrait,
    ctx: &Context,
    session: &Session,
) -> Result<bool, StoreError> {
    let now = ctx.clock.now();
    let found = records::find_session(tx, &session.key_hash, now, now - idle(ctx)).await?;
    Ok(found.is_some())
}

/// Ends one session of a person, in the caller's transaction, by the name it has in [`open_of`]; says how
/// many there were. Ending it twice is harmless.
pub async fn end_one(tx: &impl ConnectionTrait, user: Uuid, id: &str) -> Result<u64, StoreError> {
    // Nothing is called so, and PostgreSQL does not take it for a text.
    if id.contains('\0') {
        return Ok(0);
    }
    records::delete_session_of(tx, user, id).await
}

/// Ends every session of a person, in the caller's transaction, but for the one that is named; says how
/// many there were.
pub async fn end_all_but(
    tx: &impl ConnectionTrait,
    user: Uuid,
    kept: Option<&str>,
) -> Result<u64, StoreError> {
    records::delete_sessions_but(tx, user, kept).await
}

/// Removes at most `most` sessions that are over; says how many.
pub async fn sweep(ctx: &Context, most: u64) -> Result<u64, StoreError> {
    let now = ctx.clock.now();
    records::sweep_sessions(&ctx.db, now, now - idle(ctx), most).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::testing::{context, somebody};

    #[tokio::test]
    async fn a_session_opens_with_its_key_and_with_no_other() {
        let ctx = context().await;
        let user = somebody(&ctx).await;
        let key = begin(&ctx, &user).await.unwrap();
        let parsed = SessionKey::parse(key.as_str()).unwrap();
        assert_eq!(open(&ctx, &parsed).await.unwrap().unwrap().user, user);
        assert!(
            open(&ctx, &SessionKey::random().unwrap())
                .await
                .unwrap()
                .is_none()
        );
        let stored = SessionKey::parse(&key.hash()).unwrap();
        assert!(
            open(&ctx, &stored).await.unwrap().is_none(),
            "what is stored opens nothing"
        );
        assert_eq!(SessionKey::parse("kort"), None);
        assert_ne!(begin(&ctx, &user).await.unwrap(), key);
    }

    #[tokio::test]
    async fn a_session_ends_when_idle_and_after_a_working_day() {
        let ctx = context().await;
        let user = somebody(&ctx).await;
        let unused = begin(&ctx, &user).await.unwrap();
        ctx.clock.advance(idle(&ctx));
        assert!(open(&ctx, &unused).await.unwrap().is_none());

        let busy = begin(&ctx, &user).await.unwrap();
        for hour in 1..12 {
            ctx.clock.advance(TimeDelta::hours(1));
            assert!(
                open(&ctx, &busy).await.unwrap().is_some(),
                "after {hour} hours"
            );
        }
        ctx.clock.advance(TimeDelta::hours(1));
        assert!(open(&ctx, &busy).await.unwrap().is_none());
        assert_eq!(sweep(&ctx, 1).await.unwrap(), 1, "no more than was asked");
        assert_eq!(sweep(&ctx, 9).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn the_settings_say_when_a_session_ends() {
        let mut ctx = context().await;
        let mut settings = (*ctx.settings).clone();
        settings.sign_in.session_idle_minutes = 10;
        settings.sign_in.session_longest_minutes = 15;
        ctx.settings = std::sync::Arc::new(settings);
        let user = somebody(&ctx).await;
        let key = begin(&ctx, &user).await.unwrap();
        ctx.clock.advance(TimeDelta::minutes(9));
        assert!(open(&ctx, &key).await.unwrap().is_some());
        ctx.clock.advance(TimeDelta::minutes(6));
        assert!(open(&ctx, &key).await.unwrap().is_none());
        let unused = begin(&ctx, &user).await.unwrap();
        ctx.clock.advance(TimeDelta::minutes(10));
        assert!(open(&ctx, &unused).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn an_id_token_is_kept_sealed_for_its_session() {
        let ctx = context().await;
        let user = somebody(&ctx).await;
        let key = begin_in(&ctx, &user, Browser::default(), Some("eyJ.token"))
            .await
            .unwrap();
        let session = open(&ctx, &key).await.unwrap().unwrap();
        assert_eq!(session.id_token(&ctx.secret).as_deref(), Some("eyJ.token"));
        assert!(!session.id_token.unwrap().contains("eyJ"));
        let plain = begin(&ctx, &user).await.unwrap();
        let plain = open(&ctx, &plain).await.unwrap().unwrap();
        assert_eq!(plain.id_token(&ctx.secret), None);
    }

    #[tokio::test]
    async fn a_session_that_was_ended_stays_ended() {
        let ctx = context().await;
        let user = somebody(&ctx).await;
        let (one, two) = (
            begin(&ctx, &user).await.unwrap(),
            begin(&ctx, &user).await.unwrap(),
        );
        end(&ctx, &one).await.unwrap();
        end(&ctx, &one).await.unwrap();
        assert!(open(&ctx, &one).await.unwrap().is_none());
        assert_eq!(end_all_but(&ctx.db, user.id, None).await.unwrap(), 1);
        assert!(open(&ctx, &two).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn a_form_token_belongs_to_one_session() {
        let ctx = context().await;
        let user = somebody(&ctx).await;
        let mut sessions = Vec::new();
        for _ in 0..2 {
            let key = begin(&ctx, &user).await.unwrap();
            sessions.push(open(&ctx, &key).await.unwrap().unwrap());
        }
        let token = sessions[0].form_token(&ctx.secret);
        assert!(sessions[0].is_form_token(&ctx.secret, &token));
        assert!(!sessions[1].is_form_token(&ctx.secret, &token));
        assert_ne!(
            sessions[0].form_token(&ctx.secret),
            token,
            "it looks different each time"
        );
        for wrong in ["", "AAAA", &token[1..], &format!("{token}A")] {
            assert!(!sessions[0].is_form_token(&ctx.secret, wrong), "{wrong}");
        }
    }

    #[tokio::test]
    async fn a_notice_is_shown_once() {
        let ctx = context().await;
        let key = begin(&ctx, &somebody(&ctx).await).await.unwrap();
        let session = open(&ctx, &key).await.unwrap().unwrap();
        leave_notice(&ctx, &session, "desk-answer-sent")
            .await
            .unwrap();
        let session = open(&ctx, &key).await.unwrap().unwrap();
        assert_eq!(
            take_notices(&ctx, &session).await.unwrap(),
            ["desk-answer-sent"]
        );
        let session = open(&ctx, &key).await.unwrap().unwrap();
        assert!(take_notices(&ctx, &session).await.unwrap().is_empty());
    }
}
