//! A built page, held in memory: what is served, measured and written to disk.
//!
//! The server only ever looks a path up here. Nothing outside can be asked for, and a build that
//! fails half way leaves the last good one untouched.

use crate::headers::HeaderRules;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

/// Every file of the page by its path from the page's folder, such as `assets/app.css`.
#[derive(Debug, Clone)]
pub struct Site {
    /// The files themselves.
    pub files: BTreeMap<String, File>,
    /// The response headers each gets.
    pub headers: HeaderRules,
    /// The text `headers` was read from, for the static host.
    pub headers_text: String,
}

/// One file, with its compressed forms when the build made them.
#[derive(Debug, Clone)]
pub struct File {
    /// The file as it is.
    pub plain: Vec<u8>,
    /// Brotli, quality 11.
    pub brotli: Option<Vec<u8>>,
    /// gzip, level 9, without a time stamp.
    pub gzip: Option<Vec<u8>>,
}

impl File {
    /// A file that is served as it is.
    pub fn plain(bytes: impl Into<Vec<u8>>) -> File {
        File {
            plain: bytes.into(),
            brotli: None,
            gzip: None,
        }
    }

    fn compress(&mut self) -> Result<()> {
        self.brotli = Some(brotli(&self.plain)?);
        self.gzip = Some(gzip(&self.plain)?);
        Ok(())
    }
}

impl Site {
    /// Adds the compressed forms of every file that gains by them.
    pub fn compress(&mut self) -> Result<()> {
        for (path, file) in &mut self.files {
            if is_text_or_wasm(path) {
                file.compress().with_context(|| path.clone())?;
            }
        }
        Ok(())
    }

    /// Replaces what is in the folder by this page.
    pub fn write(&self, folder: &Path) -> Result<()> {
        if folder.exists() {
            std::fs::remove_dir_all(folder)
                .with_context(|| format!("could not empty {}", folder.display()))?;
        }
        for (path, file) in &self.files {
            write(folder, path, &file.plain)?;
            if let Some(bytes) = &file.brotli {
                write(folder, &format!("{path}.br"), bytes)?;
            }
            if let Some(bytes) = &file.gzip {
                write(folder, &format!("{path}.gz"), bytes)?;
            }
        }
        write(folder, "_headers", self.headers_text.as_bytes())
    }
}

fn write(folder: &Path, path: &str, bytes: &[u8]) -> Result<()> {
    let file = folder.join(path);
    let parent = file.parent().context("a file lies in a folder")?;
    std::fs::create_dir_all(parent)
        .and_then(|()| std::fs::write(&file, bytes))
        .with_context(|| format!("could not write {}", file.display()))
}

pub fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        // 16 MiB of window: the most that every browser takes.
        lgwin: 24,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &parameters)?;
    Ok(packed)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

fn is_text_or_wasm(path: &str) -> bool {
    let kind = media_type(path);
    kind.starts_with("text/") || matches!(extension(path), "wasm" | "json" | "svg")
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// The `Content-Type` of a path. `application/wasm` is what streaming compilation insists on.
pub fn media_type(path: &str) -> &'static str {
    match extension(path) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn the_compressed_forms_unpack_to_the_file() {
        let bytes = b"a packet, a packet, a packet, and an acknowledgement".repeat(20);
        let mut file = File::plain(bytes.clone());
        file.compress().unwrap();
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &file.brotli.unwrap()[..], &mut unpacked).unwrap();
        assert_eq!(unpacked, bytes);
        unpacked.clear();
        flate2::read::GzDecoder::new(&file.gzip.unwrap()[..])
            .read_to_end(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, bytes);
    }

    #[test]
    fn wasm_and_scripts_have_the_types_browsers_insist_on() {
        assert_eq!(media_type("assets/hoplab_bg-0f.wasm"), "application/wasm");
        assert!(media_type("assets/boot.js").starts_with("text/javascript"));
        assert_eq!(media_type("LICENSE"), "application/octet-stream");
    }

    #[test]
    fn pictures_are_not_compressed_again() {
        assert!(!is_text_or_wasm("embed/poster.png"));
        assert!(is_text_or_wasm("index.html"));
    }
}
