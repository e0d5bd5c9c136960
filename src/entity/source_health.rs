//! How a source of mail fares.

use sea_orm::entity::prelude::*;

/// How a source of mail fares.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "source_health")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub source: String,
    pub succeeded_at: Option<DateTimeUtc>,
    pub failed_at: Option<DateTimeUtc>,
    pub failing_since: Option<DateTimeUtc>,
    pub failure: Option<String>,
    pub left_behind: i32,
}

impl ActiveModelBehavior for ActiveModel {}
