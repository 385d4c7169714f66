//! What is typed into an address line.

use crate::apps::target::Target;

/// Where a page is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) host: Target,
    pub(super) port: u16,
    pub(super) path: String,
}

impl Address {
    /// The longest path it asks for, in bytes.
    const MAX_PATH: usize = 1024;

    /// Reads what was typed or what a page names, as seen from here: a path, or an address such as
    /// `www.example.com:8080/about`, with or without `http://`. `None`: it is none, or not of this web.
    pub(super) fn read(&self, text: &str) -> Option<Address> {
        let text = text.trim();
        if text.len() > Address::MAX_PATH
            || text.contains(|c: char| c.is_whitespace() || c.is_control())
        {
            return None;
        }
        if text.starts_with('/') {
            return Some(Address {
                path: text.to_owned(),
                ..self.clone()
            });
        }
        let rest = match text.split_once("://") {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => rest,
            // There is no TLS here.
            Some(_) => return None,
            None => text,
        };
        let (place, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (host, port) = match place.split_once(':') {
            Some((host, port)) => (host, port.parse().ok().filter(|port| *port != 0)?),
            None => (place, hoplab_wire::http::PORT),
        };
        let host = Target::from(host.to_owned());
        host.check("to").ok()?;
        let path = if path.is_empty() { "/" } else { path }.to_owned();
        Some(Address { host, port, path })
    }

    /// The host, with its port if that is not the usual one: what `Host` says (RFC 9110 section 7.2).
    pub(super) fn authority(&self) -> String {
        match self.port {
            hoplab_wire::http::PORT => self.host.to_string(),
            port => format!("{}:{port}", self.host),
        }
    }

    /// As it stands in the address line.
    pub(super) fn text(&self) -> String {
        self.authority() + &self.path
    }

    /// Whether both are of one server: one connection will do.
    pub(super) fn same_server(&self, other: &Address) -> bool {
        self.host == other.host && self.port == other.port
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_people_type_them() {
        let here = Address {
            host: Target::Name("www.example.com".into()),
            port: 80,
            path: "/about".into(),
        };
        let read = |text: &str| here.read(text).map(|address| address.text());
        for (typed, meant) in [
            ("/", "www.example.com/"),
            ("www.example.net", "www.example.net/"),
            (" http://www.example.net/a?b ", "www.example.net/a?b"),
            ("198.51.100.80:8080/", "198.51.100.80:8080/"),
            ("HTTP://198.51.100.80:80", "198.51.100.80/"),
        ] {
            assert_eq!(read(typed).as_deref(), Some(meant), "{typed}");
        }
        for typed in [
            "",
            "https://www.example.com/",
            "a:0/",
            "a:x",
            ":80/",
            "255.255.255.255/",
            "a b",
        ] {
            assert_eq!(read(typed), None, "{typed}");
        }
    }
}
