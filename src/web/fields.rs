//! What a form sends: its texts and its files, whether it came as `multipart/form-data` or not.
//! Sizes are held within limits while the bytes come in; what is too much is counted, not kept, so
//! that the page can say by how much.

use std::collections::HashMap;

use actix_multipart::{Field, Multipart};
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};
use futures::future::LocalBoxFuture;
use futures::{FutureExt as _, StreamExt as _};
use uuid::Uuid;

use super::{Kind, Problem};

/// Bytes that all files of one form may have together.
pub const MOST_UPLOAD: u64 = 20_000_000;
/// Bytes of one text field.
const MOST_TEXT: usize = 256 * 1024;
/// Fields and files in one form.
const MOST_PARTS: usize = 100;
/// Bytes that are read at all; a browser only shows our answer when we read its request.
const MOST_READ: u64 = 100_000_000;

/// A file that came with a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its name, without any folder.
    pub name: String,
    /// Its media type, as the browser says.
    pub media_type: String,
    /// Its content.
    pub content: Vec<u8>,
}

/// A file that is too large, or that makes the files together too large.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TooLarge {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
}

/// What a form sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    texts: HashMap<String, Vec<String>>,
    /// Its files, in order.
    pub files: Vec<Upload>,
    /// The first file that was left out because of its size.
    pub too_large: Option<TooLarge>,
    /// The name of the first file that was left out because there is nothing in it.
    pub empty: Option<String>,
}

impl Fields {
    /// The text of a field, with line ends as a line feed; empty when there is none.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        self.all(name).first().cloned().unwrap_or_default()
    }

    /// What makes a second press of the form's button the same as the first, as [`Uuid::simple`] writes
    /// it; none when the form brought nothing of the kind.
    #[must_use]
    pub fn nonce(&self) -> Option<Uuid> {
        let text = self.text("eenmalig");
        let text = text.trim();
        (text.len() == 32).then(|| Uuid::try_parse(text).ok())?
    }

    /// Every text of a field that may occur more than once.
    #[must_use]
    pub fn all(&self, name: &str) -> &[String] {
        self.texts.get(name).map_or(&[], Vec::as_slice)
    }

    /// Every text with the name of its field.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&str, &str)> {
        let all = self
            .texts
            .iter()
            .map(|(name, texts)| (name.as_str(), texts));
        all.flat_map(|(name, texts)| texts.iter().map(move |text| (name, text.as_str())))
            .collect()
    }

    fn add(&mut self, name: String, text: &str) {
        let text = text
            .replace("\r\n", "\n")
            .replace('\r', "\n")
            .replace('\0', "");
        self.texts.entry(name).or_default().push(text);
    }
}

impl FromRequest for Fields {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        if kind.starts_with("multipart/form-data") {
            let parts = Multipart::new(request.headers(), payload.take());
            return read_parts(parts).boxed_local();
        }
        let form = web::Form::<Vec<(String, String)>>::from_request(request, payload);
        async move {
            let mut fields = Self::default();
            let form = form.await.map_err(|error| {
                let sent = error.error_response().status();
                let kind = if sent == actix_web::http::StatusCode::PAYLOAD_TOO_LARGE {
                    Kind::TooLarge
                } else {
                    Kind::Malformed
                };
                Problem::new(kind).caused_by(error.to_string())
            })?;
            for (name, text) in form.into_inner() {
                fields.add(name, &text);
            }
            Ok(fields)
        }
        .boxed_local()
    }
}

fn broken(error: &actix_multipart::MultipartError) -> Problem {
    Problem::new(Kind::Malformed).caused_by(error.to_string())
}

async fn read_parts(mut parts: Multipart) -> Result<Fields, Problem> {
    let mut fields = Fields::default();
    let (mut kept, mut read, mut count) = (0, 0, 0);
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|error| broken(&error))?;
        count += 1;
        if count > MOST_PARTS {
            return Err(Problem::new(Kind::TooLarge));
        }
        let name = part.name().unwrap_or_default().to_owned();
        let filename = part.content_disposition().and_then(|it| it.get_filename());
        let chosen = filename.is_some_and(|it| !it.trim().is_empty());
        match filename.map(base_name) {
            None => {
                let text = read_text(&mut part).await?;
                fields.add(name, &text);
            }
            Some(filename) => {
                let room = MOST_UPLOAD - kept;
                let (content, size) = read_file(&mut part, room, &mut read).await?;
                match content {
                    Some(content) if content.is_empty() => {
                        // A file field in which nothing was chosen is sent too, without a name.
                        if chosen {
                            fields.empty.get_or_insert(filename);
                        }
                    }
                    Some(content) => {
                        kept += size;
                        let media_type = part.content_type().map_or_else(
                            || "application/octet-stream".to_owned(),
                            ToString::to_string,
                        );
                        fields.files.push(Upload {
                            name: filename,
                            media_type,
                            content,
                        });
                    }
                    None => {
                        fields.too_large.get_or_insert(TooLarge {
                            name: filename,
                            size,
                        });
                    }
                }
            }
        }
    }
    Ok(fields)
}

async fn read_text(part: &mut Field) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.next().await {
        let chunk = chunk.map_err(|error| broken(&error))?;
        if bytes.len() + chunk.len() > MOST_TEXT {
            return Err(Problem::new(Kind::TooLarge));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The content of a file with its size; no content when it has more than `room` bytes.
async fn read_file(
    part: &mut Field,
    room: u64,
    read: &mut u64,
) -> Result<(Option<Vec<u8>>, u64), Problem> {
    let mut content = Some(Vec::new());
    let mut size = 0;
    while let Some(chunk) = part.next().await {
        let chunk = chunk.map_err(|error| broken(&error))?;
        let length = chunk.len() as u64;
        size += length;
        *read += length;
        if *read > MOST_READ {
            return Err(Problem::new(Kind::TooLarge));
        }
        if size > room {
            content = None;
        }
        if let Some(content) = &mut content {
            content.extend_from_slice(&chunk);
        }
    }
    Ok((content, size))
}

/// A file name without the folders that some browsers put before it, and without control marks.
fn base_name(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = base
        .chars()
        .filter(|it| !it.is_control())
        .take(200)
        .collect();
    match clean.trim() {
        "" => "bijlage".to_owned(),
        clean => clean.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    async fn read(kind: &str, body: String) -> Result<Fields, Problem> {
        let (request, mut payload) = TestRequest::post()
            .insert_header((header::CONTENT_TYPE, kind))
            .set_payload(body)
            .to_http_parts();
        Fields::from_request(&request, &mut payload).await
    }

    fn file(name: &str, content: &str) -> String {
        format!(
            "--x\r\nContent-Disposition: form-data; name=\"bijlagen\"; filename=\"{name}\"\r\n\
             Content-Type: text/plain\r\n\r\n{content}\r\n"
        )
    }

    #[actix_web::test]
    async fn a_form_is_read_in_both_ways_of_sending() {
        let plain = read(
            "application/x-www-form-urlencoded",
            "a=1%0D%0A2&b=&a=3".into(),
        )
        .await;
        let plain = plain.unwrap();
        assert_eq!(
            (plain.text("a").as_str(), plain.all("a").len()),
            ("1\n2", 2)
        );
        assert_eq!(plain.text("c"), "");

        let text = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n2\r\n";
        let body = format!(
            "{text}{}{}--x--\r\n",
            file("C:\\\\map\\\\plan.txt", "plan"),
            file("", "")
        );
        let parts = read("multipart/form-data; boundary=x", body).await.unwrap();
        assert_eq!(parts.text("a"), "1\n2");
        let [only] = &parts.files[..] else {
            panic!("{parts:?}")
        };
        assert_eq!(
            (only.name.as_str(), only.content.as_slice()),
            ("plan.txt", b"plan".as_slice())
        );
        assert_eq!(parts.empty, None, "nothing was chosen in the second field");
    }

    #[actix_web::test]
    async fn a_file_that_is_too_large_is_named_and_left_out() {
        let large = "x".repeat(usize::try_from(MOST_UPLOAD).unwrap() - 1);
        let body = format!(
            "{}{}--x--\r\n",
            file("groot.tif", &large),
            file("klein.txt", "ab")
        );
        let fields = read("multipart/form-data; boundary=x", body).await.unwrap();
        assert_eq!(fields.files.len(), 1);
        let left_out = TooLarge {
            name: "klein.txt".to_owned(),
            size: 2,
        };
        assert_eq!(fields.too_large, Some(left_out));
    }

    #[actix_web::test]
    async fn a_file_without_content_is_named_and_left_out() {
        let body = format!(
            "{}{}--x--\r\n",
            file("leeg.txt", ""),
            file("plan.txt", "plan")
        );
        let fields = read("multipart/form-data; boundary=x", body).await.unwrap();
        assert_eq!(fields.files.len(), 1);
        assert_eq!(fields.empty.as_deref(), Some("leeg.txt"));
    }

    #[actix_web::test]
    async fn a_broken_form_is_a_problem_and_no_panic() {
        let kind = |read: Result<Fields, Problem>| read.unwrap_err().kind();
        let multipart = "multipart/form-data; boundary=x";
        assert_eq!(
            kind(read(multipart, "--x\r\nonzin".into()).await),
            Kind::Malformed
        );
        assert_eq!(
            kind(read("multipart/form-data", String::new()).await),
            Kind::Malformed
        );
        assert_eq!(
            kind(read("application/json", "{}".into()).await),
            Kind::Malformed
        );
    }
}
