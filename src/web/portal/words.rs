//! What templates say: texts with places filled in, dates, and the little markup that a text may
//! carry. Whatever is filled in is escaped; only the text itself, which is ours, may hold tags.

use std::borrow::Borrow;
use std::fmt::{self, Write as _};

use askama::filters::{Escaper as _, Html, HtmlSafe};
use chrono::{DateTime, NaiveDate, Utc};

use crate::directory::{Atlas, Organisation, OrganisationKind, is_city};
use crate::text::{Language, Texts, Value, dates};
use crate::web::prose::Prose;

/// HTML that is ours or has been cleaned, and is therefore written as it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Markup(pub String);

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Markup {}

/// What a place in a text can be filled with.
pub trait Fill {
    /// The value for a text that the template escapes afterwards.
    fn plain(&self) -> Value<'static>;

    /// The value for a text that carries markup of its own.
    fn escaped(&self) -> Value<'static> {
        self.plain()
    }
}

impl<T: Fill + ?Sized> Fill for &T {
    fn plain(&self) -> Value<'static> {
        (**self).plain()
    }

    fn escaped(&self) -> Value<'static> {
        (**self).escaped()
    }
}

impl Fill for str {
    fn plain(&self) -> Value<'static> {
        Value::from(self.to_owned())
    }

    fn escaped(&self) -> Value<'static> {
        Value::from(escape(self))
    }
}

impl Fill for String {
    fn plain(&self) -> Value<'static> {
        self.as_str().plain()
    }

    fn escaped(&self) -> Value<'static> {
        self.as_str().escaped()
    }
}

impl Fill for usize {
    fn plain(&self) -> Value<'static> {
        Value::from(*self)
    }
}

impl Fill for u32 {
    fn plain(&self) -> Value<'static> {
        Value::from(*self)
    }
}

impl Fill for i64 {
    fn plain(&self) -> Value<'static> {
        Value::from(*self)
    }
}

/// How a template speaks through its texts.
pub trait Words {
    /// The text of `key` with one place filled in.
    fn say1(&self, key: &str, name: &str, value: impl Fill) -> String;

    /// The text of `key` with two places filled in.
    fn say2(&self, key: &str, a: &str, a_value: impl Fill, b: &str, b_value: impl Fill) -> String;

    /// A text that carries markup, with nothing filled in.
    fn rich(&self, key: &str) -> Markup;

    /// A text that carries markup, with one place filled in.
    fn rich1(&self, key: &str, name: &str, value: impl Fill) -> Markup;

    /// A text that carries markup, with two places filled in.
    fn rich2(&self, key: &str, a: &str, a_value: impl Fill, b: &str, b_value: impl Fill) -> Markup;

    /// A text that carries markup, with three places filled in.
    #[expect(
        clippy::too_many_arguments,
        reason = "three names and values: no arrays in templates"
    )]
    fn rich3(
        &self,
        key: &str,
        a: &str,
        a_value: impl Fill,
        b: &str,
        b_value: impl Fill,
        c: &str,
        c_value: impl Fill,
    ) -> Markup;

    /// "vrijdag 29 mei 2026".
    fn day(&self, day: impl Borrow<NaiveDate>) -> String;

    /// "vrijdag 29 mei".
    fn weekday_and_day(&self, day: impl Borrow<NaiveDate>) -> String;

    /// "29 mei".
    fn day_and_month(&self, day: impl Borrow<NaiveDate>) -> String;

    /// "29 mei 2026".
    fn plain_day(&self, day: impl Borrow<NaiveDate>) -> String;

    /// "2026-05-29".
    fn machine_day(&self, day: impl Borrow<NaiveDate>) -> String;

    /// "9.14 uur".
    fn hour(&self, moment: impl Borrow<DateTime<Utc>>) -> String;

    /// "dinsdag 28 april 2026, 9.14 uur".
    fn moment(&self, moment: impl Borrow<DateTime<Utc>>) -> String;

    /// The day in Brussels at a moment.
    fn local_day(&self, moment: impl Borrow<DateTime<Utc>>) -> NaiveDate;
}

impl Words for Texts {
    fn say1(&self, key: &str, name: &str, value: impl Fill) -> String {
        self.with(key, name, value.plain())
    }

    fn say2(&self, key: &str, a: &str, a_value: impl Fill, b: &str, b_value: impl Fill) -> String {
        self.with2(key, a, a_value.plain(), b, b_value.plain())
    }

    fn rich(&self, key: &str) -> Markup {
        Markup(self.say(key))
    }

    fn rich1(&self, key: &str, name: &str, value: impl Fill) -> Markup {
        Markup(self.with(key, name, value.escaped()))
    }

    fn rich2(&self, key: &str, a: &str, a_value: impl Fill, b: &str, b_value: impl Fill) -> Markup {
        Markup(self.with2(key, a, a_value.escaped(), b, b_value.escaped()))
    }

    fn rich3(
        &self,
        key: &str,
        a: &str,
        a_value: impl Fill,
        b: &str,
        b_value: impl Fill,
        c: &str,
        c_value: impl Fill,
    ) -> Markup {
        let values = [
            (a, a_value.escaped()),
            (b, b_value.escaped()),
            (c, c_value.escaped()),
        ];
        Markup(self.fill(key, values))
    }

    fn day(&self, day: impl Borrow<NaiveDate>) -> String {
        dates::day(*day.borrow(), self.language())
    }

    fn weekday_and_day(&self, day: impl Borrow<NaiveDate>) -> String {
        dates::weekday_and_day(*day.borrow(), self.language())
    }

    fn day_and_month(&self, day: impl Borrow<NaiveDate>) -> String {
        dates::day_and_month(*day.borrow(), self.language())
    }

    fn plain_day(&self, day: impl Borrow<NaiveDate>) -> String {
        dates::plain_day(*day.borrow(), self.language())
    }

    fn machine_day(&self, day: impl Borrow<NaiveDate>) -> String {
        dates::machine_day(*day.borrow())
    }

    fn hour(&self, moment: impl Borrow<DateTime<Utc>>) -> String {
        dates::hour(*moment.borrow(), self.language())
    }

    fn moment(&self, moment: impl Borrow<DateTime<Utc>>) -> String {
        dates::moment(*moment.borrow(), self.language())
    }

    fn local_day(&self, moment: impl Borrow<DateTime<Utc>>) -> NaiveDate {
        dates::local_day(*moment.borrow())
    }
}

/// `text` with the characters that mean something in HTML written out.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    // Writing to a string cannot fail.
    let _ = Html.write_escaped_str(&mut escaped, text);
    escaped
}

/// Plain text as paragraphs, as [`Prose`] writes them.
#[must_use]
pub fn paragraphs(text: &str) -> Markup {
    Markup(Prose(text.trim()).to_string())
}

/// The size of a file for a reader: "340 kB", "1,2 MB".
#[must_use]
pub fn file_size(bytes: u64, t: &Texts) -> String {
    const KILO: u64 = 1_000;
    const MEGA: u64 = 1_000_000;
    if bytes < KILO {
        return t.say1(
            "portal-size-bytes",
            "count",
            i64::try_from(bytes).unwrap_or(0),
        );
    }
    if bytes < MEGA {
        return format!("{} kB", bytes.div_ceil(KILO));
    }
    let tenths = bytes.div_ceil(MEGA / 10);
    let mut size = (tenths / 10).to_string();
    if !tenths.is_multiple_of(10) {
        // Writing to a string cannot fail.
        let _ = write!(size, "{}{}", t.say("portal-decimal-point"), tenths % 10);
    }
    size + " MB"
}

/// A municipality as its people call it: "Gemeente Wetteren", "Stad Deinze".
#[must_use]
pub fn municipality_name(name: &str, t: &Texts) -> String {
    let key = if is_city(name) {
        "portal-city"
    } else {
        "portal-municipality"
    };
    t.say1(key, "name", name)
}

/// An organisation as its people call it: "Gemeente Wetteren", where the directory says Wetteren.
#[must_use]
pub fn organisation_name(organisation: &Organisation, t: &Texts) -> String {
    match organisation.kind {
        OrganisationKind::Municipality => municipality_name(&organisation.name, t),
        _ => organisation.name.clone(),
    }
}

/// The names of local governments that a form offers; any other may be typed. In Dutch to every reader: what is chosen
/// is sent, and by these names we know them.
#[must_use]
pub fn known_organisations(atlas: &Atlas) -> Vec<String> {
    let t = Texts::new(Language::Nl);
    let offered = |kind| {
        matches!(
            kind,
            OrganisationKind::Municipality
                | OrganisationKind::Governor
                | OrganisationKind::Province
        )
    };
    let mut names: Vec<String> = atlas
        .organisations()
        .filter(|it| it.active && offered(it.kind))
        .map(|it| organisation_name(it, &t))
        .collect();
    names.sort();
    names
}

/// A telephone number as it is shown and as it is dialled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    /// "09 000 00 40".
    pub shown: String,
    /// "+3290000040".
    pub link: String,
}

impl Phone {
    /// A Belgian number, written the way a person writes it.
    #[must_use]
    pub fn new(shown: &str) -> Self {
        let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
        let link = match digits
            .strip_prefix("00")
            .or_else(|| digits.strip_prefix('0'))
        {
            _ if shown.trim_start().starts_with('+') => format!("+{digits}"),
            Some(international) if digits.starts_with("00") => format!("+{international}"),
            Some(national) => format!("+32{national}"),
            None => digits,
        };
        Self {
            shown: shown.to_owned(),
            link,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_cannot_become_markup() {
        let t = Texts::new(Language::Nl);
        let said = t
            .rich1(
                "portal-link-sent-lead",
                "mail",
                "<script>alert(1)</script>@x.be",
            )
            .0;
        assert!(!said.contains("<script"), "{said}");
        assert!(said.contains("<strong>"), "{said}");
    }

    #[test]
    fn plain_text_becomes_paragraphs_and_nothing_else() {
        let check = |text: &str, html: &str| assert_eq!(paragraphs(text).0, html);
        check("", "");
        check("Beste", "<p>Beste</p>");
        check(
            "Beste\r\n\r\n\r\nIs 1 < 2\r\nof niet\n",
            "<p>Beste</p><p>Is 1 &#60; 2<br>of niet</p>",
        );
        check("\n \nEen\n \nTwee", "<p>Een</p><p>Twee</p>");
    }

    #[test]
    fn a_file_size_is_rounded_up_to_what_a_reader_knows() {
        let check = |bytes: u64, dutch: &str| {
            assert_eq!(file_size(bytes, &Texts::new(Language::Nl)), dutch);
        };
        check(1, "1 byte");
        check(640, "640 bytes");
        check(339_001, "340 kB");
        check(1_200_000, "1,2 MB");
        check(20_000_000, "20 MB");
        assert_eq!(file_size(1_150_000, &Texts::new(Language::En)), "1.2 MB");
    }

    #[test]
    fn a_phone_number_can_be_dialled_from_anywhere() {
        let check = |shown: &str, link: &str| assert_eq!(Phone::new(shown).link, link);
        check("09 000 00 40", "+3290000040");
        check("0032 9 000 00 40", "+3290000040");
        check("+32 9 000 00 40", "+3290000040");
        check("112", "112");
    }
}
