//! An FTP client and server on their screens.

use hoplab_sim::apps::{FtpEvent, FtpSessionRow, FtpState, FtpTransfer};

use super::bytes;
use crate::apps::client_error;
use crate::{self as words, Lang};

texts! {
    /// The field for a command.
    command: "Command, such as RETR picture", "명령(예: RETR picture)";
    /// A connection of the client.
    control: "Control connection", "제어 연결";
    /// The other connection of the client.
    data: "Data connection", "데이터 연결";
    /// A data connection for which no file has been asked yet.
    opening: "Data connection opening, no file asked for yet", "데이터 연결을 여는 중, 아직 요청한 파일 없음";
    /// Who is connected to the server.
    sessions: "Sessions", "세션";
    /// Nobody is.
    no_sessions: "Nobody is connected.", "연결된 클라이언트가 없어요.";
    /// Who said a line.
    server: "server", "서버";
    /// Who said a line.
    client: "client", "클라이언트";
}

/// How far a client is.
pub fn state(lang: Lang, state: FtpState) -> String {
    match state {
        FtpState::Connecting => lang.pick("Connecting…", "연결하는 중…"),
        FtpState::Busy => lang.pick("Waiting for the server…", "서버의 응답을 기다리는 중…"),
        FtpState::Ready => lang.pick(
            "Logged in: type a command.",
            "로그인했어요. 명령을 입력하세요.",
        ),
        FtpState::Over => lang.pick("The session is over.", "세션이 끝났어요."),
        FtpState::Failed(error) => {
            let why = client_error(lang, error);
            return match lang {
                Lang::En => format!("Failed: {}.", why.trim_end_matches('.')),
                Lang::Ko => format!("실패했어요. {why}"),
            };
        }
    }
    .to_owned()
}

/// A file so far.
pub fn transfer(lang: Lang, transfer: &FtpTransfer) -> String {
    if transfer.command.is_empty() && transfer.error.is_none() {
        return opening(lang).to_owned();
    }
    let here = bytes(lang, transfer.data.len() as u64);
    let how = match (transfer.done, transfer.error) {
        (Some(_), _) => lang.pick("whole", "다 받음").to_owned(),
        (None, Some(error)) => client_error(lang, error),
        (None, None) => lang.pick("coming in", "받는 중").to_owned(),
    };
    match transfer.command.as_str() {
        "" => how,
        command => format!("{command} · {here} · {how}"),
    }
}

/// A session of the server.
pub fn session(lang: Lang, session: &FtpSessionRow) -> String {
    let mut text = session.from.to_string();
    if let Some(user) = &session.user {
        text += &format!(" · {user}");
    }
    if let Some(port) = session.data_port {
        text += &match lang {
            Lang::En => format!(" · data on port {port}"),
            Lang::Ko => format!(" · 데이터 포트 {port}"),
        };
    }
    if let Some((file, sent, all)) = &session.sending {
        let (sent, all) = (bytes(lang, u64::from(*sent)), bytes(lang, u64::from(*all)));
        text += &match lang {
            Lang::En => format!(" · {file}: {sent} of {all}"),
            Lang::Ko => format!(" · {file}: {all} 중 {sent}"),
        };
    }
    text
}

/// A line of the server's log.
pub fn event(lang: Lang, event: &FtpEvent) -> String {
    match (lang, event) {
        (Lang::En, FtpEvent::WaitsForData { port, from }) => {
            format!("waits on port {port} for the data connection of {from}")
        }
        (Lang::Ko, FtpEvent::WaitsForData { port, from }) => {
            format!("{port}번 포트에서 {from}의 데이터 연결을 기다림")
        }
        (Lang::En, FtpEvent::LetIn { user, from }) => format!("{user} logged in from {from}"),
        (Lang::Ko, FtpEvent::LetIn { user, from }) => format!("{from}에서 {user} 로그인"),
        (Lang::En, FtpEvent::KeptOut { user, from }) => format!("{user} of {from} not let in"),
        (Lang::Ko, FtpEvent::KeptOut { user, from }) => format!("{from}의 {user} 로그인 거부"),
        (
            _,
            FtpEvent::FileSent {
                file,
                bytes: length,
                to,
            },
        ) => {
            format!("{file} → {to} · {}", bytes(lang, u64::from(*length)))
        }
        (_, FtpEvent::DataFailed { file, to, error }) => {
            let why = match error {
                Some(error) => words::socket_error(lang, *error),
                None => lang
                    .pick("no data connection came", "데이터 연결이 열리지 않음")
                    .to_owned(),
            };
            format!("{file} → {to}: {why}")
        }
        (Lang::En, FtpEvent::IdleClosed { to }) => format!("closed the idle connection of {to}"),
        (Lang::Ko, FtpEvent::IdleClosed { to }) => format!("{to}의 유휴 연결을 닫음"),
        // The client's kinds: a server has none of them in its log.
        (_, FtpEvent::Commanded { line }) => line.clone(),
        (_, FtpEvent::Replied { code, text }) => format!("{code} {text}"),
        (_, FtpEvent::OpensData { at } | FtpEvent::DataOpen { at }) => {
            format!("{} → {at}", data(lang))
        }
        (_, FtpEvent::FileWhole { file, .. }) => file.clone(),
        (_, FtpEvent::Failed { error }) => client_error(lang, *error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::net::{Ipv4Addr, SocketAddrV4};
    use hoplab_units::Time;

    #[test]
    fn before_a_file_is_asked_for_only_the_data_connection_is_told_of() {
        let mut file = FtpTransfer {
            command: String::new(),
            local: None,
            remote: SocketAddrV4::new(Ipv4Addr::LOCALHOST, 49_152),
            data: Vec::new().into(),
            begun: Time::ZERO,
            done: None,
            error: None,
        };
        assert_eq!(transfer(Lang::En, &file), opening(Lang::En));
        file.command = "RETR hello.txt".to_owned();
        assert_eq!(
            transfer(Lang::En, &file),
            "RETR hello.txt · 0 bytes · coming in"
        );
    }
}
