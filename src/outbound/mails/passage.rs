//! Somebody's own words inside one of our mails: a question as it came in, or an answer written in
//! Markdown. Both twins are made here, and nothing in them can reach outside the frame they stand
//! in: HTML in the source is text, links go to the web or to a mail address only.
//!
//! A quotation is never marked with `>` or `blockquote`, because mail programs fold those away.

use std::collections::HashSet;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::marks::{VERBATIM, clean};

/// Where a link in a passage may lead.
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

const PARAGRAPH: &str = r#"<p style="margin:0 0 12px;">"#;
const LIST: &str = r#" style="margin:0 0 12px;padding:0 0 0 24px;">"#;
const ASIDE: &str = r#"<div style="margin:0 0 12px 16px;">"#;

/// Somebody's words in both twins of a mail.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Passage {
    /// For the text twin, not yet wrapped.
    pub(super) text: String,
    /// For the HTML twin, clean.
    pub(super) html: String,
}

impl Passage {
    /// A plain text as somebody typed or mailed it; an empty line starts a paragraph.
    #[must_use]
    pub fn plain(words: &str) -> Self {
        let words = clean(&words.replace("\r\n", "\n").replace('\r', "\n"));
        let mut paragraphs: Vec<Vec<&str>> = vec![Vec::new()];
        for line in words.lines().map(str::trim_end) {
            if line.is_empty() {
                paragraphs.push(Vec::new());
            } else if let Some(paragraph) = paragraphs.last_mut() {
                paragraph.push(line);
            }
        }
        paragraphs.retain(|paragraph| !paragraph.is_empty());

        let text: Vec<_> = paragraphs.iter().map(|lines| lines.join("\n")).collect();
        let html: Vec<_> = paragraphs
            .iter()
            .map(|lines| {
                let lines: Vec<_> = lines
                    .iter()
                    .map(|line| escaped(line.trim_start()))
                    .collect();
                format!("{PARAGRAPH}{}</p>", lines.join("<br>\n"))
            })
            .collect();
        Self {
            text: text.join("\n\n"),
            html: html.join("\n"),
        }
    }

    /// A text in Markdown, as the desk writes its answers. A line break stays a line break.
    #[must_use]
    pub fn markdown(source: &str) -> Self {
        let source = clean(&source.replace("\r\n", "\n"));
        let events: Vec<_> = Parser::new_ext(&source, Options::ENABLE_STRIKETHROUGH)
            .flat_map(as_written)
            .collect();
        let mut text = TextTwin::default();
        for event in &events {
            text.take(event);
        }
        let mut html = String::new();
        pulldown_cmark::html::push_html(&mut html, events.into_iter());
        Self {
            text: text.finish(),
            html: for_mail(&safe(&html)),
        }
    }
}

/// HTML is text here, an indented paragraph is a paragraph, an image is its description, and a line
/// break stays one.
fn as_written(event: Event<'_>) -> Vec<Event<'_>> {
    match event {
        Event::Html(words) | Event::InlineHtml(words) => vec![Event::Text(words)],
        Event::Start(Tag::HtmlBlock | Tag::CodeBlock(CodeBlockKind::Indented)) => {
            vec![Event::Start(Tag::Paragraph)]
        }
        Event::End(TagEnd::HtmlBlock) => vec![Event::End(TagEnd::Paragraph)],
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => Vec::new(),
        Event::SoftBreak => vec![Event::HardBreak],
        other => vec![other],
    }
}

fn safe(html: &str) -> String {
    let tags: HashSet<_> = [
        "p",
        "br",
        "strong",
        "em",
        "del",
        "a",
        "ul",
        "ol",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "code",
        "hr",
    ]
    .into();
    ammonia::Builder::new()
        .tags(tags)
        .url_schemes(SCHEMES.into())
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(None)
        .clean(html)
        .to_string()
}

/// Cleaned HTML has bare tags only, so plain replacement can give them the looks of our mails.
fn for_mail(html: &str) -> String {
    let mut html = html
        .replace("<p>", PARAGRAPH)
        .replace("<ul>", &format!("<ul{LIST}"))
        .replace("<ol>", &format!("<ol{LIST}"))
        .replace(
            "<pre>",
            r#"<pre style="margin:0 0 12px;white-space:pre-wrap;">"#,
        )
        .replace("<blockquote>", ASIDE)
        .replace("</blockquote>", "</div>");
    html = without_headings(&html, PARAGRAPH);
    html.trim_end().to_owned()
}

/// What a passage stands in has headings of its own; those inside it stand below them.
fn without_headings(html: &str, paragraph: &str) -> String {
    let begin = format!("{paragraph}<strong>");
    (1..=6).fold(html.to_owned(), |html, level| {
        html.replace(&format!("<h{level}>"), &begin)
            .replace(&format!("</h{level}>"), "</strong></p>")
    })
}

/// A text in Markdown as it stands on one of our pages, which has its own looks: clean HTML.
#[must_use]
pub fn markdown_on_page(source: &str) -> String {
    let source = clean(&source.replace("\r\n", "\n"));
    let mut html = String::new();
    let events = Parser::new_ext(&source, Options::ENABLE_STRIKETHROUGH).flat_map(as_written);
    pulldown_cmark::html::push_html(&mut html, events);
    without_headings(&safe(&html), "<p>")
}

fn escaped(words: &str) -> String {
    words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Writes Markdown out as a text that reads well without any mark-up.
#[derive(Default)]
struct TextTwin {
    done: String,
    line: String,
    /// Numbers of the lists we are in; `None` for one with dashes.
    lists: Vec<Option<u64>>,
    /// Where the text of each open link starts, and where it leads.
    links: Vec<(usize, String)>,
    asides: usize,
    fenced: bool,
    /// Whether the paragraph that is being written is the first of its list item.
    item_starts: bool,
}

impl TextTwin {
    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::List(first)) => {
                self.end_block(self.lists.is_empty());
                self.lists.push(*first);
            }
            Event::End(TagEnd::List(_)) => {
                self.lists.pop();
                self.end_block(self.lists.is_empty());
            }
            Event::Start(Tag::Item) => {
                let indent = self.indent(self.lists.len().saturating_sub(1));
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                self.line = format!("{indent}{mark}");
                self.item_starts = true;
            }
            Event::End(TagEnd::Item) => {
                self.end_line();
                self.item_starts = false;
            }
            Event::Start(Tag::BlockQuote(_)) => {
                self.end_block(true);
                self.asides += 1;
            }
            Event::End(TagEnd::BlockQuote(_)) => {
                self.end_block(true);
                self.asides = self.asides.saturating_sub(1);
            }
            Event::Start(Tag::CodeBlock(_)) => {
                self.end_block(true);
                self.fenced = true;
            }
            Event::End(TagEnd::CodeBlock) => {
                self.fenced = false;
                self.end_block(true);
            }
            Event::Start(Tag::Paragraph | Tag::Heading { .. }) => {
                if self.item_starts {
                    self.item_starts = false;
                } else {
                    self.end_block(true);
                    self.line = self.indent(self.lists.len());
                }
            }
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_)) => {
                self.end_block(self.lists.is_empty());
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                self.links.push((self.line.len(), dest_url.to_string()));
            }
            Event::End(TagEnd::Link) => {
                if let Some((start, address)) = self.links.pop() {
                    let label = self.line.get(start..).unwrap_or_default();
                    let bare = address.strip_prefix("mailto:").unwrap_or(&address);
                    let leads_somewhere = SCHEMES
                        .iter()
                        .any(|s| address.starts_with(&format!("{s}:")));
                    if leads_somewhere && label != address && label != bare {
                        // Appendix C of RFC 3986: the brackets keep a full stop out of the link.
                        self.line.extend([" <", bare, ">"]);
                    }
                }
            }
            Event::Text(words) if self.fenced => {
                for line in words.lines() {
                    self.line = format!("{VERBATIM}    {line}");
                    self.end_line();
                }
            }
            Event::Text(words) => self.say(words),
            Event::Code(words) => self.line.push_str(words),
            Event::HardBreak => {
                self.end_line();
                self.line = self.indent(self.lists.len());
            }
            Event::Rule => {
                self.end_block(true);
                self.done.push_str("* * *\n");
                self.end_block(true);
            }
            _ => {}
        }
    }

    /// A text that holds line breaks of its own (HTML that is shown as it was typed).
    fn say(&mut self, words: &str) {
        let mut lines = words.split('\n');
        self.line.push_str(lines.next().unwrap_or_default());
        for line in lines {
            self.end_line();
            self.line.push_str(line);
        }
    }

    fn indent(&self, levels: usize) -> String {
        " ".repeat(3 * levels + 4 * self.asides)
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        if !line.trim().is_empty() {
            self.done.push_str(line.trim_end());
            self.done.push('\n');
        }
    }

    fn end_block(&mut self, apart: bool) {
        self.end_line();
        if apart && !self.done.is_empty() && !self.done.ends_with("\n\n") {
            self.done.push('\n');
        }
    }

    fn finish(mut self) -> String {
        self.end_line();
        self.done.trim_end().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_plain_question_keeps_its_paragraphs_and_shows_what_was_typed() {
        let passage =
            Passage::plain("Dag\r\n\r\nMag dit <b>ook</b>?\r\nEn dat?\r\n\r\n\r\n-- \r\nKatrien");
        insta::assert_snapshot!(passage.text, @r"
        Dag

        Mag dit <b>ook</b>?
        En dat?

        --
        Katrien
        ");
        insta::assert_snapshot!(passage.html, @r#"
        <p style="margin:0 0 12px;">Dag</p>
        <p style="margin:0 0 12px;">Mag dit &lt;b&gt;ook&lt;/b&gt;?<br>
        En dat?</p>
        <p style="margin:0 0 12px;">--<br>
        Katrien</p>
        "#);
    }

    #[test]
    fn markdown_reads_well_without_its_marks() {
        let passage = Passage::markdown(
            "Nee, dat hoeft **niet**.\nZie [het decreet](https://codex.example/regio).\n\n\
             ## Stappen\n\n1. Vraag het akkoord:\n   - van uw raad\n   - van de zone\n2. Mail <https://zone.example>\n\n\
             > Artikel 4\n\n```\nvast  breed\n```\n\n    ingesprongen\n\nGroeten",
        );
        insta::assert_snapshot!(passage.text.replace(VERBATIM, "|"), @r"
        Nee, dat hoeft niet.
        Zie het decreet <https://codex.example/regio>.

        Stappen

        1. Vraag het akkoord:
           - van uw raad
           - van de zone
        2. Mail https://zone.example

            Artikel 4

        |    vast  breed

        ingesprongen

        Groeten
        ");
        insta::assert_snapshot!(passage.html);
    }

    #[test]
    fn html_in_an_answer_is_text_and_dangerous_links_lead_nowhere() {
        let passage = Passage::markdown(
            "<script>alert(1)</script>\n\nVul <uw gemeente> in. [klik](javascript:alert(1)) ![foto](https://volg.example/x.png)",
        );
        insta::assert_snapshot!(passage.html, @r#"
        <p style="margin:0 0 12px;">&lt;script&gt;alert(1)&lt;/script&gt;
        </p>
        <p style="margin:0 0 12px;">Vul &lt;uw gemeente&gt; in. <a>klik</a> foto</p>
        "#);
        insta::assert_snapshot!(passage.text, @r"
        <script>alert(1)</script>

        Vul <uw gemeente> in. klik foto
        ");
    }

    proptest! {
        #[test]
        fn no_answer_brings_live_html_into_a_mail(source in "[ -~\n<>\\[\\]()!`*#\u{e000}-\u{e004}]{0,200}") {
            let html = Passage::markdown(&source).html.to_lowercase();
            for tag in ["<script", "<img", "<iframe", "<style", "<blockquote", "href=\"javascript"] {
                prop_assert!(!html.contains(tag) , "{}", html);
            }
            prop_assert_eq!(clean(&html), html);
        }

        #[test]
        fn a_plain_question_never_becomes_markup(words in any::<String>()) {
            let html = Passage::plain(&words).html;
            let bare = html.replace(PARAGRAPH, "").replace("</p>", "").replace("<br>", "");
            prop_assert!(!bare.contains('<') && !bare.contains('>'), "{}", html);
        }
    }
}
