//! Lists that are read piece by piece, and answers that a program may keep for a while.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::web::{Kind, Problem, Said};

/// Items in one answer when nobody says how many.
const USUAL: u16 = 100;
/// Items in one answer at most.
const MOST: u16 = 500;

/// Which piece of a list is asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Piece {
    /// The `next_cursor` of the piece before; none for the first piece.
    cursor: Option<String>,
    /// Most items in the answer, from 1 to 500; 100 when it is not given.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u32>,
}

/// One piece of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Page<T: ToSchema> {
    /// The items, in an order that does not change.
    items: Vec<T>,
    /// What to give as `cursor` for the next piece; null after the last one.
    next_cursor: Option<String>,
}

/// How many items are asked for: `usual` when nobody says, never more than `most`.
pub(super) fn limit(asked: Option<u32>, usual: u16, most: u16) -> Result<u16, Problem> {
    // What is beyond all numbers here is as wrong as one too many.
    let limit = asked.map_or(usual, |asked| u16::try_from(asked).unwrap_or(u16::MAX));
    if (1..=most).contains(&limit) {
        Ok(limit)
    } else {
        let said = Said::with("problem-limit", "most", most);
        Err(Problem::new(Kind::Malformed).because(said))
    }
}

/// The piece of `items` that is asked for. Each item comes with a key that is its own: a piece goes
/// on after the key of the last one, also when items came or went in the meantime.
pub(super) fn page<T: ToSchema>(
    mut items: Vec<(String, T)>,
    piece: &Piece,
) -> Result<Page<T>, Problem> {
    let limit = limit(piece.limit, USUAL, MOST)?;
    items.sort_by(|one, other| one.0.cmp(&other.0));
    if let Some(cursor) = &piece.cursor {
        let after = URL_SAFE_NO_PAD
            .decode(cursor)
            .ok()
            .and_then(|key| String::from_utf8(key).ok())
            .ok_or_else(|| Problem::new(Kind::Malformed).because(Said::key("problem-cursor")))?;
        items.retain(|(key, _)| *key > after);
    }
    let limit = usize::from(limit);
    let next_cursor = (items.len() > limit)
        .then(|| items.get(limit - 1))
        .flatten()
        .map(|(key, _)| URL_SAFE_NO_PAD.encode(key));
    items.truncate(limit);
    Ok(Page {
        items: items.into_iter().map(|(_, item)| item).collect(),
        next_cursor,
    })
}

/// `answer` as JSON that may be kept for so many seconds; nothing but "not modified" for whoever has
/// it already.
pub(super) fn kept(
    request: &HttpRequest,
    answer: &impl Serialize,
    seconds: u32,
) -> Result<HttpResponse, Problem> {
    let body = serde_json::to_string(answer)
        .map_err(|error| Problem::new(Kind::Internal).caused_by(error))?;
    let tag = URL_SAFE_NO_PAD.encode(&digest(&SHA256, body.as_bytes()).as_ref()[..16]);
    // Weak: it may leave compressed.
    let tag = format!("W/\"{tag}\"");
    let known = request
        .headers()
        .get_all(header::IF_NONE_MATCH)
        .any(|tags| {
            let tags = tags.to_str().unwrap_or_default().split(',').map(str::trim);
            tags.into_iter().any(|known| {
                known == "*" || known.trim_start_matches("W/") == tag.trim_start_matches("W/")
            })
        });
    let mut response = if known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    response
        .insert_header((header::ETAG, tag))
        .insert_header((header::CACHE_CONTROL, format!("public, max-age={seconds}")));
    Ok(if known {
        response.finish()
    } else {
        response.content_type("application/json").body(body)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_of_a_list_are_the_list() {
        let items = || -> Vec<_> {
            let letters = ["c", "a", "e", "b", "d"];
            letters.map(|it| (it.to_owned(), it.to_owned())).into()
        };
        let (mut read, mut cursor) = (Vec::new(), None);
        loop {
            let piece = Piece {
                cursor,
                limit: Some(2),
            };
            let page = page(items(), &piece).unwrap();
            read.push(page.items.join(""));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(read, ["ab", "cd", "e"]);
        for wrong in [
            Piece {
                cursor: Some("%".to_owned()),
                limit: None,
            },
            Piece {
                cursor: None,
                limit: Some(0),
            },
            Piece {
                cursor: None,
                limit: Some(u32::from(MOST) + 1),
            },
        ] {
            assert_eq!(page(items(), &wrong).unwrap_err().kind(), Kind::Malformed);
        }
    }
}
