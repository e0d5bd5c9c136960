//! What can go wrong between us and a mail server, in words for the person who runs this.

use std::time::Duration;

use crate::auth::OauthError;
use crate::store::StoreError;

/// Why a mailbox could not be read. What was taken in before stays taken in.
#[derive(Debug, thiserror::Error)]
pub enum ImapError {
    /// No connection.
    #[error("no connection to {server}: {why}")]
    Unreachable {
        /// Host and port.
        server: String,
        /// What the system said.
        why: String,
    },
    /// The connection cannot be protected.
    #[error("the connection to {server} cannot be protected: {why}")]
    Unprotected {
        /// Host and port.
        server: String,
        /// What is wrong with the certificate, or that there is none.
        why: String,
    },
    /// Wrong user name, password or token.
    #[error(
        "{server} does not let us in: {said}; check username and {secret} of this account, and \
         whether the mailbox allows IMAP"
    )]
    SignIn {
        /// Host and port.
        server: String,
        /// The server's words.
        said: String,
        /// The key of the settings that holds what we showed.
        secret: &'static str,
    },
    /// No token.
    #[error(transparent)]
    Token(#[from] OauthError),
    /// The folder cannot be opened.
    #[error("the folder {folder:?} cannot be opened: {said}")]
    Folder {
        /// Which.
        folder: String,
        /// The server's words.
        said: String,
    },
    /// Messages cannot be moved away.
    #[error(
        "{key} = {folder:?}: messages cannot be moved there: {said}; what was taken in stays where \
         it is until this is right"
    )]
    Move {
        /// The key of the settings.
        key: &'static str,
        /// The folder.
        folder: String,
        /// The server's words, or what it lacks.
        said: String,
    },
    /// A message is listed but not given.
    #[error("the server lists {count} message(s) that it does not give; they stay in the folder")]
    Withheld {
        /// How many.
        count: usize,
    },
    /// Another refusal.
    #[error("the server refused {what}: {said}")]
    Refused {
        /// What was asked.
        what: &'static str,
        /// The server's words.
        said: String,
    },
    /// The server or the network ended the conversation.
    #[error("the connection was ended: {0}")]
    Ended(String),
    /// No answer in time.
    #[error("no answer to {what} within {} seconds", .within.as_secs())]
    Slow {
        /// What was asked.
        what: &'static str,
        /// How long we waited.
        within: Duration,
    },
    /// An answer that is not IMAP.
    #[error("the answer to {0} cannot be understood")]
    Garbled(&'static str),
    /// Another process has the mailbox.
    #[error("another process has taken this mailbox over")]
    LeaseLost,
    /// The store could not.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ImapError {
    /// How long everybody leaves the mailbox alone after the `failures`-th failure in a row (from 1).
    ///
    /// What only a person can mend is tried rarely: too many wrong passwords lock an account.
    pub(super) fn pause(&self, failures: u32) -> Duration {
        let table: &[u64] = match self {
            Self::SignIn { .. } | Self::Token(_) => &[30, 60, 120, 300, 600],
            Self::Folder { .. } | Self::Move { .. } | Self::Withheld { .. } => &[10, 60, 300],
            _ => &[1, 2, 5, 10, 30, 60, 120],
        };
        let nth = usize::try_from(failures.max(1) - 1).unwrap_or(usize::MAX);
        Duration::from_secs(table[nth.min(table.len() - 1)])
    }

    /// Whether it tells how the source fares: another process that took over tells that itself. Mail that
    /// we cannot keep, because our disk is full, stays at the source as much as when that is away.
    pub(super) fn is_of_the_source(&self) -> bool {
        !matches!(self, Self::LeaseLost)
    }

    /// Whether it ends one fetch, and the next one over another connection may succeed.
    pub(super) fn ends_a_fetch(&self) -> bool {
        matches!(
            self,
            Self::Ended(_) | Self::Slow { .. } | Self::Garbled(_) | Self::Refused { .. }
        )
    }

    /// A short word for it in metrics.
    pub(super) fn slug(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => "unreachable",
            Self::Unprotected { .. } => "unprotected",
            Self::SignIn { .. } => "sign_in",
            Self::Token(_) => "token",
            Self::Folder { .. } => "folder",
            Self::Move { .. } => "move",
            Self::Withheld { .. } => "withheld",
            Self::Refused { .. } => "refused",
            Self::Ended(_) => "ended",
            Self::Slow { .. } => "slow",
            Self::Garbled(_) => "garbled",
            Self::LeaseLost => "lease_lost",
            Self::Store(_) => "store",
        }
    }
}

/// What a server said, fit for a log line: one line, not too long, no addresses.
pub(super) fn words(said: &str) -> String {
    let mut line = String::new();
    for word in said.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(if word.contains('@') { "..." } else { word });
        if line.len() > 300 {
            break;
        }
    }
    if line.is_empty() {
        line.push_str("no reason was given");
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_server_name_nobody() {
        assert_eq!(
            words("User <els@abb.example>\r\n unknown"),
            "User ... unknown"
        );
        assert_eq!(words(" "), "no reason was given");
    }

    #[test]
    fn a_refused_password_is_tried_rarely() {
        let wrong = ImapError::SignIn {
            server: "localhost:993".into(),
            said: String::new(),
            secret: "password_file",
        };
        assert_eq!(wrong.pause(1), Duration::from_secs(30));
        assert_eq!(wrong.pause(9), Duration::from_mins(10));
        let ended = ImapError::Ended(String::new());
        assert_eq!(ended.pause(1), Duration::from_secs(1));
        assert_eq!(ended.pause(u32::MAX), Duration::from_mins(2));
    }
}
