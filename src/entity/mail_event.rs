//! What somebody did with a raw mail.

use sea_orm::entity::prelude::*;

use super::event::ActorKind;

/// What somebody did with a raw mail.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "mail_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub inbound_mail_id: Uuid,
    pub at: DateTimeUtc,
    pub kind: String,
    pub actor_kind: ActorKind,
    pub actor_id: Option<Uuid>,
    pub facts: String,
}

impl ActiveModelBehavior for ActiveModel {}
