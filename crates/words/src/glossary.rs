//! Holds every Korean text to `glossary.md`, and to what all of them have in common: no English word but names of
//! protocols, no Rust name, no particle that was written by hand behind a value.
//!
//! Texts are read out of the source files, since no list of them could be whole: every string literal of the page's
//! words and of the library's, tests left out, with the file it stands in.

use std::fs;
use std::path::{Path, PathBuf};

use super::Lang;

/// A string literal of a source file.
pub(super) struct Literal {
    pub file: String,
    pub text: String,
    /// The code between the literal before and this one.
    gap: String,
}

pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            found.push(path);
        }
    }
}

/// All literals of the catalogue and the library.
pub(super) fn literals() -> Vec<Literal> {
    let mut files = Vec::new();
    sources(&root().join("crates/words/src"), &mut files);
    sources(&root().join("crates/scenario/src/library"), &mut files);
    let is_text = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        !["josa.rs", "glossary.rs", "facts.rs", "tests.rs"].contains(&name.as_ref())
    };
    let mut all = Vec::new();
    for path in files.into_iter().filter(is_text) {
        let source = fs::read_to_string(&path).unwrap();
        let short = path.strip_prefix(root().join("crates/words/src"));
        let file = short.unwrap_or(&path).display().to_string();
        read(&file, &source, &mut all);
    }
    assert!(all.len() > 2000, "{} literals are too few", all.len());
    all
}

/// All literals of these crates: what the command line prints among them.
pub(super) fn literals_of(crates: &[&str]) -> Vec<Literal> {
    let mut all = Vec::new();
    for name in crates {
        let mut files = Vec::new();
        sources(&root().join("crates").join(name).join("src"), &mut files);
        files.retain(|path| !path.components().any(|part| part.as_os_str() == "tests"));
        files.retain(|path| path.file_name().is_some_and(|name| name != "tests.rs"));
        for path in files {
            let source = fs::read_to_string(&path).unwrap();
            read(&path.display().to_string(), &source, &mut all);
        }
    }
    all
}

/// The literals of one file: comments and characters are passed over, and so is what is behind `#[cfg(test)]`.
fn read(file: &str, source: &str, all: &mut Vec<Literal>) {
    let source = source
        .split("#[cfg(test)]\nmod ")
        .next()
        .unwrap_or_default();
    let chars: Vec<char> = source.chars().collect();
    let (mut at, mut gap) = (0, String::new());
    while let Some(&c) = chars.get(at) {
        let next = chars.get(at + 1).copied();
        match (c, next) {
            ('/', Some('/')) => {
                while chars.get(at).is_some_and(|c| *c != '\n') {
                    at += 1;
                }
            }
            // A character; a lifetime has no second quote.
            ('\'', Some('\\')) => at += 3,
            ('\'', _) if chars.get(at + 2) == Some(&'\'') => at += 2,
            ('"', _) => {
                let mut text = String::new();
                at += 1;
                while let Some(&c) = chars.get(at).filter(|c| **c != '"') {
                    at += 1;
                    if c != '\\' {
                        text.push(c);
                        continue;
                    }
                    match chars.get(at) {
                        // A line goes on: what is at its beginning does not count.
                        Some('\n') => {
                            while chars.get(at).is_some_and(|c| c.is_whitespace()) {
                                at += 1;
                            }
                            continue;
                        }
                        Some('n') => text.push('\n'),
                        Some('u') => {
                            while chars.get(at).is_some_and(|c| *c != '}') {
                                at += 1;
                            }
                            text.push('\u{a0}');
                        }
                        Some(c) => text.push(*c),
                        None => {}
                    }
                    at += 1;
                }
                let gap = std::mem::take(&mut gap);
                all.push(Literal {
                    file: file.to_owned(),
                    text,
                    gap,
                });
            }
            _ => gap.push(c),
        }
        at += 1;
    }
}

fn is_hangul(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

fn is_korean(text: &str) -> bool {
    text.chars().any(is_hangul)
}

/// The Korean texts, those included that are the Korean half of a pair and have no Korean letter.
fn korean() -> Vec<Literal> {
    let mut all = literals();
    // An English text of the library may have a Korean name in it.
    all.retain(|literal| is_korean(&literal.text) && !literal.gap.ends_with("en: "));
    // What stands in files of other kinds.
    for file in ["index.html", "web/boot.js"] {
        let source = fs::read_to_string(root().join(file)).unwrap();
        for line in source.lines().filter(|line| is_korean(line)) {
            let text = line.split(['<', '>', '"']).filter(|part| is_korean(part));
            all.extend(text.map(|text| Literal {
                file: file.to_owned(),
                text: text.trim().to_owned(),
                gap: String::new(),
            }));
        }
    }
    assert!(all.len() > 900, "{} Korean texts are too few", all.len());
    all
}

/// The English texts of the catalogue and the library: those with a blank, for the rest are names of styles.
fn english() -> Vec<Literal> {
    let mut all = literals();
    all.retain(|literal| literal.text.contains(' ') && !is_korean(&literal.text));
    assert!(all.len() > 900, "{} English texts are too few", all.len());
    all
}

/// The rows of a language's glossary: the word, and what must not stand for it.
fn glossary(lang: Lang) -> Vec<(String, Vec<String>)> {
    let whole = include_str!("glossary.md");
    let (korean, english) = whole.split_once("\n## English\n").unwrap();
    let rows = if lang == Lang::Ko { korean } else { english };
    let rows = rows.lines();
    let rows = rows.filter(|line| line.starts_with("| "));
    let rows = rows.skip(1).map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [_, word, variants] = cells[..] else {
            panic!("three columns: {line}");
        };
        let variants = variants.split(" · ").map(str::to_owned).collect();
        (word.to_owned(), variants)
    });
    let rows: Vec<(String, Vec<String>)> = rows.collect();
    assert!(rows.len() > 10, "{} rows are too few", rows.len());
    rows
}

/// Whether a word of the text begins with this.
fn has_word(text: &str, begins: &str) -> bool {
    text.match_indices(begins).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        !before.is_some_and(char::is_alphabetic)
    })
}

#[test]
fn a_term_has_one_word_everywhere() {
    let mut wrong = Vec::new();
    for (lang, texts) in [(Lang::Ko, korean()), (Lang::En, english())] {
        let glossary = glossary(lang);
        for Literal { file, text, .. } in texts {
            for (word, variants) in &glossary {
                for variant in variants.iter().filter(|variant| has_word(&text, variant)) {
                    wrong.push(format!("{file}: “{variant}” should be “{word}”: {text}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A note in brackets follows its Korean word without a blank, unless a sentence ended before it.
#[test]
fn no_blank_stands_before_a_bracket() {
    let loose = |text: &str| {
        text.match_indices(" (").any(|(at, _)| {
            let before = text.get(..at).and_then(|text| text.chars().next_back());
            before.is_some_and(is_hangul)
        })
    };
    assert!(loose("비교 (차례로)") && !loose("여겨요. (여기서는) 6 (TCP)"));
    let wrong: Vec<String> = korean()
        .into_iter()
        .filter(|it| loose(&it.text))
        .map(|it| format!("{}: {}", it.file, it.text))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Things that are counted in English texts, one of each.
#[rustfmt::skip] // a list
const COUNTED: &[&str] = &[
    "byte", "packet", "frame", "hop", "request", "input", "record", "retransmission", "probe", "route", "piece",
    "segment", "row", "socket", "second", "time", "step", "event", "word",
];

/// A value that is filled in before a plural: one of it would read "1 bytes".
fn plural_by_hand(text: &str) -> Option<&str> {
    /// What is never one, or has a text of its own if it is.
    #[rustfmt::skip] // a list
    const NEVER_ONE: &[&str] = &[
        "mtu", "mss_to", "fps", "bound", "total", "to", "parts", "chunks", "stalls", "attempt", "rows", "packets",
        "count", "open", "requests", "who",
    ];
    text.split('{').skip(1).find_map(|part| {
        let (name, rest) = part.split_once("} ")?;
        let plural = |word: &&str| {
            let rest = rest
                .strip_prefix(*word)
                .and_then(|rest| rest.strip_prefix('s'));
            rest.is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
        };
        let is_counted = COUNTED.iter().any(plural);
        (is_counted && !NEVER_ONE.contains(&name)).then_some(name)
    })
}

#[test]
fn one_of_something_is_no_plural() {
    assert_eq!(plural_by_hand("{x} bytes wait"), Some("x"));
    assert_eq!(plural_by_hand("takes {mtu} bytes, {x} timestamps"), None);
    let wrong: Vec<String> = english()
        .into_iter()
        .filter_map(|it| {
            plural_by_hand(&it.text).map(|name| format!("{}: {name} in: {}", it.file, it.text))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Neither the page's texts nor those that the command line prints, which the crates below write.
#[test]
fn no_text_shows_a_rust_name() {
    let debug = |literal: &Literal| {
        // What stops the program is for whoever mends it; of a letter, Debug shows the letter.
        let is_for_people = !["assert", "panic", "unreachable", "expect("]
            .iter()
            .any(|stop| literal.gap.contains(stop));
        let text = literal.text.replace("{found:?} cannot stand in a name", "");
        is_for_people && (text.contains(":?}") || text.contains("{:?"))
    };
    let mut all = literals();
    all.extend(literals_of(&[
        "capture", "cli", "dns", "scenario", "sim", "tcp",
    ]));
    assert!(all.len() > 4000, "{} literals are too few", all.len());
    let wrong = all.into_iter().filter(debug);
    let wrong: Vec<String> = wrong
        .map(|it| format!("{}: {}", it.file, it.text))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What may stand in Latin letters in a Korean text: protocols and what they call their parts, names of states,
/// algorithms and programs, units, names in addresses.
#[rustfmt::skip] // a list
const NAMES: &[&str] = &[
    // Protocols and their parts.
    "ACK", "AD", "ANY", "AA", "AAAA", "ARP", "CC", "CD", "CNAME", "CSRC", "CWR", "DF", "DNS", "DNSSEC", "DSCP", "ECE",
    "ECN", "EDNS", "FCS", "FIN", "FTP", "HTML", "sandbox", "HTTP", "HTTPS", "ICMP", "ID", "IP", "IPv", "ISN", "MAC", "MF", "MSL",
    "MSS", "MTU", "MX", "NAT", "NOP", "NS", "OPT", "PAWS", "PSH", "PT", "PTR", "QR", "RA", "RD", "RFC", "RST", "RTO",
    "RTP", "RTTVAR", "NODELAY", "SACK", "SOA", "SRTT", "SSRC", "SYN", "TC", "TCP", "TELNET", "TTL", "TXT", "UDP", "URG", "URL",
    "HOL",
    // Codes, methods and commands.
    "xx", "FORMERR", "NOERROR", "NOTIMP", "NXDOMAIN", "REFUSED", "SERVFAIL", "RCODE", "GET", "PASV", "RETR",
    // States, figures and algorithms.
    "CLOSE", "CLOSED", "CLOSING", "ESTAB", "ESTABLISHED", "LAST", "RECEIVED", "SENT", "LISTEN", "TIME", "UNCONN", "WAIT", "CUBIC", "Reno", "NXT", "RCV", "SND", "UNA", "WND",
    "cwnd", "ssthresh", "Recv", "Send",
    // Programs and what one types.
    "Ctrl", "null", "Hoplab", "JavaScript", "WebAssembly", "Windows", "connect", "dig", "icmp", "raw", "resolv", "conf", "ss",
    "tcp", "tuwanp", "trace", "traceroute", "udp", "picture", "inspector", "stack", "ports", "dns", "ip", "en", "ko",
    "or", "embed",
    // Units.
    "KB", "MB", "kbit", "Mbit", "Hz", "kHz", "ms", "us",
    // Names in addresses.
    "com", "example", "www", "wwww", "first", "lookup",
];

/// The words in Latin letters of a text, what is filled in and what stands in brackets behind a Korean word left out:
/// there an English term may be told (역다중화(demultiplexing)). So is what is quoted as it stands in a file or an address
/// ("prefix_len").
fn latin(text: &str) -> Vec<String> {
    let (mut words, mut word, mut depth, mut braces) = (Vec::new(), String::new(), 0_u32, 0_u32);
    let mut before = ' ';
    let mut quoted = false;
    for c in text.chars().chain([' ']) {
        match c {
            '{' => braces += 1,
            '}' => braces = braces.saturating_sub(1),
            '(' if depth > 0 || before.is_alphanumeric() => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '"' => quoted = !quoted,
            _ => {}
        }
        if c.is_ascii_alphabetic() && depth == 0 && braces == 0 && !quoted {
            word.push(c);
        } else {
            let whole = std::mem::take(&mut word);
            words.extend(Some(whole).filter(|word| word.len() > 1));
        }
        before = c;
    }
    words
}

#[test]
fn a_korean_text_has_no_english_word_but_names() {
    let mut wrong = Vec::new();
    for Literal { file, text, .. } in korean() {
        for word in latin(&text) {
            if !NAMES.contains(&word.as_str()) {
                wrong.push(format!("{file}: “{word}” in: {text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What stands in the folder of Korean is Korean, if it is in letters at all: but for what is looked for in an error's
/// English text, which stands before an arrow or is searched for.
#[test]
fn what_stands_in_the_korean_folder_is_korean() {
    let all = literals();
    let mut wrong = Vec::new();
    let mut read = 0;
    for (place, literal) in all.iter().enumerate() {
        if !literal.file.starts_with("ko/") {
            continue;
        }
        read += 1;
        let behind = all.get(place + 1).map_or("", |next| next.gap.trim_start());
        let is_key = behind.starts_with("=>") || behind.starts_with("| ") || behind == "|";
        let is_sought = [
            "strip_prefix(",
            "starts_with(",
            "split_once(",
            "trim_start_matches(",
            "replace(",
            "named(",
        ]
        .iter()
        .any(|search| literal.gap.ends_with(search));
        let words = latin(&literal.text);
        let foreign = words.iter().any(|word| !NAMES.contains(&word.as_str()));
        if !is_key && !is_sought && !is_korean(&literal.text) && foreign {
            wrong.push(format!("{}: {:?}", literal.file, literal.text));
        }
    }
    assert!(read > 1000, "{read} texts are too few");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Particles and forms of the copula whose form depends on what they follow.
#[rustfmt::skip] // a list
const PARTICLES: &[&str] = &[
    "을", "를", "이", "가", "은", "는", "과", "와", "으로", "로", "이에요", "예요", "이라는", "라는", "이라고", "라고", "이라서", "라서",
    "이나", "나", "이며", "며", "이랑", "랑", "이에요.", "예요.",
];

/// The particle that follows a value that is filled in, if one was written by hand: behind `}`, or behind a bracket
/// or quote that is closed behind it.
fn particle_by_hand(text: &str) -> Option<&'static str> {
    let ends: Vec<usize> = text.match_indices('}').map(|(at, _)| at + 1).collect();
    for at in ends {
        let mut rest = text.get(at..)?;
        // A note in brackets is not spoken.
        let mut depth = 0_u32;
        rest = rest.trim_start_matches(|c| {
            let (before, now) = (depth, c == '(');
            depth = match c {
                '(' => depth + 1,
                ')' => depth.saturating_sub(1),
                _ => depth,
            };
            before > 0 || now
        });
        rest = rest.trim_start_matches(['”', '’', '"']);
        let word: String = rest.chars().take_while(|c| is_hangul(*c)).collect();
        if let Some(particle) = PARTICLES.iter().find(|particle| **particle == word) {
            return Some(particle);
        }
    }
    None
}

#[test]
fn particles_behind_values_come_from_the_helper() {
    assert_eq!(particle_by_hand("{x}을 보내요"), Some("을"));
    assert_eq!(particle_by_hand("{piece}({bytes}바이트)를"), Some("를"));
    assert_eq!(particle_by_hand("“{close}”예요."), Some("예요"));
    assert_eq!(particle_by_hand("{x}바이트를, {port}번 포트로"), None);
    let mut wrong = Vec::new();
    for Literal { file, text, .. } in korean() {
        for both in [
            "을(를)", "를(을)", "이(가)", "가(이)", "은(는)", "는(은)", "와(과)", "과(와)",
            "(으)로", "(이)",
        ] {
            if text.contains(both) {
                wrong.push(format!("{file}: “{both}” in: {text}"));
            }
        }
        // The first four have words of their own.
        if text.contains("}번째") {
            wrong.push(format!("{file}: an ordinal by hand in: {text}"));
        }
        if let Some(particle) = particle_by_hand(&text) {
            wrong.push(format!("{file}: “{particle}” in: {text}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether a word is written as Rust writes the names of its types: with a capital behind a small letter, or with `::`
/// or, among small letters, `_` in it.
fn is_rust_name(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    let camel = letters
        .windows(2)
        .any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    let snake = word.contains('_') && letters.iter().any(char::is_ascii_lowercase);
    camel || snake || word.contains("::")
}

/// Whether a line of the log counts one thing as if there were more of it.
fn counts_one_as_many(line: &str) -> bool {
    let words: Vec<&str> = line.split(' ').collect();
    words.windows(2).any(|pair| {
        let plural = pair[1].trim_end_matches(|c: char| !c.is_alphabetic());
        pair[0].trim_start_matches('(') == "1"
            && COUNTED
                .iter()
                .any(|word| plural.strip_suffix('s') == Some(word))
    })
}

/// What programs say to each other, which is in the language of their protocol, is left out of a line of the log.
fn without_quotes(line: &str) -> String {
    let mut told = String::new();
    let mut depth = 0_u32;
    for c in line.chars() {
        match c {
            '“' => depth += 1,
            '”' => depth = depth.saturating_sub(1),
            _ if depth == 0 => told.push(c),
            _ => {}
        }
    }
    told
}

#[test]
fn what_happens_in_the_library_is_told_in_the_readers_language() {
    use super::named;
    use super::story::{Known, Names, narrate, short};
    use hoplab_explain::packets::Packets;
    use hoplab_explain::sockets::Sockets;
    use hoplab_explain::{Events, Moment, Reading, run_to_end};
    use hoplab_replay::Recording;
    use hoplab_sim::apps::AppEvent;
    use hoplab_sim::{EventId, EventKind, LinkId, NodeId, Transport};
    use hoplab_units::Time;

    /// Names that scenarios and their sites give things.
    const GIVEN: &[&str] = &[
        "about",
        "Anna",
        "OK",
        "Moved",
        "Permanently",
        "Not",
        "Found",
        "Content",
        "txt",
        "hello",
        "shop",
        "root",
        "servers",
        "net",
        "gtld",
        "ns",
    ];
    assert!(is_rust_name("Tcp(TimedOut)") && !is_rust_name("SYN-SENT"));
    assert!(counts_one_as_many("got 1 bytes.") && !counts_one_as_many("got 1 byte, 11 bytes"));
    let mut wrong = std::collections::BTreeSet::new();
    let mut lines = 0;
    for (entry, transport) in hoplab_scenario::library::all()
        .iter()
        .flat_map(|entry| Transport::ALL.map(|transport| (entry, transport)))
    {
        let scenario = entry.scenario();
        let recording = Recording {
            transport,
            ..Recording::new(scenario.clone())
        };
        let world = run_to_end(&recording, Time::from_secs(40), 6_000).unwrap();
        let nodes = (0..).map_while(|node| world.node(NodeId(node)));
        let nodes = named(Lang::Ko, &scenario, nodes);
        let links: Vec<_> = (0..).map_while(|link| world.link(LinkId(link))).collect();
        let transfers = world.transfers();
        let packets = Reading::whole(Packets::default(), world.trace());
        let sockets = Reading::whole(Sockets::default(), world.trace());
        for event in Events::of(&world).iter() {
            let then = Events::before(world.trace(), EventId(event.id.0 + 1));
            let known = Known::new(Moment::new(then, &packets), &sockets);
            if let EventKind::App(app) = &event.kind
                && matches!(&**app, AppEvent::Ftp(_))
            {
                continue;
            }
            let names = Names::of(&nodes, &links, &transfers, known);
            let line = without_quotes(&narrate(Lang::En, names, event));
            if counts_one_as_many(&line) || line.split(' ').any(is_rust_name) {
                wrong.insert(format!("{}: {line}", entry.name));
            }
            for line in [
                narrate(Lang::Ko, names, event),
                short(Lang::Ko, names, event),
            ] {
                lines += 1;
                let strange = |word: &String| {
                    !NAMES.contains(&word.as_str()) && !GIVEN.contains(&word.as_str())
                };
                let line = without_quotes(&line);
                if latin(&line).iter().any(strange) || line.split(' ').any(is_rust_name) {
                    wrong.insert(format!("{}: {line}", entry.name));
                }
            }
        }
    }
    assert!(lines > 20_000, "{lines}");
    let some: Vec<&String> = wrong.iter().take(60).collect();
    assert!(wrong.is_empty(), "{some:#?}");
}
