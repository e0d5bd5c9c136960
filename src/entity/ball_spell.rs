//! A time in which one side had the ball of a question, once it is over.

use sea_orm::entity::prelude::*;

use super::ticket::Ball;

/// A time in which one side had the ball.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ball_spell")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ticket_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub since: DateTimeUtc,
    pub until: DateTimeUtc,
    pub holder: Ball,
}

impl ActiveModelBehavior for ActiveModel {}
