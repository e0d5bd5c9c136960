//! Published answers made ready to be read: Markdown as cleaned HTML, a summary for lists, the name
//! of the topic, what is related. Pages, feed and files all show an answer through here.

use chrono::NaiveDate;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::Markup;
use super::faq::{Answer, Entry, Related};
use super::words::escape;
use crate::directory::{Atlas, Topic};
use crate::faq;
use crate::language::tokens;
use crate::text::dates::local_day;

/// Answers that are named beside another one.
const RELATED: usize = 4;
/// Characters of an answer that a list shows.
const SUMMARY: usize = 220;

/// The topic of an entry, when it has one that we know.
#[must_use]
pub fn topic_of<'a>(entry: &faq::Entry, atlas: &'a Atlas) -> Option<&'a Topic> {
    atlas.topic(entry.text.topic_slug.as_deref()?)
}

fn topic_name(entry: &faq::Entry, atlas: &Atlas) -> Option<String> {
    topic_of(entry, atlas).map(|topic| topic.title.clone())
}

/// The day somebody last looked whether an entry still holds.
fn checked(entry: &faq::Entry) -> NaiveDate {
    local_day(entry.published_at.unwrap_or(entry.updated_at))
}

/// One of the `published` entries with all there is to read.
#[must_use]
pub fn answer(entry: &faq::Entry, published: &[faq::Entry], atlas: &Atlas) -> Answer {
    let related = faq::search(published, &entry.text.question)
        .into_iter()
        .filter(|hit| hit.entry.id != entry.id)
        .take(RELATED)
        .map(|hit| Related {
            slug: hit.entry.slug.clone(),
            question: hit.entry.text.question.clone(),
        });
    let (summary, rest) = lead_and_rest(&entry.text.answer);
    let sources = in_markdown(&entry.text.sources);
    Answer {
        slug: entry.slug.clone(),
        question: entry.text.question.clone(),
        summary,
        body: html(rest),
        topic: topic_name(entry, atlas),
        checked: checked(entry),
        sources: (!sources.is_empty()).then(|| html(&sources)),
        related: related.collect(),
    }
}

/// An entry in the list, with what the search found marked.
#[must_use]
pub fn line(entry: &faq::Entry, query: &str, atlas: &Atlas) -> Entry {
    Entry {
        slug: entry.slug.clone(),
        question: marked(&entry.text.question, query),
        summary: marked(&summary(&entry.text.answer), query),
        topic: topic_name(entry, atlas),
        checked: checked(entry),
    }
}

/// The first paragraph of an answer, short enough for a list.
#[must_use]
pub fn summary(answer: &str) -> String {
    let (lead, _) = lead_and_rest(answer);
    if lead.chars().count() <= SUMMARY {
        return lead;
    }
    let cut: String = lead.chars().take(SUMMARY).collect();
    let whole_words = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(words, _)| words);
    format!("{whole_words}…")
}

/// Sources, one a line as they were typed, as a list in Markdown with its addresses as links. What is a list
/// already stays one.
#[must_use]
pub fn in_markdown(sources: &str) -> String {
    let word = |word: &str| {
        if word.starts_with("https://") || word.starts_with("http://") {
            let address = word.trim_end_matches(['.', ',', ';', ')']);
            format!("<{address}>{}", &word[address.len()..])
        } else {
            word.to_owned()
        }
    };
    let line = |line: &str| {
        let words: Vec<String> = line.split_whitespace().map(word).collect();
        let words = words.join(" ");
        if words.starts_with("- ") || words.starts_with("* ") {
            words
        } else {
            format!("- {words}")
        }
    };
    let lines = sources.lines().filter(|line| !line.trim().is_empty());
    lines.map(line).collect::<Vec<_>>().join("\n")
}

/// The first paragraph in plain text, and the Markdown after it. An answer that begins with
/// something else has no lead.
fn lead_and_rest(answer: &str) -> (String, &str) {
    let mut lead = String::new();
    for (place, (event, range)) in Parser::new(answer).into_offset_iter().enumerate() {
        match event {
            Event::Start(Tag::Paragraph) if place == 0 => {}
            _ if place == 0 => return (String::new(), answer),
            Event::Text(text) | Event::Code(text) => lead.push_str(&text),
            Event::SoftBreak | Event::HardBreak => lead.push(' '),
            Event::End(TagEnd::Paragraph) => {
                return (lead, answer.get(range.end..).unwrap_or_default());
            }
            _ => {}
        }
    }
    (lead, "")
}

/// Markdown as cleaned HTML. Headings stand below those of the page.
#[must_use]
pub fn html(markdown: &str) -> Markup {
    let lower = |event| match event {
        Event::Start(Tag::Heading {
            id, classes, attrs, ..
        }) => {
            let level = pulldown_cmark::HeadingLevel::H2;
            Event::Start(Tag::Heading {
                level,
                id,
                classes,
                attrs,
            })
        }
        Event::End(TagEnd::Heading(_)) => {
            Event::End(TagEnd::Heading(pulldown_cmark::HeadingLevel::H2))
        }
        // HTML in the source is text.
        Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
        event => event,
    };
    let mut out = String::new();
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    pulldown_cmark::html::push_html(&mut out, Parser::new_ext(markdown, options).map(lower));
    let clean = ammonia::Builder::new()
        .rm_tags(["img"])
        .link_rel(Some("noreferrer"))
        .clean(&out)
        .to_string();
    Markup(clean)
}

/// `text` with the words that `query` looks for marked, in any form.
fn marked(text: &str, query: &str) -> Markup {
    let wanted: Vec<String> = tokens(query)
        .into_iter()
        .filter(|token| !token.stop)
        .flat_map(|token| std::iter::once(token.stem).chain(token.parts))
        .collect();
    let mut out = String::new();
    let mut at = 0;
    for token in tokens(text)
        .into_iter()
        .filter(|token| token.is_one_of(&wanted))
    {
        let (Some(before), Some(word)) =
            (text.get(at..token.span.start), text.get(token.span.clone()))
        else {
            continue;
        };
        out.push_str(&escape(before));
        out.push_str("<mark>");
        out.push_str(&escape(word));
        out.push_str("</mark>");
        at = token.span.end;
    }
    out.push_str(&escape(text.get(at..).unwrap_or_default()));
    Markup(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_one_a_line_are_a_list_with_links() {
        let check = |typed: &str, expected: &str| assert_eq!(in_markdown(typed), expected);
        check(
            "Archiefdecreet, artikel 5\n\nhttps://www.vlaanderen.be/archief\n",
            "- Archiefdecreet, artikel 5\n- <https://www.vlaanderen.be/archief>",
        );
        check(
            "- [Decreet](https://codex.example/1)",
            "- [Decreet](https://codex.example/1)",
        );
        check(
            "Zie https://vlaanderen.be/a.",
            "- Zie <https://vlaanderen.be/a>.",
        );
        check("  \n", "");
    }

    #[test]
    fn a_search_marks_what_it_found_in_any_form_and_nothing_else() {
        let check = |text: &str, query: &str, html: &str| assert_eq!(marked(text, query).0, html);
        check(
            "De burgemeester & <b>",
            "",
            "De burgemeester &#38; &#60;b&#62;",
        );
        check(
            "Alle gemeenten en een gemeente.",
            "gemeente",
            "Alle <mark>gemeenten</mark> en een <mark>gemeente</mark>.",
        );
    }

    #[test]
    fn the_first_paragraph_leads_and_the_rest_follows() {
        let (lead, rest) = lead_and_rest("Er zijn **15**\nregio's.\n\n- een\n- twee\n");
        assert_eq!(lead, "Er zijn 15 regio's.");
        assert_eq!(html(rest).0, "<ul>\n<li>een</li>\n<li>twee</li>\n</ul>\n");
        assert_eq!(lead_and_rest("- een\n").0, "");
        assert_eq!(lead_and_rest(""), (String::new(), ""));
    }

    #[test]
    fn an_answer_cannot_run_anything() {
        let Markup(html) =
            html("# Kop\n\n<script>x()</script> [l](javascript:x()) ![p](https://x/p)");
        assert!(html.starts_with("<h2>Kop</h2>"), "{html}");
        // What cannot run may stand there as words.
        for refused in ["<script", "href=\"javascript", "<img"] {
            assert!(!html.contains(refused), "{html}");
        }
    }

    #[test]
    fn a_long_answer_is_cut_between_words() {
        let cut = summary(&"woord ".repeat(100));
        assert!(
            cut.ends_with("woord…") && cut.chars().count() <= SUMMARY + 1,
            "{cut}"
        );
    }
}
