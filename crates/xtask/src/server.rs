//! The HTTP server: looks paths up in a `Site` and answers with its headers.

use crate::site::{File, Site, media_type};
use anyhow::{Context, Result, bail};
use http::{Answer, Request};
use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, RwLock};
use std::thread::JoinHandle;

mod http;

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

    /// Starts to answer: a thread a connection, so that none can keep another waiting.
    pub fn serve(self, site: Shared, caching: Caching) -> Result<Running> {
        let stop = Arc::new(AtomicBool::new(false));
        let (listener, stopped) = (self.listener, Arc::clone(&stop));
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::Acquire) {
                    break;
                }
                let Ok(stream) = stream else { continue };
                let site = Arc::clone(&site);
                std::thread::spawn(move || {
                    // The browser may go at any moment; that is its right.
                    let _ = http::converse(stream, |request| answer(request, &site, caching));
                });
            }
        });
        Ok(Running {
            stop,
            address: self.address,
            thread: Some(thread),
        })
    }
}

/// A server that answers until dropped.
pub struct Running {
    stop: Arc<AtomicBool>,
    address: SocketAddr,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        // Wakes the thread that waits for a connection.
        let woken = TcpStream::connect(self.address);
        if let (Ok(_), Some(thread)) = (woken, self.thread.take()) {
            let _ = thread.join();
        }
    }
}

fn answer(request: &Request, shared: &Shared, caching: Caching) -> Answer {
    let guard = shared
        .read()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    match guard.as_ref() {
        None => Answer::plain(
            503,
            "The build failed: see the terminal. It is tried again at a change.",
        ),
        Some(_) if !matches!(request.method.as_str(), "GET" | "HEAD") => {
            Answer::plain(405, "Only GET and HEAD.").with("Allow", "GET, HEAD")
        }
        Some(site) => respond(site, &request.target, &request.accept_encoding, caching),
    }
}

fn respond(site: &Site, url: &str, accepted: &str, caching: Caching) -> Answer {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let name = match path.strip_prefix('/') {
        Some("") => "index.html",
        Some(name) => name,
        None => "",
    };
    // The lookup is the protection: `..` is no name in the map.
    let mut response = match site.files.get(name) {
        Some(file) => file_response(file, name, accepted),
        None => Answer::plain(404, "There is no such file here."),
    };
    for (header_name, value) in site.headers.of(path) {
        if header_name != "Cache-Control" || caching == Caching::AsPublished {
            response.add(header_name, value);
        }
    }
    if caching == Caching::Never {
        response.add("Cache-Control", "no-cache");
    }
    response
}

fn file_response(file: &File, name: &str, accepted: &str) -> Answer {
    let packed = [("br", &file.brotli), ("gzip", &file.gzip)]
        .into_iter()
        .filter(|(encoding, _)| accepts(accepted, encoding))
        .find_map(|(encoding, bytes)| bytes.as_ref().map(|bytes| (encoding, bytes)));
    let (encoding, bytes) = packed.map_or((None, &file.plain), |(encoding, bytes)| {
        (Some(encoding), bytes)
    });
    let mut response = Answer::new(200, bytes.clone()).with("Content-Type", media_type(name));
    if file.brotli.is_some() || file.gzip.is_some() {
        response.add("Vary", "Accept-Encoding");
    }
    if let Some(encoding) = encoding {
        response.add("Content-Encoding", encoding);
    }
    response
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

#[cfg(test)]
mod tests;
