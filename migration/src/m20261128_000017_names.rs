//! The names of people that the register knows, folded, so that a text can be looked through for them;
//! and what a second reader of an entry of the FAQ said when it was sent back.

use std::collections::BTreeMap;

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::Statement;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "known_name";
const FAMILY: &str = "known_name_by_family";
const DUE: &str = "faq_entry_by_review";

/// Names that are written down at once.
const BATCH: usize = 500;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(Alias::new(TABLE))
            .col(
                ColumnDef::new(Alias::new("folded"))
                    .text()
                    .not_null()
                    .primary_key(),
            )
            .col(ColumnDef::new(Alias::new("family")).text().not_null())
            .col(ColumnDef::new(Alias::new("name")).text().not_null())
            .to_owned();
        manager.create_table(table).await?;
        let family = Index::create()
            .name(FAMILY)
            .table(Alias::new(TABLE))
            .col(Alias::new("family"))
            .to_owned();
        manager.create_index(family).await?;
        for table in ["faq_entry", "faq_revision"] {
            let change = Table::alter()
                .table(Alias::new(table))
                .add_column(ColumnDef::new(Alias::new("remark")).text().null())
                .to_owned();
            manager.alter_table(change).await?;
        }
        let due = Index::create()
            .name(DUE)
            .table(Alias::new("faq_entry"))
            .col(Alias::new("status"))
            .col(Alias::new("review_due_at"))
            .to_owned();
        manager.create_index(due).await?;
        note_known(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let due = Index::drop()
            .name(DUE)
            .table(Alias::new("faq_entry"))
            .to_owned();
        manager.drop_index(due).await?;
        for table in ["faq_revision", "faq_entry"] {
            let change = Table::alter()
                .table(Alias::new(table))
                .drop_column(Alias::new("remark"))
                .to_owned();
            manager.alter_table(change).await?;
        }
        let table = Table::drop().table(Alias::new(TABLE)).to_owned();
        manager.drop_table(table).await
    }
}

/// Writes down the names that the register knows already.
async fn note_known(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let backend = db.get_database_backend();
    let sql = "SELECT name FROM contact WHERE name IS NOT NULL \
               UNION SELECT author_name FROM message WHERE author_name IS NOT NULL \
               UNION SELECT name FROM user_account";
    let rows = db
        .query_all_raw(Statement::from_string(backend, sql))
        .await?;
    let mut known = BTreeMap::new();
    for row in rows {
        let name: String = row.try_get_by_index(0)?;
        let words = folded_words(&name);
        if words.len() > 1 {
            known
                .entry(words.join(" "))
                .or_insert((words[1..].join(" "), name));
        }
    }
    let known: Vec<_> = known.into_iter().collect();
    for some in known.chunks(BATCH) {
        let mut insert = Query::insert()
            .into_table(Alias::new(TABLE))
            .columns(["folded", "family", "name"].map(Alias::new))
            .to_owned();
        for (folded, (family, name)) in some {
            insert.values_panic([folded.into(), family.into(), name.trim().into()]);
        }
        db.execute(&insert).await?;
    }
    Ok(())
}

/// The words of a name in lower case and without accents.
fn folded_words(name: &str) -> Vec<String> {
    let plain = |c: char| match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'ĉ' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ĝ' | 'ğ' | 'ģ' => 'g',
        'ì'..='ï' | 'ī' | 'į' | 'ı' => 'i',
        'ł' | 'ľ' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ŕ' | 'ř' => 'r',
        'ś' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    };
    let folded: String = name
        .chars()
        .flat_map(char::to_lowercase)
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .map(plain)
        .collect();
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
