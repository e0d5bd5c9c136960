//! Which roles somebody gets, and where: from the words of a form or a command to grants.

use uuid::Uuid;

use crate::auth::actor::UnfitGrant;
use crate::auth::{Grant, Role};
use crate::directory::{Atlas, DeskKind};

/// Roles as somebody names them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The roles.
    pub roles: Vec<Role>,
    /// Slugs of the desks of an agent or of a program.
    pub desks: Vec<String>,
    /// Slugs of the provinces of an observer.
    pub provinces: Vec<String>,
}

/// Why these are no roles.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GrantError {
    /// No such desk.
    #[error("there is no desk `{0}`")]
    NoDesk(String),
    /// A desk without accounts.
    #[error("{0} is an administration: it answers by mail or by its link and has no account")]
    Administration(String),
    /// No such province.
    #[error("there is no province `{0}`")]
    NoProvince(String),
    /// There is no central desk for a coordinator.
    #[error("the directory has no central desk")]
    NoCentral,
    /// A desk that no role asks for.
    #[error("only an agent has a --desk")]
    DeskTooMany,
    /// A province that no role asks for.
    #[error("only an observer has a --province")]
    ProvinceTooMany,
    /// A role that lacks its place, or has one too many.
    #[error(transparent)]
    Unfit(#[from] UnfitGrant),
}

/// Every role with what it is held at; what nobody's role asks for is a mistake.
pub fn grants(atlas: &Atlas, wanted: &Wanted) -> Result<Vec<Grant>, GrantError> {
    let mut grants: Vec<Grant> = Vec::new();
    let mut add = |grant: Grant| {
        // Named twice is held once.
        if !grants.contains(&grant) {
            grants.push(grant);
        }
    };
    for &role in &wanted.roles {
        match role {
            Role::Agent | Role::Api => {
                for slug in &wanted.desks {
                    add(Grant::new(role, Some(staff_desk(atlas, slug)?), None)?);
                }
                if wanted.desks.is_empty() {
                    add(Grant::new(role, None, None)?);
                }
            }
            Role::Coordinator => {
                let central = atlas.central().ok_or(GrantError::NoCentral)?;
                add(Grant::new(role, Some(central.id.0), None)?);
            }
            Role::Observer => {
                for slug in &wanted.provinces {
                    if atlas.province(slug).is_none() {
                        return Err(GrantError::NoProvince(slug.clone()));
                    }
                    add(Grant::new(role, None, Some(slug.clone()))?);
                }
                if wanted.provinces.is_empty() {
                    add(Grant::new(role, None, None)?);
                }
            }
            Role::Editor | Role::Admin => add(Grant::new(role, None, None)?),
        }
    }
    let at_a_desk = |role: &Role| matches!(role, Role::Agent | Role::Api);
    if !wanted.desks.is_empty() && !wanted.roles.iter().any(at_a_desk) {
        return Err(GrantError::DeskTooMany);
    }
    if !wanted.provinces.is_empty() && !wanted.roles.contains(&Role::Observer) {
        return Err(GrantError::ProvinceTooMany);
    }
    Ok(grants)
}

/// The desk with this slug, when people work there.
pub(super) fn staff_desk(atlas: &Atlas, slug: &str) -> Result<Uuid, GrantError> {
    let desk = atlas
        .desk_by_slug(slug)
        .ok_or_else(|| GrantError::NoDesk(slug.to_owned()))?;
    if desk.kind == DeskKind::Administration {
        return Err(GrantError::Administration(desk.name.clone()));
    }
    Ok(desk.id.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_held_where_they_are_asked_for() {
        let atlas = Atlas::embedded().unwrap();
        let of = |roles: &[Role], desks: &[&str], provinces: &[&str]| {
            let wanted = Wanted {
                roles: roles.to_vec(),
                desks: desks.iter().map(ToString::to_string).collect(),
                provinces: provinces.iter().map(ToString::to_string).collect(),
            };
            grants(&atlas, &wanted).map_err(|refused| refused.to_string())
        };
        let kind = |kind| atlas.desks().find(|desk| desk.kind == kind).unwrap();
        let point = kind(DeskKind::ContactPoint);
        let office = kind(DeskKind::Administration);
        let agent = Grant::new(Role::Agent, Some(point.id.0), None).unwrap();
        assert_eq!(
            of(&[Role::Agent], &[&point.slug, &point.slug], &[]).unwrap(),
            [agent]
        );
        let central = of(&[Role::Coordinator, Role::Editor], &[], &[]).unwrap();
        assert_eq!(central[0].desk, atlas.central().map(|desk| desk.id.0));
        let observer = of(&[Role::Observer], &[], &["limburg"]).unwrap();
        assert_eq!(observer[0].province.as_deref(), Some("limburg"));

        let refused = |roles: &[Role], desks: &[&str], provinces: &[&str], said: &str| {
            let refused = of(roles, desks, provinces).unwrap_err();
            assert!(refused.contains(said), "{refused}");
        };
        refused(&[Role::Agent], &[], &[], "an agent needs a desk");
        refused(&[Role::Agent], &["x"], &[], "there is no desk `x`");
        refused(&[Role::Agent], &[&office.slug], &[], "has no account");
        refused(&[Role::Observer], &[], &[], "an observer needs a province");
        refused(&[Role::Observer], &[], &["x"], "there is no province `x`");
        refused(&[Role::Editor], &[&point.slug], &[], "only an agent has");
        refused(&[Role::Editor], &[], &["limburg"], "only an observer has");
    }
}
