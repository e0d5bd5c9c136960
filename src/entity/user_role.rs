//! A role of a person, at a desk or for a province where the role asks for one.

use sea_orm::entity::prelude::*;

/// One row of `user_role`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_role")]
pub struct Model {
    /// The row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Who has the role.
    pub user_id: Uuid,
    /// `coordinator`, `agent`, `editor`, `observer` or `admin`.
    #[sea_orm(column_type = "Text")]
    pub role: String,
    /// The desk it is held at.
    pub desk_id: Option<Uuid>,
    /// The province an observer looks at.
    #[sea_orm(column_type = "Text", nullable)]
    pub province_slug: Option<String>,
    /// The provider that names it; none when it was given here.
    #[sea_orm(column_type = "Text", nullable)]
    pub issuer: Option<String>,
    /// Who has the role.
    #[sea_orm(belongs_to, from = "user_id", to = "id", on_delete = "Cascade")]
    pub user_account: BelongsTo<super::user_account::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
