//! The published FAQ outside the pages of the service: the feed, the list for programs, and the
//! whole as a folder of files that any web server can show. Everything here is published already;
//! nothing of a ticket or of a person is known to it.

use std::collections::BTreeMap;

use askama::Template;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::answers::{answer, html, in_markdown, line, topic_of};
use super::faq::{Entry, FaqEntryPage, entry_path};
use super::words::Words as _;
use super::{Menu, Page, ReadFrom, Site};
use crate::directory::Atlas;
use crate::faq;
use crate::text::{Language, Texts};
use crate::web::assets::asset_file;

/// What the pages of the copy are dressed with.
const ASSETS: &[&str] = &["appuniversum.css", "portal.css", "icons.svg", "mark.svg"];

/// A file of the copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its place in the folder, with slashes.
    pub path: String,
    /// What it holds.
    pub content: Vec<u8>,
}

/// The Atom feed (RFC 4287) of the entries, the last changed first. `now` is when an empty feed
/// changed.
pub fn feed(
    entries: &[faq::Entry],
    atlas: &Atlas,
    site: &Site,
    now: DateTime<Utc>,
) -> askama::Result<String> {
    let changed = entries.iter().map(|entry| entry.updated_at).max();
    let mut entries: Vec<&faq::Entry> = entries.iter().collect();
    entries.sort_by(|a, b| b.updated_at.cmp(&a.updated_at).then(a.id.cmp(&b.id)));
    let feed = Feed {
        t: Texts::new(Language::Nl),
        service: site.public_url.clone(),
        updated: moment(changed.unwrap_or(now)),
        entries: entries
            .into_iter()
            .map(|entry| FeedEntry {
                id: entry.id,
                question: xml_text(&entry.text.question),
                url: url(site, entry),
                published: moment(entry.published_at.unwrap_or(entry.updated_at)),
                updated: moment(entry.updated_at),
                topic: topic_of(entry, atlas).map(|it| (it.slug.clone(), xml_text(&it.title))),
                html: xml_text(&html(&entry.text.answer).0),
            })
            .collect(),
    };
    feed.render()
}

#[derive(Debug, Template)]
#[template(path = "portal/faq_feed.xml", escape = "html")]
struct Feed {
    t: Texts,
    service: String,
    updated: String,
    entries: Vec<FeedEntry>,
}

#[derive(Debug)]
struct FeedEntry {
    id: Uuid,
    question: String,
    url: String,
    published: String,
    updated: String,
    topic: Option<(String, String)>,
    html: String,
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn url(site: &Site, entry: &faq::Entry) -> String {
    format!("{}{}", site.public_url, entry_path(&entry.slug))
}

/// `text` without the characters that XML 1.0 cannot hold, not even escaped (section 2.2).
fn xml_text(text: &str) -> String {
    let fits = |c: &char| {
        matches!(c, '\t' | '\n' | '\r') || (*c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'))
    };
    text.chars().filter(fits).collect()
}

/// The entries for programs.
#[derive(Debug, Serialize)]
struct List<'a> {
    title: String,
    url: String,
    updated: Option<String>,
    entries: Vec<Listed<'a>>,
}

#[derive(Debug, Serialize)]
struct Listed<'a> {
    id: Uuid,
    slug: &'a str,
    url: String,
    question: &'a str,
    answer_markdown: &'a str,
    answer_html: String,
    sources_markdown: String,
    topic: Option<&'a str>,
    topic_title: Option<&'a str>,
    published: Option<String>,
    updated: String,
}

/// The entries as JSON.
fn list(entries: &[faq::Entry], atlas: &Atlas, site: &Site) -> serde_json::Result<Vec<u8>> {
    fn listed<'a>(entry: &'a faq::Entry, atlas: &'a Atlas, site: &Site) -> Listed<'a> {
        let text = &entry.text;
        Listed {
            id: entry.id,
            slug: &entry.slug,
            url: url(site, entry),
            question: &text.question,
            answer_markdown: &text.answer,
            answer_html: html(&text.answer).0,
            sources_markdown: in_markdown(&text.sources),
            topic: text.topic_slug.as_deref(),
            topic_title: topic_of(entry, atlas).map(|topic| topic.title.as_str()),
            published: entry.published_at.map(moment),
            updated: moment(entry.updated_at),
        }
    }
    let list = List {
        title: Texts::new(Language::Nl).say("portal-faq-heading"),
        url: format!("{}/faq", site.public_url),
        updated: entries.iter().map(|it| it.updated_at).max().map(moment),
        entries: entries
            .iter()
            .map(|entry| listed(entry, atlas, site))
            .collect(),
    };
    serde_json::to_vec_pretty(&list)
}

/// Why the copy could not be made.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// A page could not be rendered.
    #[error(transparent)]
    Page(#[from] askama::Error),
    /// The list could not be written.
    #[error(transparent)]
    List(#[from] serde_json::Error),
}

/// Every file of the copy, in the order of their places. The same entries give the same files.
pub fn files(
    entries: &[faq::Entry],
    atlas: &Atlas,
    site: &Site,
    now: DateTime<Utc>,
) -> Result<Vec<File>, CopyError> {
    let t = Texts::new(Language::Nl);
    let read_from = |up| Site {
        demo: false,
        other_language: None,
        read_from: ReadFrom::Copy {
            up,
            service: site.public_url.clone(),
        },
        ..site.clone()
    };
    let mut files: Vec<File> = ASSETS
        .iter()
        .filter_map(|name| asset_file(name))
        .map(|(name, content)| File {
            path: format!("assets/{name}"),
            content: content.to_vec(),
        })
        .collect();
    let mut add = |path: String, content: Vec<u8>| files.push(File { path, content });

    let index = IndexPage::new(t, &read_from(""), sections(t, entries, atlas));
    add("index.html".to_owned(), index.render()?.into_bytes());
    let site_of_entry = read_from("../");
    for entry in entries {
        let page = FaqEntryPage::new(t, &site_of_entry, answer(entry, entries, atlas));
        add(
            format!("vragen/{}.html", entry.slug),
            page.render()?.into_bytes(),
        );
    }
    add("faq.json".to_owned(), list(entries, atlas, site)?);
    let feed = feed(entries, atlas, site, now)?;
    add("faq.atom".to_owned(), feed.into_bytes());
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// A topic and its answers.
#[derive(Debug)]
struct Section {
    slug: String,
    name: String,
    entries: Vec<Entry>,
}

/// The answers by topic, the topics by name; those without a topic last.
fn sections(t: Texts, entries: &[faq::Entry], atlas: &Atlas) -> Vec<Section> {
    let mut by_topic: BTreeMap<(bool, &str, &str), Vec<Entry>> = BTreeMap::new();
    for entry in entries {
        let topic = topic_of(entry, atlas);
        let key = topic.map_or((true, "", ""), |it| (false, &it.title, &it.slug));
        by_topic
            .entry(key)
            .or_default()
            .push(line(entry, "", atlas));
    }
    let section = |((without, name, slug), entries): ((bool, &str, &str), Vec<Entry>)| Section {
        slug: if without { "-" } else { slug }.to_owned(),
        name: if without {
            t.say("portal-faq-no-topic")
        } else {
            name.to_owned()
        },
        entries,
    };
    by_topic.into_iter().map(section).collect()
}

/// The first page of the copy: every answer, by topic.
#[derive(Debug, Template)]
#[template(path = "portal/faq_copy.html")]
struct IndexPage {
    t: Texts,
    page: Page,
    topics: Vec<Section>,
}

impl IndexPage {
    fn new(t: Texts, site: &Site, topics: Vec<Section>) -> Self {
        let page = Page::new(site, Menu::Faq, t.say("portal-menu-faq"));
        Self { t, page, topics }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::faq::{EntryText, FaqStatus};

    fn entry(number: u128, slug: &str, question: &str, topic: Option<&str>) -> faq::Entry {
        let at = "2026-03-05T09:30:00.5Z".parse().unwrap();
        faq::Entry {
            id: Uuid::from_u128(number),
            slug: slug.to_owned(),
            status: FaqStatus::Published,
            text: EntryText {
                question: question.to_owned(),
                answer: "Ja, **mits** een beslissing.\n\n- a < b & c\u{8}\n".to_owned(),
                sources: "[Decreet](https://codex.example/1)".to_owned(),
                topic_slug: topic.map(str::to_owned),
                nobody: Vec::new(),
            },
            group_id: Some(Uuid::from_u128(99)),
            revision: 3,
            updated_at: at,
            published_at: Some(at),
            review_due_at: None,
            remark: None,
        }
    }

    fn site() -> Site {
        Site {
            mail_address: "regiovorming@vlaanderen.be".to_owned(),
            public_url: "https://regiovraag.example".to_owned(),
            demo: true,
            other_language: None,
            read_from: ReadFrom::Service,
        }
    }

    fn entries() -> Vec<faq::Entry> {
        vec![
            entry(
                1,
                "zone-en-regio",
                "Moet de zone <onze> regio volgen?",
                Some("hulpverleningszones"),
            ),
            entry(
                2,
                "regio-wijzigen",
                "Kan een gemeente van regio wijzigen?",
                Some("regio-afbakening"),
            ),
            entry(3, "iets-anders", "Iets & anders?", None),
        ]
    }

    /// A reader of well-formed XML and no more: the names of the elements that are open must close
    /// in turn, and an ampersand must begin a reference.
    fn elements(xml: &str) -> Vec<String> {
        let (mut open, mut seen): (Vec<&str>, Vec<String>) = (Vec::new(), Vec::new());
        let mut rest = xml
            .strip_prefix("<?xml version=\"1.0\" encoding=\"utf-8\"?>")
            .unwrap();
        while let Some(at) = rest.find('<') {
            let text = &rest[..at];
            for (amp, _) in text.match_indices('&') {
                assert!(text[amp..].starts_with("&#"), "{text}");
                assert!(text[amp..].contains(';'), "{text}");
            }
            assert!(!text.contains('>'), "{text}");
            let end = at + rest[at..].find('>').unwrap();
            let tag = &rest[at + 1..end];
            if let Some(name) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(name));
            } else {
                let name = tag.split([' ', '/']).next().unwrap();
                seen.push(format!("{}{name}", "/".repeat(open.len())));
                if !tag.ends_with('/') {
                    open.push(name);
                }
                assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
            }
            rest = &rest[end + 1..];
        }
        assert!(open.is_empty() && rest.trim().is_empty());
        seen
    }

    fn now() -> DateTime<Utc> {
        "2026-06-01T08:00:00Z".parse().unwrap()
    }

    #[test]
    fn the_feed_is_well_formed_and_holds_what_atom_asks_for() {
        let atlas = Atlas::embedded().unwrap();
        let feed = feed(&entries(), &atlas, &site(), now()).unwrap();
        let seen = elements(&feed);
        for needed in ["feed", "/id", "/title", "/updated", "/author", "//name"] {
            assert_eq!(
                seen.iter().filter(|it| *it == needed).count(),
                1,
                "{needed}"
            );
        }
        for needed in ["/entry", "//id", "//title", "//updated", "//content"] {
            assert_eq!(
                seen.iter().filter(|it| *it == needed).count(),
                3,
                "{needed}"
            );
        }
        assert!(feed.contains("<updated>2026-03-05T09:30:00Z</updated>"));
        assert!(feed.contains("<title>Moet de zone &#60;onze&#62; regio volgen?</title>"));
        assert!(feed.contains("rel=\"self\""));
        assert!(!feed.contains('\u{8}'), "XML has no place for it");

        let none = super::feed(&[], &atlas, &site(), now()).unwrap();
        assert!(none.contains("<updated>2026-06-01T08:00:00Z</updated>"));
        assert_eq!(
            elements(&none).iter().filter(|it| *it == "/entry").count(),
            0
        );
    }

    /// The values of `href`, `src` and `action` in a page, and of `url()` in a style sheet.
    fn links(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        for begin in ["href=\"", "src=\"", "action=\"", "url(\"", "url("] {
            for (at, _) in text.match_indices(begin) {
                let rest = &text[at + begin.len()..];
                let end = rest.find(['"', ')']).unwrap();
                found.push(rest[..end].to_owned());
            }
        }
        found.retain(|link| !link.is_empty() && !link.starts_with('"'));
        found
    }

    #[test]
    fn every_link_of_the_copy_leads_to_a_file_of_it_or_to_the_service() {
        let atlas = Atlas::embedded().unwrap();
        let files = files(&entries(), &atlas, &site(), now()).unwrap();
        let places: BTreeSet<&str> = files.iter().map(|it| it.path.as_str()).collect();
        for page in [
            "index.html",
            "faq.json",
            "faq.atom",
            "vragen/zone-en-regio.html",
        ] {
            assert!(places.contains(page), "{page} in {places:?}");
        }
        let mut within = 0;
        for file in files.iter().filter(|it| !it.path.ends_with("faq.json")) {
            let text = std::str::from_utf8(&file.content).unwrap();
            let loads = ["<script", "<img", "@import", "src="];
            assert!(!loads.iter().any(|it| text.contains(it)), "{}", file.path);
            for link in links(text) {
                let outside = [
                    "https://regiovraag.example",
                    "https://codex.example/",
                    "mailto:",
                ];
                if outside.iter().any(|it| link.starts_with(it)) || link.starts_with("data:") {
                    continue;
                }
                let (to, part) = link.split_once('#').unwrap_or((&link, ""));
                let to = match (to.strip_prefix("../"), file.path.rsplit_once('/')) {
                    (Some(to), Some(_)) => to.to_owned(),
                    (None, Some((folder, _))) if !to.is_empty() => format!("{folder}/{to}"),
                    (None, None) if !to.is_empty() => to.to_owned(),
                    _ => file.path.clone(),
                };
                let target = files.iter().find(|it| it.path == to);
                let target = target.unwrap_or_else(|| panic!("{}: {link}", file.path));
                if !part.is_empty() {
                    let text = String::from_utf8_lossy(&target.content);
                    assert!(
                        text.contains(&format!("id=\"{part}\"")),
                        "{}: {link}",
                        file.path
                    );
                }
                within += 1;
            }
        }
        assert!(within > 30, "{within}");
    }

    #[test]
    fn the_list_says_everything_once() {
        let atlas = Atlas::embedded().unwrap();
        let list = list(&entries(), &atlas, &site()).unwrap();
        let list: serde_json::Value = serde_json::from_slice(&list).unwrap();
        assert_eq!(list["entries"].as_array().unwrap().len(), 3);
        let first = &list["entries"][0];
        assert_eq!(first["url"], "https://regiovraag.example/faq/zone-en-regio");
        assert_eq!(first["topic"], "hulpverleningszones");
        assert!(first["answer_html"].as_str().unwrap().starts_with("<p>Ja"));
        assert!(
            first.get("group_id").is_none(),
            "where it came from stays inside"
        );
    }

    #[test]
    fn the_same_entries_give_the_same_files() {
        let atlas = Atlas::embedded().unwrap();
        let again = || files(&entries(), &atlas, &site(), now()).unwrap();
        assert_eq!(again(), again());
    }
}
