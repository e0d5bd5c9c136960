//! What the house is set up with, as people change it: accounts and their roles, tokens, desks, topics,
//! terms, and the texts that answers begin with. Whoever changes any of it leaves a line in the
//! log, in the same transaction. Nothing here reads a question.

mod accounts;
mod arrivals;
mod desks;
mod error;
mod grants;
mod leaving;
mod log;
mod profile;
mod records;
mod templates;
mod terms;
mod tokens;

pub use accounts::{
    AccountChange, add_account, add_with_password, change_account, change_roles, disable, enable,
    end_sessions, make_sign_in_link, reset_password, reset_second_step, set_password,
};
pub use arrivals::{admit, link_account};
pub use desks::{
    add_administration, add_member, add_topic, change_desk, change_topic, remove_member,
};
pub use error::AdminError;
pub use grants::{GrantError, Wanted, grants};
pub use leaving::{LeftBehind, would_leave};
pub use log::{ADMIN_KINDS, LogFilter, LogPage, LogPlace, LogRow, Subject, Who, log, verify_log};
pub use profile::{
    Which, change_own_language, change_own_password, end_own_sessions, renew_recovery_codes,
    turn_off_second_step, turn_on_second_step, use_link,
};
pub use templates::{
    PLACES, Places, Template, TemplateError, TemplateText, add_template, archive_template,
    change_template, fill, template, templates, templates_for, unfit_place,
};
pub use terms::change_term;
pub use tokens::{create_token, create_token_once, revoke_token};
