//! The steps of a packet's life, each in a few words.

use hoplab_sim::{AbsorbReason, DropReason, PacketAction, PacketId};

use crate::{Lang, josa, stage};

/// A node made it.
pub fn made(lang: Lang, node: &str) -> String {
    match lang {
        Lang::En => format!("made by {node}"),
        Lang::Ko => format!("{node}에서 만들어짐"),
    }
}

/// A line delivered another packet twice.
pub fn copied(lang: Lang, original: PacketId, line: &str) -> String {
    match lang {
        Lang::En => format!("copy of {original}, made on {line}"),
        Lang::Ko => format!("{line}에서 {original}의 복제본으로 생김"),
    }
}

/// It waits for a line.
pub fn queued(lang: Lang, line: &str) -> String {
    match lang {
        Lang::En => format!("waits for the link {line}"),
        Lang::Ko => format!("링크({line})를 기다리는 중"),
    }
}

/// It went onto a line.
pub fn sent(line: &str) -> String {
    line.to_owned()
}

/// It came out of a line.
pub fn came(lang: Lang, node: &str) -> String {
    match lang {
        Lang::En => format!("reached {node}"),
        Lang::Ko => format!("{node}에 도착"),
    }
}

/// A bit of it flipped.
pub fn damaged(lang: Lang, place: &str) -> String {
    match lang {
        Lang::En => format!("a bit flipped at {place}"),
        Lang::Ko => format!("{place}에서 비트 하나가 뒤집힘"),
    }
}

/// Somebody meddled with it.
pub fn meddled(lang: Lang, action: PacketAction) -> &'static str {
    match action {
        PacketAction::Kill => lang.pick("destroyed on purpose", "일부러 없앰"),
        PacketAction::Delay(_) => lang.pick("delayed on purpose", "일부러 늦춤"),
        PacketAction::Corrupt => lang.pick("damaged on purpose", "일부러 비트를 뒤집음"),
        PacketAction::Duplicate => lang.pick("duplicated on purpose", "일부러 복제함"),
    }
}

/// It was lost.
pub fn dropped(lang: Lang, place: &str, why: DropReason) -> String {
    let why = stage::drop_reason(lang, why);
    match lang {
        Lang::En => format!("lost at {place}: {why}"),
        Lang::Ko => format!("{place}에서 손실: {why}"),
    }
}

/// A socket got it, and through it (`has_mail`) a program.
pub fn accepted(lang: Lang, node: &str, has_mail: bool) -> String {
    match (lang, has_mail) {
        (Lang::En, true) => format!("handed to a program on {node}"),
        (Lang::Ko, true) => format!("{node}의 프로그램에 전달됨"),
        (Lang::En, false) => format!("handed to a socket on {node}"),
        (Lang::Ko, false) => format!("{node}의 소켓에 전달됨"),
    }
}

/// A host dealt with it itself. `asks`: it is an echo request.
pub fn absorbed(lang: Lang, node: &str, why: AbsorbReason, asks: bool) -> String {
    let what = match why {
        AbsorbReason::AnsweredWithReset => lang.pick("answered with RST", "RST로 응답함"),
        AbsorbReason::StrayReset => {
            lang.pick("ignored: no such connection", "그런 연결이 없어 무시함")
        }
        AbsorbReason::OpensNothing => lang.pick(
            "dropped: it opens no connection",
            "연결을 여는 세그먼트가 아니어서 폐기함",
        ),
        AbsorbReason::BacklogFull => {
            lang.pick("dropped: the backlog is full", "백로그가 가득 차서 폐기함")
        }
        AbsorbReason::IcmpTold { .. } => {
            lang.pick("told to the program concerned", "해당 프로그램에 알림")
        }
        AbsorbReason::IcmpIgnored if asks => lang.pick(
            "not answered: ICMP is switched off here",
            "ICMP가 꺼져 있어 에코 요청에 응답하지 않음",
        ),
        AbsorbReason::IcmpIgnored => {
            lang.pick("ignored: no program to tell", "알릴 프로그램이 없어 무시함")
        }
        AbsorbReason::EchoAnswered => lang.pick("answered", "응답함"),
    };
    match lang {
        Lang::En => format!("{node}: {what}"),
        Lang::Ko => format!("{} {what}", josa::i(node)),
    }
}
