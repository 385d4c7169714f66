//! Links survive their journey: every link that is or ever was made, through everything that happens to a text on
//! its way through chats, mails, notes and web pages.

use hoplab_scenario::LanguageTag;
use hoplab_scenario::library;
use hoplab_scenario::link::{LinkError, LinkState, encode_json};
use hoplab_sim::{Command, LinkChange, LinkId, Timed};
use hoplab_units::Time;

/// What happens to a link, by its name here.
type Mangling = (&'static str, fn(&str) -> String);

/// Puts something into the middle of a link and into its CRC.
fn inside(link: &str, what: &str) -> String {
    let middle = link.len() / 2;
    let crc = link.len() - 3;
    format!(
        "{}{what}{}{what}{}",
        &link[..middle],
        &link[middle..crc],
        &link[crc..]
    )
}

/// A line break after every so many characters.
fn wrapped(link: &str, width: usize, with: &str) -> String {
    let lines: Vec<&str> = link
        .as_bytes()
        .chunks(width)
        .map(|line| core::str::from_utf8(line).unwrap_or_default())
        .collect();
    lines.join(with)
}

fn every_byte_encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn fullwidth(text: &str) -> String {
    text.chars()
        .map(|letter| char::from_u32(u32::from(letter) + 0xfee0).unwrap_or(letter))
        .collect()
}

/// The link, and its CRC apart.
fn parts(link: &str) -> (&str, &str) {
    link.rsplit_once('.').unwrap_or((link, ""))
}

fn upper_crc(link: &str) -> String {
    let (body, crc) = parts(link);
    format!("{body}.{}", crc.to_uppercase())
}

fn padded(link: &str) -> String {
    let (body, crc) = parts(link);
    format!("{body}==.{crc}")
}

/// As a script makes it that does not know base64url: with a CRC of its own text.
fn of_plain_base64(link: &str) -> String {
    let (body, _) = parts(link);
    let (head, content) = body.split_once('.').unwrap_or((body, ""));
    let content = content.replace('-', "+").replace('_', "/");
    let padding = "=".repeat((4 - content.len() % 4) % 4);
    let body = format!("{head}.{content}{padding}");
    let crc = crc32fast::hash(body.as_bytes()) & 0x00ff_ffff;
    format!("{body}.{crc:06x}")
}

const TAILS: [&str; 78] = [
    ".",
    ",",
    ")",
    "]",
    ">",
    "}",
    "\"",
    "'",
    "!",
    "?",
    ";",
    ":",
    "…",
    "...",
    "*",
    "**",
    "_",
    "`",
    "|",
    "/",
    "」",
    "』",
    "》",
    "〉",
    "】",
    "”",
    "’",
    "»",
    "。",
    "、",
    "·",
    "~",
    "에서",
    "를",
    "을",
    "은",
    "는",
    "이",
    "가",
    "로",
    "으로",
    "의",
    "와",
    "과",
    "도",
    "에",
    "입니다",
    "입니다.",
    "이에요!",
    "부터 보세요",
    "\u{200b}",
    "\u{200c}",
    "\u{200d}",
    "\u{feff}",
    "\u{2060}",
    "\u{ad}",
    "\u{200e}",
    "\u{200f}",
    "\u{202c}",
    "\u{2069}",
    "\"></iframe>",
    "</a>",
    "<br>",
    "<br/>\n",
    "&gt;",
    "&quot;",
    "&lt;br&gt;",
    "&utm_source=x",
    "?utm_source=x&utm_medium=y",
    "&fbclid=IwAR0_a-b.c",
    "&amp;a=b",
    "#",
    "#top",
    "#s=",
    "%20",
    "%E2%80%8B",
    "%22%3E",
    " abc def",
];

const MANGLINGS: [Mangling; 62] = [
    ("nothing", |link| link.to_owned()),
    ("behind a hash", |link| format!("#s={link}")),
    ("without s=", |link| format!("#{link}")),
    ("an address", |link| {
        format!("https://hoplab.example/a/?tab=dns#s={link}")
    }),
    ("in the query", |link| {
        format!("https://hoplab.example/?s={link}")
    }),
    ("a second hash", |link| format!("##s={link}")),
    ("the mark twice", |link| format!("#s=#s={link}")),
    ("a path behind the hash", |link| format!("#/s={link}")),
    ("a hashbang", |link| format!("#!s={link}")),
    ("a capital mark", |link| format!("#S={link}")),
    ("spaces around the mark", |link| format!("# s = {link}")),
    ("an encoded mark", |link| format!("#s%3D{link}")),
    ("a mark encoded twice", |link| format!("#s%253D{link}")),
    ("a mark encoded in small letters", |link| {
        format!("%23s%3d{link}")
    }),
    ("text in front", |link| {
        format!("여기 보세요: https://hoplab.example/#s={link} 1d 2a. s=")
    }),
    ("text in front without a space", |link| {
        format!("링크:{link}")
    }),
    ("other beginnings in front", |link| {
        format!("see 1d.a and 2j.b, then #s={link}")
    }),
    ("Markdown", |link| {
        format!("[1.2 the link](https://hoplab.example/#s={link})에서")
    }),
    ("Markdown with the link as its text", |link| {
        let short = link.get(..20).unwrap_or(link);
        format!("[https://hoplab.example/#s={short}…](https://hoplab.example/#s={link} \"x\")")
    }),
    ("an autolink", |link| {
        format!("<https://hoplab.example/#s={link}>")
    }),
    ("HTML", |link| {
        format!("<p><a class=\"x\" href=\"https://hoplab.example/#s={link}\">the link</a></p>")
    }),
    ("HTML in single quotes", |link| {
        format!("<a href='#s={link}'>1d.</a>")
    }),
    ("an embedding", |link| {
        format!("<iframe src=\"https://hoplab.example/?embed=1#s={link}\" width=\"100%\"></iframe>")
    }),
    ("an escaped embedding", |link| {
        format!("&lt;iframe src=&quot;https://hoplab.example/#s={link}&quot;&gt;")
    }),
    ("a redirect", |link| {
        let inner = every_byte_encoded(&format!("https://hoplab.example/#s={link}"));
        format!("https://example.org/?url={inner}&amp;data=05.7C")
    }),
    ("a space inside", |link| inside(link, " ")),
    ("a line break inside", |link| inside(link, "\n")),
    ("a Windows line break inside", |link| {
        inside(link, "\r\n   ")
    }),
    ("an ideographic space inside", |link| {
        inside(link, "\u{3000}")
    }),
    ("a no-break space inside", |link| inside(link, "&nbsp;")),
    ("an encoded space inside", |link| inside(link, "%20")),
    ("an encoded line break inside", |link| {
        inside(link, "%0D%0A")
    }),
    ("a space as a plus inside", |link| inside(link, "+")),
    ("a soft hyphen inside", |link| inside(link, "\u{ad}")),
    ("an HTML soft hyphen inside", |link| inside(link, "&shy;")),
    ("a zero-width space inside", |link| inside(link, "\u{200b}")),
    ("an encoded zero-width space inside", |link| {
        inside(link, "%E2%80%8B")
    }),
    (
        "a zero-width joiner, a byte order mark and a word joiner inside",
        |link| inside(link, "\u{200d}\u{feff}\u{2060}"),
    ),
    ("marks of direction inside", |link| {
        inside(link, "\u{200e}\u{202a}\u{202c}")
    }),
    ("a break tag inside", |link| inside(link, "<br>")),
    ("a word break tag inside", |link| inside(link, "<wbr/>")),
    ("a span inside", |link| {
        inside(link, "</span><span class=\"x\">")
    }),
    ("wrapped as quoted-printable", |link| {
        wrapped(&format!("#s=3D{link}"), 60, "=\n")
    }),
    ("wrapped and quoted in a mail", |link| {
        wrapped(&format!("#s={link}"), 60, "\n> ")
    }),
    ("wrapped and quoted twice in a mail", |link| {
        wrapped(&format!("#s={link}"), 60, "\n> > ")
    }),
    ("encoded dots", |link| link.replace('.', "%2E")),
    ("encoded hyphens and underscores", |link| {
        link.replace('-', "%2D").replace('_', "%5f")
    }),
    ("encoded whole", every_byte_encoded),
    ("encoded whole, three times", |link| {
        every_byte_encoded(link).replace('%', "%2525")
    }),
    ("a CRC in capitals", upper_crc),
    ("padding", padded),
    ("plain base64", |link| {
        link.replace('-', "+").replace('_', "/")
    }),
    ("plain base64 from a script", of_plain_base64),
    ("non-breaking hyphens", |link| link.replace('-', "\u{2011}")),
    ("minus signs", |link| link.replace('-', "\u{2212}")),
    ("en dashes", |link| link.replace('-', "–")),
    ("em dashes", |link| link.replace('-', "—")),
    ("an en dash of two hyphens", |link| {
        link.replace("--", "–").replace('-', "–")
    }),
    ("typographic dashes", |link| {
        link.replace("---", "—").replace("--", "–")
    }),
    ("escaped for Markdown", |link| {
        link.replace('_', "\\_")
            .replace('-', "\\-")
            .replace('.', "\\.")
    }),
    ("fullwidth", fullwidth),
    ("quoted, in a list, in capitals", |link| {
        format!("* “#s={}”,", upper_crc(link))
    }),
];

/// A dash that stands for one hyphen here and for two there cannot be told apart, and is not meant to be.
fn can_be_undone(name: &str, link: &str) -> bool {
    name != "an en dash of two hyphens" || !link.contains("--")
}

/// Every scenario of the library in every form that links have today, and every golden link.
fn links() -> Vec<(String, LinkState)> {
    let mut links = Vec::new();
    for entry in library::all() {
        let mut state = LinkState::new(entry.scenario());
        links.push(state.encode().unwrap());
        state.cursor = Time::from_millis(310);
        state.view.lang = LanguageTag::new("ko");
        state.commands = vec![Timed {
            at: Time::from_millis(100),
            command: Command::SetLink {
                link: LinkId(0),
                direction: None,
                change: LinkChange::Cut,
            },
        }];
        links.push(state.encode().unwrap());
        links.push(encode_json(&format!(
            r#"{{ "scenario": "{}", "seed": 7 }}"#,
            entry.name
        )));
    }
    let golden = [
        include_str!("links/broken-line-tcp.1d.txt"),
        include_str!("links/broken-line-tcp.1j.txt"),
        include_str!("links/everything.1d.txt"),
        include_str!("links/later.1d.txt"),
    ];
    links.extend(golden.map(|link| link.trim().trim_start_matches("#s=").to_owned()));
    let read = |link: String| {
        let state = LinkState::decode(&link).unwrap();
        (link, state)
    };
    links.into_iter().map(read).collect()
}

#[test]
fn every_link_is_read_after_everything_that_can_happen_to_it() {
    let links = links();
    assert!(links.iter().any(|(link, _)| link.starts_with("2d.")));
    assert!(links.iter().any(|(link, _)| link.contains("--")));
    for (link, state) in &links {
        for (name, mangle) in MANGLINGS {
            let mangled = mangle(link);
            let read = LinkState::decode(&mangled);
            if can_be_undone(name, link) {
                assert_eq!(read.as_ref(), Ok(state), "{name}: {mangled}");
            }
        }
        for tail in TAILS {
            let mangled = format!("https://hoplab.example/#s={link}{tail}");
            assert_eq!(
                LinkState::decode(&mangled).as_ref(),
                Ok(state),
                "{tail}: {mangled}"
            );
        }
    }
}

#[test]
fn a_link_is_read_after_two_things_that_happened_to_it() {
    let links = links();
    for (link, state) in links.iter().step_by(7) {
        for (first, inner) in MANGLINGS {
            for (second, outer) in [
                (
                    "a tail",
                    (|link| format!("{link}에서 \"></iframe>")) as fn(&str) -> String,
                ),
                ("an encoding", every_byte_encoded),
                ("HTML", |link| {
                    format!("<a href=\"{}\">1</a>", link.replace('&', "&amp;"))
                }),
                ("zero-width spaces", |link| wrapped_chars(link, "\u{200b}")),
                ("quoted-printable", |link| {
                    wrapped_chars(&link.replace('=', "=3D"), "=\r\n")
                }),
            ] {
                let mangled = outer(&inner(link));
                if can_be_undone(first, link) {
                    let read = LinkState::decode(&mangled);
                    assert_eq!(read.as_ref(), Ok(state), "{first}, {second}: {mangled}");
                }
            }
        }
    }
}

#[test]
fn a_soft_break_of_quoted_printable_is_undone_wherever_it_falls() {
    let links = links();
    let (link, state) = &links[0];
    let text = format!("#s={link}");
    for at in 0..=text.len() {
        for soft in ["=\r\n", "=\n"] {
            let mangled = format!("{}{soft}{}", &text[..at], &text[at..]);
            let read = LinkState::decode(&mangled);
            assert_eq!(read.as_ref(), Ok(state), "at {at}: {mangled:?}");
        }
    }
}

/// Something after every seventy characters, at no place inside of an escape.
fn wrapped_chars(text: &str, with: &str) -> String {
    let mut out = String::new();
    let mut since = 0;
    for letter in text.chars() {
        let inside_escape = out
            .chars()
            .rev()
            .take(8)
            .take_while(|letter| !letter.is_whitespace())
            .any(|letter| matches!(letter, '%' | '&' | '=' | '<'));
        if since >= 70 && !inside_escape {
            out.push_str(with);
            since = 0;
        }
        out.push(letter);
        since += 1;
    }
    out
}

#[test]
fn a_link_that_lost_its_tail_on_the_journey_is_told_to_be_cut() {
    for (link, _) in links() {
        let half = &link[..link.len() / 2];
        for tail in [
            "",
            ".",
            "…",
            "에서",
            "&utm_source=x",
            "\"></iframe>",
            "</a>",
            "\u{200b}",
        ] {
            let text = format!("https://hoplab.example/#s={half}{tail}");
            let read = LinkState::decode(&text);
            let told = match tail {
                // That is where the dot before a CRC stands.
                "." => read == Err(LinkError::CutOff) || read == Err(LinkError::Damaged),
                _ => read == Err(LinkError::CutOff),
            };
            assert!(told, "{text}: {read:?}");
        }
    }
}

/// Not a measure of time: a text that were tried in every combination of what it may mean would not end.
#[test]
fn junk_of_any_kind_is_refused_without_trying_everything() {
    let link = LinkState::new(library::find("broken-line").unwrap())
        .encode()
        .unwrap();
    for piece in [
        "1d.",
        "s=",
        "s=1d.",
        "#s=1d.A.",
        "–",
        "—+/",
        "1",
        "%25",
        "%2525",
        "&amp;",
        "&",
        "<",
        "<a",
        "=3D",
        " ",
        "\u{200b}",
        "가",
        ".",
        "1d.–+—.abcdef ",
        "s=1d.AA.00000",
    ] {
        for length in [16 * 1024, 64 * 1024] {
            let junk = piece.repeat(length / piece.len());
            assert!(LinkState::decode(&junk).is_err(), "{piece}");
        }
        // A link is found behind a page of it, unless that is four beginnings of links.
        let before = format!(
            "{} https://hoplab.example/#s={link}",
            piece.repeat(3_000 / piece.len())
        );
        let read = LinkState::decode(&before);
        assert_eq!(read.is_ok(), !piece.contains("s=1d."), "{piece}: {read:?}");
    }
}
