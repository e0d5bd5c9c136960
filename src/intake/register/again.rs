//! The same mail, handed over by two ways or twice by one, is registered once.

use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use crate::intake::IntakeError;
use crate::intake::mail::{Kind, ParsedMail, content_digest};
use crate::intake::understand::{Reader, slug_of};
use crate::registry::message_id_hash;

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
                [identity.into()],
            ))
            .await?;
        match row {
            Some(row) => {
                let first: Uuid = row.try_get_by_index(0)?;
                let kind: Option<String> = row.try_get_by_index(2)?;
                let spam = kind.is_some_and(|kind| kind == slug_of(Kind::SpamOrBulk));
                // The same raw mail tried again after a failure is not its own double.
                if first == id || spam && !mail.bulk.spam {
                    Ok(None)
                } else {
                    Ok(Some((first, row.try_get_by_index(1)?)))
                }
            }
            None => Ok(None),
        }
    }
}
