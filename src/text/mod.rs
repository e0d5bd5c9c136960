//! The words of the house: Fluent texts in Dutch (the source) and English, read by screens and
//! mails alike. A text has a key that starts with its room; a sentence is whole here and is never
//! assembled in Rust. No file here knows who asks for it.

use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use serde::{Deserialize, Serialize};
use unic_langid::{LanguageIdentifier, langid};

pub mod dates;

/// A language the house speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Dutch, the language of every text.
    #[default]
    Nl,
    /// English, the second language; what it lacks is said in Dutch.
    En,
}

impl Language {
    /// The two-letter code, as in `lang="nl"`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::En => "en",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

const DUTCH: &[(&str, &str)] = &[
    ("admin.ftl", include_str!("nl/admin.ftl")),
    ("desk.ftl", include_str!("nl/desk.ftl")),
    ("portal.ftl", include_str!("nl/portal.ftl")),
    ("mail.ftl", include_str!("nl/mail.ftl")),
    ("demo.ftl", include_str!("nl/demo.ftl")),
    ("problem.ftl", include_str!("nl/problem.ftl")),
    ("common.ftl", include_str!("nl/common.ftl")),
    ("api.ftl", include_str!("nl/api.ftl")),
];

const ENGLISH: &[(&str, &str)] = &[
    ("admin.ftl", include_str!("en/admin.ftl")),
    ("desk.ftl", include_str!("en/desk.ftl")),
    ("portal.ftl", include_str!("en/portal.ftl")),
    ("mail.ftl", include_str!("en/mail.ftl")),
    ("demo.ftl", include_str!("en/demo.ftl")),
    ("problem.ftl", include_str!("en/problem.ftl")),
    ("common.ftl", include_str!("en/common.ftl")),
    ("api.ftl", include_str!("en/api.ftl")),
];

static NL: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle(langid!("nl"), DUTCH));
static EN: LazyLock<FluentBundle<FluentResource>> =
    LazyLock::new(|| bundle(langid!("en"), ENGLISH));

fn bundle(language: LanguageIdentifier, files: &[(&str, &str)]) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Isolation marks would surface in the subject of a mail.
    bundle.set_use_isolating(false);
    for (name, source) in files {
        // A syntax error leaves the rest of the file usable; the tests below refuse any.
        let resource =
            FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(kept, errors)| {
                tracing::error!(file = name, ?errors, "A text file has a syntax error");
                kept
            });
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(file = name, ?errors, "A text key stands in two files");
        }
    }
    bundle
}

/// The texts in one reader's language. Templates hold it as `t`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Texts {
    language: Language,
}

/// What a text may be filled with: words, or a number that decides singular and plural.
pub type Value<'a> = FluentValue<'a>;

impl Texts {
    /// The texts in `language`.
    #[must_use]
    pub const fn new(language: Language) -> Self {
        Self { language }
    }

    /// The language these texts are in.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// The text of `key`.
    #[must_use]
    pub fn say(&self, key: &str) -> String {
        self.format(key, None)
    }

    /// The text of `key` with one place filled in.
    #[must_use]
    pub fn with<'v>(&self, key: &str, name: &str, value: impl Into<Value<'v>>) -> String {
        self.fill(key, [(name, value.into())])
    }

    /// The text of `key` with two places filled in.
    #[must_use]
    pub fn with2<'v>(
        &self,
        key: &str,
        first: &str,
        first_value: impl Into<Value<'v>>,
        second: &str,
        second_value: impl Into<Value<'v>>,
    ) -> String {
        self.fill(
            key,
            [(first, first_value.into()), (second, second_value.into())],
        )
    }

    /// The text of `key` with every place in `values` filled in.
    #[must_use]
    pub fn fill<'v, 'k>(
        &self,
        key: &str,
        values: impl IntoIterator<Item = (&'k str, Value<'v>)>,
    ) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set(name.to_owned(), value);
        }
        self.format(key, Some(&args))
    }

    fn format(self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let own = match self.language {
            Language::Nl => &*NL,
            Language::En => &*EN,
        };
        format_in(own, key, args)
            .or_else(|| format_in(&NL, key, args))
            .unwrap_or_else(|| {
                tracing::error!(key, "There is no text for this key");
                key.to_owned()
            })
    }
}

fn format_in(
    bundle: &FluentBundle<FluentResource>,
    key: &str,
    args: Option<&FluentArgs<'_>>,
) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    let said: Cow<'_, str> = bundle.format_pattern(pattern, args, &mut errors);
    if !errors.is_empty() {
        tracing::error!(key, ?errors, "A text could not be filled in");
    }
    Some(said.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_file_is_well_formed() {
        for (name, source) in DUTCH.iter().chain(ENGLISH) {
            if let Err((_, errors)) = FluentResource::try_new((*source).to_owned()) {
                panic!("{name}: {errors:?}");
            }
        }
    }

    #[test]
    fn english_falls_back_to_dutch() {
        let en = Texts::new(Language::En);
        assert_eq!(en.say("common-product"), "Regiovraag");
    }
}
