//! Why a client program did not get what it wanted, in words.

use hoplab_sim::apps::ClientError;

use super::lookup_error;
use crate::{self as words, Lang};

/// A sentence without its full stop, as lines of the log are.
pub(super) fn told(sentence: String) -> String {
    sentence.trim_end_matches('.').to_owned()
}

/// Why a browser, an FTP client or a chat client gave up: a sentence of its own.
pub fn client_error(lang: Lang, error: ClientError) -> String {
    let text = match error {
        ClientError::Lookup(error) => lookup_error(lang, error),
        ClientError::Socket(error) => return words::socket_error(lang, error),
        ClientError::Silence => lang.pick(
            "nothing came for too long, so the program gave up",
            "너무 오래 아무것도 오지 않아서 프로그램이 포기했어요.",
        ),
        ClientError::CutOff => lang.pick(
            "the server closed the connection too early",
            "서버가 연결을 도중에 닫았어요.",
        ),
        ClientError::NotUnderstood => lang.pick(
            "what came does not follow the protocol",
            "프로토콜에 맞지 않는 내용이 왔어요.",
        ),
        ClientError::TooMuch => lang.pick("more came than fits", "받을 수 있는 크기를 넘었어요."),
        ClientError::RedirectedTooOften => lang.pick(
            "redirected from one page to the next without end",
            "리다이렉션이 끝없이 이어져요.",
        ),
        ClientError::BadAddress => lang.pick(
            "this is not the address of a page",
            "웹 주소의 형식이 올바르지 않아요.",
        ),
        ClientError::LoginRefused => lang.pick(
            "the server did not accept the user name and password",
            "서버가 사용자 이름과 비밀번호를 받아들이지 않았어요.",
        ),
        ClientError::FileRefused => lang.pick(
            "the server does not give this file",
            "서버가 그 파일을 내주지 않았어요.",
        ),
        ClientError::Refused => lang.pick("the server said no", "서버가 거절했어요."),
    };
    text.to_owned()
}
