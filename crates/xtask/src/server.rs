//! The HTTP server: looks paths up in a `Site` and answers with its headers.

use crate::site::{File, Site, media_type};
use anyhow::{Context, Result, bail};
use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, RwLock};
use std::thread::JoinHandle;
use tiny_http::{Header, Method, Request, Response, Server};

/// The page being served; none while the first build has yet to succeed.
pub type Shared = Arc<RwLock<Option<Site>>>;

/// Whether names hold hashes, so that the host's caching rules may be obeyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caching {
    /// `Cache-Control: no-cache` on everything: names stay while their content changes.
    Never,
    /// As `web/headers` says.
    AsPublished,
}

/// A bound port, not yet answering: connections wait until the server starts.
pub struct Port {
    listener: TcpListener,
    /// Where it is bound; the port is a real one even where 0 was asked for.
    pub address: SocketAddr,
}

impl Port {
    /// Takes the port; an error says who to ask when it is taken.
    pub fn bind(host: &str, port: u16) -> Result<Port> {
        let listener = match TcpListener::bind((host, port)) {
            Ok(listener) => listener,
            Err(error) if error.kind() == ErrorKind::AddrInUse => bail!(
                "port {port} on {host} is taken, perhaps by another `cargo xtask serve`; \
                 choose another with `--port N` (0 picks a free one)"
            ),
            Err(error) => return Err(error).with_context(|| format!("cannot serve on {host}")),
        };
        let address = listener.local_addr()?;
        Ok(Port { listener, address })
    }

    /// The address to open in a browser.
    pub fn url(&self) -> String {
        let mut address = self.address;
        if address.ip().is_unspecified() {
            address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
        }
        format!("http://{address}/")
    }

    /// Starts to answer.
    pub fn serve(self, site: Shared, caching: Caching) -> Result<Running> {
        let server = Server::from_listener(self.listener, None)
            .map_err(|error| anyhow::anyhow!("could not start the server: {error}"))?;
        let server = Arc::new(server);
        // A browser asks for several files at once; four threads keep a slow one from blocking.
        let threads = (0..4)
            .map(|_| {
                let (server, site) = (Arc::clone(&server), Arc::clone(&site));
                std::thread::spawn(move || {
                    while let Ok(request) = server.recv() {
                        answer(request, &site, caching);
                    }
                })
            })
            .collect();
        Ok(Running { server, threads })
    }
}

/// A server that answers until dropped.
pub struct Running {
    server: Arc<Server>,
    threads: Vec<JoinHandle<()>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        for _ in &self.threads {
            self.server.unblock();
        }
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn answer(request: Request, shared: &Shared, caching: Caching) {
    let guard = shared
        .read()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let response = match guard.as_ref() {
        None => plain(
            503,
            "The build failed: see the terminal. It is tried again at a change.",
        ),
        Some(_) if !matches!(request.method(), Method::Get | Method::Head) => {
            plain(405, "Only GET and HEAD.").with_header(header("Allow", "GET, HEAD"))
        }
        Some(site) => respond(site, request.url(), &accepted(&request), caching),
    };
    drop(guard);
    // The browser may have gone meanwhile; that is its right.
    let _ = request.respond(response);
}

type Body = Response<std::io::Cursor<Vec<u8>>>;

fn respond(site: &Site, url: &str, accepted: &str, caching: Caching) -> Body {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let name = match path.strip_prefix('/') {
        Some("") => "index.html",
        Some(name) => name,
        None => "",
    };
    // The lookup is the protection: `..` is no name in the map.
    let mut response = match site.files.get(name) {
        Some(file) => file_response(file, name, accepted),
        None => plain(404, "There is no such file here."),
    };
    for (header_name, value) in site.headers.of(path) {
        if header_name != "Cache-Control" || caching == Caching::AsPublished {
            response.add_header(header(header_name, value));
        }
    }
    if caching == Caching::Never {
        response.add_header(header("Cache-Control", "no-cache"));
    }
    response
}

fn file_response(file: &File, name: &str, accepted: &str) -> Body {
    let packed = [("br", &file.brotli), ("gzip", &file.gzip)]
        .into_iter()
        .filter(|(encoding, _)| accepts(accepted, encoding))
        .find_map(|(encoding, bytes)| bytes.as_ref().map(|bytes| (encoding, bytes)));
    let (encoding, bytes) = packed.map_or((None, &file.plain), |(encoding, bytes)| {
        (Some(encoding), bytes)
    });
    let mut response = Response::from_data(bytes.clone())
        // tiny_http would send anything over 32 KiB in chunks, whose total no browser can show.
        .with_chunked_threshold(usize::MAX);
    response.add_header(header("Content-Type", media_type(name)));
    if file.brotli.is_some() || file.gzip.is_some() {
        response.add_header(header("Vary", "Accept-Encoding"));
    }
    if let Some(encoding) = encoding {
        response.add_header(header("Content-Encoding", encoding));
    }
    response
}

fn accepted(request: &Request) -> String {
    let of = |header: &&Header| header.field.equiv("Accept-Encoding");
    let header = request.headers().iter().find(of);
    header.map_or_else(String::new, |header| header.value.to_string())
}

/// Whether an `Accept-Encoding` value takes the encoding: named, and not with weight zero.
fn accepts(value: &str, encoding: &str) -> bool {
    value.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let named = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let refused = parts
            .filter_map(|part| part.strip_prefix("q="))
            .any(|weight| weight.parse::<f32>().is_ok_and(|weight| weight == 0.0));
        named && !refused
    })
}

fn plain(status: u16, words: &str) -> Body {
    Response::from_string(format!("{words}\n")).with_status_code(status)
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("web/headers and the server's own headers are ASCII")
}

#[cfg(test)]
mod tests;
