//! What is wrong with a scenario, in the page's words. English is what the scenario's own error says.

use crate::ko::josa;
use hoplab_scenario::{
    Expected, Found, JsonProblemKind, Problem, Reserved, ScenarioError, Warning,
};
use hoplab_sim::apps::SpecWhy;
use hoplab_tcp::Allowed;

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
        Problem::Json { what, line, column } => {
            format!("{line}행 {column}열: {}", json_ko(&what.kind))
        }
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
        Problem::NoText => {
            "글이 없어요. 글 하나를 쓰거나 { \"ko\": \"서버\" }처럼 언어마다 써 주세요.".to_owned()
        }
        Problem::NoLanguage { tag } => {
            format!("\"{tag}\": 언어 태그가 아니에요. \"ko\", \"en\", \"pt-BR\"처럼 써 주세요.")
        }
        Problem::RepeatedLanguage { tag } => {
            format!("\"{tag}\": 이 언어로 쓴 글이 두 개예요. 하나만 남겨 주세요.")
        }
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
                kept_for_ko(*why)
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
        Problem::Tcp(why) => format!("{}: {}", why.field, allowed_ko(why.allowed)),
    }
}

/// What a setting of TCP may be.
fn allowed_ko(allowed: Allowed) -> String {
    match allowed {
        Allowed::Between { least, most } => format!("{least}부터 {most}까지 쓸 수 있어요."),
        Allowed::Below { least, below } => format!("{least} 이상 {below} 미만이어야 해요."),
        Allowed::AtMost { most } => format!("최대 {most}까지 쓸 수 있어요."),
        Allowed::Bytes { least, most } => format!("{least}부터 {most}바이트까지 쓸 수 있어요."),
        Allowed::Buffer { least, most } => {
            format!("{least}바이트부터 {most}까지 쓸 수 있어요.")
        }
    }
}

fn kept_for_ko(why: Reserved) -> &'static str {
    match why {
        Reserved::ThisNetwork => "\"이 네트워크\"를 뜻하는 주소",
        Reserved::Loopback => "루프백 주소",
        Reserved::Multicast => "멀티캐스트 주소",
        Reserved::Broadcast => "브로드캐스트 주소",
        Reserved::LaterUse => "나중에 쓰려고 남겨 둔 주소",
    }
}

fn program_ko(why: &SpecWhy) -> String {
    let known = match why {
        SpecWhy::NoHostsAddress => "호스트 하나가 가질 수 있는 주소가 아니에요.",
        SpecWhy::NoTarget => "이름이나 주소가 빠졌어요.",
        SpecWhy::NameTooLong { most } => return format!("이름은 최대 {most}자예요."),
        SpecWhy::PortZero => "0은 포트 번호로 쓸 수 없어요. 1부터 65535까지 쓸 수 있어요.",
        SpecWhy::NotBetween { least, most } => {
            return format!("{least}부터 {most}까지 쓸 수 있어요.");
        }
        SpecWhy::NotBetweenFrames { least, most } => {
            return format!("{least}프레임부터 {most}프레임까지 쓸 수 있어요.");
        }
        SpecWhy::MoreThan { most } => return format!("최대 {most}까지 쓸 수 있어요."),
        SpecWhy::MoreThanAnHour => "최대 한 시간이에요.",
        SpecWhy::Bytes { least, most }
        | SpecWhy::LineBytes { least, most }
        | SpecWhy::QuoteBytes { least, most } => {
            return format!("{least}바이트부터 {most}바이트까지예요.");
        }
        SpecWhy::TooManyBytes { most } => return format!("최대 {most}바이트예요."),
        SpecWhy::NoSlash => "빗금(/)으로 시작해야 해요.",
        SpecWhy::TooMany { most } => return format!("최대 {most}개예요."),
        SpecWhy::Count { least, most } => return format!("{least}개부터 {most}개까지예요."),
        SpecWhy::LineControl => "한 줄에는 제어 문자를 쓸 수 없어요.",
        SpecWhy::LineTooLate => "24시간 안이어야 해요.",
        SpecWhy::Zones { least, most } => {
            return format!("네임 서버의 존은 {least}개부터 {most}개까지예요.");
        }
        SpecWhy::Roots { least, most } => {
            return format!("루트 서버는 {least}개부터 {most}개까지예요.");
        }
        SpecWhy::EchoTooLong { .. }
        | SpecWhy::TtlZero
        | SpecWhy::BadNick
        | SpecWhy::QuoteControl
        | SpecWhy::Zone(_)
        | SpecWhy::RootAsterisk
        | SpecWhy::NoRootsAddress => "이 값으로는 프로그램을 시작할 수 없어요.",
    };
    known.to_owned()
}

/// What the reader of JSON says.
fn json_ko(problem: &JsonProblemKind) -> String {
    use JsonProblemKind as Kind;
    let form = match problem {
        Kind::UnknownField { name, known } => {
            return format!(
                "{} 항목은 없어요. 쓸 수 있는 항목: {}",
                josa::iraneun(&format!("\"{name}\"")),
                known.join(", ")
            );
        }
        Kind::UnknownVariant { name, known } => {
            return format!(
                "\"{name}\": 쓸 수 없는 값이에요. 쓸 수 있는 값: {}",
                known.join(", ")
            );
        }
        Kind::MissingField { name } => return format!("\"{name}\" 항목이 빠졌어요."),
        Kind::DuplicateField { name } => return format!("\"{name}\" 항목이 두 번 나와요."),
        Kind::Unexpected {
            found,
            value,
            expected,
        } => {
            return format!(
                "{}: 여기에 쓸 수 없어요. 필요한 값: {}",
                found_ko(*found, value),
                expected_ko(expected)
            );
        }
        Kind::NotSuchText { text, expected } => {
            return format!(
                "{text}: 여기에 쓸 수 없어요. 필요한 값: {}",
                expected_ko(expected)
            );
        }
        Kind::TrailingComma => "마지막 것 뒤에 쉼표가 있어요. 이 쉼표를 지워 주세요.",
        Kind::TrailingCharacters => "마지막 괄호 뒤에 글자가 더 있어요.",
        Kind::NoCommaOrBrace => "쉼표(,)나 닫는 중괄호(})가 빠졌어요.",
        Kind::NoCommaOrBracket => "쉼표(,)나 닫는 대괄호(])가 빠졌어요.",
        Kind::NoColon => "항목 이름 뒤에 쌍점(:)이 빠졌어요.",
        Kind::KeyNotText => "항목 이름은 큰따옴표(\")로 감싸야 해요.",
        Kind::NotAnAddress => "192.0.2.10 같은 주소가 아니에요.",
        Kind::BadNumber => "잘못 쓴 수예요.",
        Kind::BadEscape => "역슬래시(\\) 뒤에 쓸 수 없는 글자예요.",
        Kind::EndsEarly => {
            "파일이 중간에서 끝나요. 닫는 괄호나 따옴표가 빠지지 않았는지 확인해 주세요."
        }
        Kind::ControlCharacter => {
            "따옴표 안에 줄바꿈 같은 제어 문자가 있어요. 따옴표를 닫았는지 확인해 주세요."
        }
        Kind::Other => "여기에 쓸 수 없는 값이에요.",
    };
    form.to_owned()
}

fn found_ko(found: Found, value: &str) -> String {
    let kind = match found {
        Found::Number => "수",
        Found::Text => "글",
        Found::Boolean => "참·거짓 값",
        Found::Object => "객체 { }",
        Found::List => "목록 [ ]",
        Found::Null => "null",
        Found::Other => "이 값",
    };
    match value {
        "" => kind.to_owned(),
        value => format!("{kind} {value}"),
    }
}

fn expected_ko(expected: &Expected) -> String {
    let known = match expected {
        Expected::Between { least, most } => return format!("{least}부터 {most}까지의 정수"),
        Expected::WholeNumber => "0 이상의 정수",
        Expected::Text => "글(큰따옴표로 감싼 것)",
        Expected::Boolean => "\"true\" 또는 \"false\"",
        Expected::List => "목록 [ ]",
        Expected::Object => "객체 { }",
        Expected::Address => "192.0.2.10 같은 주소",
        Expected::Rate => "10Mbit/s나 64kbit/s 같은 속도",
        Expected::Percentage => "5%처럼 0%부터 100%까지의 비율",
        Expected::Time => "20ms나 1.5s 같은 시간",
        Expected::TextOrWords => "글, 또는 언어마다 { \"en\": …, \"ko\": … }",
        Expected::LanguageTag => "\"ko\"나 \"pt-BR\" 같은 언어 태그",
        Expected::Other => "다른 형식의 값",
    };
    known.to_owned()
}

pub fn no_scenario() -> String {
    let text = "이 파일에는 시나리오가 없어요. 시나리오 파일은 {로 시작하는 JSON이에요. Hoplab 링크가 든 텍스트 파일도 열 수 있어요.";
    text.to_owned()
}
