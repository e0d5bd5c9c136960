//! Where somebody goes after signing in who sent a form when their session was over: to the page of that
//! form, where what they typed stands again.

use super::ticket::{Form, ticket_url};
use crate::registry::Reference;

/// The pages of their own about a question that have a form.
const PAGES: [&str; 6] = [
    "consult",
    "merge",
    "split",
    "signal",
    "unmerge",
    "vraagsteller",
];

/// The page of the form that goes to `path`; the queue where that is not known.
#[must_use]
pub fn page_of_form(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let one = |id: &str| id.chars().all(|it| it.is_ascii_alphanumeric() || it == '-');
    match parts[..] {
        ["desk", "tickets", reference, ref rest @ ..] if reference.parse::<Reference>().is_ok() => {
            let rest = match *rest {
                [page] if PAGES.contains(&page) => format!("/{page}"),
                [form] => Form::named(form)
                    .filter(|form| form.is_typed())
                    .map_or_else(String::new, Form::address),
                _ => String::new(),
            };
            ticket_url(reference, &rest)
        }
        ["desk", "nieuw", ..] => "/desk/nieuw".to_owned(),
        ["desk", room @ ("mail" | "faq"), id, ..] if one(id) => format!("/desk/{room}/{id}"),
        ["desk", "profiel", ..] => "/desk/profiel".to_owned(),
        _ => "/desk".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_leads_back_to_its_page() {
        let check = |form: &str, page: &str| assert_eq!(page_of_form(form), page, "{form}");
        let ticket = "/desk/tickets/RV-2026-000001";
        let of = |rest: &str| format!("{ticket}{rest}");
        check(&of("/answer"), &of("?do=answer#tekst"));
        check(&of("/close"), &of("?do=close#reden"));
        check(&of("/readdress"), &of("?do=readdress#adres"));
        check(&of("/consult"), &of("/consult"));
        check(&of("/take"), ticket);
        check(&of("/undo"), ticket);
        check(&of("/nergens"), ticket);
        check(&of("/drafts/answer"), ticket);
        check("/desk/nieuw", "/desk/nieuw");
        check("/desk/faq/0199/submit", "/desk/faq/0199");
        check("/desk/mail/0199/treat", "/desk/mail/0199");
        check("/desk/profiel/wachtwoord", "/desk/profiel");
        check("/desk/bulk", "/desk");
        check("/desk/tickets/..%2F..%2Fx/answer", "/desk");
        check("//x.example/answer", "/desk");
        check("/desk/faq/%0d%0a/submit", "/desk");
    }
}
