//! The `_headers` format of static hosts: which response headers a path gets.
//!
//! `web/headers` is the one place they are written. Reading it here means that what the browser
//! tests pass under is what a host will send.

use anyhow::{Result, bail};

/// The rules in the order of the file.
#[derive(Debug, Default, Clone)]
pub struct HeaderRules {
    rules: Vec<Rule>,
}

#[derive(Debug, Clone)]
struct Rule {
    /// A path such as `/index.html`, or a beginning such as `/assets/*`.
    pattern: String,
    headers: Vec<(String, String)>,
}

impl HeaderRules {
    /// Reads the file's text; an error names the line.
    pub fn parse(text: &str) -> Result<HeaderRules> {
        let mut rules: Vec<Rule> = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            if line.trim().is_empty() || line.trim_start().starts_with('#') {
                continue;
            }
            if line.starts_with('/') {
                rules.push(Rule {
                    pattern: line.trim().to_owned(),
                    headers: Vec::new(),
                });
                continue;
            }
            match (line.trim().split_once(": "), rules.last_mut()) {
                (Some((name, value)), Some(rule)) => {
                    rule.headers.push((name.to_owned(), value.to_owned()));
                }
                _ => bail!("web/headers:{number}: neither a path nor `Name: value` under one"),
            }
        }
        Ok(HeaderRules { rules })
    }

    /// The headers of a path that starts with `/`.
    pub fn of<'a>(&'a self, path: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.rules
            .iter()
            .filter(move |rule| rule.matches(path))
            .flat_map(|rule| &rule.headers)
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl Rule {
    fn matches(&self, path: &str) -> bool {
        match self.pattern.strip_suffix('*') {
            Some(beginning) => path.starts_with(beginning),
            None => path == self.pattern,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# words\n/*\n  A: 1\n  B: 'self'; x\n\n/assets/*\n  C: max-age=3, y\n";

    #[test]
    fn a_path_gets_the_headers_of_every_rule_that_matches() {
        let rules = HeaderRules::parse(TEXT).unwrap();
        let of = |path| rules.of(path).collect::<Vec<_>>();
        assert_eq!(of("/"), [("A", "1"), ("B", "'self'; x")]);
        assert_eq!(of("/assets/app.css").last(), Some(&("C", "max-age=3, y")));
    }

    #[test]
    fn a_header_under_no_path_is_an_error_with_its_line() {
        let error = HeaderRules::parse("\n  A: 1\n").unwrap_err().to_string();
        assert!(error.contains(":2:"), "{error}");
    }

    #[test]
    fn the_real_file_names_no_header_twice_for_one_path() {
        let rules = HeaderRules::parse(include_str!("../../../web/headers")).unwrap();
        for path in ["/", "/index.html", "/assets/a.js", "/embed/hop-lab.js"] {
            let mut names: Vec<_> = rules.of(path).map(|(name, _)| name).collect();
            let all = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), all, "{path}");
            assert!(names.contains(&"Cache-Control"), "{path}");
            assert!(names.contains(&"Access-Control-Allow-Origin"), "{path}");
        }
    }
}
