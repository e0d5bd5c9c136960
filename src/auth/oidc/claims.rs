//! What a provider says about a person, read as the settings say. Pure: facts in, person out.

use serde_json::Value;

use super::setup::Rules;
use crate::auth::accounts::{MOST_NAME, is_address};
use crate::auth::actor::Grant;
use crate::config::OidcClaims;

/// Longest subject, in bytes (OpenID Connect Core, 2).
const LONGEST_SUBJECT: usize = 255;

/// Somebody whom the provider vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who it is at the provider, whatever else changes.
    pub subject: String,
    /// As colleagues see them; `None` when the provider names nobody.
    pub name: Option<String>,
    /// Lower-case; `None` when the provider gives no address that can be one.
    pub email: Option<String>,
    /// Whether the provider says that it verified the address.
    pub email_verified: bool,
    /// Whether their browser or profile asks for English.
    pub english: bool,
    /// What their roles stand for here.
    pub grants: Vec<Grant>,
}

/// The fact at `path` in the first of `facts` that has it: a name, or a JSON pointer.
fn find<'a>(facts: &[&'a Value], path: &str) -> Option<&'a Value> {
    if path.is_empty() {
        return None;
    }
    let mut found = facts.iter().filter_map(|facts| {
        if path.starts_with('/') {
            facts.pointer(path)
        } else {
            facts.get(path)
        }
    });
    found.find(|value| !value.is_null())
}

fn text<'a>(facts: &[&'a Value], path: &str) -> Option<&'a str> {
    let found = find(facts, path)?.as_str()?.trim();
    (!found.is_empty()).then_some(found)
}

/// Whether `facts` say all that there is to know of a person.
pub(super) fn are_complete(facts: &Value, names: &OidcClaims) -> bool {
    let known = |path: &str| find(&[facts], path).is_some();
    known(&names.roles)
        && known(&names.email)
        && (verified(names).is_empty() || known(verified(names)))
        && (known(&names.name) || known(&names.given_name) || known(&names.family_name))
}

/// The person of whom `facts` speak, the ID token before the answer of the userinfo endpoint; `None`
/// when they name nobody.
pub(super) fn person(facts: &[&Value], names: &OidcClaims, rules: &Rules) -> Option<Person> {
    let subject = text(facts, "sub").filter(|subject| subject.len() <= LONGEST_SUBJECT)?;
    let values = match find(facts, &names.roles) {
        Some(Value::String(one)) => vec![one.as_str()],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let (email, email_verified) = address(facts, names).unzip();
    Some(Person {
        subject: subject.to_owned(),
        name: name(facts, names),
        email_verified: email_verified.unwrap_or_default(),
        email,
        english: text(facts, "locale").is_some_and(|locale| locale.starts_with("en")),
        grants: rules.grants(&values),
    })
}

/// The claim that says whether the address was verified; empty when nothing does. `email_verified` is about
/// `email` and about no other claim (OpenID Connect Core, 5.1).
fn verified(names: &OidcClaims) -> &str {
    match (names.email_verified.as_str(), names.email.as_str()) {
        ("", "email") => "email_verified",
        (claim, _) => claim,
    }
}

/// The address, and whether the document that gives it says that it was verified: what another document
/// says may be about another address. A verified one goes before one that is not.
fn address(facts: &[&Value], names: &OidcClaims) -> Option<(String, bool)> {
    let mut given = facts.iter().filter_map(|&facts| {
        let email = text(&[facts], &names.email)?.to_lowercase();
        let says = find(&[facts], verified(names));
        // Some providers write it as a text.
        let says = says.is_some_and(|says| *says == true || *says == "true");
        is_address(&email).then_some((email, says))
    });
    let first = given.next()?;
    if first.1 {
        return Some(first);
    }
    Some(given.find(|(_, verified)| *verified).unwrap_or(first))
}

fn name(facts: &[&Value], names: &OidcClaims) -> Option<String> {
    let given = text(facts, &names.given_name);
    let family = text(facts, &names.family_name);
    let parts: Vec<&str> = given.into_iter().chain(family).collect();
    let whole = text(facts, &names.name).map_or_else(|| parts.join(" "), str::to_owned);
    let shown = whole.chars().filter(|c| !c.is_control());
    let shown: String = shown.take(MOST_NAME).collect();
    (!shown.is_empty()).then_some(shown)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::setup::tests::{places, settings};
    use super::*;
    use crate::auth::actor::Role;

    fn read(facts: &[&Value], change: impl FnOnce(&mut OidcClaims)) -> Option<Person> {
        let mut settings = settings();
        change(&mut settings.claims);
        let rules = Rules::new(&settings, &places()).unwrap();
        person(facts, &settings.claims, &rules)
    }

    fn roles(person: &Person) -> Vec<Role> {
        person.grants.iter().map(|grant| grant.role).collect()
    }

    #[test]
    fn a_person_is_read_as_acm_gives_them() {
        let facts = json!({
            "sub": "f8a7", "given_name": "Els", "family_name": "Claes", "email": "Els.Claes@abb.be",
            "email_verified": true, "locale": "nl",
            "dv_regiovraag_rol": ["R-agent:limburg", "Iets anders"],
        });
        let person = read(&[&facts], |_| ()).unwrap();
        assert_eq!(person.name.as_deref(), Some("Els Claes"));
        assert_eq!(person.email.as_deref(), Some("els.claes@abb.be"));
        assert!(person.email_verified && !person.english);
        assert_eq!(roles(&person), [Role::Agent, Role::Editor]);
    }

    #[test]
    fn facts_stand_where_the_settings_say() {
        let token = json!({ "sub": "1", "realm": { "roles": "R-coordinator" } });
        let info = json!({ "sub": "1", "naam": "Bo", "mail": "bo@abb.be", "locale": "en-GB" });
        let person = read(&[&token, &info], |names| {
            names.roles = "/realm/roles".into();
            names.name = "naam".into();
            names.email = "/mail".into();
        })
        .unwrap();
        assert_eq!((person.name.as_deref(), person.english), (Some("Bo"), true));
        assert_eq!(person.email.as_deref(), Some("bo@abb.be"));
        assert_eq!(roles(&person), [Role::Coordinator]);
    }

    #[test]
    fn what_a_token_leaves_out_is_noticed() {
        let names = settings().claims;
        let whole = json!({
            "dv_regiovraag_rol": [], "email": "els@abb.be", "email_verified": false,
            "given_name": "Els", "family_name": "C",
        });
        assert!(are_complete(&whole, &names));
        for left_out in ["dv_regiovraag_rol", "email", "email_verified"] {
            let mut facts = whole.clone();
            facts[left_out] = Value::Null;
            assert!(!are_complete(&facts, &names), "{left_out}");
        }
        let nameless =
            json!({ "dv_regiovraag_rol": [], "email": "els@abb.be", "email_verified": true });
        assert!(!are_complete(&nameless, &names));
        // Where nothing says whether an address was verified, nothing is left out.
        let other = OidcClaims {
            email: "vo_email".into(),
            ..names
        };
        let facts = json!({ "dv_regiovraag_rol": [], "vo_email": "els@abb.be", "name": "Els" });
        assert!(are_complete(&facts, &other));
    }

    #[test]
    fn an_address_is_verified_by_the_document_that_gives_it() {
        let check = |facts: &[&Value], change: fn(&mut OidcClaims), email: &str, verified: bool| {
            let person = read(facts, change).unwrap();
            assert_eq!(
                (person.email.as_deref(), person.email_verified),
                (Some(email), verified),
                "{facts:?}"
            );
        };
        let same = |_: &mut OidcClaims| ();
        let token = json!({ "sub": "1", "email": "boef@elders.be" });
        let vouching = json!({ "sub": "1", "email_verified": true });
        check(&[&token, &vouching], same, "boef@elders.be", false);
        let whole = json!({ "sub": "1", "email": "els@abb.be", "email_verified": "true" });
        check(&[&token, &whole], same, "els@abb.be", true);
        let denied = json!({ "sub": "1", "email": "els@abb.be", "email_verified": false });
        check(&[&denied, &vouching], same, "els@abb.be", false);
        check(&[&denied, &whole], same, "els@abb.be", true);
        check(&[&whole, &token], same, "els@abb.be", true);
        // `email_verified` is about `email`; about another claim only what the settings name.
        let other = json!({
            "sub": "1", "email": "els@abb.be", "email_verified": true, "mail": "boef@elders.be",
            "mail_ok": true,
        });
        let moved = |names: &mut OidcClaims| names.email = "mail".into();
        check(&[&other], moved, "boef@elders.be", false);
        let named = |names: &mut OidcClaims| {
            names.email = "mail".into();
            names.email_verified = "/mail_ok".into();
        };
        check(&[&other], named, "boef@elders.be", true);
    }

    #[test]
    fn what_is_not_there_or_not_right_is_left_out() {
        let strange = json!({
            "sub": "1", "email": "geen adres", "email_verified": "ja", "name": 7,
            "dv_regiovraag_rol": { "R-coordinator": true },
        });
        let person = read(&[&strange], |_| ()).unwrap();
        assert_eq!((person.name, person.email), (None, None));
        assert!(!person.email_verified && person.grants.is_empty());
        let long = json!({ "sub": "x".repeat(LONGEST_SUBJECT + 1) });
        for nobody in [json!({}), json!({ "sub": "" }), json!({ "sub": 7 }), long] {
            assert_eq!(read(&[&nobody], |_| ()), None);
        }
    }
}
