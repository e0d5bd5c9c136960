//! The published entries in memory: read by many, changed seldom.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::FaqError;
use super::corpus::Corpus;
use super::entries::{Entry, FaqStatus};
use super::similarity::Answers;
use crate::entity::faq_entry::{self, Column};
use crate::store::BlobKey;

/// Entries that are held at most.
const MOST_ENTRIES: u64 = 5000;
/// From here on an answer is offered because it answers what was asked. An offer that does not fit
/// costs a glance, so this is lower than what makes two questions one.
const OFFERED: f32 = 0.3;
/// How old the copy may be: another process may have published in the meantime. Real time, since it
/// is about this process and not about anything a person sees.
const FRESH: Duration = Duration::from_secs(1);

/// Questions of which is kept what answers them; a desk opens the same one many times a day.
const MOST_KEPT: usize = 1000;

/// Every published entry, the last published first.
#[derive(Debug, Default)]
pub struct Published {
    /// The entries.
    pub entries: Vec<Entry>,
    /// The entries as questions are compared with them, made when the first one is.
    prepared: OnceLock<Answers>,
    /// What answers the questions that were asked about, by what those say.
    found: Mutex<HashMap<BlobKey, Arc<[Offer]>>>,
}

/// An entry that may answer a question: its place among all, and how sure that is, from 0 to 1.
type Offer = (usize, f32);

impl Published {
    /// The entry with this name.
    #[must_use]
    pub fn by_slug(&self, slug: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.slug == slug)
    }

    /// The entry with this id.
    #[must_use]
    pub fn by_id(&self, id: Uuid) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// The entries that may well answer a question, by how sure that is, from 0 to 1, the surest
    /// first.
    #[must_use]
    pub fn answering(&self, subject: &str, body: &str) -> Vec<(&Entry, f32)> {
        let question = BlobKey::of(format!("{subject}\n{body}").as_bytes());
        let kept = || self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept().get(&question).cloned();
        let offers = known.unwrap_or_else(|| {
            let offers: Arc<[Offer]> = self.offers(subject, body).into();
            let mut kept = kept();
            if kept.len() >= MOST_KEPT {
                kept.clear();
            }
            kept.insert(question, Arc::clone(&offers));
            offers
        });
        let entry = |(at, sure): &Offer| Some((self.entries.get(*at)?, *sure));
        offers.iter().filter_map(entry).collect()
    }

    fn offers(&self, subject: &str, body: &str) -> Vec<Offer> {
        let corpus = Corpus::embedded();
        let prepared = self.prepared.get_or_init(|| {
            let mut answers = Answers::default();
            for Entry { text, .. } in &self.entries {
                let topic = text.topic_slug.as_deref();
                answers.take(corpus, &text.question, &text.answer, topic);
            }
            answers
        });
        let sure = prepared.sure(corpus, subject, body, None);
        let mut offers: Vec<Offer> = sure.into_iter().enumerate().collect();
        offers.retain(|(_, sure)| *sure >= OFFERED);
        let slug = |at: usize| self.entries[at].slug.as_str();
        offers.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| slug(a.0).cmp(slug(b.0))));
        offers
    }
}

/// When it was read, and what was read.
type ReadAt = (Instant, Arc<Published>);

/// Where the published entries lie. Cheap to clone; clones share the copy.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    copy: Arc<Mutex<Option<ReadAt>>>,
}

impl Shelf {
    /// The published entries, at most a second old. The same copy is handed out until it changes, so
    /// that what is made of it can be kept too.
    pub async fn published(&self, db: &impl ConnectionTrait) -> Result<Arc<Published>, FaqError> {
        let old = {
            let copy = self.copy.lock().unwrap_or_else(PoisonError::into_inner);
            match &*copy {
                Some((at, published)) if at.elapsed() < FRESH => return Ok(Arc::clone(published)),
                Some((_, published)) => Some(Arc::clone(published)),
                None => None,
            }
        };
        let rows = faq_entry::Entity::find()
            .filter(Column::Status.eq(FaqStatus::Published))
            .order_by_desc(Column::PublishedAt)
            .order_by_asc(Column::Id)
            .limit(MOST_ENTRIES)
            .all(db)
            .await?;
        let read = Published {
            entries: rows.into_iter().map(Entry::from).collect(),
            ..Published::default()
        };
        let now = match old {
            Some(old) if old.entries == read.entries => old,
            _ => Arc::new(read),
        };
        *self.copy.lock().unwrap_or_else(PoisonError::into_inner) =
            Some((Instant::now(), Arc::clone(&now)));
        Ok(now)
    }

    /// Something was published or taken away: the next reader looks again.
    pub fn forget(&self) {
        *self.copy.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
