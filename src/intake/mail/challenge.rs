//! The answer of a guard in front of a mailbox: it keeps a mail back until its writer proves to be a person,
//! by following a link.

use std::sync::LazyLock;

use super::parsed::ParsedMail;
use crate::language::{Phrases, lowercase};

/// What such a guard says is short, in bytes.
const MAX_TEXT: usize = 2_000;

/// Whether a mail asks its reader for the proof of being a person before a mail is let through. It names what
/// waits, what has to be proved, and where.
pub(super) fn asks_for_proof(mail: &ParsedMail) -> bool {
    static PROOF: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "een mens bent",
            "een echte persoon bent",
            "geen robot bent",
            "uzelf te identificeren",
            "u te identificeren",
            "u te authenticeren",
            "uzelf te authenticeren",
            "identificeer u",
            "authenticeer u",
            "uw adres te bevestigen",
            "uw bericht te bevestigen",
            "uw e-mailadres te bevestigen",
            "vous authentifier",
            "authentifiez-vous",
            "vous identifier",
            "identifiez-vous",
            "êtes humain",
            "êtes un humain",
            "êtes une personne",
            "êtes pas un robot",
            "valider votre adresse",
            "valider votre message",
            "confirmer votre adresse",
            "you are human",
            "you are a human",
            "you are a real person",
            "you're human",
            "you are not a robot",
            "authenticate yourself",
            "identify yourself",
            "verify yourself",
            "verify your address",
            "verify your email",
            "confirm your address",
            "confirm your email",
            "ein mensch sind",
            "kein roboter sind",
            "sich zu authentifizieren",
            "sich zu identifizieren",
            "authentifizieren sie sich",
            "identifizieren sie sich",
            "ihre adresse zu bestätigen",
            "bestätigen sie ihre adresse",
        ])
    });
    static WAITS: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(&[
            "wacht op",
            "wordt tegengehouden",
            "werd tegengehouden",
            "wordt vastgehouden",
            "werd vastgehouden",
            "in quarantaine",
            "in de wachtrij",
            "om uw bericht af te leveren",
            "om uw bericht te bezorgen",
            "nog niet afgeleverd",
            "nog niet bezorgd",
            "votre message soit remis",
            "votre message soit délivré",
            "votre message soit distribué",
            "votre e-mail soit remis",
            "votre mail soit remis",
            "en attente",
            "en quarantaine",
            "pas encore été remis",
            "pas encore été délivré",
            "is waiting",
            "is awaiting",
            "is being held",
            "is on hold",
            "was held",
            "has been held",
            "in quarantine",
            "to have your message delivered",
            "for your message to be delivered",
            "not yet been delivered",
            "wartet auf",
            "zurückgehalten",
            "in quarantäne",
            "noch nicht zugestellt",
            "damit ihre nachricht zugestellt",
        ])
    });
    let text = &mail.new_text;
    if text.len() > MAX_TEXT || mail.brings_files() {
        return false;
    }
    let text = lowercase(text);
    let leads = || {
        let words = ["://", "link", "lien", "klik", "click", "cliqu", "klick"];
        words.iter().any(|word| text.contains(word))
            || mail.raw_html.iter().any(|html| html.contains("://"))
    };
    PROOF.occur(&text) && WAITS.occur(&text) && leads()
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    #[test]
    fn a_guard_asks_for_proof_and_a_person_does_not() {
        let check = |text: &str, expected: bool| {
            let raw = format!(
                "From: an@lede.example\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
            );
            let mail = read(raw.as_bytes()).unwrap();
            assert_eq!(asks_for_proof(&mail), expected, "{text}");
        };
        for text in [
            "Uw bericht aan rik@lede.example wordt vastgehouden. Klik hier om te tonen dat u geen robot bent.",
            "Votre message est en attente. Veuillez vous identifier : https://garde.example/x",
            "Your mail is being held. Please verify your address: https://guard.example/x",
            "Ihre Nachricht wird zurückgehalten. Bitte bestätigen Sie Ihre Adresse: https://x.example/y",
        ] {
            check(text, true);
        }
        for text in [
            "Onze aanvraag wacht op goedkeuring van de raad. Zie https://lede.example/raad",
            "Gelieve uw adres te bevestigen. Wij sturen de stukken per post.",
            "Votre demande est en attente de la décision du conseil ; voir le lien.",
            "Please verify your address in the register.",
        ] {
            check(text, false);
        }
    }
}
