//! The REST API, for programs: the same domain functions as the screens, other clothes. Whatever
//! changes something wants a token; what everybody may read on the portal wants none. Every error is
//! `application/problem+json` (RFC 9457). `ROUTES` says what there is: the document, the page for
//! people and a test all start from it.

mod asker;
mod body;
mod casework;
mod directory;
mod docs;
mod faq;
mod files;
mod intake;
mod list;
mod openapi;
mod repeat;
mod shape;
mod tickets;
mod verbs;

use actix_web::{FromRequest, Handler, Resource, Responder, web};

use super::problem::Kind;

/// One thing that a program can ask for.
#[derive(Debug, Clone, Copy)]
struct Route {
    /// `GET` or `POST`.
    method: &'static str,
    /// Its address, with what varies in braces.
    path: &'static str,
    /// The key of what it does, in a few words.
    title: &'static str,
    /// What may go wrong, beside what may go wrong everywhere ([`EVERYWHERE`]).
    problems: &'static [Kind],
}

/// What any request may meet.
const EVERYWHERE: [Kind; 2] = [Kind::Method, Kind::Internal];

/// What may go wrong where a mail is handed over: nobody has looked into it yet.
const HANDING_OVER: &[Kind] = &[
    Kind::Malformed,
    Kind::SignIn,
    Kind::TooMany,
    Kind::Forbidden,
    Kind::InProgress,
    Kind::TooLarge,
    Kind::MediaType,
    Kind::KeyReused,
    Kind::Unavailable,
];

/// What may go wrong where a question is registered.
const REGISTERING: &[Kind] = &[
    Kind::Malformed,
    Kind::SignIn,
    Kind::TooMany,
    Kind::Forbidden,
    Kind::InProgress,
    Kind::TooLarge,
    Kind::MediaType,
    Kind::Invalid,
    Kind::KeyReused,
    Kind::Unavailable,
];

/// What may go wrong where one question is read.
const READING_ONE: &[Kind] = &[
    Kind::SignIn,
    Kind::TooMany,
    Kind::Forbidden,
    Kind::NotFound,
    Kind::Unavailable,
];

/// What may go wrong where somebody works on a question.
const WORKING: &[Kind] = &[
    Kind::Malformed,
    Kind::SignIn,
    Kind::TooMany,
    Kind::Forbidden,
    Kind::NotFound,
    Kind::InProgress,
    Kind::Stale,
    Kind::WrongStep,
    Kind::TooLarge,
    Kind::MediaType,
    Kind::Invalid,
    Kind::KeyReused,
    Kind::Unavailable,
];

/// Every address of the API, in the order in which it is told.
const ROUTES: [Route; 37] = [
    Route {
        method: "POST",
        path: "/api/v1/tickets",
        title: "api-route-tickets",
        problems: REGISTERING,
    },
    Route {
        method: "GET",
        path: "/api/v1/tickets",
        title: "api-route-queue",
        problems: &[
            Kind::Malformed,
            Kind::SignIn,
            Kind::TooMany,
            Kind::Forbidden,
            Kind::Unavailable,
        ],
    },
    Route {
        method: "GET",
        path: "/api/v1/tickets/{reference}",
        title: "api-route-ticket",
        problems: READING_ONE,
    },
    Route {
        method: "GET",
        path: "/api/v1/tickets/{reference}/attachments/{id}",
        title: "api-route-attachment",
        problems: READING_ONE,
    },
    Route {
        method: "POST",
        path: "/api/v1/tickets/{reference}/answer",
        title: "api-route-answer",
        problems: WORKING,
    },
    Route {
        method: "POST",
        path: "/api/v1/tickets/{reference}/forward",
        title: "api-route-forward",
        problems: WORKING,
    },
    Route {
        method: "POST",
        path: "/api/v1/tickets/{reference}/pass-on",
        title: "api-route-pass-on",
        problems: WORKING,
    },
    Route {
        method: "POST",
        path: "/api/v1/tickets/{reference}/seen",
        title: "api-route-seen",
        problems: WORKING,
    },
    Route {
        method: "POST",
        path: "/api/v1/tickets/{reference}/message",
        title: "api-route-message",
        problems: WORKING,
    },
    Route {
        method: "POST",
        path: "/api/v1/tickets/{reference}/note",
        title: "api-route-note",
        problems: WORKING,
    },
    Route {
        method: "POST",
        path: "/api/v1/tickets/{reference}/close",
        title: "api-route-close",
        problems: WORKING,
    },
    Route {
        method: "POST",
        path: "/api/v1/tickets/{reference}/reopen",
        title: "api-route-reopen",
        problems: WORKING,
    },
    Route {
        method: "POST",
        path: "/api/v1/tickets/{reference}/asker",
        title: "api-route-asker",
        problems: WORKING,
    },
    Route {
        method: "POST",
        path: "/api/v1/tickets/{reference}/take",
        title: "api-route-take",
        problems: WORKING,
    },
    Route {
        method: "POST",
        path: "/api/v1/tickets/{reference}/release",
        title: "api-route-release",
        problems: WORKING,
    },
    Route {
        method: "POST",
        path: "/api/v1/tickets/{reference}/assign",
        title: "api-route-assign",
        problems: WORKING,
    },
    Route {
        method: "POST",
        path: "/api/v1/tickets/{reference}/owner",
        title: "api-route-owner",
        problems: WORKING,
    },
    Route {
        method: "POST",
        path: "/api/v1/tickets/{reference}/accept",
        title: "api-route-accept",
        problems: WORKING,
    },
    Route {
        method: "POST",
        path: "/api/v1/tickets/{reference}/refuse",
        title: "api-route-refuse",
        problems: WORKING,
    },
    Route {
        method: "POST",
        path: "/api/v1/tickets/{reference}/consult",
        title: "api-route-consult",
        problems: WORKING,
    },
    Route {
        method: "POST",
        path: "/api/v1/tickets/{reference}/merge",
        title: "api-route-merge",
        problems: WORKING,
    },
    Route {
        method: "POST",
        path: "/api/v1/tickets/{reference}/merge/undo",
        title: "api-route-merge-undo",
        problems: WORKING,
    },
    Route {
        method: "POST",
        path: "/api/v1/tickets/{reference}/split",
        title: "api-route-split",
        problems: WORKING,
    },
    Route {
        method: "POST",
        path: "/api/v1/tickets/{reference}/link",
        title: "api-route-link",
        problems: WORKING,
    },
    Route {
        method: "POST",
        path: "/api/v1/tickets/{reference}/link/remove",
        title: "api-route-link-remove",
        problems: WORKING,
    },
    Route {
        method: "POST",
        path: "/api/v1/tickets/{reference}/topic",
        title: "api-route-topic",
        problems: WORKING,
    },
    Route {
        method: "POST",
        path: "/api/v1/tickets/{reference}/knelpunt",
        title: "api-route-knelpunt",
        problems: WORKING,
    },
    Route {
        method: "POST",
        path: "/api/v1/tickets/{reference}/knelpunt/remove",
        title: "api-route-knelpunt-remove",
        problems: WORKING,
    },
    Route {
        method: "POST",
        path: "/api/v1/tickets/{reference}/signal",
        title: "api-route-signal",
        problems: WORKING,
    },
    Route {
        method: "POST",
        path: "/api/v1/tickets/{reference}/signal/withdraw",
        title: "api-route-signal-withdraw",
        problems: WORKING,
    },
    Route {
        method: "POST",
        path: "/api/v1/intake/mail",
        title: "api-route-mail",
        problems: HANDING_OVER,
    },
    Route {
        method: "GET",
        path: "/api/v1/faq",
        title: "api-route-faq",
        problems: &[Kind::Malformed, Kind::Unavailable],
    },
    Route {
        method: "GET",
        path: "/api/v1/faq/{slug}",
        title: "api-route-faq-entry",
        problems: &[Kind::NotFound, Kind::Unavailable],
    },
    Route {
        method: "GET",
        path: "/api/v1/directory/municipalities",
        title: "api-route-municipalities",
        problems: &[Kind::Malformed],
    },
    Route {
        method: "GET",
        path: "/api/v1/directory/regions",
        title: "api-route-regions",
        problems: &[Kind::Malformed],
    },
    Route {
        method: "GET",
        path: "/api/v1/directory/contact-points",
        title: "api-route-contact-points",
        problems: &[Kind::Malformed],
    },
    Route {
        method: "GET",
        path: "/api/v1/directory/administrations",
        title: "api-route-administrations",
        problems: &[Kind::Malformed],
    },
];

/// The address of the document and of the page, in that order; they describe the others.
const DESCRIPTION: [&str; 2] = ["/api/openapi.json", "/api/docs"];

/// What answers at `path`; nothing when nobody wrote it.
fn resource(path: &'static str) -> Option<Resource> {
    let own = web::resource(path);
    Some(match path {
        "/api/v1/tickets" => read(own, tickets::list).route(web::post().to(intake::ticket)),
        "/api/v1/tickets/{reference}" => read(own, tickets::one),
        "/api/v1/tickets/{reference}/attachments/{id}" => read(own, tickets::attachment),
        "/api/v1/tickets/{reference}/answer" => own.route(web::post().to(verbs::answer)),
        "/api/v1/tickets/{reference}/forward" => own.route(web::post().to(verbs::forward)),
        "/api/v1/tickets/{reference}/message" => own.route(web::post().to(verbs::message)),
        "/api/v1/tickets/{reference}/note" => own.route(web::post().to(verbs::note)),
        "/api/v1/tickets/{reference}/close" => own.route(web::post().to(verbs::close)),
        "/api/v1/tickets/{reference}/pass-on" => own.route(web::post().to(verbs::pass_on)),
        "/api/v1/tickets/{reference}/seen" => own.route(web::post().to(verbs::seen)),
        "/api/v1/tickets/{reference}/reopen" => own.route(web::post().to(verbs::reopen)),
        "/api/v1/tickets/{reference}/asker" => own.route(web::post().to(asker::change)),
        "/api/v1/tickets/{reference}/take" => own.route(web::post().to(casework::take)),
        "/api/v1/tickets/{reference}/release" => own.route(web::post().to(casework::release)),
        "/api/v1/tickets/{reference}/assign" => own.route(web::post().to(casework::assign)),
        "/api/v1/tickets/{reference}/owner" => own.route(web::post().to(casework::hand_over)),
        "/api/v1/tickets/{reference}/accept" => own.route(web::post().to(casework::accept)),
        "/api/v1/tickets/{reference}/refuse" => own.route(web::post().to(casework::refuse)),
        "/api/v1/tickets/{reference}/consult" => own.route(web::post().to(casework::consult)),
        "/api/v1/tickets/{reference}/merge" => own.route(web::post().to(casework::merge)),
        "/api/v1/tickets/{reference}/merge/undo" => own.route(web::post().to(casework::unmerge)),
        "/api/v1/tickets/{reference}/split" => own.route(web::post().to(casework::split)),
        "/api/v1/tickets/{reference}/link" => own.route(web::post().to(casework::link)),
        "/api/v1/tickets/{reference}/link/remove" => own.route(web::post().to(casework::unlink)),
        "/api/v1/tickets/{reference}/topic" => own.route(web::post().to(casework::topic)),
        "/api/v1/tickets/{reference}/knelpunt" => own.route(web::post().to(casework::knelpunt)),
        "/api/v1/tickets/{reference}/knelpunt/remove" => {
            own.route(web::post().to(casework::remove_knelpunt))
        }
        "/api/v1/tickets/{reference}/signal" => own.route(web::post().to(casework::signal)),
        "/api/v1/tickets/{reference}/signal/withdraw" => {
            own.route(web::post().to(casework::withdraw_signal))
        }
        "/api/v1/intake/mail" => own.route(web::post().to(intake::mail)),
        "/api/v1/faq" => read(own, faq::list),
        "/api/v1/faq/{slug}" => read(own, faq::entry),
        "/api/v1/directory/municipalities" => read(own, directory::municipalities),
        "/api/v1/directory/regions" => read(own, directory::regions),
        "/api/v1/directory/contact-points" => read(own, directory::contact_points),
        "/api/v1/directory/administrations" => read(own, directory::administrations),
        "/api/openapi.json" => read(own, openapi::document),
        "/api/docs" => read(own, docs::page),
        _ => return None,
    })
}

/// A resource that `handler` reads, with its body and without (RFC 9110, 9.3.2).
fn read<F, Args>(own: Resource, handler: F) -> Resource
where
    F: Handler<Args> + Clone,
    F::Output: Responder + 'static,
    Args: FromRequest + 'static,
{
    own.route(web::get().to(handler.clone()))
        .route(web::head().to(handler))
}

/// Opens the addresses of the API.
pub fn configure(app: &mut web::ServiceConfig) {
    // One resource for a path, whatever the number of its methods.
    let mut described: Vec<&str> = Vec::new();
    for route in &ROUTES {
        if !described.contains(&route.path) {
            described.push(route.path);
        }
    }
    for resource in described
        .into_iter()
        .chain(DESCRIPTION)
        .filter_map(resource)
    {
        app.service(resource);
    }
}
