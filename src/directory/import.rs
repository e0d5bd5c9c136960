//! From a folder into the database. Configuration fills an empty database; afterwards the screens
//! win, and a folder only says in what it differs until a person applies it.

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DatabaseConnection, EntityTrait as _, QueryFilter as _,
};

use super::addresses::forget_address;
use super::atlas::Atlas;
use super::model::Directory;
use super::records::{Difference, Plan, Rows};
use crate::entity::desk;
use crate::store::{self, StoreError};

/// Whether somebody has filled the tables: every start asks, and reads a folder only when not.
pub async fn is_filled(db: &impl ConnectionTrait) -> Result<bool, StoreError> {
    Ok(desk::Entity::find().one(db).await?.is_some())
}

/// Fills the tables from a folder when nobody has filled them yet, and tells how many rows that made.
pub async fn fill_if_empty(
    db: &DatabaseConnection,
    directory: &Directory,
) -> Result<Option<usize>, StoreError> {
    // Nearly always they are full, and then no other writer needs to wait.
    if !Rows::load(db).await?.is_empty() {
        return Ok(None);
    }
    let tx = store::write_tx(db).await?;
    let here = Rows::load(&tx).await?;
    if !here.is_empty() {
        return Ok(None);
    }
    let written = Plan::of(&here, directory).write(&tx).await?;
    tx.commit().await?;
    Ok(Some(written.len()))
}

/// In what a folder differs from the tables.
pub async fn differences(
    db: &impl ConnectionTrait,
    directory: &Directory,
) -> Result<Vec<Difference>, StoreError> {
    Ok(Plan::of(&Rows::load(db).await?, directory).differences)
}

/// Makes the tables say what the folder says and tells what that changed. Nothing is deleted: what
/// the folder does not have is deactivated.
pub async fn apply(
    db: &DatabaseConnection,
    directory: &Directory,
) -> Result<Vec<Difference>, StoreError> {
    let tx = store::write_tx(db).await?;
    let written = apply_in(&tx, directory).await?;
    tx.commit().await?;
    Ok(written)
}

/// The same, in the caller's transaction.
pub async fn apply_in(
    tx: &impl ConnectionTrait,
    directory: &Directory,
) -> Result<Vec<Difference>, StoreError> {
    let plan = Plan::of(&Rows::load(tx).await?, directory);
    let written = plan.write(tx).await?;
    for slug in written.iter().filter_map(Difference::readdressed) {
        forget_address(desk::Entity::update_many())
            .filter(desk::Column::Slug.eq(slug))
            .exec(tx)
            .await?;
    }
    Ok(written)
}

impl Atlas {
    /// The atlas of the database as it is now.
    pub async fn load(db: &impl ConnectionTrait) -> Result<Self, StoreError> {
        Ok(Self::of(Rows::load(db).await?.into_directory()?))
    }
}

#[cfg(test)]
mod tests {
    use migration::Migrator;
    use sea_orm::{ActiveModelTrait, ActiveValue::Set, DatabaseConnection, EntityTrait};
    use sea_orm_migration::MigratorTrait;

    use super::{apply, differences, fill_if_empty, is_filled};
    use crate::config::Settings;
    use crate::directory::{Atlas, Change, DeskId, Directory, OrganisationId, OrganisationKind};
    use crate::entity::{desk, organisation};
    use crate::store;

    /// An empty database in a folder that goes away with it.
    async fn database() -> (tempfile::TempDir, DatabaseConnection) {
        let dir = tempfile::tempdir().unwrap();
        let mut settings = Settings::defaults().unwrap().database;
        settings.url = format!("sqlite://{}/rv.db", dir.path().display());
        let db = store::connect(&settings).await.unwrap();
        store::migrate(&db).await.unwrap();
        (dir, db)
    }

    #[tokio::test]
    async fn the_schema_goes_up_and_down_and_up_again() {
        let (_dir, db) = database().await;
        Migrator::down(&db, None).await.unwrap();
        Migrator::up(&db, None).await.unwrap();
        assert!(
            fill_if_empty(&db, &Directory::embedded().unwrap())
                .await
                .unwrap()
                .is_some()
        );
    }

    #[tokio::test]
    async fn an_empty_database_is_filled_once_and_then_says_the_same() {
        let (_dir, db) = database().await;
        let directory = Directory::embedded().unwrap();
        assert!(!is_filled(&db).await.unwrap());
        assert!(
            fill_if_empty(&db, &directory)
                .await
                .unwrap()
                .is_some_and(|rows| rows > 4000)
        );
        assert!(is_filled(&db).await.unwrap());
        assert_eq!(fill_if_empty(&db, &directory).await.unwrap(), None);
        assert_eq!(differences(&db, &directory).await.unwrap(), []);
        assert_eq!(apply(&db, &directory).await.unwrap(), []);
    }

    #[tokio::test]
    async fn the_database_knows_all_that_the_folder_knows() {
        let (_dir, db) = database().await;
        let folder = Directory::embedded().unwrap();
        fill_if_empty(&db, &folder).await.unwrap();
        let mut tables = Atlas::load(&db).await.unwrap().directory().clone();
        let mut folder = folder;
        // A folder keeps the order of its lines, a table that of its keys.
        for directory in [&mut tables, &mut folder] {
            directory.organisations.sort_by_key(|it| it.id);
            for it in &mut directory.organisations {
                it.domains.sort_by(|a, b| a.name.cmp(&b.name));
                it.members.sort_unstable();
            }
            directory.shared_domains.sort_by(|a, b| a.name.cmp(&b.name));
            directory.desks.sort_by_key(|it| it.id);
            directory.topics.sort_by(|a, b| a.slug.cmp(&b.slug));
            directory.postal_areas.sort_by_key(|it| it.code);
            directory.municipalities.sort_by_key(|it| it.nis);
        }
        assert_eq!(tables.organisations, folder.organisations);
        assert_eq!(tables, folder);
    }

    #[tokio::test]
    async fn a_folder_shows_its_differences_before_it_writes_them() {
        let (_dir, db) = database().await;
        let mut folder = Directory::embedded().unwrap();
        fill_if_empty(&db, &folder).await.unwrap();

        folder.topics.retain(|it| it.slug != "afval");
        folder
            .desks
            .iter_mut()
            .find(|it| it.slug == "mow")
            .unwrap()
            .email = "nieuw@mow.example".into();
        folder.shared_domains[0].name = "post.example".into();

        let found = differences(&db, &folder).await.unwrap();
        let told: Vec<_> = found
            .iter()
            .map(|it| format!("{} {} {:?}", it.table, it.key, it.change))
            .collect();
        insta::assert_snapshot!(told.join("\n"), @r#"
        shared_domain post.example Added
        shared_domain gmail.com Absent
        desk mow Changed([("email", "regiovorming@mow.example", "nieuw@mow.example")])
        topic afval Absent
        "#);
        assert_eq!(
            differences(&db, &folder).await.unwrap(),
            found,
            "looking writes nothing"
        );

        assert_eq!(apply(&db, &folder).await.unwrap(), found);
        assert_eq!(differences(&db, &folder).await.unwrap(), []);
        let atlas = Atlas::load(&db).await.unwrap();
        let mow = atlas.desk_by_slug("mow").unwrap();
        assert_eq!((mow.email.as_str(), mow.revision), ("nieuw@mow.example", 2));
        assert!(!atlas.topic("afval").unwrap().active, "nothing is deleted");
        assert_eq!(atlas.topics().count(), 39);
        assert!(!atlas.is_webmail("gmail.com"));
    }

    #[tokio::test]
    async fn what_life_or_a_person_added_is_left_alone() {
        let (_dir, db) = database().await;
        let folder = Directory::embedded().unwrap();
        fill_if_empty(&db, &folder).await.unwrap();
        let now = "2026-11-23T09:00:00Z".parse().unwrap();
        desk::ActiveModel {
            id: Set(DeskId::of("mow").0),
            bounce_count: Set(3),
            last_proven_at: Set(Some(now)),
            ..Default::default()
        }
        .update(&db)
        .await
        .unwrap();
        let own = OrganisationId::of(OrganisationKind::Other, "Streekhuis");
        let row = organisation::Model {
            id: own.0,
            kind: OrganisationKind::Other.to_string(),
            name: "Streekhuis".into(),
            kbo_number: None,
            provinces: r#"["limburg"]"#.into(),
            province_slug: Some("limburg".into()),
            regions: "[]".into(),
            region_code: None,
            municipality_nis: None,
            lead_province: None,
            mailbox: None,
            active: true,
        };
        organisation::Entity::insert(organisation::ActiveModel::from(row))
            .exec(&db)
            .await
            .unwrap();
        assert_eq!(apply(&db, &folder).await.unwrap(), []);
        let bounces = async || {
            let atlas = Atlas::load(&db).await.unwrap();
            atlas.desk_by_slug("mow").unwrap().bounce_count
        };
        assert_eq!(bounces().await, 3);

        // Until the folder gives it another address, of which nothing is known.
        let mut other = folder;
        let desk = other.desks.iter_mut().find(|desk| desk.slug == "mow");
        desk.unwrap().email = "regio@mow.example".to_owned();
        assert_eq!(apply(&db, &other).await.unwrap().len(), 1);
        assert_eq!(bounces().await, 0);
    }

    #[tokio::test]
    async fn a_row_made_on_screen_keeps_its_id_when_the_folder_has_it_too() {
        let (_dir, db) = database().await;
        let full = Directory::embedded().unwrap();
        let mut less = full.clone();
        less.organisations.retain(|it| it.name != "TMVS");
        fill_if_empty(&db, &less).await.unwrap();
        let mut made = full
            .organisations
            .iter()
            .find(|it| it.name == "TMVS")
            .unwrap()
            .clone();
        made.id = OrganisationId::of(OrganisationKind::Other, "an id of another making");
        let mut with = less.clone();
        with.organisations.push(made.clone());
        apply(&db, &with).await.unwrap();

        assert_eq!(apply(&db, &full).await.unwrap(), []);
        let atlas = Atlas::load(&db).await.unwrap();
        assert_eq!(atlas.organisation_named("TMVS").unwrap().id, made.id);
    }

    #[tokio::test]
    async fn a_failed_import_writes_nothing() {
        let (_dir, db) = database().await;
        let folder = Directory::embedded().unwrap();
        fill_if_empty(&db, &folder).await.unwrap();
        let mut broken = folder.clone();
        broken
            .desks
            .iter_mut()
            .find(|it| it.slug == "mow")
            .unwrap()
            .name = "Anders".into();
        broken.topics[0].administration = Some("bestaat-niet".into());
        assert!(apply(&db, &broken).await.is_err());
        assert_eq!(differences(&db, &folder).await.unwrap(), []);
        let found = differences(&db, &broken).await.unwrap();
        assert!(
            found
                .iter()
                .any(|it| matches!(it.change, Change::Changed(_)) && it.key == "mow")
        );
    }
}
