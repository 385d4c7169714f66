//! The small site that every web server has.

use std::sync::Arc;

use super::WebServerSpec;
use super::html::escape;
use crate::picture;

/// What the built-in picture is, as `Content-Type` says it: its own sort, as no browser outside knows it.
pub const PICTURE_TYPE: &str = "image/x-hoplab";

const HTML: &str = "text/html; charset=utf-8";

/// What a server has to say about a path.
pub(super) struct Resource {
    pub(super) status: u16,
    pub(super) content_type: &'static str,
    pub(super) body: Arc<[u8]>,
    /// Where it is instead.
    pub(super) location: Option<&'static str>,
}

impl Resource {
    fn page(status: u16, html: String) -> Resource {
        Resource {
            status,
            content_type: HTML,
            body: html.into_bytes().into(),
            location: None,
        }
    }
}

/// What is at a path, a query left out.
pub(super) fn at(spec: &WebServerSpec, path: &str) -> Resource {
    match path.split(['?', '#']).next().unwrap_or_default() {
        "/" | "/index.html" => Resource::page(200, front(spec)),
        "/about" => Resource::page(200, about()),
        "/picture" => Resource {
            status: 200,
            content_type: PICTURE_TYPE,
            body: picture::message().into(),
            location: None,
        },
        "/home" => Resource {
            location: Some("/"),
            ..Resource::page(301, note("Moved", "This page is at / now."))
        },
        _ => Resource::page(404, note("Not Found", "There is no such page here.")),
    }
}

/// A page that tells of a failure.
pub(super) fn failure(status: u16, words: &str) -> Resource {
    let text = "The server does not do what was asked.";
    Resource::page(status, note(words, text))
}

fn front(spec: &WebServerSpec) -> String {
    let mut page = begin(&escape(&spec.title));
    for paragraph in spec.text.split("\n\n").filter(|part| !part.is_empty()) {
        page.push_str("<p>");
        page.push_str(&escape(paragraph));
        page.push_str("</p>\n");
    }
    page.push_str("<img src=\"/picture\" alt=\"A pavilion by the sea\">\n");
    page.push_str("<p><a href=\"/about\">About this site</a></p>\n");
    end(page)
}

fn about() -> String {
    let mut page = begin("About this site");
    page.push_str("<p>This page has no picture: one request, one response.</p>\n");
    page.push_str(
        "<p><a href=\"/\">Back</a></p>\n<p><a href=\"/home\">The old front page</a></p>\n",
    );
    page.push_str("<p><a href=\"/nothing\">A page that is not there</a></p>\n");
    end(page)
}

fn note(title: &str, text: &str) -> String {
    let mut page = begin(title);
    page.push_str("<p>");
    page.push_str(text);
    page.push_str("</p>\n");
    end(page)
}

fn begin(title: &str) -> String {
    format!(
        "<!doctype html>\n<html>\n<head><meta charset=\"utf-8\"><title>{title}</title></head>\n<body>\n<h1>{title}</h1>\n"
    )
}

fn end(mut page: String) -> String {
    page.push_str("</body>\n</html>\n");
    page
}
