//! What is said to a mail server: one command in, one reply out. Knows no socket and no register.

use std::borrow::Cow;
use std::fmt;

use smtp_proto::{
    Error as Wrong, MAIL_BODY_7BIT, MAIL_BODY_8BITMIME, MAIL_SMTPUTF8, MailFrom, RcptTo, Request,
};

use crate::auth::Addresses;
use crate::config::HandOver;

/// Whom every server of mail must have.
const POSTMASTER: &str = "postmaster";
/// Recipients of one mail; more than a hundred must be allowed (RFC 5321, 4.5.3.1.8), and ours are
/// all one mailbox.
const MOST_RECIPIENTS: usize = 100;
/// Commands that make no sense, before the connection is closed.
const MOST_FAULTS: u32 = 20;
/// Commands that bring no mail, before the connection is closed: recipients that are not ours among them, and
/// all else that is refused.
const MOST_IDLE: u32 = 100;

/// A reply: a code and one line or more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reply {
    code: u16,
    lines: Vec<Cow<'static, str>>,
}

impl Reply {
    /// One line; `text` begins with its enhanced code (RFC 2034).
    pub fn new(code: u16, text: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            lines: vec![text.into()],
        }
    }

    /// Its code, such as 250.
    pub fn code(&self) -> u16 {
        self.code
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = self.lines.len().saturating_sub(1);
        for (at, line) in self.lines.iter().enumerate() {
            let joint = if at == last { ' ' } else { '-' };
            write!(f, "{}{joint}{line}\r\n", self.code)?;
        }
        Ok(())
    }
}

/// What follows a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Next {
    /// This reply, and the next command.
    Say(Reply),
    /// This reply, and the content of the mail.
    Content(Reply),
    /// This reply, and the end of the connection.
    Close(Reply),
}

/// Between whom the mail in hand travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parties {
    /// Where a bounce goes; empty for none.
    pub sender: String,
    /// Which of our addresses it is for, each once per command.
    pub recipients: Vec<String>,
}

/// What every session holds to.
#[derive(Debug, Clone)]
pub(super) struct Rules {
    /// What is spoken.
    pub protocol: HandOver,
    /// How we call ourselves.
    pub name: String,
    /// The largest mail, in bytes.
    pub most: usize,
    /// Our addresses: the central one and the one of bounces.
    pub ours: Vec<Addresses>,
}

impl Rules {
    /// Whether mail to `address` is for us: to one of ours, or to the postmaster of where they are, whom
    /// every server of mail must have (RFC 5321, 4.5.1), with the domain or without.
    fn receives(&self, address: &str) -> bool {
        let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
        let to_postmaster = local.eq_ignore_ascii_case(POSTMASTER);
        self.ours.iter().any(|ours| {
            let own = ours.plain();
            let own = own.rsplit_once('@').map_or("", |(_, own)| own);
            ours.receives(address)
                || to_postmaster && (domain.is_empty() || domain.eq_ignore_ascii_case(own))
        })
    }

    /// The first thing said to who may talk.
    pub fn greeting(&self) -> Reply {
        let protocol = match self.protocol {
            HandOver::Lmtp => "LMTP",
            HandOver::Smtp => "ESMTP",
        };
        Reply::new(220, format!("{} {protocol} regiovraag", self.name))
    }
}

/// A conversation with one client.
#[derive(Debug, Clone)]
pub(super) struct Session<'r> {
    rules: &'r Rules,
    greeted: bool,
    mail: Option<Parties>,
    faults: u32,
    idle: u32,
}

impl<'r> Session<'r> {
    /// One that has just begun.
    pub fn new(rules: &'r Rules) -> Self {
        Self {
            rules,
            greeted: false,
            mail: None,
            faults: 0,
            idle: 0,
        }
    }

    /// The mail whose content came in; the session is ready for another.
    pub fn take_mail(&mut self) -> Option<Parties> {
        self.idle = 0;
        self.mail.take()
    }

    /// What follows `line`, which ends with CR LF.
    pub fn command(&mut self, line: &[u8]) -> Next {
        let next = self.understood(line);
        let Next::Say(reply) = &next else { return next };
        // A client that only knocks may not keep a place from others.
        match reply.code {
            500..=503 => self.faults += 1,
            400.. => self.idle += 1,
            _ => {}
        }
        if self.faults > MOST_FAULTS || self.idle > MOST_IDLE {
            return Next::Close(Reply::new(
                421,
                "4.7.0 Too many commands that bring no mail",
            ));
        }
        next
    }

    fn understood(&mut self, line: &[u8]) -> Next {
        let text = line.strip_suffix(b"\r\n").unwrap_or(line);
        if text.iter().any(|&byte| byte < b' ' && byte != b'\t') || text.contains(&0x7f) {
            return say(500, "5.5.2 A command holds no control characters");
        }
        let request = match Request::parse(&mut line.iter()) {
            Ok(request) => request,
            Err(wrong) => return Next::Say(complaint(&wrong)),
        };
        match request {
            Request::Lhlo { .. } if self.rules.protocol == HandOver::Lmtp => self.greet(true),
            Request::Ehlo { .. } if self.rules.protocol == HandOver::Smtp => self.greet(true),
            Request::Helo { .. } if self.rules.protocol == HandOver::Smtp => self.greet(false),
            Request::Lhlo { .. } => say(500, "5.5.1 SMTP is spoken here: say EHLO"),
            Request::Ehlo { .. } | Request::Helo { .. } => {
                say(500, "5.5.1 LMTP is spoken here: say LHLO")
            }
            Request::Mail { from } => Next::Say(self.begin(&from)),
            Request::Rcpt { mut to } => {
                // The parser reads the one name that needs no domain as no name.
                if to.address.is_empty() && text.to_ascii_lowercase().ends_with(b"<postmaster>") {
                    to.address = POSTMASTER.into();
                }
                Next::Say(self.add(&to))
            }
            Request::Data => self.data(),
            Request::Rset => {
                self.idle += 1;
                self.mail = None;
                say(250, "2.0.0 Forgotten")
            }
            Request::Noop { .. } => {
                self.idle += 1;
                say(250, "2.0.0 Still here")
            }
            Request::Vrfy { .. } => {
                self.idle += 1;
                say(252, "2.5.2 Send a mail and see")
            }
            Request::Help { .. } => {
                self.idle += 1;
                say(214, "2.0.0 RFC 5321 and RFC 2033 say it all")
            }
            Request::Quit => Next::Close(Reply::new(221, "2.0.0 Goodbye")),
            // Content would follow, and be read as commands.
            Request::Bdat { .. } | Request::Burl { .. } => {
                Next::Close(Reply::new(502, "5.5.1 CHUNKING is not offered here"))
            }
            _ => say(502, "5.5.1 Not offered here"),
        }
    }

    fn greet(&mut self, extended: bool) -> Next {
        self.idle += 1;
        self.greeted = true;
        self.mail = None;
        let mut lines: Vec<Cow<'static, str>> = vec![self.rules.name.clone().into()];
        if extended {
            let size = format!("SIZE {}", self.rules.most);
            lines.extend(["PIPELINING".into(), size.into()]);
            lines.extend(["8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES"].map(Cow::from));
        }
        Next::Say(Reply { code: 250, lines })
    }

    fn begin(&mut self, from: &MailFrom<Cow<'_, str>>) -> Reply {
        if !self.greeted {
            return Reply::new(503, "5.5.1 Say who you are first");
        }
        if self.mail.is_some() {
            return Reply::new(503, "5.5.1 One mail at a time");
        }
        let known = MAIL_BODY_7BIT | MAIL_BODY_8BITMIME | MAIL_SMTPUTF8;
        let bare = MailFrom {
            address: from.address.clone(),
            flags: from.flags & known,
            size: from.size,
            ..MailFrom::default()
        };
        if *from != bare {
            return Reply::new(555, "5.5.4 A parameter that is not offered here");
        }
        if from.size > self.rules.most {
            return self.too_large();
        }
        self.mail = Some(Parties {
            sender: from.address.to_string(),
            recipients: Vec::new(),
        });
        Reply::new(250, "2.1.0 Go on")
    }

    fn add(&mut self, to: &RcptTo<Cow<'_, str>>) -> Reply {
        let Some(mail) = &mut self.mail else {
            return Reply::new(503, "5.5.1 Say from whom first");
        };
        if to.flags != 0 || to.orcpt.is_some() || to.rrvs != 0 {
            return Reply::new(555, "5.5.4 A parameter that is not offered here");
        }
        if !self.rules.receives(&to.address) {
            return Reply::new(550, "5.1.1 Nobody of that name is here");
        }
        if mail.recipients.len() == MOST_RECIPIENTS {
            return Reply::new(452, "4.5.3 Too many recipients for one mail");
        }
        mail.recipients.push(to.address.to_string());
        Reply::new(250, "2.1.5 That is us")
    }

    fn data(&mut self) -> Next {
        match &self.mail {
            None => say(503, "5.5.1 Say from whom and for whom first"),
            Some(mail) if mail.recipients.is_empty() => say(503, "5.5.1 Say for whom first"),
            Some(_) => Next::Content(Reply::new(354, "Go on, and end with a dot")),
        }
    }

    /// What is said to a mail that does not fit.
    pub fn too_large(&self) -> Reply {
        let most = self.rules.most;
        Reply::new(552, format!("5.3.4 A mail may be {most} bytes here"))
    }
}

fn say(code: u16, text: &'static str) -> Next {
    Next::Say(Reply::new(code, text))
}

fn complaint(wrong: &Wrong) -> Reply {
    match wrong {
        Wrong::UnknownCommand => Reply::new(500, "5.5.1 No such command"),
        Wrong::InvalidSenderAddress => Reply::new(501, "5.1.7 Not an address"),
        Wrong::InvalidRecipientAddress => Reply::new(501, "5.1.3 Not an address"),
        Wrong::SyntaxError { syntax } => Reply::new(501, format!("5.5.4 Say {syntax}")),
        Wrong::InvalidParameter { .. } => Reply::new(501, "5.5.4 A parameter that makes no sense"),
        Wrong::UnsupportedParameter { .. } => {
            Reply::new(555, "5.5.4 A parameter that is not offered here")
        }
        _ => Reply::new(500, "5.5.2 Not understood"),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::auth::Signer;
    use crate::config::Subaddress;
    use crate::context::Secret;

    pub fn rules(protocol: HandOver) -> Rules {
        let signer = || Signer::new(&Secret::new(&[7; 32]).unwrap());
        let of = |address| Addresses::new(signer(), address, Subaddress::Plus).unwrap();
        Rules {
            protocol,
            name: "regiovraag.test".into(),
            most: 1000,
            ours: vec![of("vragen@vlaanderen.be"), of("terug@vlaanderen.be")],
        }
    }

    /// Each command with what it is answered.
    fn transcript(protocol: HandOver, lines: &[&str]) -> String {
        let rules = rules(protocol);
        let mut session = Session::new(&rules);
        let mut said = rules.greeting().to_string();
        for line in lines {
            let (mark, reply) = match session.command(format!("{line}\r\n").as_bytes()) {
                Next::Say(reply) => ("", reply),
                Next::Content(reply) => {
                    session.take_mail().unwrap();
                    (" [content]", reply)
                }
                Next::Close(reply) => (" [closed]", reply),
            };
            let reply = reply.to_string();
            said.extend([&format!("> {line}\r\n"), reply.trim_end(), mark, "\r\n"]);
        }
        said.replace("\r\n", "\n").replace('\0', "?")
    }

    #[test]
    fn a_mail_is_handed_over_by_lmtp() {
        insta::assert_snapshot!(transcript(HandOver::Lmtp, &[
            "EHLO mx.test",
            "MAIL FROM:<an@wetteren.be>",
            "LHLO mx.test",
            "MAIL FROM:<an@wetteren.be> SIZE=1000 BODY=8BITMIME SMTPUTF8",
            "RCPT TO:<Vragen@vlaanderen.be>",
            "RCPT TO:<vragen+wat@vlaanderen.be>",
            "RCPT TO:<terug@vlaanderen.be>",
            "RCPT TO:<iemand@vlaanderen.be>",
            "RCPT TO:<Postmaster>",
            "RCPT TO:<postmaster@vlaanderen.be>",
            "RCPT TO:<postmaster@elders.be>",
            "RCPT TO:<>",
            "DATA",
            "MAIL FROM:<>",
            "RSET",
            "VRFY vragen",
            "NOOP",
            "QUIT",
        ]), @r"
        220 regiovraag.test LMTP regiovraag
        > EHLO mx.test
        500 5.5.1 LMTP is spoken here: say LHLO
        > MAIL FROM:<an@wetteren.be>
        503 5.5.1 Say who you are first
        > LHLO mx.test
        250-regiovraag.test
        250-PIPELINING
        250-SIZE 1000
        250-8BITMIME
        250-SMTPUTF8
        250 ENHANCEDSTATUSCODES
        > MAIL FROM:<an@wetteren.be> SIZE=1000 BODY=8BITMIME SMTPUTF8
        250 2.1.0 Go on
        > RCPT TO:<Vragen@vlaanderen.be>
        250 2.1.5 That is us
        > RCPT TO:<vragen+wat@vlaanderen.be>
        250 2.1.5 That is us
        > RCPT TO:<terug@vlaanderen.be>
        250 2.1.5 That is us
        > RCPT TO:<iemand@vlaanderen.be>
        550 5.1.1 Nobody of that name is here
        > RCPT TO:<Postmaster>
        250 2.1.5 That is us
        > RCPT TO:<postmaster@vlaanderen.be>
        250 2.1.5 That is us
        > RCPT TO:<postmaster@elders.be>
        550 5.1.1 Nobody of that name is here
        > RCPT TO:<>
        550 5.1.1 Nobody of that name is here
        > DATA
        354 Go on, and end with a dot [content]
        > MAIL FROM:<>
        250 2.1.0 Go on
        > RSET
        250 2.0.0 Forgotten
        > VRFY vragen
        252 2.5.2 Send a mail and see
        > NOOP
        250 2.0.0 Still here
        > QUIT
        221 2.0.0 Goodbye [closed]
        ");
    }

    #[test]
    fn what_makes_no_sense_is_told_apart() {
        insta::assert_snapshot!(transcript(HandOver::Smtp, &[
            "LHLO mx.test",
            "HELO mx.test",
            "RCPT TO:<vragen@vlaanderen.be>",
            "DATA",
            "MAIL FROM:<a@b.be> SIZE=1001",
            "MAIL FROM:<a@b.be> RET=HDRS",
            "MAIL FROM:<a@b.be> BODY=BINARYMIME",
            "MAIL FROM:<a@b.be> KLEUR=rood",
            "MAIL FROM a@b.be",
            "MAIL FROM:<>",
            "MAIL FROM:<a@b.be>",
            "DATA",
            "RCPT TO:<vragen@vlaanderen.be> NOTIFY=NEVER",
            "RCPT TO:<vragen@@vlaanderen.be>",
            "NOO\0P",
            "ZEG eens",
            "AUTH PLAIN",
            "STARTTLS",
            "BDAT 10 LAST",
        ]), @r"
        220 regiovraag.test ESMTP regiovraag
        > LHLO mx.test
        500 5.5.1 SMTP is spoken here: say EHLO
        > HELO mx.test
        250 regiovraag.test
        > RCPT TO:<vragen@vlaanderen.be>
        503 5.5.1 Say from whom first
        > DATA
        503 5.5.1 Say from whom and for whom first
        > MAIL FROM:<a@b.be> SIZE=1001
        552 5.3.4 A mail may be 1000 bytes here
        > MAIL FROM:<a@b.be> RET=HDRS
        555 5.5.4 A parameter that is not offered here
        > MAIL FROM:<a@b.be> BODY=BINARYMIME
        555 5.5.4 A parameter that is not offered here
        > MAIL FROM:<a@b.be> KLEUR=rood
        555 5.5.4 A parameter that is not offered here
        > MAIL FROM a@b.be
        501 5.5.4 Say MAIL FROM:<reverse-path> [parameters]
        > MAIL FROM:<>
        250 2.1.0 Go on
        > MAIL FROM:<a@b.be>
        503 5.5.1 One mail at a time
        > DATA
        503 5.5.1 Say for whom first
        > RCPT TO:<vragen@vlaanderen.be> NOTIFY=NEVER
        555 5.5.4 A parameter that is not offered here
        > RCPT TO:<vragen@@vlaanderen.be>
        501 5.1.3 Not an address
        > NOO?P
        500 5.5.2 A command holds no control characters
        > ZEG eens
        500 5.5.1 No such command
        > AUTH PLAIN
        502 5.5.1 Not offered here
        > STARTTLS
        502 5.5.1 Not offered here
        > BDAT 10 LAST
        502 5.5.1 CHUNKING is not offered here [closed]
        ");
    }

    #[test]
    fn who_brings_no_mail_is_sent_away() {
        let rules = rules(HandOver::Lmtp);
        for (command, most) in [("NOOP\r\n", MOST_IDLE), ("WAT\r\n", MOST_FAULTS)] {
            let mut session = Session::new(&rules);
            for _ in 0..most {
                assert!(matches!(session.command(command.as_bytes()), Next::Say(_)));
            }
            assert!(matches!(
                session.command(command.as_bytes()),
                Next::Close(_)
            ));
        }
    }

    #[test]
    fn whatever_is_refused_again_and_again_ends_in_goodbye() {
        let rules = rules(HandOver::Smtp);
        let check = |before: &[&str], again: &str, code: u16| {
            let mut session = Session::new(&rules);
            for line in before {
                session.command(format!("{line}\r\n").as_bytes());
            }
            let mut say = || session.command(format!("{again}\r\n").as_bytes());
            for _ in 0..MOST_IDLE - 1 {
                let Next::Say(reply) = say() else {
                    panic!("{again} is refused too soon")
                };
                assert_eq!(reply.code(), code, "{again}");
            }
            say();
            assert!(matches!(say(), Next::Close(_)), "{again} goes on for ever");
        };
        let greeted = ["EHLO mx.test"];
        check(&greeted, "MAIL FROM:<a@b.be> SIZE=1001", 552);
        check(&greeted, "MAIL FROM:<a@b.be> RET=HDRS", 555);
        let mut full = vec!["EHLO mx.test", "MAIL FROM:<a@b.be>"];
        full.resize(MOST_RECIPIENTS + 2, "RCPT TO:<vragen@vlaanderen.be>");
        check(&full, "RCPT TO:<vragen@vlaanderen.be>", 452);
        check(&full, "RCPT TO:<vragen@vlaanderen.be> NOTIFY=NEVER", 555);
    }

    #[test]
    fn who_asks_for_one_name_after_another_is_sent_away() {
        let rules = rules(HandOver::Lmtp);
        let mut session = Session::new(&rules);
        for line in ["LHLO mx.test\r\n", "MAIL FROM:<an@wetteren.be>\r\n"] {
            session.command(line.as_bytes());
        }
        let mut ask = || session.command(b"RCPT TO:<iemand@vlaanderen.be>\r\n");
        let answered = (0..MOST_IDLE).take_while(|_| matches!(ask(), Next::Say(_)));
        assert!(answered.count() < 100);
        assert!(matches!(ask(), Next::Close(_)));
    }

    proptest! {
        #[test]
        fn no_line_makes_a_session_fail(
            lines in prop::collection::vec(prop_oneof![
                prop::collection::vec(any::<u8>(), 0..60),
                "(LHLO|MAIL FROM:|RCPT TO:|DATA|BDAT|AUTH|RSET)[ -~]{0,40}".prop_map(String::into_bytes),
                Just(b"LHLO mx.test".to_vec()),
                Just(b"MAIL FROM:<>".to_vec()),
                Just(b"RCPT TO:<vragen@vlaanderen.be>".to_vec()),
            ], 0..12),
        ) {
            let rules = rules(HandOver::Lmtp);
            let mut session = Session::new(&rules);
            for line in lines {
                match session.command(&[&line[..], b"\r\n"].concat()) {
                    Next::Content(reply) => {
                        prop_assert_eq!(reply.code(), 354);
                        prop_assert!(!session.take_mail().unwrap().recipients.is_empty());
                    }
                    Next::Say(reply) => prop_assert!((200..600).contains(&reply.code())),
                    Next::Close(_) => break,
                }
            }
        }
    }
}
