//! The folder of the directory: reads its files, checks each cell and each reference between files.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::path::Path;

use super::fault::{Fault, Faults};
use super::model::{
    Basis, Desk, DeskId, DeskKind, Directory, Domain, DomainKind, Level, Municipality, NisCode,
    Organisation, OrganisationId, OrganisationKind, PostalArea, PostalCode, Province, Region,
    SharedDomain, Topic,
};
use super::names::fold;
use super::rule::{Condition, Part, Rule, Target};
use super::sheet::{Address, Cell, Keys, MailDomain, Row, Sheet};

/// The map of Flanders: layers `municipalities`, `reference_regions` and `provinces`. Beside it
/// stands its attribution: Statbel, Provincies in Cijfers, Agentschap Binnenlands Bestuur.
pub const MAP: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/config/directory/flanders.topojson"
));

const PROVINCES: &str = "provinces.csv";
const REGIONS: &str = "reference_regions.csv";
const MUNICIPALITIES: &str = "municipalities.csv";
const POSTAL_CODES: &str = "postal_codes.csv";
const ORGANISATIONS: &str = "organisations.csv";
const SHARED_DOMAINS: &str = "shared_domains.csv";
const DESKS: &str = "desks.csv";
const TOPICS: &str = "topics.csv";
const RULES: &str = "rules.csv";
const MAP_FILE: &str = "flanders.topojson";

/// The files in the order in which faults are told.
const FILES: [&str; 10] = [
    PROVINCES,
    REGIONS,
    MUNICIPALITIES,
    POSTAL_CODES,
    ORGANISATIONS,
    SHARED_DOMAINS,
    DESKS,
    TOPICS,
    RULES,
    MAP_FILE,
];

/// Where the bytes of a file come from.
trait Files {
    fn bytes(&self, file: &str) -> io::Result<Cow<'static, [u8]>>;
}

impl Files for Path {
    fn bytes(&self, file: &str) -> io::Result<Cow<'static, [u8]>> {
        std::fs::read(self.join(file)).map(Cow::Owned)
    }
}

/// The folder that was built into the program.
struct Embedded;

impl Files for Embedded {
    fn bytes(&self, file: &str) -> io::Result<Cow<'static, [u8]>> {
        macro_rules! embedded {
            ($($name:literal)+) => {
                match file {
                    $($name => include_bytes!(
                        concat!(env!("CARGO_MANIFEST_DIR"), "/config/directory/", $name)
                    ),)+
                    MAP_FILE => MAP.as_bytes(),
                    _ => return Err(io::ErrorKind::NotFound.into()),
                }
            };
        }
        let bytes: &'static [u8] = embedded!(
            "provinces.csv" "reference_regions.csv" "municipalities.csv" "postal_codes.csv"
            "organisations.csv" "shared_domains.csv" "desks.csv" "topics.csv" "rules.csv"
        );
        Ok(Cow::Borrowed(bytes))
    }
}

impl Directory {
    /// Reads and checks a folder. Tells all that is wrong, not only the first thing.
    pub fn read(dir: &Path) -> Result<Self, Faults> {
        if !dir.is_dir() {
            let what = if dir.exists() {
                "this is not a folder"
            } else {
                "there is no such folder"
            };
            return Err(Faults(vec![Fault::file(
                &dir.display().to_string(),
                what,
                format!("a folder with {}", FILES.join(", ")),
            )]));
        }
        read(dir)
    }

    /// The directory that ships with the program.
    pub fn embedded() -> Result<Self, Faults> {
        read(&Embedded)
    }
}

fn read(files: &(impl Files + ?Sized)) -> Result<Directory, Faults> {
    let mut faults = Vec::new();
    let directory = Reading::open(files, &mut faults).directory(files, &mut faults);
    if faults.is_empty() {
        return Ok(directory);
    }
    let place = |fault: &Fault| FILES.iter().position(|file| *file == fault.file);
    faults.sort_by_key(|it| {
        (
            place(it),
            it.line,
            it.column.as_ref().map(|(number, _)| *number),
        )
    });
    Err(Faults(faults))
}

/// The sheets and what their keys are.
struct Reading {
    provinces: Sheet,
    regions: Sheet,
    municipalities: Sheet,
    postal_codes: Sheet,
    organisations: Sheet,
    shared_domains: Sheet,
    desks: Sheet,
    topics: Sheet,
    rules: Sheet,
    province_names: Keys,
    region_names: Keys,
    nis_codes: Keys,
    postal_keys: Keys,
    desk_slugs: Keys,
    topic_slugs: Keys,
}

fn sheet(
    files: &(impl Files + ?Sized),
    file: &'static str,
    columns: &[&'static str],
    faults: &mut Vec<Fault>,
) -> Sheet {
    match files.bytes(file) {
        Ok(bytes) => Sheet::read(file, &bytes, columns, faults),
        Err(error) => {
            faults.push(unreadable(file, &error));
            Sheet::lost(file)
        }
    }
}

fn unreadable(file: &str, error: &io::Error) -> Fault {
    if error.kind() == io::ErrorKind::NotFound {
        Fault::file(file, "the file is missing", "")
    } else {
        Fault::file(file, format!("cannot be read: {error}"), "")
    }
}

/// Name in lower case with hyphens, as in URLs.
fn slug(name: &str) -> String {
    fold(name).replace(' ', "-")
}

fn owned(items: Vec<&str>) -> Vec<String> {
    items.into_iter().map(str::to_owned).collect()
}

impl Reading {
    fn open(files: &(impl Files + ?Sized), faults: &mut Vec<Fault>) -> Self {
        let provinces = sheet(
            files,
            PROVINCES,
            &[
                "nis_code",
                "name",
                "governor_office",
                "capital",
                "abb_office_city",
                "abb_office_basis",
                "email_domain",
                "reference_regions",
                "municipality_count",
            ],
            faults,
        );
        let regions = sheet(
            files,
            REGIONS,
            &[
                "code",
                "name",
                "aliases",
                "provinces",
                "municipality_count",
                "abb_uri",
            ],
            faults,
        );
        let municipalities = sheet(
            files,
            MUNICIPALITIES,
            &[
                "nis_code",
                "name",
                "province",
                "reference_region",
                "former_names",
                "sub_municipalities",
                "postal_codes",
                "email_domain",
                "lat",
                "lon",
                "reference_region_code",
                "former_nis_codes",
                "other_email_domains",
                "email_domain_basis",
                "kbo_number",
            ],
            faults,
        );
        let postal_codes = sheet(
            files,
            POSTAL_CODES,
            &["postal_code", "nis_code", "municipality", "place_names"],
            faults,
        );
        let organisations = sheet(
            files,
            ORGANISATIONS,
            &[
                "kind",
                "name",
                "kbo_number",
                "seat_municipality",
                "provinces",
                "reference_regions",
                "municipality_nis_codes",
                "email_domain",
                "website_domain",
                "general_mailbox",
                "basis",
            ],
            faults,
        );
        let shared_domains = sheet(files, SHARED_DOMAINS, &["domain", "kind", "note"], faults);
        let desks = sheet(
            files,
            DESKS,
            &[
                "slug",
                "kind",
                "level",
                "name",
                "province",
                "email",
                "phone",
                "answers_for",
            ],
            faults,
        );
        let topics = sheet(
            files,
            TOPICS,
            &[
                "slug",
                "title",
                "description",
                "administration",
                "automatic",
            ],
            faults,
        );
        let rules = sheet(
            files,
            RULES,
            &[
                "position",
                "name",
                "words",
                "part",
                "sender",
                "organisation_kind",
                "province",
                "topic",
                "administration",
            ],
            faults,
        );
        Self {
            province_names: provinces.keys("name", faults),
            region_names: regions.keys("name", faults),
            nis_codes: municipalities.keys_that(
                "nis_code",
                |code| code.parse::<NisCode>().is_ok(),
                faults,
            ),
            postal_keys: postal_codes.keys("postal_code", faults),
            desk_slugs: desks.keys("slug", faults),
            topic_slugs: topics.keys("slug", faults),
            provinces,
            regions,
            municipalities,
            postal_codes,
            organisations,
            shared_domains,
            desks,
            topics,
            rules,
        }
    }

    fn directory(&self, files: &(impl Files + ?Sized), faults: &mut Vec<Fault>) -> Directory {
        let mut directory = Directory::default();
        self.provinces.keys("nis_code", faults);
        self.regions.keys("code", faults);
        self.municipalities.keys("name", faults);
        self.shared_domains.keys("domain", faults);
        self.rules.keys("position", faults);
        self.rules.keys("name", faults);

        for row in &self.provinces.rows {
            directory.provinces.extend(self.province(row, faults));
        }
        for row in &self.regions.rows {
            directory.regions.extend(self.region(row, faults));
        }
        for row in &self.shared_domains.rows {
            directory.shared_domains.extend(shared_domain(row, faults));
        }
        for row in &self.postal_codes.rows {
            directory.postal_areas.extend(self.postal_area(row, faults));
        }
        self.read_municipalities(&mut directory, faults);
        self.read_organisations(&mut directory, faults);
        self.read_desks(&mut directory, faults);
        for row in &self.topics.rows {
            directory
                .topics
                .extend(self.topic(row, &directory.desks, faults));
        }
        for row in &self.rules.rows {
            let rule = self.rule(row, &directory, faults);
            directory.rules.extend(rule);
        }
        directory.rules.sort_by_key(|it| it.position);
        check_map(files, &directory, faults);
        directory
    }

    fn province(&self, row: &Row, faults: &mut Vec<Fault>) -> Option<Province> {
        let name = row.cell("name").required(faults);
        for region in row.cell("reference_regions").list(faults) {
            self.region_names
                .must_have(region, "region", row.cell("reference_regions"), faults);
        }
        self.must_count("province", &self.province_names, row, faults);
        let domain = row.cell("email_domain").parse::<MailDomain>(faults);
        row.cell("abb_office_basis").required(faults);
        Some(Province {
            slug: slug(name),
            governor_office: row.cell("governor_office").required(faults).to_owned(),
            capital: row.cell("capital").required(faults).to_owned(),
            office_city: row.cell("abb_office_city").required(faults).to_owned(),
            nis: row.cell("nis_code").parse(faults)?,
            email_domain: domain?.0,
            name: name.to_owned(),
            active: true,
        })
    }

    fn region(&self, row: &Row, faults: &mut Vec<Fault>) -> Option<Region> {
        let code = row.cell("code");
        let digits = code
            .text
            .strip_prefix("RR")
            .filter(|rest| rest.len() == 2 && rest.bytes().all(|b| b.is_ascii_digit()));
        if digits.is_none() {
            faults.push(code.fault(format!("`{}`", code.text), "a code such as `RR01`"));
        }
        let name = row.cell("name").required(faults);
        self.must_count("reference_region", &self.region_names, row, faults);
        let uri = row.cell("abb_uri");
        if !uri.text.starts_with("http://") && !uri.text.starts_with("https://") {
            faults.push(uri.fault(format!("`{}`", uri.text), "a URI"));
        }
        let provinces = row.cell("provinces").list(faults);
        for province in &provinces {
            self.province_names
                .must_have(province, "province", row.cell("provinces"), faults);
        }
        if provinces.is_empty() {
            row.cell("provinces").required(faults);
        }
        digits.map(|_| Region {
            code: code.text.to_owned(),
            name: name.to_owned(),
            aliases: owned(row.cell("aliases").list(faults)),
            provinces: provinces.into_iter().map(slug).collect(),
            uri: uri.text.to_owned(),
            active: true,
        })
    }

    /// Compares the count of municipalities that a row states with those that name it.
    fn must_count(&self, column: &'static str, names: &Keys, row: &Row, faults: &mut Vec<Fault>) {
        let cell = row.cell("municipality_count");
        let Ok(stated) = cell.text.parse::<usize>() else {
            faults.push(cell.fault(format!("`{}`", cell.text), "a number"));
            return;
        };
        let municipalities = &self.municipalities;
        let in_column = || municipalities.rows.iter().map(|it| it.cell(column).text);
        let found = in_column()
            .filter(|name| *name == row.cell("name").text)
            .count();
        // A municipality that names nothing known may belong here.
        if municipalities.whole && stated != found && in_column().all(|name| names.has(name)) {
            faults.push(cell.fault(
                stated.to_string(),
                format!("{found}, as in {MUNICIPALITIES}"),
            ));
        }
    }

    fn postal_area(&self, row: &Row, faults: &mut Vec<Fault>) -> Option<PostalArea> {
        let code = row.cell("postal_code").parse::<PostalCode>(faults);
        let nis = row.cell("nis_code");
        self.nis_codes
            .must_have(nis.text, "municipality with NIS code", nis, faults);
        let name = row.cell("municipality").required(faults);
        if let Some(there) = self.municipality_row(nis.text) {
            let there_name = there.cell("name").text;
            if there_name != name {
                faults.push(row.cell("municipality").fault(
                    format!("`{name}`"),
                    format!("`{there_name}`, the name of {}", nis.text),
                ));
            }
        }
        let places = row.cell("place_names").list(faults);
        let nis = nis.parse(faults);
        Some(PostalArea {
            code: code?,
            municipality: nis?,
            places: owned(places),
            active: true,
        })
    }

    fn municipality_row(&self, nis: &str) -> Option<&Row> {
        self.municipalities
            .rows
            .iter()
            .find(|row| row.cell("nis_code").text == nis)
    }

    fn read_municipalities(&self, directory: &mut Directory, faults: &mut Vec<Fault>) {
        let postal: HashMap<&str, &str> = self
            .postal_codes
            .rows
            .iter()
            .map(|row| (row.cell("postal_code").text, row.cell("nis_code").text))
            .collect();
        let region_codes: HashMap<&str, &str> = self
            .regions
            .rows
            .iter()
            .map(|row| (row.cell("name").text, row.cell("code").text))
            .collect();
        let mut domains = Once::default();
        for row in &self.municipalities.rows {
            let Some((municipality, organisation)) =
                self.municipality(row, &postal, &region_codes, &mut domains, faults)
            else {
                continue;
            };
            directory.municipalities.push(municipality);
            directory.organisations.push(organisation);
        }
    }

    fn municipality<'a>(
        &'a self,
        row: &'a Row,
        postal: &HashMap<&str, &str>,
        region_codes: &HashMap<&str, &str>,
        domains: &mut Once<'a>,
        faults: &mut Vec<Fault>,
    ) -> Option<(Municipality, Organisation)> {
        let nis = row.cell("nis_code").parse::<NisCode>(faults);
        let name = row.cell("name").required(faults);

        let province = row.cell("province");
        province.required(faults);
        self.province_names
            .must_have(province.text, "province", province, faults);
        let region = row.cell("reference_region");
        region.required(faults);
        self.region_names
            .must_have(region.text, "region", region, faults);
        let code = row.cell("reference_region_code");
        if let Some(expected) = region_codes.get(region.text)
            && *expected != code.text
        {
            faults.push(code.fault(
                format!("`{}`", code.text),
                format!("`{expected}`, the code of {}", region.text),
            ));
        }

        let postal_codes = row.cell("postal_codes");
        for item in postal_codes.list(faults) {
            self.postal_keys
                .must_have(item, "postal code", postal_codes, faults);
            if let Some(owner) = postal.get(item)
                && *owner != row.cell("nis_code").text
            {
                faults.push(postal_codes.fault(
                    format!("{item} belongs to {owner} in {POSTAL_CODES}"),
                    "each postal code with one municipality",
                ));
            }
        }
        postal_codes.required(faults);

        let former_nis: Vec<NisCode> = row.cell("former_nis_codes").parse_list(faults);
        for code in row.cell("former_nis_codes").list(&mut Vec::new()) {
            if self.municipality_row(code).is_some() {
                faults.push(row.cell("former_nis_codes").fault(
                    format!("{code} is a municipality of today"),
                    "a retired code",
                ));
            }
        }
        let former_names = owned(row.cell("former_names").list(faults));
        let main = row.cell("email_domain").parse::<MailDomain>(faults);
        row.cell("email_domain_basis").required(faults);
        domains.note(row.cell("email_domain").text, row, "email_domain", faults);
        let mut known = Vec::new();
        for item in row.cell("other_email_domains").list(faults) {
            domains.note(item, row, "other_email_domains", faults);
            if let Err(expected) = item.parse::<MailDomain>() {
                faults.push(
                    row.cell("other_email_domains")
                        .fault(format!("`{item}`"), expected),
                );
            }
            known.push(Domain {
                name: item.to_owned(),
                basis: basis(item, &former_names),
                active: true,
            });
        }
        let lat = coordinate(row, "lat", 50.0..52.0, faults);
        let lon = coordinate(row, "lon", 2.0..7.0, faults);
        let parts = owned(row.cell("sub_municipalities").list(faults));
        let kbo_number = kbo(row, faults);

        let (nis, main) = (nis?, main?);
        known.insert(
            0,
            Domain {
                name: main.0,
                basis: Basis::Main,
                active: true,
            },
        );
        let organisation = Organisation {
            id: OrganisationId::of(OrganisationKind::Municipality, name),
            kind: OrganisationKind::Municipality,
            name: name.to_owned(),
            kbo_number,
            provinces: vec![slug(province.text)],
            lead_province: None,
            regions: vec![code.text.to_owned()],
            municipality: Some(nis),
            members: Vec::new(),
            domains: known,
            mailbox: None,
            active: true,
        };
        let municipality = Municipality {
            nis,
            name: name.to_owned(),
            province: slug(province.text),
            region: code.text.to_owned(),
            former_names,
            former_nis,
            parts,
            lat: lat?,
            lon: lon?,
            organisation: organisation.id,
            active: true,
        };
        Some((municipality, organisation))
    }

    fn read_organisations(&self, directory: &mut Directory, faults: &mut Vec<Fault>) {
        for province in &directory.provinces {
            let name = format!("Provincie {}", province.name);
            for (kind, name) in [
                (OrganisationKind::Province, name.as_str()),
                (OrganisationKind::Governor, &province.governor_office),
            ] {
                directory.organisations.push(Organisation {
                    id: OrganisationId::of(kind, name),
                    kind,
                    name: name.to_owned(),
                    kbo_number: None,
                    provinces: vec![province.slug.clone()],
                    lead_province: None,
                    regions: Vec::new(),
                    municipality: None,
                    members: Vec::new(),
                    domains: vec![Domain {
                        name: province.email_domain.clone(),
                        basis: Basis::Main,
                        active: true,
                    }],
                    mailbox: None,
                    active: true,
                });
            }
        }
        let taken: HashSet<String> = directory
            .organisations
            .iter()
            .flat_map(|it| &it.domains)
            .map(|domain| domain.name.clone())
            .chain(directory.shared_domains.iter().map(|it| it.name.clone()))
            .collect();
        let mut names: HashMap<(&str, &str), u64> = HashMap::new();
        let mut mailboxes = Once::default();
        for row in &self.organisations.rows {
            let key = (row.cell("kind").text, row.cell("name").text);
            if let Some(line) = names.insert(key, row.line()) {
                faults.push(row.cell("name").fault(
                    format!(
                        "`{}` of kind `{}` stands on line {line} already",
                        key.1, key.0
                    ),
                    "every row once",
                ));
            }
            mailboxes.note(
                row.cell("general_mailbox").text,
                row,
                "general_mailbox",
                faults,
            );
            let organisation = self.organisation(row, directory, &taken, faults);
            directory.organisations.extend(organisation);
        }
    }

    fn organisation(
        &self,
        row: &Row,
        directory: &Directory,
        taken: &HashSet<String>,
        faults: &mut Vec<Fault>,
    ) -> Option<Organisation> {
        let kind = row.cell("kind").parse::<OrganisationKind>(faults);
        if let Some(
            OrganisationKind::Municipality
            | OrganisationKind::Province
            | OrganisationKind::Governor
            | OrganisationKind::Other,
        ) = kind
        {
            faults.push(row.cell("kind").fault(
                format!("`{}`", row.cell("kind").text),
                "a kind of association or zone; the others come from their own file",
            ));
        }
        let name = row.cell("name").required(faults);
        row.cell("basis").required(faults);
        let provinces = row.cell("provinces");
        let province_names = provinces.list(faults);
        for item in &province_names {
            self.province_names
                .must_have(item, "province", provinces, faults);
        }
        let regions = row.cell("reference_regions");
        let region_names = regions.list(faults);
        for item in &region_names {
            self.region_names.must_have(item, "region", regions, faults);
        }
        let members_cell = row.cell("municipality_nis_codes");
        for item in members_cell.list(&mut Vec::new()) {
            let what = "municipality with NIS code";
            self.nis_codes.must_have(item, what, members_cell, faults);
        }
        let members: Vec<NisCode> = members_cell.parse_list(faults);

        let seat_cell = row.cell("seat_municipality");
        let seat = seat_cell.optional().and_then(|name| {
            let known = self.municipalities.rows.iter().any(|row| {
                row.cell("name").text == name
                    || row
                        .cell("former_names")
                        .text
                        .split(';')
                        .any(|former| former == name)
            });
            if !known && self.municipalities.whole {
                faults.push(seat_cell.fault(
                    format!("there is no municipality `{name}`"),
                    "the name of a municipality, of today or of before a merger",
                ));
            }
            let municipalities = &directory.municipalities;
            municipalities
                .iter()
                .find(|it| it.name == name)
                .or_else(|| {
                    municipalities
                        .iter()
                        .find(|it| it.former_names.iter().any(|it| it == name))
                })
        });

        let mut domains = Vec::new();
        if row.cell("email_domain").optional().is_some()
            && let Some(domain) = row.cell("email_domain").parse::<MailDomain>(faults)
        {
            let shared = directory
                .shared_domains
                .iter()
                .any(|it| it.name == domain.0);
            if !shared {
                domains.push(Domain {
                    name: domain.0,
                    basis: Basis::Main,
                    active: true,
                });
            }
        }
        if row.cell("website_domain").optional().is_some()
            && let Some(domain) = row.cell("website_domain").parse::<MailDomain>(faults)
            && !taken.contains(&domain.0)
            && domains.iter().all(|it| it.name != domain.0)
        {
            domains.push(Domain {
                name: domain.0,
                basis: Basis::Website,
                active: true,
            });
        }
        let mailbox = row
            .cell("general_mailbox")
            .optional()
            .and_then(|_| row.cell("general_mailbox").parse::<Address>(faults));
        let kbo_number = kbo(row, faults);

        let provinces: Vec<String> = province_names.into_iter().map(slug).collect();
        let kind = kind?;
        Some(Organisation {
            id: OrganisationId::of(kind, name),
            kind,
            name: name.to_owned(),
            kbo_number,
            lead_province: lead(&provinces, seat, &members, &directory.municipalities),
            provinces,
            regions: directory
                .regions
                .iter()
                .filter(|it| region_names.contains(&it.name.as_str()))
                .map(|it| it.code.clone())
                .collect(),
            municipality: match &members[..] {
                [only] => Some(*only),
                [] if kind == OrganisationKind::MunicipalAgency => seat.map(|it| it.nis),
                _ => None,
            },
            members,
            domains,
            mailbox: mailbox.map(|it| it.0),
            active: true,
        })
    }

    fn read_desks(&self, directory: &mut Directory, faults: &mut Vec<Fault>) {
        let mut contact_points: BTreeMap<String, u64> = BTreeMap::new();
        let mut central = 0;
        let mut all_known = true;
        for row in &self.desks.rows {
            let kind = row.cell("kind").parse::<DeskKind>(faults);
            all_known &= kind.is_some();
            let province_cell = row.cell("province");
            let province = province_cell.optional();
            if let Some(slug) = province
                && self.provinces.whole
                && directory.provinces.iter().all(|it| it.slug != slug)
            {
                all_known = false;
                let all: Vec<_> = directory
                    .provinces
                    .iter()
                    .map(|it| it.slug.as_str())
                    .collect();
                faults.push(province_cell.fault(
                    format!("there is no province `{slug}`"),
                    format!("one of {}", all.join(", ")),
                ));
            }
            match (kind, province) {
                (Some(DeskKind::ContactPoint), None) => faults.push(
                    province_cell.fault("the cell is empty", "the province of the contact point"),
                ),
                (Some(DeskKind::ContactPoint), Some(province)) => {
                    if let Some(line) = contact_points.insert(province.to_owned(), row.line()) {
                        faults.push(province_cell.fault(
                            format!("`{province}` has a contact point on line {line} already"),
                            "one for each province",
                        ));
                    }
                }
                (Some(_), Some(_)) => faults.push(
                    province_cell
                        .fault("a province", "an empty cell: only a contact point has one"),
                ),
                _ => {}
            }
            central += usize::from(kind == Some(DeskKind::Central));
            directory.desks.extend(desk(row, kind, faults));
        }
        if self.desks.whole {
            if central != 1 {
                faults.push(Fault::file(
                    self.desks.file,
                    format!("{central} desks of kind `central`"),
                    "exactly one",
                ));
            }
            for province in &directory.provinces {
                if all_known && !contact_points.contains_key(&province.slug) {
                    faults.push(Fault::file(
                        self.desks.file,
                        format!("no contact point for `{}`", province.slug),
                        "one for each province",
                    ));
                }
            }
        }
    }

    fn topic(&self, row: &Row, desks: &[Desk], faults: &mut Vec<Fault>) -> Option<Topic> {
        let slug = slug_cell(row, faults);
        let cell = row.cell("administration");
        let administration = match cell.required(faults) {
            "contact_point" => None,
            slug => {
                self.must_be_administration(slug, cell, desks, faults);
                Some(slug.to_owned())
            }
        };
        let automatic = match row.cell("automatic").text {
            "yes" => true,
            "no" => false,
            other => {
                faults.push(
                    row.cell("automatic")
                        .fault(format!("`{other}`"), "`yes` or `no`"),
                );
                return None;
            }
        };
        if automatic && administration.is_none() {
            faults.push(
                row.cell("automatic")
                    .fault("`yes`", "`no`: the contact point has the question already"),
            );
        }
        Some(Topic {
            slug: slug?,
            title: row.cell("title").required(faults).to_owned(),
            description: row.cell("description").required(faults).to_owned(),
            administration,
            automatic,
            active: true,
            revision: 1,
        })
    }
}

impl Reading {
    fn rule(&self, row: &Row, directory: &Directory, faults: &mut Vec<Fault>) -> Option<Rule> {
        let before = faults.len();
        let position_cell = row.cell("position");
        let position = position_cell.text.parse().ok().filter(|it| *it > 0);
        if position.is_none() {
            faults.push(position_cell.fault(
                format!("`{}`", position_cell.text),
                "a whole number from 1; the lowest is tried first",
            ));
        }
        let name = row.cell("name").required(faults);
        let words = row.cell("words");
        for item in words.list(faults) {
            if !item.chars().any(char::is_alphanumeric) {
                faults.push(words.fault(format!("`{item}`"), "a word or a phrase"));
            }
        }
        let part = match row.cell("part") {
            cell if cell.text.is_empty() => Part::Anywhere,
            cell => {
                if words.text.is_empty() {
                    faults.push(cell.fault(
                        format!("`{}` without words", cell.text),
                        "words to look for there, or an empty cell",
                    ));
                }
                cell.parse(faults).unwrap_or(Part::Anywhere)
            }
        };
        let sender = row.cell("sender");
        if sender.text.contains('@') {
            sender.parse::<Address>(faults);
        } else if sender.optional().is_some() {
            sender.parse::<MailDomain>(faults);
        }
        let kind_cell = row.cell("organisation_kind");
        let kind = kind_cell
            .optional()
            .and_then(|_| kind_cell.parse::<OrganisationKind>(faults));
        let province = row.cell("province");
        if let Some(slug) = province.optional()
            && self.provinces.whole
            && directory.provinces.iter().all(|it| it.slug != slug)
        {
            let all: Vec<_> = directory
                .provinces
                .iter()
                .map(|it| it.slug.as_str())
                .collect();
            faults.push(province.fault(
                format!("there is no province `{slug}`"),
                format!("one of {}", all.join(", ")),
            ));
        }
        let when = Condition {
            words: owned(words.list(&mut Vec::new())),
            part,
            sender: sender.optional().map(str::to_owned),
            kind,
            province: province.optional().map(str::to_owned),
        };
        let as_read = [words, sender, kind_cell, province];
        if as_read.iter().all(|cell| cell.text.is_empty()) {
            faults.push(words.fault(
                "the rule asks for nothing, so it would never hold",
                "words, a sender, a kind of organisation or a province",
            ));
        }
        let then = self.rule_target(row, directory, faults);
        if faults.len() > before {
            return None;
        }
        Some(Rule {
            position: position?,
            name: name.to_owned(),
            when,
            then: then?,
            active: true,
        })
    }

    fn rule_target(
        &self,
        row: &Row,
        directory: &Directory,
        faults: &mut Vec<Fault>,
    ) -> Option<Target> {
        let (topic, administration) = (row.cell("topic"), row.cell("administration"));
        match (topic.optional(), administration.optional()) {
            (Some(slug), None) => {
                self.topic_slugs.must_have(slug, "topic", topic, faults);
                Some(Target::Topic(slug.to_owned()))
            }
            (None, Some(slug)) => {
                if slug != "contact_point" {
                    self.must_be_administration(slug, administration, &directory.desks, faults);
                }
                Some(Target::Administration(slug.to_owned()))
            }
            (None, None) => {
                faults.push(topic.fault(
                    "the rule leads nowhere",
                    "a topic here, or an administration in the next column",
                ));
                None
            }
            (Some(_), Some(slug)) => {
                faults.push(administration.fault(
                    format!("`{slug}` beside a topic"),
                    "one of the two: a topic has its administration",
                ));
                None
            }
        }
    }

    fn must_be_administration(
        &self,
        slug: &str,
        cell: Cell<'_>,
        desks: &[Desk],
        faults: &mut Vec<Fault>,
    ) {
        self.desk_slugs.must_have(slug, "desk", cell, faults);
        if desks
            .iter()
            .any(|it| it.slug == slug && it.kind != DeskKind::Administration)
        {
            faults.push(cell.fault(
                format!("the desk `{slug}` is not an administration"),
                "an administration, or `contact_point`",
            ));
        }
    }
}

fn desk(row: &Row, kind: Option<DeskKind>, faults: &mut Vec<Fault>) -> Option<Desk> {
    let slug = slug_cell(row, faults);
    let level = row.cell("level").parse::<Level>(faults);
    let email = row.cell("email").parse::<Address>(faults);
    let name = row.cell("name").required(faults).to_owned();
    let answers_for = row.cell("answers_for").required(faults).to_owned();
    let phone = row.cell("phone");
    if phone
        .text
        .chars()
        .any(|c| !c.is_ascii_digit() && !" +/.()-".contains(c))
    {
        faults.push(phone.fault(format!("`{}`", phone.text), "a phone number"));
    }
    let slug = slug?;
    Some(Desk {
        id: DeskId::of(&slug),
        slug,
        kind: kind?,
        level: Some(level?),
        name,
        province: row.cell("province").optional().map(str::to_owned),
        email: email?.0,
        phone: phone.optional().map(str::to_owned),
        answers_for,
        active: true,
        revision: 1,
        last_proven_at: None,
        bounce_count: 0,
        silent_count: 0,
    })
}

fn shared_domain(row: &Row, faults: &mut Vec<Fault>) -> Option<SharedDomain> {
    let name = row.cell("domain").parse::<MailDomain>(faults);
    let kind = row.cell("kind").parse::<DomainKind>(faults);
    Some(SharedDomain {
        name: name?.0,
        kind: kind?,
        note: row.cell("note").text.to_owned(),
        active: true,
    })
}

fn slug_cell(row: &Row, faults: &mut Vec<Fault>) -> Option<String> {
    let cell = row.cell("slug");
    let good = !cell.text.is_empty()
        && cell.text.len() <= 60
        && cell
            .text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !cell.text.starts_with('-')
        && !cell.text.ends_with('-');
    if !good {
        faults.push(cell.fault(
            format!("`{}`", cell.text),
            "lower-case letters, digits and hyphens, at most 60",
        ));
    }
    good.then(|| cell.text.to_owned())
}

fn coordinate(
    row: &Row,
    column: &'static str,
    flanders: std::ops::Range<f64>,
    faults: &mut Vec<Fault>,
) -> Option<f64> {
    let cell = row.cell(column);
    match cell.text.parse::<f64>() {
        Ok(value) if flanders.contains(&value) => Some(value),
        _ => {
            faults.push(cell.fault(
                format!("`{}`", cell.text),
                format!("degrees between {} and {}", flanders.start, flanders.end),
            ));
            None
        }
    }
}

/// An enterprise number: ten digits, the last two 97 minus the rest of the others by 97.
fn kbo(row: &Row, faults: &mut Vec<Fault>) -> Option<String> {
    let cell = row.cell("kbo_number");
    let text = cell.optional()?;
    let digits = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit());
    let checks = digits
        && text[..8]
            .parse::<u32>()
            .ok()
            .zip(text[8..].parse().ok())
            .is_some_and(|(number, check): (u32, u32)| 97 - number % 97 == check);
    if !checks {
        faults.push(cell.fault(
            format!("`{text}`"),
            "an enterprise number: ten digits of which the last two check the others",
        ));
    }
    checks.then(|| text.to_owned())
}

/// How we know one of the other domains of a municipality, read from the name itself.
fn basis(domain: &str, former_names: &[String]) -> Basis {
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let name = letters(&fold(domain));
    if ["ocmw", "cpas", "sociaalhuis", "socialhuis", "welzijn"]
        .iter()
        .any(|it| name.contains(it))
    {
        Basis::Ocmw
    } else if former_names
        .iter()
        .any(|it| name.contains(&letters(&fold(it))))
    {
        Basis::Former
    } else {
        Basis::Other
    }
}

/// Which contact point leads for an organisation over several provinces: that of its seat, else
/// that of most members, else the first by name.
fn lead(
    provinces: &[String],
    seat: Option<&Municipality>,
    members: &[NisCode],
    municipalities: &[Municipality],
) -> Option<String> {
    if provinces.len() < 2 {
        return None;
    }
    if let Some(seat) = seat
        && provinces.contains(&seat.province)
    {
        return Some(seat.province.clone());
    }
    let mut count: BTreeMap<&str, usize> = provinces
        .iter()
        .map(|province| (province.as_str(), 0))
        .collect();
    for member in municipalities.iter().filter(|it| members.contains(&it.nis)) {
        *count.entry(&member.province).or_default() += 1;
    }
    let most = count.values().copied().max()?;
    count
        .into_iter()
        .find(|(_, n)| *n == most)
        .map(|(province, _)| province.to_owned())
}

/// Values that may occur once in the whole file.
#[derive(Default)]
struct Once<'a>(HashMap<&'a str, u64>);

impl<'a> Once<'a> {
    fn note(&mut self, value: &'a str, row: &Row, column: &'static str, faults: &mut Vec<Fault>) {
        if value.is_empty() {
            return;
        }
        if let Some(line) = self.0.insert(value, row.line()) {
            faults.push(row.cell(column).fault(
                format!("`{value}` stands on line {line} already"),
                "every domain or mailbox once",
            ));
        }
    }
}

/// The map must show exactly the places of the tables.
fn check_map(files: &(impl Files + ?Sized), directory: &Directory, faults: &mut Vec<Fault>) {
    let bytes = match files.bytes(MAP_FILE) {
        Ok(bytes) => bytes,
        Err(error) => return faults.push(unreadable(MAP_FILE, &error)),
    };
    let map: serde_json::Value = match serde_json::from_slice(&bytes) {
        Ok(map) => map,
        Err(error) => {
            return faults.push(Fault {
                line: Some(error.line() as u64),
                ..Fault::file(MAP_FILE, format!("not JSON: {error}"), "TopoJSON")
            });
        }
    };
    // A table with faults of its own says nothing about the map.
    if !faults.is_empty() {
        return;
    }
    let layers: [(&str, HashSet<String>); 3] = [
        (
            "municipalities",
            directory
                .municipalities
                .iter()
                .map(|it| it.nis.to_string())
                .collect(),
        ),
        (
            "reference_regions",
            directory.regions.iter().map(|it| it.code.clone()).collect(),
        ),
        (
            "provinces",
            directory
                .provinces
                .iter()
                .map(|it| it.nis.to_string())
                .collect(),
        ),
    ];
    for (layer, wanted) in layers {
        let shapes = map["objects"][layer]["geometries"].as_array();
        let found: HashSet<String> = shapes
            .into_iter()
            .flatten()
            .filter_map(|shape| shape["id"].as_str().map(str::to_owned))
            .collect();
        let mut odd: Vec<_> = found
            .symmetric_difference(&wanted)
            .map(String::as_str)
            .collect();
        odd.sort_unstable();
        if !odd.is_empty() {
            faults.push(Fault::file(
                MAP_FILE,
                format!(
                    "the layer `{layer}` and the table differ in {}",
                    odd.join(", ")
                ),
                "a shape for each row",
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::FILES;
    use crate::directory::Directory;

    /// What is told about the shipped folder after `spoil` has been at it.
    fn check(spoil: impl FnOnce(&Path)) -> String {
        let dir = tempfile::tempdir().unwrap();
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/directory");
        for file in FILES {
            fs::copy(shipped.join(file), dir.path().join(file)).unwrap();
        }
        spoil(dir.path());
        match Directory::read(dir.path()) {
            Ok(_) => "nothing".into(),
            Err(faults) => faults.to_string(),
        }
    }

    /// Replaces the first `old` in a file.
    fn replace<'a>(file: &'a str, old: &'a str, new: &'a str) -> impl FnOnce(&Path) + 'a {
        move |dir| {
            let path = dir.join(file);
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.contains(old), "{file} has {old}");
            fs::write(&path, text.replacen(old, new, 1)).unwrap();
        }
    }

    #[test]
    fn the_shipped_folder_has_no_faults() {
        assert_eq!(check(|_| {}), "nothing");
        assert_eq!(
            Directory::embedded().unwrap(),
            Directory::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("config/directory"))
                .unwrap()
        );
    }

    #[test]
    fn a_line_with_too_few_cells_is_told_and_starts_no_avalanche() {
        insta::assert_snapshot!(
            check(replace("municipalities.csv", "11001,Aartselaar,Antwerpen,", "11001,Aartselaar,")),
            @r"
        municipalities.csv:2: 14 cells; expected 15, as in the header
        1 error
        "
        );
    }

    #[test]
    fn every_cell_that_points_nowhere_is_told() {
        insta::assert_snapshot!(
            check(|dir| {
                replace("municipalities.csv", "Boechout,Antwerpen,Regio Antwerpen", "Boechout,Brabant,Regio Antwerpn")(dir);
                replace("desks.csv", "Contactpunt Limburg,limburg", "Contactpunt Limburg,limbourg")(dir);
                replace("topics.csv", ",vdab,", ",vdap,")(dir);
                replace("organisations.csv", ",41002;41018;42025,", ",41002;41018;99999,")(dir);
            }),
            @r#"
            municipalities.csv:4, column 3 (province): there is no province `Brabant`; expected one of Antwerpen, Limburg, Oost-Vlaanderen, Vlaams-Brabant, West-Vlaanderen
            municipalities.csv:4, column 4 (reference_region): there is no region `Regio Antwerpn`; expected perhaps `Regio Antwerpen`
            organisations.csv:2, column 7 (municipality_nis_codes): there is no municipality with NIS code `99999`
            desks.csv:4, column 5 (province): there is no province `limbourg`; expected one of antwerpen, vlaams-brabant, west-vlaanderen, oost-vlaanderen, limburg
            topics.csv:22, column 4 (administration): there is no desk `vdap`; expected perhaps `vdab`
            5 errors
            "#
        );
    }

    #[test]
    fn doubles_are_told_with_the_first_line() {
        insta::assert_snapshot!(
            check(|dir| {
                replace("municipalities.csv", "11004,Boechout", "11001,Boechout")(dir);
                replace("municipalities.csv", "boom.be", "aartselaar.be")(dir);
                replace("desks.csv", "de-lijn,administration", "mow,administration")(dir);
            }),
            @r#"
            municipalities.csv:4, column 1 (nis_code): `11001` stands on line 2 already; expected every row once
            municipalities.csv:4, column 7 (postal_codes): 2530 belongs to 11004 in postal_codes.csv; expected each postal code with one municipality
            municipalities.csv:4, column 7 (postal_codes): 2531 belongs to 11004 in postal_codes.csv; expected each postal code with one municipality
            municipalities.csv:5, column 8 (email_domain): `aartselaar.be` stands on line 2 already; expected every domain or mailbox once
            desks.csv:11, column 1 (slug): `mow` stands on line 10 already; expected every row once
            5 errors
            "#
        );
    }

    #[test]
    fn values_that_cannot_be_are_told_with_what_was_expected() {
        insta::assert_snapshot!(
            check(|dir| {
                replace("desks.csv", "labo@vvsg.example", "labo vvsg.example")(dir);
                replace("desks.csv", "vdab,administration,flemish", "vdab,administratie,vlaams")(dir);
                replace("desks.csv", "central,central", "central,administration")(dir);
                replace("municipalities.csv", "11001,Aartselaar", "1101,Aartselaar")(dir);
                replace("municipalities.csv", "51.25942", "5125942")(dir);
                replace("municipalities.csv", "0207536448", "0207536449")(dir);
                replace("topics.csv", "mow,yes", "mow,ja")(dir);
                replace("organisations.csv", "asz.be,asz.be", "asz.be/,ASZ.be")(dir);
                replace("postal_codes.csv", "1501,23027,Halle,Buizingen", "1501,23027,Hal, Buizingen")(dir);
                replace("provinces.csv", ",67", ",68")(dir);
            }),
            @r#"
            provinces.csv:2, column 9 (municipality_count): 68; expected 67, as in municipalities.csv
            municipalities.csv:2, column 1 (nis_code): `1101`; expected a NIS code of five digits
            municipalities.csv:2, column 7 (postal_codes): 2630 belongs to 11001 in postal_codes.csv; expected each postal code with one municipality
            municipalities.csv:3, column 9 (lat): `5125942`; expected degrees between 50 and 52
            municipalities.csv:4, column 15 (kbo_number): `0207536449`; expected an enterprise number: ten digits of which the last two check the others
            postal_codes.csv:3, column 3 (municipality): `Hal`; expected `Halle`, the name of 23027
            postal_codes.csv:3, column 4 (place_names): stray white space or control characters in " Buizingen"; expected `Buizingen`
            organisations.csv:2, column 8 (email_domain): `asz.be/`; expected a domain in lower case, such as `gemeente.be`
            organisations.csv:2, column 9 (website_domain): `ASZ.be`; expected a domain in lower case, such as `gemeente.be`
            desks.csv: 0 desks of kind `central`; expected exactly one
            desks.csv:8, column 6 (email): `labo vvsg.example`; expected a mail address in lower case, such as `naam@gemeente.be`
            desks.csv:12, column 2 (kind): `administratie`; expected one of central, contact_point, administration
            desks.csv:12, column 3 (level): `vlaams`; expected one of flemish, federal, partner
            topics.csv:20, column 5 (automatic): `ja`; expected `yes` or `no`
            14 errors
            "#
        );
    }

    #[test]
    fn files_that_are_not_what_they_seem_are_told() {
        insta::assert_snapshot!(
            check(|dir| {
                fs::remove_file(dir.join("provinces.csv")).unwrap();
                fs::write(dir.join("topics.csv"), "").unwrap();
                let desks = fs::read(dir.join("desks.csv")).unwrap();
                fs::write(dir.join("desks.csv"), [b"\xef\xbb\xbf", desks.as_slice()].concat()).unwrap();
                let regions = fs::read_to_string(dir.join("reference_regions.csv")).unwrap();
                fs::write(dir.join("reference_regions.csv"), regions.replace(',', ";")).unwrap();
                replace("shared_domains.csv", "domain,kind,note", "domain,soort,note")(dir);
                fs::write(dir.join("flanders.topojson"), "{").unwrap();
                let latin1 = fs::read_to_string(dir.join("organisations.csv")).unwrap();
                let latin1: Vec<u8> = latin1.replacen("A.S.Z.", "Zorg\u{eb}", 1).into_bytes();
                let at = latin1.windows(2).position(|pair| pair == "\u{eb}".as_bytes()).unwrap();
                let latin1 = [&latin1[..at], b"\xeb", &latin1[at + 2..]].concat();
                fs::write(dir.join("organisations.csv"), latin1).unwrap();
            }),
            @r#"
            provinces.csv: the file is missing
            reference_regions.csv:1: the cells are separated by semicolons; expected commas between cells; semicolons only inside one
            organisations.csv:2, column 2 (name): byte 5 of the cell is not UTF-8; expected a file saved as UTF-8
            shared_domains.csv:1: the column `kind` is missing
            shared_domains.csv:1, column 2 (soort): a column that has no meaning here; expected the columns domain,kind,note
            desks.csv:1: the file starts with a byte order mark; expected UTF-8 without one
            topics.csv: the file is empty; expected the header slug,title,description,administration,automatic
            flanders.topojson:1: not JSON: EOF while parsing an object at line 1 column 1; expected TopoJSON
            8 errors
            "#
        );
    }

    #[test]
    fn a_rule_that_cannot_hold_or_leads_nowhere_is_told() {
        insta::assert_snapshot!(
            check(|dir| {
                fs::write(
                    dir.join("rules.csv"),
                    "position,name,words,part,sender,organisation_kind,province,topic,administration\n\
                     1,Afval,recyclagepark;--,,,,,afvall,\n\
                     1,Leeg,,subject,,,,afval,\n\
                     zes,Afval,vuilnis,titel,Wetteren.be,gemeente,brabant,,\n\
                     7,Dubbel,vuilnis,,,,,afval,ovam\n\
                     8,Loket,vuilnis,,,,,,central\n",
                )
                .unwrap();
            }),
            @r#"
            rules.csv:2, column 3 (words): `--`; expected a word or a phrase
            rules.csv:2, column 8 (topic): there is no topic `afvall`; expected perhaps `afval`
            rules.csv:3, column 1 (position): `1` stands on line 2 already; expected every row once
            rules.csv:3, column 3 (words): the rule asks for nothing, so it would never hold; expected words, a sender, a kind of organisation or a province
            rules.csv:3, column 4 (part): `subject` without words; expected words to look for there, or an empty cell
            rules.csv:4, column 1 (position): `zes`; expected a whole number from 1; the lowest is tried first
            rules.csv:4, column 2 (name): `Afval` stands on line 2 already; expected every row once
            rules.csv:4, column 4 (part): `titel`; expected one of anywhere, subject, body
            rules.csv:4, column 5 (sender): `Wetteren.be`; expected a domain in lower case, such as `gemeente.be`
            rules.csv:4, column 6 (organisation_kind): `gemeente`; expected one of municipality, province, governor, politiezone, hulpverleningszone, opdrachthoudende_vereniging, opdrachthoudende_vereniging_private_deelname, dienstverlenende_vereniging, projectvereniging, welzijnsvereniging, vereniging_sociale_dienstverlening, woonzorgvereniging, ziekenhuisvereniging, autonome_verzorgingsinstelling, peva_gemeente, peva_provincie, other
            rules.csv:4, column 7 (province): there is no province `brabant`; expected one of antwerpen, vlaams-brabant, west-vlaanderen, oost-vlaanderen, limburg
            rules.csv:4, column 8 (topic): the rule leads nowhere; expected a topic here, or an administration in the next column
            rules.csv:5, column 9 (administration): `ovam` beside a topic; expected one of the two: a topic has its administration
            rules.csv:6, column 9 (administration): the desk `central` is not an administration; expected an administration, or `contact_point`
            14 errors
            "#
        );
    }

    #[test]
    fn a_map_without_a_shape_for_each_place_is_told() {
        insta::assert_snapshot!(
            check(replace("flanders.topojson", r#""id":"11001""#, r#""id":"99001""#)),
            @r#"
            flanders.topojson: the layer `municipalities` and the table differ in 11001, 99001; expected a shape for each row
            1 error
            "#
        );
    }

    #[test]
    fn a_folder_that_is_not_there_is_told() {
        let told = Directory::read(Path::new("nergens/te/vinden"))
            .unwrap_err()
            .to_string();
        insta::assert_snapshot!(told, @r#"
        nergens/te/vinden: there is no such folder; expected a folder with provinces.csv, reference_regions.csv, municipalities.csv, postal_codes.csv, organisations.csv, shared_domains.csv, desks.csv, topics.csv, rules.csv, flanders.topojson
        1 error
        "#);
        let told = Directory::read(Path::new("Cargo.toml"))
            .unwrap_err()
            .to_string();
        insta::assert_snapshot!(told, @r#"
        Cargo.toml: this is not a folder; expected a folder with provinces.csv, reference_regions.csv, municipalities.csv, postal_codes.csv, organisations.csv, shared_domains.csv, desks.csv, topics.csv, rules.csv, flanders.topojson
        1 error
        "#);
    }
}
