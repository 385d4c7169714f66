//! Why a client program did not get what it wanted, in words.

use crate::apps::lookup_error;
use crate::ko::LANG;
use crate::{self as words};
use hoplab_sim::apps::ClientError;

pub fn client_error(error: ClientError) -> String {
    let text = match error {
        ClientError::Lookup(error) => lookup_error(LANG, error),
        ClientError::Socket(error) => return words::socket_error(LANG, error),
        ClientError::Silence => "너무 오래 아무것도 오지 않아서 프로그램이 포기했어요.",
        ClientError::CutOff => "서버가 연결을 도중에 닫았어요.",
        ClientError::NotUnderstood => "프로토콜에 맞지 않는 내용이 왔어요.",
        ClientError::TooMuch => "받을 수 있는 크기를 넘었어요.",
        ClientError::RedirectedTooOften => "리다이렉션이 끝없이 이어져요.",
        ClientError::BadAddress => "웹 주소의 형식이 올바르지 않아요.",
        ClientError::LoginRefused => "서버가 사용자 이름과 비밀번호를 받아들이지 않았어요.",
        ClientError::FileRefused => "서버가 그 파일을 내주지 않았어요.",
        ClientError::Refused => "서버가 거절했어요.",
    };
    text.to_owned()
}
