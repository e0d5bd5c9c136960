//! The files inside a `winmail.dat`, the wrapping that Exchange puts round rich text.
//!
//! Format: [MS-OXTNEF], a flat list of attributes, each with a level, an id, a length and a
//! checksum. Only names and contents of files are taken.

use super::charset;
use super::digest::sha256_hex;
use super::parsed::Attachment;

/// What every TNEF stream starts with.
const SIGNATURE: [u8; 4] = [0x78, 0x9f, 0x3e, 0x22];

/// Start of the properties of a next file.
const RENDER_DATA: u16 = 0x9002;
/// The short name of a file.
const TITLE: u16 = 0x8010;
/// The content of a file.
const DATA: u16 = 0x800f;

/// Files that are taken out of one stream.
const MAX_FILES: usize = 200;

/// The files in a stream; an unreadable stream has none.
pub(super) fn files(stream: &[u8]) -> Vec<Attachment> {
    let mut found: Vec<(Option<String>, Vec<u8>)> = Vec::new();
    // signature, then a key of two bytes
    let mut rest = match stream.strip_prefix(&SIGNATURE) {
        Some(rest) => rest.get(2..).unwrap_or_default(),
        None => return Vec::new(),
    };
    while let Some((&[_level, low, high, _, _, a, b, c, d], after)) = rest.split_first_chunk::<9>()
    {
        let length = usize::try_from(u32::from_le_bytes([a, b, c, d])).unwrap_or(usize::MAX);
        let Some(content) = after.get(..length) else {
            break;
        };
        match u16::from_le_bytes([low, high]) {
            RENDER_DATA if found.len() < MAX_FILES => found.push((None, Vec::new())),
            TITLE => {
                if found.is_empty() {
                    found.push((None, Vec::new()));
                }
                let (name, _) = charset::text(content, Some("windows-1252"));
                if let Some(file) = found.last_mut() {
                    file.0 = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
                }
            }
            DATA => match found.last_mut() {
                Some(file) if file.1.is_empty() => file.1 = content.to_vec(),
                _ => found.push((None, content.to_vec())),
            },
            _ => {}
        }
        // the checksum takes two bytes
        rest = after.get(length + 2..).unwrap_or_default();
    }
    found
        .into_iter()
        .filter(|(_, bytes)| !bytes.is_empty())
        .enumerate()
        .map(|(number, (name, bytes))| {
            let filename = name.unwrap_or_else(|| format!("bijlage-{}.bin", number + 1));
            Attachment {
                media_type: media_type(&filename).to_owned(),
                sha256: sha256_hex(&bytes),
                filename,
                bytes,
                inline: false,
                damaged: false,
            }
        })
        .collect()
}

/// The media type that a file name promises; TNEF does not say.
pub(super) fn media_type(filename: &str) -> &'static str {
    let extension = filename
        .rsplit_once('.')
        .map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "pdf" => "application/pdf",
        "doc" => "application/msword",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xls" => "application/vnd.ms-excel",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "txt" => "text/plain",
        _ => "application/octet-stream",
    }
}
