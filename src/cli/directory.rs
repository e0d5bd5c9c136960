//! `regiovraag directory`: check a folder of reference data, or bring it into the database.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Subcommand;

use crate::config::Settings;
use crate::directory::{self, Change, Difference, Directory};
use crate::registry;
use crate::store;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Tell everything that is wrong in a folder: file, line and column
    Check {
        /// The folder, as `config/directory`
        dir: PathBuf,
    },
    /// Fill an empty database from a folder, or show in what they differ
    Import {
        /// The folder, as `config/directory`
        dir: PathBuf,
        /// Write the differences; rows that the folder does not have are deactivated
        #[arg(long)]
        apply: bool,
        /// Where the register is, instead of the setting `database.url`
        #[arg(long, value_name = "URL")]
        database: Option<String>,
    },
}

pub(super) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Check { dir } => {
            println!("{}", summary(&Directory::read(&dir)?));
            Ok(())
        }
        Command::Import {
            dir,
            apply,
            database,
        } => {
            let directory = Directory::read(&dir)?;
            let flags: Vec<_> = database
                .into_iter()
                .map(|url| ("database.url", url))
                .collect();
            let settings = Settings::load(&flags)?;
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?
                .block_on(import(&settings, &directory, apply))
        }
    }
}

async fn import(settings: &Settings, directory: &Directory, apply: bool) -> anyhow::Result<()> {
    let db = store::connect(&settings.database)
        .await
        .context("the database could not be opened")?;
    let pending = store::pending_migrations(&db).await?;
    if !pending.is_empty() {
        anyhow::ensure!(
            settings.database.migrate,
            "the database lacks {}; run `regiovraag migrate up` first",
            pending.join(", ")
        );
        store::migrate(&db).await?;
    }
    if let Some(rows) = directory::fill_if_empty(&db, directory).await? {
        println!(
            "filled an empty database with {rows} rows: {}",
            summary(directory)
        );
        return Ok(());
    }
    let differences = if apply {
        let tx = store::write_tx(&db).await?;
        let written = directory::apply_in(&tx, directory).await?;
        if written.iter().any(Difference::renames) {
            registry::index_anew(&tx).await?;
        }
        tx.commit().await?;
        written
    } else {
        directory::differences(&db, directory).await?
    };
    print!("{}", tell(&differences));
    if differences.is_empty() {
        println!("the database says the same as the folder");
    } else if apply {
        println!("written");
    } else {
        println!("nothing is written; `--apply` writes it");
    }
    Ok(())
}

/// What a folder holds, in one line.
fn summary(directory: &Directory) -> String {
    format!(
        "{} provinces, {} regions, {} municipalities, {} postal codes, {} organisations, {} desks, \
         {} topics, {} rules, {} shared domains",
        directory.provinces.len(),
        directory.regions.len(),
        directory.municipalities.len(),
        directory.postal_areas.len(),
        directory.organisations.len(),
        directory.desks.len(),
        directory.topics.len(),
        directory.rules.len(),
        directory.shared_domains.len(),
    )
}

/// The differences table by table, one line each.
fn tell(differences: &[Difference]) -> String {
    use std::fmt::Write as _;

    let mut tables: BTreeMap<&str, Vec<&Difference>> = BTreeMap::new();
    for it in differences {
        tables.entry(it.table).or_default().push(it);
    }
    let mut told = String::new();
    for (table, rows) in tables {
        let count =
            |wanted: fn(&Change) -> bool| rows.iter().filter(|it| wanted(&it.change)).count();
        let (added, absent) = (
            count(|change| matches!(change, Change::Added)),
            count(|change| matches!(change, Change::Absent)),
        );
        let changed = rows.len() - added - absent;
        // Writing to a string cannot fail.
        _ = writeln!(
            told,
            "{table}: {added} added, {changed} changed, {absent} absent"
        );
        for row in rows {
            _ = match &row.change {
                Change::Added => writeln!(told, "  + {}", row.key),
                Change::Absent => writeln!(told, "  - {}", row.key),
                Change::Changed(fields) => {
                    let fields: Vec<_> = fields
                        .iter()
                        .map(|(column, is, becomes)| format!("{column}: {is} -> {becomes}"))
                        .collect();
                    writeln!(told, "  ~ {}  {}", row.key, fields.join("; "))
                }
            };
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::tell;
    use crate::directory::{Change, Difference};

    #[test]
    fn differences_are_told_table_by_table() {
        let differ = |table, key: &str, change| Difference {
            table,
            key: key.into(),
            change,
        };
        let told = tell(&[
            differ("topic", "afval", Change::Absent),
            differ("desk", "mow", Change::Added),
            differ(
                "desk",
                "vdab",
                Change::Changed(vec![("phone", "nothing".into(), "02 000 00 70".into())]),
            ),
        ]);
        insta::assert_snapshot!(told, @r"
        desk: 1 added, 1 changed, 0 absent
          + mow
          ~ vdab  phone: nothing -> 02 000 00 70
        topic: 0 added, 0 changed, 1 absent
          - afval
        ");
        assert_eq!(tell(&[]), "");
    }
}
