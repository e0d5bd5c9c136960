//! In which language a reader is answered.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{Error, FromRequest, HttpMessage as _, HttpRequest};

use super::portal::page::texts;
use crate::text::{Language, Texts};

/// The texts for the reader of `request`: in the language of the account that is signed in; else as
/// the reader chose on the portal; for programs as `Accept-Language` asks; else in Dutch.
#[must_use]
pub fn texts_for(request: &HttpRequest) -> Texts {
    if let Some(language) = request.extensions().get::<Language>() {
        return Texts::new(*language);
    }
    if request.path().starts_with("/api/") {
        return Texts::new(accepted(request));
    }
    texts(request)
}

/// The first of our languages that `Accept-Language` names. A program that gives weights lists the
/// heaviest first; nothing depends on it.
fn accepted(request: &HttpRequest) -> Language {
    let asked = request.headers().get(header::ACCEPT_LANGUAGE);
    let asked = asked
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let mut names = asked
        .split(',')
        .map(|name| name.trim().to_ascii_lowercase());
    names
        .find_map(|name| match name.get(..2) {
            Some("nl") => Some(Language::Nl),
            Some("en") => Some(Language::En),
            _ => None,
        })
        .unwrap_or_default()
}

impl FromRequest for Texts {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(texts_for(request)))
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_program_is_answered_in_the_language_it_asks_for() {
        let check = |asked: &str, language| {
            let request = TestRequest::with_uri("/api/v1/faq")
                .insert_header((header::ACCEPT_LANGUAGE, asked))
                .to_http_request();
            assert_eq!(texts_for(&request).language(), language, "{asked}");
        };
        check("", Language::Nl);
        check("en-GB,en;q=0.9", Language::En);
        check("fr, nl;q=0.8, en;q=0.1", Language::Nl);
        check("é", Language::Nl);
    }

    #[test]
    fn a_person_is_answered_in_the_language_of_the_account() {
        let request = TestRequest::with_uri("/desk").to_http_request();
        request.extensions_mut().insert(Language::En);
        assert_eq!(texts_for(&request).language(), Language::En);
    }
}
