//! The directory, for a handler: as it is when the request comes, and the same until it is answered.

use std::future::{Ready, ready};
use std::ops::Deref;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};

use super::problem::{Kind, Problem};
use crate::directory::{Atlas, LiveAtlas};

/// The directory as it is now. It costs a request one look in memory.
#[derive(Debug, Clone)]
pub struct CurrentAtlas(Arc<Atlas>);

impl Deref for CurrentAtlas {
    type Target = Atlas;

    fn deref(&self) -> &Atlas {
        &self.0
    }
}

impl FromRequest for CurrentAtlas {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(
            request
                .app_data::<web::Data<LiveAtlas>>()
                .map(|live| Self(live.now()))
                .ok_or_else(|| Problem::new(Kind::Internal)),
        )
    }
}
