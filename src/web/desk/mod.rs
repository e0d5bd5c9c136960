//! The desk: the screens of the people who work the questions. A handler extracts, calls one
//! function of the rooms below and renders a view; what a view shows is decided here, what is true
//! is decided below. Every action is an ordinary form that works without a script.

use actix_web::web;

mod admin;
mod asker;
mod browser;
mod bulk;
mod consult;
mod drafts;
mod events;
mod faq;
mod form;
mod handlers;
mod knelpunt;
mod link;
mod list;
mod live;
mod mail;
mod merge;
mod new;
mod notices;
mod page;
mod pending;
mod preview;
mod profile;
pub mod queue;
mod second_step;
mod shell;
pub mod sign_in;
mod signal;
mod split;
mod strip;
pub mod ticket;
mod trouble;
pub mod view;
mod views;
mod way_back;
pub mod words;

pub use admin::role_words;
pub use sign_in::{DemoAccounts, open_provider};
pub use way_back::page_of_form;

/// Adds `/desk` and everything under it.
///
/// The handlers expect `Data<Context>`, `Data<LiveAtlas>`, `Data<Understander>`, `Data<Shelf>` and
/// `Data<Option<Provider>>`; in the demo also
/// `Data<DemoAccounts>`.
pub fn configure(app: &mut web::ServiceConfig) {
    app.route("/desk", web::get().to(handlers::queue))
        .route("/desk/nieuw", web::get().to(new::form))
        .route("/desk/nieuw", web::post().to(new::register))
        .route("/desk/nieuw/vragers", web::get().to(new::askers))
        .route("/desk/nieuw/drafts/new", web::post().to(drafts::keep_new))
        .route(
            "/desk/nieuw/drafts/{id}/discard",
            web::post().to(drafts::discard_new),
        )
        .route("/desk/bulk", web::post().to(bulk::bulk))
        .route("/desk/export", web::get().to(knelpunt::export))
        .route("/desk/views", web::post().to(views::save))
        .route("/desk/views/{id}/remove", web::post().to(views::remove))
        .configure(sign_in::configure)
        .configure(second_step::configure)
        .route("/desk/live", web::get().to(live::listen))
        .route("/desk/nav", web::get().to(live::nav))
        .route(
            "/desk/tickets/{reference}/presence",
            web::post().to(live::presence),
        )
        .route("/desk/tickets/{reference}", web::get().to(handlers::ticket))
        .route(
            "/desk/tickets/{reference}/attachments/{id}",
            web::get().to(handlers::attachment),
        )
        .route(
            "/desk/tickets/{reference}/vraagsteller",
            web::get().to(asker::form),
        )
        .route(
            "/desk/tickets/{reference}/vraagsteller",
            web::post().to(asker::change),
        )
        .route(
            "/desk/tickets/{reference}/knelpunt",
            web::post().to(knelpunt::change),
        )
        .route(
            "/desk/tickets/{reference}/undo",
            web::post().to(pending::undo),
        )
        .route(
            "/desk/tickets/{reference}/drafts/{place}",
            web::post().to(drafts::keep),
        )
        .route(
            "/desk/tickets/{reference}/drafts/{id}/discard",
            web::post().to(pending::discard),
        )
        .route(
            "/desk/tickets/{reference}/consult",
            web::get().to(consult::form),
        )
        .route(
            "/desk/tickets/{reference}/consult",
            web::post().to(consult::consult),
        )
        .route(
            "/desk/tickets/{reference}/signal",
            web::get().to(signal::form),
        )
        .route(
            "/desk/tickets/{reference}/signal",
            web::post().to(signal::signal),
        )
        .route(
            "/desk/tickets/{reference}/split",
            web::get().to(split::form),
        )
        .route(
            "/desk/tickets/{reference}/split",
            web::post().to(split::split),
        )
        .route(
            "/desk/tickets/{reference}/merge",
            web::get().to(merge::form),
        )
        .route(
            "/desk/tickets/{reference}/merge",
            web::post().to(merge::merge),
        )
        .route("/desk/tickets/{reference}/link", web::get().to(link::form))
        .route("/desk/tickets/{reference}/link", web::post().to(link::link))
        .route(
            "/desk/tickets/{reference}/unmerge",
            web::get().to(merge::unmerge_form),
        )
        .route(
            "/desk/tickets/{reference}/unmerge",
            web::post().to(merge::unmerge),
        )
        .route(
            "/desk/tickets/{reference}/{form}",
            web::post().to(handlers::act),
        )
        .route("/desk/mail", web::get().to(mail::list))
        .route("/desk/mail/balance", web::get().to(mail::balance))
        .route("/desk/mail/{id}", web::get().to(mail::one))
        .route("/desk/mail/{id}/source", web::get().to(mail::source))
        .route("/desk/mail/{id}/treat", web::post().to(mail::treat))
        .route("/desk/mail/{id}/again", web::post().to(mail::again))
        .route("/desk/floods/{id}", web::get().to(mail::flood))
        .route("/desk/floods/{id}/close", web::post().to(mail::close_flood))
        .route("/desk/faq", web::get().to(faq::groups))
        .route("/desk/faq/{id}", web::get().to(faq::entry))
        .route("/desk/faq/{id}", web::post().to(faq::save))
        .route("/desk/faq/{id}/submit", web::post().to(faq::submit))
        .route("/desk/faq/{id}/send-back", web::post().to(faq::send_back))
        .route("/desk/faq/{id}/reviewed", web::post().to(faq::reviewed))
        .route("/desk/faq/{id}/publish", web::post().to(faq::publish))
        .route("/desk/faq/{id}/archive", web::post().to(faq::archive))
        .configure(profile::configure)
        .configure(notices::configure)
        .configure(admin::configure);
}
