//! Many questions of one address in a short time.

use sea_orm::entity::prelude::*;

/// Many questions of one address in a short time.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "flood")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub asker_id: Uuid,
    pub owner_desk_id: Uuid,
    pub began_at: DateTimeUtc,
    pub last_at: DateTimeUtc,
    pub tickets: i32,
}

impl ActiveModelBehavior for ActiveModel {}
