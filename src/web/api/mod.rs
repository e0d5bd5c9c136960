//! The REST API, for programs with a token: the same domain functions as the screens, other clothes.
//! Every error is `application/problem+json` (RFC 9457). So far the two doors through which a
//! question comes in.

mod intake;

use actix_web::web;

/// Opens the addresses of the API.
pub fn configure(app: &mut web::ServiceConfig) {
    app.service(web::resource("/api/v1/intake/mail").route(web::post().to(intake::mail)))
        .service(web::resource("/api/v1/tickets").route(web::post().to(intake::ticket)));
}
