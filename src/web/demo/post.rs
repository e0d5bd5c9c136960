//! Whose mail is where: every mail that left, as the file carrier laid it down, and every mail that
//! was written to us, as the intake keeps it. The demo's only door to the tables, and it only reads.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QueryOrder};
use serde::Deserialize;
use uuid::Uuid;

use super::reading::Reading;
use crate::context::Context;
use crate::directory::Atlas;
use crate::entity::inbound_mail;
use crate::store::{BlobKey, Blobs, StoreError};
use crate::text::Texts;
use crate::web::portal::words::organisation_name;

/// The post cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// The folder of the file carrier cannot be read.
    #[error("the folder with sent mail {path} cannot be read")]
    Folder {
        /// The folder or the file in it.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The register cannot be read.
    #[error(transparent)]
    Database(#[from] DbErr),
    /// A blob cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// On which side of a mail the owner of the mailbox stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// It arrived here.
    Arrived,
    /// It was written here.
    Written,
}

/// One mail in one mailbox.
#[derive(Debug, Clone)]
pub struct Post {
    /// Names it in an address.
    pub id: Uuid,
    /// Whose mailbox it is in: an address in small letters.
    pub owner: String,
    /// Whether it arrived or was written here.
    pub side: Side,
    /// When.
    pub at: DateTime<Utc>,
    /// Where a notice about it goes; `None` for a mail that left without.
    pub return_path: Option<String>,
    /// The raw mail.
    pub raw: Vec<u8>,
}

impl Post {
    /// The mail, opened.
    #[must_use]
    pub fn reading(&self) -> Reading<'_> {
        Reading::of(&self.raw)
    }
}

/// The envelope that lies beside each mail of the file carrier.
#[derive(Debug, Deserialize)]
struct Envelope {
    delivery: Uuid,
    sender: Option<String>,
    recipient: String,
}

/// Every mail in every mailbox, the oldest first.
pub async fn all(ctx: &Context) -> Result<Vec<Post>, PostError> {
    let folder = ctx.settings.mail.files_dir.clone();
    let arrived = tokio::task::spawn_blocking(move || arrived(&folder));
    let mut posts = arrived.await.unwrap_or_else(|join| {
        let path = ctx.settings.mail.files_dir.clone();
        Err(PostError::Folder {
            path,
            source: io::Error::other(join),
        })
    })?;
    posts.extend(written(&ctx.db, &ctx.blobs).await?);
    // A mail says its date in whole seconds; within one, ids tell what came first.
    posts.sort_by_key(|post| (post.at.timestamp(), post.id));
    Ok(posts)
}

/// The mails that left. A folder that is not there yet holds none.
fn arrived(folder: &Path) -> Result<Vec<Post>, PostError> {
    let unreadable = |path: &Path, source| PostError::Folder {
        path: path.to_owned(),
        source,
    };
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(none) if none.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(unreadable(folder, source)),
    };
    let mut posts = Vec::new();
    for entry in entries {
        let path = entry.map_err(|source| unreadable(folder, source))?.path();
        if path.extension().is_none_or(|extension| extension != "eml") {
            continue;
        }
        let read = |path: &Path| std::fs::read(path).map_err(|source| unreadable(path, source));
        let raw = read(&path)?;
        let envelope = read(&path.with_extension("json"))?;
        let Ok(envelope) = serde_json::from_slice::<Envelope>(&envelope) else {
            tracing::warn!(file = %path.display(), "A sent mail has no readable envelope");
            continue;
        };
        posts.push(Post {
            id: envelope.delivery,
            owner: envelope.recipient.trim().to_lowercase(),
            side: Side::Arrived,
            at: Reading::of(&raw).written_at().unwrap_or_default(),
            return_path: envelope.sender.filter(|sender| !sender.is_empty()),
            raw,
        });
    }
    Ok(posts)
}

/// The mails that were written to us by persons.
async fn written(db: &DatabaseConnection, blobs: &Blobs) -> Result<Vec<Post>, PostError> {
    let rows = inbound_mail::Entity::find()
        .filter(inbound_mail::Column::Format.eq(inbound_mail::InboundFormat::Mail))
        .order_by_asc(inbound_mail::Column::Id)
        .all(db)
        .await?;
    let mut posts = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(key) = BlobKey::parse(&row.sha256) else {
            continue;
        };
        let Some(raw) = blobs.get(&key).await? else {
            continue;
        };
        let Some(from) = Reading::of(&raw).from() else {
            continue;
        };
        let owner = from.address.to_lowercase();
        // Mail servers have no mailbox to read.
        if owner.starts_with("mailer-daemon@") {
            continue;
        }
        posts.push(Post {
            id: row.id,
            owner,
            side: Side::Written,
            at: row.received_at,
            return_path: None,
            raw,
        });
    }
    Ok(posts)
}

/// The owner of a mailbox, as the demo calls them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// The address.
    pub address: String,
    /// The desk or organisation behind it, or else the person, or else the address.
    pub name: String,
    /// The person, when one signs mails with a name.
    pub person: Option<String>,
    /// How many mails the mailbox holds.
    pub count: usize,
}

impl Owner {
    /// Who replies from this mailbox.
    #[must_use]
    pub fn replies_as(&self) -> &str {
        self.person.as_deref().unwrap_or(&self.name)
    }
}

/// The owners of all mailboxes, where something happened last first.
#[must_use]
pub fn owners(posts: &[Post], atlas: &Atlas, t: &Texts) -> Vec<Owner> {
    let mut by_address: BTreeMap<&str, (usize, Option<String>)> = BTreeMap::new();
    let mut last: BTreeMap<&str, usize> = BTreeMap::new();
    for (place, post) in posts.iter().enumerate() {
        last.insert(&post.owner, place);
        let (count, person) = by_address.entry(&post.owner).or_default();
        *count += 1;
        if post.side == Side::Written {
            *person = post
                .reading()
                .from()
                .and_then(|from| from.name)
                .or(person.take());
        }
    }
    let mut owners: Vec<Owner> = by_address
        .into_iter()
        .map(|(address, (count, person))| {
            let desk = atlas.desk_by_email(address).map(|desk| desk.name.clone());
            let organisation = || {
                atlas
                    .sender(address)
                    .map(|it| organisation_name(it.organisation, t))
            };
            let name = desk
                .or_else(organisation)
                .or_else(|| person.clone())
                .unwrap_or_else(|| address.to_owned());
            Owner {
                address: address.to_owned(),
                name,
                person,
                count,
            }
        })
        .collect();
    owners.sort_by_key(|owner| Reverse(last.get(owner.address.as_str()).copied()));
    owners
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lay_down(folder: &Path, name: &str, envelope: &str, mail: &str) {
        std::fs::write(folder.join(format!("{name}.json")), envelope).unwrap();
        std::fs::write(folder.join(format!("{name}.eml")), mail).unwrap();
    }

    #[test]
    fn a_mail_that_left_is_in_the_mailbox_of_its_receiver() {
        let folder = tempfile::tempdir().unwrap();
        let id = Uuid::from_u128(7);
        let envelope = format!(
            r#"{{"delivery":"{id}","sender":"x+verp@v.be","recipient":"Veiligheid@ibz.example"}}"#
        );
        let mail =
            "From: a@v.be\r\nDate: Tue, 19 May 2026 10:12:00 +0200\r\nSubject: Dag\r\n\r\nDag\r\n";
        lay_down(folder.path(), "1", &envelope, mail);
        lay_down(folder.path(), "2", "not an envelope", mail);
        std::fs::write(folder.path().join(".half.eml.tmp"), "x").unwrap();

        let posts = arrived(folder.path()).unwrap();
        let [post] = &posts[..] else {
            panic!("{posts:?}")
        };
        assert_eq!(
            (post.id, post.owner.as_str()),
            (id, "veiligheid@ibz.example")
        );
        assert_eq!(post.return_path.as_deref(), Some("x+verp@v.be"));
        assert_eq!(
            post.at,
            "2026-05-19T08:12:00Z".parse::<DateTime<Utc>>().unwrap()
        );
    }

    #[test]
    fn a_folder_that_is_not_there_holds_no_mail() {
        let folder = tempfile::tempdir().unwrap();
        assert!(arrived(&folder.path().join("sent")).unwrap().is_empty());
    }

    #[test]
    fn a_mailbox_bears_the_name_of_the_desk_or_the_organisation() {
        let post = |owner: &str, side, from: &str| Post {
            id: Uuid::nil(),
            owner: owner.to_owned(),
            side,
            at: DateTime::default(),
            return_path: None,
            raw: format!("From: {from}\r\n\r\nDag\r\n").into_bytes(),
        };
        let posts = [
            post(
                "katrien@wetteren.be",
                Side::Written,
                "Katrien Vermeersch <katrien@wetteren.be>",
            ),
            post("katrien@wetteren.be", Side::Arrived, "a@v.be"),
            post("veiligheid@ibz.example", Side::Arrived, "a@v.be"),
            post("iemand@mail.example", Side::Written, "iemand@mail.example"),
        ];
        let owners = owners(&posts, &Atlas::embedded().unwrap(), &Texts::default());
        let shown: Vec<_> = owners
            .iter()
            .map(|owner| (owner.name.as_str(), owner.replies_as(), owner.count))
            .collect();
        let expected = [
            ("iemand@mail.example", "iemand@mail.example", 1),
            ("FOD Binnenlandse Zaken", "FOD Binnenlandse Zaken", 1),
            ("Gemeente Wetteren", "Katrien Vermeersch", 2),
        ];
        assert_eq!(shown, expected);
    }
}
