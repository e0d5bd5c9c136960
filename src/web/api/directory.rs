//! Who is where: the look-up in the directory, for everybody. Only what is in use, and no address of
//! an administration: whoever has a question asks it here.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::list::{Page, Piece, kept, page};
use crate::context::Context;
use crate::directory;
use crate::web::{CurrentAtlas, Problem};

/// Seconds that a program may keep an answer: the directory seldom changes.
const KEEP: u32 = 3600;

/// A municipality.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Municipality {
    /// Its NIS code.
    nis: String,
    /// Its name.
    name: String,
    /// The slug of its province.
    province: String,
    /// The code of its reference region.
    region: String,
    /// The slug of its contact point; null when it has none.
    contact_point: Option<String>,
    /// Municipalities that merged into it.
    former_names: Vec<String>,
    /// Names of its parts; not unique over Flanders.
    parts: Vec<String>,
    /// Latitude of a point inside it, WGS 84.
    latitude: f64,
    /// Longitude of that point.
    longitude: f64,
}

/// One of the fifteen reference regions.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Region {
    /// Its code, `RR01` to `RR15`.
    code: String,
    /// Its name.
    name: String,
    /// Other names in use.
    aliases: Vec<String>,
    /// The slugs of the provinces that it lies in.
    provinces: Vec<String>,
    /// The URI that ABB gave it.
    uri: String,
}

/// A contact point: the desk that answers for the questions of a province.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ContactPoint {
    /// Its name in links.
    slug: String,
    /// Its name for people.
    name: String,
    /// The slug of its province.
    province: Option<String>,
    /// Where to mail a question: the one address that takes them all and finds the right desk.
    email: String,
    /// Where to call.
    phone: Option<String>,
}

/// An administration that answers questions.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Administration {
    /// Its name in links.
    slug: String,
    /// Its name for people.
    name: String,
    /// `flemish`, `federal` or `partner`.
    level: Option<&'static str>,
    /// What it answers for.
    answers_for: String,
    /// The slugs of the topics that it answers for.
    topics: Vec<String>,
}

/// The municipalities, by NIS code.
#[utoipa::path(
    get,
    path = "/api/v1/directory/municipalities",
    tag = "directory",
    params(Piece),
    responses((status = 200, description = "The municipalities.", body = Page<Municipality>))
)]
pub(super) async fn municipalities(
    atlas: CurrentAtlas,
    request: HttpRequest,
    piece: web::Query<Piece>,
) -> Result<HttpResponse, Problem> {
    let told = |it: &directory::Municipality| Municipality {
        nis: it.nis.to_string(),
        name: it.name.clone(),
        province: it.province.clone(),
        region: it.region.clone(),
        contact_point: atlas
            .contact_point(&it.province)
            .map(|desk| desk.slug.clone()),
        former_names: it.former_names.clone(),
        parts: it.parts.clone(),
        latitude: it.lat,
        longitude: it.lon,
    };
    let active = atlas.municipalities().filter(|it| it.active);
    let items = active.map(|it| (it.nis.to_string(), told(it))).collect();
    kept(&request, &page(items, &piece)?, KEEP)
}

/// The reference regions, by code.
#[utoipa::path(
    get,
    path = "/api/v1/directory/regions",
    tag = "directory",
    params(Piece),
    responses((status = 200, description = "The reference regions.", body = Page<Region>))
)]
pub(super) async fn regions(
    atlas: CurrentAtlas,
    request: HttpRequest,
    piece: web::Query<Piece>,
) -> Result<HttpResponse, Problem> {
    let told = |it: &directory::Region| Region {
        code: it.code.clone(),
        name: it.name.clone(),
        aliases: it.aliases.clone(),
        provinces: it.provinces.clone(),
        uri: it.uri.clone(),
    };
    let active = atlas.regions().filter(|it| it.active);
    let items = active.map(|it| (it.code.clone(), told(it))).collect();
    kept(&request, &page(items, &piece)?, KEEP)
}

/// The contact points, by slug.
#[utoipa::path(
    get,
    path = "/api/v1/directory/contact-points",
    tag = "directory",
    params(Piece),
    responses((status = 200, description = "The contact points.", body = Page<ContactPoint>))
)]
pub(super) async fn contact_points(
    ctx: web::Data<Context>,
    atlas: CurrentAtlas,
    request: HttpRequest,
    piece: web::Query<Piece>,
) -> Result<HttpResponse, Problem> {
    let told = |it: &directory::Desk| ContactPoint {
        slug: it.slug.clone(),
        name: it.name.clone(),
        province: it.province.clone(),
        email: ctx.settings.mail.address.clone(),
        phone: it.phone.clone(),
    };
    let active = atlas.contact_points().filter(|it| it.active);
    let items = active.map(|it| (it.slug.clone(), told(it))).collect();
    kept(&request, &page(items, &piece)?, KEEP)
}

/// The administrations that answer questions, by slug.
#[utoipa::path(
    get,
    path = "/api/v1/directory/administrations",
    tag = "directory",
    params(Piece),
    responses((status = 200, description = "The administrations.", body = Page<Administration>))
)]
pub(super) async fn administrations(
    atlas: CurrentAtlas,
    request: HttpRequest,
    piece: web::Query<Piece>,
) -> Result<HttpResponse, Problem> {
    let topics_of = |slug: &str| {
        let own = atlas
            .topics()
            .filter(|topic| topic.active && topic.administration.as_deref() == Some(slug));
        own.map(|topic| topic.slug.clone()).collect()
    };
    let told = |it: &directory::Desk| Administration {
        slug: it.slug.clone(),
        name: it.name.clone(),
        level: it.level.map(directory::Level::as_str),
        answers_for: it.answers_for.clone(),
        topics: topics_of(&it.slug),
    };
    let active = atlas.administrations().filter(|it| it.active);
    let items = active.map(|it| (it.slug.clone(), told(it))).collect();
    kept(&request, &page(items, &piece)?, KEEP)
}
