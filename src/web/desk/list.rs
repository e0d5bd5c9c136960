//! The list that one came from to a question: the way back to its row, and the questions before and after
//! it. A link of a list names the list in its address; a cookie of that one question keeps it as long as one
//! works there, with the place in it, so that the next one is known too when the question left the list.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::cookie::Cookie;
use actix_web::web::Query;
use sea_orm::ConnectionTrait;

use super::page::own_query;
use super::queue::QueueQuery;
use super::shell::Reader;
use super::ticket::{CONFIRM_PROPOSAL, ticket_url};
use super::view::ticket::Neighbours;
use crate::context::Context;
use crate::directory::Atlas;
use crate::registry::{self, MOST_COUNTED, Ticket};
use crate::web::session;
use crate::web::{Agent, Problem};

/// The longest list that is kept, in bytes.
const LONGEST: usize = 2_000;

/// How an address names the list.
fn named(list: &str) -> String {
    form_urlencoded::Serializer::new(String::new())
        .append_pair("from", list)
        .finish()
}

/// The page of a question, for whoever goes to it from `list`: what stands behind `/desk?`.
#[must_use]
pub fn row_url(reference: &str, list: &str) -> String {
    ticket_url(reference, &format!("?{}", named(list)))
}

/// Where the proposal of a question is confirmed, for whoever goes there from `list`.
#[must_use]
pub fn proposal_url(reference: &str, list: &str) -> String {
    let with = format!("&{}#", named(list));
    ticket_url(reference, &CONFIRM_PROPOSAL.replace('#', &with))
}

/// A place in a list that a browser kept: the how manieth it was, from 1, and the list.
fn kept(value: &str) -> Option<(u32, String)> {
    let (at, list) = value.split_once(':')?;
    Some((at.parse().ok()?, list.to_owned()))
}

/// The place of a question in the list that one came from.
#[derive(Debug, Clone, Default)]
pub struct InList {
    /// The way back to its row.
    pub back: String,
    /// What the list is called.
    pub name: String,
    /// The place, and the questions beside it.
    pub neighbours: Neighbours,
    keep: Option<Cookie<'static>>,
}

impl InList {
    /// Where `ticket` stands in the list that `request` names, or that was kept for it; without one, in
    /// the list that the reader begins with.
    pub async fn of(
        db: &impl ConnectionTrait,
        ctx: &Context,
        atlas: &Atlas,
        request: &HttpRequest,
        agent: &Agent,
        reader: &Reader,
        ticket: &Ticket,
    ) -> Result<Self, Problem> {
        if agent.by_itself {
            // A page that renews itself keeps what stands above it.
            return Ok(Self::default());
        }
        let page = ticket_url(ticket.reference.as_str(), "");
        let name = session::list_name(ctx);
        let before = request.cookie(name).map(|it| it.value().to_owned());
        let known = before.as_deref().and_then(kept);
        let asked = form_urlencoded::parse(request.query_string().as_bytes())
            .find(|(name, _)| name == "from")
            .map(|(_, list)| own_query(&list))
            .filter(|list| list.len() <= LONGEST);
        let came = asked.is_some() || known.is_some();
        let (at, list) = match (asked, known) {
            (Some(list), _) => (0, list),
            (None, Some((at, list))) => (at, own_query(&list)),
            (None, None) => (0, String::new()),
        };
        let query = Query::<QueueQuery>::from_query(&list).map(Query::into_inner);
        let asking = reader.around.asking(atlas, reader.t, ctx.clock.now());
        let wanted = query.unwrap_or_default().wanted(asking);
        let spot = registry::spot(db, &wanted.filter, ticket).await?;
        // Counted from zero. What left the list made place for the one after it.
        let own = spot.place.map(|place| place - 1);
        let (place, next) = match own {
            Some(own) => (own + 1, own + 1),
            None => (at, at.saturating_sub(1)),
        };
        let stands = place > 0;
        let first = place.saturating_sub(2);
        let around = if stands {
            registry::listed_from(db, &wanted.filter, first, 3).await?
        } else {
            Vec::new()
        };
        let listed = |index: u32| around.get(index.checked_sub(first)? as usize);
        let beside = |index: u32| Some(row_url(&listed(index)?.reference, &list));
        let neighbours = Neighbours {
            place: own.map(|_| {
                let all = super::queue::counted(u64::from(spot.all));
                reader
                    .t
                    .with2("desk-list-place", "place", place, "all", all)
            }),
            previous: place.checked_sub(2).and_then(beside),
            next: stands.then(|| beside(next)).flatten(),
        };
        // The page that it stands on now, and its row or the one that came in its place.
        let shown = own.or_else(|| stands.then_some(next));
        let after = match shown {
            Some(index) if spot.all < MOST_COUNTED || own.is_some() => {
                match (index / wanted.rows() * wanted.rows()).checked_sub(1) {
                    Some(skip) => {
                        let ahead = registry::listed_from(db, &wanted.filter, skip, 1).await?;
                        ahead.first().map(|one| one.cursor)
                    }
                    None => None,
                }
            }
            _ => wanted.after,
        };
        let mut back = if came || own.is_some() {
            wanted.page_after(after)
        } else {
            "/desk".to_owned()
        };
        if let Some(row) = shown.and_then(listed) {
            back.push('#');
            back.push_str(&row.reference);
        }
        let kept_view = reader.shell.views.iter();
        let mut kept_view = kept_view.filter(|view| view.url == wanted.page_after(None));
        let name = match (kept_view.next(), &wanted.search) {
            (Some(view), _) => view.name.clone(),
            (None, Some((typed, _))) => reader.t.with("desk-search-for", "typed", typed.as_str()),
            (None, None) => reader.t.say("desk-queue"),
        };
        let now = format!("{place}:{list}");
        let keeps = came && before.as_deref() != Some(now.as_str());
        Ok(Self {
            back,
            name,
            neighbours,
            keep: keeps.then(|| session::kept_list(ctx, page, now)),
        })
    }

    /// The answer, with which the browser keeps the place.
    pub fn kept_with(&self, mut answer: HttpResponse) -> Result<HttpResponse, Problem> {
        if let Some(cookie) = &self.keep {
            answer
                .add_cookie(cookie)
                .map_err(|error| Problem::new(crate::web::Kind::Internal).caused_by(error))?;
        }
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_names_the_list_that_it_stands_in() {
        let list = "scope=all&q=raad+%26+regio";
        assert_eq!(
            row_url("RV-2026-000214", list),
            "/desk/tickets/RV-2026-000214?from=scope%3Dall%26q%3Draad%2B%2526%2Bregio"
        );
        assert_eq!(
            proposal_url("RV-2026-000214", "scope=me"),
            "/desk/tickets/RV-2026-000214?do=forward&from=scope%3Dme#doorsturen"
        );
    }

    #[test]
    fn what_is_kept_is_a_place_and_a_list() {
        assert_eq!(
            kept("3:scope=all&topic=energie"),
            Some((3, "scope=all&topic=energie".to_owned()))
        );
        assert_eq!(kept("0:"), Some((0, String::new())));
        for strange in ["", "3", "x:scope=all", "-1:scope=all"] {
            assert_eq!(kept(strange), None, "{strange}");
        }
    }
}
