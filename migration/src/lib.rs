//! The schema of regiovraag. One file a change, in the order of their names; a migration names its
//! columns by string and imports no entity, because history does not change when code does.

use sea_orm_migration::prelude::*;

mod keys;
mod m20261123_000001_directory;
mod m20261123_000002_casework;
mod m20261123_000003_knowledge;
mod m20261123_000004_access;
mod m20261124_000005_rules;
mod m20261124_000006_imap_mailbox;
mod m20261124_000007_linked_files;
mod m20261124_000008_repeats;
mod m20261124_000009_speed;
mod m20261124_000011_mailroom;
mod m20261125_000012_sender_proof;
mod m20261128_000013_ended;
mod m20261128_000014_counted;
mod m20261128_000016_told;
mod m20261128_000017_names;
mod m20261128_000018_admin;
mod m20261128_000019_sign_in;
mod m20261128_000021_search;
mod m20261128_000022_views;
mod m20261128_000024_number;
mod m20261128_000025_doubles;
mod m20261129_000026_chased;
mod m20261129_000031_presence;
mod m20261129_000032_settled;
mod m20261129_000036_silent;
mod m20261129_000037_asker;
mod m20261129_000038_news;
mod m20261129_000039_prefix;
mod m20261129_000040_file;
mod m20261129_000050_pending;
mod m20261129_000051_former;
mod m20261129_000052_knelpunt;
mod m20261129_000053_notices;
mod m20261130_000041_today;
mod m20261130_000042_drafts;
mod m20261130_000043_desks;
mod m20261130_000044_merged;
mod m20261130_000045_split;
mod m20261130_000046_signal;
mod m20261130_000047_alike;
mod m20261130_000048_linked;
mod m20261130_000049_terms;
mod m20261130_000054_ball;
mod m20261130_000055_marks;
mod m20261130_000056_mail_of;
mod m20261201_000057_held;
mod m20261201_000058_held_elsewhere;

/// Every migration, in order.
#[derive(Debug, Clone, Copy, Default)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_000001_directory::Migration),
            Box::new(m20261123_000002_casework::Migration),
            Box::new(m20261123_000003_knowledge::Migration),
            Box::new(m20261123_000004_access::Migration),
            Box::new(m20261124_000005_rules::Migration),
            Box::new(m20261124_000006_imap_mailbox::Migration),
            Box::new(m20261124_000007_linked_files::Migration),
            Box::new(m20261124_000008_repeats::Migration),
            Box::new(m20261124_000009_speed::Migration),
            Box::new(m20261124_000011_mailroom::Migration),
            Box::new(m20261125_000012_sender_proof::Migration),
            Box::new(m20261128_000013_ended::Migration),
            Box::new(m20261128_000014_counted::Migration),
            Box::new(m20261128_000016_told::Migration),
            Box::new(m20261128_000017_names::Migration),
            Box::new(m20261128_000018_admin::Migration),
            Box::new(m20261128_000019_sign_in::Migration),
            Box::new(m20261128_000021_search::Migration),
            Box::new(m20261128_000022_views::Migration),
            Box::new(m20261128_000024_number::Migration),
            Box::new(m20261128_000025_doubles::Migration),
            Box::new(m20261129_000026_chased::Migration),
            Box::new(m20261129_000031_presence::Migration),
            Box::new(m20261129_000032_settled::Migration),
            Box::new(m20261129_000036_silent::Migration),
            Box::new(m20261129_000037_asker::Migration),
            Box::new(m20261129_000038_news::Migration),
            Box::new(m20261129_000039_prefix::Migration),
            Box::new(m20261129_000040_file::Migration),
            Box::new(m20261129_000050_pending::Migration),
            Box::new(m20261129_000051_former::Migration),
            Box::new(m20261129_000052_knelpunt::Migration),
            Box::new(m20261130_000044_merged::Migration),
            Box::new(m20261130_000045_split::Migration),
            Box::new(m20261129_000053_notices::Migration),
            Box::new(m20261130_000046_signal::Migration),
            Box::new(m20261130_000042_drafts::Migration),
            Box::new(m20261130_000047_alike::Migration),
            Box::new(m20261130_000048_linked::Migration),
            Box::new(m20261130_000054_ball::Migration),
            Box::new(m20261130_000041_today::Migration),
            Box::new(m20261130_000043_desks::Migration),
            Box::new(m20261130_000055_marks::Migration),
            Box::new(m20261130_000056_mail_of::Migration),
            Box::new(m20261130_000049_terms::Migration),
            Box::new(m20261201_000057_held::Migration),
            Box::new(m20261201_000058_held_elsewhere::Migration),
        ]
    }
}
