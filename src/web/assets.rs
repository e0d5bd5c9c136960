//! Style sheets, scripts and icons: made by `build.rs`, embedded in the program, served here.
//!
//! A file's address carries a digest of its content, so a browser may keep it for ever and never
//! shows old clothes on a new page. Nothing is loaded from another host.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use actix_web::http::header::{self, AcceptEncoding, Encoding, EntityTag, IfNoneMatch};
use actix_web::{HttpResponse, web};
use askama::filters::{Escaper as _, Html, HtmlSafe};

// `struct Files`, with the folder that this build made.
include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// One file as it is served.
struct Asset {
    url: String,
    digest: String,
    content_type: String,
    plain: Cow<'static, [u8]>,
    gzip: Cow<'static, [u8]>,
    brotli: Cow<'static, [u8]>,
}

/// The files by the name that templates use.
static BY_NAME: LazyLock<HashMap<String, Asset>> = LazyLock::new(|| {
    Files::iter()
        .filter(|name| !name.ends_with(".gz") && !name.ends_with(".br"))
        .filter_map(|name| Some((name.to_string(), load(&name)?)))
        .collect()
});

/// The files by the last part of their address.
static BY_FILE: LazyLock<HashMap<&str, &Asset>> = LazyLock::new(|| {
    BY_NAME
        .values()
        .filter_map(|asset| Some((asset.url.rsplit('/').next()?, asset)))
        .collect()
});

fn load(name: &str) -> Option<Asset> {
    let file = Files::get(name)?;
    let digest = file
        .metadata
        .sha256_hash()
        .iter()
        .take(8)
        .fold(0, |sum, &byte| (sum << 8) | u64::from(byte));
    let digest = format!("{digest:016x}");
    let url = match name.rsplit_once('.') {
        Some((stem, extension)) => format!("/assets/{stem}.{digest}.{extension}"),
        None => format!("/assets/{name}.{digest}"),
    };
    let mime = file.metadata.mimetype();
    let text = mime.starts_with("text/") || mime.ends_with("svg+xml");
    Some(Asset {
        url,
        digest,
        content_type: if text {
            format!("{mime}; charset=utf-8")
        } else {
            mime.to_owned()
        },
        plain: file.data,
        gzip: Files::get(&format!("{name}.gz"))?.data,
        brotli: Files::get(&format!("{name}.br"))?.data,
    })
}

/// The address of the file that templates call `name`, as in `asset_url("desk.css")`.
#[must_use]
pub fn asset_url(name: &str) -> &'static str {
    BY_NAME.get(name).map_or_else(
        || {
            tracing::error!(asset.name = name, "There is no such asset");
            "/assets/unknown"
        },
        |asset| asset.url.as_str(),
    )
}

/// The file that templates call `name`, for pages that are read without the service: its own name,
/// with the digest in it, and what it holds.
#[must_use]
pub fn asset_file(name: &str) -> Option<(&'static str, &'static [u8])> {
    let asset = BY_NAME.get(name)?;
    Some((asset.url.rsplit('/').next()?, &asset.plain))
}

/// An icon of the design system, drawn in the colour of the text around it.
#[derive(Debug, Clone, Copy)]
pub struct Icon<'a> {
    name: &'a str,
    label: Option<&'a str>,
    sheet: &'a str,
}

impl<'a> Icon<'a> {
    /// The same icon out of the sheet at `sheet`, for a page that is read outside the service.
    #[must_use]
    pub fn from_sheet(self, sheet: &'a str) -> Self {
        Self { sheet, ..self }
    }
}

/// The icon `name` beside words that say the same: silent for a screen reader.
#[must_use]
pub fn icon(name: &str) -> Icon<'_> {
    Icon {
        name,
        label: None,
        sheet: asset_url("icons.svg"),
    }
}

/// The icon `name` that stands alone and therefore says `label`.
#[must_use]
pub fn labelled_icon<'a>(name: &'a str, label: &'a str) -> Icon<'a> {
    Icon {
        name,
        label: Some(label),
        sheet: asset_url("icons.svg"),
    }
}

impl fmt::Display for Icon<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(r#"<svg class="au-c-icon" "#)?;
        match self.label {
            None => f.write_str(r#"aria-hidden="true""#)?,
            Some(label) => {
                f.write_str(r#"role="img" aria-label=""#)?;
                Html.write_escaped_str(&mut *f, label)?;
                f.write_str("\"")?;
            }
        }
        write!(
            f,
            r#"><use href="{}#{}"></use></svg>"#,
            self.sheet, self.name
        )
    }
}

/// An icon escapes its own label.
impl HtmlSafe for Icon<'_> {}

/// Adds `GET` and `HEAD /assets/{file}`.
pub fn configure(app: &mut web::ServiceConfig) {
    app.service(
        web::resource("/assets/{file}")
            .route(web::get().to(serve))
            .route(web::head().to(serve)),
    );
}

async fn serve(
    file: web::Path<String>,
    takes: web::Header<AcceptEncoding>,
    held: web::Header<IfNoneMatch>,
) -> HttpResponse {
    let Some(asset) = BY_FILE.get(file.as_str()) else {
        return HttpResponse::NotFound()
            .insert_header((header::CONTENT_TYPE, "application/problem+json"))
            .body(r#"{"type":"about:blank","title":"Niet gevonden","status":404}"#);
    };
    // Who takes none of them, not even the plain one, gets that all the same.
    let made = [Encoding::brotli(), Encoding::gzip(), Encoding::identity()];
    let encoding = takes
        .negotiate(made.iter())
        .unwrap_or_else(Encoding::identity);
    let (bytes, coding) = if encoding == Encoding::brotli() {
        (&asset.brotli, Some("br"))
    } else if encoding == Encoding::gzip() {
        (&asset.gzip, Some("gzip"))
    } else {
        (&asset.plain, None)
    };
    let etag = EntityTag::new_strong(match coding {
        Some(coding) => format!("{}-{coding}", asset.digest),
        None => asset.digest.clone(),
    });
    let known = match held.into_inner() {
        IfNoneMatch::Any => true,
        IfNoneMatch::Items(held) => held.iter().any(|held| held.weak_eq(&etag)),
    };

    let mut response = if known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    response
        .insert_header((header::ETAG, etag))
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::VARY, "Accept-Encoding"));
    if known {
        return response.finish();
    }
    response.insert_header((header::CONTENT_TYPE, asset.content_type.as_str()));
    if let Some(coding) = coding {
        response.insert_header((header::CONTENT_ENCODING, coding));
    }
    match bytes {
        Cow::Borrowed(bytes) => response.body(*bytes),
        Cow::Owned(bytes) => response.body(bytes.clone()),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::body::to_bytes;
    use actix_web::dev::ServiceResponse;
    use actix_web::http::StatusCode;
    use actix_web::test::{self, TestRequest};

    use super::*;

    async fn call(request: TestRequest) -> ServiceResponse {
        let app = test::init_service(actix_web::App::new().configure(configure)).await;
        test::call_service(&app, request.to_request()).await
    }

    fn header_of<'r>(response: &'r ServiceResponse, name: &str) -> &'r str {
        response
            .headers()
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    #[actix_web::test]
    async fn a_style_sheet_may_be_kept_for_ever_because_its_address_changes_with_it() {
        let response = call(TestRequest::get().uri(asset_url("desk.css"))).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(
            header_of(&response, "content-type"),
            "text/css; charset=utf-8"
        );
        assert_eq!(
            header_of(&response, "cache-control"),
            "public, max-age=31536000, immutable"
        );
        assert_eq!(header_of(&response, "content-encoding"), "");
        let digest = header_of(&response, "etag").trim_matches('"').to_owned();
        assert_eq!(asset_url("desk.css"), format!("/assets/desk.{digest}.css"));
    }

    #[actix_web::test]
    async fn a_browser_gets_the_smallest_twin_that_it_takes() {
        let encoded = async |accepts: &str| {
            let request = TestRequest::get()
                .uri(asset_url("appuniversum.css"))
                .insert_header(("accept-encoding", accepts));
            let response = call(request).await;
            assert_eq!(header_of(&response, "vary"), "Accept-Encoding");
            let coding = header_of(&response, "content-encoding").to_owned();
            (coding, to_bytes(response.into_body()).await.unwrap())
        };
        let (coding, brotli) = encoded("gzip, deflate, br, zstd").await;
        assert_eq!(coding, "br");
        let (coding, gzip) = encoded("br;q=0.5, gzip;q=0.8").await;
        assert_eq!(coding, "gzip");
        assert_eq!(gzip[..2], [0x1f, 0x8b]);
        let (coding, plain) = encoded("br;q=0, gzip;q=0, identity").await;
        assert_eq!(coding, "");
        assert!(brotli.len() < gzip.len() && gzip.len() * 4 < plain.len());
    }

    #[actix_web::test]
    async fn a_browser_that_holds_the_file_is_told_so() {
        let first = call(TestRequest::get().uri(asset_url("live.js"))).await;
        let etag = header_of(&first, "etag").to_owned();
        let request = TestRequest::get()
            .uri(asset_url("live.js"))
            .insert_header(("if-none-match", etag));
        assert_eq!(call(request).await.status(), StatusCode::NOT_MODIFIED);
    }

    #[actix_web::test]
    async fn head_is_answered_like_get() {
        let response = call(
            TestRequest::with_uri(asset_url("icons.svg")).method(actix_web::http::Method::HEAD),
        )
        .await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(
            header_of(&response, "content-type"),
            "image/svg+xml; charset=utf-8"
        );
    }

    #[actix_web::test]
    async fn an_unknown_or_an_old_address_is_not_found() {
        for uri in [
            "/assets/desk.css",
            "/assets/desk.0000000000000000.css",
            "/assets/..%2fCargo.toml",
        ] {
            let response = call(TestRequest::get().uri(uri)).await;
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{uri}");
            assert_eq!(
                header_of(&response, "content-type"),
                "application/problem+json"
            );
        }
    }

    #[actix_web::test]
    async fn nothing_in_the_files_reaches_for_another_host() {
        for (name, asset) in &*BY_NAME {
            let text = String::from_utf8_lossy(&asset.plain);
            for reach in ["url(http", "url(//", "@import", "src=\"http", "href=\"http"] {
                assert!(!text.contains(reach), "{name} has {reach}");
            }
        }
    }

    #[::std::prelude::v1::test]
    fn an_icon_says_its_label_and_escapes_it() {
        let silent = icon("search").to_string();
        assert!(
            silent.starts_with(
                r#"<svg class="au-c-icon" aria-hidden="true"><use href="/assets/icons."#
            )
        );
        assert!(silent.ends_with(r#"#search"></use></svg>"#), "{silent}");
        let said = labelled_icon("alarm", "Meldingen \"nu\"").to_string();
        assert!(
            said.contains(r#"role="img" aria-label="Meldingen &#34;nu&#34;""#),
            "{said}"
        );
    }
}
