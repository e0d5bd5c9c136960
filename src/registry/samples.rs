//! Made-up tickets, for the tests of pure functions.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Standing, Ticket};
use crate::entity::ticket::{Channel, Regime};

/// A question that came in at this moment; all of them have one asker.
pub fn ticket(number: u128, at: DateTime<Utc>) -> Ticket {
    let reference = format!("RV-2026-{number:06}");
    Ticket {
        id: Uuid::from_u128(number),
        reference: reference.parse().unwrap(),
        subject: "Vervoerregio".to_owned(),
        standing: Standing::registered(at),
        ball_was: Standing::registered(at).ball,
        regime: Regime::Question,
        channel: Channel::Mail,
        language: "nl".to_owned(),
        asker_id: Uuid::from_u128(1),
        organisation_id: None,
        municipality_nis: None,
        province_slug: None,
        region_code: None,
        topic_slug: None,
        owner_desk_id: Uuid::from_u128(2),
        handler_user_id: None,
        proposed: None,
        due_at: at,
        registered_at: at,
        revision: 1,
        link_version: 1,
        follows: None,
        duplicate_of: None,
        awaits_original: false,
        merged: None,
        split_from: None,
        flood: None,
    }
}
