//! A mail of somebody on a page of ours: its HTML without anything that runs, loads or styles.

use std::collections::HashSet;

use super::portal::Markup;
use crate::auth::Signer;
use crate::registry::Direction;

const PRIMARY_MARK: &str = "rv:primary";
const SECONDARY_MARK: &str = "rv:secondary";

/// What becomes of the links in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// They open in the same window.
    Open,
    /// They are there to be seen, and lead nowhere.
    Shown,
}

/// `html` without anything that runs, loads or styles. A link that is drawn as a button with a style of its
/// own becomes a button of ours, because our pages take no styles from elsewhere.
#[must_use]
pub fn cleaned(html: &str, links: Links) -> Markup {
    let mut builder = ammonia::Builder::new();
    builder
        .rm_tags(["img"])
        .add_clean_content_tags(["title"])
        .add_tag_attributes("a", ["style"])
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noreferrer"))
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            ("a", "style") if value.contains("background-color") => Some(PRIMARY_MARK.into()),
            ("a", "style") if value.contains("border") => Some(SECONDARY_MARK.into()),
            (_, "style") => None,
            _ => Some(value.into()),
        });
    if links == Links::Shown {
        builder
            .url_schemes(HashSet::new())
            .rm_tag_attributes("a", ["href"])
            .link_rel(None);
    }
    let button = |html: String, mark: &str, class: &str| {
        let class = format!(r#"class="au-c-button au-c-button--{class}""#);
        html.replace(&format!(r#"style="{mark}""#), &class)
    };
    let html = builder.clean(html).to_string();
    Markup(button(
        button(html, PRIMARY_MARK, "primary"),
        SECONDARY_MARK,
        "secondary",
    ))
}

/// The words of a message as anybody but who got it may read them: an old mail of ours comes back with links
/// in it that act in the name of whoever got it.
#[must_use]
pub fn shown_words(signer: &Signer, direction: Direction, text: &str) -> String {
    match direction {
        Direction::Inbound => signer.without_tags(text),
        Direction::Outbound | Direction::Internal => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::auth::Tag;
    use crate::context::Secret;

    #[test]
    fn a_mail_cannot_run_load_or_style_anything() {
        let Markup(html) = cleaned(
            r#"<title>Onderwerp</title><style>p{color:red}</style><p style="color:red" onclick="x()">Dag
            <img src="https://x.example/p.gif"><script>alert(1)</script></p>
            <a href="javascript:x()">a</a><a href="/desk">b</a>"#,
            Links::Open,
        );
        for refused in [
            "Onderwerp",
            "style",
            "onclick",
            "<img",
            "script",
            "/desk",
            "javascript",
        ] {
            assert!(!html.contains(refused), "{refused} in {html}");
        }
    }

    #[test]
    fn a_link_drawn_as_a_button_is_a_button_of_ours() {
        let mail = r#"<p><a href="https://r.example/b/ja/x" style="display:inline-block;background-color:#004ab2">Ja</a>
            <a href="https://r.example/b/nee/x" style="border:2px solid #767676">Nee</a></p>"#;
        let Markup(html) = cleaned(mail, Links::Open);
        assert!(
            html.contains(
                r#"href="https://r.example/b/ja/x" class="au-c-button au-c-button--primary""#
            ),
            "{html}"
        );
        assert!(html.contains("au-c-button--secondary"), "{html}");
        assert!(!html.contains("style="), "{html}");

        let Markup(shown) = cleaned(mail, Links::Shown);
        assert!(!shown.contains("href"), "{shown}");
        assert!(
            shown.contains(r#"<a class="au-c-button au-c-button--primary">Ja</a>"#),
            "{shown}"
        );
    }

    #[test]
    fn a_tag_of_ours_is_not_shown_and_what_only_looks_like_one_is() {
        let signer = Signer::new(&Secret::new(&[1; 32]).unwrap());
        let tag = signer.sign(Tag::Administration {
            assignment: Uuid::from_u128(7),
        });
        let other = Signer::new(&Secret::new(&[2; 32]).unwrap()).sign(Tag::View {
            ticket: Uuid::from_u128(7),
            version: 1,
        });
        let check = |text: &str, shown: &str| {
            assert_eq!(shown_words(&signer, Direction::Inbound, text), shown);
        };
        check(
            &format!("https://r.example/b/ja/{tag}\nof"),
            "https://r.example/b/ja/…\nof",
        );
        check(
            &format!("https://r.example/a/{}/niet-voor-ons", tag.to_uppercase()),
            "https://r.example/a/…/niet-voor-ons",
        );
        check(&format!("v+{tag}@r.example"), "v+…@r.example");
        for theirs in [
            "https://r.example/faq/wie-doet-wat".to_owned(),
            "https://wetteren.example/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c".to_owned(),
            "be71096123456769000000000000000000000001".to_owned(),
            format!("https://elders.example/{other}"),
        ] {
            check(&theirs, &theirs);
        }
        let sent = shown_words(&signer, Direction::Outbound, &tag);
        assert_eq!(sent, tag, "what we wrote is as we wrote it");
    }
}
