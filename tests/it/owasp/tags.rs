//! A page as a browser takes it apart, and what may not be in it.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

#[derive(Default)]
struct Found(RefCell<Vec<Tag>>);

impl TokenSink for Found {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else {
            return TokenSinkResult::Continue;
        };
        if tag.kind != TagKind::StartTag {
            return TokenSinkResult::Continue;
        }
        let inside = match &*tag.name {
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" | "xmp" | "iframe" | "noembed" | "noframes" => {
                TokenSinkResult::RawData(RawKind::Rawtext)
            }
            "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        };
        self.0.borrow_mut().push(tag);
        inside
    }
}

/// Every element of a page, with its attributes.
fn elements(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Found::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let found = tokenizer.sink.0.into_inner();
    let attributes = |tag: &Tag| {
        let all = tag.attrs.iter();
        all.map(|one| (one.name.local.to_string(), one.value.to_string()))
            .collect()
    };
    found
        .iter()
        .map(|tag| (tag.name.to_string(), attributes(tag)))
        .collect()
}

/// What a page holds that it may not: script or style in it, or something of another host.
pub fn faults(html: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, attributes) in elements(html) {
        let value = |wanted: &str| {
            let mut all = attributes.iter();
            all.find(|(name, _)| name == wanted)
                .map_or("", |(_, value)| value.as_str())
        };
        match name.as_str() {
            "style" | "iframe" | "frame" | "object" | "embed" | "applet" | "base"
            | "foreignobject" => {
                faults.push(format!("<{name}>"));
            }
            "script" if !value("src").starts_with("/assets/") => {
                faults.push(format!("<script> {:?}", value("src")));
            }
            "meta" if value("http-equiv").eq_ignore_ascii_case("refresh") => {
                faults.push("<meta refresh>".to_owned());
            }
            _ => {}
        }
        for (attribute, value) in &attributes {
            let address = value.trim().to_ascii_lowercase();
            let fetched = match attribute.as_str() {
                "src" | "srcset" | "poster" | "data" | "background" => true,
                "href" | "xlink:href" => matches!(name.as_str(), "link" | "use" | "image"),
                _ => false,
            };
            let leads = matches!(
                attribute.as_str(),
                "href" | "xlink:href" | "action" | "formaction" | "src"
            );
            let own = address.starts_with('/') && !address.starts_with("//")
                || address.starts_with('#')
                || (name == "img" && address.starts_with("data:image/"));
            let safe = own
                || address.is_empty()
                || !address
                    .split(['/', '?', '#'])
                    .next()
                    .unwrap_or_default()
                    .contains(':')
                || ["https:", "http:", "mailto:", "tel:", "otpauth:"]
                    .iter()
                    .any(|scheme| address.starts_with(scheme));
            let wrong = attribute.starts_with("on")
                || attribute == "style"
                || attribute == "srcdoc"
                || (fetched && !own)
                || (leads && !safe)
                || (matches!(attribute.as_str(), "action" | "formaction") && !own);
            if wrong {
                faults.push(format!("<{name} {attribute}={value:?}>"));
            }
        }
    }
    faults
}

#[test]
fn what_may_not_be_in_a_page_is_found() {
    for wrong in [
        "<script>alert(1)</script>",
        "<script src=\"https://elders.example/x.js\"></script>",
        "<p onclick=x>",
        "<svg/onload=alert(1)>",
        "<p style=\"color:red\">",
        "<style>p{}</style>",
        "<img src=//elders.example/x.png>",
        "<link rel=stylesheet href=https://elders.example/x.css>",
        "<a href=\" JavaScript:alert(1)\">",
        "<a href=data:text/html,x>",
        "<form action=https://elders.example/>",
        "<iframe srcdoc=x>",
        "<base href=/x>",
    ] {
        assert!(!faults(wrong).is_empty(), "{wrong}");
    }
    for right in [
        "<script defer src=/assets/a.js></script>",
        "<a href=https://elders.example/>x</a><a href=\"?q=a:b\">y</a>",
        "<img src=\"data:image/png;base64,AA\">",
        "<p title=\"onclick=x\">&lt;script&gt;alert(1)&lt;/script&gt;</p>",
        "<title><script>x</script></title><textarea><p onclick=x></textarea>",
    ] {
        assert_eq!(faults(right), Vec::<String>::new(), "{right}");
    }
}
