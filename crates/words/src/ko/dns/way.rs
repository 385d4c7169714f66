//! Ways that lead nowhere, and what wildcards do: said alike in the log and in the DNS view, without the last full stop.

use crate::dns::way::{circle, zone_name};
use crate::ko::LANG;
use crate::ko::josa;
use hoplab_dns::{FailWhy, Wildcard, WildcardEffect};

pub fn back(why: &FailWhy) -> Option<String> {
    let text = match why {
        FailWhy::CnameCircle { names } => {
            let (to, chain) = circle(names);
            format!("CNAME을 따라가면 {} 되돌아와요({chain})", josa::ro(&to))
        }
        FailWhy::ServerCircle { names } => {
            let (to, chain) = circle(names);
            format!(
                "네임 서버의 주소를 찾는 길이 {} 되돌아와요({chain})",
                josa::ro(&to)
            )
        }
        FailWhy::NoGlue { zone, server } => format!(
            "{server}의 주소는 그 서버만 알려 줄 수 있는데, {zone} 존의 위임에 글루가 딸려 오지 않았어요"
        ),
        FailWhy::RefersBack { zone, to } if zone == to => {
            format!("{zone} 존의 네임 서버가 자기 존을 다시 가리켜요")
        }
        FailWhy::RefersBack { zone, to } => {
            let up = zone_name(LANG, to);
            format!("{zone} 존의 네임 서버가 위쪽의 {up} 존으로 되돌려 보내요")
        }
        FailWhy::AsksItself { server } => {
            format!("{server}의 주소가 자기 주소와 같아서 자기에게 물어야 해요")
        }
        _ => return None,
    };
    Some(text)
}

pub fn only_way(why: &FailWhy) -> String {
    match why {
        FailWhy::CnameCircle { names } | FailWhy::ServerCircle { names } => {
            let (to, _) = circle(names);
            format!("{} 되돌아오는 길 말고는 길이 없어요", josa::ro(&to))
        }
        _ => "다른 길이 없어요".to_owned(),
    }
}

texts! {
    root_zone: "루트";
}

pub fn wildcard(who: &str, of: &Wildcard) -> String {
    let (name, wildcard) = (of.name.to_string(), of.wildcard.to_string());
    let unused = format!("와일드카드 {} 쓰지 않아요", josa::eul(&wildcard));

    match &of.effect {
        WildcardEffect::Synthesized => format!(
            "{who}에 {} 없어서 와일드카드 {wildcard}의 레코드로 답을 만들어요",
            josa::i(&name)
        ),
        WildcardEffect::NoSuchType => format!(
            "{who}에 {} 없고, 와일드카드 {wildcard}에도 그런 레코드가 없어요",
            josa::i(&name)
        ),
        WildcardEffect::NameExists => format!("{} 실제로 있는 이름이라서 {unused}", josa::i(&name)),
        WildcardEffect::Blocked(by) if *by == of.wildcard => format!(
            "{} 와일드카드보다 아래에 있는 이름이라서 {unused}",
            josa::eun(&name)
        ),
        WildcardEffect::Blocked(by) => format!(
            "{} 있어서, 그 아래의 {name}에는 {unused}",
            josa::i(&by.to_string())
        ),
        WildcardEffect::Delegated(cut) => format!("{cut}부터는 다른 존이라서 {name}에는 {unused}"),
    }
}
