//! What happens between FTP clients and servers, in words.

use crate::apps::failure::{client_error, told};
use crate::ko::LANG;
use crate::ko::josa;
use crate::screens::span;
use crate::{self as words};
use hoplab_sim::apps::FtpEvent;

pub fn sentence(subject: &str, event: &FtpEvent) -> String {
    let i = josa::i(subject);
    match event {
        FtpEvent::Commanded { line } => format!("{i} 제어 연결로 명령을 보내요: {line}"),
        FtpEvent::Replied { code, text } => format!("{i} 응답을 받았어요: {code} {text}"),
        FtpEvent::OpensData { at } => {
            format!(
                "{i} {} 두 번째 연결인 데이터 연결을 열어요",
                josa::ro(&at.to_string())
            )
        }
        FtpEvent::DataOpen { at } => format!("{subject}의 데이터 연결이 {at}에 열렸어요"),
        FtpEvent::FileWhole { file, bytes, after } => {
            format!(
                "{i} {file} 전체({bytes}바이트)를 {} 만에 받았어요",
                span(*after)
            )
        }
        FtpEvent::Failed { error } => format!(
            "{i} 원하던 것을 받지 못했어요: {}",
            told(client_error(LANG, *error))
        ),
        FtpEvent::WaitsForData { port, from } => {
            format!("{i} {port}번 포트에서 {from}의 데이터 연결을 기다려요")
        }
        FtpEvent::LetIn { user, from } => {
            format!("{i} {from}에서 온 {user} 사용자의 로그인을 받아들였어요")
        }
        FtpEvent::KeptOut { user, from } => {
            format!("{i} {from}에서 온 {user} 사용자의 로그인을 거부했어요")
        }
        FtpEvent::FileSent { file, bytes, to } => format!(
            "{i} {} {to}에 보냈고 {bytes}바이트 모두 확인 응답을 받았어요",
            josa::eul(file)
        ),
        FtpEvent::DataFailed {
            file,
            to,
            error: Some(error),
        } => format!(
            "{i} {} {to}에 끝까지 보내지 못했어요: {}",
            josa::eul(file),
            told(words::socket_error(LANG, *error))
        ),
        FtpEvent::DataFailed {
            file,
            to,
            error: None,
        } => format!(
            "{to}에서 데이터 연결을 열지 않아 {i} {} 보내지 못했어요",
            josa::eul(file)
        ),
        FtpEvent::IdleClosed { to } => {
            format!("{i} 오랫동안 아무 말이 없는 {to}의 세션을 끝내요")
        }
    }
}
