//! The only door to the tables of the directory: rows to plain values and back, the difference
//! between a folder and the tables, and writing it.

use std::collections::{HashMap, HashSet};
use std::str::FromStr;

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, EntityTrait, ExprTrait, IdenStatic, IntoActiveModel,
    Iterable, ModelTrait, PrimaryKeyToColumn, QueryOrder, Value,
};
use uuid::Uuid;

use super::live;
use super::model::{
    Desk, DeskId, Directory, Domain, Municipality, NisCode, Organisation, OrganisationId,
    OrganisationKind, PostalArea, Province, Region, SharedDomain, Topic, domain_id,
};
use super::rule::Rule;
use crate::entity::{
    desk, municipality, organisation, organisation_domain, organisation_member, postal_code,
    province, reference_region, rule, shared_domain, topic,
};
use crate::store::StoreError;

/// Rows that go into one statement; SQLite allows 32,766 values in one.
const CHUNK: usize = 500;

/// The directory as rows, table by table.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Rows {
    provinces: Vec<province::Model>,
    regions: Vec<reference_region::Model>,
    organisations: Vec<organisation::Model>,
    municipalities: Vec<municipality::Model>,
    postal_codes: Vec<postal_code::Model>,
    domains: Vec<organisation_domain::Model>,
    members: Vec<organisation_member::Model>,
    shared_domains: Vec<shared_domain::Model>,
    desks: Vec<desk::Model>,
    topics: Vec<topic::Model>,
    rules: Vec<rule::Model>,
}

/// One row in which the folder and the tables differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The table.
    pub table: &'static str,
    /// The row, in words that a person recognises.
    pub key: String,
    /// In what it differs.
    pub change: Change,
}

impl Difference {
    /// Whether an organisation or a municipality is called otherwise.
    #[must_use]
    pub fn renames(&self) -> bool {
        let Change::Changed(columns) = &self.change else {
            return false;
        };
        matches!(self.table, "organisation" | "municipality")
            && columns.iter().any(|(column, ..)| *column == "name")
    }

    /// The slug of the desk that gets another address.
    pub(super) fn readdressed(&self) -> Option<&str> {
        let Change::Changed(columns) = &self.change else {
            return None;
        };
        let moves = columns.iter().any(|(column, ..)| *column == "email");
        (self.table == "desk" && moves).then_some(self.key.as_str())
    }
}

/// In what a row differs from the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Only the folder has it.
    Added,
    /// Both have it: column, what the table says, what the folder says.
    Changed(Vec<(&'static str, String, String)>),
    /// Only the table has it; it is deactivated, never deleted.
    Absent,
}

// ---- plain values to rows

fn json<T: ToString>(items: &[T]) -> String {
    let items: Vec<String> = items.iter().map(ToString::to_string).collect();
    serde_json::Value::from(items).to_string()
}

fn only(items: &[String]) -> Option<String> {
    match items {
        [only] => Some(only.clone()),
        _ => None,
    }
}

impl From<&Directory> for Rows {
    fn from(directory: &Directory) -> Self {
        let mut rows = Self {
            provinces: directory
                .provinces
                .iter()
                .map(|it| province::Model {
                    slug: it.slug.clone(),
                    nis_code: it.nis.to_string(),
                    name: it.name.clone(),
                    governor_office: it.governor_office.clone(),
                    capital: it.capital.clone(),
                    office_city: it.office_city.clone(),
                    email_domain: it.email_domain.clone(),
                    active: it.active,
                })
                .collect(),
            regions: directory
                .regions
                .iter()
                .map(|it| reference_region::Model {
                    code: it.code.clone(),
                    name: it.name.clone(),
                    aliases: json(&it.aliases),
                    provinces: json(&it.provinces),
                    uri: it.uri.clone(),
                    active: it.active,
                })
                .collect(),
            municipalities: directory
                .municipalities
                .iter()
                .map(|it| municipality::Model {
                    nis_code: it.nis.to_string(),
                    name: it.name.clone(),
                    province_slug: it.province.clone(),
                    region_code: it.region.clone(),
                    former_names: json(&it.former_names),
                    former_nis_codes: json(&it.former_nis),
                    sub_municipalities: json(&it.parts),
                    lat: it.lat,
                    lon: it.lon,
                    organisation_id: it.organisation.0,
                    active: it.active,
                })
                .collect(),
            postal_codes: directory
                .postal_areas
                .iter()
                .map(|it| postal_code::Model {
                    code: it.code.to_string(),
                    nis_code: it.municipality.to_string(),
                    place_names: json(&it.places),
                    active: it.active,
                })
                .collect(),
            shared_domains: directory
                .shared_domains
                .iter()
                .map(|it| shared_domain::Model {
                    domain: it.name.clone(),
                    kind: it.kind.to_string(),
                    note: it.note.clone(),
                    active: it.active,
                })
                .collect(),
            desks: directory
                .desks
                .iter()
                .map(|it| desk::Model {
                    id: it.id.0,
                    slug: it.slug.clone(),
                    kind: it.kind.to_string(),
                    level: it.level.map(|level| level.to_string()),
                    name: it.name.clone(),
                    province_slug: it.province.clone(),
                    email: it.email.clone(),
                    phone: it.phone.clone(),
                    answers_for: it.answers_for.clone(),
                    active: it.active,
                    revision: it.revision,
                    last_proven_at: it.last_proven_at,
                    bounce_count: it.bounce_count,
                    silent_count: it.silent_count,
                })
                .collect(),
            topics: directory
                .topics
                .iter()
                .map(|it| topic::Model {
                    slug: it.slug.clone(),
                    title: it.title.clone(),
                    description: it.description.clone(),
                    administration: it.administration.clone(),
                    automatic: it.automatic,
                    active: it.active,
                    revision: it.revision,
                })
                .collect(),
            rules: directory.rules.iter().map(rule_row).collect(),
            ..Self::default()
        };
        for it in &directory.organisations {
            rows.organisations.push(organisation::Model {
                id: it.id.0,
                kind: it.kind.to_string(),
                name: it.name.clone(),
                kbo_number: it.kbo_number.clone(),
                provinces: json(&it.provinces),
                province_slug: only(&it.provinces),
                regions: json(&it.regions),
                region_code: only(&it.regions),
                municipality_nis: it.municipality.map(|nis| nis.to_string()),
                lead_province: it.lead_province.clone(),
                mailbox: it.mailbox.clone(),
                active: it.active,
            });
            rows.domains
                .extend(it.domains.iter().map(|domain| organisation_domain::Model {
                    id: domain_id(&domain.name, it.id),
                    domain: domain.name.clone(),
                    organisation_id: it.id.0,
                    basis: domain.basis.to_string(),
                    active: domain.active,
                }));
            rows.members
                .extend(it.members.iter().map(|nis| organisation_member::Model {
                    organisation_id: it.id.0,
                    nis_code: nis.to_string(),
                    active: true,
                }));
        }
        rows
    }
}

fn rule_row(it: &Rule) -> rule::Model {
    rule::Model {
        id: Rule::id(&it.name),
        position: it.position,
        name: it.name.clone(),
        condition: spelled_out(&it.when),
        target: spelled_out(&it.then),
        active: it.active,
        revision: 1,
    }
}

/// As the tables keep it. Plain text and lists always have a spelling.
fn spelled_out(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap_or_default().to_string()
}

// ---- rows to plain values

/// A value of a row as what it stands for.
fn parse<T: FromStr>(
    text: &str,
    table: &'static str,
    column: &'static str,
    row: &str,
) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::Inconsistent {
        table,
        column,
        row: row.to_owned(),
    })
}

/// A JSON list of a row.
fn list(
    text: &str,
    table: &'static str,
    column: &'static str,
    row: &str,
) -> Result<Vec<String>, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Inconsistent {
        table,
        column,
        row: row.to_owned(),
    })
}

impl Rows {
    /// Reads every table.
    pub async fn load(db: &impl ConnectionTrait) -> Result<Self, StoreError> {
        Ok(Self {
            provinces: province::Entity::find()
                .order_by_asc(province::Column::NisCode)
                .all(db)
                .await?,
            regions: reference_region::Entity::find()
                .order_by_asc(reference_region::Column::Code)
                .all(db)
                .await?,
            organisations: organisation::Entity::find()
                .order_by_asc(organisation::Column::Kind)
                .order_by_asc(organisation::Column::Name)
                .all(db)
                .await?,
            municipalities: municipality::Entity::find()
                .order_by_asc(municipality::Column::NisCode)
                .all(db)
                .await?,
            postal_codes: postal_code::Entity::find()
                .order_by_asc(postal_code::Column::Code)
                .all(db)
                .await?,
            domains: organisation_domain::Entity::find()
                .order_by_asc(organisation_domain::Column::Domain)
                .all(db)
                .await?,
            members: organisation_member::Entity::find()
                .order_by_asc(organisation_member::Column::NisCode)
                .all(db)
                .await?,
            shared_domains: shared_domain::Entity::find()
                .order_by_asc(shared_domain::Column::Domain)
                .all(db)
                .await?,
            desks: desk::Entity::find()
                .order_by_asc(desk::Column::Slug)
                .all(db)
                .await?,
            topics: topic::Entity::find()
                .order_by_asc(topic::Column::Slug)
                .all(db)
                .await?,
            rules: rule::Entity::find()
                .order_by_asc(rule::Column::Position)
                .order_by_asc(rule::Column::Name)
                .all(db)
                .await?,
        })
    }

    /// Whether nobody has filled the tables yet.
    pub fn is_empty(&self) -> bool {
        self.provinces.is_empty() && self.organisations.is_empty() && self.desks.is_empty()
    }

    /// What the rows say.
    pub fn into_directory(self) -> Result<Directory, StoreError> {
        let mut domains: HashMap<Uuid, Vec<Domain>> = HashMap::new();
        for it in self.domains {
            domains.entry(it.organisation_id).or_default().push(Domain {
                basis: parse(&it.basis, "organisation_domain", "basis", &it.domain)?,
                name: it.domain,
                active: it.active,
            });
        }
        let mut members: HashMap<Uuid, Vec<NisCode>> = HashMap::new();
        for it in self.members.into_iter().filter(|it| it.active) {
            let nis = parse(
                &it.nis_code,
                "organisation_member",
                "nis_code",
                &it.nis_code,
            )?;
            members.entry(it.organisation_id).or_default().push(nis);
        }
        let organisations = self
            .organisations
            .into_iter()
            .map(|it| {
                const TABLE: &str = "organisation";
                Ok(Organisation {
                    id: OrganisationId(it.id),
                    kind: parse(&it.kind, TABLE, "kind", &it.name)?,
                    provinces: list(&it.provinces, TABLE, "provinces", &it.name)?,
                    regions: list(&it.regions, TABLE, "regions", &it.name)?,
                    municipality: it
                        .municipality_nis
                        .map(|nis| parse(&nis, TABLE, "municipality_nis", &it.name))
                        .transpose()?,
                    name: it.name,
                    kbo_number: it.kbo_number,
                    lead_province: it.lead_province,
                    members: members.remove(&it.id).unwrap_or_default(),
                    domains: domains.remove(&it.id).unwrap_or_default(),
                    mailbox: it.mailbox,
                    active: it.active,
                })
            })
            .collect::<Result<_, StoreError>>()?;
        Ok(Directory {
            provinces: each(self.provinces, province_of)?,
            regions: each(self.regions, region_of)?,
            municipalities: each(self.municipalities, municipality_of)?,
            postal_areas: each(self.postal_codes, |it| postal_area_of(&it))?,
            organisations,
            shared_domains: each(self.shared_domains, shared_domain_of)?,
            desks: each(self.desks, desk_of)?,
            topics: self
                .topics
                .into_iter()
                .map(|it| Topic {
                    slug: it.slug,
                    title: it.title,
                    description: it.description,
                    administration: it.administration,
                    automatic: it.automatic,
                    active: it.active,
                    revision: it.revision,
                })
                .collect(),
            rules: each(self.rules, rule_of)?,
        })
    }
}

fn each<M, T>(
    rows: Vec<M>,
    value: impl Fn(M) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    rows.into_iter().map(value).collect()
}

fn province_of(it: province::Model) -> Result<Province, StoreError> {
    Ok(Province {
        nis: parse(&it.nis_code, "province", "nis_code", &it.slug)?,
        slug: it.slug,
        name: it.name,
        governor_office: it.governor_office,
        capital: it.capital,
        office_city: it.office_city,
        email_domain: it.email_domain,
        active: it.active,
    })
}

fn region_of(it: reference_region::Model) -> Result<Region, StoreError> {
    Ok(Region {
        aliases: list(&it.aliases, "reference_region", "aliases", &it.code)?,
        provinces: list(&it.provinces, "reference_region", "provinces", &it.code)?,
        code: it.code,
        name: it.name,
        uri: it.uri,
        active: it.active,
    })
}

fn municipality_of(it: municipality::Model) -> Result<Municipality, StoreError> {
    const TABLE: &str = "municipality";
    let row = &it.nis_code;
    let former_nis = list(&it.former_nis_codes, TABLE, "former_nis_codes", row)?;
    Ok(Municipality {
        nis: parse(row, TABLE, "nis_code", row)?,
        former_names: list(&it.former_names, TABLE, "former_names", row)?,
        former_nis: former_nis
            .iter()
            .map(|nis| parse(nis, TABLE, "former_nis_codes", row))
            .collect::<Result<_, _>>()?,
        parts: list(&it.sub_municipalities, TABLE, "sub_municipalities", row)?,
        name: it.name,
        province: it.province_slug,
        region: it.region_code,
        lat: it.lat,
        lon: it.lon,
        organisation: OrganisationId(it.organisation_id),
        active: it.active,
    })
}

fn postal_area_of(it: &postal_code::Model) -> Result<PostalArea, StoreError> {
    Ok(PostalArea {
        code: parse(&it.code, "postal_code", "code", &it.code)?,
        municipality: parse(&it.nis_code, "postal_code", "nis_code", &it.code)?,
        places: list(&it.place_names, "postal_code", "place_names", &it.code)?,
        active: it.active,
    })
}

fn shared_domain_of(it: shared_domain::Model) -> Result<SharedDomain, StoreError> {
    Ok(SharedDomain {
        kind: parse(&it.kind, "shared_domain", "kind", &it.domain)?,
        name: it.domain,
        note: it.note,
        active: it.active,
    })
}

fn rule_of(it: rule::Model) -> Result<Rule, StoreError> {
    let lost = |column| StoreError::Inconsistent {
        table: "rule",
        column,
        row: it.name.clone(),
    };
    Ok(Rule {
        position: it.position,
        when: serde_json::from_str(&it.condition).map_err(|_| lost("condition"))?,
        then: serde_json::from_str(&it.target).map_err(|_| lost("target"))?,
        active: it.active,
        name: it.name,
    })
}

fn desk_of(it: desk::Model) -> Result<Desk, StoreError> {
    Ok(Desk {
        id: DeskId(it.id),
        kind: parse(&it.kind, "desk", "kind", &it.slug)?,
        level: it
            .level
            .map(|level| parse(&level, "desk", "level", &it.slug))
            .transpose()?,
        slug: it.slug,
        name: it.name,
        province: it.province_slug,
        email: it.email,
        phone: it.phone,
        answers_for: it.answers_for,
        active: it.active,
        revision: it.revision,
        last_proven_at: it.last_proven_at,
        bounce_count: it.bounce_count,
        silent_count: it.silent_count,
    })
}

// ---- the difference

/// A table that a folder fills.
trait Filled: EntityTrait<Model: IntoActiveModel<Self::ActiveModel>> {
    const TABLE: &'static str;

    /// Columns that life in the program fills; a folder does not touch them.
    const KEPT: &'static [&'static str] = &[];

    /// The row as a person calls it.
    fn called(row: &Self::Model, names: &HashMap<Uuid, String>) -> String;

    /// Whether the row can only have come from a person, so that no folder is expected to have it.
    fn is_own(_row: &Self::Model) -> bool {
        false
    }
}

macro_rules! filled {
    ($($module:ident $(kept $kept:expr,)? |$row:ident, $names:ident| $called:expr $(, own $own:expr)?;)+) => {
        $(impl Filled for $module::Entity {
            const TABLE: &'static str = stringify!($module);
            $(const KEPT: &'static [&'static str] = $kept;)?
            fn called($row: &Self::Model, $names: &HashMap<Uuid, String>) -> String { $called }
            $(fn is_own($row: &Self::Model) -> bool { $own })?
        })+
    };
}

fn organisation_name(id: &Uuid, names: &HashMap<Uuid, String>) -> String {
    names.get(id).cloned().unwrap_or_else(|| id.to_string())
}

filled! {
    province |row, _names| row.slug.clone();
    reference_region |row, _names| row.code.clone();
    organisation |row, _names| format!("{} {}", row.kind, row.name),
        own row.kind == OrganisationKind::Other.as_str();
    municipality |row, _names| format!("{} {}", row.nis_code, row.name);
    postal_code |row, _names| row.code.clone();
    organisation_domain |row, names|
        format!("{} of {}", row.domain, organisation_name(&row.organisation_id, names)),
        own row.basis == "known";
    organisation_member |row, names|
        format!("{} in {}", row.nis_code, organisation_name(&row.organisation_id, names));
    shared_domain |row, _names| row.domain.clone();
    desk kept &["revision", "last_proven_at", "bounce_count", "silent_count"], |row, _names| row.slug.clone();
    topic kept &["revision"], |row, _names| row.slug.clone();
    rule kept &["revision"], |row, _names| row.name.clone();
}

/// The primary key of a row, as text.
fn key<E: Filled>(row: &E::Model) -> String {
    let parts: Vec<String> = E::PrimaryKey::iter()
        .map(|column| show(&row.get(column.into_column())))
        .collect();
    parts.join("/")
}

/// A value as a person reads it.
fn show(value: &Value) -> String {
    match value {
        Value::String(Some(text)) => text.clone(),
        Value::Bool(Some(yes)) => yes.to_string(),
        Value::Double(Some(number)) => number.to_string(),
        Value::Int(Some(number)) => number.to_string(),
        Value::Uuid(Some(id)) => id.to_string(),
        Value::ChronoDateTimeUtc(Some(at)) => at.to_rfc3339(),
        _ => String::from("nothing"),
    }
}

/// The column of this name.
fn column<E: Filled>(name: &str) -> Option<E::Column> {
    E::Column::iter().find(|column| column.as_str() == name)
}

fn is_active<E: Filled>(row: &E::Model) -> bool {
    column::<E>("active").is_some_and(|column| row.get(column) == Value::Bool(Some(true)))
}

/// What must be written to one table.
struct Work<E: Filled> {
    write: Vec<E::Model>,
    retire: Vec<E::Model>,
}

impl<E: Filled> Work<E> {
    /// Adds and overwrites rows, and deactivates those that the folder does not have.
    async fn write(self, db: &impl ConnectionTrait) -> Result<(), StoreError> {
        let fresh = self
            .write
            .into_iter()
            .map(IntoActiveModel::into_active_model);
        let retired = self.retire.into_iter().map(|row| {
            let mut row = row.into_active_model();
            if let Some(active) = column::<E>("active") {
                row.set(active, false.into());
            }
            row
        });
        let rows: Vec<E::ActiveModel> = fresh.chain(retired).collect();
        let keys: Vec<E::Column> = E::PrimaryKey::iter()
            .map(PrimaryKeyToColumn::into_column)
            .collect();
        let is_key = |name: &str| keys.iter().any(|key| key.as_str() == name);
        let mut overwrite = OnConflict::columns(keys.clone());
        overwrite.update_columns(
            E::Column::iter()
                .filter(|column| !is_key(column.as_str()) && !E::KEPT.contains(&column.as_str())),
        );
        if let Some(revision) = column::<E>("revision") {
            let next = Expr::col((E::default(), revision)).add(1);
            overwrite.value(revision, next);
        }
        for chunk in rows.chunks(CHUNK) {
            E::insert_many(chunk.to_vec())
                .on_conflict(overwrite.clone())
                .exec_without_returning(db)
                .await?;
        }
        Ok(())
    }
}

/// What one table lacks or says otherwise, and the rows of the folder to write for it.
fn compare<E: Filled>(
    here: &[E::Model],
    folder: &[E::Model],
    names: &HashMap<Uuid, String>,
    differences: &mut Vec<Difference>,
) -> Work<E> {
    let known: HashMap<String, &E::Model> = here.iter().map(|row| (key::<E>(row), row)).collect();
    let mut wanted = HashSet::new();
    let mut write = Vec::new();
    let mut note = |row: &E::Model, change| {
        differences.push(Difference {
            table: E::TABLE,
            key: E::called(row, names),
            change,
        });
    };
    for row in folder {
        let key = key::<E>(row);
        wanted.insert(key.clone());
        let Some(is) = known.get(&key) else {
            note(row, Change::Added);
            write.push(row.clone());
            continue;
        };
        let fields: Vec<_> = E::Column::iter()
            .map(|column| (column.as_str(), is.get(column), row.get(column)))
            .filter(|(name, is, becomes)| !E::KEPT.contains(name) && is != becomes)
            .map(|(name, is, becomes)| (name, show(&is), show(&becomes)))
            .collect();
        if !fields.is_empty() {
            note(row, Change::Changed(fields));
            write.push(row.clone());
        }
    }
    let mut retire = Vec::new();
    for row in here {
        if is_active::<E>(row) && !E::is_own(row) && !wanted.contains(&key::<E>(row)) {
            note(row, Change::Absent);
            retire.push(row.clone());
        }
    }
    Work { write, retire }
}

/// What must be written to make the tables say what a folder says.
pub(super) struct Plan {
    /// Every row in which they differ.
    pub differences: Vec<Difference>,
    provinces: Work<province::Entity>,
    regions: Work<reference_region::Entity>,
    organisations: Work<organisation::Entity>,
    municipalities: Work<municipality::Entity>,
    postal_codes: Work<postal_code::Entity>,
    domains: Work<organisation_domain::Entity>,
    members: Work<organisation_member::Entity>,
    shared_domains: Work<shared_domain::Entity>,
    desks: Work<desk::Entity>,
    topics: Work<topic::Entity>,
    rules: Work<rule::Entity>,
}

impl Plan {
    pub fn of(here: &Rows, directory: &Directory) -> Self {
        let mut folder = Rows::from(directory);
        folder.adopt_ids(here);
        let names: HashMap<Uuid, String> = here
            .organisations
            .iter()
            .chain(&folder.organisations)
            .map(|it| (it.id, it.name.clone()))
            .collect();
        let mut differences = Vec::new();
        let out = &mut differences;
        Self {
            provinces: compare(&here.provinces, &folder.provinces, &names, out),
            regions: compare(&here.regions, &folder.regions, &names, out),
            organisations: compare(&here.organisations, &folder.organisations, &names, out),
            municipalities: compare(&here.municipalities, &folder.municipalities, &names, out),
            postal_codes: compare(&here.postal_codes, &folder.postal_codes, &names, out),
            domains: compare(&here.domains, &folder.domains, &names, out),
            members: compare(&here.members, &folder.members, &names, out),
            shared_domains: compare(&here.shared_domains, &folder.shared_domains, &names, out),
            desks: compare(&here.desks, &folder.desks, &names, out),
            topics: compare(&here.topics, &folder.topics, &names, out),
            rules: compare(&here.rules, &folder.rules, &names, out),
            differences,
        }
    }

    /// Writes it, table by table, what is pointed at first.
    pub async fn write(self, db: &impl ConnectionTrait) -> Result<Vec<Difference>, StoreError> {
        self.provinces.write(db).await?;
        self.regions.write(db).await?;
        self.organisations.write(db).await?;
        self.municipalities.write(db).await?;
        self.postal_codes.write(db).await?;
        self.domains.write(db).await?;
        self.members.write(db).await?;
        self.shared_domains.write(db).await?;
        self.desks.write(db).await?;
        self.topics.write(db).await?;
        self.rules.write(db).await?;
        if !self.differences.is_empty() {
            live::changed(db).await?;
        }
        Ok(self.differences)
    }
}

impl Rows {
    /// Takes over the ids of rows that a person made for what the folder has as well.
    fn adopt_ids(&mut self, here: &Self) {
        let by_name: HashMap<(&str, &str), Uuid> = here
            .organisations
            .iter()
            .map(|it| ((it.kind.as_str(), it.name.as_str()), it.id))
            .collect();
        let mut ids: HashMap<Uuid, Uuid> = HashMap::new();
        for it in &mut self.organisations {
            if let Some(id) = by_name.get(&(it.kind.as_str(), it.name.as_str())) {
                ids.insert(it.id, *id);
                it.id = *id;
            }
        }
        let adopt = |id: &mut Uuid| {
            if let Some(known) = ids.get(id) {
                *id = *known;
            }
        };
        self.municipalities
            .iter_mut()
            .for_each(|it| adopt(&mut it.organisation_id));
        self.members
            .iter_mut()
            .for_each(|it| adopt(&mut it.organisation_id));
        let domains: HashMap<(&str, Uuid), Uuid> = here
            .domains
            .iter()
            .map(|it| ((it.domain.as_str(), it.organisation_id), it.id))
            .collect();
        for it in &mut self.domains {
            adopt(&mut it.organisation_id);
            if let Some(id) = domains.get(&(it.domain.as_str(), it.organisation_id)) {
                it.id = *id;
            }
        }
        for it in &mut self.desks {
            if let Some(known) = here.desks.iter().find(|known| known.slug == it.slug) {
                it.id = known.id;
            }
        }
        for it in &mut self.rules {
            if let Some(known) = here.rules.iter().find(|known| known.name == it.name) {
                it.id = known.id;
            }
        }
    }
}
