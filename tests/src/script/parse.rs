//! From text to scenes.

use std::str::FromStr;

use hoplab_tcp::{IcmpError, State};
use hoplab_units::Span;
use hoplab_wire::tcp::Flags;

use super::given;
use super::numbers::Number;
use super::step::{Cell, Expected, ExpectedOptions, Item, Kind, Line, Scene, Segment, Step};

/// Reads the scenes of a file; `file` is what errors call it.
///
/// # Errors
/// Names file and line, and what was not understood.
pub fn parse(file: &str, text: &str) -> Result<Vec<Scene>, String> {
    let mut scenes: Vec<Scene> = Vec::new();
    let mut repeat: Option<(usize, usize)> = None;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.split('#').next().unwrap_or_default().trim();
        let fail = |what: String| format!("{file}:{number}: {what}\n    {line}");
        if line.is_empty() {
            continue;
        }
        if let Some(name) = line.strip_prefix("scene ") {
            if repeat.is_some() {
                return Err(fail("`repeat` without `end` before this scene".into()));
            }
            scenes.push(Scene {
                file: file.to_owned(),
                name: name.trim().to_owned(),
                line: number,
                cell: None,
                steps: Vec::new(),
            });
            continue;
        }
        let Some(scene) = scenes.last_mut() else {
            return Err(fail("a step before the first `scene`".into()));
        };
        read_line(scene, &mut repeat, number, line).map_err(fail)?;
    }
    if repeat.is_some() {
        return Err(format!("{file}: `repeat` without `end`"));
    }
    Ok(scenes)
}

/// A line within a scene: a step, or what stands for steps.
fn read_line(
    scene: &mut Scene,
    repeat: &mut Option<(usize, usize)>,
    number: usize,
    line: &str,
) -> Result<(), String> {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    match word {
        "cell" => {
            if scene.cell.replace(cell(rest)?).is_some() {
                return Err("a scene covers one cell".into());
            }
        }
        "repeat" => {
            let from = (parse_number(rest)?, scene.steps.len());
            if repeat.replace(from).is_some() {
                return Err("`repeat` within `repeat`".into());
            }
        }
        "end" if rest.is_empty() => {
            let (times, from) = repeat.take().ok_or("`end` without `repeat`")?;
            let body = scene.steps.get(from..).unwrap_or_default().to_vec();
            for _ in 1..times {
                scene.steps.extend(body.iter().cloned());
            }
        }
        "given" => {
            for text in given::expand(rest)? {
                let parsed = step(&text).map_err(|error| format!("in `{text}`: {error}"))?;
                scene.steps.push(Line {
                    number,
                    text: format!("{line}: {text}"),
                    step: parsed,
                });
            }
        }
        _ => {
            let (line, times) = times(line)?;
            for nth in 0..times {
                scene.steps.push(Line {
                    number,
                    text: line.to_owned(),
                    step: step(line)?.moved_on(nth),
                });
            }
        }
    }
    Ok(())
}

/// `> ... times N` stands for N segments, each behind the last.
fn times(line: &str) -> Result<(&str, u32), String> {
    match line.rsplit_once(" times ") {
        Some((line, times)) if line.starts_with('>') => Ok((line, parse_number(times)?)),
        _ => Ok((line, 1)),
    }
}

fn cell(text: &str) -> Result<Cell, String> {
    let (state_name, kind) = text.split_once(' ').ok_or("`cell STATE KIND`")?;
    let kind = Kind::ALL
        .into_iter()
        .find(|known| known.name() == kind.trim())
        .ok_or_else(|| format!("no kind of segment `{kind}`"))?;
    Ok(Cell {
        state: state(state_name)?,
        kind,
    })
}

pub(super) fn state(name: &str) -> Result<State, String> {
    State::ALL
        .into_iter()
        .find(|state| state.name() == name.trim())
        .ok_or_else(|| format!("no state `{name}`"))
}

/// One step.
fn step(line: &str) -> Result<Step, String> {
    if let Some(rest) = line.strip_prefix('<') {
        return segment(rest).map(Step::Inject);
    }
    if let Some(rest) = line.strip_prefix('>') {
        return if rest.trim() == "nothing" {
            Ok(Step::ExpectNothing)
        } else {
            expected(rest).map(Step::Expect)
        };
    }
    if let Some(rest) = line.strip_prefix('+') {
        return span(rest).map(Step::Advance);
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    Ok(match words.as_slice() {
        ["set", field, value] => Step::Set {
            field: (*field).to_owned(),
            value: (*value).to_owned(),
        },
        ["listen"] => Step::Listen,
        ["connect"] => Step::Connect,
        ["close"] => Step::Close,
        ["abort"] => Step::Abort,
        ["send", "urgent", rest @ ..] => send(true, rest)?,
        ["send", rest @ ..] => send(false, rest)?,
        ["recv", rest @ ..] => receive(rest)?,
        ["state", name] => Step::State(state(name)?),
        ["error", name] => Step::Error((*name).to_owned()),
        ["readable", count] => Step::Readable(parse_number(count)?),
        ["urgent", count] => Step::Urgent(parse_number(count)?),
        ["room", count] => Step::Room(parse_number(count)?),
        ["end", "of", "stream", "yes"] => Step::EndOfStream(true),
        ["end", "of", "stream", "no"] => Step::EndOfStream(false),
        ["event", name, fields @ ..] => event(true, name, fields)?,
        ["no", "event", name, fields @ ..] => event(false, name, fields)?,
        ["inside", fields @ ..] if !fields.is_empty() => Step::Inside(pairs(fields)?),
        ["timer", name, left] => Step::Timer {
            name: (*name).to_owned(),
            left: if *left == "off" {
                None
            } else {
                Some(span(left)?)
            },
        },
        ["icmp", rest @ ..] => icmp(rest)?,
        _ => return Err("not a step".into()),
    })
}

fn send(urgent: bool, words: &[&str]) -> Result<Step, String> {
    let (len, takes) = match words {
        [len] => (parse_number(len)?, Ok(parse_number(len)?)),
        [len, "takes", taken] => (parse_number(len)?, Ok(parse_number(taken)?)),
        [len, "fails", error] => (parse_number(len)?, Err((*error).to_owned())),
        _ => return Err("`send N`, `send N takes M` or `send N fails ERROR`".into()),
    };
    Ok(Step::Send { urgent, len, takes })
}

fn receive(words: &[&str]) -> Result<Step, String> {
    let (max, gets) = match words {
        [] => (usize::MAX, None),
        ["gets", gets] => (usize::MAX, Some(parse_number(gets)?)),
        [max] => (parse_number(max)?, None),
        [max, "gets", gets] => (parse_number(max)?, Some(parse_number(gets)?)),
        _ => return Err("`recv [N] [gets M]`".into()),
    };
    Ok(Step::Recv { max, gets })
}

fn event(wanted: bool, name: &str, fields: &[&str]) -> Result<Step, String> {
    Ok(Step::Event {
        wanted,
        name: name.to_owned(),
        fields: pairs(fields)?,
    })
}

fn icmp(words: &[&str]) -> Result<Step, String> {
    let (error, seq) = match words {
        ["net", "unreachable", "seq", seq] => (IcmpError::Unreachable { hard: false }, seq),
        ["port", "unreachable", "seq", seq] => (IcmpError::Unreachable { hard: true }, seq),
        ["too", "big", "mtu", mtu, "seq", seq] => {
            let next_hop_mtu = parse_number(mtu)?;
            (IcmpError::FragmentationNeeded { next_hop_mtu }, seq)
        }
        _ => {
            return Err(
                "`icmp net unreachable`, `icmp port unreachable` or `icmp too big mtu N`, \
                 then `seq N`"
                    .into(),
            );
        }
    };
    let seq = number(seq)?;
    Ok(Step::Icmp { error, seq })
}

fn pairs(fields: &[&str]) -> Result<Vec<(String, String)>, String> {
    fields
        .iter()
        .map(|field| {
            let (key, value) = field
                .split_once('=')
                .ok_or_else(|| format!("`{field}` is not `field=value`"))?;
            Ok((key.to_owned(), value.to_owned()))
        })
        .collect()
}

/// What stands before the options, the options, and what stands behind them.
fn split_options(text: &str) -> Result<(Vec<&str>, Option<&str>), String> {
    let Some((before, rest)) = text.split_once('<') else {
        return Ok((text.split_whitespace().collect(), None));
    };
    let (options, behind) = rest
        .rsplit_once('>')
        .ok_or("options that begin with `<` and do not end with `>`")?;
    let words = before.split_whitespace().chain(behind.split_whitespace());
    Ok((words.collect(), Some(options.trim())))
}

fn segment(text: &str) -> Result<Segment, String> {
    let (words, options) = split_options(text)?;
    let (flags, words) = words.split_first().ok_or("a segment needs flags")?;
    let mut segment = Segment {
        flags: self::flags(flags)?,
        seq: Number::Relative(0),
        ack: None,
        len: 0,
        window: u16::MAX,
        urgent: 0,
        options: items(options.unwrap_or_default())?,
    };
    let mut has_seq = false;
    let (words, rest) = words.as_chunks::<2>();
    for [key, value] in words {
        match *key {
            "seq" => (segment.seq, has_seq) = (number(value)?, true),
            "ack" => segment.ack = Some(number(value)?),
            "len" => segment.len = parse_number(value)?,
            "win" => segment.window = parse_number(value)?,
            "urg" => segment.urgent = parse_number(value)?,
            _ => return Err(format!("a segment has no `{key}`")),
        }
    }
    well_formed(has_seq, segment.ack.is_some(), segment.flags, rest)?;
    Ok(segment)
}

fn expected(text: &str) -> Result<Expected, String> {
    let (words, options) = split_options(text)?;
    let (flags, words) = words.split_first().ok_or("a segment needs flags")?;
    let mut expected = Expected {
        flags: self::flags(flags)?,
        seq: Number::Relative(0),
        ack: None,
        len: 0,
        window: None,
        urgent: 0,
        options: match options {
            None => ExpectedOptions::Unsaid,
            Some("*") => ExpectedOptions::Any,
            Some(options) => ExpectedOptions::These(items(options)?),
        },
        after: None,
        why: None,
    };
    let mut has_seq = false;
    let (words, rest) = words.as_chunks::<2>();
    for [key, value] in words {
        match *key {
            "seq" => (expected.seq, has_seq) = (number(value)?, true),
            "ack" => expected.ack = Some(number(value)?),
            "len" => expected.len = parse_number(value)?,
            "win" => expected.window = Some(parse_number(value)?),
            "urg" => expected.urgent = parse_number(value)?,
            "after" => expected.after = Some(span(value)?),
            "why" => expected.why = Some((*value).to_owned()),
            _ => return Err(format!("an expected segment has no `{key}`")),
        }
    }
    well_formed(has_seq, expected.ack.is_some(), expected.flags, rest)?;
    Ok(expected)
}

fn well_formed(has_seq: bool, has_ack: bool, flags: Flags, rest: &[&str]) -> Result<(), String> {
    if let Some(word) = rest.first() {
        return Err(format!("`{word}` without a value"));
    }
    if !has_seq {
        return Err("a segment needs `seq`".into());
    }
    if has_ack != flags.contains(Flags::ACK) {
        return Err("`ack` stands if and only if the flags hold A".into());
    }
    Ok(())
}

fn flags(word: &str) -> Result<Flags, String> {
    if word == "-" {
        return Ok(Flags::NONE);
    }
    word.chars().try_fold(Flags::NONE, |flags, letter| {
        Ok(flags
            | match letter {
                'S' => Flags::SYN,
                'F' => Flags::FIN,
                'R' => Flags::RST,
                'P' => Flags::PSH,
                'A' => Flags::ACK,
                'U' => Flags::URG,
                _ => return Err(format!("no flag `{letter}` (S F R P A U, or - for none)")),
            })
    })
}

fn items(text: &str) -> Result<Vec<Item>, String> {
    text.split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .map(item)
        .collect()
}

fn item(text: &str) -> Result<Item, String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    Ok(match words.as_slice() {
        ["mss", value] => Item::Mss(parse_number(value)?),
        ["ws", shift] => Item::WindowScale(parse_number(shift)?),
        ["sackOK"] => Item::SackPermitted,
        ["ts", value, echo] => Item::Timestamps(any_or(value)?, any_or(echo)?),
        ["sack", blocks @ ..] => {
            Item::Sack(blocks.iter().map(|b| block(b)).collect::<Result<_, _>>()?)
        }
        ["nop"] => Item::Nop,
        ["eol"] => Item::End,
        ["raw", bytes @ ..] => Item::Raw(
            bytes
                .iter()
                .map(|b| parse_number(b))
                .collect::<Result<_, _>>()?,
        ),
        _ => return Err(format!("no option `{text}`")),
    })
}

fn any_or(word: &str) -> Result<Option<u32>, String> {
    if word == "*" {
        return Ok(None);
    }
    parse_number(word).map(Some)
}

fn block(word: &str) -> Result<(i64, i64), String> {
    let (left, right) = word
        .split_once(':')
        .ok_or_else(|| format!("`{word}` is not `left:right`"))?;
    Ok((parse_number(left)?, parse_number(right)?))
}

fn number(word: &str) -> Result<Number, String> {
    match word.strip_prefix('=') {
        Some(absolute) => parse_number(absolute).map(Number::Absolute),
        None => parse_number(word).map(Number::Relative),
    }
}

fn parse_number<T: FromStr>(word: &str) -> Result<T, String> {
    word.trim()
        .parse()
        .map_err(|_| format!("`{word}` is not a number that fits here"))
}

fn span(word: &str) -> Result<Span, String> {
    word.trim()
        .parse()
        .map_err(|_| format!("`{word}` is not a time such as 200ms or 1.5s"))
}
