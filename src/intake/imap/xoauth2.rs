//! The words of XOAUTH2, in which a token is shown to a mail server (Exchange Online, Gmail).

use async_imap::Authenticator;

/// Shows a token. A server that does not take it sends its reason as a second challenge and waits
/// for an empty answer before it refuses.
pub(super) struct XOAuth2<'a> {
    pub user: &'a str,
    pub token: &'a str,
    pub shown: bool,
}

impl Authenticator for &mut XOAuth2<'_> {
    type Response = String;

    fn process(&mut self, _challenge: &[u8]) -> String {
        if std::mem::replace(&mut self.shown, true) {
            return String::new();
        }
        format!("user={}\x01auth=Bearer {}\x01\x01", self.user, self.token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_challenge_is_answered_by_nothing() {
        let mut shown = XOAuth2 {
            user: "els@abb.example",
            token: "abc",
            shown: false,
        };
        let mut shown = &mut shown;
        assert_eq!(
            shown.process(b""),
            "user=els@abb.example\x01auth=Bearer abc\x01\x01"
        );
        assert_eq!(shown.process(b"{\"status\":\"400\"}"), "");
    }
}
