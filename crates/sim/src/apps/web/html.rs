//! As much HTML as this web needs: headings, paragraphs, links, pictures. What comes over the wire is read into
//! plain data, never handed to the real browser.

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// Some text.
    Text(String),
    /// A link.
    Link {
        /// Where it leads.
        href: String,
        /// What it says.
        text: String,
    },
    /// A picture.
    Picture {
        /// Where it is.
        src: String,
        /// What it shows.
        alt: String,
    },
}

/// The pieces of a page, or of as much of it as is here: what was cut in the middle of a tag is left out.
pub fn blocks(html: &[u8]) -> Vec<Block> {
    let mut reader = Reader::default();
    let html = String::from_utf8_lossy(html);
    let mut rest = html.as_ref();
    while let Some(open) = rest.find('<') {
        reader.text(&rest[..open]);
        rest = &rest[open + 1..];
        let Some(close) = rest.find('>') else {
            return reader.done();
        };
        reader.tag(&rest[..close]);
        rest = &rest[close + 1..];
    }
    reader.text(rest);
    reader.done()
}

/// The title of a page, if it has one and it is here.
pub fn title(html: &[u8]) -> Option<String> {
    let html = String::from_utf8_lossy(html);
    let (_, rest) = html.split_once("<title>")?;
    let (title, _) = rest.split_once("</title>")?;
    Some(unescape(title))
}

/// Text as it may stand in a page.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            _ => safe.push(c),
        }
    }
    safe
}

fn unescape(text: &str) -> String {
    // `&amp;` last: "&amp;lt;" says "&lt;".
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    text: String,
    /// Where the link leads that is open.
    href: Option<String>,
    heading: bool,
    /// Within the head, whose text is no part of the page.
    hidden: bool,
}

impl Reader {
    fn text(&mut self, text: &str) {
        if !self.hidden {
            self.text.push_str(text);
        }
    }

    fn tag(&mut self, tag: &str) {
        let name = tag.split_whitespace().next().unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "head" | "title" => self.hidden = true,
            "/head" | "body" => self.hidden = false,
            "h1" | "h2" | "h3" => {
                self.end_text();
                self.heading = true;
            }
            "a" => {
                self.end_text();
                self.href = attribute(tag, "href");
            }
            "img" => {
                self.end_text();
                if let Some(src) = attribute(tag, "src") {
                    let alt = attribute(tag, "alt").unwrap_or_default();
                    self.blocks.push(Block::Picture { src, alt });
                }
            }
            "p" | "/p" | "/a" | "/h1" | "/h2" | "/h3" | "br" | "div" | "/div" => self.end_text(),
            _ => {}
        }
    }

    /// What was open ends here. White space is one space, as HTML has it.
    fn end_text(&mut self) {
        let raw = unescape(&core::mem::take(&mut self.text));
        let words: Vec<&str> = raw.split_whitespace().collect();
        let text = words.join(" ");
        let heading = core::mem::take(&mut self.heading);
        let href = self.href.take();
        if text.is_empty() {
            return;
        }
        self.blocks.push(match href {
            _ if heading => Block::Heading(text),
            Some(href) => Block::Link { href, text },
            None => Block::Text(text),
        });
    }

    fn done(mut self) -> Vec<Block> {
        self.end_text();
        self.blocks
    }
}

/// The value of an attribute in double quotes.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"')?;
        let own = before.split_whitespace().next_back().unwrap_or_default();
        if own.eq_ignore_ascii_case(name) {
            return Some(unescape(value));
        }
        rest = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_as_far_as_it_is_here() {
        let page = b"<html><head><title>A &amp; B</title></head><body><h1>A &amp; B</h1>\n<p>one\n two</p><img src=\"/x\" alt=\"y\"><a href=\"/z\">there</a> end <im";
        let picture = Block::Picture {
            src: "/x".into(),
            alt: "y".into(),
        };
        let link = Block::Link {
            href: "/z".into(),
            text: "there".into(),
        };
        let expected = [
            Block::Heading("A & B".into()),
            Block::Text("one two".into()),
            picture,
            link,
            Block::Text("end".into()),
        ];
        assert_eq!(blocks(page), expected);
        assert_eq!(title(page).as_deref(), Some("A & B"));
        for end in 0..page.len() {
            assert!(blocks(&page[..end]).len() <= expected.len());
        }
    }

    #[test]
    fn a_teachers_text_cannot_become_a_tag() {
        let text = "<img src=\"/x\"> & \"more\"";
        let page = format!("<p>{}</p>", escape(text));
        assert_eq!(blocks(page.as_bytes()), [Block::Text(text.into())]);
    }
}
