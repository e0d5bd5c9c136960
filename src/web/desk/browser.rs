//! A browser in words, from what it says that it is: "Firefox op Windows". It may say anything, so this is
//! for its owner to tell their own sessions apart, and for nothing else.

use crate::text::Texts;

/// The mark of a browser in what it says, and its name. Each also calls itself by the names of those that
/// stand below it.
const BROWSERS: [(&str, &str); 9] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// The same for the system under it.
const SYSTEMS: [(&str, &str); 8] = [
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
];

fn found(said: &str, names: &[(&str, &'static str)]) -> Option<&'static str> {
    let found = names.iter().find(|(mark, _)| said.contains(mark));
    found.map(|(_, name)| *name)
}

/// The browser and its system in words; empty where neither is known.
#[must_use]
pub fn named(t: Texts, user_agent: Option<&str>) -> String {
    let said = user_agent.unwrap_or_default();
    match (found(said, &BROWSERS), found(said, &SYSTEMS)) {
        (Some(browser), Some(system)) => t.with2(
            "admin-session-browser",
            "browser",
            browser,
            "system",
            system,
        ),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn a_browser_is_called_by_its_name() {
        let check = |said: &str, name: &str| {
            assert_eq!(named(Texts::new(Language::Nl), Some(said)), name, "{said}");
        };
        let webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
        check(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
            "Firefox op Windows",
        );
        check(
            &format!("Mozilla/5.0 (Windows NT 10.0) {webkit} Chrome/142.0 Safari/537.36 Edg/142.0"),
            "Edge op Windows",
        );
        check(
            &format!("Mozilla/5.0 (Linux; Android 10; K) {webkit} Chrome/142.0 Safari/537.36"),
            "Chrome op Android",
        );
        check(
            &format!("Mozilla/5.0 (Macintosh; Intel Mac OS X 15) {webkit} Version/26 Safari/605"),
            "Safari op macOS",
        );
        check(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X)",
            "iPhone",
        );
        check("curl/8.5", "");
        assert_eq!(named(Texts::new(Language::Nl), None), "");
    }
}
