//! Something of which somebody hears with their next mail.

use sea_orm::entity::prelude::*;

use super::happening::NoticeKind;

/// Something of which somebody hears with their next mail.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "notice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    pub ticket_id: Uuid,
    pub kind: NoticeKind,
    pub at: DateTimeUtc,
    pub due_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
