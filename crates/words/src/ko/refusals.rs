//! What is wrong with a scenario, in the page's words. English is what the scenario's own error says.

use crate::ko::josa;
use hoplab_scenario::{Problem, ScenarioError, Warning};

pub fn scenario_error(error: &ScenarioError) -> String {
    let problem = problem_ko(&error.problem);
    match error.path.as_str() {
        "" => problem,
        path => format!("{path}: {problem}"),
    }
}

pub fn warning(warning: &Warning) -> String {
    match warning {
        Warning::NoLink { nodes, more } => {
            let named = nodes.join(", ");
            let (besides, these) = match (more, nodes.len()) {
                (0, 1) => (String::new(), "이 노드에"),
                (0, _) => (String::new(), "이 노드들에"),
                (more, _) => (format!(" 외 {more}개"), "이 노드들에"),
            };
            format!(
                "{named}{besides}: {these} 이어진 링크가 없어서 패킷이 오갈 수 없어요. \"links\"에 링크를 더해 주세요."
            )
        }
    }
}

fn problem_ko(problem: &Problem) -> String {
    match problem {
        Problem::Json {
            message,
            line,
            column,
        } => format!("{line}행 {column}열: {}", json_ko(message)),
        Problem::FileTooLong { bytes, most } => {
            format!("파일이 {bytes}바이트예요. 최대 {most}바이트까지 읽을 수 있어요.")
        }
        Problem::NewerSchema { found, newest } => format!(
            "더 새로운 Hoplab이 만든 시나리오예요(형식 {found}, 여기서는 {newest}까지 읽어요). 페이지를 새로 고쳐 주세요."
        ),
        Problem::NoSuchSchema => "형식 0은 없어요. \"schema\": 1이라고 써 주세요.".to_owned(),
        Problem::TooMany { count, most, .. } => format!("{count}개나 있어요. 최대 {most}개예요."),
        Problem::NoNodes => "시나리오에는 노드가 하나 이상 있어야 해요.".to_owned(),
        Problem::Empty => "비워 둘 수 없어요.".to_owned(),
        Problem::TextTooLong { length, most } => {
            format!("{length}자예요. 최대 {most}자까지 쓸 수 있어요.")
        }
        Problem::ControlCharacter => "줄바꿈이나 제어 문자 없이 한 줄이어야 해요.".to_owned(),
        Problem::RepeatedId { id, first } => {
            format!("\"{id}\": {first}에서 이미 쓴 이름이에요. 서로 다른 이름을 붙여 주세요.")
        }
        Problem::NoSuchNode { name, known } => {
            format!("\"{name}\": 이런 노드는 없어요. 있는 노드: {known}")
        }
        Problem::NoSuchLink { name, known } => {
            format!("\"{name}\": 이런 링크는 없어요. 있는 링크: {known}")
        }
        Problem::LinkToItself { node } => {
            format!("양쪽 끝이 모두 \"{node}\" 노드예요. 링크는 서로 다른 두 노드를 이어야 해요.")
        }
        Problem::OutOfBounds { value, least, most } => {
            format!("{value}: 범위를 벗어났어요. {least}부터 {most}까지 쓸 수 있어요.")
        }
        Problem::BadAddress { address, why } => {
            format!(
                "{address}: 노드의 주소로 쓸 수 없어요({}).",
                kept_for_ko(why)
            )
        }
        Problem::RouterAddressTaken { address, first } => {
            format!(
                "{address}: 라우터 {first}의 주소와 같아요. 주소는 호스트끼리만 같을 수 있어요."
            )
        }
        Problem::NobodysAddress {
            address, from, to, ..
        } => format!(
            "{address}: 네트워크 주소이거나 브로드캐스트 주소여서 노드 하나의 주소로 쓸 수 없어요. {from}부터 {to}까지 쓰거나 \"prefix_len\" 값을 바꿔 주세요."
        ),
        Problem::PortZero => {
            "0은 포트 번호로 쓸 수 없어요. 1부터 65535까지 쓸 수 있어요.".to_owned()
        }
        Problem::PortTaken { port, first } => {
            format!("같은 호스트의 \"{first}\" 프로그램이 이미 포트 {port}에서 기다려요.")
        }
        Problem::HostsOnly { node } => format!(
            "호스트만 가질 수 있는 항목인데 \"{node}\" 노드는 라우터예요. \"role\": \"host\"라고 쓰거나 이 항목을 지워 주세요."
        ),
        Problem::RoutersOnly { node } => {
            format!(
                "라우터만 가질 수 있는 항목인데 \"{node}\" 노드는 호스트예요. 이 항목을 지워 주세요."
            )
        }
        Problem::SenderIsRouter { node } => {
            format!("호스트만 보낼 수 있는데 \"{node}\" 노드는 라우터예요.")
        }
        Problem::Program(why) => program_ko(why),
        Problem::Tcp(why) => match why.split_once(" must be ") {
            Some((field, allowed)) => format!("{field}: {}", range_ko(allowed)),
            None => "쓸 수 없는 TCP 설정이에요.".to_owned(),
        },
    }
}

/// `from 1ms to 3600s`, `at most 24h`.
fn range_ko(allowed: &str) -> String {
    let allowed = allowed.replace(" bytes", "바이트");
    if let Some(most) = allowed.strip_prefix("at most ") {
        return format!("최대 {most}까지 쓸 수 있어요.");
    }
    match allowed
        .strip_prefix("from ")
        .and_then(|rest| rest.split_once(" to "))
    {
        Some((least, most)) => match most.strip_prefix("less than ") {
            Some(most) => format!("{least} 이상 {most} 미만이어야 해요."),
            None => format!("{least}부터 {most}까지 쓸 수 있어요."),
        },
        None => format!("쓸 수 있는 값: {allowed}"),
    }
}

fn kept_for_ko(why: &str) -> &str {
    match why {
        "kept for \"this network\"" => "\"이 네트워크\"를 뜻하는 주소",
        "a loopback address" => "루프백 주소",
        "a multicast address" => "멀티캐스트 주소",
        "the broadcast address" => "브로드캐스트 주소",
        "kept for later use" => "나중에 쓰려고 남겨 둔 주소",
        other => other,
    }
}

fn program_ko(why: &str) -> String {
    let known = match why {
        "no single host can have this address" => "호스트 하나가 가질 수 있는 주소가 아니에요.",
        "a name or an address is missing" => "이름이나 주소가 빠졌어요.",
        "a name has at most 253 characters" => "이름은 최대 253자예요.",
        "port 0 is reserved: choose 1 to 65535" => {
            "0은 포트 번호로 쓸 수 없어요. 1부터 65535까지 쓸 수 있어요."
        }
        "there are at most 100" => "최대 100개예요.",
        "a line has no control characters" => "한 줄에는 제어 문자를 쓸 수 없어요.",
        "a line comes within 24 hours" => "24시간 안이어야 해요.",
        "a name server has 1 to 16 zones" => "네임 서버의 존은 1개부터 16개까지예요.",
        "it has 1 to 512 bytes" => "1바이트부터 512바이트까지예요.",
        "it is 1 to 1000" => "1부터 1000까지 쓸 수 있어요.",
        "a recursive resolver knows 1 to 13 root servers" => "루트 서버는 1개부터 13개까지예요.",
        "it is at most an hour" => "최대 한 시간이에요.",
        "it begins with a slash" => "빗금(/)으로 시작해야 해요.",
        _ => return "이 값으로는 프로그램을 시작할 수 없어요.".to_owned(),
    };
    known.to_owned()
}

/// What the reader of JSON says.
fn json_ko(message: &str) -> String {
    let named = |what: &str| {
        let rest = message.strip_prefix(what)?.strip_prefix(" `")?;
        rest.split_once('`')
    };
    let list = |rest: &str| {
        let names: Vec<&str> = rest.split('`').skip(1).step_by(2).collect();
        names.join(", ")
    };
    if let Some((name, rest)) = named("unknown field") {
        return format!(
            "{} 항목은 없어요. 쓸 수 있는 항목: {}",
            josa::iraneun(&format!("\"{name}\"")),
            list(rest)
        );
    }
    if let Some((name, rest)) = named("unknown variant") {
        return format!(
            "\"{name}\": 쓸 수 없는 값이에요. 쓸 수 있는 값: {}",
            list(rest)
        );
    }
    if let Some((name, _)) = named("missing field") {
        return format!("\"{name}\" 항목이 빠졌어요.");
    }
    if let Some((name, _)) = named("duplicate field") {
        return format!("\"{name}\" 항목이 두 번 나와요.");
    }
    if let Some((found, expected)) = message.rsplit_once(", expected ") {
        return format!(
            "{}: 여기에 쓸 수 없어요. 필요한 값: {}",
            found_ko(found),
            expected_ko(expected)
        );
    }
    if let Some((found, expected)) = message.split_once(" is not ") {
        return format!(
            "{found}: 여기에 쓸 수 없어요. 필요한 값: {}",
            expected_ko(expected)
        );
    }
    let form = match message {
        "trailing comma" => "마지막 것 뒤에 쉼표가 있어요. 이 쉼표를 지워 주세요.",
        "trailing characters" => "마지막 괄호 뒤에 글자가 더 있어요.",
        "expected `,` or `}`" => "쉼표(,)나 닫는 중괄호(})가 빠졌어요.",
        "expected `,` or `]`" => "쉼표(,)나 닫는 대괄호(])가 빠졌어요.",
        "expected `:`" => "항목 이름 뒤에 쌍점(:)이 빠졌어요.",
        "key must be a string" => "항목 이름은 큰따옴표(\")로 감싸야 해요.",
        "invalid IPv4 address syntax" | "this is not an address such as 192.0.2.10" => {
            "192.0.2.10 같은 주소가 아니에요."
        }
        "invalid number" => "잘못 쓴 수예요.",
        "invalid escape" => "역슬래시(\\) 뒤에 쓸 수 없는 글자예요.",
        text if text.starts_with("EOF") => {
            "파일이 중간에서 끝나요. 닫는 괄호나 따옴표가 빠지지 않았는지 확인해 주세요."
        }
        text if text.starts_with("control character") => {
            "따옴표 안에 줄바꿈 같은 제어 문자가 있어요. 따옴표를 닫았는지 확인해 주세요."
        }
        _ => "여기에 쓸 수 없는 값이에요.",
    };
    form.to_owned()
}

/// `invalid type: integer `7``.
fn found_ko(found: &str) -> String {
    let what = found.split_once(": ").map_or(found, |(_, what)| what);
    let (kind, value) = what.split_once(' ').unwrap_or((what, ""));
    let kind = match kind {
        "integer" | "floating" => "수",
        "string" => "글",
        "boolean" => "참·거짓 값",
        "map" | "object" => "객체 { }",
        "sequence" | "list" => "목록 [ ]",
        "null" => "null",
        _ => "이 값",
    };
    let value = value.trim_start_matches("point ");
    match value {
        "" => kind.to_owned(),
        value => format!("{kind} {value}"),
    }
}

fn expected_ko(expected: &str) -> String {
    if let Some(range) = expected.strip_prefix("a whole number ") {
        return match range
            .strip_prefix("from ")
            .and_then(|range| range.split_once(" to "))
        {
            Some((least, most)) => format!("{least}부터 {most}까지의 정수"),
            None => "0 이상의 정수".to_owned(),
        };
    }
    let known = match expected {
        "a string" => "글(큰따옴표로 감싼 것)",
        "a boolean" => "\"true\" 또는 \"false\"",
        "u8" => "0부터 255까지의 정수",
        "u16" => "0부터 65535까지의 정수",
        "u32" => "0부터 4294967295까지의 정수",
        "u64" | "usize" => "0 이상의 정수",
        "a sequence" | "a list [ ]" => "목록 [ ]",
        "IPv4 address" => "192.0.2.10 같은 주소",
        text if text.starts_with("a rate") => "10Mbit/s나 64kbit/s 같은 속도",
        text if text.starts_with("a percentage") => "5%처럼 0%부터 100%까지의 비율",
        text if text.starts_with("a time") => "20ms나 1.5s 같은 시간",
        text if text.starts_with("an address") => "192.0.2.10 같은 주소",
        text if text.starts_with("a text, or") => "글, 또는 언어마다 { \"en\": …, \"ko\": … }",
        text if text.starts_with("struct") || text.starts_with("an object") => "객체 { }",
        _ => "다른 형식의 값",
    };
    known.to_owned()
}

pub fn no_scenario() -> String {
    let text = "이 파일에는 시나리오가 없어요. 시나리오 파일은 {로 시작하는 JSON이에요. Hoplab 링크가 든 텍스트 파일도 열 수 있어요.";
    text.to_owned()
}
