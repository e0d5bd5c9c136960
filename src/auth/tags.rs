//! Compact signed tags: what makes a reply address or a link unforgeable without a table of tokens.
//!
//! A tag is the lower-case base32 (no padding) of a kind byte, the ids it speaks for, the id of the
//! key, and the first 80 bits of an HMAC-SHA-256 over all of that. Mail servers may change the case
//! of an address, so reading does not look at case. A tag proves the conversation it belongs to,
//! not the person who holds it.

use std::fmt;

use aws_lc_rs::{constant_time, hmac};
use uuid::Uuid;

use crate::config::Subaddress;
use crate::context::{Context, Purpose, Secret};

/// Bytes of the HMAC that a tag carries: 80 bits.
const MAC_BYTES: usize = 10;
/// The longest tag, [`Tag::Action`], in characters; anything longer is not looked at.
const LONGEST: usize = base32_len(1 + 16 + 16 + 1 + MAC_BYTES);
/// A tag with one id, as mail addresses carry it, in characters.
const IN_ADDRESS: usize = base32_len(1 + 16 + 1 + MAC_BYTES);
/// What RFC 5321 (4.5.3.1.1) allows before the `@`.
const MAX_LOCAL_PART: usize = 64;

/// What a tag speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tag {
    /// The reply address of an asker's conversation.
    Asker {
        /// The ticket.
        ticket: Uuid,
    },
    /// The reply address of a desk for one assignment.
    Assignment {
        /// The assignment.
        assignment: Uuid,
    },
    /// The return address (VERP) of one delivery, so that a bounce finds it.
    Delivery {
        /// The delivery.
        delivery: Uuid,
    },
    /// The asker's link to the status of a ticket.
    View {
        /// The ticket.
        ticket: Uuid,
        /// The version of the ticket's link; raising it revokes the links before it.
        version: u32,
    },
    /// The asker's link to say whether an answer was one.
    Action {
        /// The ticket.
        ticket: Uuid,
        /// The answer that is asked about.
        message: Uuid,
    },
    /// A desk's link to its own page of an assignment, for those without an account.
    Administration {
        /// The assignment.
        assignment: Uuid,
    },
    /// The link of who got our mail about a question that somebody else asked with their address.
    NotMe {
        /// The ticket.
        ticket: Uuid,
        /// The version of the ticket's links; raising it revokes the links before it.
        version: u32,
    },
    /// A receiver's link to a file that was too large to leave with the mail.
    File {
        /// The delivery it belonged to.
        delivery: Uuid,
        /// Which file of that mail, from 0.
        nth: u16,
    },
}

impl Tag {
    /// The kind byte. Tags are in mails for years: a number is never given a second meaning.
    fn kind(self) -> u8 {
        match self {
            Self::Asker { .. } => 1,
            Self::Assignment { .. } => 2,
            Self::Delivery { .. } => 3,
            Self::View { .. } => 4,
            Self::Action { .. } => 5,
            Self::Administration { .. } => 6,
            Self::File { .. } => 7,
            Self::NotMe { .. } => 8,
        }
    }

    fn is_for_addresses(self) -> bool {
        matches!(
            self,
            Self::Asker { .. } | Self::Assignment { .. } | Self::Delivery { .. }
        )
    }

    fn body(self) -> Vec<u8> {
        let mut body = Vec::with_capacity(1 + 16 + 16 + 1 + MAC_BYTES);
        body.push(self.kind());
        match self {
            Self::Asker { ticket: id }
            | Self::Assignment { assignment: id }
            | Self::Delivery { delivery: id }
            | Self::Administration { assignment: id } => body.extend_from_slice(id.as_bytes()),
            Self::View { ticket, version } | Self::NotMe { ticket, version } => {
                body.extend_from_slice(ticket.as_bytes());
                body.extend_from_slice(&version.to_be_bytes());
            }
            Self::Action { ticket, message } => {
                body.extend_from_slice(ticket.as_bytes());
                body.extend_from_slice(message.as_bytes());
            }
            Self::File { delivery, nth } => {
                body.extend_from_slice(delivery.as_bytes());
                body.extend_from_slice(&nth.to_be_bytes());
            }
        }
        body
    }

    fn from_body(body: &[u8]) -> Option<Self> {
        let (&kind, rest) = body.split_first()?;
        let (id, rest) = rest.split_first_chunk::<16>()?;
        let id = Uuid::from_bytes(*id);
        let tag = match kind {
            1 => Self::Asker { ticket: id },
            2 => Self::Assignment { assignment: id },
            3 => Self::Delivery { delivery: id },
            4 | 8 => {
                let (ticket, version) = (id, u32::from_be_bytes(rest.try_into().ok()?));
                return Some(if kind == 4 {
                    Self::View { ticket, version }
                } else {
                    Self::NotMe { ticket, version }
                });
            }
            5 => {
                let message = Uuid::from_bytes(rest.try_into().ok()?);
                return Some(Self::Action {
                    ticket: id,
                    message,
                });
            }
            6 => Self::Administration { assignment: id },
            7 => {
                let nth = u16::from_be_bytes(rest.try_into().ok()?);
                return Some(Self::File { delivery: id, nth });
            }
            _ => return None,
        };
        rest.is_empty().then_some(tag)
    }
}

/// Signs tags and reads them back. Shows its keys to nobody.
#[derive(Clone)]
pub struct Signer {
    current: SigningKey,
    /// Keys from before a change of secret: still read, never signed with.
    earlier: Vec<SigningKey>,
}

#[derive(Clone)]
struct SigningKey {
    /// Derived from the key itself, so that a changed secret needs no bookkeeping. Two keys may
    /// share an id: reading tries each that has it.
    id: u8,
    key: hmac::Key,
}

impl SigningKey {
    fn new(secret: &Secret) -> Self {
        let key = Purpose::Tags.key(secret);
        let id = hmac::sign(&key, b"key id").as_ref()[0];
        Self { id, key }
    }

    fn mac(&self, signed: &[u8]) -> [u8; MAC_BYTES] {
        let mut mac = [0; MAC_BYTES];
        mac.copy_from_slice(&hmac::sign(&self.key, signed).as_ref()[..MAC_BYTES]);
        mac
    }
}

impl Signer {
    /// A signer with the secret of this installation.
    #[must_use]
    pub fn new(secret: &Secret) -> Self {
        Self {
            current: SigningKey::new(secret),
            earlier: Vec::new(),
        }
    }

    /// The signer of this installation.
    #[must_use]
    pub fn of(ctx: &Context) -> Self {
        ctx.secret
            .earlier()
            .fold(Self::new(&ctx.secret), |signer, old| signer.and_reads(&old))
    }

    /// Goes on reading what was signed with `secret`, which is no longer in use.
    #[must_use]
    pub fn and_reads(mut self, secret: &Secret) -> Self {
        self.earlier.push(SigningKey::new(secret));
        self
    }

    /// The tag as it stands in an address or a link.
    #[must_use]
    pub fn sign(&self, tag: Tag) -> String {
        let mut bytes = tag.body();
        bytes.push(self.current.id);
        let mac = self.current.mac(&bytes);
        bytes.extend_from_slice(&mac);
        encode_base32(&bytes)
    }

    /// What `text` speaks for, or `None` when we did not sign it.
    #[must_use]
    pub fn read(&self, text: &str) -> Option<Tag> {
        if text.len() > LONGEST {
            return None;
        }
        let bytes = decode_base32(text)?;
        let (signed, mac) = bytes.split_last_chunk::<MAC_BYTES>()?;
        let (&key_id, body) = signed.split_last()?;
        std::iter::once(&self.current)
            .chain(&self.earlier)
            .filter(|key| key.id == key_id)
            .any(|key| constant_time::verify_slices_are_equal(&key.mac(signed), mac).is_ok())
            .then(|| Tag::from_body(body))?
    }

    /// `text` with a `…` in place of each tag that we signed: whoever reads it cannot use what was given to
    /// somebody else. Whatever only looks like one stays.
    #[must_use]
    pub fn without_tags(&self, text: &str) -> String {
        let mut shown = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(next) = rest.chars().next() {
            let (words, long) = match self.begins_with_tag(rest) {
                Some(long) => ("…", long),
                None => (&rest[..next.len_utf8()], next.len_utf8()),
            };
            shown.push_str(words);
            rest = &rest[long..];
        }
        shown
    }

    /// How long the tag is that `text` begins with, when we signed one.
    fn begins_with_tag(&self, text: &str) -> Option<usize> {
        // The first byte says how long it is: most texts are done with here.
        let [first, second, ..] = text.as_bytes() else {
            return None;
        };
        let kind = base32_value(*first)? << 3 | base32_value(*second)? >> 2;
        let tag = text.get(..length_of(kind)?)?;
        self.read(tag).map(|_| tag.len())
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer(hidden)")
    }
}

/// The service's own mail address cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Not of the form `name@domain`.
    #[error("`{0}` is not a mail address")]
    NotAnAddress(String),
    /// No room for a tag before the `@`.
    #[error(
        "`{local}` is too long to carry a signed tag: at most {max} characters before the @ \
         (or set mail.subaddress to domain or off)"
    )]
    TooLong {
        /// What stands before the `@`.
        local: String,
        /// How long it may be.
        max: usize,
    },
}

/// The addresses of the service: its own, and those that carry a tag.
#[derive(Debug, Clone)]
pub struct Addresses {
    local: String,
    domain: String,
    subaddress: Subaddress,
    signer: Signer,
}

impl Addresses {
    /// Addresses made from `address` (`mail.address`).
    ///
    /// # Errors
    /// When `address` is none, or leaves no room for a tag.
    pub fn new(
        signer: Signer,
        address: &str,
        subaddress: Subaddress,
    ) -> Result<Self, AddressError> {
        let not_one = || AddressError::NotAnAddress(address.to_owned());
        let (local, domain) = address.rsplit_once('@').ok_or_else(not_one)?;
        let plain = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_graphic() && !b"<>()[]\",:;@\\".contains(&byte))
        };
        if !plain(local) || !plain(domain) || local.len() > MAX_LOCAL_PART {
            return Err(not_one());
        }
        let max = MAX_LOCAL_PART - 1 - IN_ADDRESS;
        if subaddress == Subaddress::Plus && local.len() > max {
            return Err(AddressError::TooLong {
                local: local.to_owned(),
                max,
            });
        }
        let (local, domain) = (local.to_owned(), domain.to_owned());
        Ok(Self {
            local,
            domain,
            subaddress,
            signer,
        })
    }

    /// The addresses of this installation, as `[mail]` sets them.
    ///
    /// # Errors
    /// As [`Addresses::new`].
    pub fn of(ctx: &Context) -> Result<Self, AddressError> {
        let mail = &ctx.settings.mail;
        Self::new(Signer::of(ctx), &mail.address, mail.subaddress)
    }

    /// The address without a tag.
    #[must_use]
    pub fn plain(&self) -> String {
        format!("{}@{}", self.local, self.domain)
    }

    /// Where an asker's reply about `ticket` goes.
    #[must_use]
    pub fn reply_of_asker(&self, ticket: Uuid) -> String {
        self.tagged(Tag::Asker { ticket })
    }

    /// Where a desk's reply about `assignment` goes.
    #[must_use]
    pub fn reply_of_assignment(&self, assignment: Uuid) -> String {
        self.tagged(Tag::Assignment { assignment })
    }

    /// Where a bounce of `delivery` goes.
    #[must_use]
    pub fn return_of_delivery(&self, delivery: Uuid) -> String {
        self.tagged(Tag::Delivery { delivery })
    }

    fn tagged(&self, tag: Tag) -> String {
        let Self { local, domain, .. } = self;
        match self.subaddress {
            Subaddress::Plus => format!("{local}+{}@{domain}", self.signer.sign(tag)),
            Subaddress::Domain => format!("{}@{domain}", self.signer.sign(tag)),
            Subaddress::Off => self.plain(),
        }
    }

    /// What the address a mail was sent to speaks for.
    ///
    /// Only the tag counts, not what stands around it: tags outlive a change of `mail.address` or
    /// `mail.subaddress`, and relays rewrite domains. A tag made for a link is none here.
    #[must_use]
    pub fn read(&self, address: &str) -> Option<Tag> {
        let (local, _) = address.trim().rsplit_once('@')?;
        let tag = local.rsplit_once('+').map_or(local, |(_, tag)| tag);
        self.signer.read(tag).filter(|tag| tag.is_for_addresses())
    }

    /// Whether mail to `address` comes to us: it is one of ours, or ours with any subaddress. Whether
    /// a tag still means something is for who reads the mail; refusing it would lose a reply.
    #[must_use]
    pub fn receives(&self, address: &str) -> bool {
        if self.is_ours(address) {
            return true;
        }
        let Some((local, domain)) = address.trim().rsplit_once('@') else {
            return false;
        };
        let subaddressed = local.split_once('+').is_some_and(|(local, _)| {
            self.subaddress == Subaddress::Plus && local.eq_ignore_ascii_case(&self.local)
        });
        subaddressed && domain.eq_ignore_ascii_case(&self.domain)
    }

    /// Whether `address` is one of ours: the plain one, or one with a tag we signed.
    #[must_use]
    pub fn is_ours(&self, address: &str) -> bool {
        address.trim().eq_ignore_ascii_case(&self.plain()) || self.read(address).is_some()
    }
}

const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

const fn base32_len(bytes: usize) -> usize {
    (bytes * 8).div_ceil(5)
}

/// How many characters a tag with this kind byte has.
fn length_of(kind: u8) -> Option<usize> {
    let said = match kind {
        1..=3 | 6 => 16,
        4 | 8 => 16 + 4,
        5 => 16 + 16,
        7 => 16 + 2,
        _ => return None,
    };
    Some(base32_len(1 + said + 1 + MAC_BYTES))
}

/// The five bits that a character stands for, in either case.
fn base32_value(character: u8) -> Option<u8> {
    match character.to_ascii_lowercase() {
        letter @ b'a'..=b'z' => Some(letter - b'a'),
        digit @ b'2'..=b'7' => Some(digit - b'2' + 26),
        _ => None,
    }
}

fn encode_base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(base32_len(bytes.len()));
    let mut buffer = 0_u16;
    let mut bits = 0;
    for &byte in bytes {
        buffer = buffer << 8 | u16::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(ALPHABET[usize::from(buffer >> bits & 31)]));
        }
        buffer &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(char::from(ALPHABET[usize::from(buffer << (5 - bits) & 31)]));
    }
    text
}

/// The bytes of `text`, or `None` when there is any other way to write them: a tag has one spelling.
fn decode_base32(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let mut buffer = 0_u16;
    let mut bits = 0;
    for character in text.bytes() {
        buffer = buffer << 5 | u16::from(base32_value(character)?);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(buffer >> bits).ok()?);
            buffer &= (1 << bits) - 1;
        }
    }
    (bits < 5 && buffer == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn secret(byte: u8) -> Secret {
        Secret::new(&[byte; 32]).unwrap()
    }

    fn signer() -> Signer {
        Signer::new(&secret(1))
    }

    fn any_id() -> impl Strategy<Value = Uuid> {
        any::<[u8; 16]>().prop_map(Uuid::from_bytes)
    }

    fn any_tag() -> impl Strategy<Value = Tag> {
        (0..8, any_id(), any_id(), any::<u32>()).prop_map(|(kind, id, other, version)| match kind {
            0 => Tag::Asker { ticket: id },
            1 => Tag::Assignment { assignment: id },
            2 => Tag::Delivery { delivery: id },
            3 => Tag::View {
                ticket: id,
                version,
            },
            4 => Tag::Action {
                ticket: id,
                message: other,
            },
            5 => Tag::Administration { assignment: id },
            6 => Tag::NotMe {
                ticket: id,
                version,
            },
            _ => Tag::File {
                delivery: id,
                nth: u16::from_be_bytes([version.to_be_bytes()[0], version.to_be_bytes()[1]]),
            },
        })
    }

    proptest! {
        #[test]
        fn a_signed_tag_reads_back_in_any_case(tag in any_tag(), flips in any::<u128>()) {
            let text = signer().sign(tag);
            prop_assert!(text.len() <= LONGEST);
            prop_assert!(text.bytes().all(|byte| ALPHABET.contains(&byte)));
            let shouted: String = text
                .chars()
                .enumerate()
                .map(|(at, c)| if flips >> (at % 128) & 1 == 1 { c.to_ascii_uppercase() } else { c })
                .collect();
            prop_assert_eq!(signer().read(&shouted), Some(tag));
        }

        #[test]
        fn a_tag_with_any_other_character_is_refused(
            tag in any_tag(),
            at in any::<prop::sample::Index>(),
            other in any::<prop::sample::Index>(),
        ) {
            let mut text = signer().sign(tag).into_bytes();
            let at = at.index(text.len());
            let others: Vec<u8> = (0x21..0x7f_u8)
                .filter(|byte| byte.to_ascii_lowercase() != text[at])
                .collect();
            text[at] = others[other.index(others.len())];
            prop_assert_eq!(signer().read(std::str::from_utf8(&text).unwrap()), None);
        }

        #[test]
        fn a_tag_that_is_cut_or_lengthened_is_refused(tag in any_tag(), keep in any::<prop::sample::Index>()) {
            let text = signer().sign(tag);
            prop_assert_eq!(signer().read(&text[..keep.index(text.len())]), None);
            prop_assert_eq!(signer().read(&format!("{text}a")), None);
        }

        #[test]
        fn any_text_at_all_is_read_without_a_panic(text in "\\PC*") {
            prop_assert_eq!(signer().read(&text), None);
            prop_assert_eq!(signer().without_tags(&text), text);
        }

        #[test]
        fn a_signed_tag_is_not_shown_whatever_stands_around_it(
            tag in any_tag(),
            before in "[a-z2-7 /@é]{0,50}",
            after in "[a-z2-7 /@é]{0,50}",
            shouted in any::<bool>(),
        ) {
            let signed = signer().sign(tag);
            prop_assert_eq!(length_of(tag.kind()), Some(signed.len()));
            let signed = if shouted { signed.to_uppercase() } else { signed };
            let text = format!("{before}{signed}{after}");
            prop_assert_eq!(signer().without_tags(&text), format!("{before}…{after}"));
        }

        #[test]
        fn a_tag_of_another_secret_is_refused(tag in any_tag()) {
            prop_assert_eq!(signer().read(&Signer::new(&secret(2)).sign(tag)), None);
        }

        #[test]
        fn base32_has_one_spelling(bytes in prop::collection::vec(any::<u8>(), 0..50)) {
            prop_assert_eq!(decode_base32(&encode_base32(&bytes)), Some(bytes));
        }

        #[test]
        fn an_address_with_a_tag_fits_and_reads_back(id in any_id()) {
            let addresses =
                Addresses::new(signer(), "regiovorming.vrag@example.org", Subaddress::Plus).unwrap();
            let address = addresses.reply_of_assignment(id);
            prop_assert!(address.split_once('@').unwrap().0.len() <= MAX_LOCAL_PART);
            prop_assert_eq!(
                addresses.read(&address.to_uppercase()),
                Some(Tag::Assignment { assignment: id })
            );
        }
    }

    #[test]
    fn a_tag_signed_before_the_secret_changed_is_still_read() {
        let tag = Tag::View {
            ticket: Uuid::from_u128(7),
            version: 3,
        };
        let text = signer().sign(tag);
        assert_eq!(
            Signer::new(&secret(2)).and_reads(&secret(1)).read(&text),
            Some(tag)
        );
    }

    #[test]
    fn the_spelling_of_a_tag_never_changes() {
        let tag = Tag::Asker {
            ticket: Uuid::from_u128(0x0190_aaaa_bbbb_7ccc_8ddd_eeee_ffff_0001),
        };
        insta::assert_snapshot!(signer().sign(tag), @"aeazbkvkxo5xzten3xxo5777aaasvr4ojh4l6bftcnr4m");
    }

    #[test]
    fn each_way_of_addressing_reads_what_the_others_wrote() {
        let id = Uuid::from_u128(5);
        let in_mode = |mode| Addresses::new(signer(), "vragen@example.org", mode).unwrap();
        for writer in [Subaddress::Plus, Subaddress::Domain] {
            let address = in_mode(writer).return_of_delivery(id);
            for reader in [Subaddress::Plus, Subaddress::Domain, Subaddress::Off] {
                let read = in_mode(reader).read(&address);
                assert_eq!(
                    read,
                    Some(Tag::Delivery { delivery: id }),
                    "{writer:?} {reader:?}"
                );
                assert!(in_mode(reader).is_ours(&address));
            }
        }
        let off = in_mode(Subaddress::Off);
        assert_eq!(off.reply_of_asker(id), "vragen@example.org");
        assert_eq!(off.read("vragen@example.org"), None);
        assert!(off.is_ours("Vragen@Example.org"));
        assert!(!off.is_ours("iemand@example.org"));
    }

    #[test]
    fn mail_to_any_subaddress_of_ours_comes_to_us() {
        let of = |mode| Addresses::new(signer(), "vragen@example.org", mode).unwrap();
        let (plus, domain) = (of(Subaddress::Plus), of(Subaddress::Domain));
        for ours in ["Vragen@Example.org", "vragen+iets@EXAMPLE.org"] {
            assert!(plus.receives(ours), "{ours}");
        }
        assert!(domain.receives("vragen@example.org"));
        assert!(domain.receives(&plus.reply_of_asker(Uuid::from_u128(5))));
        for others in [
            "",
            "vragen",
            "@example.org",
            "andere@example.org",
            "vragen@example.com",
            "vragen+iets@example.com",
            "vragenlijst+iets@example.org",
        ] {
            assert!(!plus.receives(others), "{others}");
        }
        assert!(!domain.receives("vragen+iets@example.org"));
    }

    #[test]
    fn a_link_in_an_address_is_no_reply_address() {
        let addresses = Addresses::new(signer(), "v@example.org", Subaddress::Plus).unwrap();
        let link = signer().sign(Tag::View {
            ticket: Uuid::from_u128(5),
            version: 1,
        });
        assert_eq!(addresses.read(&format!("v+{link}@example.org")), None);
    }

    #[test]
    fn an_address_without_room_for_a_tag_is_refused() {
        let of = |address: &str, mode| Addresses::new(signer(), address, mode).map(|_| ());
        let long = "regiovorming.vragen@example.org";
        let max = 18;
        let local = "regiovorming.vragen".to_owned();
        assert_eq!(
            of(long, Subaddress::Plus),
            Err(AddressError::TooLong { local, max })
        );
        assert_eq!(of(long, Subaddress::Domain), Ok(()));
        for wrong in [
            "",
            "vragen",
            "@example.org",
            "vragen@",
            "a b@c",
            "\"a\"@c",
            "a@b@c",
        ] {
            let refused = AddressError::NotAnAddress(wrong.to_owned());
            assert_eq!(of(wrong, Subaddress::Off), Err(refused));
        }
    }

    #[test]
    fn neither_signer_nor_addresses_print_a_secret() {
        let addresses = Addresses::new(signer(), "v@example.org", Subaddress::Plus).unwrap();
        insta::assert_snapshot!(
            format!("{addresses:?}"),
            @r#"Addresses { local: "v", domain: "example.org", subaddress: Plus, signer: Signer(hidden) }"#
        );
    }
}
