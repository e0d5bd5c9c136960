//! The same mail, handed over by two ways or twice by one, is registered once.

use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use crate::intake::IntakeError;
use crate::intake::mail::{Kind, ParsedMail, content_digest};
use crate::intake::understand::{Reader, slug_of};
use crate::registry::message_id_hash;
use crate::store::StoreError;

impl Reader {
    /// The raw mail that this one is again, and its ticket. Equal Message-ID with other content is
    /// new mail; so is what was taken for spam before, and is sent on without that mark.
    pub(super) async fn seen_before(
        &self,
        tx: &impl ConnectionTrait,
        id: Uuid,
        mail: &ParsedMail,
    ) -> Result<Option<(Uuid, Option<Uuid>)>, IntakeError> {
        let Some(message_id) = &mail.message_id else {
            return Ok(None);
        };
        let identity = format!("{}:{}", message_id_hash(message_id), content_digest(mail));
        let backend = tx.get_database_backend();
        let first = tx
            .execute_raw(Statement::from_sql_and_values(
                backend,
                "INSERT INTO mail_identity (identity, inbound_mail_id) VALUES ($1, $2) \
                 ON CONFLICT (identity) DO NOTHING",
                [identity.clone().into(), id.into()],
            ))
            .await?;
        if first.rows_affected() == 1 {
            return Ok(None);
        }
        let row = tx
            .query_one_raw(Statement::from_sql_and_values(
                backend,
                "SELECT m.id, m.ticket_id, m.kind FROM mail_identity i JOIN inbound_mail m \
                 ON m.id = i.inbound_mail_id WHERE i.identity = $1",
                [identity.clone().into()],
            ))
            .await?;
        match row {
            Some(row) => {
                let first: Uuid = row.try_get_by_index(0)?;
                let kind: Option<String> = row.try_get_by_index(2)?;
                let spam = kind.is_some_and(|kind| kind == slug_of(Kind::SpamOrBulk));
                // The same raw mail tried again after a failure is not its own double.
                if first == id {
                    Ok(None)
                } else if spam && !mail.bulk.spam {
                    stands_in(tx, &identity, first, id).await?;
                    Ok(None)
                } else {
                    Ok(Some((first, row.try_get_by_index(1)?)))
                }
            }
            None => Ok(None),
        }
    }
}

/// From now on `id` is the first of its kind, in place of `first`, which was taken for spam.
async fn stands_in(
    tx: &impl ConnectionTrait,
    identity: &str,
    first: Uuid,
    id: Uuid,
) -> Result<(), IntakeError> {
    let taken = tx
        .execute_raw(Statement::from_sql_and_values(
            tx.get_database_backend(),
            "UPDATE mail_identity SET inbound_mail_id = $1 \
             WHERE identity = $2 AND inbound_mail_id = $3",
            [id.into(), identity.into(), first.into()],
        ))
        .await?;
    if taken.rows_affected() == 1 {
        Ok(())
    } else {
        // Another copy was quicker: this one is looked at again, and is its double.
        Err(StoreError::Stale.into())
    }
}
