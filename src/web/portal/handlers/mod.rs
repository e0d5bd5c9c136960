//! The handlers of the portal: each extracts, asks the policy, calls one function of the rooms below
//! and renders.

mod administration;
mod ask;
mod confirm;
mod contact_point;
mod faq;
mod files;
mod general;
mod lost_link;
mod status;

use actix_web::web;

use super::kept::Kept;

/// Opens the portal's addresses.
pub fn configure(app: &mut web::ServiceConfig) {
    app.app_data(web::Data::new(Kept::default()))
        .route("/", web::get().to(general::start))
        .route("/toegankelijkheid", web::get().to(general::accessibility))
        .route("/privacy", web::get().to(general::privacy))
        .route("/over", web::get().to(general::about))
        .route("/contactpunt", web::get().to(contact_point::look_up))
        .route("/faq", web::get().to(faq::list))
        .route("/faq.atom", web::get().to(faq::feed))
        .route("/faq/{slug}", web::get().to(faq::entry))
        .service(
            web::resource("/status")
                .route(web::get().to(lost_link::form))
                .route(web::post().to(lost_link::send)),
        )
        .service(
            web::resource("/vraag")
                .route(web::get().to(ask::form))
                .route(web::post().to(ask::send)),
        )
        .route("/vraag/aanbod", web::post().to(ask::offer))
        .route("/vraag/{reference}", web::get().to(status::status))
        .route("/vraag/{reference}/verstuurd", web::get().to(ask::sent))
        .route("/vraag/{reference}/bericht", web::post().to(status::add))
        .route(
            "/vraag/{reference}/bijlage/{file}",
            web::get().to(files::of_asker),
        )
        .route("/bijlage/{tag}", web::get().to(files::of_mail))
        .service(
            web::resource("/b/ja/{tag}")
                .route(web::get().to(confirm::yes))
                .route(web::post().to(confirm::say_yes)),
        )
        .service(
            web::resource("/b/nee/{tag}")
                .route(web::get().to(confirm::no))
                .route(web::post().to(confirm::say_no)),
        )
        .service(
            web::resource("/b/niet-ik/{tag}")
                .route(web::get().to(confirm::not_me))
                .route(web::post().to(confirm::say_not_me)),
        )
        .route("/a/{tag}", web::get().to(administration::page))
        .route("/a/{tag}/bedankt", web::get().to(administration::thanks))
        .route("/a/{tag}/antwoord", web::post().to(administration::answer))
        .route(
            "/a/{tag}/bijlage/{file}",
            web::get().to(files::of_administration),
        )
        .service(
            web::resource("/a/{tag}/niet-voor-ons")
                .route(web::get().to(administration::page_to_refuse))
                .route(web::post().to(administration::refuse)),
        )
        .route(
            "/a/{tag}/vraag-terug",
            web::post().to(administration::ask_back),
        )
        .service(
            web::resource("/a/{tag}/datum")
                .route(web::get().to(administration::page_to_promise))
                .route(web::post().to(administration::promise)),
        );
}
