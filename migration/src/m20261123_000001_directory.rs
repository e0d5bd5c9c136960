//! Who lies where, who can ask, and who can answer. Filled from the folder of the directory; a row
//! is never deleted, because old questions point at it: `active` says whether it still counts.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, double, integer, pk_uuid, text, text_null, timestamp_with_time_zone_null, uuid,
};

use crate::keys::to_key;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Whether the row still counts; what is gone stays readable.
fn active() -> ColumnDef {
    boolean("active").default(true).take()
}

fn tables() -> Vec<TableCreateStatement> {
    vec![
        // One of the five provinces.
        Table::create()
            .table("province")
            // The name in lower case, as in URLs: oost-vlaanderen.
            .col(text("slug").primary_key())
            .col(text("nis_code").unique_key())
            .col(text("name"))
            // Full name of the governor's office.
            .col(text("governor_office"))
            .col(text("capital"))
            // Where ABB has its provincial office.
            .col(text("office_city"))
            // Mail domain of the provincial government.
            .col(text("email_domain"))
            .col(active())
            .to_owned(),
        // One of the fifteen reference regions.
        Table::create()
            .table("reference_region")
            // RR01 to RR15, our own numbering.
            .col(text("code").primary_key())
            .col(text("name"))
            // Other names in use, as a JSON list.
            .col(text("aliases"))
            // Slugs of the provinces it lies in, as a JSON list.
            .col(text("provinces"))
            // The URI that ABB gave it.
            .col(text("uri"))
            .col(active())
            .to_owned(),
        // A local government or an association of them; every municipality is one.
        Table::create()
            .table("organisation")
            .col(pk_uuid("id"))
            // municipality, province, governor, politiezone, projectvereniging, ..., other
            .col(text("kind"))
            .col(text("name"))
            // Enterprise number, ten digits.
            .col(text_null("kbo_number"))
            // Slugs of all provinces it works in, as a JSON list, and the one when there is only one.
            .col(text("provinces"))
            .col(text_null("province_slug"))
            // Codes of all regions it works in, as a JSON list, and the one when there is only one.
            .col(text("regions"))
            .col(text_null("region_code"))
            // The municipality that it is, or the only one that it belongs to.
            .col(text_null("municipality_nis"))
            // Slug of the province whose contact point leads, when there are several.
            .col(text_null("lead_province"))
            // General mailbox: a whole address that says who writes where many share a domain.
            .col(text_null("mailbox"))
            .col(active())
            .foreign_key(&mut to_key("province_slug", "province", "slug"))
            .foreign_key(&mut to_key("lead_province", "province", "slug"))
            .foreign_key(&mut to_key("region_code", "reference_region", "code"))
            .to_owned(),
        // A municipality as it is since 1 January 2025.
        Table::create()
            .table("municipality")
            .col(text("nis_code").primary_key())
            .col(text("name"))
            .col(text("province_slug"))
            .col(text("region_code"))
            // Municipalities that were merged into it, and NIS codes retired by that: JSON lists.
            .col(text("former_names"))
            .col(text("former_nis_codes"))
            // Names of its parts, as a JSON list; not unique over Flanders.
            .col(text("sub_municipalities"))
            // A point inside it, WGS 84.
            .col(double("lat"))
            .col(double("lon"))
            // Its government, also the OCMW.
            .col(uuid("organisation_id"))
            .col(active())
            .foreign_key(&mut to_key("province_slug", "province", "slug"))
            .foreign_key(&mut to_key("region_code", "reference_region", "code"))
            .foreign_key(&mut to_key("organisation_id", "organisation", "id"))
            .to_owned(),
        // A postal code is given to exactly one municipality.
        Table::create()
            .table("postal_code")
            .col(text("code").primary_key())
            .col(text("nis_code"))
            // Names of the places, as a JSON list.
            .col(text("place_names"))
            .col(active())
            .foreign_key(&mut to_key("nis_code", "municipality", "nis_code"))
            .to_owned(),
        // A mail domain by which an organisation is recognised. Several can share one.
        Table::create()
            .table("organisation_domain")
            .col(pk_uuid("id"))
            .col(text("domain"))
            .col(uuid("organisation_id"))
            // How we know: main, ocmw, former, other, website, known
            .col(text("basis"))
            .col(active())
            .foreign_key(&mut to_key("organisation_id", "organisation", "id"))
            .to_owned(),
        // Municipalities that take part in an organisation; a hint, not law.
        Table::create()
            .table("organisation_member")
            .col(uuid("organisation_id"))
            .col(text("nis_code"))
            .col(active())
            .primary_key(Index::create().col("organisation_id").col("nis_code"))
            .foreign_key(&mut to_key("organisation_id", "organisation", "id"))
            .foreign_key(&mut to_key("nis_code", "municipality", "nis_code"))
            .to_owned(),
        // A mail domain that proves nothing about which local government writes.
        Table::create()
            .table("shared_domain")
            .col(text("domain").primary_key())
            // webmail, shared, administration
            .col(text("kind"))
            .col(text("note"))
            .col(active())
            .to_owned(),
        // Who can hold a question.
        Table::create()
            .table("desk")
            .col(pk_uuid("id"))
            .col(text("slug").unique_key())
            // central, contact_point, administration
            .col(text("kind"))
            // flemish, federal, partner
            .col(text_null("level"))
            .col(text("name"))
            // The province of a contact point.
            .col(text_null("province_slug"))
            .col(text("email"))
            .col(text_null("phone"))
            .col(text("answers_for"))
            .col(active())
            // Changes with what a person changes; forms carry it.
            .col(integer("revision"))
            // When a mail to this address was last known to have arrived, and bounces since.
            .col(timestamp_with_time_zone_null("last_proven_at"))
            .col(integer("bounce_count"))
            .foreign_key(&mut to_key("province_slug", "province", "slug"))
            .to_owned(),
        // What a question can be about.
        Table::create()
            .table("topic")
            .col(text("slug").primary_key())
            .col(text("title"))
            .col(text("description"))
            // Slug of the desk that answers; null: the asker's own contact point.
            .col(text_null("administration"))
            // Whether a question may go there without a person.
            .col(boolean("automatic"))
            .col(active())
            .foreign_key(&mut to_key("administration", "desk", "slug"))
            .to_owned(),
        // What a person decided about sending on; comes before the text model.
        Table::create()
            .table("rule")
            .col(pk_uuid("id"))
            // Rules are tried in this order.
            .col(integer("position"))
            .col(text("name"))
            // What must hold, and where the question then goes: JSON that dispatch understands.
            .col(text("condition"))
            .col(text("target"))
            .col(active())
            .col(integer("revision"))
            .to_owned(),
    ]
}

const INDEXES: &[&str] = &[
    "CREATE UNIQUE INDEX organisation_kind_name ON organisation (kind, name)",
    "CREATE INDEX municipality_province ON municipality (province_slug)",
    "CREATE INDEX municipality_region ON municipality (region_code)",
    "CREATE INDEX postal_code_nis ON postal_code (nis_code)",
    "CREATE UNIQUE INDEX organisation_domain_once ON organisation_domain (domain, organisation_id)",
    "CREATE INDEX organisation_domain_organisation ON organisation_domain (organisation_id)",
    "CREATE INDEX organisation_member_nis ON organisation_member (nis_code)",
    // One contact point for each province, and one central desk.
    "CREATE UNIQUE INDEX desk_contact_point ON desk (province_slug) \
     WHERE kind = 'contact_point' AND active",
    "CREATE UNIQUE INDEX desk_central ON desk (kind) WHERE kind = 'central' AND active",
    "CREATE INDEX rule_position ON rule (position)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            manager.create_table(table).await?;
        }
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables().into_iter().rev() {
            let Some(name) = table.get_table_name() else {
                continue;
            };
            manager
                .drop_table(Table::drop().table(name.clone()).to_owned())
                .await?;
        }
        Ok(())
    }
}
