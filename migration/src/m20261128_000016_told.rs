//! What a colleague notes of an answer that was given elsewhere (by whom, when, how), which question a
//! double is handled together with, and which files came with a form that may never be sent.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const EVIDENCE: &str = "receipt_evidence";
const TICKET: &str = "ticket";
const UPLOAD: &str = "upload";
const DOUBLES: &str = "ticket_by_duplicate_of";
const FILES: &str = "attachment_by_blob";
const UNSENT: &str = "upload_by_age";

fn named(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name))
}

async fn add(
    manager: &SchemaManager<'_>,
    table: &str,
    column: &mut ColumnDef,
) -> Result<(), DbErr> {
    let change = Table::alter()
        .table(Alias::new(table))
        .add_column(column.to_owned())
        .to_owned();
    manager.alter_table(change).await
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add(manager, EVIDENCE, named("told_by").text().null()).await?;
        add(manager, EVIDENCE, named("told_on").date().null()).await?;
        add(manager, EVIDENCE, named("told_how").text().null()).await?;
        add(manager, EVIDENCE, named("told_elsewhere").boolean().null()).await?;
        add(manager, TICKET, named("duplicate_of_id").uuid().null()).await?;
        let doubles = Index::create()
            .name(DOUBLES)
            .table(Alias::new(TICKET))
            .col(Alias::new("duplicate_of_id"))
            .to_owned();
        manager.create_index(doubles).await?;
        let upload = Table::create()
            .table(Alias::new(UPLOAD))
            .col(named("blob_key").text().not_null().primary_key())
            .col(named("kept_at").timestamp_with_time_zone().not_null())
            .col(named("sent_at").timestamp_with_time_zone().null())
            .to_owned();
        manager.create_table(upload).await?;
        let files = Index::create()
            .name(FILES)
            .table(Alias::new("attachment"))
            .col(Alias::new("blob_key"))
            .to_owned();
        manager.create_index(files).await?;
        let unsent = Index::create()
            .name(UNSENT)
            .table(Alias::new(UPLOAD))
            .col(Alias::new("sent_at"))
            .col(Alias::new("kept_at"))
            .to_owned();
        manager.create_index(unsent).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let files = Index::drop()
            .name(FILES)
            .table(Alias::new("attachment"))
            .to_owned();
        manager.drop_index(files).await?;
        let upload = Table::drop().table(Alias::new(UPLOAD)).to_owned();
        manager.drop_table(upload).await?;
        let doubles = Index::drop()
            .name(DOUBLES)
            .table(Alias::new(TICKET))
            .to_owned();
        manager.drop_index(doubles).await?;
        for (table, column) in [
            (TICKET, "duplicate_of_id"),
            (EVIDENCE, "told_elsewhere"),
            (EVIDENCE, "told_how"),
            (EVIDENCE, "told_on"),
            (EVIDENCE, "told_by"),
        ] {
            let change = Table::alter()
                .table(Alias::new(table))
                .drop_column(Alias::new(column))
                .to_owned();
            manager.alter_table(change).await?;
        }
        Ok(())
    }
}
