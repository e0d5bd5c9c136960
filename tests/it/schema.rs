//! The schema goes up, down and up again on both engines, and means the same on both.

use std::collections::{BTreeMap, BTreeSet};

use migration::Migrator;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use sea_orm_migration::MigratorTrait as _;

use crate::support::database::{Engine, Start, open, with_database};
use crate::support::on_each_engine;

/// A table: its columns and whether each must be filled, its unique sets of columns, and where its
/// foreign keys lead.
#[derive(Debug, Default, PartialEq, Eq)]
struct Table {
    columns: BTreeMap<String, bool>,
    unique: BTreeSet<Vec<String>>,
    indexes: BTreeSet<String>,
    leads_to: BTreeSet<(String, String)>,
}

type Schema = BTreeMap<String, Table>;

async fn rows(db: &DatabaseConnection, sql: &str) -> Vec<sea_orm::QueryResult> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    db.query_all_raw(statement).await.unwrap()
}

async fn schema(db: &DatabaseConnection) -> Schema {
    let mut found = match db.get_database_backend() {
        DbBackend::Postgres => postgres_schema(db).await,
        _ => sqlite_schema(db).await,
    };
    found.remove("seaql_migrations");
    found
}

async fn sqlite_schema(db: &DatabaseConnection) -> Schema {
    let mut found = Schema::new();
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    for row in rows(db, tables).await {
        let name: String = row.try_get_by(0).unwrap();
        let mut table = Table::default();
        let columns =
            format!("SELECT name, \"notnull\" OR pk > 0 FROM pragma_table_xinfo('{name}')");
        for column in rows(db, &columns).await {
            table
                .columns
                .insert(column.try_get_by(0).unwrap(), column.try_get_by(1).unwrap());
        }
        let indexes = format!("SELECT name, \"unique\" FROM pragma_index_list('{name}')");
        for index in rows(db, &indexes).await {
            let index_name: String = index.try_get_by(0).unwrap();
            if index.try_get_by::<bool, _>(1).unwrap() {
                let columns = format!(
                    "SELECT COALESCE(name, '(expression)') FROM pragma_index_info('{index_name}')"
                );
                let columns = rows(db, &columns).await;
                let columns = columns.iter().map(|column| column.try_get_by(0).unwrap());
                table.unique.insert(columns.collect());
            }
            if !index_name.starts_with("sqlite_autoindex") {
                table.indexes.insert(index_name);
            }
        }
        // An integer key is the row itself: it has no index of its own.
        let key = format!("SELECT name FROM pragma_table_xinfo('{name}') WHERE pk > 0 ORDER BY pk");
        let key = rows(db, &key).await;
        table.unique.insert(
            key.iter()
                .map(|column| column.try_get_by(0).unwrap())
                .collect(),
        );
        let keys = format!("SELECT \"from\", \"table\" FROM pragma_foreign_key_list('{name}')");
        for key in rows(db, &keys).await {
            table
                .leads_to
                .insert((key.try_get_by(0).unwrap(), key.try_get_by(1).unwrap()));
        }
        found.insert(name, table);
    }
    found
}

async fn postgres_schema(db: &DatabaseConnection) -> Schema {
    let mut found = Schema::new();
    let columns = "SELECT table_name::text, column_name::text, is_nullable = 'NO' \
                   FROM information_schema.columns WHERE table_schema = 'public'";
    for row in rows(db, columns).await {
        let table = found.entry(row.try_get_by(0).unwrap()).or_default();
        table
            .columns
            .insert(row.try_get_by(1).unwrap(), row.try_get_by(2).unwrap());
    }
    let indexes = "SELECT i.indrelid::regclass::text, c.relname::text, i.indisunique, \
                   EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid \
                       AND k.contype IN ('p', 'u')), \
                   ARRAY(SELECT COALESCE(a.attname::text, '(expression)') \
                       FROM unnest(i.indkey) WITH ORDINALITY AS u(attnum, place) \
                       LEFT JOIN pg_attribute a \
                           ON a.attrelid = i.indrelid AND a.attnum = u.attnum AND u.attnum > 0 \
                       ORDER BY u.place) \
                   FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
                   WHERE c.relnamespace = 'public'::regnamespace";
    for row in rows(db, indexes).await {
        let name: String = row.try_get_by(0).unwrap();
        let table = found.entry(name).or_default();
        if row.try_get_by::<bool, _>(2).unwrap() {
            table.unique.insert(row.try_get_by(4).unwrap());
        }
        if !row.try_get_by::<bool, _>(3).unwrap() {
            table.indexes.insert(row.try_get_by(1).unwrap());
        }
    }
    let keys = "SELECT k.conrelid::regclass::text, a.attname::text, k.confrelid::regclass::text \
                FROM pg_constraint k JOIN pg_attribute a \
                ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey) WHERE k.contype = 'f'";
    for row in rows(db, keys).await {
        let name: String = row.try_get_by(0).unwrap();
        let key = (row.try_get_by(1).unwrap(), row.try_get_by(2).unwrap());
        found.entry(name).or_default().leads_to.insert(key);
    }
    found
}

on_each_engine!(the_schema_goes_up_and_down_and_up_again, |engine| {
    with_database(engine, Start::Empty, async |settings| {
        let db = open(&settings).await;
        Migrator::up(&db, None).await.unwrap();
        let first = schema(&db).await;
        assert!(first.contains_key("ticket"), "{:?}", first.keys());

        Migrator::down(&db, None).await.unwrap();
        assert_eq!(schema(&db).await, Schema::new());

        Migrator::up(&db, None).await.unwrap();
        assert_eq!(schema(&db).await, first);
        db.close().await.unwrap();
    })
    .await;
});

on_each_engine!(every_step_of_the_schema_can_be_taken_back_alone, |engine| {
    with_database(engine, Start::Empty, async |settings| {
        let db = open(&settings).await;
        for migration in Migrator::migrations() {
            let before = schema(&db).await;
            Migrator::up(&db, Some(1)).await.unwrap();
            let after = schema(&db).await;
            Migrator::down(&db, Some(1)).await.unwrap();
            assert_eq!(schema(&db).await, before, "{}", migration.name());
            Migrator::up(&db, Some(1)).await.unwrap();
            assert_eq!(schema(&db).await, after, "{}", migration.name());
        }
        db.close().await.unwrap();
    })
    .await;
});

mod the_schema_means_the_same_on_both_engines {
    use super::*;

    /// Compares against the other engine, so that each half can fail by itself.
    async fn check(engine: Engine, other: Engine) {
        with_database(engine, Start::Filled, async |own| {
            with_database(other, Start::Filled, async |others| {
                let (own, others) = (open(&own).await, open(&others).await);
                let (mut here, mut there) = (schema(&own).await, schema(&others).await);
                // The full-text index is a virtual table with shadows on one engine and a column
                // with an index on the other: what it finds is tested where it is asked.
                for schema in [&mut here, &mut there] {
                    schema.retain(|name, _| !name.contains("_fts"));
                }
                assert_eq!(
                    here.keys().collect::<Vec<_>>(),
                    there.keys().collect::<Vec<_>>(),
                    "the tables of {engine:?} and {other:?}"
                );
                for (name, table) in &here {
                    assert_eq!(table, &there[name], "{name} on {engine:?} and on {other:?}");
                }
                own.close().await.unwrap();
                others.close().await.unwrap();
            })
            .await;
        })
        .await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn sqlite() {
        check(Engine::Sqlite, Engine::Postgres).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        check(Engine::Postgres, Engine::Sqlite).await;
    }
}
