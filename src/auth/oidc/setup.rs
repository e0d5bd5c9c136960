//! The settings of the provider, looked at once at the start: what cannot work is said then and not to
//! the first person who signs in.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jsonwebtoken::{Algorithm, EncodingKey, Header};
use openidconnect::IssuerUrl;
use reqwest::redirect::Policy;
use serde_json::json;
use uuid::Uuid;

use crate::auth::actor::{Grant, Role, UnfitGrant, UnknownWord};
use crate::config::{OidcSettings, is_loopback};

/// A setting with which nobody could sign in at the provider.
#[derive(Debug, thiserror::Error)]
pub enum OidcSetupError {
    /// Needed, and empty.
    #[error("oidc.{0} is empty; the provider gives it when the service is registered there")]
    Missing(&'static str),
    /// Neither way to prove who we are, or both.
    #[error(
        "set one of oidc.client_secret_file and oidc.private_key_file: with it we prove to the \
         provider who we are"
    )]
    OneProof,
    /// No address of a provider.
    #[error("oidc.issuer {issuer}: {why}")]
    Issuer {
        /// What stands there.
        issuer: String,
        /// What is wrong with it.
        why: String,
    },
    /// A file that cannot be used.
    #[error("{key} {}: {why}", path.display())]
    File {
        /// The setting.
        key: &'static str,
        /// What it points at.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// No value stands for a role.
    #[error(
        "there is no [[oidc.grants]]: without one nobody who signs in at the provider has a role"
    )]
    NoGrants,
    /// A value that stands for a role that cannot be.
    #[error("[[oidc.grants]] with value `{value}`: {why}")]
    Grant {
        /// The value.
        value: String,
        /// What is wrong with it.
        why: WrongGrant,
    },
    /// The machine cannot make the connection.
    #[error("the client for the provider could not be made: {0}")]
    Client(reqwest::Error),
}

/// What is wrong with a role that a value stands for.
#[derive(Debug, thiserror::Error)]
pub enum WrongGrant {
    /// Empty.
    #[error("the value is empty")]
    NoValue,
    /// Not a role.
    #[error(transparent)]
    Role(#[from] UnknownWord),
    /// Not for people.
    #[error("the role api is for tokens, not for people")]
    OfPrograms,
    /// Not one of the desks where people work.
    #[error("there is no desk of staff `{0}`")]
    Desk(String),
    /// Not a province.
    #[error("there is no province `{0}`")]
    Province(String),
    /// Too much or too little.
    #[error(transparent)]
    Unfit(#[from] UnfitGrant),
}

/// How the words for places in the settings are looked up: this room knows no directory.
pub struct Places<'a> {
    /// The desk of staff with this slug.
    pub desk: &'a dyn Fn(&str) -> Option<Uuid>,
    /// The desk where coordinators work.
    pub central: Option<Uuid>,
    /// Whether there is a province with this slug.
    pub province: &'a dyn Fn(&str) -> bool,
}

/// What each value of the roles stands for.
#[derive(Debug, Clone, Default)]
pub(super) struct Rules(Vec<(String, Grant)>);

impl Rules {
    pub(super) fn new(
        settings: &OidcSettings,
        places: &Places<'_>,
    ) -> Result<Self, OidcSetupError> {
        let mut rules = Vec::with_capacity(settings.grants.len());
        for one in &settings.grants {
            let grant = rule(&one.value, &one.role, &one.desk, &one.province, places);
            let grant = grant.map_err(|why| OidcSetupError::Grant {
                value: one.value.clone(),
                why,
            })?;
            rules.push((one.value.clone(), grant));
        }
        if rules.is_empty() {
            return Err(OidcSetupError::NoGrants);
        }
        Ok(Self(rules))
    }

    /// Every role that one of `values` stands for, once.
    pub(super) fn grants(&self, values: &[&str]) -> Vec<Grant> {
        let mut grants = Vec::new();
        for (value, grant) in &self.0 {
            if values.contains(&value.as_str()) && !grants.contains(grant) {
                grants.push(grant.clone());
            }
        }
        grants
    }
}

fn rule(
    value: &str,
    role: &str,
    desk: &str,
    province: &str,
    places: &Places<'_>,
) -> Result<Grant, WrongGrant> {
    if value.is_empty() {
        return Err(WrongGrant::NoValue);
    }
    let role: Role = role.parse()?;
    if role == Role::Api {
        return Err(WrongGrant::OfPrograms);
    }
    let desk = match (desk, role) {
        ("", Role::Coordinator) => places.central,
        ("", _) => None,
        (slug, _) => Some((places.desk)(slug).ok_or_else(|| WrongGrant::Desk(slug.to_owned()))?),
    };
    if !province.is_empty() && !(places.province)(province) {
        return Err(WrongGrant::Province(province.to_owned()));
    }
    let province = (!province.is_empty()).then(|| province.to_owned());
    Ok(Grant::new(role, desk, province)?)
}

/// How we prove to the provider who we are.
pub(super) enum Proof {
    /// With a secret, read anew each time: a renewed one needs no restart.
    Secret(PathBuf),
    /// With what a private key signs (RFC 7523).
    Key(EncodingKey, Box<Header>),
}

impl Proof {
    pub(super) fn new(settings: &OidcSettings) -> Result<Self, OidcSetupError> {
        let (secret, key) = (&settings.client_secret_file, &settings.private_key_file);
        match (is_set(secret), is_set(key)) {
            (true, false) => {
                read_secret(secret)?;
                Ok(Self::Secret(secret.clone()))
            }
            (false, true) => private_key(key, &settings.private_key_id),
            _ => Err(OidcSetupError::OneProof),
        }
    }
}

fn is_set(path: &Path) -> bool {
    !path.as_os_str().is_empty()
}

pub(super) fn read_secret(path: &Path) -> Result<String, OidcSetupError> {
    let wrong = |why: String| OidcSetupError::File {
        key: "oidc.client_secret_file",
        path: path.to_owned(),
        why,
    };
    let secret = std::fs::read_to_string(path).map_err(|why| wrong(why.to_string()))?;
    let secret = secret.trim_end_matches(['\r', '\n']);
    if secret.is_empty() {
        return Err(wrong("it is empty".to_owned()));
    }
    Ok(secret.to_owned())
}

/// The key in the file `path`, which says itself with which algorithm it signs.
fn private_key(path: &Path, id: &str) -> Result<Proof, OidcSetupError> {
    let wrong = |why: String| OidcSetupError::File {
        key: "oidc.private_key_file",
        path: path.to_owned(),
        why,
    };
    let pem = std::fs::read(path).map_err(|why| wrong(why.to_string()))?;
    let rsa = EncodingKey::from_rsa_pem(&pem).map(|key| (key, vec![Algorithm::RS256]));
    let ec = || {
        EncodingKey::from_ec_pem(&pem).map(|key| (key, vec![Algorithm::ES256, Algorithm::ES384]))
    };
    let known = rsa.or_else(|_| ec()).ok().and_then(|(key, algorithms)| {
        let header = algorithms.into_iter().map(|algorithm| {
            let mut header = Header::new(algorithm);
            header.kid = (!id.is_empty()).then(|| id.to_owned());
            header
        });
        // Only a signature shows whether the key fits.
        let mut fits = header.filter(|header| {
            jsonwebtoken::encode(header, &json!({ "sub": "trial" }), &key).is_ok()
        });
        let header = fits.next();
        header.map(|header| Proof::Key(key.clone(), Box::new(header)))
    });
    known.ok_or_else(|| {
        wrong("it must be the PEM of an RSA key, or of an EC key on P-256 or P-384".to_owned())
    })
}

/// The provider's address, which nobody on the way may change or read.
pub(super) fn issuer(settings: &OidcSettings) -> Result<IssuerUrl, OidcSetupError> {
    let issuer = &settings.issuer;
    let wrong = |why: String| OidcSetupError::Issuer {
        issuer: issuer.clone(),
        why,
    };
    let on_this_machine = issuer.strip_prefix("http://").is_some_and(is_loopback);
    if !issuer.starts_with("https://") && !on_this_machine {
        return Err(wrong(
            "it must start with https://, or what it says could be changed on the way".to_owned(),
        ));
    }
    IssuerUrl::new(issuer.clone()).map_err(|error| wrong(error.to_string()))
}

/// What asks the provider.
pub(super) fn client(settings: &OidcSettings) -> Result<reqwest::Client, OidcSetupError> {
    let mut client = reqwest::Client::builder()
        .timeout(Duration::from_secs(settings.timeout_seconds.max(1)))
        // A code or a secret is not carried on to wherever the answer points.
        .redirect(Policy::none());
    let file = &settings.ca_file;
    if is_set(file) {
        let wrong = |why: String| OidcSetupError::File {
            key: "oidc.ca_file",
            path: file.clone(),
            why,
        };
        let pem = std::fs::read(file).map_err(|why| wrong(why.to_string()))?;
        let authorities = reqwest::Certificate::from_pem_bundle(&pem)
            .ok()
            .filter(|found| !found.is_empty())
            .ok_or_else(|| wrong("it holds no certificate in PEM".to_owned()))?;
        client = client.tls_certs_only(authorities);
    }
    client.build().map_err(OidcSetupError::Client)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::config::{OidcGrant, Settings};

    const DESK: Uuid = Uuid::from_u128(1);
    const CENTRAL: Uuid = Uuid::from_u128(2);

    pub(in super::super) fn places() -> Places<'static> {
        Places {
            desk: &|slug| (slug == "contactpunt-limburg").then_some(DESK),
            central: Some(CENTRAL),
            province: &|slug| slug == "limburg",
        }
    }

    fn grant(value: &str, role: &str, desk: &str, province: &str) -> OidcGrant {
        OidcGrant {
            value: value.into(),
            role: role.into(),
            desk: desk.into(),
            province: province.into(),
        }
    }

    pub(in super::super) fn settings() -> OidcSettings {
        OidcSettings {
            issuer: "https://authenticatie.example/op".into(),
            client_id: "regiovraag".into(),
            grants: vec![
                grant("R-agent:limburg", "agent", "contactpunt-limburg", ""),
                grant("R-coordinator", "coordinator", "", ""),
                grant("R-kijker:limburg", "observer", "", "limburg"),
                grant("R-agent:limburg", "editor", "", ""),
            ],
            ..Settings::defaults().unwrap().oidc
        }
    }

    #[test]
    fn a_value_stands_for_every_role_that_names_it() {
        let rules = Rules::new(&settings(), &places()).unwrap();
        let held = |values: &[&str]| -> Vec<_> {
            rules
                .grants(values)
                .into_iter()
                .map(|grant| (grant.role, grant.desk, grant.province))
                .collect()
        };
        assert_eq!(held(&[]), []);
        assert_eq!(held(&["R-agent", "r-agent:limburg"]), []);
        assert_eq!(
            held(&["R-agent:limburg", "R-agent:limburg"]),
            [(Role::Agent, Some(DESK), None), (Role::Editor, None, None)]
        );
        assert_eq!(
            held(&["R-kijker:limburg", "R-coordinator"]),
            [
                (Role::Coordinator, Some(CENTRAL), None),
                (Role::Observer, None, Some("limburg".into()))
            ]
        );
    }

    #[test]
    fn a_role_that_cannot_be_is_named_with_its_value() {
        let said = |grant: OidcGrant| {
            let settings = OidcSettings {
                grants: vec![grant],
                ..settings()
            };
            Rules::new(&settings, &places()).unwrap_err().to_string()
        };
        for (wrong, says) in [
            (grant("", "editor", "", ""), "the value is empty"),
            (grant("x", "baas", "", ""), "`baas` is no role"),
            (grant("x", "api", "", ""), "is for tokens"),
            (grant("x", "agent", "", ""), "an agent needs a desk"),
            (
                grant("x", "agent", "nergens", ""),
                "no desk of staff `nergens`",
            ),
            (
                grant("x", "observer", "", ""),
                "an observer needs a province",
            ),
            (
                grant("x", "observer", "", "nergens"),
                "no province `nergens`",
            ),
            (grant("x", "editor", "", "limburg"), "only an observer"),
            (
                grant("x", "editor", "contactpunt-limburg", ""),
                "not held at a desk",
            ),
        ] {
            let value = wrong.value.clone();
            let said = said(wrong);
            assert!(said.contains(says), "{says}: {said}");
            assert!(said.contains(&format!("`{value}`")), "{said}");
        }
        let none = OidcSettings {
            grants: Vec::new(),
            ..settings()
        };
        assert!(matches!(
            Rules::new(&none, &places()),
            Err(OidcSetupError::NoGrants)
        ));
    }

    #[test]
    fn the_provider_is_asked_over_a_protected_connection_only() {
        let check = |url: &str, fits: bool| {
            let settings = OidcSettings {
                issuer: url.into(),
                ..settings()
            };
            assert_eq!(issuer(&settings).is_ok(), fits, "{url}");
        };
        check("https://authenticatie.vlaanderen.be/op", true);
        check("http://127.0.0.1:3000", true);
        check("http://authenticatie.vlaanderen.be/op", false);
        check("authenticatie.vlaanderen.be", false);
        check("https://", false);
    }

    #[test]
    fn one_proof_is_needed_and_it_must_be_usable() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str, content: &str| {
            let path = dir.path().join(name);
            std::fs::write(&path, content).unwrap();
            path
        };
        let said = |change: &dyn Fn(&mut OidcSettings)| {
            let mut settings = settings();
            change(&mut settings);
            Proof::new(&settings).err().map(|wrong| wrong.to_string())
        };
        let secret = at("secret", "een geheim\n");
        assert_eq!(
            said(&|settings| settings.client_secret_file = secret.clone()),
            None
        );
        assert!(said(&|_| ()).unwrap().starts_with("set one of"));
        let both = said(&|settings| {
            settings.client_secret_file = secret.clone();
            settings.private_key_file = secret.clone();
        });
        assert!(both.unwrap().starts_with("set one of"));
        let empty = at("empty", "\n");
        let empty = said(&|settings| settings.client_secret_file = empty.clone()).unwrap();
        assert!(empty.ends_with("it is empty"), "{empty}");
        let gone = said(&|settings| settings.client_secret_file = dir.path().join("nergens"));
        assert!(gone.unwrap().contains("nergens"));
        let no_key = said(&|settings| settings.private_key_file = secret.clone()).unwrap();
        assert!(no_key.contains("PEM of an RSA key"), "{no_key}");
    }
}
